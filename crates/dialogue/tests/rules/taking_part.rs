//! The rules of admissions, in which the outcome follows from the findings, and of combinations.

use crate::examples::{id, sealed, text, whole};
use crate::harness::given;
use dialogue::admission_procedure::{
    AdmissionApplied, AdmissionCondition, AdmissionDecided, AdmissionEvent, AdmissionKind,
    AdmissionOpened, AdmissionOutcome, ConditionFinding, ConditionKind, ToldWithDecision,
};
use dialogue::combination::{
    CombinationAssessed, CombinationConfirmed, CombinationDeclared, CombinationEvent,
    CombinationMember, CompetitionStatement,
};
use dialogue::{AdmissionCommand, AdmissionProcedure, Combination, CombinationCommand};

fn opened(kind: AdmissionKind, ceiling: Option<&str>) -> AdmissionOpened {
    AdmissionOpened {
        trajectory: id(1),
        kind,
        title: text("Inloop in de wijk"),
        conditions: vec![AdmissionCondition {
            key: text("bereik"),
            title: text("Bereik"),
            text: text("U bent elke werkdag open."),
            kind: ConditionKind::SelectionCriterion,
        }],
        ceiling: ceiling.map(text),
        opens: "2027-01-04T08:00:00Z".parse().unwrap(),
        closes: None,
    }
}

fn applied(application: u128, provider: u128, amount: Option<&str>) -> AdmissionApplied {
    AdmissionApplied {
        application: id(application),
        provider: id(provider),
        statements: [(text("bereik"), text("Wij zijn elke dag open."))].into(),
        amount: amount.map(text),
    }
}

fn findings(met: bool) -> Vec<ConditionFinding> {
    vec![ConditionFinding { condition: text("bereik"), met, reason: text("Zie het rooster.") }]
}

fn decide(application: u128, met: bool) -> AdmissionCommand {
    AdmissionCommand::Decide {
        application: id(application),
        findings: findings(met),
        told: ToldWithDecision::default(),
    }
}

fn decided(application: u128, met: bool, outcome: AdmissionOutcome) -> AdmissionDecided {
    AdmissionDecided {
        application: id(application),
        findings: findings(met),
        outcome,
        remedies: vec![],
        objection: None,
    }
}

fn apply(new: AdmissionApplied) -> AdmissionCommand {
    AdmissionCommand::Apply(Box::new(new))
}

pub(crate) fn admissions() -> Vec<AdmissionCommand> {
    vec![
        AdmissionCommand::Open(Box::new(opened(AdmissionKind::Subsidy, Some("100.00")))),
        AdmissionCommand::Open(Box::new(opened(AdmissionKind::OpenHouse, None))),
        apply(applied(1, 51, Some("60.00"))),
        apply(applied(2, 52, Some("60.00"))),
        decide(2, true),
        decide(1, true),
        decide(2, true),
    ]
}

#[test]
fn everyone_who_qualifies_is_admitted_and_nobody_else() {
    let house = || AdmissionEvent::from(opened(AdmissionKind::OpenHouse, None));
    let events = || vec![house(), applied(1, 51, None).into(), applied(2, 52, None).into()];
    for application in [1, 2] {
        given::<AdmissionProcedure>(events()).when(decide(application, true)).then([decided(
            application,
            true,
            AdmissionOutcome::Admitted,
        )]);
        given::<AdmissionProcedure>(events()).when(decide(application, false)).then([decided(
            application,
            false,
            AdmissionOutcome::NotQualified,
        )]);
    }
    let none = AdmissionCommand::Decide {
        application: id(1),
        findings: vec![],
        told: ToldWithDecision::default(),
    };
    given::<AdmissionProcedure>(events()).when(none).then_faults(&["/findings"]);
    given::<AdmissionProcedure>(events()).when(decide(3, true)).then_refused("application-unknown");
    // Whoever was refused may try again, whoever was admitted need not.
    given::<AdmissionProcedure>(events())
        .when(apply(applied(3, 51, None)))
        .then_refused("application-exists");
    let mut refused = events();
    refused.push(decided(1, false, AdmissionOutcome::NotQualified).into());
    given::<AdmissionProcedure>(refused)
        .when(apply(applied(3, 51, None)))
        .then([applied(3, 51, None)]);
}

#[test]
fn a_ceiling_is_given_out_in_order_of_receipt() {
    let events = || {
        vec![
            AdmissionEvent::from(opened(AdmissionKind::Subsidy, Some("100.00"))),
            applied(1, 51, Some("60.00")).into(),
            applied(2, 52, Some("40.01")).into(),
            applied(3, 53, Some("40.00")).into(),
        ]
    };
    given::<AdmissionProcedure>(events())
        .when(decide(2, true))
        .then_refused("earlier-application-waits");
    let mut after = events();
    after.push(decided(1, true, AdmissionOutcome::Admitted).into());
    let reached = decided(2, true, AdmissionOutcome::CeilingReached);
    given::<AdmissionProcedure>(after.clone()).when(decide(2, true)).then([reached.clone()]);
    after.push(reached.into());
    given::<AdmissionProcedure>(after).when(decide(3, true)).then([decided(
        3,
        true,
        AdmissionOutcome::Admitted,
    )]);
}

#[test]
fn an_application_says_how_every_condition_is_met() {
    let subsidy = || [opened(AdmissionKind::Subsidy, None)];
    let mut wrong = applied(1, 51, None);
    wrong.statements = [(text("anders"), text("Nee."))].into();
    given::<AdmissionProcedure>(subsidy()).when(apply(wrong)).then_faults(&[
        "/statements",
        "/statements/anders",
        "/amount",
    ]);
    let house = opened(AdmissionKind::OpenHouse, Some("10.00"));
    let nothing: [AdmissionOpened; 0] = [];
    given::<AdmissionProcedure>(nothing)
        .when(AdmissionCommand::Open(Box::new(house)))
        .then_faults(&["/ceiling"]);
}

fn member(provider: u128) -> CombinationMember {
    CombinationMember { provider: id(provider), identity: sealed(provider) }
}

fn declared(members: &[u128]) -> CombinationDeclared {
    CombinationDeclared {
        trajectory: id(1),
        lot: Some(whole(1)),
        lead: member(51),
        members: members.iter().map(|it| member(*it)).collect(),
        division: text("Wij doen de intake."),
        competition: CompetitionStatement {
            could_tender_alone: false,
            reason: text("Alleen samen kunnen wij het aan."),
        },
    }
}

fn declare(members: &[u128]) -> CombinationCommand {
    CombinationCommand::Declare(Box::new(declared(members)))
}

fn confirm(member: u128) -> CombinationCommand {
    CombinationCommand::Confirm { member: id(member) }
}

fn assess(admitted: bool) -> CombinationCommand {
    CombinationCommand::Assess(assessed(admitted))
}

fn assessed(admitted: bool) -> CombinationAssessed {
    CombinationAssessed { admitted, reasons: text("De leden vullen elkaar aan.") }
}

pub(crate) fn combinations() -> Vec<CombinationCommand> {
    vec![declare(&[52, 53]), confirm(54), confirm(52), assess(true), confirm(53), assess(true)]
}

#[test]
fn nobody_is_in_a_combination_without_saying_so() {
    let nothing: [CombinationDeclared; 0] = [];
    given::<Combination>(nothing.clone()).when(declare(&[])).then_faults(&["/members"]);
    given::<Combination>(nothing)
        .when(declare(&[52, 51, 52]))
        .then_faults(&["/members/1/number", "/members/2/number"]);
    let told = given::<Combination>([declared(&[52, 53])]).when(assess(true));
    assert!(told.then_refused("combination-unconfirmed").detail.contains("Nog 2"));
    given::<Combination>([declared(&[52])]).when(confirm(53)).then_refused("combination-unknown");
    let confirmed = || CombinationConfirmed { member: id(52) };
    given::<Combination>([declared(&[52])]).when(confirm(52)).then([confirmed()]);
    let all: [CombinationEvent; 2] = [declared(&[52]).into(), confirmed().into()];
    given::<Combination>(all.clone()).when(confirm(52)).then_nothing();
    given::<Combination>(all).when(assess(false)).then([assessed(false)]);
}

#[test]
fn who_applied_finds_the_decision_and_nobody_else_does() {
    let events = [
        AdmissionEvent::from(opened(AdmissionKind::OpenHouse, None)),
        applied(1, 51, None).into(),
        decided(1, true, AdmissionOutcome::Admitted).into(),
    ];
    let procedure: AdmissionProcedure = crate::harness::state(events);
    let found = |application: u128, provider: u128| {
        procedure.decided_about(id(application), id(provider)).is_some()
    };
    assert!(found(1, 51));
    assert!(!found(1, 52), "another's decision");
    assert!(!found(2, 51), "there is none");
}
