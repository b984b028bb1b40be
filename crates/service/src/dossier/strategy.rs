//! The strategy of a purchase as everyone sees it: what was decided and why, which room is left,
//! and how the planning holds.

use crate::Model;
use dialogue::knowledge::{Practice, PracticeKind};
use dialogue::strategy::{
    DecisionGate, GateOutcome, StrategyDecided, StrategyDecision, StrategyGateDecided,
    StrategyRefusal, StrategyWarning,
};
use dialogue::trajectory::{Milestone, TrajectoryPlanned};
use dialogue::{
    Decider, PhaseKind, Refusal, Room, Strategy, StrategyEvent, TrajectoryEvent, TrajectoryId,
};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Title;

/// A strategy as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct StrategyRow {
    version: u64,
    strategy: Strategy,
}

/// The strategy of a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StrategyView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Its version.
    pub version: u64,
    /// What was decided, each with its reason and the room that is left.
    pub decisions: Vec<StrategyDecided>,
    /// The method and the variant that were chosen, with what follows from them.
    pub practices: Vec<Practice>,
    /// What came of the moments of decision.
    pub gates: Vec<StrategyGateDecided>,
    /// What is to be said about it.
    pub warnings: Vec<StrategyWarning>,
}

/// Where a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceOrigin {
    /// In the dialogue plan of a phase.
    DialoguePlan,
    /// In the strategy.
    Strategy,
    /// When the instrument was chosen.
    Instrument,
}

/// A choice with the room that is left on it, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceView {
    /// In which phase.
    pub phase: PhaseKind,
    /// Where it was made.
    pub origin: ChoiceOrigin,
    /// About what.
    pub subject: String,
    /// How much room is left.
    pub room: Room,
    /// Why; absent while a plan is a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Every choice of a purchase, fixed and open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoicesView {
    /// The choices, by phase.
    pub choices: Vec<ChoiceView>,
}

/// A milestone, as it was planned first and as it is planned now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedMilestone {
    /// What happens then.
    pub title: Title,
    /// In which phase.
    pub phase: PhaseKind,
    /// When it was planned first, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub first: Timestamp,
    /// When it is planned now, in UTC; absent when it is no longer planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub now: Option<Timestamp>,
    /// How many days later than first, rounded down.
    pub slipped_days: i64,
    /// The moment of decision that belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<DecisionGate>,
    /// What came of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<GateOutcome>,
}

/// The planning with its moments of decision, and how it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanningView {
    /// How many times was planned.
    pub versions: usize,
    /// The milestones, in the order in which they were planned first.
    pub milestones: Vec<PlannedMilestone>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &StrategyEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let mut row: StrategyRow = rows.get("strategy", id)?.unwrap_or_default();
    row.version = recorded.version.0;
    row.strategy.evolve(event);
    rows.put("strategy", id, &[], &row)
}

/// Keeps every version of a planning.
pub(super) fn planned(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &TrajectoryEvent,
) -> Result<(), ProjectionError> {
    let TrajectoryEvent::TrajectoryPlanned(TrajectoryPlanned { milestones, .. }) = event else {
        return Ok(());
    };
    let id = recorded.stream.id();
    let mut versions: Vec<Vec<Milestone>> = rows.get("planning", id)?.unwrap_or_default();
    versions.push(milestones.clone());
    rows.put("planning", id, &[], &versions)
}

impl Model {
    fn strategy_row(&self, id: TrajectoryId) -> Result<Option<StrategyRow>, Problem> {
        self.trajectory(id)?;
        self.with(|read| read.document("SELECT body FROM strategy WHERE id = ?1", [id.to_string()]))
    }

    /// The strategy of a trajectory.
    ///
    /// # Errors
    /// When nothing was decided yet, or there is no such trajectory.
    pub fn strategy(&self, id: TrajectoryId) -> Result<StrategyView, Problem> {
        let unknown = || crate::refusal_problem(&Refusal::from(StrategyRefusal::Unknown));
        let row = self.strategy_row(id)?.ok_or_else(unknown)?;
        let set = self.last_requirement_set(id).ok().map(|set| set.specification);
        let decisions: Vec<_> = row.strategy.decisions().cloned().collect();
        let practices = decisions.iter().filter_map(|it| match &it.decision {
            StrategyDecision::PurchasingMethod { method } => {
                Practice::find(PracticeKind::PurchasingMethod, method).cloned()
            }
            StrategyDecision::ImplementationVariant { variant } => {
                Practice::find(PracticeKind::ImplementationVariant, variant).cloned()
            }
            _ => None,
        });
        Ok(StrategyView {
            trajectory: id,
            version: row.version,
            practices: practices.collect(),
            gates: row.strategy.gates().cloned().collect(),
            warnings: row.strategy.warnings(set.as_ref()),
            decisions,
        })
    }

    /// Every choice of a trajectory with the room that is left on it, and why.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn choices(&self, id: TrajectoryId) -> Result<ChoicesView, Problem> {
        let mut choices = vec![];
        for phase in self.phases(id)? {
            choices.extend(phase.plan.themes.into_iter().map(|theme| ChoiceView {
                phase: phase.kind,
                origin: ChoiceOrigin::DialoguePlan,
                subject: theme.title.to_string(),
                room: theme.room,
                reason: theme.reason.map(|reason| reason.to_string()),
            }));
        }
        let row = self.strategy_row(id)?.unwrap_or_default();
        choices.extend(row.strategy.decisions().map(|decided| ChoiceView {
            phase: PhaseKind::Strategy,
            origin: ChoiceOrigin::Strategy,
            subject: decided.decision.subject(),
            room: decided.room,
            reason: Some(decided.reason.to_string()),
        }));
        choices.extend(self.trajectory(id)?.instrument.map(|chosen| ChoiceView {
            phase: PhaseKind::Strategy,
            origin: ChoiceOrigin::Instrument,
            subject: "instrument".to_owned(),
            room: Room::Fixed,
            reason: Some(chosen.reason.to_string()),
        }));
        choices.sort_by_key(|choice| choice.phase);
        Ok(ChoicesView { choices })
    }

    /// The planning of a trajectory with its moments of decision, and how it holds.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn planning(&self, id: TrajectoryId) -> Result<PlanningView, Problem> {
        let strategy = self.strategy_row(id)?.unwrap_or_default().strategy;
        let sql = "SELECT body FROM planning WHERE id = ?1";
        let versions: Vec<Vec<Milestone>> =
            self.with(|read| read.document(sql, [id.to_string()]))?.unwrap_or_default();
        let mut milestones: Vec<PlannedMilestone> = vec![];
        for milestone in versions.iter().flatten() {
            let same = |it: &&mut PlannedMilestone| {
                it.title == milestone.title && it.phase == milestone.phase
            };
            if milestones.iter_mut().find(same).is_none() {
                milestones.push(first(milestone, versions.last(), &strategy));
            }
        }
        Ok(PlanningView { versions: versions.len(), milestones })
    }
}

fn first(
    milestone: &Milestone,
    present: Option<&Vec<Milestone>>,
    strategy: &Strategy,
) -> PlannedMilestone {
    let now = present.into_iter().flatten();
    let mut now = now.filter(|it| it.title == milestone.title && it.phase == milestone.phase);
    let now = now.next().map(|it| it.term.at);
    let first = milestone.term.at;
    let slipped = now.map_or(0, |now| now.duration_since(first).as_hours() / 24);
    let gate = strategy.decisions().find_map(|it| match &it.decision {
        StrategyDecision::Capacity { gates, .. } => {
            gates.iter().find(|gate| gate.milestone == milestone.title).cloned()
        }
        _ => None,
    });
    let decided = strategy.gates().find(|it| gate.as_ref().is_some_and(|gate| gate.key == it.gate));
    PlannedMilestone {
        title: milestone.title.clone(),
        phase: milestone.phase,
        first,
        now,
        slipped_days: slipped,
        outcome: decided.map(|it| it.outcome),
        gate,
    }
}
