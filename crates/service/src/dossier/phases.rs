//! Phases as everyone sees them: from their opening on.

use super::{PhaseStatus, PhaseView};
use dialogue::{PhaseEvent, PhaseKind};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &PhaseEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let PhaseEvent::PhaseOpened(opened) = event {
        let Some((trajectory, kind)) = parts(id) else { return Ok(()) };
        let view = PhaseView {
            kind,
            version: recorded.version.0,
            status: PhaseStatus::Open,
            plan: opened.plan.clone(),
            plan_version: opened.version,
            plan_reason: None,
            opened_at: recorded.recorded_at,
            closed_at: None,
            outcome: None,
        };
        return rows.put("phase", id, &[("trajectory", &trajectory)], &view);
    }
    rows.change::<PhaseView>("phase", id, &[], |view| {
        view.version = recorded.version.0;
        match event.clone() {
            // A plan is published when its phase opens; only a later version comes this way.
            PhaseEvent::PhasePlanRecorded(revised) => {
                view.plan = revised.plan;
                view.plan_version = revised.version;
                view.plan_reason = revised.reason;
            }
            PhaseEvent::PhaseClosed(closed) => {
                view.status = PhaseStatus::Closed;
                view.closed_at = Some(recorded.recorded_at);
                view.outcome = Some(closed.outcome);
            }
            PhaseEvent::PhaseOpened(_)
            | PhaseEvent::PhaseRoundRegistered(_)
            | PhaseEvent::PhaseAdviceRegistered(_)
            | PhaseEvent::PhaseSessionRegistered(_) => {}
        }
    })
}

/// The trajectory and the kind of phase that a stream's name tells.
pub(crate) fn parts(id: &str) -> Option<(&str, PhaseKind)> {
    let (trajectory, kind) = id.split_once('.')?;
    Some((trajectory, kind.parse().ok()?))
}
