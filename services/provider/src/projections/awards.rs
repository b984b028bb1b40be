//! Award decisions as sent to each tenderer: one row each, with its own scores and no other's.

use calendar::Term;
use dialogue::evaluation::AwardScore;
use dialogue::{AnyEvent, EvaluationEvent, EvaluationId, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Prose, Whole};

/// An award decision as sent to oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnAwardDecision {
    /// The evaluation.
    pub(crate) evaluation: EvaluationId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lot: Option<Whole>,
    /// Whether the contract is meant for oneself.
    pub(crate) awarded: bool,
    /// The decision with its reasons.
    pub(crate) message: Prose,
    /// One's own scores.
    pub(crate) scores: Vec<AwardScore>,
    /// Until when no contract is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) standstill: Option<Term>,
    /// When it was sent, in UTC: the same moment for every tenderer.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) sent_at: Timestamp,
}

pub(crate) struct Awards;

impl Projection<AnyEvent> for Awards {
    fn name(&self) -> &'static str {
        "awards"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE award_decision (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX award_decision_own ON award_decision (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Evaluation(EvaluationEvent::AwardDecisionSent(sent)) = event else {
            return Ok(());
        };
        let Ok(evaluation) = recorded.stream.id().parse() else { return Ok(()) };
        let trajectory = sent.trajectory.to_string();
        let place = format!("{:020}", recorded.position.0);
        sent.messages.iter().try_for_each(|message| {
            let provider = message.tenderer.to_string();
            let view = OwnAwardDecision {
                evaluation,
                trajectory: sent.trajectory,
                lot: sent.lot,
                awarded: message.awarded,
                message: message.message.clone(),
                scores: message.scores.clone(),
                standstill: sent.standstill.clone(),
                sent_at: recorded.recorded_at,
            };
            let columns: [(&str, &dyn ToSql); 4] = [
                ("provider", &provider),
                ("within", &trajectory),
                ("trajectory", &trajectory),
                ("place", &place),
            ];
            rows.put("award_decision", &format!("{evaluation}.{provider}"), &columns, &view)
        })
    }
}
