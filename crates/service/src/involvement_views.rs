//! What a provider states about itself in a trajectory, as its own people read it, and staff when
//! it chose so.

use dialogue::consultation::Disclosure;
use dialogue::involvement::{
    NetworkUse, NetworkUseShown, PlannedStep, PrinciplesCommitted, Progress,
    SelfEvaluationRecorded, StepOf, StepProgressReported, TransformationPlanRecorded,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// A commitment to the guiding principles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Commitment {
    /// Which version of the principles.
    pub version: Whole,
    /// What it means for the provider itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Prose>,
    /// Whether staff see whose it is.
    pub disclosure: Disclosure,
}

impl From<PrinciplesCommitted> for Commitment {
    fn from(it: PrinciplesCommitted) -> Self {
        Self { version: it.version, meaning: it.meaning, disclosure: it.disclosure }
    }
}

/// How network, informal help, scaling and proximity would be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatedNetworkUse {
    /// How.
    pub network: NetworkUse,
    /// Whether staff see whose it is.
    pub disclosure: Disclosure,
}

impl From<NetworkUseShown> for StatedNetworkUse {
    fn from(it: NetworkUseShown) -> Self {
        Self { network: it.network, disclosure: it.disclosure }
    }
}

/// A plan or a self-evaluation, with its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatedSteps {
    /// What it is called or about.
    pub title: Title,
    /// The ambition of a plan, or the findings of an evaluation.
    pub text: Prose,
    /// The milestones or the improvement actions.
    pub steps: Vec<PlannedStep>,
    /// Whether staff see whose it is.
    pub disclosure: Disclosure,
}

impl From<TransformationPlanRecorded> for StatedSteps {
    fn from(it: TransformationPlanRecorded) -> Self {
        let TransformationPlanRecorded { title, ambition: text, steps, disclosure, .. } = it;
        Self { title, text, steps, disclosure }
    }
}

impl From<SelfEvaluationRecorded> for StatedSteps {
    fn from(it: SelfEvaluationRecorded) -> Self {
        let SelfEvaluationRecorded { subject: title, findings: text, steps, disclosure, .. } = it;
        Self { title, text, steps, disclosure }
    }
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProgressReport {
    /// What the step belongs to.
    pub of: StepOf,
    /// The number of the step.
    pub number: Whole,
    /// How far it is.
    pub progress: Progress,
    /// What there is to tell about it.
    pub account: Paragraph,
}

impl From<StepProgressReported> for ProgressReport {
    fn from(it: StepProgressReported) -> Self {
        let StepProgressReported { of, number, progress, account } = it;
        Self { of, number, progress, account }
    }
}
