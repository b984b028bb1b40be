//! The rules of a provider's involvement: commitment, plans with progress, and what is shared.

use crate::examples::{id, sealed, term, text, whole};
use crate::harness::{Given, given, given_nothing};
use dialogue::consultation::Disclosure;
use dialogue::involvement::{
    LearningShared, LearningWithdrawn, NetworkUse, NetworkUseShown, PlannedStep,
    PrinciplesCommitmentWithdrawn, PrinciplesCommitted, Progress, SelfEvaluationRecorded, StepOf,
    StepProgressReported, TransformationPlanRecorded,
};
use dialogue::{Involvement, InvolvementCommand, InvolvementEvent};

fn committed(version: u32) -> PrinciplesCommitted {
    PrinciplesCommitted {
        trajectory: id(1),
        provider: id(51),
        version: whole(version),
        meaning: Some(text("Eén plan voor het hele gezin.")),
        disclosure: Disclosure::Municipality,
    }
}

fn commit(version: u32, current: u32) -> InvolvementCommand {
    InvolvementCommand::Commit { commitment: committed(version), current }
}

fn withdraw(reason: &str) -> InvolvementCommand {
    InvolvementCommand::WithdrawCommitment(text(reason))
}

fn shown(proximity: &str) -> NetworkUseShown {
    NetworkUseShown {
        trajectory: id(1),
        provider: id(51),
        network: NetworkUse {
            local_network: text("Met huisarts en school."),
            youth_and_family_centre: text("Het CJG denkt mee."),
            informal_help: text("Een steungezin."),
            scaling: text("Elk kwartaal bezien."),
            proximity: text(proximity),
        },
        disclosure: Disclosure::Hidden,
    }
}

fn step(number: u32) -> PlannedStep {
    PlannedStep {
        number: whole(number),
        goal: text("Binnen vier weken."),
        measure: text("De wachttijd."),
        term: term("2028-03-01T12:00:00+01:00"),
    }
}

fn plan(steps: Vec<PlannedStep>) -> TransformationPlanRecorded {
    TransformationPlanRecorded {
        trajectory: id(1),
        provider: id(51),
        title: text("Eerder en lichter"),
        ambition: text("Minder wachten."),
        steps,
        disclosure: Disclosure::Hidden,
    }
}

fn evaluation(steps: Vec<PlannedStep>) -> SelfEvaluationRecorded {
    SelfEvaluationRecorded {
        trajectory: id(1),
        provider: id(51),
        subject: text("Scholen"),
        findings: text("Zij vinden ons niet."),
        steps,
        disclosure: Disclosure::Hidden,
    }
}

fn progress(of: StepOf, number: u32, progress: Progress) -> StepProgressReported {
    StepProgressReported { of, number: whole(number), progress, account: text("Het loopt.") }
}

fn shared(words: &str, signed: bool) -> LearningShared {
    LearningShared {
        learning: id(90),
        trajectory: id(1),
        provider: id(51),
        title: text("Eén planner"),
        text: text(words),
        signature: signed.then(|| sealed(51)),
    }
}

fn involved(events: Vec<InvolvementEvent>) -> Given<Involvement> {
    given::<Involvement>(events)
}

pub(crate) fn pool() -> Vec<InvolvementCommand> {
    vec![
        commit(1, 2),
        commit(3, 2),
        withdraw("Te veel veranderd."),
        commit(2, 2),
        InvolvementCommand::ShowNetworkUse(shown("Thuis.")),
        InvolvementCommand::ShowNetworkUse(shown("Op school.")),
        InvolvementCommand::RecordPlan(plan(vec![step(1), step(2)])),
        InvolvementCommand::RecordEvaluation(evaluation(vec![step(1)])),
        InvolvementCommand::ReportProgress(progress(
            StepOf::TransformationPlan,
            2,
            Progress::Begun,
        )),
        InvolvementCommand::ReportProgress(progress(StepOf::SelfEvaluation, 2, Progress::Begun)),
        InvolvementCommand::ShareLearning(shared("Plan samen.", false)),
        InvolvementCommand::ShareLearning(shared("Plan alleen.", true)),
        InvolvementCommand::WithdrawLearning(id(90)),
        InvolvementCommand::WithdrawLearning(id(91)),
    ]
}

#[test]
fn a_provider_commits_itself_to_a_version_that_there_is() {
    given_nothing::<Involvement>().when(commit(2, 2)).then([committed(2)]);
    involved(vec![committed(2).into()]).when(commit(2, 3)).then_nothing();
    involved(vec![committed(2).into()]).when(commit(3, 3)).then([committed(3)]);
    for (version, current) in [(0, 2), (3, 2), (1, 0)] {
        given_nothing::<Involvement>().when(commit(version, current)).then_faults(&["/version"]);
    }
}

#[test]
fn a_commitment_is_taken_back_and_made_again() {
    let withdrawn = PrinciplesCommitmentWithdrawn { reason: text("Te veel veranderd.") };
    given_nothing::<Involvement>().when(withdraw("Waarom?")).then_refused("not-committed");
    involved(vec![committed(1).into()])
        .when(withdraw("Te veel veranderd."))
        .then([withdrawn.clone()]);
    let gone = || involved(vec![committed(1).into(), withdrawn.clone().into()]);
    gone().when(withdraw("Te veel veranderd.")).then_nothing();
    gone().when(withdraw("Iets anders.")).then_refused("not-committed");
    gone().when(commit(1, 1)).then([committed(1)]);
}

#[test]
fn what_is_shown_and_planned_takes_the_place_of_what_was() {
    let show = |words: &str| InvolvementCommand::ShowNetworkUse(shown(words));
    given_nothing::<Involvement>().when(show("Thuis.")).then([shown("Thuis.")]);
    involved(vec![shown("Thuis.").into()]).when(show("Thuis.")).then_nothing();
    involved(vec![shown("Thuis.").into()]).when(show("Op school.")).then([shown("Op school.")]);
    let record = |steps| InvolvementCommand::RecordPlan(plan(steps));
    given_nothing::<Involvement>().when(record(vec![step(1)])).then([plan(vec![step(1)])]);
    given_nothing::<Involvement>().when(record(vec![])).then_faults(&["/steps"]);
    given_nothing::<Involvement>()
        .when(record(vec![step(1), step(0), step(1)]))
        .then_faults(&["/steps/1/number", "/steps/2/number"]);
    let evaluate = |steps| InvolvementCommand::RecordEvaluation(evaluation(steps));
    given_nothing::<Involvement>().when(evaluate(vec![step(1)])).then([evaluation(vec![step(1)])]);
    given_nothing::<Involvement>().when(evaluate(vec![])).then_faults(&["/steps"]);
}

#[test]
fn progress_is_about_a_step_that_there_is() {
    let report =
        |of, number| InvolvementCommand::ReportProgress(progress(of, number, Progress::Begun));
    let planned = || vec![InvolvementEvent::from(plan(vec![step(1)]))];
    let begun = progress(StepOf::TransformationPlan, 1, Progress::Begun);
    involved(planned()).when(report(StepOf::TransformationPlan, 1)).then([begun.clone()]);
    involved(planned()).when(report(StepOf::TransformationPlan, 2)).then_faults(&["/number"]);
    involved(planned()).when(report(StepOf::SelfEvaluation, 1)).then_faults(&["/number"]);
    let mut again = planned();
    again.push(begun.into());
    involved(again).when(report(StepOf::TransformationPlan, 1)).then_nothing();
}

#[test]
fn what_was_learned_is_shared_once_and_can_be_taken_back() {
    let share = |words: &str, signed| InvolvementCommand::ShareLearning(shared(words, signed));
    given_nothing::<Involvement>()
        .when(share("Plan samen.", true))
        .then([shared("Plan samen.", true)]);
    let known = || involved(vec![shared("Plan samen.", true).into()]);
    known().when(share("Plan samen.", true)).then_nothing();
    known().when(share("Plan samen.", false)).then_refused("learning-exists");
    let withdrawn = LearningWithdrawn { learning: id(90) };
    known().when(InvolvementCommand::WithdrawLearning(id(90))).then([withdrawn.clone()]);
    known().when(InvolvementCommand::WithdrawLearning(id(91))).then_refused("learning-unknown");
    involved(vec![shared("Plan samen.", true).into(), withdrawn.into()])
        .when(share("Plan samen.", true))
        .then_refused("learning-exists");
}
