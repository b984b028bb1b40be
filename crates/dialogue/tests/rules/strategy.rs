//! The rules of a strategy: one decision about each thing, and what is to be said about them.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing, state};
use crate::requirement::own;
use dialogue::knowledge::PracticeVersion;
use dialogue::requirement::{NumberedRequirement, Specification};
use dialogue::strategy::{
    AssignmentAnswer, AssignmentQuestion, DecisionGate, EntryModel, FundedProduct, FundingKind,
    FundingShare, GateOutcome, StrategyDecided, StrategyDecision, StrategyGateDecided,
    StrategyWarningKind,
};
use dialogue::{Room, Strategy, StrategyCommand};

fn decided(decision: StrategyDecision) -> StrategyDecided {
    StrategyDecided { decision, reason: text("Dit past bij onze visie."), room: Room::Amendable }
}

fn decide(decision: StrategyDecision) -> StrategyCommand {
    StrategyCommand::Decide(Box::new(decided(decision)))
}

fn entry(model: EntryModel, months: u32, extensions: &[u32]) -> StrategyDecision {
    let extensions = extensions.iter().map(|it| whole(*it)).collect();
    StrategyDecision::Entry { model, months: whole(months), extensions }
}

fn practice(name: &str) -> PracticeVersion {
    PracticeVersion { id: text(name), version: whole(1) }
}

fn capacity() -> StrategyDecision {
    let gate = DecisionGate {
        key: text("naar-de-markt"),
        milestone: text("Publicatie"),
        body: text("De colleges"),
        needs: text("Het advies van de raad."),
    };
    StrategyDecision::Capacity { people: vec![], gates: vec![gate] }
}

fn gate(outcome: GateOutcome) -> StrategyGateDecided {
    StrategyGateDecided { gate: text("naar-de-markt"), outcome, reason: text("Alles is er.") }
}

pub(crate) fn pool() -> Vec<StrategyCommand> {
    vec![
        decide(entry(EntryModel::Open, 48, &[])),
        decide(entry(EntryModel::Closed, 60, &[12])),
        decide(capacity()),
        StrategyCommand::DecideGate(gate(GateOutcome::Postponed)),
        StrategyCommand::DecideGate(gate(GateOutcome::Go)),
    ]
}

#[test]
fn a_decision_takes_the_place_of_the_one_about_the_same() {
    let open = || decided(entry(EntryModel::Open, 48, &[]));
    let closed = || decided(entry(EntryModel::Closed, 48, &[]));
    given_nothing::<Strategy>().when(StrategyCommand::Decide(Box::new(open()))).then([open()]);
    given::<Strategy>([open()]).when(StrategyCommand::Decide(Box::new(open()))).then_nothing();
    let after = state::<Strategy>([open(), closed()]);
    assert_eq!(after.decisions().collect::<Vec<_>>(), [&closed()]);
}

#[test]
fn a_decision_that_cannot_be_is_told() {
    let mix = vec![FundingShare { kind: FundingKind::Effort, percent: whole(90) }];
    let product =
        FundedProduct { key: text("begeleiding"), title: text("B"), thousand_euros: whole(9), mix };
    for (decision, field) in [
        (entry(EntryModel::Open, 0, &[]), "/decision/months"),
        (
            StrategyDecision::PurchasingMethod { method: practice("output-based") },
            "/decision/method",
        ),
        (
            StrategyDecision::ImplementationVariant { variant: practice("zeeland-model") },
            "/decision/variant",
        ),
        (StrategyDecision::FinancialFrame { products: vec![product] }, "/decision/products/0/mix"),
    ] {
        given_nothing::<Strategy>().when(decide(decision)).then_faults(&[field]);
    }
}

#[test]
fn only_a_planned_moment_of_decision_is_decided() {
    given_nothing::<Strategy>()
        .when(StrategyCommand::DecideGate(gate(GateOutcome::Go)))
        .then_refused("decision-gate-unknown");
    given::<Strategy>([decided(capacity())])
        .when(StrategyCommand::DecideGate(gate(GateOutcome::Go)))
        .then([gate(GateOutcome::Go)]);
}

#[test]
fn a_contract_that_is_too_short_or_too_long_is_told() {
    let told = |decision| -> Vec<_> {
        let strategy = state::<Strategy>([decided(decision)]);
        strategy.warnings(None).into_iter().map(|it| it.kind).collect()
    };
    let short = StrategyWarningKind::TermShort;
    assert!(told(entry(EntryModel::Open, 12, &[])).contains(&short));
    assert!(!told(entry(EntryModel::Open, 12, &[12])).contains(&short));
    let long = StrategyWarningKind::TermLong;
    assert!(told(entry(EntryModel::Open, 60, &[24, 24])).contains(&long));
    assert!(!told(entry(EntryModel::Open, 48, &[24, 24])).contains(&long));
    let closed = StrategyWarningKind::LongClosed;
    assert!(told(entry(EntryModel::Closed, 60, &[])).contains(&closed));
    assert!(!told(entry(EntryModel::Open, 60, &[])).contains(&closed));
}

#[test]
fn open_questions_and_requirements_at_another_level_are_told() {
    let answers = AssignmentQuestion::ALL
        .map(|question| AssignmentAnswer { question, answer: text("Dat weten wij.") });
    let variant = |name| StrategyDecision::ImplementationVariant { variant: practice(name) };
    let requirements = vec![NumberedRequirement { id: id(1), requirement: own() }];
    let set = Specification { requirements, ..Specification::default() };
    let told = |decisions: Vec<StrategyDecision>| -> Vec<_> {
        let strategy = state::<Strategy>(decisions.into_iter().map(decided));
        strategy.warnings(Some(&set)).into_iter().map(|it| it.kind).collect()
    };
    let all = StrategyDecision::Assignment { answers: answers.to_vec() };
    assert_eq!(told(vec![all.clone(), variant("output-based")]), []);
    assert_eq!(told(vec![all, variant("effort-based")]), [StrategyWarningKind::LevelDoesNotFit]);
    assert_eq!(told(vec![]), [StrategyWarningKind::QuestionOpen]);
}
