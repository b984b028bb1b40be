//! What can happen while a contract runs.

use super::Side;
use crate::{CommitmentId, ContractChangeId, PerformanceTalkId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Paragraph, Prose, Slug, Title, Whole};

/// A matter was taken to the next agreed level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractEscalated {
    /// To which level, counted from 1.
    pub level: Whole,
    /// What is not solved below it.
    pub reason: Paragraph,
    /// The talk that it comes from, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talk: Option<PerformanceTalkId>,
}

/// What was taken to a higher level is solved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractEscalationSolved {
    /// How.
    pub outcome: Paragraph,
}

/// A change of the contract was proposed at the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractChangeProposed {
    /// The proposal.
    pub change: ContractChangeId,
    /// Which side proposes it.
    pub by: Side,
    /// What it is about.
    pub subject: Title,
    /// What would change.
    pub proposal: Prose,
    /// Why.
    pub reason: Paragraph,
}

/// A proposed change was decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractChangeDecided {
    /// The proposal.
    pub change: ContractChangeId,
    /// Whether it is taken over.
    pub accepted: bool,
    /// Why.
    pub reason: Paragraph,
    /// Why it is no substantial change of what was bought (wezenlijke wijziging, art. 2.163a and
    /// following Aanbestedingswet 2012); for one that is taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permitted: Option<Paragraph>,
}

/// The next step of the agreed path for ending was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractEndingStepTaken {
    /// Which step, counted from 1.
    pub step: Whole,
    /// Why.
    pub reason: Paragraph,
    /// Until when there is no next step, in UTC: it follows from what was agreed.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// The path for ending was left: the contract goes on as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractEndingStopped {
    /// Why.
    pub reason: Paragraph,
}

/// The contract was ended, after every step of the agreed path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractEnded {
    /// Why.
    pub reason: Paragraph,
}

/// Who wait for help, and what is done for them meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContractWaitingReported {
    /// Which side reports it.
    pub by: Side,
    /// On which day it was counted.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// For which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// How many wait.
    pub waiting: Whole,
    /// How many weeks the longest waits.
    pub longest_weeks: Whole,
    /// How many of them get bridging care (overbruggingszorg).
    pub bridged: Whole,
    /// What that bridging care is, and what is done about the waiting.
    pub measures: Paragraph,
}

/// It was agreed how is worked together with others around clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractCooperationAgreed {
    /// Its name in references; an agreement with the same name takes its place.
    pub key: Slug,
    /// With what kind of partners: other providers, access, schools, general practitioners.
    pub partners: Paragraph,
    /// What was agreed: scaling up and down, bridging, who takes the lead.
    pub agreement: Prose,
}

/// With whom was talked to test how it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConversationPartner {
    /// Clients.
    Client,
    /// Their network.
    Network,
    /// Professionals.
    Professional,
}

/// What conversations told about an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationFinding {
    /// The indicator.
    pub indicator: Slug,
    /// What was told, without anything that tells who did.
    pub finding: Prose,
}

/// Conversations were held to test how it goes (toetsingsgesprekken); what came of them goes into
/// the talk, without personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractConversationsHeld {
    /// On which day the last one was.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// With whom.
    pub with: BTreeSet<ConversationPartner>,
    /// How many.
    pub count: Whole,
    /// What was told.
    pub findings: Vec<ConversationFinding>,
}

/// Where something was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentOrigin {
    /// In the answer to a question.
    Answer,
    /// In the disposition of a contribution.
    Disposition,
    /// In the motivation of an award.
    AwardMotivation,
    /// In a performance talk.
    PerformanceTalk,
}

/// A promise that must be kept under this contract was marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractCommitmentMarked {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Where it was made.
    pub origin: CommitmentOrigin,
    /// The question, contribution, evaluation or talk in which it was made.
    pub reference: Uuid,
    /// What was promised.
    pub promise: Prose,
    /// Which side keeps it.
    pub keeper: Side,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
}

/// A commitment was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractCommitmentKept {
    /// The commitment.
    pub commitment: CommitmentId,
    /// What shows it.
    pub proof: Paragraph,
}

/// A commitment need not be kept any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractCommitmentReleased {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Why.
    pub reason: Paragraph,
}
