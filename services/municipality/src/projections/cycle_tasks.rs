//! What waits in the last step of the cycle and the first of the next: signals from supervision,
//! research into the experience of clients, and what was taken over.

use super::task_kind::TaskKind;
use super::tasks::{TaskView, clear, put, waits};
use dialogue::client_research::due;
use dialogue::session::SessionEvent;
use dialogue::supervision::SupervisionSignalEvent;
use dialogue::{CarryOverEvent, ClientResearchEvent};
use projection::{ProjectionError, Rows};
use service::{SessionView, TrajectoryView};

/// What was taken over waits for an answer, item by item.
pub(super) fn carry_over(
    rows: &Rows<'_>,
    id: &str,
    event: &CarryOverEvent,
) -> Result<(), ProjectionError> {
    let items = match event {
        CarryOverEvent::CarryOverStarted(started) => &started.items,
        CarryOverEvent::CarryOverExtended(extended) => &extended.items,
        CarryOverEvent::CarryOverItemAnswered(answered) => {
            return clear(rows, &format!("{id}.{}", answered.item.get()));
        }
        CarryOverEvent::CarryOverItemLinked(_) => return Ok(()),
    };
    let Ok(trajectory) = id.parse() else { return Ok(()) };
    items.iter().try_for_each(|it| {
        waits(rows, TaskKind::AnswerCarryOver, trajectory, &format!("{id}.{}", it.number.get()))
    })
}

/// A report or an incident waits for an answer.
pub(super) fn signal(
    rows: &Rows<'_>,
    id: &str,
    event: &SupervisionSignalEvent,
) -> Result<(), ProjectionError> {
    let trajectory = match event {
        SupervisionSignalEvent::SupervisionReportReceived(it) => it.trajectory,
        SupervisionSignalEvent::IncidentNotified(it) => it.trajectory,
        SupervisionSignalEvent::SupervisionSignalAnswered(_) => return clear(rows, id),
    };
    waits(rows, TaskKind::AnswerSupervisionSignal, trajectory, id)
}

/// Research is to be published before 1 July of the next year.
pub(super) fn research(
    rows: &Rows<'_>,
    id: &str,
    event: &ClientResearchEvent,
) -> Result<(), ProjectionError> {
    let planned = match event {
        ClientResearchEvent::ClientResearchPlanned(planned) => planned,
        ClientResearchEvent::ClientResearchResultsRecorded(_) => return Ok(()),
        ClientResearchEvent::ClientResearchPublished(_) => return clear(rows, id),
    };
    let trajectory = planned.trajectory.to_string();
    let Some(view) = rows.get::<TrajectoryView>("trajectory", &trajectory)? else { return Ok(()) };
    let task = TaskView {
        kind: TaskKind::PublishClientResearch,
        trajectory: planned.trajectory,
        subject: id.to_owned(),
        title: view.title,
        due: Some(due(planned.year)),
    };
    put(rows, &task)
}

/// What was agreed in a session waits until it has its result.
pub(super) fn session(
    rows: &Rows<'_>,
    id: &str,
    event: &SessionEvent,
) -> Result<(), ProjectionError> {
    match event {
        SessionEvent::SessionReportPublished(report) => {
            let Some(view) = rows.get::<SessionView>("session", id)? else { return Ok(()) };
            report.actions.iter().try_for_each(|action| {
                let task = TaskView {
                    kind: TaskKind::CloseSessionAction,
                    trajectory: view.trajectory,
                    subject: format!("{id}.{}", action.number.get()),
                    title: view.title.clone(),
                    due: calendar::end_of_date(action.due),
                };
                put(rows, &task)
            })
        }
        SessionEvent::SessionActionClosed(closed) => {
            clear(rows, &format!("{id}.{}", closed.action.get()))
        }
        _ => Ok(()),
    }
}
