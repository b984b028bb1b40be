//! Advice that was asked and not given yet. Once given it stands in the published dossier.

use calendar::Term;
use dialogue::advice::{AdviceExtensionRequested, AdviceRequested};
use dialogue::{AdviceEvent, AdviceId, AnyEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// A request that waits for its advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdviceRequestView {
    /// The advice.
    pub(crate) id: AdviceId,
    /// Its version.
    pub(crate) version: u64,
    /// What was asked.
    pub(crate) request: AdviceRequested,
    /// Until when the advice can be taken into account, as it stands.
    pub(crate) term: Term,
    /// Whether the council agreed to a shorter term, once it told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) urgency_agreed: Option<bool>,
    /// Why it did not agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) urgency_refusal: Option<Paragraph>,
    /// More time that the council asked and that was not decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extension: Option<AdviceExtensionRequested>,
}

pub(crate) struct AdviceRequests;

impl Projection<AnyEvent> for AdviceRequests {
    fn name(&self) -> &'static str {
        "advice-requests"
    }

    fn version(&self) -> u32 {
        2
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
                let view = AdviceRequestView {
                    id: advice,
                    version,
                    request: request.clone(),
                    term: request.term.clone(),
                    urgency_agreed: None,
                    urgency_refusal: None,
                    extension: None,
                };
                rows.put("advice_request", id, &[("trajectory", &trajectory)], &view)
            }
            AnyEvent::Advice(AdviceEvent::AdviceFiled(_)) => {
                rows.execute("DELETE FROM advice_request WHERE id = ?1", [id]).map(|_| ())
            }
            AnyEvent::Advice(event) => {
                rows.change::<AdviceRequestView>("advice_request", id, &[], |view| {
                    if tell(view, event.clone()) {
                        view.version = recorded.version.0;
                    }
                })
            }
            _ => Ok(()),
        }
    }
}

/// What was settled about the term of a request; how the council works on it is its own. Gives
/// whether it was about the term.
fn tell(view: &mut AdviceRequestView, event: AdviceEvent) -> bool {
    match event {
        AdviceEvent::AdviceUrgencyAgreed(_) => {
            view.urgency_agreed = Some(true);
            if let Some(urgency) = &view.request.urgency {
                view.term = urgency.term.clone();
            }
        }
        AdviceEvent::AdviceUrgencyRefused(refused) => {
            view.urgency_agreed = Some(false);
            view.urgency_refusal = Some(refused.reason);
        }
        AdviceEvent::AdviceExtensionRequested(asked) => view.extension = Some(asked),
        AdviceEvent::AdviceTermExtended(given) => {
            view.term = given.term;
            view.extension = None;
        }
        AdviceEvent::AdviceExtensionDeclined(_) => view.extension = None,
        _ => return false,
    }
    true
}
