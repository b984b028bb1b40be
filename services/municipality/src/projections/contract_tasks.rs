//! What waits while contracts run: promises, proposed changes, and actions from performance talks.

use super::task_kind::TaskKind;
use super::tasks::{clear, waits, waits_until};
use dialogue::performance::{PerformanceTalkEvent, TalkAnswer};
use dialogue::{CommitmentListEvent, ContractEvent, TrajectoryId};
use jiff::civil::Date;
use projection::{ProjectionError, Rows};
use service::PerformanceTalkView;

/// The trajectory of a contract.
fn within(rows: &Rows<'_>, contract: &str) -> Result<Option<TrajectoryId>, ProjectionError> {
    let found = rows
        .find::<(String,)>("SELECT trajectory FROM contract WHERE id = ?1", [contract])?
        .and_then(|(trajectory,)| trajectory.parse().ok());
    Ok(found)
}

fn promise(
    rows: &Rows<'_>,
    trajectory: TrajectoryId,
    commitment: impl ToString,
    due: Date,
) -> Result<(), ProjectionError> {
    let due = calendar::end_of_date(due);
    waits_until(rows, TaskKind::KeepCommitment, trajectory, &commitment.to_string(), due)
}

/// What was promised under one contract, and what would change in it.
pub(super) fn contract(
    rows: &Rows<'_>,
    id: &str,
    event: &ContractEvent,
) -> Result<(), ProjectionError> {
    match event {
        ContractEvent::ContractCommitmentMarked(marked) => match within(rows, id)? {
            Some(trajectory) => promise(rows, trajectory, marked.commitment, marked.due),
            None => Ok(()),
        },
        ContractEvent::ContractCommitmentKept(kept) => clear(rows, &kept.commitment.to_string()),
        ContractEvent::ContractCommitmentReleased(released) => {
            clear(rows, &released.commitment.to_string())
        }
        ContractEvent::ContractChangeProposed(proposed) => match within(rows, id)? {
            Some(trajectory) => {
                let change = proposed.change.to_string();
                waits(rows, TaskKind::DecideContractChange, trajectory, &change)
            }
            None => Ok(()),
        },
        ContractEvent::ContractChangeDecided(decided) => clear(rows, &decided.change.to_string()),
        _ => Ok(()),
    }
}

/// What was promised under every contract of a trajectory.
pub(super) fn commitments(
    rows: &Rows<'_>,
    id: &str,
    event: &CommitmentListEvent,
) -> Result<(), ProjectionError> {
    match event {
        CommitmentListEvent::CommitmentMarked(marked) => {
            let Ok(trajectory) = id.parse() else { return Ok(()) };
            promise(rows, trajectory, marked.commitment, marked.due)
        }
        CommitmentListEvent::CommitmentKept(kept) => clear(rows, &kept.commitment.to_string()),
        CommitmentListEvent::CommitmentReleased(released) => {
            clear(rows, &released.commitment.to_string())
        }
    }
}

/// What was agreed in a talk.
pub(super) fn talk(
    rows: &Rows<'_>,
    id: &str,
    event: &PerformanceTalkEvent,
) -> Result<(), ProjectionError> {
    let action = |key: &dyn std::fmt::Display| format!("{id}.{key}");
    match event {
        PerformanceTalkEvent::PerformanceTalkQuestionAnswered(answered) => {
            let TalkAnswer::Actions { actions, .. } = &answered.answer else { return Ok(()) };
            let Some(view) = rows.get::<PerformanceTalkView>("performance_talk", id)? else {
                return Ok(());
            };
            // Another answer takes the place of an earlier one; a slash comes right after a point.
            let earlier = "DELETE FROM task WHERE subject > ?1 || '.' AND subject < ?1 || '/'";
            rows.execute(earlier, [id])?;
            actions.iter().try_for_each(|it| {
                let due = calendar::end_of_date(it.deadline);
                let kind = TaskKind::ClosePerformanceAction;
                waits_until(rows, kind, view.trajectory, &action(&it.key), due)
            })
        }
        PerformanceTalkEvent::PerformanceActionClosed(closed) => {
            clear(rows, &action(&closed.action))
        }
        _ => Ok(()),
    }
}
