//! Proceedings before a court, with who brings them: only for those who answer for the award and
//! for complaints.

use dialogue::redress::{
    LegalProceedingEvent, LegalProceedingNotified, LegalProceedingOutcomeRecorded,
};
use dialogue::{AnyEvent, LegalProceedingId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A proceeding before a court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LegalProceedingView {
    /// The proceeding.
    pub(crate) id: LegalProceedingId,
    /// Its version.
    pub(crate) version: u64,
    /// What was notified.
    pub(crate) notified: LegalProceedingNotified,
    /// When it was notified, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) notified_at: Timestamp,
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
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX legal_proceeding_of ON legal_proceeding (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::LegalProceeding(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event.clone() {
            LegalProceedingEvent::LegalProceedingNotified(notified) => {
                let Ok(proceeding) = id.parse() else { return Ok(()) };
                let trajectory = notified.trajectory.to_string();
                let place = format!("{:020}", recorded.position.0);
                let view = LegalProceedingView {
                    id: proceeding,
                    version: recorded.version.0,
                    notified,
                    notified_at: recorded.recorded_at,
                    outcome: None,
                };
                let columns: [(&str, &dyn projection::ToSql); 2] =
                    [("trajectory", &trajectory), ("place", &place)];
                rows.put("legal_proceeding", id, &columns, &view)
            }
            LegalProceedingEvent::LegalProceedingOutcomeRecorded(outcome) => {
                rows.change::<LegalProceedingView>("legal_proceeding", id, &[], |view| {
                    view.version = recorded.version.0;
                    view.outcome = Some(outcome.clone());
                })
            }
        }
    }
}
