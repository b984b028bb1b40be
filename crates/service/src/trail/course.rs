//! What is between municipality, council and provider, as only staff see it: what waits for an
//! answer, and what was promised or taken on under a contract.

use super::{TrailEntry, TrailKind, TrailOutcome, Writer};
use crate::council_matters::CouncilMatterView;
use crate::dossier::OutreachView;
use crate::performance::{ContractRow, PerformanceTalkView};
use dialogue::performance::TalkAnswer;
use dialogue::vision::TrailInput;
use dialogue::{
    CommitmentId, CommitmentListEvent, ComplaintEvent, ContractEvent, CouncilMatterEvent,
    ExperienceEvent, ObjectionEvent, PerformanceTalkEvent, QuestionEvent,
};
use projection::ProjectionError;
use vocabulary::Prose;

/// A text of another length as prose, which takes more than any of them.
fn prose(text: &str) -> Option<Prose> {
    text.parse().ok()
}

/// A question that comes in no note: sent to its asker alone, or declined.
pub(super) fn question(trail: &Writer<'_>, event: &QuestionEvent) -> Result<(), ProjectionError> {
    let outcome = match event {
        QuestionEvent::QuestionAnsweredAlone(_) => TrailOutcome::Answered,
        QuestionEvent::QuestionDeclined(_) => TrailOutcome::NotAdopted,
        _ => return Ok(()),
    };
    let Ok(question) = trail.id().parse() else { return Ok(()) };
    let sql = "SELECT trajectory FROM question WHERE id = ?1";
    let found: Option<(String,)> = trail.rows.find(sql, [trail.id()])?;
    let Some(trajectory) = found.and_then(|(it,)| it.parse().ok()) else { return Ok(()) };
    let input = TrailInput::Question { question };
    let entry = TrailEntry {
        open: false,
        answer: Some(trail.answer(outcome, None)),
        ..trail.begun(TrailKind::Question)
    };
    trail.put_input(input, "", trajectory, entry)
}

/// A theme waits for an answer from the first experience on.
pub(super) fn experience(
    trail: &Writer<'_>,
    event: &ExperienceEvent,
) -> Result<(), ProjectionError> {
    let ExperienceEvent::ExperienceShared(shared) = event;
    let outreach = shared.outreach.to_string();
    let input = TrailInput::Experience { outreach: shared.outreach, theme: shared.theme.clone() };
    let key = input.key();
    let view: Option<OutreachView> = trail.rows.get("outreach", &outreach)?;
    let known: Option<TrailEntry> = trail.rows.get("trail", &key)?;
    let (Some(view), None) = (view, known) else { return Ok(()) };
    let entry =
        TrailEntry { within: outreach, input: Some(input), ..trail.begun(TrailKind::Experience) };
    trail.put(&key, view.trajectory, &entry)
}

pub(super) fn council_matter(
    trail: &Writer<'_>,
    event: &CouncilMatterEvent,
) -> Result<(), ProjectionError> {
    let Some(view) = trail.rows.get::<CouncilMatterView>("council_matter", trail.id())? else {
        return Ok(());
    };
    let input = TrailInput::CouncilMatter { matter: view.id };
    let key = input.key();
    match event {
        CouncilMatterEvent::CouncilMatterAnswered(answered) => {
            let reason = Some(answered.reason.as_str());
            trail.close(&key, &trail.answer(answered.response.into(), reason))
        }
        CouncilMatterEvent::CouncilResearchReported(_) => Ok(()),
        _ => {
            let entry = TrailEntry {
                input: Some(input),
                council: Some(view.council),
                text: prose(view.title.as_str()),
                ..trail.begun(TrailKind::CouncilMatter)
            };
            trail.put(&key, view.trajectory, &entry)
        }
    }
}

/// Of a complaint only that there is one: who handles it reads the rest.
pub(super) fn complaint(trail: &Writer<'_>, event: &ComplaintEvent) -> Result<(), ProjectionError> {
    let key = format!("complaint.{}", trail.id());
    match event {
        ComplaintEvent::ComplaintFiled(filed) => {
            trail.put(&key, filed.trajectory, &trail.begun(TrailKind::Complaint))
        }
        ComplaintEvent::ComplaintDecided(decided) => {
            trail.close(&key, &trail.answer(decided.outcome.into(), None))
        }
        ComplaintEvent::ComplaintWithdrawn(_) => trail.forget(&key),
        _ => Ok(()),
    }
}

/// Likewise of an objection.
pub(super) fn objection(trail: &Writer<'_>, event: &ObjectionEvent) -> Result<(), ProjectionError> {
    let key = format!("objection.{}", trail.id());
    match event {
        ObjectionEvent::ObjectionFiled(filed) => {
            trail.put(&key, filed.trajectory, &trail.begun(TrailKind::Objection))
        }
        ObjectionEvent::ObjectionDecided(decided) => {
            trail.close(&key, &trail.answer(decided.outcome.into(), None))
        }
        ObjectionEvent::ObjectionWithdrawn(_) => trail.forget(&key),
        _ => Ok(()),
    }
}

/// What was promised for every contract.
pub(super) fn commitments(
    trail: &Writer<'_>,
    event: &CommitmentListEvent,
) -> Result<(), ProjectionError> {
    match event {
        CommitmentListEvent::CommitmentMarked(marked) => {
            let Ok(trajectory) = trail.id().parse() else { return Ok(()) };
            let entry = TrailEntry {
                text: Some(marked.promise.clone()),
                due: Some(marked.due),
                ..trail.begun(TrailKind::Commitment)
            };
            trail.put(&promise(marked.commitment), trajectory, &entry)
        }
        CommitmentListEvent::CommitmentKept(kept) => {
            let answer = trail.answer(TrailOutcome::Kept, Some(kept.proof.as_str()));
            trail.close(&promise(kept.commitment), &answer)
        }
        CommitmentListEvent::CommitmentReleased(released) => {
            let answer = trail.answer(TrailOutcome::Released, Some(released.reason.as_str()));
            trail.close(&promise(released.commitment), &answer)
        }
    }
}

fn promise(id: CommitmentId) -> String {
    format!("commitment.{id}")
}

pub(super) fn contract(trail: &Writer<'_>, event: &ContractEvent) -> Result<(), ProjectionError> {
    let of_change = |id: &dyn std::fmt::Display| format!("contract-change.{id}");
    match event {
        ContractEvent::ContractCommitmentMarked(marked) => {
            let entry = TrailEntry {
                text: Some(marked.promise.clone()),
                due: Some(marked.due),
                ..trail.begun(TrailKind::Commitment)
            };
            under_contract(trail, &promise(marked.commitment), &entry)
        }
        ContractEvent::ContractCommitmentKept(kept) => {
            let answer = trail.answer(TrailOutcome::Kept, Some(kept.proof.as_str()));
            trail.close(&promise(kept.commitment), &answer)
        }
        ContractEvent::ContractCommitmentReleased(released) => {
            let answer = trail.answer(TrailOutcome::Released, Some(released.reason.as_str()));
            trail.close(&promise(released.commitment), &answer)
        }
        ContractEvent::ContractChangeProposed(proposed) => {
            let entry = TrailEntry {
                text: Some(proposed.proposal.clone()),
                ..trail.begun(TrailKind::ContractChange)
            };
            under_contract(trail, &of_change(&proposed.change), &entry)
        }
        ContractEvent::ContractChangeDecided(decided) => {
            let outcome =
                if decided.accepted { TrailOutcome::Adopted } else { TrailOutcome::NotAdopted };
            let answer = trail.answer(outcome, Some(decided.reason.as_str()));
            trail.close(&of_change(&decided.change), &answer)
        }
        _ => Ok(()),
    }
}

fn under_contract(
    trail: &Writer<'_>,
    key: &str,
    entry: &TrailEntry,
) -> Result<(), ProjectionError> {
    let row: Option<ContractRow> = trail.rows.get("contract", trail.id())?;
    row.map_or(Ok(()), |row| trail.put(key, row.registered.trajectory, entry))
}

pub(super) fn talk(
    trail: &Writer<'_>,
    event: &PerformanceTalkEvent,
) -> Result<(), ProjectionError> {
    let talk = trail.id();
    let key = |action: &dyn std::fmt::Display| format!("performance-action.{talk}.{action}");
    match event {
        PerformanceTalkEvent::PerformanceTalkQuestionAnswered(answered) => {
            let TalkAnswer::Actions { actions, .. } = &answered.answer else { return Ok(()) };
            let Some(view) = trail.rows.get::<PerformanceTalkView>("performance_talk", talk)?
            else {
                return Ok(());
            };
            let begins = key(&"");
            let sql = "DELETE FROM trail WHERE id >= ?1 AND id < ?1 || '~' AND open";
            trail.rows.execute(sql, [begins])?;
            for action in actions {
                let entry = TrailEntry {
                    text: prose(action.text.as_str()),
                    due: Some(action.deadline),
                    ..trail.begun(TrailKind::PerformanceAction)
                };
                trail.put(&key(&action.key), view.trajectory, &entry)?;
            }
            Ok(())
        }
        PerformanceTalkEvent::PerformanceActionClosed(closed) => {
            let outcome =
                if closed.reached { TrailOutcome::Kept } else { TrailOutcome::NotReached };
            let answer = trail.answer(outcome, Some(closed.conclusion.as_str()));
            trail.close(&key(&closed.action), &answer)
        }
        _ => Ok(()),
    }
}
