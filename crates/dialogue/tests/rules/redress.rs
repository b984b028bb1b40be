//! The rules of complaints, proceedings and the effects of decisions.

use crate::examples::{file, id, text, whole};
use crate::harness::given;
use dialogue::objection::{ObjectionGround, ObjectionOutcome};
use dialogue::redress::{
    CarriedOut, ComplaintCommitteeAdvised, ComplaintDecided, ComplaintEffectCarriedOut,
    ComplaintFiled, ComplaintReferredToCommittee, ComplaintTakenUp, DecidedEffect, EffectKind,
    LegalProceedingNotified, LegalProceedingOutcomeRecorded, ProceedingKind, ProceedingOutcome,
    Referrer,
};
use dialogue::{
    Complaint, ComplaintCommand, ComplaintEvent, LegalProceeding, LegalProceedingCommand, Reference,
};

fn filed() -> ComplaintFiled {
    ComplaintFiled {
        trajectory: id(1),
        provider: id(51),
        subject: text("Het tarief dekt de kosten niet"),
        reference: Reference::default(),
        follows: None,
        grounds: vec![ObjectionGround {
            title: text("Geen reële prijs"),
            argument: text("De reistijd ontbreekt."),
            topic: None,
            places: vec![],
        }],
        evidence: vec![file("kosten.pdf")],
        pointers: vec![],
        remedy: text("Bereken het tarief opnieuw."),
    }
}

fn file_it() -> ComplaintCommand {
    ComplaintCommand::File(Box::new(filed()))
}

fn decided(handler: u128) -> ComplaintDecided {
    let effect = |kind| DecidedEffect { kind, instruction: text("Eerst een onderzoek.") };
    ComplaintDecided {
        outcome: ObjectionOutcome::Upheld,
        reasons: text("Het onderzoek was niet compleet."),
        measures: None,
        effects: vec![effect(EffectKind::SuspendClosing), effect(EffectKind::SplitLot)],
        remedies: vec![],
        handler: id(handler),
    }
}

fn decide(handler: u128, took_part: bool) -> ComplaintCommand {
    ComplaintCommand::Decide { decision: Box::new(decided(handler)), took_part }
}

fn take_up(handler: u128, took_part: bool) -> ComplaintCommand {
    ComplaintCommand::TakeUp { handler: id(handler), took_part }
}

fn done(effect: u32, what: &str) -> CarriedOut {
    CarriedOut { effect: whole(effect), what: text(what) }
}

fn carry_out(kind: EffectKind, effect: u32, what: &str) -> ComplaintCommand {
    ComplaintCommand::CarryOut { kind, carried_out: done(effect, what) }
}

fn refer() -> ComplaintCommand {
    ComplaintCommand::Refer(referred())
}

fn referred() -> ComplaintReferredToCommittee {
    let reason = text("Wij zijn het niet eens.");
    ComplaintReferredToCommittee { by: Referrer::Provider, reason, number: None }
}

fn advise(advice: &str) -> ComplaintCommand {
    let response = text("Wij volgen het.");
    let advice = text(advice);
    ComplaintCommand::RecordAdvice(ComplaintCommitteeAdvised { advice, followed: true, response })
}

pub(crate) fn pool_withdrawn() -> Vec<ComplaintCommand> {
    vec![file_it(), ComplaintCommand::Withdraw, take_up(61, false)]
}

pub(crate) fn pool_decided() -> Vec<ComplaintCommand> {
    vec![
        file_it(),
        take_up(61, true),
        take_up(61, false),
        decide(62, false),
        carry_out(EffectKind::SplitLot, 2, "Gesplitst."),
        decide(61, false),
        carry_out(EffectKind::SplitLot, 1, "Gesplitst."),
        carry_out(EffectKind::SplitLot, 2, "Gesplitst."),
        carry_out(EffectKind::SplitLot, 2, "Anders gesplitst."),
        advise("Gegrond."),
        refer(),
        advise("Gegrond."),
        advise("Ongegrond."),
    ]
}

fn until_decided() -> Vec<ComplaintEvent> {
    vec![filed().into(), ComplaintTakenUp { handler: id(61) }.into(), decided(61).into()]
}

#[test]
fn a_complaint_needs_no_question_and_is_decided_by_who_took_no_part() {
    given::<Complaint>(Vec::<ComplaintEvent>::new()).when(file_it()).then([filed()]);
    let pending = || vec![ComplaintEvent::from(filed())];
    for command in [take_up(61, true), decide(61, true)] {
        let told = given::<Complaint>(pending()).when(command);
        told.then_refused("complaint-handler-not-independent");
    }
    given::<Complaint>(pending()).when(decide(61, false)).then_refused("complaint-not-taken-up");
    let taken = || [ComplaintEvent::from(filed()), ComplaintTakenUp { handler: id(61) }.into()];
    given::<Complaint>(taken()).when(decide(62, false)).then_refused("complaint-other-handler");
    given::<Complaint>(taken()).when(decide(61, false)).then([decided(61)]);
    let none = ComplaintFiled { grounds: vec![], ..filed() };
    given::<Complaint>(Vec::<ComplaintEvent>::new())
        .when(ComplaintCommand::File(Box::new(none)))
        .then_faults(&["/grounds"]);
}

#[test]
fn an_effect_is_carried_out_once_in_the_way_that_was_decided() {
    let split = || carry_out(EffectKind::SplitLot, 2, "Gesplitst.");
    let carried_out = ComplaintEffectCarriedOut { carried_out: done(2, "Gesplitst.") };
    given::<Complaint>([filed()]).when(split()).then_refused("complaint-not-decided");
    given::<Complaint>(until_decided()).when(split()).then([carried_out.clone()]);
    for (kind, number) in [
        (EffectKind::SplitLot, 1),
        (EffectKind::Reopen, 2),
        (EffectKind::SplitLot, 3),
        (EffectKind::SplitLot, 0),
    ] {
        given::<Complaint>(until_decided())
            .when(carry_out(kind, number, "Gedaan."))
            .then_faults(&["/decision/effect"]);
    }
    let mut events = until_decided();
    events.push(carried_out.into());
    given::<Complaint>(events.clone()).when(split()).then_nothing();
    given::<Complaint>(events)
        .when(carry_out(EffectKind::SplitLot, 2, "Anders."))
        .then_refused("effect-carried-out");
}

#[test]
fn the_committee_comes_after_the_decision() {
    given::<Complaint>([filed()]).when(refer()).then_refused("complaint-not-decided");
    given::<Complaint>(until_decided()).when(refer()).then([referred()]);
    let told = given::<Complaint>(until_decided()).when(advise("Gegrond."));
    told.then_refused("complaint-not-referred");
}

fn notified() -> LegalProceedingNotified {
    LegalProceedingNotified {
        trajectory: id(1),
        evaluation: Some(id(31)),
        provider: id(51),
        kind: ProceedingKind::InterimRelief,
        court: text("Rechtbank Gelderland"),
        case_number: None,
        claim: text("Verbied de gunning."),
    }
}

fn outcome(outcome: ProceedingOutcome) -> LegalProceedingCommand {
    LegalProceedingCommand::RecordOutcome(Box::new(recorded(outcome)))
}

fn recorded(outcome: ProceedingOutcome) -> LegalProceedingOutcomeRecorded {
    LegalProceedingOutcomeRecorded {
        outcome,
        judgment: None,
        summary: text("De vordering is afgewezen."),
        consequence: text("De gunning gaat door."),
    }
}

pub(crate) fn proceedings() -> Vec<LegalProceedingCommand> {
    vec![
        outcome(ProceedingOutcome::Denied),
        LegalProceedingCommand::Notify(Box::new(notified())),
        outcome(ProceedingOutcome::Denied),
        outcome(ProceedingOutcome::Granted),
    ]
}

#[test]
fn a_proceeding_ends_once() {
    let denied = || outcome(ProceedingOutcome::Denied);
    given::<LegalProceeding>([notified()])
        .when(denied())
        .then([recorded(ProceedingOutcome::Denied)]);
    let nothing: [LegalProceedingNotified; 0] = [];
    given::<LegalProceeding>(nothing).when(denied()).then_refused("legal-proceeding-unknown");
    let ended: [dialogue::LegalProceedingEvent; 2] =
        [notified().into(), recorded(ProceedingOutcome::Denied).into()];
    given::<LegalProceeding>(ended)
        .when(outcome(ProceedingOutcome::Granted))
        .then_refused("legal-proceeding-ended");
}
