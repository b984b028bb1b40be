//! What waits outside the purchase itself: what was agreed in sessions and asked of clients,
//! signals from supervision, research into the experience of clients, and what was taken over.

use super::task_kind::TaskKind;
use super::tasks::{TaskView, clear, put, waits, waits_until};
use dialogue::client_research::due;
use dialogue::session::SessionEvent;
use dialogue::supervision::SupervisionSignalEvent;
use dialogue::{CarryOverEvent, ClientResearchEvent, OutreachEvent};
use jiff::civil::Date;
use projection::{ProjectionError, Rows};
use service::SessionView;
use vocabulary::Whole;

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
    let (kind, due) = (TaskKind::PublishClientResearch, Some(due(planned.year)));
    waits_until(rows, kind, planned.trajectory, id, due)
}

/// What was asked of clients and others waits until it is told what is done with it.
pub(super) fn outreach(
    rows: &Rows<'_>,
    id: &str,
    event: &OutreachEvent,
) -> Result<(), ProjectionError> {
    let published = match event {
        OutreachEvent::OutreachPublished(published) => published,
        OutreachEvent::OutreachAnswered(_) => return clear(rows, id),
    };
    let task = TaskView {
        kind: TaskKind::AnswerOutreach,
        trajectory: published.trajectory,
        subject: id.to_owned(),
        title: published.title.clone(),
        due: Some(published.closes.at),
    };
    put(rows, &task)
}

/// What was agreed and promised in a session waits until it is known what became of it.
pub(super) fn session(
    rows: &Rows<'_>,
    id: &str,
    event: &SessionEvent,
) -> Result<(), ProjectionError> {
    let action = |number: Whole| format!("{id}.{}", number.get());
    let commitment = |number: Whole| format!("{id}.commitment-{}", number.get());
    match event {
        SessionEvent::SessionReportPublished(report) => {
            let Some(view) = rows.get::<SessionView>("session", id)? else { return Ok(()) };
            let task = |kind, subject, due: Option<Date>| TaskView {
                kind,
                trajectory: view.trajectory,
                subject,
                title: view.title.clone(),
                due: due.and_then(calendar::end_of_date),
            };
            for it in &report.actions {
                put(rows, &task(TaskKind::CloseSessionAction, action(it.number), Some(it.due)))?;
            }
            for it in &report.commitments {
                put(rows, &task(TaskKind::KeepCommitment, commitment(it.number), it.due))?;
            }
            Ok(())
        }
        SessionEvent::SessionActionClosed(closed) => clear(rows, &action(closed.action)),
        SessionEvent::SessionCommitmentClosed(closed) => {
            clear(rows, &commitment(closed.commitment))
        }
        _ => Ok(()),
    }
}
