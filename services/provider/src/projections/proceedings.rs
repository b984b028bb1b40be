//! One's own proceedings before a court, and how they ended.

use super::ReceiptView;
use dialogue::redress::{LegalProceedingEvent, LegalProceedingOutcomeRecorded, ProceedingKind};
use dialogue::{AnyEvent, EvaluationId, LegalProceedingId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Label, Prose, Title};

/// One's own proceeding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnLegalProceeding {
    /// The proceeding.
    pub(crate) id: LegalProceedingId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The evaluation whose award it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) evaluation: Option<EvaluationId>,
    /// What kind of proceeding it is.
    pub(crate) kind: ProceedingKind,
    /// The court.
    pub(crate) court: Title,
    /// The number of the case, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case_number: Option<Label>,
    /// What is claimed.
    pub(crate) claim: Prose,
    /// Proof that it was notified.
    pub(crate) receipt: ReceiptView,
    /// How it ended, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<LegalProceedingOutcomeRecorded>,
}

pub(crate) struct Proceedings;

impl Projection<AnyEvent> for Proceedings {
    fn name(&self) -> &'static str {
        "proceedings"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE legal_proceeding (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX legal_proceeding_own ON legal_proceeding (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::LegalProceeding(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let notified = match event.clone() {
            LegalProceedingEvent::LegalProceedingNotified(notified) => notified,
            LegalProceedingEvent::LegalProceedingOutcomeRecorded(outcome) => {
                return rows.change::<OwnLegalProceeding>("legal_proceeding", id, &[], |known| {
                    known.outcome = Some(outcome.clone());
                });
            }
        };
        let Ok(proceeding) = id.parse() else { return Ok(()) };
        let provider = notified.provider.to_string();
        let trajectory = notified.trajectory.to_string();
        let place = format!("{:020}", recorded.position.0);
        let view = OwnLegalProceeding {
            id: proceeding,
            trajectory: notified.trajectory,
            evaluation: notified.evaluation,
            kind: notified.kind,
            court: notified.court,
            case_number: notified.case_number,
            claim: notified.claim,
            receipt: ReceiptView::of(recorded),
            outcome: None,
        };
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &trajectory),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("legal_proceeding", id, &columns, &view)
    }
}
