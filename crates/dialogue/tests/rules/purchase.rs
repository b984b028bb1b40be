//! The rules of price sheets and of a purchase as a whole.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::evaluation::Substantiation;
use dialogue::price_sheet::{
    CostElement, CostElementKind, OmittedElement, PriceSheetContent, PriceSheetEvent,
};
use dialogue::procurement::{
    AwardModel, DecisionOnAdvice, ElementPlace, GoverningBody, GoverningDecision, ProcurementEvent,
    ProcurementFacts, QualityElement,
};
use dialogue::trajectory::Law;
use dialogue::{PhaseKind, PriceSheet, PriceSheetCommand, Procurement, ProcurementCommand};
use std::collections::BTreeSet;

fn element(kind: CostElementKind, amount: Option<&str>, share: Option<&str>) -> CostElement {
    CostElement {
        kind,
        description: text("Kosten per uur"),
        amount: amount.map(text),
        share: share.map(text),
        requirement: None,
        source: text("Cao 2026"),
        reason: text("Schaal 8."),
    }
}

fn content(law: Law, kinds: &[CostElementKind]) -> PriceSheetContent {
    PriceSheetContent {
        product: text("Ambulante hulp"),
        unit: text("uur"),
        law,
        lot: None,
        year: whole(2027),
        elements: kinds.iter().map(|kind| element(*kind, Some("10.00"), None)).collect(),
        omitted: vec![],
    }
}

fn youth() -> PriceSheetContent {
    content(Law::YouthAct, CostElementKind::demanded_by(Law::YouthAct))
}

fn record(content: PriceSheetContent) -> PriceSheetCommand {
    PriceSheetCommand::Record { trajectory: id(1), content: Box::new(content) }
}

fn publish(introduction: &str) -> PriceSheetCommand {
    PriceSheetCommand::Publish { introduction: text(introduction) }
}

pub(crate) fn sheets() -> Vec<PriceSheetCommand> {
    vec![publish("Te vroeg."), record(youth()), publish("Klopt dit?"), publish("Anders.")]
}

#[test]
fn every_element_of_the_decree_is_there_or_left_out_with_a_reason() {
    for law in [Law::YouthAct, Law::SocialSupportAct] {
        let kinds = CostElementKind::demanded_by(law);
        let told = given_nothing::<PriceSheet>().when(record(content(law, kinds))).into_events();
        let [PriceSheetEvent::PriceSheetRecorded(recorded)] = &told[..] else { panic!("{told:?}") };
        assert_eq!(recorded.total.cents(), 1_000 * kinds.len() as u64);
        for missing in kinds {
            let rest: Vec<_> = kinds.iter().copied().filter(|kind| kind != missing).collect();
            let mut content = content(law, &rest);
            given_nothing::<PriceSheet>().when(record(content.clone())).then_faults(&["/elements"]);
            content.omitted =
                vec![OmittedElement { kind: *missing, reason: text("Zit in het uurloon.") }];
            assert_eq!(given_nothing::<PriceSheet>().when(record(content)).into_events().len(), 1);
        }
    }
    let mut content = youth();
    content.omitted =
        vec![OmittedElement { kind: CostElementKind::Overhead, reason: text("Toch niet.") }];
    given_nothing::<PriceSheet>().when(record(content)).then_faults(&["/omitted/0/kind"]);
}

#[test]
fn a_share_is_of_what_stands_before_it_and_an_element_has_one_figure() {
    let mut content = youth();
    content.elements[4] = element(CostElementKind::Indexation, None, Some("2.55"));
    let (amounts, total) = content.computed().unwrap();
    assert_eq!((amounts[4].cents(), total.cents()), (102, 4_102));
    content.elements[4] = element(CostElementKind::Indexation, None, None);
    content.elements[0] = element(CostElementKind::ProfessionalClientBound, Some("1"), Some("1"));
    given_nothing::<PriceSheet>()
        .when(record(content))
        .then_faults(&["/elements/0/amount", "/elements/4/amount"]);
    let mut content = youth();
    content.elements[0].amount = Some(text("10000000.00"));
    given_nothing::<PriceSheet>().when(record(content)).then_faults(&[
        "/elements/1",
        "/elements/2",
        "/elements/3",
        "/elements/4",
    ]);
}

#[test]
fn a_version_is_published_once_and_a_next_one_follows() {
    let recorded = given_nothing::<PriceSheet>().when(record(youth())).into_events();
    let mut events = recorded.clone();
    given_nothing::<PriceSheet>().when(publish("Klopt dit?")).then_refused("price-sheet-unknown");
    events.extend(given::<PriceSheet>(recorded).when(publish("Klopt dit?")).into_events());
    given::<PriceSheet>(events.clone()).when(publish("Klopt dit?")).then_nothing();
    given::<PriceSheet>(events.clone()).when(publish("Nee?")).then_refused("price-sheet-published");
    let mut next = youth();
    next.year = whole(2028);
    let told = given::<PriceSheet>(events).when(record(next)).into_events();
    let [PriceSheetEvent::PriceSheetRecorded(recorded)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(recorded.version, 2);
}

fn quality(place: ElementPlace, substantiation: &[Substantiation]) -> QualityElement {
    QualityElement {
        key: text("wachten"),
        title: text("Korter wachten"),
        place,
        reason: text("Hier werkt het."),
        requirement: None,
        substantiation: substantiation.iter().copied().collect(),
    }
}

fn model(elements: Vec<QualityElement>) -> ProcurementCommand {
    let model = AwardModel {
        elements,
        small_parties: text("Eén A4 per criterium."),
        combinations: text("Samen inschrijven mag."),
    };
    ProcurementCommand::RecordAwardModel { trajectory: id(1), model: Box::new(model) }
}

fn decision(advice: &[u128], given: &[u128]) -> ProcurementCommand {
    let on = |advice: &u128| DecisionOnAdvice {
        advice: id(*advice),
        followed: false,
        weighing: text("Te duur."),
    };
    let decision = GoverningDecision {
        body: GoverningBody::College,
        subject: text("De visie"),
        decided_on: "2027-03-02".parse().unwrap(),
        phase: PhaseKind::Vision,
        decision: text("Vastgesteld."),
        dialogue: text("Minder percelen."),
        advice: advice.iter().map(on).collect(),
    };
    let given = given.iter().map(|it| id(*it)).collect::<BTreeSet<_>>();
    ProcurementCommand::RecordDecision { trajectory: id(1), decision: Box::new(decision), given }
}

fn facts() -> ProcurementCommand {
    let facts = ProcurementFacts { value: Some(text("10.00")), ..ProcurementFacts::default() };
    ProcurementCommand::RecordFacts { trajectory: id(1), facts: Box::new(facts) }
}

pub(crate) fn purchases() -> Vec<ProcurementCommand> {
    let both = [Substantiation::Data, Substantiation::MonitoringPlan];
    vec![
        model(vec![quality(ElementPlace::Award, &[])]),
        model(vec![quality(ElementPlace::Award, &both)]),
        decision(&[], &[81]),
        decision(&[81], &[81]),
        facts(),
    ]
}

#[test]
fn an_award_criterion_asks_substantiation_and_one_of_them_a_monitoring_plan() {
    let nothing = || given_nothing::<Procurement>();
    nothing()
        .when(model(vec![quality(ElementPlace::Award, &[])]))
        .then_faults(&["/elements/0/substantiation", "/elements"]);
    nothing()
        .when(model(vec![quality(ElementPlace::Award, &[Substantiation::Data])]))
        .then_faults(&["/elements"]);
    let suitable = model(vec![quality(ElementPlace::Suitability, &[])]);
    assert_eq!(nothing().when(suitable).into_events().len(), 1);
    let twice = vec![quality(ElementPlace::Suitability, &[]); 2];
    nothing().when(model(twice)).then_faults(&["/elements/1/key"]);
}

#[test]
fn a_decision_weighs_every_advice_that_was_given() {
    let nothing = || given_nothing::<Procurement>();
    nothing().when(decision(&[], &[81])).then_faults(&["/advice"]);
    nothing().when(decision(&[82], &[81])).then_faults(&["/advice/0/advice", "/advice"]);
    nothing().when(decision(&[81, 81], &[81])).then_faults(&["/advice/1/advice"]);
    let told = nothing().when(decision(&[81], &[81])).into_events();
    let [ProcurementEvent::GoverningDecisionRecorded(recorded)] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(recorded.number, 1);
    given::<Procurement>(told).when(decision(&[81], &[81])).then_nothing();
}
