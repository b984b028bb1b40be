//! The rules of requirements: what an own one needs, how a set is published, the library.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing, state};
use dialogue::knowledge::{KnownSource, SourceKind};
use dialogue::requirement::{
    Burden, BurdenBearer, BurdenUnit, FlowDown, Goal, Influence, LearningProcess, MinimumException,
    RegionTraits, Requirement, RequirementDrafted, RequirementDropped, RequirementKind,
    RequirementLevel, RequirementLibraryEntryAdded, RequirementLibraryEntryRetired,
    RequirementLibraryEntryRevised, RequirementObject, RequirementPlace,
    RequirementSetFlagAnswered, RequirementSetFlagRegistered, RequirementSetGoalsRecorded,
    RequirementSetPublished, RequirementSource, Risk, RiskBearer, Specification, SpecificationMode,
};
use dialogue::trajectory::{Instrument, Law};
use dialogue::{
    RequirementId, RequirementLibrary, RequirementLibraryCommand, RequirementSet,
    RequirementSetCommand, RequirementSetEvent,
};
use std::collections::BTreeSet;
use vocabulary::Paragraph;

pub(crate) fn goal(key: &str) -> Goal {
    Goal {
        key: text(key),
        text: text("Kinderen hoeven minder lang te wachten."),
        policy_goal: Some(text("eerder-hulp")),
        principle: None,
        result: Some(text("Niemand wacht langer dan vier weken.")),
        indicator: Some(text("De wachttijd in dagen.")),
    }
}

/// An own requirement with all that it needs.
pub(crate) fn own() -> Requirement {
    Requirement {
        title: text("Elke week een tijd zonder afspraak"),
        text: text("De aanbieder houdt elke week tijd vrij voor wie niet kan wachten."),
        source: RequirementSource { kind: SourceKind::Own, known: None },
        object: RequirementObject::Organisation,
        level: RequirementLevel::Output,
        kind: RequirementKind::Indicator,
        specification: SpecificationMode::Functional,
        place: RequirementPlace::Programme,
        lots: BTreeSet::new(),
        goal: Some(text("korter-wachten")),
        measurement: Some(text("Het aantal vrije uren per week.")),
        verification: Some(text("In het kwartaalgesprek.")),
        evidence: vec![],
        burden: Some(Burden {
            minutes: whole(60),
            per: BurdenUnit::Year,
            bearer: BurdenBearer::Organisation,
            registration: false,
            estimate: text("Een uur om het rooster te delen."),
        }),
        topics: BTreeSet::from([text("waiting-time")]),
        instead_of_known: None,
        influence: None,
        flow_down: FlowDown::None,
        criterion: None,
        suitability: None,
        library: None,
    }
}

pub(crate) fn laws() -> BTreeSet<Law> {
    BTreeSet::from([Law::YouthAct])
}

/// A reference to a known source.
pub(crate) fn known(name: &str) -> Requirement {
    let source = KnownSource::all().iter().find(|it| it.id.as_str() == name).unwrap();
    Requirement::of_known(source).unwrap()
}

/// The whole legal minimum, each under its own name.
pub(crate) fn minimum() -> Vec<(RequirementId, Requirement)> {
    KnownSource::minimum(&laws(), None)
        .zip(500..)
        .map(|(source, number)| (id(number), Requirement::of_known(source).unwrap()))
        .collect()
}

fn draft(number: u128, requirement: Requirement) -> RequirementSetCommand {
    RequirementSetCommand::Draft { requirements: vec![(id(number), requirement)], laws: laws() }
}

fn drafted(number: u128, requirement: Requirement) -> RequirementSetEvent {
    RequirementDrafted { id: id(number), requirement }.into()
}

fn goals() -> RequirementSetEvent {
    RequirementSetGoalsRecorded { goals: vec![goal("korter-wachten")] }.into()
}

/// A draft that has everything that the law asks.
fn complete() -> Vec<RequirementSetEvent> {
    let minimum = minimum().into_iter();
    let minimum = minimum.map(|(id, requirement)| RequirementDrafted { id, requirement }.into());
    [goals(), drafted(1, own())].into_iter().chain(minimum).collect()
}

fn publish(change: Option<&str>) -> RequirementSetCommand {
    publish_without(change, vec![])
}

fn publish_without(
    change: Option<&str>,
    exceptions: Vec<MinimumException>,
) -> RequirementSetCommand {
    RequirementSetCommand::Publish {
        change: change.map(text),
        exceptions,
        laws: laws(),
        instrument: Some(Instrument::SocialServices),
    }
}

fn published() -> Vec<RequirementSetEvent> {
    let mut events = complete();
    let set = state::<RequirementSet>(events.clone());
    let specification = set.draft().clone();
    let first =
        RequirementSetPublished { version: 1, specification, exceptions: vec![], change: None };
    events.push(first.into());
    events
}

fn risk(bearer: RiskBearer, measure: Option<&str>) -> Risk {
    Risk {
        key: text("verwijzers"),
        title: text("Meer verwijzingen dan verwacht"),
        bearer,
        best_bearer: RiskBearer::Municipality,
        reason: text("De aanbieder bepaalt niet wie er komt."),
        price_effect: text("Een opslag in het tarief."),
        measure: measure.map(text),
    }
}

fn learning() -> LearningProcess {
    let said = || text::<Paragraph>("Elk kwartaal een gesprek.");
    LearningProcess {
        steering: said(),
        goals: said(),
        information: said(),
        escalation: said(),
        dossier: said(),
    }
}

fn region() -> RegionTraits {
    let said = || text::<Paragraph>("Veel dorpen, lange wegen.");
    RegionTraits {
        density: said(),
        spread: said(),
        specialisms: said(),
        labour: said(),
        consequences: said(),
    }
}

pub(crate) fn set_pool() -> Vec<RequirementSetCommand> {
    let flag = id(900);
    vec![
        RequirementSetCommand::RecordGoals(vec![goal("korter-wachten")]),
        RequirementSetCommand::RecordGoals(vec![goal("korter-wachten"), goal("dichtbij")]),
        RequirementSetCommand::RecordRisks(vec![risk(RiskBearer::Municipality, None)]),
        RequirementSetCommand::DescribeLearning(learning()),
        RequirementSetCommand::DescribeRegion(region()),
        draft(1, own()),
        draft(2, Requirement { title: text("Nog een eis"), ..own() }),
        RequirementSetCommand::DraftKnown { requirements: minimum(), laws: laws() },
        publish(None),
        RequirementSetCommand::RegisterFlag { flag, requirement: id(1) },
        RequirementSetCommand::AnswerFlag(flag),
        RequirementSetCommand::Drop { id: id(2), reason: text("Te zwaar.") },
        publish(Some("Een eis is vervallen.")),
    ]
}

fn add(number: u128, requirement: Requirement) -> RequirementLibraryCommand {
    RequirementLibraryCommand::Add { entry: id(number), requirement: Box::new(requirement) }
}

fn in_library() -> Requirement {
    Requirement { goal: None, ..own() }
}

fn shorter() -> Requirement {
    Requirement { text: text("Houd elke week tijd vrij."), ..in_library() }
}

fn revise(requirement: Requirement) -> RequirementLibraryCommand {
    let requirement = Box::new(requirement);
    RequirementLibraryCommand::Revise { entry: id(7), requirement, change: text("Korter.") }
}

fn retire() -> RequirementLibraryCommand {
    RequirementLibraryCommand::Retire { entry: id(7), reason: text("Niet meer nodig.") }
}

pub(crate) fn library_pool() -> Vec<RequirementLibraryCommand> {
    vec![add(7, in_library()), revise(shorter()), revise(in_library()), retire(), add(8, shorter())]
}

#[test]
fn an_own_requirement_needs_a_goal_a_way_to_verify_it_and_what_it_costs() {
    given::<RequirementSet>([goals()]).when(draft(1, own())).then([drafted(1, own())]);
    let bare = Requirement {
        goal: None,
        verification: None,
        burden: None,
        topics: BTreeSet::new(),
        ..own()
    };
    given::<RequirementSet>([goals()]).when(draft(1, bare)).then_faults(&[
        "/goal",
        "/verification",
        "/burden",
        "/topics",
    ]);
}

#[test]
fn a_requirement_serves_a_goal_that_is_there() {
    given_nothing::<RequirementSet>().when(draft(1, own())).then_faults(&["/goal"]);
    given::<RequirementSet>([goals(), drafted(1, own())])
        .when(RequirementSetCommand::RecordGoals(vec![goal("dichtbij")]))
        .then_faults(&["/goals"]);
}

#[test]
fn a_known_source_comes_before_an_own_text() {
    let about_complaints = Requirement { topics: BTreeSet::from([text("complaints")]), ..own() };
    let told = given::<RequirementSet>([goals()])
        .when(draft(1, about_complaints.clone()))
        .then_faults(&["/insteadOfKnown"]);
    assert!(told.faults[0].detail.contains("Klachtencommissie"), "{:?}", told.faults);
    let why = Some(text("De commissie moet ook ouders horen die geen klacht indienen."));
    let explained = Requirement { instead_of_known: why, ..about_complaints };
    given::<RequirementSet>([goals()])
        .when(draft(1, explained.clone()))
        .then([drafted(1, explained)]);
}

#[test]
fn a_source_is_known_of_its_kind_and_of_an_act_under_which_is_bought() {
    let complaints = known("youth-complaints");
    given_nothing::<RequirementSet>()
        .when(draft(1, complaints.clone()))
        .then([drafted(1, complaints.clone())]);
    let wrong = |source: RequirementSource| Requirement { source, ..known("youth-complaints") };
    let reference = complaints.source.known.clone();
    for (source, field) in [
        (RequirementSource { kind: SourceKind::Law, known: None }, "/source/known"),
        (RequirementSource { kind: SourceKind::Mark, known: reference }, "/source/kind"),
        (known("wmo-complaints").source, "/source/known"),
    ] {
        given_nothing::<RequirementSet>().when(draft(1, wrong(source))).then_faults(&[field]);
    }
    let mut newer = known("youth-complaints");
    newer.source.known.as_mut().unwrap().version = whole(9);
    given_nothing::<RequirementSet>().when(draft(1, newer)).then_faults(&["/source/known"]);
    let both = Requirement { source: complaints.source, ..own() };
    let mixed = RequirementSource { kind: SourceKind::Own, ..both.source };
    given::<RequirementSet>([goals()])
        .when(draft(1, Requirement { source: mixed, ..own() }))
        .then_faults(&["/source/known"]);
}

#[test]
fn an_outcome_counts_only_as_far_as_a_provider_can_do_something_about_it() {
    let outcome = Requirement { level: RequirementLevel::Outcome, ..own() };
    given::<RequirementSet>([goals()]).when(draft(1, outcome.clone())).then_faults(&["/influence"]);
    let influence = Influence {
        within: text("Hoe lang de hulp duurt."),
        outside: text("Hoeveel kinderen er worden verwezen."),
    };
    let limited = Requirement { influence: Some(influence), ..outcome };
    given::<RequirementSet>([goals()]).when(draft(1, limited.clone())).then([drafted(1, limited)]);
}

#[test]
fn what_belongs_to_one_place_is_refused_in_another() {
    let odd = Requirement {
        criterion: Some(text("vakmanschap")),
        suitability: Some(dialogue::requirement::SuitabilityTest {
            size_at_least: None,
            domains: BTreeSet::new(),
        }),
        ..own()
    };
    given::<RequirementSet>([goals()])
        .when(draft(1, odd))
        .then_faults(&["/criterion", "/suitability"]);
}

#[test]
fn a_source_is_referred_to_once() {
    let refer = || RequirementSetCommand::DraftKnown {
        requirements: vec![(id(3), known("youth-complaints"))],
        laws: laws(),
    };
    let before = drafted(1, known("youth-complaints"));
    given_nothing::<RequirementSet>().when(refer()).then([drafted(3, known("youth-complaints"))]);
    given::<RequirementSet>([before]).when(refer()).then_nothing();
}

#[test]
fn a_set_without_the_legal_minimum_is_not_published_unless_told_why() {
    let mut events = complete();
    let dropped = minimum()
        .into_iter()
        .find(|(_, it)| it.source.known.as_ref().unwrap().id.as_str() == "youth-participation")
        .unwrap();
    events.push(RequirementDropped { id: dropped.0, reason: text("Past niet.") }.into());
    let told = given::<RequirementSet>(events.clone())
        .when(publish(None))
        .then_refused("legal-minimum-missing");
    assert_eq!(told.faults.len(), 1);
    assert!(told.faults[0].detail.contains("Cliëntenraad"), "{:?}", told.faults);

    let exception = |name: &str| MinimumException {
        source: known(name).source.known.unwrap(),
        reason: text("Hier werken alleen praktijken van één persoon."),
    };
    let specification = state::<RequirementSet>(events.clone()).draft().clone();
    given::<RequirementSet>(events.clone())
        .when(publish_without(None, vec![exception("youth-participation")]))
        .then([RequirementSetPublished {
            version: 1,
            specification,
            exceptions: vec![exception("youth-participation")],
            change: None,
        }]);
    given::<RequirementSet>(events)
        .when(publish_without(None, vec![exception("wmo-participation")]))
        .then_faults(&["/exceptions/0/source"]);
}

#[test]
fn a_version_is_never_edited_and_a_next_one_tells_what_changed() {
    given::<RequirementSet>(published()).when(publish(None)).then_nothing();
    given::<RequirementSet>(published())
        .when(publish(Some("Niets.")))
        .then_refused("requirement-set-unchanged");
    let changed = || {
        let mut events = published();
        let reason = text("Te zwaar.");
        events.push(RequirementDropped { id: id(1), reason }.into());
        events
    };
    given::<RequirementSet>(changed()).when(publish(None)).then_faults(&["/change"]);
    let specification: Specification = state::<RequirementSet>(changed()).draft().clone();
    assert_eq!(specification.requirements.len(), minimum().len());
    given::<RequirementSet>(changed()).when(publish(Some("Eén eis minder."))).then([
        RequirementSetPublished {
            version: 2,
            specification,
            exceptions: vec![],
            change: Some(text("Eén eis minder.")),
        },
    ]);
    given_nothing::<RequirementSet>().when(publish(None)).then_faults(&[""]);
}

#[test]
fn nothing_is_published_while_a_provider_waits_for_an_answer() {
    let flag = id(900);
    let mut events = published();
    given::<RequirementSet>(events.clone())
        .when(RequirementSetCommand::RegisterFlag { flag, requirement: id(1) })
        .then([RequirementSetFlagRegistered { flag }]);
    given::<RequirementSet>(events.clone())
        .when(RequirementSetCommand::RegisterFlag { flag, requirement: id(99) })
        .then_refused("requirement-unknown");
    given::<RequirementSet>(complete())
        .when(RequirementSetCommand::RegisterFlag { flag, requirement: id(1) })
        .then_refused("requirement-set-unknown");

    events.push(RequirementSetFlagRegistered { flag }.into());
    events.push(RequirementDropped { id: id(1), reason: text("Te zwaar.") }.into());
    given::<RequirementSet>(events.clone())
        .when(publish(Some("Eén eis minder.")))
        .then_refused("requirement-flags-unanswered");
    given::<RequirementSet>(events)
        .when(RequirementSetCommand::AnswerFlag(flag))
        .then([RequirementSetFlagAnswered { flag }]);
    given_nothing::<RequirementSet>()
        .when(RequirementSetCommand::AnswerFlag(flag))
        .then_refused("requirement-flag-unknown");
}

#[test]
fn a_requirement_that_is_not_there_is_not_dropped() {
    given_nothing::<RequirementSet>()
        .when(RequirementSetCommand::Drop { id: id(1), reason: text("Weg.") })
        .then_refused("requirement-unknown");
}

#[test]
fn a_risk_that_lies_with_another_than_who_bears_it_best_is_made_smaller() {
    let record = |risk| RequirementSetCommand::RecordRisks(vec![risk]);
    given_nothing::<RequirementSet>()
        .when(record(risk(RiskBearer::Provider, None)))
        .then_faults(&["/risks/0/measure"]);
    for risk in [
        risk(RiskBearer::Municipality, None),
        risk(RiskBearer::Provider, Some("Boven een bandbreedte herziet u samen.")),
    ] {
        let recorded =
            dialogue::requirement::RequirementSetRisksRecorded { risks: vec![risk.clone()] };
        given_nothing::<RequirementSet>().when(record(risk)).then([recorded]);
    }
    given_nothing::<RequirementSet>()
        .when(RequirementSetCommand::RecordRisks(vec![
            risk(RiskBearer::Municipality, None),
            risk(RiskBearer::Municipality, None),
        ]))
        .then_faults(&["/risks/1/key"]);
}

#[test]
fn a_library_keeps_requirements_without_goal_or_lot() {
    let entry = id(7);
    given_nothing::<RequirementLibrary>()
        .when(add(7, in_library()))
        .then([RequirementLibraryEntryAdded { entry, requirement: in_library() }]);
    let placed = Requirement { lots: BTreeSet::from([whole(1)]), ..own() };
    given_nothing::<RequirementLibrary>()
        .when(add(7, placed))
        .then_faults(&["/requirement/goal", "/requirement/lots"]);
    let bare = Requirement { verification: None, burden: None, ..in_library() };
    given_nothing::<RequirementLibrary>()
        .when(add(7, bare))
        .then_faults(&["/requirement/verification", "/requirement/burden"]);
}

#[test]
fn an_entry_gets_versions_until_it_is_retired() {
    let entry = id(7);
    let added = || RequirementLibraryEntryAdded { entry, requirement: in_library() };
    given::<RequirementLibrary>([added()]).when(revise(shorter())).then([
        RequirementLibraryEntryRevised {
            entry,
            version: 2,
            requirement: shorter(),
            change: text("Korter."),
        },
    ]);
    given::<RequirementLibrary>([added()]).when(revise(in_library())).then_nothing();
    let retired = RequirementLibraryEntryRetired { entry, reason: text("Niet meer nodig.") };
    given::<RequirementLibrary>([added()]).when(retire()).then([retired.clone()]);
    let events: [dialogue::RequirementLibraryEvent; 2] = [added().into(), retired.into()];
    given::<RequirementLibrary>(events)
        .when(revise(shorter()))
        .then_refused("library-entry-retired");
    given_nothing::<RequirementLibrary>()
        .when(revise(shorter()))
        .then_refused("library-entry-unknown");
}
