//! What those see of a question who answer it.

use dialogue::enquiry::{AnswerPart, Aspect, DeclineGround, QuestionAnswerDrafted};
use dialogue::{
    DocumentReference, PersonId, ProviderId, QuestionId, QuestionRoundId, Reference, Sealed,
    TrajectoryId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose};

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum QuestionStatus {
    /// Nobody has drafted an answer, or it was returned.
    Unanswered,
    /// An answer waits for an approval.
    AwaitingApproval,
    /// The answer has every approval, and waits for a note or to be sent to its asker.
    Approved,
    /// Merged into another question, and answered there.
    Merged,
    /// Answered in a published note.
    Published,
    /// Answered to its asker alone.
    AnsweredAlone,
    /// Declined, with a reason.
    Declined,
    /// Withdrawn by its asker.
    Withdrawn,
}

impl QuestionStatus {
    pub(crate) const ALL: [Self; 8] = [
        Self::Unanswered,
        Self::AwaitingApproval,
        Self::Approved,
        Self::Merged,
        Self::Published,
        Self::AnsweredAlone,
        Self::Declined,
        Self::Withdrawn,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::AwaitingApproval => "awaiting-approval",
            Self::Approved => "approved",
            Self::Merged => "merged",
            Self::Published => "published",
            Self::AnsweredAlone => "answered-alone",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for QuestionStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(())
    }
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ApprovalView {
    /// What was approved; absent when it is the answer as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) aspect: Option<Aspect>,
    /// Who approved it.
    pub(crate) by: PersonId,
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerView {
    /// The question in anonymous words, as the note will show it.
    pub(crate) wording: Prose,
    /// The answer.
    pub(crate) answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amends: Option<DocumentReference>,
    /// Further parts, of a question that is split into several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) further: Vec<AnswerPart>,
    /// Who wrote it.
    pub(crate) drafted_by: PersonId,
    /// Who approved it last, once it has every approval that it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) approved_by: Option<PersonId>,
    /// The approvals that it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) approvals: Vec<ApprovalView>,
    /// What should be better, when it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) returned_because: Option<Paragraph>,
}

impl AnswerView {
    pub(crate) fn drafted(&self) -> QuestionAnswerDrafted {
        QuestionAnswerDrafted {
            wording: self.wording.clone(),
            answer: self.answer.clone(),
            amends: self.amends.clone(),
            further: self.further.clone(),
            by: self.drafted_by,
        }
    }
}

/// Where a request to keep a question out of the notes stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WithholdingStatus {
    /// Nobody has decided.
    Undecided,
    /// The question stays out of every note; its asker alone gets the answer.
    Granted,
    /// The question is answered for all, unless its asker withdraws it.
    Refused,
}

/// A request to keep a question out of the notes (art. 2.53 lid 3 Aanbestedingswet 2012).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WithholdingView {
    /// Why its asker wants so.
    pub(crate) reason: Paragraph,
    /// Where it stands.
    pub(crate) status: WithholdingStatus,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decision_reason: Option<Paragraph>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decided_by: Option<PersonId>,
    /// When it was decided, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) decided_at: Option<Timestamp>,
    /// Until when the question is in no note, so that its asker can withdraw it, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) withdrawable_until: Option<Timestamp>,
}

/// Why a question gets no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DeclineView {
    /// On which ground.
    pub(crate) ground: DeclineGround,
    /// Why, as its asker reads it.
    pub(crate) reason: Paragraph,
    /// Who declined it.
    pub(crate) by: PersonId,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuestionView {
    /// The question.
    pub(crate) id: QuestionId,
    /// Its version.
    pub(crate) version: u64,
    /// The round.
    pub(crate) round: QuestionRoundId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What it is about.
    pub(crate) reference: Reference,
    /// Whether the section it names is known.
    pub(crate) section_known: bool,
    /// The question in the asker's own words.
    pub(crate) text: Prose,
    /// What the asker wants those to know who answer. It never stands in a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) background: Option<Prose>,
    /// Whether it came after the term of its round.
    pub(crate) late: bool,
    /// The request to keep it out of the notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withholding: Option<WithholdingView>,
    /// Its labels.
    pub(crate) labels: BTreeSet<Label>,
    /// To whom it is assigned.
    pub(crate) assignees: BTreeSet<PersonId>,
    /// The question it is merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) merged_into: Option<QuestionId>,
    /// Who asked, in a round whose plan lets staff see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asker: Option<AskerView>,
    /// Where it stands.
    pub(crate) status: QuestionStatus,
    /// The answer on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<AnswerView>,
    /// Why it gets no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) declined: Option<DeclineView>,
    /// The number of the note in which it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<u32>,
    /// Its number in that note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<u32>,
    /// The numbers of its further parts, of a question that was split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) further_items: Vec<u32>,
}

impl QuestionView {
    /// Where a question stands that has not ended.
    pub(crate) fn standing(&self) -> QuestionStatus {
        match &self.answer {
            _ if self.merged_into.is_some() => QuestionStatus::Merged,
            Some(answer) if answer.approved_by.is_some() => QuestionStatus::Approved,
            Some(answer) if answer.returned_because.is_none() => QuestionStatus::AwaitingApproval,
            _ => QuestionStatus::Unanswered,
        }
    }
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct AskerView {
    /// The provider.
    pub(crate) provider: ProviderId,
    /// Which organisation it is, sealed; opened when it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<Sealed>,
}
