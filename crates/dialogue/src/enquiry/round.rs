//! A question round (vragenronde): until when questions are taken, and until when answers come.
//!
//! The names of the events are the storage format: they never change.

use super::{Approvals, EnquiryRefusal};
use crate::consultation::Disclosure;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{Admission, PhaseKind, Refusal, TrajectoryId};
use calendar::Term;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title};

/// A round was published: everyone can know of it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionRoundPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What it is called.
    pub title: Title,
    /// What can be asked about.
    pub introduction: Prose,
    /// From when questions are taken, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when questions are taken.
    pub closes: Term,
    /// Until when the clarification note comes. In a regular procedure at least ten days before
    /// tenders close (art. 2.54 Aanbestedingswet 2012).
    pub answers: Term,
    /// Whether staff who answer see who asked.
    pub disclosure: Disclosure,
    /// Whether questions are taken after the term, until the round is concluded. They are flagged
    /// late, and answered for all or not at all.
    #[serde(rename = "lateQuestions", default, skip_serializing_if = "super::is_false")]
    pub late_questions: bool,
    /// Which approvals an answer needs.
    #[serde(default, skip_serializing_if = "Approvals::is_one")]
    pub approvals: Approvals,
}

/// The round was extended, for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionRoundExtended {
    /// Until when questions are taken now.
    pub closes: Term,
    /// Until when the clarification note comes now.
    pub answers: Term,
    /// Why.
    pub reason: Paragraph,
}

/// The round was closed: what was asked before this event counts, and nothing after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionRoundClosed {}

/// The round was concluded by a note: every question in it is answered or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionRoundConcluded {
    /// The number of the concluding note.
    pub note: u32,
}

events! {
    /// What can have happened to a question round.
    QuestionRoundEvent in "question-round" {
        QuestionRoundPublished v 1,
        QuestionRoundExtended v 1,
        QuestionRoundClosed v 1,
        QuestionRoundConcluded v 1,
    }
}

/// What can be asked of a question round.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum QuestionRoundCommand {
    Publish(Box<QuestionRoundPublished>),
    Extend(Box<QuestionRoundExtended>),
    Close,
    Conclude { note: u32 },
}

/// The state of a question round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRound {
    published: Option<QuestionRoundPublished>,
    extended: Option<QuestionRoundExtended>,
    closed: bool,
    concluded: Option<u32>,
}

impl QuestionRound {
    /// What was published.
    ///
    /// # Errors
    /// When there is no such round.
    pub fn published(&self) -> Result<&QuestionRoundPublished, Refusal> {
        self.published.as_ref().ok_or_else(|| EnquiryRefusal::RoundUnknown.into())
    }

    /// Until when questions are taken, extensions included.
    ///
    /// # Errors
    /// When there is no such round.
    pub fn closes(&self) -> Result<&Term, Refusal> {
        let published = self.published()?;
        Ok(self.extended.as_ref().map_or(&published.closes, |extended| &extended.closes))
    }

    /// When questions are taken, when the round was not closed.
    ///
    /// # Errors
    /// When there is no such round, or it is closed.
    pub fn admission(&self) -> Result<Admission, Refusal> {
        let opens = self.published()?.opens;
        if self.closed {
            return Err(EnquiryRefusal::RoundClosed.into());
        }
        Ok(Admission { opens, closes: self.closes()?.at })
    }

    /// From when late questions are taken, as long as the round is not concluded: the first instant
    /// after its term, whose own last instant is still in time.
    ///
    /// # Errors
    /// When there is no such round, it takes none, or it is concluded.
    pub fn late_from(&self) -> Result<Timestamp, Refusal> {
        if !self.published()?.late_questions {
            return Err(EnquiryRefusal::NoLateQuestions.into());
        }
        if self.is_concluded() {
            return Err(EnquiryRefusal::RoundConcluded.into());
        }
        let term = self.closes()?.at;
        Ok(term.saturating_add(SignedDuration::from_micros(1)).unwrap_or(term))
    }

    /// Whether it is closed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether it is concluded.
    #[must_use]
    pub const fn is_concluded(&self) -> bool {
        self.concluded.is_some()
    }

    fn publish(&self, round: QuestionRoundPublished) -> Result<Vec<QuestionRoundEvent>, Refusal> {
        if let Some(same) = &self.published {
            return if *same == round {
                Ok(vec![])
            } else {
                Err(EnquiryRefusal::RoundExists.into())
            };
        }
        let mut faults = Faults::none();
        faults.unless(
            round.opens < round.closes.at,
            "/closes/at",
            "De sluiting moet na de opening liggen.",
        );
        faults.unless(
            round.closes.at < round.answers.at,
            "/answers/at",
            "De antwoorden komen na de sluiting van de ronde.",
        );
        faults.check()?;
        Ok(vec![round.into()])
    }

    fn extend(&self, extended: QuestionRoundExtended) -> Result<Vec<QuestionRoundEvent>, Refusal> {
        if self.extended.as_ref() == Some(&extended) {
            return Ok(vec![]);
        }
        let Admission { closes, .. } = self.admission()?;
        let mut faults = Faults::none();
        faults.unless(
            closes < extended.closes.at,
            "/closes/at",
            "Een verlenging sluit later dan de termijn die nu geldt.",
        );
        faults.unless(
            extended.closes.at < extended.answers.at,
            "/answers/at",
            "De antwoorden komen na de sluiting van de ronde.",
        );
        faults.check()?;
        Ok(vec![extended.into()])
    }
}

impl Decider for QuestionRound {
    const CATEGORY: &'static str = "question-round";
    type Command = QuestionRoundCommand;
    type Event = QuestionRoundEvent;

    fn decide(&self, command: QuestionRoundCommand) -> Result<Vec<QuestionRoundEvent>, Refusal> {
        match command {
            QuestionRoundCommand::Publish(round) => self.publish(*round),
            QuestionRoundCommand::Extend(extended) => self.extend(*extended),
            QuestionRoundCommand::Close if self.closed => Ok(vec![]),
            QuestionRoundCommand::Close => {
                self.published()?;
                Ok(vec![QuestionRoundClosed {}.into()])
            }
            QuestionRoundCommand::Conclude { note } if self.concluded == Some(note) => Ok(vec![]),
            QuestionRoundCommand::Conclude { note } => {
                self.published()?;
                if self.is_concluded() {
                    return Err(EnquiryRefusal::RoundConcluded.into());
                }
                if !self.closed {
                    return Err(EnquiryRefusal::RoundOpen.into());
                }
                Ok(vec![QuestionRoundConcluded { note }.into()])
            }
        }
    }

    fn evolve(&mut self, event: &QuestionRoundEvent) {
        match event.clone() {
            QuestionRoundEvent::QuestionRoundPublished(published) => {
                self.published = Some(published);
            }
            QuestionRoundEvent::QuestionRoundExtended(extended) => self.extended = Some(extended),
            QuestionRoundEvent::QuestionRoundClosed(_) => self.closed = true,
            QuestionRoundEvent::QuestionRoundConcluded(concluded) => {
                self.concluded = Some(concluded.note);
            }
        }
    }
}

aggregate!(QuestionRound);
