//! The rules of a vision: what makes a goal ready, what came of principles, where documents stand.

use crate::examples::{id, text, whole};
use crate::harness::{fields_of, given, given_nothing, state};
use dialogue::performance::IndicatorSet;
use dialogue::region::PurchaseScale;
use dialogue::trajectory::{DocumentKind, DocumentPurpose, DocumentReference};
use dialogue::vision::{
    CompanionDocumentTracked, CompanionKind, CompanionStatus, Development, DevelopmentEnded,
    DevelopmentNoted, GoalIndicator, InputLinksRecorded, LinkTarget, LinkTargets, MeasurableResult,
    PolicyGoal, PolicyGoalDropped, PolicyGoalReadied, PolicyGoalRecorded, PrincipleLinksRecorded,
    TrailInput, TrailLink, VisionQuestion, VisionStated,
};
use dialogue::{Trajectory, Vision, VisionCommand, VisionEvent};
use std::collections::BTreeSet;

/// A goal with nothing but what is wanted.
fn bare() -> PolicyGoal {
    PolicyGoal {
        key: text("eerder-hulp"),
        title: text("Eerder hulp"),
        goal: text("Kinderen krijgen hulp voordat het erger wordt."),
        approach: None,
        result: None,
        indicator: None,
        quality: None,
        quality_approach: None,
        quality_measurement: None,
        learning: None,
        client_involvement: None,
    }
}

fn result(target: &str) -> MeasurableResult {
    let by = jiff::civil::date(2029, 12, 31);
    MeasurableResult { text: text("Wie hulp nodig heeft, wacht kort."), target: text(target), by }
}

/// A goal that can be called ready, with how is learned from it.
pub(crate) fn goal() -> PolicyGoal {
    let indicator =
        GoalIndicator { text: text("De wachttijd in dagen."), source: text("De berichten.") };
    PolicyGoal {
        result: Some(result("hoogstens 28 dagen")),
        indicator: Some(indicator),
        learning: Some(text("Elk jaar kijken wij samen terug.")),
        ..bare()
    }
}

fn record(goal: PolicyGoal) -> VisionCommand {
    VisionCommand::RecordGoal(Box::new(goal))
}

fn recorded(goal: PolicyGoal) -> VisionEvent {
    PolicyGoalRecorded { goal }.into()
}

pub(crate) fn readied() -> PolicyGoalReadied {
    PolicyGoalReadied { goal: text("eerder-hulp") }
}

fn dropped() -> PolicyGoalDropped {
    PolicyGoalDropped { goal: text("eerder-hulp"), reason: text("Het is opgegaan in een ander.") }
}

fn stated(version: u32, quality: &str, change: Option<&str>) -> VisionStated {
    let social = text("Ieder kind groeit gewoon op.");
    VisionStated { version, social, quality: text(quality), change: change.map(text) }
}

fn say(quality: &str, change: Option<&str>) -> VisionCommand {
    let VisionStated { social, quality, change, .. } = stated(1, quality, change);
    VisionCommand::State { social, quality, change }
}

fn links(targets: Vec<LinkTarget>) -> PrincipleLinksRecorded {
    let explanation = || text("Hier komt het terug.");
    let link = |target| TrailLink { target, explanation: explanation() };
    let links = targets.into_iter().map(link).collect();
    PrincipleLinksRecorded { principle: text("dichtbij"), version: 1, links }
}

fn criterion(key: &str) -> LinkTarget {
    LinkTarget::Criterion { criterion: text(key) }
}

/// What came of an experience: so many times the same.
fn input_links(times: usize) -> InputLinksRecorded {
    let links = links(vec![criterion("nabijheid"); times]).links;
    let input = TrailInput::Experience { outreach: id(11), theme: text("wachten") };
    InputLinksRecorded { input, links }
}

fn development() -> Development {
    Development {
        key: text("minder-verblijf"),
        title: text("Minder kinderen in verblijf"),
        scale: PurchaseScale::National,
        text: text("Dat is landelijk afgesproken."),
        consequence: text("Wij kopen meer hulp in het gezin in."),
    }
}

fn ended() -> DevelopmentEnded {
    DevelopmentEnded { development: text("minder-verblijf"), reason: text("Er is nu een wet.") }
}

fn tracked(status: CompanionStatus, version: Option<u32>) -> CompanionDocumentTracked {
    let document =
        |version| DocumentReference { document: id(10), version: whole(version), section: None };
    CompanionDocumentTracked {
        kind: CompanionKind::StrategyNote,
        status,
        explanation: text("De raden lezen mee."),
        expected: Some(jiff::civil::date(2027, 4, 1)),
        document: version.map(document),
    }
}

fn track(tracked: CompanionDocumentTracked, published: Option<DocumentKind>) -> VisionCommand {
    VisionCommand::TrackCompanion { tracked, published }
}

pub(crate) fn pool() -> Vec<VisionCommand> {
    use CompanionStatus::{Adopted, Planned};
    vec![
        say("Goede hulp is op tijd.", None),
        say("Goede hulp is op tijd en blijft.", Some("Ouders vroegen dit.")),
        record(bare()),
        VisionCommand::ReadyGoal(readied()),
        record(goal()),
        VisionCommand::ReadyGoal(readied()),
        VisionCommand::LinkPrinciple(links(vec![criterion("nabijheid")])),
        VisionCommand::LinkPrinciple(links(vec![])),
        VisionCommand::LinkInput(input_links(1)),
        VisionCommand::LinkInput(input_links(0)),
        VisionCommand::NoteDevelopment(development()),
        VisionCommand::EndDevelopment(ended()),
        track(tracked(Planned, None), None),
        track(tracked(Adopted, Some(1)), Some(DocumentKind::StrategyNote)),
        VisionCommand::DropGoal(dropped()),
    ]
}

#[test]
fn the_vision_is_stated_in_versions_each_with_what_changed() {
    let (first, second) = ("Goede hulp is op tijd.", "Goede hulp is op tijd en blijft.");
    given_nothing::<Vision>().when(say(first, None)).then([stated(1, first, None)]);
    let known = || given::<Vision>([stated(1, first, None)]);
    known().when(say(first, None)).then_nothing();
    known().when(say(second, None)).then_faults(&["/change"]);
    let change = Some("Ouders vroegen dit.");
    known().when(say(second, change)).then([stated(2, second, change)]);
}

#[test]
fn a_goal_is_ready_with_a_measurable_result_and_an_indicator_and_not_before() {
    let ready = || VisionCommand::ReadyGoal(readied());
    given_nothing::<Vision>().when(ready()).then_refused("policy-goal-unknown");
    let told = given::<Vision>([recorded(bare())]).when(ready());
    assert_eq!(fields_of(&told.then_refused("policy-goal-incomplete")), ["/result", "/indicator"]);
    let half = PolicyGoal { indicator: None, ..goal() };
    let told = given::<Vision>([recorded(half)]).when(ready());
    assert_eq!(fields_of(&told.then_refused("policy-goal-incomplete")), ["/indicator"]);
    given::<Vision>([recorded(goal())]).when(ready()).then([readied()]);
    // A result without a figure cannot be measured.
    let vague = PolicyGoal { result: Some(result("zo kort mogelijk")), ..goal() };
    given_nothing::<Vision>().when(record(vague)).then_faults(&["/result/target"]);
}

#[test]
fn a_goal_that_changes_is_not_ready_any_more() {
    let ready = state::<Vision>([recorded(goal()), readied().into()]);
    assert!(ready.goals().all(|it| it.ready));
    let other = PolicyGoal { approach: Some(text("Op school.")), ..goal() };
    let changed = state::<Vision>([recorded(goal()), readied().into(), recorded(other)]);
    assert!(changed.goals().all(|it| !it.ready));
    let known = || given::<Vision>([recorded(goal()), readied().into()]);
    known().when(record(goal())).then_nothing();
    known().when(VisionCommand::DropGoal(dropped())).then([dropped()]);
    given_nothing::<Vision>()
        .when(VisionCommand::DropGoal(dropped()))
        .then_refused("policy-goal-unknown");
}

#[test]
fn each_of_the_ten_questions_without_an_answer_is_told() {
    use VisionQuestion::{
        Approach, ClientInvolvement, Learning, Measurement, Quality, QualityApproach,
        QualityMeasurement,
    };
    let all = [
        Approach,
        Measurement,
        Quality,
        QualityApproach,
        QualityMeasurement,
        Learning,
        ClientInvolvement,
    ];
    assert_eq!(bare().open(), all);
    let answered = [Measurement, Learning];
    let rest: Vec<_> = all.into_iter().filter(|it| !answered.contains(it)).collect();
    assert_eq!(goal().open(), rest);
}

#[test]
fn a_principle_is_linked_to_what_is_there() {
    let linked = links(vec![criterion("nabijheid")]);
    let link = VisionCommand::LinkPrinciple;
    given_nothing::<Vision>().when(link(linked.clone())).then([linked.clone()]);
    given::<Vision>([linked.clone()]).when(link(linked)).then_nothing();
    let twice = links(vec![criterion("nabijheid"), criterion("nabijheid")]);
    given_nothing::<Vision>().when(link(twice)).then_faults(&["/links/1/target"]);

    let document = DocumentReference { document: id(10), version: whole(1), section: None };
    let nowhere = links(vec![
        LinkTarget::Document { document },
        LinkTarget::Requirement { requirement: id(9) },
        criterion("nabijheid"),
        LinkTarget::Indicator { indicator: text("wachttijd") },
    ]);
    let (trajectory, criteria) = (Trajectory::default(), BTreeSet::new());
    let indicators = IndicatorSet::default();
    let targets = LinkTargets {
        trajectory: &trajectory,
        requirements: None,
        criteria: &criteria,
        indicators: &indicators,
    };
    let faults = targets.faults_of_principle(&nowhere).into_vec();
    let fields: Vec<_> = faults.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "/principle",
            "/links/0/target/document",
            "/links/1/target/requirement",
            "/links/2/target/criterion",
            "/links/3/target/indicator"
        ]
    );
}

#[test]
fn what_was_put_in_is_linked_to_what_came_of_it() {
    let link = VisionCommand::LinkInput;
    given_nothing::<Vision>().when(link(input_links(1))).then([input_links(1)]);
    let known = || given::<Vision>([input_links(1)]);
    known().when(link(input_links(1))).then_nothing();
    known().when(link(input_links(0))).then([input_links(0)]);
    given_nothing::<Vision>().when(link(input_links(2))).then_faults(&["/links/1/target"]);
    let state = state::<Vision>([VisionEvent::from(input_links(1))]);
    assert_eq!(state.input_links(&input_links(1).input.key()), input_links(1).links);
    assert!(state.input_links("experience.elsewhere").is_empty());
}

#[test]
fn developments_are_noted_until_they_no_longer_play() {
    let noted = || DevelopmentNoted { development: development() };
    let end = || VisionCommand::EndDevelopment(ended());
    given_nothing::<Vision>().when(VisionCommand::NoteDevelopment(development())).then([noted()]);
    given_nothing::<Vision>().when(end()).then_refused("development-unknown");
    given::<Vision>([noted()]).when(end()).then([ended()]);
    let over = state::<Vision>([VisionEvent::from(noted()), ended().into()]);
    assert_eq!((over.developments().count(), over.ended().count()), (0, 1));
}

#[test]
fn a_companion_document_has_a_status_that_fits_what_is_published() {
    use CompanionStatus::{Adopted, Drafting, NotNeeded, OutForInput, Planned};
    let note = Some(DocumentKind::StrategyNote);
    let adopted = tracked(Adopted, Some(1));
    given_nothing::<Vision>().when(track(adopted.clone(), note)).then([adopted]);
    let wrong = [
        (tracked(Adopted, None), None, "/document"),
        (tracked(OutForInput, None), None, "/document"),
        (tracked(OutForInput, Some(2)), None, "/document"),
        (tracked(Adopted, Some(1)), Some(DocumentKind::FundingNote), "/document"),
        (tracked(Drafting, Some(1)), note, "/document"),
        (tracked(NotNeeded, Some(1)), note, "/document"),
        (CompanionDocumentTracked { expected: None, ..tracked(Planned, None) }, None, "/expected"),
    ];
    for (tracked, published, field) in wrong {
        given_nothing::<Vision>().when(track(tracked, published)).then_faults(&[field]);
    }
    let never = CompanionDocumentTracked { expected: None, ..tracked(NotNeeded, None) };
    given_nothing::<Vision>().when(track(never.clone(), None)).then([never]);
}

#[test]
fn a_kind_of_document_tells_what_and_why_or_how() {
    use DocumentPurpose::{How, Neither, WhatAndWhy};
    for (kind, purpose) in [
        (DocumentKind::Policy, WhatAndWhy),
        (DocumentKind::Vision, WhatAndWhy),
        (DocumentKind::StrategyNote, How),
        (DocumentKind::TenderGuide, How),
        (DocumentKind::DevelopmentAgenda, Neither),
    ] {
        assert_eq!(kind.purpose(), purpose, "{kind:?}");
    }
}
