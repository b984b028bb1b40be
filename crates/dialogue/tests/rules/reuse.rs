//! The rules of what regions learn from each other: passages that worked, and targets for how much
//! is asked of providers.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::passage::{PassageShared, PassageSubject, PassageWithdrawn};
use dialogue::rule_pressure::{AskedOfProviders, RulePressureTargetSet};
use dialogue::trajectory::DocumentKind;
use dialogue::{
    Decider, DocumentReference, Passage, PassageCommand, PassageEvent, RulePressure,
    RulePressureCommand,
};

fn shared(why: &str) -> PassageShared {
    PassageShared {
        municipality: text("GM0233"),
        trajectory: id(1),
        source: DocumentReference {
            document: id(11),
            version: whole(1),
            section: Some(text("3.2")),
        },
        kind: DocumentKind::TenderGuide,
        subject: PassageSubject::Accountability,
        title: text("Eén verantwoording per jaar"),
        text: text("De aanbieder verantwoordt zich één keer per jaar."),
        why: text(why),
        result: None,
        by: id(61),
    }
}

fn share(why: &str) -> PassageCommand {
    PassageCommand::Share(Box::new(shared(why)))
}

fn withdrawn(reason: &str) -> PassageWithdrawn {
    PassageWithdrawn { reason: text(reason), by: id(61) }
}

pub(crate) fn passages() -> Vec<PassageCommand> {
    vec![share("Het scheelt tijd."), PassageCommand::Withdraw(withdrawn("Er is een betere."))]
}

fn target(requests: u32) -> RulePressureTargetSet {
    RulePressureTargetSet {
        year: 2028,
        most: AskedOfProviders { requests, forms: 40, fields: 900 },
        reason: text("Een derde minder dan vorig jaar."),
        by: id(61),
    }
}

pub(crate) fn targets() -> Vec<RulePressureCommand> {
    vec![RulePressureCommand::SetTarget(target(4)), RulePressureCommand::SetTarget(target(3))]
}

#[test]
fn a_passage_is_shared_once_about_nobody_and_can_be_withdrawn() {
    let why = "Het scheelt tijd.";
    given_nothing::<Passage>().when(share(why)).then([shared(why)]);
    given::<Passage>([shared(why)]).when(share(why)).then_nothing();
    given::<Passage>([shared(why)]).when(share("Anders.")).then_refused("passage-exists");
    given_nothing::<Passage>().when(share("Bel 06-12345678.")).then_faults(&["/why"]);
    let withdraw = |reason: &str| PassageCommand::Withdraw(withdrawn(reason));
    given_nothing::<Passage>().when(withdraw("Weg.")).then_refused("passage-unknown");
    given::<Passage>([shared(why)]).when(withdraw("Weg.")).then([withdrawn("Weg.")]);
    let gone = || given::<Passage>([PassageEvent::from(shared(why)), withdrawn("Weg.").into()]);
    gone().when(withdraw("Weg.")).then_nothing();
    gone().when(withdraw("Anders.")).then_refused("passage-withdrawn");
}

#[test]
fn a_target_holds_for_a_year_and_beyond_it_a_request_takes_a_reason() {
    let set = |target| RulePressureCommand::SetTarget(target);
    given_nothing::<RulePressure>().when(set(target(4))).then([target(4)]);
    given::<RulePressure>([target(4)]).when(set(target(4))).then_nothing();
    given::<RulePressure>([target(4)]).when(set(target(3))).then([target(3)]);
    let mut wrong = target(4);
    wrong.year = 1999;
    wrong.most.fields = 2_000_000;
    given_nothing::<RulePressure>().when(set(wrong)).then_faults(&["/year", "/most"]);

    let mut state = RulePressure::default();
    assert!(state.check_request(2028, 9_999, false).is_ok(), "there is no target");
    state.evolve(&target(2).into());
    assert!(state.check_request(2028, 1, false).is_ok());
    assert!(state.check_request(2028, 2, true).is_ok(), "there is a reason");
    assert!(state.check_request(2029, 2, false).is_ok(), "of another year");
    let refused = state.check_request(2028, 2, false).unwrap_err().told();
    assert_eq!(refused.code, "data-request-above-target");
}
