//! Whether the steps of a file can be taken in the order of their moments: seen before the first
//! of them is taken, so that a file that cannot be played leaves nothing behind.

use super::steps::{Action, Name, Step};
use dialogue::PhaseKind;
use jiff::Timestamp;
use std::collections::HashSet;

/// Something that a step makes and later steps need.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Made<'s> {
    Named(Name),
    Document(&'s str),
    Keyed(&'s str),
    OpenPhase(PhaseKind),
}

/// The steps whose moment lies before what they need: when, and what is not there yet.
pub(super) fn too_early(steps: &[Step<'_>]) -> Vec<(Timestamp, &'static str)> {
    let mut made = HashSet::new();
    let mut early = vec![];
    for Step { at, action } in steps {
        let missing = needs(action).into_iter().find(|(need, _)| !made.contains(need));
        early.extend(missing.map(|(_, what)| (*at, what)));
        made.extend(makes(action));
        made.extend(key_of(action).map(Made::Keyed));
    }
    early
}

fn makes<'s>(action: &Action<'s>) -> Option<Made<'s>> {
    match *action {
        Action::PublishDocument(document) => Some(Made::Document(&document.key)),
        Action::OpenPhase(phase) => Some(Made::OpenPhase(phase.kind)),
        Action::PublishConsultation(_, name, _)
        | Action::Contribute(name, ..)
        | Action::PublishQuestionRound(_, name, _)
        | Action::Ask(name, ..)
        | Action::RequestAdvice(_, name, ..) => Some(Made::Named(name)),
        Action::FileAdvice(_, name, plan, _) if plan.request.is_none() => Some(Made::Named(name)),
        _ => None,
    }
}

/// The key by which requests name what a step makes.
pub(super) fn key_of<'s>(action: &Action<'s>) -> Option<&'s str> {
    match *action {
        Action::OpenTrajectory => Some("trajectory"),
        Action::PublishDocument(plan) => Some(&plan.key),
        Action::PublishConsultation(_, _, plan) => plan.key.as_deref(),
        Action::Contribute(_, _, plan) => plan.key.as_deref(),
        Action::PublishQuestionRound(_, _, plan) => plan.key.as_deref(),
        Action::Ask(_, _, plan) => plan.key.as_deref(),
        Action::RequestAdvice(_, _, plan, _) => plan.key.as_deref(),
        Action::FileAdvice(_, _, plan, _) if plan.request.is_none() => plan.key.as_deref(),
        Action::Request(plan, _) => plan.key.as_deref(),
        _ => None,
    }
}

fn needs<'s>(action: &Action<'s>) -> Vec<(Made<'s>, &'static str)> {
    let named = |name, what| (Made::Named(name), what);
    let phase = |kind| (Made::OpenPhase(kind), "its phase, open");
    let document = |key: &'s String| (Made::Document(key.as_str()), "the document it is about");
    match *action {
        Action::ClosePhase(of) => vec![phase(of.kind)],
        Action::PublishConsultation(of, ..) | Action::PublishQuestionRound(of, ..) => {
            vec![phase(of.kind)]
        }
        Action::Contribute(_, round, _) => vec![named(round, "its consultation round")],
        Action::CloseConsultation(round) => vec![named(round, "the consultation round")],
        Action::PublishReport(round, _) => vec![named(round, "the consultation round")],
        Action::GiveDisposition(name, _) => vec![named(name, "the contribution")],
        Action::Ask(_, round, plan) => {
            let about = plan.document.iter().map(document);
            about.chain([named(round, "its question round")]).collect()
        }
        Action::CloseQuestionRound(round) => vec![named(round, "the question round")],
        Action::PublishNote(round, _) => vec![named(round, "the question round")],
        Action::DraftAnswer(name, _, plan) => {
            let amended = plan.amends.iter().map(document);
            amended.chain([named(name, "the question")]).collect()
        }
        Action::ApproveAnswer(name, _) => vec![named(name, "the question")],
        Action::RequestAdvice(of, _, _, plan) => {
            plan.documents.iter().map(document).chain([phase(of.kind)]).collect()
        }
        Action::FileAdvice(_, name, plan, _) if plan.request.is_some() => {
            vec![named(name, "the request for the advice")]
        }
        Action::RespondToAdvice(name, _) => vec![named(name, "the advice")],
        Action::Request(plan, _) => {
            let keys = plan.keys().into_iter();
            keys.map(|key| (Made::Keyed(key), "what it names in braces")).collect()
        }
        _ => vec![],
    }
}
