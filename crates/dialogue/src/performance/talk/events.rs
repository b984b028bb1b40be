//! What can have happened to a performance talk.

use crate::contract::{ConsultationLevel, Side};
use crate::events::events;
use crate::performance::{Measure, Period, Target};
use crate::{CommitmentId, ContractId, DataDeliveryId, PersonId, ProviderId, TrajectoryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Slug, Title, Whole};

/// What an item of the agenda is about. Money has items of its own, so that quality keeps its
/// place (Handreiking kwaliteitscriteria, part III).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaPart {
    /// Content and quality: in every talk.
    Quality,
    /// Anything else but money.
    Other,
    /// Money: apart, and last.
    Finance,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TalkItem {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What kind of item it is.
    pub part: AgendaPart,
    /// What it is about.
    pub title: Title,
}

/// What was measured, as the talk is about it: a validated value beside its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TalkFigure {
    /// The indicator.
    pub indicator: Slug,
    /// What it is called.
    pub title: Title,
    /// In what is counted.
    pub unit: Label,
    /// The target.
    pub target: Target,
    /// Over which period it was measured.
    pub period: Period,
    /// The value.
    pub value: Measure,
    /// The validated value of the period before, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Measure>,
    /// The delivery in which the value came, which was validated.
    pub delivery: DataDeliveryId,
}

impl TalkFigure {
    /// Whether the target is met.
    #[must_use]
    pub fn is_on_target(&self) -> bool {
        self.target.is_met_by(self.value)
    }
}

/// A performance talk was opened, on validated data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceTalkOpened {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract.
    pub contract: ContractId,
    /// The provider.
    pub provider: ProviderId,
    /// At which level it is held.
    pub level: ConsultationLevel,
    /// About which period.
    pub period: Period,
    /// On which day it is held.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The agenda: quality always, money apart and last.
    pub agenda: Vec<TalkItem>,
    /// What was measured.
    pub figures: Vec<TalkFigure>,
    /// Promises that must be kept by then, and are open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<CommitmentId>,
}

/// From whom a story comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StorySource {
    /// Clients and their families.
    Clients,
    /// The network around clients.
    Network,
    /// Professionals who help.
    Professionals,
    /// Who give access to help, or refer to it.
    Access,
    /// A client council.
    Council,
    /// Supervision.
    Supervision,
}

/// What a figure means: numbers and stories together (tellen en vertellen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Interpretation {
    /// The indicator.
    pub indicator: Slug,
    /// What the numbers say: the deviation and its trend.
    pub numbers: Paragraph,
    /// What people tell.
    pub story: Prose,
    /// From whom the story comes.
    pub sources: BTreeSet<StorySource>,
}

/// A deeper cause of a deviation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RootCause {
    /// Its name in references.
    pub key: Slug,
    /// The indicator.
    pub indicator: Slug,
    /// What the cause is.
    pub cause: Paragraph,
    /// What makes it worse, in which context, and which pattern there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Paragraph>,
    /// What is learned from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<Paragraph>,
}

/// Which share of a deviation a cause explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CauseShare {
    /// The cause.
    pub cause: Slug,
    /// The share, in percent.
    #[schema(example = 60)]
    pub share: Whole,
}

/// Who carries out an action: a function, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionOwner {
    /// On which side of the table.
    pub side: Side,
    /// In which function.
    pub function: Title,
}

/// What is to be reached on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterimGoal {
    /// The value.
    pub value: Measure,
    /// Over which period.
    pub period: Period,
}

/// An action that was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    /// Its name in references.
    pub key: Slug,
    /// The indicator that it is to move.
    pub indicator: Slug,
    /// What is done.
    pub text: Paragraph,
    /// Who does it.
    pub owner: ActionOwner,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub deadline: Date,
    /// The value that is expected of it.
    pub expected: Measure,
    /// What is to be reached on the way to it.
    pub interim: InterimGoal,
}

/// When an indicator is expected to be on target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedResult {
    /// The indicator.
    pub indicator: Slug,
    /// Over which period it is on target for the first time.
    pub on_target: Period,
    /// From which period it stays there.
    pub durable: Period,
}

/// The answer to one of the five questions, in their fixed order: what, why (two), how, result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "question", rename_all = "kebab-case", deny_unknown_fields)]
pub enum TalkAnswer {
    /// What: the deviation from the target, its trend, and what goes well.
    Deviation {
        /// What goes well.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        positive: Option<Prose>,
        /// What each figure that is off target means; others may be told of as well.
        interpretations: Vec<Interpretation>,
    },
    /// Why: the deeper causes.
    RootCauses {
        /// The causes.
        causes: Vec<RootCause>,
    },
    /// Why: which share of the deviation they explain.
    ExplainedShare {
        /// The share of each cause.
        shares: Vec<CauseShare>,
        /// What is still to be found out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        research: Option<Paragraph>,
    },
    /// How: the actions taken and needed.
    Actions {
        /// What was done already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken: Option<Prose>,
        /// What is agreed.
        actions: Vec<PlannedAction>,
        /// Whether that closes the gap, and what else it takes.
        gap: Paragraph,
        /// What help is needed of others.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        help: Option<Paragraph>,
    },
    /// Result: when performance is on target, and stays there.
    Outcome {
        /// When, by indicator.
        results: Vec<ExpectedResult>,
        /// How it is followed.
        #[serde(rename = "followUp")]
        follow_up: Paragraph,
    },
}

/// A question was answered. Until the next one is, another answer takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceTalkQuestionAnswered {
    /// The answer.
    pub answer: TalkAnswer,
}

/// What was said about an item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TalkMinutes {
    /// The number of the item.
    #[schema(example = 1)]
    pub item: Whole,
    /// What was said.
    pub text: Prose,
}

/// The minutes were recorded; they take the place of earlier ones, as long as the provider has not
/// confirmed them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceTalkMinutesRecorded {
    /// What was said about each item.
    pub minutes: Vec<TalkMinutes>,
    /// Who recorded them.
    pub by: PersonId,
}

/// The provider confirmed the minutes, or told why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceTalkMinutesChecked {
    /// Whether they are confirmed.
    pub confirmed: bool,
    /// What the provider remarks; when they are not confirmed, why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Paragraph>,
}

/// An action was closed on a result that was measured and validated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceActionClosed {
    /// The action.
    pub action: Slug,
    /// Over which period was measured.
    pub period: Period,
    /// What was measured.
    pub value: Measure,
    /// The delivery in which it came, which was validated.
    pub delivery: DataDeliveryId,
    /// Whether what was expected is reached: it follows from the value.
    pub reached: bool,
    /// What follows from it.
    pub conclusion: Paragraph,
}

events! {
    /// What can have happened to a performance talk.
    PerformanceTalkEvent in "performance-talk" {
        PerformanceTalkOpened v 1,
        PerformanceTalkQuestionAnswered v 1,
        PerformanceTalkMinutesRecorded v 1,
        PerformanceTalkMinutesChecked v 1,
        PerformanceActionClosed v 1,
    }
}
