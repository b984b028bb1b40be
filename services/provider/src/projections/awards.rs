//! Award decisions as sent to each tenderer: one row each, with its own scores and no other's.

use calendar::{Deadline, Term};
use dialogue::evaluation::{AwardDecisionSent, AwardMessage, AwardScore};
use dialogue::redress::RemedyTold;
use dialogue::{AnyEvent, EvaluationEvent, EvaluationId, Sealed, TrajectoryId};
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
    /// The sum of one's own scores by their weights, out of 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "78.50")]
    pub(crate) total: Option<String>,
    /// The characteristics and relative advantages of the winner, when that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) advantages: Option<Prose>,
    /// Until when no contract is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) standstill: Option<Term>,
    /// How that was computed, in every way it can be read; absent when it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) computed: Option<Box<Deadline>>,
    /// What one can do when one does not agree.
    #[serde(default)]
    pub(crate) remedies: Vec<RemedyTold>,
    /// When it was sent, in UTC: the same moment for every tenderer.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) sent_at: Timestamp,
    /// Why it was withdrawn, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withdrawn: Option<Prose>,
}

/// An award decision as it is kept: who won stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnAwardRow {
    pub(crate) view: OwnAwardDecision,
    pub(crate) winners: Vec<Sealed>,
}

pub(crate) struct Awards;

impl Projection<AnyEvent> for Awards {
    fn name(&self) -> &'static str {
        "awards"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE award_decision (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, evaluation TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX award_decision_own ON award_decision (provider, within, place);
         CREATE INDEX award_decision_of ON award_decision (evaluation);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Evaluation(event) = event else { return Ok(()) };
        let evaluation = recorded.stream.id();
        match event {
            EvaluationEvent::AwardDecisionSent(sent) => {
                let Ok(id) = evaluation.parse() else { return Ok(()) };
                sent.messages.iter().try_for_each(|message| put(rows, recorded, id, sent, message))
            }
            EvaluationEvent::AwardDecisionWithdrawn(withdrawn) => {
                let sql = "SELECT id FROM award_decision WHERE evaluation = ?1";
                for id in rows.find_all::<String>(sql, [evaluation])? {
                    rows.change::<OwnAwardRow>("award_decision", &id, &[], |row| {
                        row.view.withdrawn.get_or_insert_with(|| withdrawn.reason.clone());
                    })?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn put(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    evaluation: EvaluationId,
    sent: &AwardDecisionSent,
    message: &AwardMessage,
) -> Result<(), ProjectionError> {
    let (id, trajectory) = (evaluation.to_string(), sent.trajectory.to_string());
    let (provider, place) = (message.tenderer.to_string(), format!("{:020}", recorded.position.0));
    let comparison = message.comparison.as_ref();
    let view = OwnAwardDecision {
        evaluation,
        trajectory: sent.trajectory,
        lot: sent.lot,
        awarded: message.awarded,
        message: message.message.clone(),
        scores: message.scores.clone(),
        total: message.total.clone(),
        advantages: comparison.map(|comparison| comparison.advantages.clone()),
        standstill: sent.standstill.clone(),
        computed: sent.computed.clone(),
        remedies: sent.remedies.clone(),
        sent_at: recorded.recorded_at,
        withdrawn: None,
    };
    let winners = comparison.into_iter().flat_map(|comparison| &comparison.winners);
    let row = OwnAwardRow { view, winners: winners.map(|it| it.identity.clone()).collect() };
    let columns: [(&str, &dyn ToSql); 5] = [
        ("provider", &provider),
        ("within", &trajectory),
        ("trajectory", &trajectory),
        ("place", &place),
        ("evaluation", &id),
    ];
    rows.put("award_decision", &format!("{id}.{provider}.{place}"), &columns, &row)
}
