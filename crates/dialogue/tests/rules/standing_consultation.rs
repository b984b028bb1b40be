//! The rules of standing consultations: quality always, money apart, and attaching before adding.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::PhaseKind;
use dialogue::contract::{ConsultationLevel, ContractWeight};
use dialogue::performance::AgendaPart;
use dialogue::session::{AgendaItem, Audience};
use dialogue::standing_consultation::{
    ConsultationProfile, StandingConsultationAppreciated, StandingConsultationAttached,
    StandingConsultationEnded, StandingConsultationEvent, StandingConsultationRegistered,
    StandingItem,
};
use dialogue::{Decider, StandingConsultationCommand, StandingConsultations};
use std::collections::BTreeSet;

fn item(part: AgendaPart, title: &str) -> StandingItem {
    StandingItem { part, title: text(title) }
}

fn profile(level: ConsultationLevel) -> ConsultationProfile {
    ConsultationProfile {
        title: text("Regionaal contractoverleg"),
        level,
        weight: ContractWeight::Medium,
        weight_reason: text("Dat past bij de omvang."),
        times_a_year: whole(4),
        participants: BTreeSet::from([Audience::LargeProviders, Audience::ClientCouncils]),
        agenda: vec![item(AgendaPart::Quality, "Kwaliteit"), item(AgendaPart::Finance, "Geld")],
    }
}

fn registered(number: u128, level: ConsultationLevel) -> StandingConsultationRegistered {
    let (consultation, profile) = (id(300 + number), profile(level));
    StandingConsultationRegistered { consultation, profile, addition: None, by: id(61) }
}

fn register(new: StandingConsultationRegistered) -> StandingConsultationCommand {
    StandingConsultationCommand::Register(Box::new(new))
}

fn tactical() -> StandingConsultationRegistered {
    registered(1, ConsultationLevel::Tactical)
}

fn beside() -> StandingConsultationRegistered {
    let addition = Some(text("Het andere gaat alleen over verblijf."));
    StandingConsultationRegistered { addition, ..registered(2, ConsultationLevel::Tactical) }
}

fn attached() -> StandingConsultationAttached {
    StandingConsultationAttached {
        consultation: id(301),
        trajectory: id(1),
        phase: PhaseKind::Contract,
        topics: vec![text("Wachttijden")],
        by: id(61),
    }
}

fn appreciated(provider: Option<u128>, score: u32) -> StandingConsultationAppreciated {
    StandingConsultationAppreciated {
        consultation: id(301),
        provider: provider.map(id),
        score: whole(score),
        reason: text("Wij horen wat anderen doen."),
    }
}

fn ended() -> StandingConsultationEnded {
    StandingConsultationEnded { consultation: id(301), reason: text("Het gaat op in."), by: id(61) }
}

pub(crate) fn pool() -> Vec<StandingConsultationCommand> {
    vec![
        register(tactical()),
        register(registered(2, ConsultationLevel::Tactical)),
        register(beside()),
        StandingConsultationCommand::Attach(attached()),
        StandingConsultationCommand::Appreciate(appreciated(None, 4)),
        StandingConsultationCommand::Appreciate(appreciated(Some(51), 3)),
        StandingConsultationCommand::Appreciate(appreciated(Some(51), 5)),
        StandingConsultationCommand::End(ended()),
    ]
}

#[test]
fn quality_is_always_on_the_agenda_and_money_apart_from_it() {
    given_nothing::<StandingConsultations>().when(register(tactical())).then([tactical()]);
    let wrong = |agenda: Vec<StandingItem>| {
        let mut new = tactical();
        new.profile.agenda = agenda;
        register(new)
    };
    for agenda in [
        vec![],
        vec![item(AgendaPart::Other, "Nieuws")],
        vec![item(AgendaPart::Finance, "Geld"), item(AgendaPart::Quality, "Kwaliteit")],
    ] {
        let nothing = given_nothing::<StandingConsultations>();
        nothing.when(wrong(agenda)).then_faults(&["/profile/agenda"]);
    }
    let mut bare = tactical();
    bare.profile.times_a_year = whole(0);
    bare.profile.participants.clear();
    given_nothing::<StandingConsultations>()
        .when(register(bare))
        .then_faults(&["/profile/timesAYear", "/profile/participants"]);
}

#[test]
fn one_attaches_to_what_is_there_before_adding_to_it() {
    let known = || given::<StandingConsultations>([tactical()]);
    known().when(register(tactical())).then_nothing();
    let second = registered(2, ConsultationLevel::Tactical);
    known().when(register(second.clone())).then_refused("consultation-attach-instead");
    known().when(register(beside())).then([beside()]);
    let other = registered(2, ConsultationLevel::Strategic);
    known().when(register(other.clone())).then([other]);
    let gone = [StandingConsultationEvent::from(tactical()), ended().into()];
    given::<StandingConsultations>(gone.clone()).when(register(second.clone())).then([second]);
    let mut changed = tactical();
    changed.profile.times_a_year = whole(6);
    known().when(register(changed)).then_refused("consultation-exists");

    known().when(StandingConsultationCommand::Attach(attached())).then([attached()]);
    let empty = StandingConsultationAttached { topics: vec![], ..attached() };
    known().when(StandingConsultationCommand::Attach(empty)).then_faults(&["/topics"]);
    let unknown = StandingConsultationAttached { consultation: id(399), ..attached() };
    known().when(StandingConsultationCommand::Attach(unknown)).then_refused("consultation-unknown");
    given::<StandingConsultations>(gone)
        .when(StandingConsultationCommand::Attach(attached()))
        .then_refused("consultation-ended");
}

#[test]
fn a_consultation_is_appreciated_from_one_to_five_with_a_reason() {
    let known = || given::<StandingConsultations>([tactical()]);
    let appreciate = StandingConsultationCommand::Appreciate;
    for provider in [None, Some(51)] {
        known().when(appreciate(appreciated(provider, 4))).then([appreciated(provider, 4)]);
    }
    let told = given::<StandingConsultations>([
        StandingConsultationEvent::from(tactical()),
        appreciated(None, 4).into(),
    ]);
    told.when(appreciate(appreciated(None, 4))).then_nothing();
    let personal = StandingConsultationAppreciated {
        reason: text("Bel 06-12345678."),
        ..appreciated(None, 6)
    };
    known().when(appreciate(personal)).then_faults(&["/reason", "/score"]);
}

#[test]
fn a_meeting_has_the_standing_items_on_its_agenda() {
    let mut register = StandingConsultations::default();
    register.evolve(&tactical().into());
    let held = register.held(id(301)).unwrap();
    let on = |number, title: &str, part| AgendaItem {
        number: whole(number),
        title: text(title),
        minutes: whole(10),
        description: None,
        part: Some(part),
    };
    let full = [on(1, "Kwaliteit", AgendaPart::Quality), on(2, "Geld", AgendaPart::Finance)];
    assert!(held.agenda_faults(&full).is_empty());
    assert_eq!(held.agenda_faults(&full[..1]).as_slice().len(), 1);
    let other = [on(1, "Kwaliteit", AgendaPart::Other), full[1].clone()];
    assert_eq!(held.agenda_faults(&other).as_slice().len(), 1);
}
