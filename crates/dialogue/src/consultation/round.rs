//! A consultation round: themes on which providers are asked to contribute, until a term, and
//! the report that tells what was done with each contribution and why.
//!
//! The names of the events are the storage format: they never change.

use super::contribution::SENSITIVE;
use super::questions::{faults_of_content, faults_of_questions, tallies};
use super::{
    AgendaItemProgressed, ConsultationAnswer, ConsultationQuestion, ConsultationRefusal,
    ContributionContent, Disclosure, Disposition, QuestionTally, ReportItemMoved, Track, repeats,
};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{Admission, ContributionId, DialoguePlan, PhaseKind, Refusal, Room, TrajectoryId};
use calendar::Term;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug, Title};

/// A theme of the round, with what is asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundTheme {
    /// The key of the theme in the dialogue plan.
    pub key: Slug,
    /// What it is called here.
    pub title: Title,
    /// What the municipality wants to hear about it.
    pub question: Paragraph,
}

/// A round was published: everyone can know of it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationRoundPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub introduction: Prose,
    /// The themes.
    pub themes: Vec<RoundTheme>,
    /// From when contributions are taken, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when contributions are taken.
    pub closes: Term,
    /// Whether staff see who contributed.
    pub disclosure: Disclosure,
    /// Numbered questions, which nobody has to answer to contribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<ConsultationQuestion>,
}

/// The round was extended, for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationRoundExtended {
    /// Until when contributions are taken now.
    pub closes: Term,
    /// Why.
    pub reason: Paragraph,
}

/// The round was closed: what was submitted before this event counts, and nothing after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationRoundClosed {}

/// One contribution in the report, in words that do not tell whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportItem {
    /// The contribution. Only its contributor is shown this name.
    pub contribution: ContributionId,
    /// The theme.
    pub theme: Slug,
    /// What was contributed, in the municipality's anonymous words.
    pub wording: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
    /// On which track it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<Track>,
}

/// The report was published: everyone sees what was done with all input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationReportPublished {
    /// What came out of the round as a whole.
    pub summary: Prose,
    /// Every contribution, ordered by theme and in no order that tells who or when.
    pub items: Vec<ReportItem>,
    /// What was answered to the questions with options or a scale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<QuestionTally>,
}

events! {
    /// What can have happened to a consultation round.
    ConsultationRoundEvent in "consultation-round" {
        ConsultationRoundPublished v 1,
        ConsultationRoundExtended v 1,
        ConsultationRoundClosed v 1,
        ConsultationReportPublished v 1,
        ReportItemMoved v 1,
        AgendaItemProgressed v 1,
    }
}

/// A round that is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishConsultationRound {
    /// What is published.
    pub round: ConsultationRoundPublished,
    /// The plan of its phase: a fact from another stream.
    pub plan: DialoguePlan,
}

/// What a report needs to know of the contributions to its round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContributionFacts {
    /// What the report says of each contribution that has a disposition.
    pub items: Vec<ReportItem>,
    /// The contributions that have none.
    pub missing: Vec<ContributionId>,
    /// What was answered to the questions of the round.
    pub answers: Vec<ConsultationAnswer>,
    /// What must not be told.
    pub sensitive: Vec<String>,
}

/// A report that is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishConsultationReport {
    /// What came out of the round as a whole.
    pub summary: Prose,
    /// What the contributions say: facts from other streams.
    pub facts: ContributionFacts,
}

/// What can be asked of a consultation round.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ConsultationRoundCommand {
    Publish(Box<PublishConsultationRound>),
    Extend {
        closes: Term,
        reason: Paragraph,
    },
    Close,
    PublishReport(PublishConsultationReport),
    /// `sensitive` is what must not be told of the contribution: a fact from another stream.
    MoveItem {
        moved: ReportItemMoved,
        sensitive: Vec<String>,
    },
    /// As for a move.
    ProgressItem {
        progressed: AgendaItemProgressed,
        sensitive: Vec<String>,
    },
}

/// The state of a consultation round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationRound {
    published: Option<ConsultationRoundPublished>,
    extended: Option<ConsultationRoundExtended>,
    closed: bool,
    report: Option<ConsultationReportPublished>,
    moves: BTreeMap<ContributionId, ReportItemMoved>,
    progress: BTreeMap<ContributionId, AgendaItemProgressed>,
}

impl ConsultationRound {
    /// What was published.
    ///
    /// # Errors
    /// When there is no such round.
    pub fn published(&self) -> Result<&ConsultationRoundPublished, Refusal> {
        self.published.as_ref().ok_or_else(|| ConsultationRefusal::RoundUnknown.into())
    }

    /// Until when contributions are taken, extensions included.
    ///
    /// # Errors
    /// When there is no such round.
    pub fn closes(&self) -> Result<&Term, Refusal> {
        let published = self.published()?;
        Ok(self.extended.as_ref().map_or(&published.closes, |extended| &extended.closes))
    }

    /// When contributions are taken, when the round was not closed.
    ///
    /// # Errors
    /// When there is no such round, or it is closed.
    pub fn admission(&self) -> Result<Admission, Refusal> {
        let opens = self.published()?.opens;
        if self.closed {
            return Err(ConsultationRefusal::RoundClosed.into());
        }
        Ok(Admission { opens, closes: self.closes()?.at })
    }

    /// Everything that is wrong with a contribution to this round, documents apart.
    ///
    /// # Errors
    /// When there is no such round.
    pub fn faults_of(&self, content: &ContributionContent) -> Result<Faults, Refusal> {
        let ConsultationRoundPublished { themes, questions, .. } = self.published()?;
        let mut faults = Faults::none();
        let keys: Vec<_> = themes.iter().map(|asked| asked.key.as_str()).collect();
        faults.unless(
            keys.contains(&content.theme.as_str()),
            "/theme",
            format!("Kies een thema van deze ronde: {}.", keys.join(", ")),
        );
        faults_of_content(content, questions, &mut faults);
        Ok(faults)
    }

    /// Whether the round is closed and its report is still to come.
    ///
    /// # Errors
    /// When there is no such round, it is open, or its report is published.
    pub fn awaits_report(&self) -> Result<(), Refusal> {
        self.published()?;
        match (self.closed, &self.report) {
            (false, _) => Err(ConsultationRefusal::RoundOpen.into()),
            (true, Some(_)) => Err(ConsultationRefusal::Reported.into()),
            (true, None) => Ok(()),
        }
    }

    /// Whether its report is published.
    #[must_use]
    pub const fn is_reported(&self) -> bool {
        self.report.is_some()
    }

    pub(super) const fn report(&self) -> Option<&ConsultationReportPublished> {
        self.report.as_ref()
    }

    pub(super) fn moved(&self, contribution: ContributionId) -> Option<&ReportItemMoved> {
        self.moves.get(&contribution)
    }

    pub(super) fn progress(&self, contribution: ContributionId) -> Option<&AgendaItemProgressed> {
        self.progress.get(&contribution)
    }

    fn publish(
        &self,
        new: PublishConsultationRound,
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        let PublishConsultationRound { round, plan } = new;
        if let Some(same) = &self.published {
            return if *same == round {
                Ok(vec![])
            } else {
                Err(ConsultationRefusal::RoundExists.into())
            };
        }
        let mut faults = Faults::none();
        faults.unless(
            round.opens < round.closes.at,
            "/closes/at",
            "De sluiting moet na de opening liggen.",
        );
        faults.unless(!round.themes.is_empty(), "/themes", "Noem minstens één thema.");
        let mut keys = BTreeSet::new();
        for (place, theme) in round.themes.iter().enumerate() {
            let field = format!("/themes/{place}/key");
            match plan.theme(&theme.key).map(|planned| planned.room) {
                None => faults.add(field, "Dit thema staat niet in het dialoogplan van de fase."),
                Some(Room::Fixed) => faults.add(
                    field,
                    "Dit thema staat volgens het dialoogplan vast: er is geen ruimte voor inbreng.",
                ),
                Some(_) => faults.unless(keys.insert(&theme.key), field, "Dit thema staat er al."),
            }
        }
        let keys = round.themes.iter().map(|theme| &theme.key).collect();
        faults_of_questions(&round.questions, &keys, &mut faults);
        faults.check()?;
        Ok(vec![round.into()])
    }

    fn extend(
        &self,
        closes: Term,
        reason: Paragraph,
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        let extended = ConsultationRoundExtended { closes, reason };
        if self.extended.as_ref() == Some(&extended) {
            return Ok(vec![]);
        }
        self.admission()?;
        if extended.closes.at <= self.closes()?.at {
            return Err(Faults::one(
                "/closes/at",
                "Een verlenging sluit later dan de termijn die nu geldt.",
            )
            .into());
        }
        Ok(vec![extended.into()])
    }

    fn publish_report(
        &self,
        PublishConsultationReport { summary, facts }: PublishConsultationReport,
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        let ContributionFacts { mut items, missing, answers, sensitive } = facts;
        items.sort_by(|one, two| {
            (&one.theme, one.contribution).cmp(&(&two.theme, two.contribution))
        });
        let tallies = tallies(&self.published()?.questions, &answers);
        let report = ConsultationReportPublished { summary, items, tallies };
        if self.report.as_ref() == Some(&report) {
            return Ok(vec![]);
        }
        self.awaits_report()?;
        if !missing.is_empty() {
            return Err(ConsultationRefusal::DispositionMissing(missing).into());
        }
        if sensitive.iter().any(|kept| repeats(report.summary.as_ref(), kept)) {
            return Err(Faults::one("/summary", SENSITIVE).into());
        }
        Ok(vec![report.into()])
    }
}

impl Decider for ConsultationRound {
    const CATEGORY: &'static str = "consultation-round";
    type Command = ConsultationRoundCommand;
    type Event = ConsultationRoundEvent;

    fn decide(
        &self,
        command: ConsultationRoundCommand,
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        match command {
            ConsultationRoundCommand::Publish(new) => self.publish(*new),
            ConsultationRoundCommand::Extend { closes, reason } => self.extend(closes, reason),
            ConsultationRoundCommand::Close if self.closed => Ok(vec![]),
            ConsultationRoundCommand::Close => {
                self.published()?;
                Ok(vec![ConsultationRoundClosed {}.into()])
            }
            ConsultationRoundCommand::PublishReport(report) => self.publish_report(report),
            ConsultationRoundCommand::MoveItem { moved, sensitive } => {
                self.move_item(moved, &sensitive)
            }
            ConsultationRoundCommand::ProgressItem { progressed, sensitive } => {
                self.progress_item(progressed, &sensitive)
            }
        }
    }

    fn evolve(&mut self, event: &ConsultationRoundEvent) {
        match event.clone() {
            ConsultationRoundEvent::ConsultationRoundPublished(published) => {
                self.published = Some(published);
            }
            ConsultationRoundEvent::ConsultationRoundExtended(extended) => {
                self.extended = Some(extended);
            }
            ConsultationRoundEvent::ConsultationRoundClosed(_) => self.closed = true,
            ConsultationRoundEvent::ConsultationReportPublished(report) => {
                self.report = Some(report);
            }
            ConsultationRoundEvent::ReportItemMoved(moved) => {
                // How far it was on the agenda says nothing once it is elsewhere.
                self.progress.remove(&moved.contribution);
                self.moves.insert(moved.contribution, moved);
            }
            ConsultationRoundEvent::AgendaItemProgressed(progressed) => {
                self.progress.insert(progressed.contribution, progressed);
            }
        }
    }
}

aggregate!(ConsultationRound);
