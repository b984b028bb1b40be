//! What can have happened to the involvement of a provider in a trajectory.

use crate::consultation::Disclosure;
use crate::events::events;
use crate::{LearningId, ProviderId, Sealed, TrajectoryId};
use calendar::Term;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// How a provider would use what is near and can change with need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NetworkUse {
    /// The local network (lokale netwerk: huisarts, school, wijkteam).
    pub local_network: Prose,
    /// The centre for youth and family (Centrum voor Jeugd en Gezin).
    pub youth_and_family_centre: Prose,
    /// Informal help (informele zorg, vrijwilligers).
    pub informal_help: Prose,
    /// Scaling help up and down (op- en afschalen).
    pub scaling: Prose,
    /// Help close to home (nabijheid).
    pub proximity: Prose,
}

/// How far a milestone or an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// It has begun.
    Begun,
    /// It was reached.
    Reached,
    /// It is late.
    Late,
    /// It was given up.
    Abandoned,
}

/// A milestone of a plan, or an action of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlannedStep {
    /// Its number: they count from 1.
    pub number: Whole,
    /// What is to be reached.
    pub goal: Paragraph,
    /// How it is seen that it was reached.
    pub measure: Paragraph,
    /// Until when.
    pub term: Term,
}

/// What a step belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepOf {
    /// The transformation plan.
    TransformationPlan,
    /// The self-evaluation.
    SelfEvaluation,
}

/// A provider committed itself to the guiding principles in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrinciplesCommitted {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// Which version of the principles.
    pub version: Whole,
    /// What it means for the provider itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Prose>,
    /// Whether staff see who committed itself: the provider's own choice.
    pub disclosure: Disclosure,
}

/// A provider took back its commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrinciplesCommitmentWithdrawn {
    /// Why.
    pub reason: Paragraph,
}

/// A provider showed how it would use network, informal help, scaling and proximity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetworkUseShown {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// How.
    pub network: NetworkUse,
    /// Whether staff see whose it is: the provider's own choice.
    pub disclosure: Disclosure,
}

/// A provider recorded its plan for transformation and innovation; it takes the place of an
/// earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TransformationPlanRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is called.
    pub title: Title,
    /// What should be different afterwards, and for whom.
    pub ambition: Prose,
    /// Its milestones.
    pub steps: Vec<PlannedStep>,
    /// Whether staff see whose it is: the provider's own choice.
    pub disclosure: Disclosure,
}

/// A provider evaluated itself; it takes the place of an earlier evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SelfEvaluationRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is about.
    pub subject: Title,
    /// What was found, and how.
    pub findings: Prose,
    /// What is to be improved.
    pub steps: Vec<PlannedStep>,
    /// Whether staff see whose it is: the provider's own choice.
    pub disclosure: Disclosure,
}

/// A provider reported how far a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepProgressReported {
    /// What the step belongs to.
    pub of: StepOf,
    /// The number of the step.
    pub number: Whole,
    /// How far it is.
    pub progress: Progress,
    /// What there is to tell about it.
    pub account: Paragraph,
}

/// A provider shared what it learned, for everyone to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LearningShared {
    /// What was learned.
    pub learning: LearningId,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is called.
    pub title: Title,
    /// What was learned, for whoever could use it.
    pub text: Prose,
    /// The provider's name, under its own key, when it chose to be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Sealed>,
}

/// A provider took back what it shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LearningWithdrawn {
    /// What was shared.
    pub learning: LearningId,
}

events! {
    /// What can have happened to the involvement of a provider in a trajectory.
    InvolvementEvent in "involvement" {
        PrinciplesCommitted v 1,
        PrinciplesCommitmentWithdrawn v 1,
        NetworkUseShown v 1,
        TransformationPlanRecorded v 1,
        SelfEvaluationRecorded v 1,
        StepProgressReported v 1,
        LearningShared v 1,
        LearningWithdrawn v 1,
    }
}
