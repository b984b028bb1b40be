//! The rules of an objection: grounds, and a handler who took no part in the procedure.

use crate::examples::{file, id, place, text, whole};
use crate::harness::{given, given_nothing, state};
use dialogue::objection::{
    ObjectionDecided, ObjectionFiled, ObjectionGround, ObjectionOutcome, ObjectionTakenUp,
    ObjectionWithdrawn,
};
use dialogue::redress::{CarriedOut, DecidedEffect, EffectKind};
use dialogue::{Objection, ObjectionCommand, ObjectionEvent, PersonId, RefusalKind};

fn handler() -> PersonId {
    id(64)
}

fn colleague() -> PersonId {
    id(65)
}

fn filed(grounds: usize) -> ObjectionFiled {
    ObjectionFiled {
        trajectory: id(1),
        provider: id(51),
        subject: text("De eis van tien medewerkers"),
        reference: place(id(10), 1, Some("3.2")),
        follows: Some(id(71)),
        grounds: (0..grounds).map(|_| ground()).collect(),
        evidence: vec![file("berekening.pdf")],
        pointers: vec![],
        remedy: text("Laat deze eis vervallen."),
        against: None,
        term: None,
    }
}

fn ground() -> ObjectionGround {
    ObjectionGround {
        title: text("De eis is te zwaar"),
        argument: text("Een kleine praktijk kan hier niet aan voldoen."),
        topic: None,
        places: vec![],
    }
}

fn file_objection(grounds: usize) -> ObjectionCommand {
    ObjectionCommand::File(Box::new(filed(grounds)))
}

fn take_up(handler: PersonId, took_part: bool) -> ObjectionCommand {
    ObjectionCommand::TakeUp { handler, took_part }
}

fn decision(outcome: ObjectionOutcome, handler: PersonId) -> ObjectionDecided {
    ObjectionDecided {
        outcome,
        reasons: text("De eis sluit kleine praktijken zonder reden uit."),
        measures: Some(text("Eis 4 vervalt in de volgende versie.")),
        effects: vec![DecidedEffect {
            kind: EffectKind::ExtendForAll,
            instruction: text("Verleng met een week."),
        }],
        remedies: vec![],
        handler,
    }
}

fn decide(outcome: ObjectionOutcome, handler: PersonId, took_part: bool) -> ObjectionCommand {
    ObjectionCommand::Decide { decision: Box::new(decision(outcome, handler)), took_part }
}

fn objection() -> ObjectionEvent {
    filed(1).into()
}

fn taken_up(handler: PersonId) -> ObjectionEvent {
    ObjectionTakenUp { handler }.into()
}

fn decided() -> [ObjectionEvent; 3] {
    let decision = decision(ObjectionOutcome::Upheld, handler());
    [objection(), taken_up(handler()), decision.into()]
}

pub(crate) fn pool_withdrawn() -> Vec<ObjectionCommand> {
    vec![
        file_objection(1),
        file_objection(2),
        take_up(colleague(), false),
        take_up(id(61), true),
        take_up(handler(), false),
        decide(ObjectionOutcome::Upheld, colleague(), false),
        decide(ObjectionOutcome::Upheld, handler(), true),
        ObjectionCommand::Withdraw,
        decide(ObjectionOutcome::Upheld, handler(), false),
        decide(ObjectionOutcome::Rejected, handler(), false),
    ]
}

/// The same commands; here the decision comes before the withdrawal.
pub(crate) fn pool_decided() -> Vec<ObjectionCommand> {
    let mut pool = pool_withdrawn();
    let withdrawal = pool.remove(7);
    pool.push(withdrawal);
    pool.push(carry_out(EffectKind::ExtendForAll));
    pool
}

fn carry_out(kind: EffectKind) -> ObjectionCommand {
    let carried_out = CarriedOut { effect: whole(1), what: text("Een week later.") };
    ObjectionCommand::CarryOut { kind, carried_out }
}

#[test]
fn an_effect_is_carried_out_after_the_decision_and_in_its_way() {
    let told = given::<Objection>([objection()]).when(carry_out(EffectKind::ExtendForAll));
    told.then_refused("objection-not-decided");
    let done = given::<Objection>(decided()).when(carry_out(EffectKind::ExtendForAll));
    assert_eq!(done.into_events().len(), 1);
    given::<Objection>(decided())
        .when(carry_out(EffectKind::Reopen))
        .then_faults(&["/decision/effect"]);
}

#[test]
fn an_objection_is_filed_once() {
    given_nothing::<Objection>().when(file_objection(1)).then([objection()]);
    given::<Objection>([objection()]).when(file_objection(1)).then_nothing();
    given::<Objection>([objection()]).when(file_objection(2)).then_refused("objection-exists");
}

#[test]
fn an_objection_needs_no_question_before_it() {
    let without = ObjectionFiled { follows: None, ..filed(1) };
    given_nothing::<Objection>()
        .when(ObjectionCommand::File(Box::new(without.clone())))
        .then([without]);
}

#[test]
fn an_objection_rests_on_1_to_50_grounds() {
    given_nothing::<Objection>().when(file_objection(50)).then([filed(50)]);
    for grounds in [0, 51] {
        given_nothing::<Objection>().when(file_objection(grounds)).then_faults(&["/grounds"]);
    }
}

#[test]
fn nothing_happens_to_an_objection_that_was_not_filed() {
    for command in [
        ObjectionCommand::Withdraw,
        take_up(handler(), false),
        take_up(handler(), true),
        decide(ObjectionOutcome::Upheld, handler(), false),
        decide(ObjectionOutcome::Upheld, handler(), true),
    ] {
        given_nothing::<Objection>().when(command).then_refused("objection-unknown");
    }
}

#[test]
fn an_objection_can_be_withdrawn_until_it_is_decided() {
    for before in [vec![objection()], vec![objection(), taken_up(handler())]] {
        given::<Objection>(before).when(ObjectionCommand::Withdraw).then([ObjectionWithdrawn {}]);
    }
    given::<Objection>(decided())
        .when(ObjectionCommand::Withdraw)
        .then_refused("objection-decided");
}

#[test]
fn an_objection_that_is_withdrawn_is_handled_no_further() {
    let withdrawn = || [objection(), ObjectionWithdrawn {}.into()];
    given::<Objection>(withdrawn()).when(ObjectionCommand::Withdraw).then_nothing();
    for command in [take_up(handler(), false), decide(ObjectionOutcome::Rejected, handler(), false)]
    {
        given::<Objection>(withdrawn()).when(command).then_refused("objection-withdrawn");
    }
}

#[test]
fn an_independent_handler_takes_up_the_objection() {
    given::<Objection>([objection()]).when(take_up(handler(), false)).then([taken_up(handler())]);
    given::<Objection>([objection(), taken_up(handler())])
        .when(take_up(handler(), false))
        .then_nothing();
}

#[test]
fn another_independent_handler_can_take_over() {
    given::<Objection>([objection(), taken_up(handler())])
        .when(take_up(colleague(), false))
        .then([taken_up(colleague())]);
    given::<Objection>([objection(), taken_up(handler()), taken_up(colleague())])
        .when(decide(ObjectionOutcome::Upheld, handler(), false))
        .then_refused("objection-other-handler");
}

#[test]
fn whoever_took_part_in_the_procedure_neither_takes_up_nor_decides() {
    let told = given::<Objection>([objection()])
        .when(take_up(handler(), true))
        .then_refused("handler-not-independent");
    assert_eq!(told.kind, RefusalKind::Forbidden);
    given::<Objection>([objection(), taken_up(handler())])
        .when(decide(ObjectionOutcome::Rejected, handler(), true))
        .then_refused("handler-not-independent");
}

#[test]
fn a_decision_is_made_by_whoever_took_up_the_objection() {
    given::<Objection>([objection()])
        .when(decide(ObjectionOutcome::Rejected, handler(), false))
        .then_refused("objection-not-taken-up");
    let told = given::<Objection>([objection(), taken_up(handler())])
        .when(decide(ObjectionOutcome::Rejected, colleague(), false))
        .then_refused("objection-other-handler");
    assert_eq!(told.kind, RefusalKind::Forbidden);
}

#[test]
fn every_outcome_can_be_decided() {
    for outcome in [
        ObjectionOutcome::Upheld,
        ObjectionOutcome::PartlyUpheld,
        ObjectionOutcome::Rejected,
        ObjectionOutcome::Inadmissible,
    ] {
        given::<Objection>([objection(), taken_up(handler())])
            .when(decide(outcome, handler(), false))
            .then([decision(outcome, handler())]);
    }
}

#[test]
fn a_decision_is_made_once() {
    given::<Objection>(decided())
        .when(decide(ObjectionOutcome::Upheld, handler(), false))
        .then_nothing();
    for command in
        [take_up(colleague(), false), decide(ObjectionOutcome::Rejected, handler(), false)]
    {
        given::<Objection>(decided()).when(command).then_refused("objection-decided");
    }
}

#[test]
fn an_objection_knows_what_was_filed() {
    assert_eq!(state::<Objection>([objection()]).filed(), Ok(&filed(1)));
}
