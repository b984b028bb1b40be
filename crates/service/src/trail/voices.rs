//! What came of what providers, people and councils put in, from the moment at which everyone hears
//! it.

use super::{CameBack, TrailEntry, TrailKind, TrailOutcome, TrailReadership, Writer};
use crate::dossier::{AdviceView, ConsultationRoundView, OutreachView, SessionView};
use dialogue::advice::AdviceFiled;
use dialogue::carry_over::CarryOverItem;
use dialogue::consultation::ReportItem;
use dialogue::vision::{LinkTarget, TrailInput};
use dialogue::{
    AdviceEvent, CarryOverEvent, ClarificationNoteEvent, ConsultationRoundEvent, OutreachEvent,
    RequirementFlagEvent, SessionEvent, VisionEvent,
};
use projection::ProjectionError;
use vocabulary::Whole;

pub(super) fn consultation(
    trail: &Writer<'_>,
    event: &ConsultationRoundEvent,
) -> Result<(), ProjectionError> {
    let ConsultationRoundEvent::ConsultationReportPublished(report) = event else {
        return Ok(());
    };
    let round = trail.id();
    let Some(view) = trail.rows.get::<ConsultationRoundView>("consultation_round", round)? else {
        return Ok(());
    };
    // The order of a report follows names that nobody is shown.
    let mut items: Vec<&ReportItem> = report.items.iter().collect();
    items.sort_by(|one, other| one.wording.as_ref().cmp(other.wording.as_ref()));
    for (number, item) in (1..).zip(items) {
        let answer = trail.answer(item.disposition.into(), Some(item.reason.as_str()));
        let entry = TrailEntry {
            text: Some(item.wording.clone()),
            open: false,
            answer: Some(answer),
            ..trail.begun(TrailKind::Contribution)
        };
        let input = TrailInput::Contribution { contribution: item.contribution };
        trail.put_input(input, &format!("{round}.{number:05}"), view.trajectory, entry)?;
    }
    Ok(())
}

pub(super) fn note(
    trail: &Writer<'_>,
    event: &ClarificationNoteEvent,
) -> Result<(), ProjectionError> {
    let ClarificationNoteEvent::ClarificationNotePublished(note) = event;
    for item in &note.items {
        let entry = TrailEntry {
            within: note.round.to_string(),
            text: Some(item.wording.clone()),
            open: false,
            answer: Some(trail.answer(TrailOutcome::Answered, Some(item.answer.as_str()))),
            amended: item.amends.clone(),
            ..trail.begun(TrailKind::Question)
        };
        let number = format!("{}.{:05}.{:05}", note.trajectory, note.number, item.number);
        if trail.readership == TrailReadership::Staff {
            for question in item.merged.iter().copied() {
                let input = TrailInput::Question { question };
                trail.put_input(input, &number, note.trajectory, entry.clone())?;
            }
        }
        let input = TrailInput::Question { question: item.question };
        trail.put_input(input, &number, note.trajectory, entry)?;
    }
    Ok(())
}

pub(super) fn session(trail: &Writer<'_>, event: &SessionEvent) -> Result<(), ProjectionError> {
    let action = |number: Whole| format!("session-action.{}.{:05}", trail.id(), number.get());
    let promise = |number: Whole| format!("commitment.{}.{:05}", trail.id(), number.get());
    let report = match event {
        SessionEvent::SessionReportPublished(report) => report,
        SessionEvent::SessionActionClosed(closed) => {
            let answer = trail.answer(closed.outcome.into(), Some(closed.result.as_str()));
            return trail.close(&action(closed.action), &answer);
        }
        SessionEvent::SessionCommitmentClosed(closed) => {
            let answer = trail.answer(closed.outcome.into(), Some(closed.result.as_str()));
            return trail.close(&promise(closed.commitment), &answer);
        }
        _ => return Ok(()),
    };
    let Some(view) = trail.rows.get::<SessionView>("session", trail.id())? else { return Ok(()) };
    for (number, statement) in (1..).zip(&report.statements) {
        let answer = trail.answer(statement.disposition.into(), Some(statement.reason.as_str()));
        let entry = TrailEntry {
            text: Some(statement.wording.clone()),
            open: false,
            answer: Some(answer),
            ..trail.begun(TrailKind::Statement)
        };
        let input = TrailInput::Statement { session: view.id, number: Whole::new(number) };
        trail.put_input(input, &format!("{}.{number:05}", view.id), view.trajectory, entry)?;
    }
    for promised in &report.commitments {
        let entry = TrailEntry {
            text: promised.text.as_str().parse().ok(),
            due: promised.due,
            ..trail.begun(TrailKind::Commitment)
        };
        trail.put(&promise(promised.number), view.trajectory, &entry)?;
    }
    for agreed in &report.actions {
        let entry = TrailEntry {
            text: agreed.text.as_str().parse().ok(),
            due: Some(agreed.due),
            ..trail.begun(TrailKind::SessionAction)
        };
        trail.put(&action(agreed.number), view.trajectory, &entry)?;
    }
    Ok(())
}

pub(super) fn flag(
    trail: &Writer<'_>,
    event: &RequirementFlagEvent,
) -> Result<(), ProjectionError> {
    let Ok(flag) = trail.id().parse() else { return Ok(()) };
    let input = TrailInput::RequirementFlag { flag };
    match event {
        RequirementFlagEvent::RequirementFlagDispositionGiven(given) => {
            let entry = TrailEntry {
                within: given.requirement.to_string(),
                text: Some(given.wording.clone()),
                open: false,
                answer: Some(trail.answer(given.disposition.into(), Some(given.reason.as_str()))),
                ..trail.begun(TrailKind::RequirementFlag)
            };
            let number = format!("{:020}", trail.recorded.position.0);
            trail.put_input(input, &number, given.trajectory, entry)
        }
        _ if trail.readership == TrailReadership::Everyone => Ok(()),
        RequirementFlagEvent::RequirementFlagged(flagged) => {
            let within = flagged.requirement.to_string();
            let entry = TrailEntry {
                within,
                input: Some(input.clone()),
                ..trail.begun(TrailKind::RequirementFlag)
            };
            trail.put(&input.key(), flagged.trajectory, &entry)
        }
        RequirementFlagEvent::RequirementFlagWithdrawn(_) => trail.forget(&input.key()),
    }
}

pub(super) fn outreach(trail: &Writer<'_>, event: &OutreachEvent) -> Result<(), ProjectionError> {
    let OutreachEvent::OutreachAnswered(answered) = event else { return Ok(()) };
    let Some(view) = trail.rows.get::<OutreachView>("outreach", trail.id())? else {
        return Ok(());
    };
    for heard in &answered.feedback {
        let entry = TrailEntry {
            text: Some(heard.heard.clone()),
            open: false,
            answer: Some(trail.answer(heard.disposition.into(), Some(heard.reason.as_str()))),
            ..trail.begun(TrailKind::Experience)
        };
        let input = TrailInput::Experience { outreach: view.id, theme: heard.theme.clone() };
        trail.put_input(input, &format!("{}.{}", view.id, heard.theme), view.trajectory, entry)?;
    }
    Ok(())
}

pub(super) fn advice(trail: &Writer<'_>, event: &AdviceEvent) -> Result<(), ProjectionError> {
    let advice = trail.id();
    let key = |number: u32| format!("recommendation.{advice}.{number:05}");
    match event {
        AdviceEvent::AdviceFiled(AdviceFiled { .. }) | AdviceEvent::AdviceFiledUnasked(_) => {
            let Some(view) = trail.rows.get::<AdviceView>("advice", advice)? else {
                return Ok(());
            };
            for recommendation in view.recommendations {
                let entry = TrailEntry {
                    council: Some(view.council.clone()),
                    text: Some(recommendation.text),
                    ..trail.begun(TrailKind::Recommendation)
                };
                trail.put(&key(recommendation.number), view.trajectory, &entry)?;
            }
            Ok(())
        }
        AdviceEvent::AdviceResponseGiven(given) => {
            for response in &given.responses {
                let reason = Some(response.reason.as_str());
                let answer = trail.answer(response.response.into(), reason);
                trail.close(&key(response.number.get()), &answer)?;
            }
            Ok(())
        }
        AdviceEvent::AdviceFollowUpRecorded(followed) => {
            let target = LinkTarget::Document { document: followed.document.clone() };
            let link = CameBack { target, explanation: followed.change.clone() };
            let key = key(followed.number.get());
            trail.rows.change::<TrailEntry>("trail", &key, &[], |entry| entry.links.push(link))
        }
        _ => Ok(()),
    }
}

/// What was left open before. What was between the parties to a contract stays between them.
pub(super) fn carry_over(
    trail: &Writer<'_>,
    event: &CarryOverEvent,
) -> Result<(), ProjectionError> {
    let Ok(trajectory) = trail.id().parse() else { return Ok(()) };
    let key = |item: Whole| format!("carried-over.{}.{:05}", trail.id(), item.get());
    let items = match event {
        CarryOverEvent::CarryOverStarted(started) => &started.items,
        CarryOverEvent::CarryOverExtended(extended) => &extended.items,
        CarryOverEvent::CarryOverItemAnswered(answered) => {
            let reason = Some(answered.reason.as_str());
            let answer = trail.answer(answered.disposition.into(), reason);
            return trail.close(&key(answered.item), &answer);
        }
        CarryOverEvent::CarryOverItemLinked(_) => return Ok(()),
    };
    let shown = |item: &&CarryOverItem| {
        trail.readership == TrailReadership::Staff || item.origin.is_public()
    };
    for item in items.iter().filter(shown) {
        let entry =
            TrailEntry { text: Some(item.text.clone()), ..trail.begun(TrailKind::CarriedOver) };
        trail.put(&key(item.number), trajectory, &entry)?;
    }
    Ok(())
}

/// What came of something that was put in, once staff recorded it.
pub(super) fn links(trail: &Writer<'_>, event: &VisionEvent) -> Result<(), ProjectionError> {
    let VisionEvent::InputLinksRecorded(recorded) = event else { return Ok(()) };
    let sql = "SELECT id FROM trail WHERE input = ?1";
    let found: Option<(String,)> = trail.rows.find(sql, [recorded.input.key()])?;
    let Some((id,)) = found else { return Ok(()) };
    let links: Vec<_> = recorded
        .links
        .iter()
        .filter_map(|link| {
            let explanation = link.explanation.as_str().parse().ok()?;
            Some(CameBack { target: link.target.clone(), explanation })
        })
        .collect();
    trail.rows.change::<TrailEntry>("trail", &id, &[], |entry| entry.links = links)
}
