//! Advice that was asked and not given yet. Once given it stands in the published dossier.

use dialogue::advice::AdviceRequested;
use dialogue::{AdviceEvent, AdviceId, AnyEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request that waits for its advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct AdviceRequestView {
    /// The advice.
    pub(crate) id: AdviceId,
    /// Its version.
    pub(crate) version: u64,
    /// What was asked.
    pub(crate) request: AdviceRequested,
}

pub(crate) struct AdviceRequests;

impl Projection<AnyEvent> for AdviceRequests {
    fn name(&self) -> &'static str {
        "advice-requests"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE advice_request (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX advice_request_of ON advice_request (trajectory);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::Advice(AdviceEvent::AdviceRequested(request)) => {
                let Ok(advice) = id.parse() else { return Ok(()) };
                let trajectory = request.trajectory.to_string();
                let version = recorded.version.0;
                let view = AdviceRequestView { id: advice, version, request: request.clone() };
                rows.put("advice_request", id, &[("trajectory", &trajectory)], &view)
            }
            AnyEvent::Advice(AdviceEvent::AdviceFiled(_)) => {
                rows.execute("DELETE FROM advice_request WHERE id = ?1", [id]).map(|_| ())
            }
            _ => Ok(()),
        }
    }
}
