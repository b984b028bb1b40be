//! Evaluations, for those who evaluate.

use dialogue::evaluation::{AwardDecisionSent, Criterion, EvaluationTendererScored};
use dialogue::{AnyEvent, EvaluationEvent, EvaluationId, ProviderId, Sealed, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use vocabulary::Whole;

/// A tenderer as it is kept; which organisation it is stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TendererRow {
    pub(crate) tenderer: ProviderId,
    pub(crate) identity: Sealed,
    pub(crate) scores: Vec<EvaluationTendererScored>,
}

/// An evaluation as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EvaluationRow {
    pub(crate) id: EvaluationId,
    pub(crate) version: u64,
    pub(crate) trajectory: TrajectoryId,
    pub(crate) lot: Option<Whole>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) tenderers: Vec<TendererRow>,
    pub(crate) decision: Option<AwardDecisionSent>,
    pub(crate) confirmed: bool,
}

pub(crate) struct Evaluations;

impl Projection<AnyEvent> for Evaluations {
    fn name(&self) -> &'static str {
        "evaluations"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE evaluation (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX evaluation_of ON evaluation (trajectory);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Evaluation(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let EvaluationEvent::EvaluationOpened(opened) = event.clone() {
            let Ok(evaluation) = id.parse() else { return Ok(()) };
            let trajectory = opened.trajectory.to_string();
            let row = EvaluationRow {
                id: evaluation,
                version: recorded.version.0,
                trajectory: opened.trajectory,
                lot: opened.lot,
                criteria: opened.criteria,
                tenderers: vec![],
                decision: None,
                confirmed: false,
            };
            return rows.put("evaluation", id, &[("trajectory", &trajectory)], &row);
        }
        rows.change::<EvaluationRow>("evaluation", id, &[], |row| {
            row.version = recorded.version.0;
            match event.clone() {
                EvaluationEvent::EvaluationOpened(_) => {}
                EvaluationEvent::EvaluationTendererAdded(added) => {
                    row.tenderers.push(TendererRow {
                        tenderer: added.tenderer,
                        identity: added.identity,
                        scores: vec![],
                    })
                }
                EvaluationEvent::EvaluationTendererScored(scored) => {
                    let known = row.tenderers.iter_mut().find(|it| it.tenderer == scored.tenderer);
                    if let Some(tenderer) = known {
                        tenderer.scores.retain(|score| score.criterion != scored.criterion);
                        tenderer.scores.push(scored);
                    }
                }
                EvaluationEvent::AwardDecisionSent(decision) => row.decision = Some(decision),
                EvaluationEvent::AwardConfirmed(_) => row.confirmed = true,
            }
        })
    }
}
