//! What can have happened to a contract.

use super::course_events::{
    ContractChangeDecided, ContractChangeProposed, ContractCommitmentKept,
    ContractCommitmentMarked, ContractCommitmentReleased, ContractConversationsHeld,
    ContractCooperationAgreed, ContractEnded, ContractEndingStepTaken, ContractEndingStopped,
    ContractEscalated, ContractEscalationSolved, ContractWaitingReported,
};
use crate::events::events;
use crate::party::{CareDomain, OrganisationSize};
use crate::{AdmissionId, ApplicationId, EvaluationId, ProviderId, Sealed, TrajectoryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

/// A side of the table.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The municipalities.
    Municipality,
    /// The provider.
    Provider,
}

/// A task in keeping a contract.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ContractTask {
    /// What is to be reached (beleid).
    Policy,
    /// What is bought, and how (inkoop); for a provider, sales.
    Purchase,
    /// How the contract goes (contract- en leveranciersmanagement).
    ContractManagement,
    /// The quality of help (kwaliteit).
    Quality,
}

impl ContractTask {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Policy, Self::Purchase, Self::ContractManagement, Self::Quality];

    pub(super) const fn dutch(self) -> &'static str {
        match self {
            Self::Policy => "beleid",
            Self::Purchase => "inkoop",
            Self::ContractManagement => "contractmanagement",
            Self::Quality => "kwaliteit",
        }
    }
}

/// Who does a task on one side: a function, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractRole {
    /// On which side.
    pub side: Side,
    /// Which task.
    pub task: ContractTask,
    /// In which function.
    pub function: Title,
}

/// At which level is consulted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultationLevel {
    /// About the daily work (operationeel).
    Operational,
    /// About how it goes and what is agreed (tactisch).
    Tactical,
    /// About where it goes (strategisch).
    Strategic,
}

/// How often is consulted at a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consultation {
    /// At which level.
    pub level: ConsultationLevel,
    /// How often in a year.
    #[schema(example = 4)]
    pub times_a_year: Whole,
    /// Who are there, by function.
    pub participants: Paragraph,
}

/// How much a contract weighs, by which is chosen how often is consulted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ContractWeight {
    /// Small in size and in importance.
    Light,
    /// In between.
    Medium,
    /// Large in size or in importance.
    Heavy,
}

/// A level to which a matter can be taken when it is not solved below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationLevel {
    /// Who talk there, on either side, by function.
    pub title: Title,
    /// When a matter goes there.
    pub when: Paragraph,
}

/// What a step of the path for ending does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndingEffect {
    /// The provider is warned, and has time to improve.
    Notice,
    /// The provider works by a plan for improvement.
    Improvement,
    /// No new clients come (opnamestop).
    IntakeStop,
    /// Clients go to other providers.
    Transfer,
}

/// A step of the agreed path for ending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndingStep {
    /// What it is called.
    pub title: Title,
    /// What it does.
    pub effect: EndingEffect,
    /// How many days it takes at least before the next one.
    #[schema(example = 30)]
    pub minimum_days: Whole,
}

/// From what a contract comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ContractOrigin {
    /// An award that is final.
    Award {
        /// The evaluation.
        evaluation: EvaluationId,
    },
    /// An admission.
    Admission {
        /// The admission.
        admission: AdmissionId,
        /// The application that was admitted.
        application: ApplicationId,
    },
    /// It was there before the trajectory came here.
    Existing {
        /// Where it stands.
        reference: Title,
    },
}

/// What was agreed: who does what, how is talked, how a matter is taken higher, and how it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContractAgreement {
    /// The number of the contract: its name in references and in files with values.
    pub number: Slug,
    /// About which lots it is; about everything when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Whole>,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    pub begins: Date,
    /// Up to and with which day.
    #[schema(value_type = String, format = Date)]
    pub ends: Date,
    /// How large the provider is.
    pub size: OrganisationSize,
    /// In which domains of care it helps under this contract.
    pub domains: BTreeSet<CareDomain>,
    /// How much the contract weighs.
    pub weight: ContractWeight,
    /// Who does what: every task on both sides.
    pub roles: Vec<ContractRole>,
    /// How often is talked, at which level.
    pub consultations: Vec<Consultation>,
    /// To which levels a matter is taken, the first one first.
    pub escalation: Vec<EscalationLevel>,
    /// The path by which it is ended when it does not go well, step by step.
    pub ending: Vec<EndingStep>,
}

/// A contract was registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractRegistered {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// Which organisation it is: for those who keep the contract.
    pub identity: Sealed,
    /// From what it comes.
    pub origin: ContractOrigin,
    /// What was agreed.
    pub agreement: ContractAgreement,
}

events! {
    /// What can have happened to a contract.
    ContractEvent in "contract" {
        ContractRegistered v 1,
        ContractEscalated v 1,
        ContractEscalationSolved v 1,
        ContractChangeProposed v 1,
        ContractChangeDecided v 1,
        ContractEndingStepTaken v 1,
        ContractEndingStopped v 1,
        ContractEnded v 1,
        ContractWaitingReported v 1,
        ContractCooperationAgreed v 1,
        ContractConversationsHeld v 1,
        ContractCommitmentMarked v 1,
        ContractCommitmentKept v 1,
        ContractCommitmentReleased v 1,
    }
}
