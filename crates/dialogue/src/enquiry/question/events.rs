//! What can have happened to a question.
//!
//! The names of the events are the storage format: they never change.

use crate::events::events;
use crate::{DocumentReference, PersonId, ProviderId, QuestionId, QuestionRoundId, Reference};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose};

/// What an approval is about, in a round that wants one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// What the answer says (inhoudelijk akkoord).
    Content,
    /// Whether it may say so (juridisch akkoord).
    Legal,
}

/// Which approvals the answers of a round need before they are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Approvals {
    /// One, by a second person.
    #[default]
    One,
    /// One of the content and a legal one, by two people who did not write the answer.
    ContentAndLegal,
}

impl Approvals {
    pub(crate) const fn is_one(&self) -> bool {
        matches!(self, Self::One)
    }
}

/// Whether approvals of these aspects are all that an answer needs.
#[must_use]
pub fn wholly_approved(aspects: &[Option<Aspect>]) -> bool {
    let both = [Some(Aspect::Content), Some(Aspect::Legal)];
    aspects.contains(&None) || both.iter().all(|aspect| aspects.contains(aspect))
}

/// Why a question gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeclineGround {
    /// It came after the term of its round.
    Late,
    /// It is not about this purchase.
    OutOfScope,
}

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
    /// What those who answer should know beside it. It never stands in a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<Prose>,
    /// Why the provider asks that question and answer stay out of every note (art. 2.53 lid 3
    /// Aanbestedingswet 2012); absent when it does not ask that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withholding: Option<Paragraph>,
    /// Whether it came after the term of its round, by the log's clock.
    #[serde(default, skip_serializing_if = "crate::enquiry::is_false")]
    pub late: bool,
}

/// The question was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionWithdrawn {}

/// The request to keep the question out of every note was granted: its asker alone gets the
/// answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionWithholdingGranted {
    /// Why.
    pub reason: Paragraph,
    /// Who granted it.
    pub by: PersonId,
}

/// The request to keep the question out of every note was refused: it is answered for all,
/// unless its asker withdraws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionWithholdingRefused {
    /// Why.
    pub reason: Paragraph,
    /// Until when the question is in no note, so that its asker can withdraw it, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub withdrawable_until: Timestamp,
    /// Who refused it.
    pub by: PersonId,
}

/// The question was answered to its asker alone, after withholding was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnsweredAlone {
    /// The answer.
    pub answer: Prose,
    /// Who sent it.
    pub by: PersonId,
}

/// The question was declined: it gets no answer, and its asker reads why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionDeclined {
    /// On which ground.
    pub ground: DeclineGround,
    /// Why, for its asker to read.
    pub reason: Paragraph,
    /// Who declined it.
    pub by: PersonId,
}

/// The question has these labels now, for those who answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionLabelled {
    /// All its labels.
    pub labels: BTreeSet<Label>,
}

/// The question was assigned to somebody, a colleague or an outside expert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAssigned {
    /// To whom.
    pub to: PersonId,
    /// By whom.
    pub by: PersonId,
}

/// The question is no longer assigned to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAssignmentEnded {
    /// To whom it was assigned.
    pub to: PersonId,
    /// Who ended it.
    pub by: PersonId,
}

/// The question was merged into another, and is answered where that one is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionMerged {
    /// The question that gets the wording and the answer.
    pub into: QuestionId,
    /// Who merged it.
    pub by: PersonId,
}

/// The question was taken apart again from the one it was merged into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionSeparated {
    /// Who did so.
    pub by: PersonId,
}

/// A part of a question that stands in the note on its own, with its own answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerPart {
    /// This part of the question in anonymous words, as the note will show it.
    pub wording: Prose,
    /// The answer to it.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<DocumentReference>,
}

/// An answer was drafted, or another one took its place. Earlier approvals no longer count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnswerDrafted {
    /// The question in anonymous words, as the note will show it.
    pub wording: Prose,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<DocumentReference>,
    /// Further parts, of a question that is split into several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<AnswerPart>,
    /// Who wrote it.
    pub by: PersonId,
}

impl QuestionAnswerDrafted {
    /// All parts of the question, in their order. One that is not split has one.
    #[must_use]
    pub fn parts(&self) -> Vec<AnswerPart> {
        let Self { wording, answer, amends, further, .. } = self.clone();
        [vec![AnswerPart { wording, answer, amends }], further].concat()
    }
}

/// The answer was approved by somebody who did not write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionAnswerApproved {
    /// What was approved of it; absent when it is the answer as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// Who approved it.
    pub by: PersonId,
}

/// The answer was returned to its writer. Earlier approvals no longer count.
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
    /// The numbers of its further parts, of a question that was split into several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<u32>,
}

events! {
    /// What can have happened to a question.
    QuestionEvent in "question" {
        QuestionAsked v 1,
        QuestionWithdrawn v 1,
        QuestionWithholdingGranted v 1,
        QuestionWithholdingRefused v 1,
        QuestionAnsweredAlone v 1,
        QuestionDeclined v 1,
        QuestionLabelled v 1,
        QuestionAssigned v 1,
        QuestionAssignmentEnded v 1,
        QuestionMerged v 1,
        QuestionSeparated v 1,
        QuestionAnswerDrafted v 1,
        QuestionAnswerApproved v 1,
        QuestionAnswerReturned v 1,
        QuestionPublished v 1,
    }
}
