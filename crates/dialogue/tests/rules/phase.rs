//! The rules of a phase: when it opens, how its plan changes, and when it may close.

use crate::examples::{id, text};
use crate::harness::{fields_of, given, given_nothing, state};
use dialogue::phase::{
    Perspectives, PhaseAdviceRegistered, PhaseClosed, PhaseOpened, PhasePlanRecorded,
    PhaseRoundRegistered, PhaseSessionRegistered, RoundOfPhase, Theme, Unanswered,
};
use dialogue::{DialoguePlan, Phase, PhaseCommand, PhaseEvent, Room};

pub(crate) fn theme(key: &str, room: Room) -> Theme {
    Theme {
        key: text(key),
        title: text("Hulp dichtbij"),
        description: Some(text("Waar krijgt een kind hulp?")),
        room,
        reason: Some(text("De raad heeft hierover nog niets besloten.")),
    }
}

fn both(municipality: &str, provider: &str) -> Perspectives {
    Perspectives { municipality: Some(text(municipality)), provider: Some(text(provider)) }
}

/// A complete plan: one theme of each kind of room.
pub(crate) fn plan() -> DialoguePlan {
    DialoguePlan {
        subjects: both("De toegang tot hulp.", "De wachttijd."),
        room: both("Het budget ligt vast.", "De werkwijze is vrij."),
        participants: both("Alle zes gemeenten.", "Ook kleine praktijken."),
        organisation: both("Twee bijeenkomsten.", "Ook op papier."),
        themes: vec![
            theme("dichtbij", Room::Open),
            theme("toegang", Room::Amendable),
            theme("budget", Room::Fixed),
        ],
    }
}

fn planned(version: u32, plan: DialoguePlan, reason: Option<&str>) -> PhaseEvent {
    PhasePlanRecorded { version, plan, reason: reason.map(text) }.into()
}

fn running() -> [PhaseEvent; 2] {
    [planned(1, plan(), None), PhaseOpened { version: 1, plan: plan() }.into()]
}

fn closed() -> [PhaseEvent; 3] {
    let [planned, opened] = running();
    let outcome = text("De visie staat.");
    [planned, opened, PhaseClosed { outcome }.into()]
}

fn record(plan: DialoguePlan, reason: Option<&str>) -> PhaseCommand {
    PhaseCommand::RecordPlan { plan, reason: reason.map(text) }
}

fn close(outcome: &str, unanswered: Vec<Unanswered>) -> PhaseCommand {
    PhaseCommand::Close { outcome: text(outcome), unanswered }
}

/// Takes something out of a plan.
type Gap = fn(&mut DialoguePlan);

/// The plan with one thing left out.
fn without(leave_out: Gap) -> DialoguePlan {
    let mut plan = plan();
    leave_out(&mut plan);
    plan
}

/// The plan with this many themes.
fn with_themes(count: usize) -> DialoguePlan {
    DialoguePlan {
        themes: (0..count).map(|number| theme(&format!("thema-{number}"), Room::Open)).collect(),
        ..plan()
    }
}

fn consultation() -> RoundOfPhase {
    RoundOfPhase::Consultation(id(21))
}

fn questions() -> RoundOfPhase {
    RoundOfPhase::Questions(id(22))
}

pub(crate) fn pool() -> Vec<PhaseCommand> {
    let smaller = without(|plan| plan.themes.truncate(1));
    vec![
        record(DialoguePlan::default(), None),
        record(plan(), None),
        record(smaller.clone(), Some("Twee thema's zijn al besproken.")),
        PhaseCommand::Open,
        record(plan(), Some("De raad vroeg om meer thema's.")),
        record(plan(), Some("De aanbieders vroegen om meer thema's.")),
        record(smaller, None),
        PhaseCommand::RegisterRound(consultation()),
        PhaseCommand::RegisterRound(questions()),
        PhaseCommand::RegisterAdvice(id(31)),
        PhaseCommand::RegisterAdvice(id(32)),
        PhaseCommand::RegisterSession(id(36)),
        close("De visie staat.", vec![Unanswered::Questions(id(22))]),
        close("De visie staat.", vec![]),
        close("De visie is aangepast.", vec![]),
    ]
}

#[test]
fn a_plan_may_have_gaps_while_it_is_a_draft() {
    given_nothing::<Phase>().when(record(DialoguePlan::default(), None)).then([planned(
        1,
        DialoguePlan::default(),
        None,
    )]);
}

#[test]
fn a_plan_is_recorded_in_versions() {
    given::<Phase>([planned(1, DialoguePlan::default(), None)])
        .when(record(plan(), None))
        .then([planned(2, plan(), None)]);
    given::<Phase>([planned(2, plan(), None)]).when(record(plan(), None)).then_nothing();
    given::<Phase>([planned(2, plan(), None)])
        .when(record(plan(), Some("De opzet is toegelicht.")))
        .then([planned(3, plan(), Some("De opzet is toegelicht."))]);
}

#[test]
fn every_theme_has_a_key_of_its_own() {
    let doubled = without(|plan| plan.themes[2].key = plan.themes[0].key.clone());
    given_nothing::<Phase>().when(record(doubled, None)).then_faults(&["/themes/2/key"]);
}

#[test]
fn a_plan_has_at_most_a_hundred_themes() {
    given_nothing::<Phase>().when(record(with_themes(100), None)).then([planned(
        1,
        with_themes(100),
        None,
    )]);
    let told =
        given_nothing::<Phase>().when(record(with_themes(101), None)).then_faults(&["/themes"]);
    assert!(told.faults[0].detail.contains("hoogstens 100"));
}

#[test]
fn a_phase_opens_with_the_plan_that_counts_and_tells_it() {
    given::<Phase>([planned(1, DialoguePlan::default(), None), planned(2, plan(), None)])
        .when(PhaseCommand::Open)
        .then([PhaseOpened { version: 2, plan: plan() }]);
    let shorter = without(|plan| plan.themes.truncate(2));
    given::<Phase>([planned(1, plan(), None), planned(2, shorter.clone(), None)])
        .when(PhaseCommand::Open)
        .then([PhaseOpened { version: 2, plan: shorter }]);
    given::<Phase>(running()).when(PhaseCommand::Open).then_nothing();
}

#[test]
fn a_phase_does_not_open_while_something_is_missing_and_names_it() {
    let gaps: [(&str, Gap); 10] = [
        ("/subjects/municipality", |p| p.subjects.municipality = None),
        ("/subjects/provider", |p| p.subjects.provider = None),
        ("/room/municipality", |p| p.room.municipality = None),
        ("/room/provider", |p| p.room.provider = None),
        ("/participants/municipality", |p| {
            p.participants.municipality = None;
        }),
        ("/participants/provider", |p| p.participants.provider = None),
        ("/organisation/municipality", |p| {
            p.organisation.municipality = None;
        }),
        ("/organisation/provider", |p| p.organisation.provider = None),
        ("/themes", |p| p.themes.clear()),
        ("/themes/1/reason", |p| p.themes[1].reason = None),
    ];
    for (field, leave_out) in gaps {
        let told = given::<Phase>([planned(1, without(leave_out), None)])
            .when(PhaseCommand::Open)
            .then_refused("dialogue-plan-incomplete");
        assert_eq!(fields_of(&told), [field]);
    }
}

#[test]
fn an_empty_plan_is_told_all_that_is_missing_at_once() {
    let told = given::<Phase>([planned(1, DialoguePlan::default(), None)])
        .when(PhaseCommand::Open)
        .then_refused("dialogue-plan-incomplete");
    assert_eq!(
        fields_of(&told),
        [
            "/subjects/municipality",
            "/subjects/provider",
            "/room/municipality",
            "/room/provider",
            "/participants/municipality",
            "/participants/provider",
            "/organisation/municipality",
            "/organisation/provider",
            "/themes",
        ]
    );
}

#[test]
fn a_theme_without_a_description_is_complete() {
    let brief = without(|plan| plan.themes[0].description = None);
    given::<Phase>([planned(1, brief.clone(), None)])
        .when(PhaseCommand::Open)
        .then([PhaseOpened { version: 1, plan: brief }]);
}

#[test]
fn a_phase_without_a_plan_is_unknown() {
    for command in [
        PhaseCommand::Open,
        PhaseCommand::RegisterRound(consultation()),
        PhaseCommand::RegisterAdvice(id(31)),
        close("De visie staat.", vec![]),
    ] {
        given_nothing::<Phase>().when(command).then_refused("phase-unknown");
    }
}

#[test]
fn nothing_is_said_in_a_phase_that_is_not_open() {
    for command in [
        PhaseCommand::RegisterRound(questions()),
        PhaseCommand::RegisterAdvice(id(31)),
        close("De visie staat.", vec![]),
    ] {
        given::<Phase>([planned(1, plan(), None)]).when(command).then_refused("phase-not-open");
    }
}

#[test]
fn nothing_more_is_said_in_a_phase_that_is_closed() {
    for command in [
        record(DialoguePlan::default(), Some("Wij beginnen opnieuw.")),
        PhaseCommand::Open,
        PhaseCommand::RegisterRound(questions()),
        PhaseCommand::RegisterAdvice(id(31)),
        close("De visie is aangepast.", vec![]),
    ] {
        given::<Phase>(closed()).when(command).then_refused("phase-closed");
    }
}

#[test]
fn the_plan_of_an_open_phase_changes_only_with_a_reason() {
    let shorter = without(|plan| plan.themes.truncate(2));
    given::<Phase>(running())
        .when(record(shorter.clone(), None))
        .then_refused("plan-revision-without-reason");
    given::<Phase>(running())
        .when(record(shorter.clone(), Some("Het budget is besproken.")))
        .then([planned(2, shorter, Some("Het budget is besproken."))]);
}

#[test]
fn the_plan_of_an_open_phase_stays_complete() {
    let gap = without(|plan| plan.room.provider = None);
    let told = given::<Phase>(running())
        .when(record(gap, Some("De ruimte is nog onzeker.")))
        .then_refused("dialogue-plan-incomplete");
    assert_eq!(fields_of(&told), ["/room/provider"]);
}

#[test]
fn a_revision_that_is_repeated_yields_nothing() {
    let [planned_before, opened] = running();
    let revised = planned(2, plan(), Some("De opzet is toegelicht."));
    given::<Phase>([planned_before, opened, revised])
        .when(record(plan(), Some("De opzet is toegelicht.")))
        .then_nothing();
    given::<Phase>(closed()).when(record(plan(), None)).then_nothing();
}

#[test]
fn a_round_of_either_kind_is_registered_once() {
    for round in [consultation(), questions()] {
        let [planned, opened] = running();
        let registered = PhaseRoundRegistered { round };
        given::<Phase>(running())
            .when(PhaseCommand::RegisterRound(round))
            .then([registered.clone()]);
        given::<Phase>([planned, opened, registered.into()])
            .when(PhaseCommand::RegisterRound(round))
            .then_nothing();
    }
}

#[test]
fn an_advice_is_registered_once() {
    let [planned, opened] = running();
    let registered = PhaseAdviceRegistered { advice: id(31) };
    given::<Phase>(running()).when(PhaseCommand::RegisterAdvice(id(31))).then([registered.clone()]);
    given::<Phase>([planned, opened, registered.into()])
        .when(PhaseCommand::RegisterAdvice(id(31)))
        .then_nothing();
}

#[test]
fn a_phase_closes_when_all_input_has_its_answer() {
    given::<Phase>(running())
        .when(close("De visie staat.", vec![]))
        .then([PhaseClosed { outcome: text("De visie staat.") }]);
    given::<Phase>(closed()).when(close("De visie staat.", vec![])).then_nothing();
}

#[test]
fn a_phase_does_not_close_while_something_is_unanswered() {
    for (unanswered, words) in [
        (Unanswered::Consultation(id(21)), "nog geen verslag"),
        (Unanswered::Questions(id(22)), "nota van inlichtingen"),
        (Unanswered::Recommendations(id(31), vec![2]), "aanbeveling 2"),
        (Unanswered::RequirementFlags(3), "over een eis"),
        (Unanswered::Outreach(id(37)), "wat er met de ervaringen gebeurt"),
    ] {
        let told = given::<Phase>(running())
            .when(close("De visie staat.", vec![unanswered]))
            .then_refused("phase-has-unanswered-input");
        assert!(told.detail.contains(words), "{}", told.detail);
    }
}

#[test]
fn everything_that_is_unanswered_is_told_at_once() {
    let waiting =
        vec![Unanswered::Questions(id(22)), Unanswered::Recommendations(id(31), vec![1, 3])];
    let told = given::<Phase>(running())
        .when(close("De visie staat.", waiting))
        .then_refused("phase-has-unanswered-input");
    for words in [
        "00000000-0000-0000-0000-000000000016",
        "00000000-0000-0000-0000-00000000001f",
        "aanbeveling 1, 3",
    ] {
        assert!(told.detail.contains(words), "{}", told.detail);
    }
}

#[test]
fn a_phase_knows_its_plan_and_what_was_said_in_it() {
    let [planned, opened] = running();
    let phase: Phase = state([
        planned,
        opened,
        PhaseRoundRegistered { round: questions() }.into(),
        PhaseAdviceRegistered { advice: id(31) }.into(),
    ]);
    assert_eq!(phase.open(), Ok(&plan()));
    assert!(phase.rounds().iter().eq(&[questions()]));
    assert!(phase.advices().iter().eq(&[id(31)]));
}

#[test]
fn a_plan_finds_its_themes_by_key() {
    let room_of = |key: &str| plan().theme(&text(key)).map(|theme| theme.room);
    assert_eq!(room_of("budget"), Some(Room::Fixed));
    assert_eq!(room_of("wachttijd"), None);
}

#[test]
fn a_session_is_registered_once_and_its_report_is_waited_for() {
    let registered = PhaseSessionRegistered { session: id(36) };
    let register = || PhaseCommand::RegisterSession(id(36));
    given::<Phase>(running()).when(register()).then([registered.clone()]);
    let with = running().into_iter().chain([registered.into()]);
    given::<Phase>(with).when(register()).then_nothing();
    given::<Phase>(running())
        .when(close("De visie staat.", vec![Unanswered::Session(id(36))]))
        .then_refused("phase-has-unanswered-input");
}
