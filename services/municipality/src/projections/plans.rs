//! Dialogue plans, also before their phase opens.

use dialogue::phase::DialoguePlan;
use dialogue::{AnyEvent, PhaseEvent, PhaseKind};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// A phase as its municipality plans it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanView {
    /// Which phase.
    pub(crate) kind: PhaseKind,
    /// Its version.
    pub(crate) version: u64,
    /// Whether it was opened.
    pub(crate) opened: bool,
    /// Whether it was closed.
    pub(crate) closed: bool,
    /// The dialogue plan.
    pub(crate) plan: DialoguePlan,
    /// Which version of the plan this is.
    pub(crate) plan_version: u32,
    /// Why the plan changed while the phase was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Paragraph>,
}

pub(crate) struct Plans;

impl Projection<AnyEvent> for Plans {
    fn name(&self) -> &'static str {
        "plans"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE plan (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Phase(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let PhaseEvent::PhasePlanRecorded(plan) = event.clone() {
            let Some(kind) = id.split_once('.').and_then(|(_, kind)| kind.parse().ok()) else {
                return Ok(());
            };
            let opened = rows.get::<PlanView>("plan", id)?.is_some_and(|known| known.opened);
            let view = PlanView {
                kind,
                version: recorded.version.0,
                opened,
                closed: false,
                plan: plan.plan,
                plan_version: plan.version,
                reason: plan.reason,
            };
            return rows.put("plan", id, &[], &view);
        }
        rows.change::<PlanView>("plan", id, &[], |view| {
            view.version = recorded.version.0;
            match event {
                PhaseEvent::PhaseOpened(_) => view.opened = true,
                PhaseEvent::PhaseClosed(_) => view.closed = true,
                PhaseEvent::PhasePlanRecorded(_)
                | PhaseEvent::PhaseRoundRegistered(_)
                | PhaseEvent::PhaseAdviceRegistered(_)
                | PhaseEvent::PhaseSessionRegistered(_) => {}
            }
        })
    }
}
