//! A question of one provider, and its way to an answer in a clarification note.
//!
//! The names of the events are the storage format: they never change.

use super::EnquiryRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{
    DocumentReference, PersonId, ProviderId, QuestionId, QuestionRoundId, Reference, Refusal,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// A question was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionAsked {
    /// The round.
    pub round: QuestionRoundId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is about.
    pub reference: Reference,
    /// Whether the section it names is known; an unknown one is flagged, not refused.
    pub section_known: bool,
    /// The question, in the provider's own words. Only the provider and those who answer read it.
    pub text: Prose,
}

/// The question was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionWithdrawn {}

/// An answer was drafted, or another one took its place. An earlier approval no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnswerDrafted {
    /// The question in anonymous words, as the note will show it.
    pub wording: Prose,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<DocumentReference>,
    /// Who wrote it.
    pub by: PersonId,
}

/// The answer was approved by a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnswerApproved {
    /// Who approved it.
    pub by: PersonId,
}

/// The answer was returned to its writer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnswerReturned {
    /// What should be better.
    pub reason: Paragraph,
    /// Who returned it.
    pub by: PersonId,
}

/// The question and its answer were published in a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionPublished {
    /// The number of the note.
    pub note: u32,
    /// The number of the question in it.
    pub item: u32,
}

events! {
    /// What can have happened to a question.
    QuestionEvent in "question" {
        QuestionAsked v 1,
        QuestionWithdrawn v 1,
        QuestionAnswerDrafted v 1,
        QuestionAnswerApproved v 1,
        QuestionAnswerReturned v 1,
        QuestionPublished v 1,
    }
}

/// What can be asked of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum QuestionCommand {
    Ask(QuestionAsked),
    Withdraw,
    DraftAnswer(QuestionAnswerDrafted),
    ApproveAnswer {
        by: PersonId,
    },
    ReturnAnswer {
        reason: Paragraph,
        by: PersonId,
    },
    /// `question` is the name of this question, for who is told that it is not ready.
    Publish {
        question: QuestionId,
        note: u32,
        item: u32,
    },
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDraft {
    /// What was drafted.
    pub draft: QuestionAnswerDrafted,
    /// Who approved it, when somebody did.
    pub approved: Option<PersonId>,
    /// Why and by whom it was returned, when it was.
    pub returned: Option<(Paragraph, PersonId)>,
}

/// The state of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    asked: Option<QuestionAsked>,
    withdrawn: bool,
    answer: Option<AnswerDraft>,
    published: Option<QuestionPublished>,
}

impl Question {
    /// What was asked.
    ///
    /// # Errors
    /// When there is no such question.
    pub fn asked(&self) -> Result<&QuestionAsked, Refusal> {
        self.asked.as_ref().ok_or_else(|| EnquiryRefusal::QuestionUnknown.into())
    }

    /// The approved answer, when there is one that is not yet published.
    #[must_use]
    pub fn ready(&self) -> Option<(&QuestionAsked, &QuestionAnswerDrafted)> {
        if self.withdrawn || self.published.is_some() {
            return None;
        }
        let answer = self.answer.as_ref().filter(|answer| answer.approved.is_some())?;
        Some((self.asked.as_ref()?, &answer.draft))
    }

    /// Whether it still needs a published answer.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.asked.is_some() && !self.withdrawn && self.published.is_none()
    }

    fn pending(&self) -> Result<(), Refusal> {
        self.asked()?;
        if self.withdrawn {
            return Err(EnquiryRefusal::QuestionWithdrawn.into());
        }
        if self.published.is_some() {
            return Err(EnquiryRefusal::QuestionPublished.into());
        }
        Ok(())
    }

    fn ask(&self, asked: QuestionAsked) -> Result<Vec<QuestionEvent>, Refusal> {
        match &self.asked {
            None => Ok(vec![asked.into()]),
            Some(same) if *same == asked => Ok(vec![]),
            Some(_) => Err(EnquiryRefusal::QuestionExists.into()),
        }
    }

    fn approve(&self, by: PersonId) -> Result<Vec<QuestionEvent>, Refusal> {
        self.pending()?;
        match &self.answer {
            None => Err(EnquiryRefusal::AnswerMissing.into()),
            Some(answer) if answer.draft.by == by => Err(EnquiryRefusal::SamePerson.into()),
            Some(answer) if answer.approved == Some(by) => Ok(vec![]),
            // One second person is enough: a third adds nothing.
            Some(answer) if answer.approved.is_some() => Ok(vec![]),
            Some(answer) if answer.returned.is_some() => Err(EnquiryRefusal::AnswerMissing.into()),
            Some(_) => Ok(vec![QuestionAnswerApproved { by }.into()]),
        }
    }

    fn send_back(&self, reason: Paragraph, by: PersonId) -> Result<Vec<QuestionEvent>, Refusal> {
        self.pending()?;
        match &self.answer {
            Some(answer) if answer.returned == Some((reason.clone(), by)) => Ok(vec![]),
            Some(answer) if answer.returned.is_none() => {
                Ok(vec![QuestionAnswerReturned { reason, by }.into()])
            }
            _ => Err(EnquiryRefusal::AnswerMissing.into()),
        }
    }
}

impl Decider for Question {
    const CATEGORY: &'static str = "question";
    type Command = QuestionCommand;
    type Event = QuestionEvent;

    fn decide(&self, command: QuestionCommand) -> Result<Vec<QuestionEvent>, Refusal> {
        match command {
            QuestionCommand::Ask(asked) => self.ask(asked),
            QuestionCommand::Withdraw if self.withdrawn => Ok(vec![]),
            QuestionCommand::Withdraw => {
                self.pending()?;
                Ok(vec![QuestionWithdrawn {}.into()])
            }
            QuestionCommand::DraftAnswer(draft) => {
                self.pending()?;
                let same = self
                    .answer
                    .as_ref()
                    .is_some_and(|answer| answer.draft == draft && answer.returned.is_none());
                Ok(if same { vec![] } else { vec![draft.into()] })
            }
            QuestionCommand::ApproveAnswer { by } => self.approve(by),
            QuestionCommand::ReturnAnswer { reason, by } => self.send_back(reason, by),
            QuestionCommand::Publish { question, note, item } => {
                let published = QuestionPublished { note, item };
                if self.published.as_ref() == Some(&published) {
                    return Ok(vec![]);
                }
                self.pending()?;
                if self.ready().is_none() {
                    return Err(EnquiryRefusal::AnswerNotApproved(question).into());
                }
                Ok(vec![published.into()])
            }
        }
    }

    fn evolve(&mut self, event: &QuestionEvent) {
        match event.clone() {
            QuestionEvent::QuestionAsked(asked) => self.asked = Some(asked),
            QuestionEvent::QuestionWithdrawn(_) => self.withdrawn = true,
            QuestionEvent::QuestionAnswerDrafted(draft) => {
                self.answer = Some(AnswerDraft { draft, approved: None, returned: None });
            }
            QuestionEvent::QuestionAnswerApproved(approved) => {
                if let Some(answer) = &mut self.answer {
                    answer.approved = Some(approved.by);
                }
            }
            QuestionEvent::QuestionAnswerReturned(returned) => {
                if let Some(answer) = &mut self.answer {
                    answer.approved = None;
                    answer.returned = Some((returned.reason, returned.by));
                }
            }
            QuestionEvent::QuestionPublished(published) => self.published = Some(published),
        }
    }
}

aggregate!(Question);
