//! A question of one provider, and its way to an answer: in a clarification note, or to its asker
//! alone.

mod answer;
mod events;
mod handling;
mod withholding;

pub use events::{
    AnswerPart, Approvals, Aspect, DeclineGround, QuestionAnswerApproved, QuestionAnswerDrafted,
    QuestionAnswerReturned, QuestionAnsweredAlone, QuestionAsked, QuestionAssigned,
    QuestionAssignmentEnded, QuestionDeclined, QuestionEvent, QuestionLabelled, QuestionMerged,
    QuestionPublished, QuestionSeparated, QuestionWithdrawn, QuestionWithholdingGranted,
    QuestionWithholdingRefused, wholly_approved,
};
pub use handling::{ASSIGNEES_MAX, LABELS_MAX};

use super::EnquiryRefusal;
use crate::decider::{Decider, aggregate};
use crate::{PersonId, QuestionId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::{Faults, Label, Paragraph};

/// What can be asked of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum QuestionCommand {
    Ask(Box<QuestionAsked>),
    Withdraw,
    GrantWithholding(QuestionWithholdingGranted),
    RefuseWithholding(QuestionWithholdingRefused),
    AnswerAlone {
        by: PersonId,
    },
    Decline(QuestionDeclined),
    Label(BTreeSet<Label>),
    Assign(QuestionAssigned),
    EndAssignment(QuestionAssignmentEnded),
    /// `published` is where the other question is answered, when it is.
    Merge {
        merged: QuestionMerged,
        published: Option<QuestionPublished>,
    },
    Separate {
        by: PersonId,
    },
    DraftAnswer(Box<QuestionAnswerDrafted>),
    /// `needed` is what the round wants; `unpublished` is whether the answer names a version of a
    /// document that does not exist.
    ApproveAnswer {
        by: PersonId,
        aspect: Option<Aspect>,
        needed: Approvals,
        unpublished: bool,
    },
    ReturnAnswer {
        reason: Paragraph,
        by: PersonId,
    },
    /// `question` is the name of this question, for who is told that it is not ready.
    Publish {
        question: QuestionId,
        published: QuestionPublished,
    },
}

/// What became of the request to keep a question out of every note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Withholding {
    Granted(QuestionWithholdingGranted),
    Refused(QuestionWithholdingRefused),
}

/// How a question ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Ending {
    Withdrawn,
    Declined(QuestionDeclined),
    AnsweredAlone,
    Published(QuestionPublished),
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AnswerDraft {
    draft: QuestionAnswerDrafted,
    approvals: Vec<QuestionAnswerApproved>,
    returned: Option<QuestionAnswerReturned>,
}

/// The state of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    asked: Option<QuestionAsked>,
    withholding: Option<Withholding>,
    labels: BTreeSet<Label>,
    assignees: BTreeSet<PersonId>,
    merged: Option<QuestionId>,
    answer: Option<AnswerDraft>,
    ending: Option<Ending>,
}

impl Question {
    /// What was asked.
    ///
    /// # Errors
    /// When there is no such question.
    pub fn asked(&self) -> Result<&QuestionAsked, Refusal> {
        self.asked.as_ref().ok_or_else(|| EnquiryRefusal::QuestionUnknown.into())
    }

    /// Whether it still needs a published answer. One that is withheld needs none.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.asked.is_some() && self.ending.is_none() && !self.is_withheld()
    }

    /// Whether its answer stands in a published note.
    #[must_use]
    pub const fn is_published(&self) -> bool {
        matches!(self.ending, Some(Ending::Published(_)))
    }

    fn ask(&self, asked: QuestionAsked) -> Result<Vec<QuestionEvent>, Refusal> {
        match &self.asked {
            None if asked.late && asked.withholding.is_some() => Err(Faults::one(
                "/withholding",
                "Een vraag na de termijn wordt voor iedereen beantwoord of niet. Laat dit veld \
                 weg.",
            )
            .into()),
            None => Ok(vec![asked.into()]),
            Some(same) if *same == asked => Ok(vec![]),
            Some(_) => Err(EnquiryRefusal::QuestionExists.into()),
        }
    }

    /// What was asked, of a question that has not ended.
    fn pending(&self) -> Result<&QuestionAsked, Refusal> {
        let asked = self.asked()?;
        Err(match &self.ending {
            None => return Ok(asked),
            Some(Ending::Withdrawn) => EnquiryRefusal::QuestionWithdrawn,
            Some(Ending::Declined(_)) => EnquiryRefusal::QuestionDeclined,
            Some(Ending::AnsweredAlone) => EnquiryRefusal::QuestionAnswered,
            Some(Ending::Published(_)) => EnquiryRefusal::QuestionPublished,
        }
        .into())
    }
}

impl Decider for Question {
    const CATEGORY: &'static str = "question";
    type Command = QuestionCommand;
    type Event = QuestionEvent;

    fn decide(&self, command: QuestionCommand) -> Result<Vec<QuestionEvent>, Refusal> {
        match command {
            QuestionCommand::Ask(asked) => self.ask(*asked),
            QuestionCommand::Withdraw if self.ending == Some(Ending::Withdrawn) => Ok(vec![]),
            QuestionCommand::Withdraw => {
                self.pending()?;
                Ok(vec![QuestionWithdrawn {}.into()])
            }
            QuestionCommand::GrantWithholding(granted) => {
                self.decide_withholding(Withholding::Granted(granted))
            }
            QuestionCommand::RefuseWithholding(refused) => {
                self.decide_withholding(Withholding::Refused(refused))
            }
            QuestionCommand::AnswerAlone { by } => self.answer_alone(by),
            QuestionCommand::Decline(declined) => self.decline(declined),
            QuestionCommand::Label(labels) => self.label(labels),
            QuestionCommand::Assign(assigned) => self.assign(assigned),
            QuestionCommand::EndAssignment(ended) => self.end_assignment(ended),
            QuestionCommand::Merge { merged, published } => self.merge(merged, published),
            QuestionCommand::Separate { by } => self.separate(by),
            QuestionCommand::DraftAnswer(draft) => self.draft(*draft),
            QuestionCommand::ApproveAnswer { by, aspect, needed, unpublished } => {
                self.approve(QuestionAnswerApproved { aspect, by }, needed, unpublished)
            }
            QuestionCommand::ReturnAnswer { reason, by } => {
                self.send_back(QuestionAnswerReturned { reason, by })
            }
            QuestionCommand::Publish { question, published } => self.publish(question, published),
        }
    }

    fn evolve(&mut self, event: &QuestionEvent) {
        match event.clone() {
            QuestionEvent::QuestionAsked(asked) => self.asked = Some(asked),
            QuestionEvent::QuestionWithdrawn(_) => self.ending = Some(Ending::Withdrawn),
            QuestionEvent::QuestionWithholdingGranted(granted) => {
                self.withholding = Some(Withholding::Granted(granted));
            }
            QuestionEvent::QuestionWithholdingRefused(refused) => {
                self.withholding = Some(Withholding::Refused(refused));
            }
            QuestionEvent::QuestionAnsweredAlone(_) => self.ending = Some(Ending::AnsweredAlone),
            QuestionEvent::QuestionDeclined(declined) => {
                self.ending = Some(Ending::Declined(declined));
            }
            QuestionEvent::QuestionLabelled(labelled) => self.labels = labelled.labels,
            QuestionEvent::QuestionAssigned(assigned) => {
                self.assignees.insert(assigned.to);
            }
            QuestionEvent::QuestionAssignmentEnded(ended) => {
                self.assignees.remove(&ended.to);
            }
            QuestionEvent::QuestionMerged(merged) => self.merged = Some(merged.into),
            QuestionEvent::QuestionSeparated(_) => self.merged = None,
            QuestionEvent::QuestionAnswerDrafted(draft) => {
                self.answer = Some(AnswerDraft { draft, approvals: vec![], returned: None });
            }
            QuestionEvent::QuestionAnswerApproved(approved) => {
                if let Some(answer) = &mut self.answer {
                    answer.approvals.push(approved);
                }
            }
            QuestionEvent::QuestionAnswerReturned(returned) => {
                if let Some(answer) = &mut self.answer {
                    answer.approvals.clear();
                    answer.returned = Some(returned);
                }
            }
            QuestionEvent::QuestionPublished(published) => {
                self.ending = Some(Ending::Published(published));
            }
        }
    }
}

aggregate!(Question);
