//! The rules of a trajectory: its profile, lots, principles, planning and documents.

use crate::closing;
use crate::examples::{file, id, in_lot, place, term, text, whole};
use crate::foundation::{principle, product, record, situation};
use crate::harness::{given, given_nothing, state};
use calendar::{ChosenTerms, RuleOverride, TermProfile, TermProfileVersion};
use dialogue::redress::DecisionReference;
use dialogue::trajectory::{
    AdvisingCouncil, Buyer, DocumentKind, DocumentMade, Instrument, Law, Lot, Milestone, Profile,
    PublishDocument, Section, TrajectoryDocumentPublished, TrajectoryInstrumentChosen,
    TrajectoryLotAdded, TrajectoryLotSplit, TrajectoryOpened, TrajectoryPlanned,
    TrajectoryTenderClosingSuspended, TrajectoryTenderingReopened, TrajectoryTermsChosen,
};
use dialogue::{PhaseKind, Reference, Trajectory, TrajectoryCommand, TrajectoryEvent};
use std::collections::BTreeSet;

fn profile() -> Profile {
    Profile {
        title: text("Jeugdhulp Veluwerand vanaf 2028"),
        summary: text("Zes gemeenten kopen samen hulp in voor kinderen en hun ouders."),
        region: text("Veluwerand"),
        lead: buyer("GM0233", "Ermelo"),
        members: vec![buyer("GM0243", "Harderwijk"), buyer("GM0302", "Nunspeet")],
        laws: BTreeSet::from([Law::YouthAct]),
        councils: vec![AdvisingCouncil {
            code: text("adviesraad-veluwerand"),
            name: text("Adviesraad Veluwerand"),
        }],
    }
}

fn buyer(code: &str, name: &str) -> Buyer {
    Buyer { code: text(code), name: text(name) }
}

pub(crate) fn opened() -> TrajectoryEvent {
    TrajectoryOpened { profile: profile() }.into()
}

fn lot(number: u32, title: &str) -> Lot {
    Lot {
        number: whole(number),
        title: text(title),
        description: text("Hulp bij het gezin thuis."),
    }
}

pub(crate) fn lot_added(number: u32) -> TrajectoryEvent {
    let lot = lot(number, "Ambulante hulp");
    TrajectoryLotAdded { lot }.into()
}

fn choose(instrument: Instrument, reason: &str) -> TrajectoryCommand {
    TrajectoryCommand::ChooseInstrument { instrument, reason: text(reason) }
}

fn milestone(at: &str) -> Milestone {
    Milestone {
        title: text("Publicatie van de leidraad"),
        phase: PhaseKind::Procedure,
        term: term(at),
    }
}

fn publish(document: u128, title: &str, change: Option<&str>) -> PublishDocument {
    PublishDocument {
        document: id(document),
        kind: DocumentKind::TenderGuide,
        title: text(title),
        file: file("leidraad.pdf"),
        sections: vec![section("1"), section("3.2")],
        change: change.map(text),
        authors_accepted: None,
        made: None,
    }
}

fn section(number: &str) -> Section {
    Section { number: text(number), title: text("Eisen"), text: None }
}

fn as_version(version: u32, new: PublishDocument) -> TrajectoryDocumentPublished {
    TrajectoryDocumentPublished {
        document: new.document,
        version,
        kind: new.kind,
        title: new.title,
        file: new.file,
        sections: new.sections,
        change: new.change,
        authors_accepted: new.authors_accepted,
        made: new.made,
    }
}

/// A first version of a document.
pub(crate) fn document_published(document: u128) -> TrajectoryEvent {
    as_version(1, publish(document, "Leidraad", None)).into()
}

/// A version of a document with these sections, in this order.
pub(crate) fn sections_published(
    document: u128,
    version: u32,
    numbers: &[&str],
) -> TrajectoryEvent {
    let sections = numbers.iter().map(|number| section(number)).collect();
    let change = (version > 1).then_some("De volgorde is anders.");
    as_version(version, PublishDocument { sections, ..publish(document, "Leidraad", change) })
        .into()
}

pub(crate) fn pool() -> Vec<TrajectoryCommand> {
    let elsewhere = Profile { region: text("Randmeren"), ..profile() };
    vec![
        TrajectoryCommand::Open(profile()),
        TrajectoryCommand::Open(elsewhere),
        TrajectoryCommand::AddLot(lot(1, "Ambulante hulp")),
        TrajectoryCommand::AddLot(lot(1, "Verblijf")),
        TrajectoryCommand::AddLot(lot(2, "Verblijf")),
        choose(Instrument::OpenHouse, "Iedereen die voldoet, mag meedoen."),
        choose(Instrument::SocialServices, "Wij willen met minder partijen werken."),
        TrajectoryCommand::ChooseTerms(terms("open-procedure")),
        TrajectoryCommand::ChooseTerms(terms("subsidy")),
        record(vec![principle("dichtbij")], None),
        record(vec![principle("dichtbij"), principle("samen")], Some("Samen is erbij.")),
        record(vec![], Some("Wij beginnen opnieuw.")),
        TrajectoryCommand::DescribeSituation(situation(Law::YouthAct)),
        TrajectoryCommand::DescribeProducts(vec![product("begeleiding", None)]),
        TrajectoryCommand::Plan(vec![milestone("2027-09-01T12:00:00+02:00")]),
        TrajectoryCommand::Plan(vec![milestone("2027-10-01T12:00:00+02:00")]),
        TrajectoryCommand::PublishDocument(publish(10, "Leidraad", None)),
        TrajectoryCommand::PublishDocument(publish(10, "Leidraad", Some("Eis 4 is vervallen."))),
        TrajectoryCommand::PublishDocument(publish(10, "Gids", Some("Eis 5 is toegevoegd."))),
        TrajectoryCommand::PublishDocument(publish(11, "Tarieven", None)),
    ]
}

/// What comes with the procedure.
pub(crate) fn pool_procedure() -> Vec<TrajectoryCommand> {
    let before = [
        TrajectoryCommand::Open(profile()),
        TrajectoryCommand::ChooseTerms(terms("open-procedure")),
    ];
    let lots = [TrajectoryCommand::AddLot(lot(2, "Verblijf"))];
    before.into_iter().chain(lots).chain(closing::pool()).chain(effects()).collect()
}

/// What decisions bring about.
fn effects() -> [TrajectoryCommand; 3] {
    [
        TrajectoryCommand::SuspendClosing(TrajectoryTenderClosingSuspended {
            decision: by_complaint(1),
            reason: text("Het tarief wordt onderzocht."),
        }),
        TrajectoryCommand::ReopenTendering(TrajectoryTenderingReopened {
            decision: by_complaint(2),
            closing: term("2031-10-31T12:00:00+01:00"),
            reason: text("Het tarief is opnieuw berekend."),
        }),
        split(2, &[21, 22]),
    ]
}

fn by_complaint(effect: u32) -> DecisionReference {
    DecisionReference { complaint: Some(id(95)), objection: None, effect: whole(effect) }
}

fn split(number: u32, into: &[u32]) -> TrajectoryCommand {
    TrajectoryCommand::SplitLot(TrajectoryLotSplit {
        decision: by_complaint(3),
        lot: whole(number),
        into: into.iter().map(|number| lot(*number, "Een deel")).collect(),
        reason: text("Kleine praktijken krijgen een eigen perceel."),
    })
}

#[test]
fn a_lot_is_split_once_into_lots_with_numbers_of_their_own() {
    let events = || {
        let lots = [lot(1, "Ambulante hulp"), lot(2, "Verblijf")];
        let lots = lots.map(|lot| TrajectoryEvent::from(TrajectoryLotAdded { lot }));
        [opened()].into_iter().chain(lots).collect::<Vec<_>>()
    };
    given::<Trajectory>(events()).when(split(2, &[3])).then_faults(&["/into"]);
    given::<Trajectory>(events()).when(split(9, &[3, 4])).then_faults(&["/lot"]);
    given::<Trajectory>(events()).when(split(2, &[1, 4, 4, 100])).then_faults(&[
        "/into/0/number",
        "/into/2/number",
        "/into/3/number",
    ]);
    let split_once = given::<Trajectory>(events()).when(split(2, &[3, 4])).into_events();
    let after = [events(), split_once].concat();
    given::<Trajectory>(after.clone()).when(split(2, &[3, 4])).then_nothing();
    given::<Trajectory>(after).when(split(2, &[5, 6])).then_faults(&["/lot"]);
}

#[test]
fn what_has_no_closing_is_not_suspended_or_reopened() {
    let [suspend, reopen, _] = effects();
    for command in [suspend, reopen] {
        let told = given::<Trajectory>([opened()]).when(command);
        told.then_refused("tender-closing-not-set");
    }
}

#[test]
fn a_trajectory_opens_with_its_profile() {
    given_nothing::<Trajectory>().when(TrajectoryCommand::Open(profile())).then([opened()]);
}

#[test]
fn opening_again_with_the_same_profile_yields_nothing() {
    given::<Trajectory>([opened()]).when(TrajectoryCommand::Open(profile())).then_nothing();
}

#[test]
fn an_open_trajectory_does_not_take_another_profile() {
    let other = Profile { title: text("Jeugdhulp Veluwerand vanaf 2030"), ..profile() };
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::Open(other))
        .then_refused("trajectory-exists");
}

#[test]
fn a_profile_names_an_act_and_nobody_twice() {
    let mut wrong = profile();
    wrong.members.push(buyer("GM0233", "Ermelo, nog een keer"));
    given_nothing::<Trajectory>()
        .when(TrajectoryCommand::Open(wrong.clone()))
        .then_faults(&["/members/2/code"]);
    wrong.members[1] = wrong.members[0].clone();
    wrong.councils.push(wrong.councils[0].clone());
    wrong.laws.clear();
    given_nothing::<Trajectory>().when(TrajectoryCommand::Open(wrong)).then_faults(&[
        "/members/1/code",
        "/members/2/code",
        "/councils/1/code",
        "/laws",
    ]);
}

#[test]
fn nothing_is_known_of_a_trajectory_that_was_not_opened() {
    for command in [
        TrajectoryCommand::AddLot(lot(1, "Ambulante hulp")),
        choose(Instrument::Subsidy, "Het gaat om een proef."),
        record(vec![principle("dichtbij")], None),
        TrajectoryCommand::Plan(vec![milestone("2027-09-01T12:00:00+02:00")]),
        TrajectoryCommand::PublishDocument(publish(10, "Leidraad", None)),
    ] {
        given_nothing::<Trajectory>().when(command).then_refused("trajectory-unknown");
    }
}

#[test]
fn a_lot_is_added_once() {
    let added = TrajectoryLotAdded { lot: lot(1, "Ambulante hulp") };
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::AddLot(lot(1, "Ambulante hulp")))
        .then([added]);
    given::<Trajectory>([opened(), lot_added(1)])
        .when(TrajectoryCommand::AddLot(lot(1, "Ambulante hulp")))
        .then_nothing();
}

#[test]
fn a_number_of_a_lot_is_not_used_for_another_lot() {
    let told = given::<Trajectory>([opened(), lot_added(7)])
        .when(TrajectoryCommand::AddLot(lot(7, "Verblijf")))
        .then_refused("lot-exists");
    assert!(told.detail.contains("Perceel 7"), "{}", told.detail);
}

#[test]
fn lots_are_numbered_from_1_to_99() {
    for number in [1, 99] {
        given::<Trajectory>([opened()])
            .when(TrajectoryCommand::AddLot(lot(number, "Ambulante hulp")))
            .then([lot_added(number)]);
    }
    for number in [0, 100] {
        let told = given::<Trajectory>([opened()])
            .when(TrajectoryCommand::AddLot(lot(number, "Ambulante hulp")))
            .then_faults(&["/number"]);
        assert!(told.faults[0].detail.contains("1 t/m 99"));
    }
}

#[test]
fn another_instrument_or_another_reason_takes_the_place_of_the_first() {
    let chosen =
        |instrument, reason| TrajectoryInstrumentChosen { instrument, reason: text(reason) };
    let first = chosen(Instrument::OpenHouse, "Iedereen die voldoet, mag meedoen.");
    given::<Trajectory>([opened()])
        .when(choose(first.instrument, first.reason.as_str()))
        .then([first.clone()]);
    given::<Trajectory>([opened(), first.clone().into()])
        .when(choose(first.instrument, first.reason.as_str()))
        .then_nothing();
    given::<Trajectory>([opened(), first.clone().into()])
        .when(choose(first.instrument, "Zo kunnen ook kleine praktijken meedoen."))
        .then([chosen(first.instrument, "Zo kunnen ook kleine praktijken meedoen.")]);
    given::<Trajectory>([opened(), first.clone().into()])
        .when(choose(Instrument::Subsidy, first.reason.as_str()))
        .then([chosen(Instrument::Subsidy, first.reason.as_str())]);
}

#[test]
fn the_planning_is_made_in_versions() {
    let planned = |version, milestones| TrajectoryPlanned { version, milestones };
    let early = vec![milestone("2027-09-01T12:00:00+02:00")];
    let late = vec![milestone("2027-10-01T12:00:00+02:00")];
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::Plan(early.clone()))
        .then([planned(1, early.clone())]);
    let known = || given::<Trajectory>([opened(), planned(1, early.clone()).into()]);
    known().when(TrajectoryCommand::Plan(early.clone())).then_nothing();
    known().when(TrajectoryCommand::Plan(late.clone())).then([planned(2, late)]);
}

#[test]
fn each_document_has_versions_of_its_own() {
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::PublishDocument(publish(10, "Leidraad", None)))
        .then([as_version(1, publish(10, "Leidraad", None))]);
    let changed = publish(10, "Leidraad", Some("Eis 4 is vervallen."));
    given::<Trajectory>([opened(), document_published(10)])
        .when(TrajectoryCommand::PublishDocument(changed.clone()))
        .then([as_version(2, changed)]);
    given::<Trajectory>([opened(), document_published(10)])
        .when(TrajectoryCommand::PublishDocument(publish(11, "Tarieven", None)))
        .then([as_version(1, publish(11, "Tarieven", None))]);
}

#[test]
fn the_same_version_is_not_published_twice() {
    given::<Trajectory>([opened(), document_published(10)])
        .when(TrajectoryCommand::PublishDocument(publish(10, "Leidraad", None)))
        .then_nothing();
}

#[test]
fn a_later_version_of_a_document_tells_what_changed() {
    let mut later = publish(10, "Leidraad (definitief)", None);
    given::<Trajectory>([opened(), document_published(10)])
        .when(TrajectoryCommand::PublishDocument(later.clone()))
        .then_faults(&["/change"]);
    later.sections.push(section("1"));
    given::<Trajectory>([opened(), document_published(10)])
        .when(TrajectoryCommand::PublishDocument(later))
        .then_faults(&["/change", "/sections/2/number"]);
}

#[test]
fn a_section_stands_once_in_a_document() {
    let mut doubled = publish(10, "Leidraad", None);
    doubled.sections = ["1", "2", "1"].map(section).to_vec();
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::PublishDocument(doubled))
        .then_faults(&["/sections/2/number"]);
}

/// Two lots, and a document of which section 4 came in the second version.
fn documented() -> Trajectory {
    let mut second = publish(10, "Leidraad", Some("Paragraaf 4 is nieuw."));
    second.sections.push(section("4"));
    state([
        opened(),
        lot_added(1),
        lot_added(2),
        document_published(20),
        document_published(10),
        as_version(2, second).into(),
    ])
}

#[test]
fn a_reference_points_to_what_there_is() {
    for (reference, section_known) in [
        (Reference::default(), true),
        (in_lot(2, Reference::default()), true),
        (place(id(10), 1, None), true),
        (place(id(10), 1, Some("3.2")), true),
        (in_lot(1, place(id(10), 2, Some("4"))), true),
        (place(id(10), 1, Some("4")), false),
        (place(id(10), 2, Some("9.9")), false),
    ] {
        assert_eq!(
            documented().check_reference(&reference, "/reference"),
            Ok(section_known),
            "{reference:?}"
        );
    }
}

#[test]
fn a_reference_to_what_is_not_there_names_the_fields() {
    for (reference, fields) in [
        (in_lot(3, Reference::default()), vec!["/reference/lot"]),
        (place(id(99), 1, Some("1")), vec!["/reference/document/document"]),
        (place(id(10), 3, None), vec!["/reference/document/version"]),
        (place(id(10), 0, None), vec!["/reference/document/version"]),
        (in_lot(0, place(id(20), 2, None)), vec!["/reference/lot", "/reference/document/version"]),
    ] {
        let faults = documented().check_reference(&reference, "/reference").unwrap_err();
        let named: Vec<_> = faults.as_slice().iter().map(|fault| &fault.field).collect();
        assert_eq!(named, fields, "{reference:?}");
    }
}

#[test]
fn a_section_has_its_place_in_the_list_of_the_version_it_is_in() {
    let trajectory: Trajectory = state([
        opened(),
        sections_published(20, 1, &["Bijlage 2", "1", "3.10", "3.2"]),
        sections_published(20, 2, &["3.2", "1", "4"]),
        sections_published(10, 1, &[]),
    ]);
    let place_of = |document, version, section| {
        let at = place(id(document), version, section).document.unwrap();
        trajectory.place_of_section(&at)
    };
    assert_eq!(place_of(20, 1, Some("Bijlage 2")), Some(0));
    assert_eq!(place_of(20, 1, Some("3.10")), Some(2));
    assert_eq!(place_of(20, 1, Some("3.2")), Some(3));
    assert_eq!(place_of(20, 2, Some("3.2")), Some(0));
    assert_eq!(place_of(20, 2, Some("4")), Some(2));
    for (document, version, section) in [
        (20, 1, Some("4")),
        (20, 2, Some("3.10")),
        (20, 1, None),
        (20, 0, Some("1")),
        (20, 3, Some("1")),
        (10, 1, Some("1")),
        (99, 1, Some("1")),
    ] {
        assert_eq!(place_of(document, version, section), None, "{document} {version} {section:?}");
    }
}

#[test]
fn a_trajectory_knows_its_parties_and_its_documents() {
    let trajectory = documented();
    assert_eq!(trajectory.profile(), Ok(&profile()));
    assert!(trajectory.is_of(&text("GM0233")), "the lead buys in it");
    assert!(trajectory.is_of(&text("GM0302")), "a member buys in it");
    assert!(!trajectory.is_of(&text("GM0363")));
    assert!(trajectory.is_advised_by(&text("adviesraad-veluwerand")));
    assert!(!trajectory.is_advised_by(&text("adviesraad-randmeren")));
    assert!(trajectory.has_lot(whole(2)) && !trajectory.has_lot(whole(3)));
    assert_eq!(trajectory.place_of(id(20)), Some(0));
    assert_eq!(trajectory.place_of(id(10)), Some(1));
    assert_eq!(trajectory.place_of(id(99)), None);
    let version = |number| trajectory.document(id(10), number).map(|d| d.version);
    assert_eq!([0, 1, 2, 3].map(version), [None, Some(1), Some(2), None]);
}

#[test]
fn a_trajectory_that_was_not_opened_is_of_nobody() {
    let trajectory = Trajectory::default();
    assert_eq!(trajectory.profile().unwrap_err().told().code, "trajectory-unknown");
    assert!(!trajectory.is_of(&text("GM0233")));
    assert!(!trajectory.is_advised_by(&text("adviesraad-veluwerand")));
}

/// A profile in its first version, with the first of its rules replaced by itself.
pub(crate) fn terms(profile: &str) -> ChosenTerms {
    let profile = TermProfileVersion { id: text(profile), version: whole(1) };
    let rule = TermProfile::find(&profile).unwrap().rules[0].clone();
    let overrides = vec![RuleOverride { rule, reason: text("Zo spraken wij het af.") }];
    ChosenTerms { profile, overrides }
}

#[test]
fn other_rules_for_terms_take_the_place_of_the_first() {
    let first = TrajectoryTermsChosen { terms: terms("open-procedure") };
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseTerms(first.terms.clone()))
        .then([first.clone()]);
    given::<Trajectory>([opened(), first.clone().into()])
        .when(TrajectoryCommand::ChooseTerms(first.terms.clone()))
        .then_nothing();
    let second = TrajectoryTermsChosen { terms: terms("subsidy") };
    given::<Trajectory>([opened(), first.into()])
        .when(TrajectoryCommand::ChooseTerms(second.terms.clone()))
        .then([second]);
}

#[test]
fn a_profile_that_is_not_known_and_a_rule_that_it_does_not_have_are_refused() {
    let mut unknown = terms("open-procedure");
    unknown.profile.version = whole(9);
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseTerms(unknown))
        .then_faults(&["/profile"]);
    let mut other = terms("open-procedure");
    other.overrides[0].rule.id = text("een-andere-regel");
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseTerms(other))
        .then_faults(&["/overrides/0/rule/id"]);
}

#[test]
fn a_version_from_elsewhere_tells_who_made_it_and_never_which_person() {
    let begun = || given::<Trajectory>([opened()]);
    let from = |editor: &str| {
        let made = DocumentMade {
            version: text("0.9"),
            on: jiff::civil::date(2027, 1, 18),
            editor: text(editor),
        };
        PublishDocument { made: Some(made), ..publish(7, "Leidraad", None) }
    };
    let team = from("Projectteam inkoop");
    let publish = TrajectoryCommand::PublishDocument;
    begun().when(publish(team.clone())).then([as_version(1, team)]);
    begun().when(publish(from("Mevrouw Jansen"))).then_faults(&["/made/editor"]);
}
