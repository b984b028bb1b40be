//! One's own applications for admission, and what was decided about them.

use super::ReceiptView;
use dialogue::admission_procedure::{
    AdmissionApplied, AdmissionDecided, AdmissionEvent, AdmissionOpened,
};
use dialogue::{AdmissionId, AnyEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One's own application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnApplication {
    /// The admission.
    pub(crate) admission: AdmissionId,
    /// What one applied for.
    pub(crate) applied: AdmissionApplied,
    /// Proof that it was received.
    pub(crate) receipt: ReceiptView,
    /// What was decided, with the reasons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decided: Option<AdmissionDecided>,
}

pub(crate) struct Applications;

impl Projection<AnyEvent> for Applications {
    fn name(&self) -> &'static str {
        "applications"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE application (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX application_own ON application (provider, within, place);
         CREATE TABLE admission_opened (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Admission(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event.clone() {
            AdmissionEvent::AdmissionOpened(opened) => {
                rows.put("admission_opened", id, &[], &opened)
            }
            AdmissionEvent::AdmissionApplied(applied) => {
                let Ok(admission) = id.parse() else { return Ok(()) };
                let opened = rows.get::<AdmissionOpened>("admission_opened", id)?;
                let Some(opened) = opened else { return Ok(()) };
                let (provider, name) =
                    (applied.provider.to_string(), applied.application.to_string());
                let trajectory = opened.trajectory.to_string();
                let place = format!("{:020}", recorded.position.0);
                let receipt = ReceiptView::of(recorded);
                let view = OwnApplication { admission, applied, receipt, decided: None };
                let columns: [(&str, &dyn ToSql); 4] = [
                    ("provider", &provider),
                    ("within", &trajectory),
                    ("trajectory", &trajectory),
                    ("place", &place),
                ];
                rows.put("application", &name, &columns, &view)
            }
            AdmissionEvent::AdmissionDecided(decided) => {
                let name = decided.application.to_string();
                rows.change::<OwnApplication>("application", &name, &[], |view| {
                    view.decided = Some(decided.clone());
                })
            }
        }
    }
}
