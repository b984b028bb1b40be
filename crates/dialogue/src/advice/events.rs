//! What can have happened to an advice.

use super::TemplateFinding;
use crate::events::events;
use crate::{DocumentReference, PersonId, PhaseKind, TrajectoryId};
use calendar::Term;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Paragraph, Prose, Title, Whole};

/// What an advice is asked about, and what the council needs for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceRequested {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase. It cannot close before each recommendation has its response.
    pub phase: PhaseKind,
    /// The council that is asked.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// What it is about, in plain Dutch.
    pub summary: Paragraph,
    /// Why advice is asked now.
    pub reason: Prose,
    /// What the municipality asks.
    pub question: Prose,
    /// Which alternatives were considered.
    pub alternatives: Vec<Paragraph>,
    /// The documents to read.
    pub documents: Vec<DocumentReference>,
    /// Until when the advice can be taken into account.
    pub term: Term,
    /// What happens with the advice afterwards.
    pub follow_up: Paragraph,
    /// Where the policy stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<PolicyStep>,
    /// A shorter term, which holds once the council agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
}

/// Where a policy stands when advice is asked or given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyStep {
    /// What should be taken up (agenderen).
    AgendaSetting,
    /// Policy is being made (ontwikkelen).
    Development,
    /// A decision is to be taken (besluiten).
    Decision,
    /// What came of it is looked at (evalueren).
    Evaluation,
    /// It is adjusted (bijstellen).
    Adjustment,
}

/// A term that is shorter than the ordinance gives, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Urgency {
    /// Why it cannot wait.
    pub reason: Paragraph,
    /// Until when the advice can be taken into account, when the council agrees.
    pub term: Term,
}

/// The general judgement of a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// Positive (positief).
    Positive,
    /// Positive, provided that (positief, mits).
    PositiveProvided,
    /// Negative (negatief).
    Negative,
    /// None (geen oordeel).
    None,
}

impl Judgement {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Positive => "positief",
            Self::PositiveProvided => "positief, mits",
            Self::Negative => "negatief",
            Self::None => "geen oordeel",
        }
    }
}

/// A recommendation of the council. Its number is its place in the advice, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// What is recommended.
    pub text: Prose,
    /// Why.
    pub reason: Prose,
}

/// What a council advises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdviceContent {
    /// The general judgement.
    pub judgement: Judgement,
    /// The advice in general.
    pub introduction: Prose,
    /// How it came about: who was heard, which sources were used.
    pub basis: Paragraph,
    /// The recommendations, in their order.
    #[schema(max_items = 100)]
    pub recommendations: Vec<Recommendation>,
    /// What the council found on points of a template for advice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub findings: Vec<TemplateFinding>,
}

/// The council keeps a draft. Only the council sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceDrafted {
    /// The draft.
    pub content: AdviceContent,
    /// Who drafted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}

/// The council agreed to the shorter term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceUrgencyAgreed {
    /// Who told so.
    pub by: PersonId,
}

/// The council did not agree to the shorter term: the ordinary one holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceUrgencyRefused {
    /// Why.
    pub reason: Paragraph,
    /// Who told so.
    pub by: PersonId,
}

/// The council asked for more time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceExtensionRequested {
    /// Until and including which day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// Why.
    pub reason: Paragraph,
    /// Who asked.
    pub by: PersonId,
}

/// The term of the advice was extended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceTermExtended {
    /// Until when the advice can be taken into account from now on.
    pub term: Term,
    /// Why.
    pub reason: Paragraph,
    /// Who decided.
    pub by: PersonId,
}

/// The council does not get the time it asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceExtensionDeclined {
    /// Why.
    pub reason: Paragraph,
    /// Who decided.
    pub by: PersonId,
}

/// Some of the council were asked to draft the advice. From now on only they, the chair and the
/// secretary change the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceDraftingGroupFormed {
    /// Who drafts.
    pub members: Vec<PersonId>,
    /// Who decided so.
    pub by: PersonId,
}

/// How the whole council adopted the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Adoption {
    /// The day of the meeting.
    #[schema(value_type = String, format = Date)]
    pub met_on: Date,
    /// How many members were there.
    pub present: Whole,
    /// How many were in favour.
    pub in_favour: Whole,
    /// How many were against.
    pub against: Whole,
    /// What a minority thinks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minority_view: Option<Prose>,
}

/// The council adopted the draft as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceAdopted {
    /// How.
    pub adoption: Adoption,
    /// Who recorded it.
    pub by: PersonId,
}

/// An office that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CouncilOffice {
    /// The chair (voorzitter).
    Chair,
    /// The secretary (secretaris).
    Secretary,
}

impl CouncilOffice {
    /// The Dutch word.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Chair => "voorzitter",
            Self::Secretary => "secretaris",
        }
    }
}

/// The adopted draft was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceSigned {
    /// In which office.
    pub office: CouncilOffice,
    /// Who signed.
    pub by: PersonId,
}

/// The council gave the advice that was asked. With it the request becomes public too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceFiled {
    /// What was asked.
    pub request: AdviceRequested,
    /// What it advises.
    pub content: AdviceContent,
    /// How the whole council adopted it, when it met for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption: Option<Adoption>,
    /// In which offices it was signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<CouncilOffice>,
}

/// The council gave advice of its own accord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceFiledUnasked {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase. It cannot close before each recommendation has its response.
    pub phase: PhaseKind,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// What it advises.
    pub content: AdviceContent,
    /// Where the policy stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<PolicyStep>,
}

/// What a municipality does with a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseKind {
    /// Adopted (overgenomen).
    Adopted,
    /// Partly adopted (deels overgenomen).
    PartlyAdopted,
    /// Not adopted (niet overgenomen).
    NotAdopted,
}

impl ResponseKind {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Adopted => "overgenomen",
            Self::PartlyAdopted => "deels overgenomen",
            Self::NotAdopted => "niet overgenomen",
        }
    }
}

/// The reasoned response to one recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecommendationResponse {
    /// The number of the recommendation.
    #[schema(example = 1)]
    pub number: Whole,
    /// What is done with it.
    pub response: ResponseKind,
    /// Why.
    pub reason: Prose,
}

/// The municipality responded to recommendations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceResponseGiven {
    /// The responses.
    pub responses: Vec<RecommendationResponse>,
    /// Who gave them.
    pub by: PersonId,
}

/// It was told which text followed from a recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdviceFollowUpRecorded {
    /// The number of the recommendation.
    #[schema(example = 1)]
    pub number: Whole,
    /// The text.
    pub document: DocumentReference,
    /// What changed in it.
    pub change: Prose,
    /// Who recorded it.
    pub by: PersonId,
}

/// A copy of the advice and the response went to the elected council of the municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceCopySent {
    /// When.
    #[schema(value_type = String, format = Date)]
    pub sent_on: Date,
    /// Who recorded it.
    pub by: PersonId,
}

events! {
    /// What can have happened to an advice.
    AdviceEvent in "advice" {
        AdviceRequested v 1,
        AdviceDrafted v 1,
        AdviceFiled v 1,
        AdviceFiledUnasked v 1,
        AdviceResponseGiven v 1,
        AdviceUrgencyAgreed v 1,
        AdviceUrgencyRefused v 1,
        AdviceExtensionRequested v 1,
        AdviceTermExtended v 1,
        AdviceExtensionDeclined v 1,
        AdviceDraftingGroupFormed v 1,
        AdviceAdopted v 1,
        AdviceSigned v 1,
        AdviceFollowUpRecorded v 1,
        AdviceCopySent v 1,
    }
}
