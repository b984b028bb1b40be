//! The rules of an evaluation: weights, scores with their motivation, and one message to each.

use crate::assessors;
use crate::examples::{id, sealed, term, text, whole};
use crate::harness::{given, given_nothing, state};
use calendar::Term;
use dialogue::evaluation::{
    AwardComparison, AwardConfirmed, AwardDecisionSent, AwardMessage, AwardScore, AwardWinner,
    Criterion, EvaluationAssessmentsRevealed, EvaluationOpened, EvaluationTendererAdded,
    EvaluationTendererScored, SendAwardDecision, TendererDecision,
};
use dialogue::{Decider, Evaluation, EvaluationCommand, EvaluationEvent};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Prose;

const QUALITY: &str = "kwaliteit";
const PRICE: &str = "prijs";
/// The tenderers that the examples know.
const TENDERERS: [u128; 2] = [51, 52];
const THREE: [u128; 3] = [51, 52, 53];
const FOUR: [&str; 4] = ["wachttijd", QUALITY, PRICE, "bereikbaarheid"];

pub(super) fn criterion(key: &str, weight: u32) -> Criterion {
    Criterion {
        key: text(key),
        title: text(&format!("Wij letten op {key}")),
        description: text("Hoe goed sluit de hulp aan bij het gezin?"),
        weight: whole(weight),
        form: None,
        limit: None,
        substantiation: BTreeSet::new(),
        template: None,
    }
}

pub(super) fn with_criteria(criteria: &[(&str, u32)]) -> EvaluationOpened {
    EvaluationOpened {
        trajectory: id(1),
        lot: Some(whole(1)),
        criteria: criteria.iter().map(|(key, weight)| criterion(key, *weight)).collect(),
    }
}

fn two_criteria() -> EvaluationOpened {
    with_criteria(&[(QUALITY, 60), (PRICE, 40)])
}

pub(super) fn opened() -> EvaluationEvent {
    two_criteria().into()
}

pub(super) fn added(tenderer: u128) -> EvaluationTendererAdded {
    EvaluationTendererAdded { tenderer: id(tenderer), identity: sealed(tenderer) }
}

pub(super) fn scored(tenderer: u128, criterion: &str, score: u32) -> EvaluationTendererScored {
    EvaluationTendererScored {
        tenderer: id(tenderer),
        criterion: text(criterion),
        score: whole(score),
        motivation: motivation(tenderer, criterion),
        by: id(61),
    }
}

fn motivation(tenderer: u128, criterion: &str) -> Prose {
    text(&format!("Inschrijver {tenderer} is concreet over {criterion}."))
}

/// A score as its tenderer is told it.
fn told(tenderer: u128, criterion: &str, weight: u32, score: u32) -> AwardScore {
    AwardScore {
        title: text(&format!("Wij letten op {criterion}")),
        weight: whole(weight),
        score: whole(score),
        motivation: motivation(tenderer, criterion),
    }
}

fn decisions(tenderers: &[u128]) -> Vec<TendererDecision> {
    let decision = |tenderer: &u128| TendererDecision {
        tenderer: id(*tenderer),
        awarded: *tenderer == 51,
        message: text(&format!("Wij hebben inschrijving {tenderer} beoordeeld.")),
        advantages: (*tenderer != 51).then(advantages),
        names_checked: None,
    };
    tenderers.iter().map(decision).collect()
}

fn advantages() -> Prose {
    text("De winnaar laat met cijfers zien dat wachten korter duurt.")
}

/// What a tenderer is told when these are its scores.
fn message(tenderer: u128, scores: Vec<AwardScore>) -> AwardMessage {
    let hundredths: u32 = scores.iter().map(|it| it.weight.get() * it.score.get()).sum();
    let winners = vec![AwardWinner { tenderer: id(51), identity: sealed(51) }];
    AwardMessage {
        total: Some(format!("{}.{:02}", hundredths / 100, hundredths % 100)),
        comparison: (tenderer != 51).then(|| AwardComparison { winners, advantages: advantages() }),
        names_checked: None,
        tenderer: id(tenderer),
        awarded: tenderer == 51,
        message: text(&format!("Wij hebben inschrijving {tenderer} beoordeeld.")),
        scores,
    }
}

fn standstill() -> Option<Term> {
    Some(term("2027-12-15T23:59:59+01:00"))
}

pub(super) fn send(tenderers: &[u128]) -> EvaluationCommand {
    EvaluationCommand::SendAwardDecision(Box::new(SendAwardDecision {
        decisions: decisions(tenderers),
        standstill: standstill(),
        computed: None,
        remedies: vec![],
        known_as: vec![],
    }))
}

fn send_without_standstill(tenderers: &[u128]) -> EvaluationCommand {
    EvaluationCommand::SendAwardDecision(Box::new(SendAwardDecision {
        decisions: decisions(tenderers),
        standstill: None,
        computed: None,
        remedies: vec![],
        known_as: vec![],
    }))
}

fn sent(messages: Vec<AwardMessage>) -> AwardDecisionSent {
    AwardDecisionSent {
        trajectory: id(1),
        lot: Some(whole(1)),
        messages,
        standstill: standstill(),
        computed: None,
        remedies: vec![],
    }
}

/// What both tenderers are told when every score is there.
fn both_messages() -> [AwardMessage; 2] {
    [
        message(51, vec![told(51, QUALITY, 60, 80), told(51, PRICE, 40, 70)]),
        message(52, vec![told(52, QUALITY, 60, 65), told(52, PRICE, 40, 95)]),
    ]
}

pub(super) fn decision() -> AwardDecisionSent {
    sent(both_messages().to_vec())
}

pub(super) fn confirm(announcement: &str) -> EvaluationCommand {
    EvaluationCommand::Confirm { announcement: text(announcement) }
}

fn confirmed(announcement: &str) -> AwardConfirmed {
    AwardConfirmed { trajectory: id(1), lot: Some(whole(1)), announcement: text(announcement) }
}

/// The scores of all assessors are in: from now on they can agree.
fn revealed() -> EvaluationEvent {
    EvaluationAssessmentsRevealed {}.into()
}

pub(super) fn with_tenderers() -> Vec<EvaluationEvent> {
    let added = TENDERERS.into_iter().map(|tenderer| added(tenderer).into());
    [opened()].into_iter().chain(added).chain([revealed()]).collect()
}

/// Every tenderer has its score on every criterion.
pub(super) fn complete() -> Vec<EvaluationEvent> {
    let scores = [
        scored(51, QUALITY, 80),
        scored(51, PRICE, 70),
        scored(52, QUALITY, 65),
        scored(52, PRICE, 95),
    ];
    with_tenderers().into_iter().chain(scores.map(EvaluationEvent::from)).collect()
}

pub(super) fn decided() -> Vec<EvaluationEvent> {
    let mut events = complete();
    events.push(decision().into());
    events
}

pub(crate) fn pool() -> Vec<EvaluationCommand> {
    vec![
        EvaluationCommand::Open(two_criteria()),
        EvaluationCommand::Open(with_criteria(&[(QUALITY, 100)])),
        EvaluationCommand::AddTenderer(added(51)),
        EvaluationCommand::AddTenderer(added(52)),
        EvaluationCommand::Score(scored(51, QUALITY, 70)),
        assessors::appoint(61),
        assessors::appoint(62),
        assessors::submit(61, 80),
        assessors::declare(61, false),
        assessors::declare(62, true),
        assessors::measure(62),
        assessors::submit(61, 80),
        EvaluationCommand::Score(scored(51, QUALITY, 80)),
        EvaluationCommand::Score(scored(51, QUALITY, 90)),
        EvaluationCommand::Score(scored(51, PRICE, 70)),
        EvaluationCommand::Score(scored(52, QUALITY, 65)),
        send(&TENDERERS),
        EvaluationCommand::Score(scored(52, PRICE, 100)),
        send(&[51]),
        send(&[52, 51]),
        send(&TENDERERS),
        EvaluationCommand::WithdrawAwardDecision { reason: text("Een score was verwisseld.") },
        send(&TENDERERS),
        EvaluationCommand::Freeze { proceeding: id(91) },
        confirm("Eén aanbieder krijgt een contract."),
        EvaluationCommand::Release { proceeding: id(91) },
        confirm("Eén aanbieder krijgt een contract."),
        confirm("Twee aanbieders krijgen een contract."),
    ]
}

pub(crate) fn pool_ended() -> Vec<EvaluationCommand> {
    vec![
        EvaluationCommand::Open(two_criteria()),
        EvaluationCommand::AddTenderer(added(51)),
        assessors::appoint(61),
        assessors::release(61),
        EvaluationCommand::EndWithoutAward { reason: text("Niemand voldeed.") },
        EvaluationCommand::EndWithoutAward { reason: text("De opdracht verviel.") },
    ]
}

#[test]
fn an_evaluation_is_opened_once() {
    given_nothing::<Evaluation>().when(EvaluationCommand::Open(two_criteria())).then([opened()]);
    given::<Evaluation>([opened()]).when(EvaluationCommand::Open(two_criteria())).then_nothing();
    given::<Evaluation>([opened()])
        .when(EvaluationCommand::Open(with_criteria(&[(QUALITY, 100)])))
        .then_refused("evaluation-exists");
}

#[test]
fn weights_add_up_to_a_hundred() {
    for (criteria, sum) in [
        (vec![(QUALITY, 60), (PRICE, 39)], "99"),
        (vec![(QUALITY, 60), (PRICE, 41)], "101"),
        (vec![], "0"),
    ] {
        let refused = given_nothing::<Evaluation>()
            .when(EvaluationCommand::Open(with_criteria(&criteria)))
            .then_faults(&["/criteria"]);
        let detail = &refused.faults[0].detail;
        let expected = format!("samen 100 procent. Nu zijn ze {sum}.");
        assert!(detail.ends_with(&expected), "{detail}");
    }
}

#[test]
fn every_criterion_has_a_key_of_its_own() {
    given_nothing::<Evaluation>()
        .when(EvaluationCommand::Open(with_criteria(&[(QUALITY, 60), (QUALITY, 40)])))
        .then_faults(&["/criteria/1/key"]);
    given_nothing::<Evaluation>()
        .when(EvaluationCommand::Open(with_criteria(&[(QUALITY, 60), (QUALITY, 60)])))
        .then_faults(&["/criteria/1/key", "/criteria"]);
}

#[test]
fn nothing_happens_in_an_evaluation_that_was_not_opened() {
    for command in [
        EvaluationCommand::AddTenderer(added(51)),
        EvaluationCommand::Score(scored(51, QUALITY, 80)),
        send(&[51]),
        confirm("Eén aanbieder krijgt een contract."),
    ] {
        given_nothing::<Evaluation>().when(command).then_refused("evaluation-unknown");
    }
}

#[test]
fn a_tenderer_is_added_once() {
    given::<Evaluation>([opened()])
        .when(EvaluationCommand::AddTenderer(added(51)))
        .then([added(51)]);
    let sealed_again = EvaluationTendererAdded { identity: sealed(99), ..added(51) };
    given::<Evaluation>([opened(), added(51).into()])
        .when(EvaluationCommand::AddTenderer(sealed_again))
        .then_nothing();
}

#[test]
fn a_score_is_given_and_another_takes_its_place() {
    let before = || [opened(), added(51).into(), revealed(), scored(51, QUALITY, 80).into()];
    given::<Evaluation>([opened(), added(51).into(), revealed()])
        .when(EvaluationCommand::Score(scored(51, QUALITY, 80)))
        .then([scored(51, QUALITY, 80)]);
    given::<Evaluation>(before())
        .when(EvaluationCommand::Score(scored(51, QUALITY, 80)))
        .then_nothing();
    given::<Evaluation>(before())
        .when(EvaluationCommand::Score(scored(51, QUALITY, 90)))
        .then([scored(51, QUALITY, 90)]);
}

#[test]
fn a_score_is_from_0_to_100_for_a_known_tenderer_and_criterion() {
    for score in [0, 100] {
        given::<Evaluation>(with_tenderers())
            .when(EvaluationCommand::Score(scored(51, QUALITY, score)))
            .then([scored(51, QUALITY, score)]);
    }
    for (wrong, fields) in [
        (scored(53, QUALITY, 80), vec!["/tenderer"]),
        (scored(51, "duurzaamheid", 80), vec!["/criterion"]),
        (scored(53, "duurzaamheid", 101), vec!["/tenderer", "/criterion", "/score"]),
    ] {
        given::<Evaluation>(with_tenderers())
            .when(EvaluationCommand::Score(wrong))
            .then_faults(&fields);
    }
    let refused = given::<Evaluation>(with_tenderers())
        .when(EvaluationCommand::Score(scored(51, QUALITY, 101)))
        .then_faults(&["/score"]);
    assert!(refused.faults[0].detail.contains("0 t/m 100"));
}

#[test]
fn every_tenderer_gets_one_message() {
    given::<Evaluation>(complete()).when(send(&TENDERERS)).then([decision()]);
    for wrong in [vec![], vec![51], vec![51, 51], vec![51, 52, 52], vec![51, 53], vec![51, 52, 53]]
    {
        let refused =
            given::<Evaluation>(complete()).when(send(&wrong)).then_faults(&["/decisions"]);
        assert!(refused.faults[0].detail.contains("2 inschrijvers"));
    }
}

#[test]
fn the_messages_stand_in_the_order_of_the_decisions() {
    let [first, second] = both_messages();
    given::<Evaluation>(complete()).when(send(&[52, 51])).then([sent(vec![second, first])]);
}

#[test]
fn a_message_holds_the_scores_of_its_tenderer_in_the_order_of_the_criteria() {
    let open = with_criteria(&[(PRICE, 40), ("wachttijd", 25), (QUALITY, 35)]);
    given::<Evaluation>([
        EvaluationEvent::from(open),
        added(51).into(),
        scored(51, QUALITY, 80).into(),
        scored(51, "wachttijd", 0).into(),
        scored(51, PRICE, 70).into(),
    ])
    .when(send(&[51]))
    .then([sent(vec![message(
        51,
        vec![told(51, PRICE, 40, 70), told(51, "wachttijd", 25, 0), told(51, QUALITY, 35, 80)],
    )])]);
}

#[test]
fn a_message_holds_the_score_that_took_the_place_of_an_earlier_one() {
    let mut events = complete();
    let motivation: Prose = text("Bij nader inzien is het plan ook haalbaar.");
    let better =
        EvaluationTendererScored { motivation: motivation.clone(), ..scored(52, QUALITY, 90) };
    events.push(better.into());
    let [first, mut second] = both_messages();
    second.scores[0] = AwardScore { motivation, ..told(52, QUALITY, 60, 90) };
    second.total = Some("92.00".to_owned());
    given::<Evaluation>(events).when(send(&TENDERERS)).then([sent(vec![first, second])]);
}

/// A score of each of three tenderers on each of four criteria, given in any order.
fn scores_in_any_order() -> impl Strategy<Value = Vec<(u128, &'static str, u32)>> {
    let places = || THREE.into_iter().flat_map(|tenderer| FOUR.map(|key| (tenderer, key)));
    vec(0_u32..=100, places().count())
        .prop_map(move |scores| {
            let scored = places().zip(scores);
            scored.map(|((tenderer, key), score)| (tenderer, key, score)).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

proptest! {
    #[test]
    fn a_tenderer_is_told_its_own_scores_and_nothing_of_another(scores in scores_in_any_order()) {
        let open = with_criteria(&FOUR.map(|key| (key, 25)));
        let events = [EvaluationEvent::from(open)]
            .into_iter()
            .chain(THREE.map(|tenderer| added(tenderer).into()))
            .chain(scores.iter().map(|(who, key, score)| scored(*who, key, *score).into()));
        let decided = state::<Evaluation>(events).decide(send(&THREE)).unwrap();

        let given: BTreeMap<_, _> =
            scores.into_iter().map(|(who, key, score)| ((who, key), score)).collect();
        let messages = THREE
            .map(|who| message(who, FOUR.map(|key| told(who, key, 25, given[&(who, key)])).into()));
        prop_assert_eq!(decided, [sent(messages.into()).into()]);
    }
}

#[test]
fn without_tenderers_there_is_no_decision() {
    given::<Evaluation>([opened()]).when(send(&[])).then_faults(&["/decisions"]);
}

#[test]
fn a_decision_waits_for_every_score() {
    let mut events = with_tenderers();
    let mut missing_after = |score: EvaluationTendererScored| {
        events.push(score.into());
        given::<Evaluation>(events.iter().cloned())
            .when(send(&TENDERERS))
            .then_refused("score-missing")
            .detail
    };
    let detail = missing_after(scored(51, QUALITY, 80));
    assert!(detail.contains("ontbreken nog 3 scores"), "{detail}");
    let detail = missing_after(scored(51, QUALITY, 90));
    assert!(detail.contains("ontbreken nog 3 scores"), "{detail}");
    missing_after(scored(51, PRICE, 70));
    let detail = missing_after(scored(52, QUALITY, 60));
    assert!(detail.contains("ontbreekt nog 1 score "), "{detail}");
}

#[test]
fn a_decision_is_sent_once_and_nothing_changes_after_it() {
    given::<Evaluation>(decided()).when(send(&TENDERERS)).then_nothing();
    for command in [
        EvaluationCommand::AddTenderer(added(53)),
        EvaluationCommand::Score(scored(51, QUALITY, 10)),
        send_without_standstill(&TENDERERS),
        send(&[52, 51]),
    ] {
        given::<Evaluation>(decided()).when(command).then_refused("award-decision-sent");
    }
}

#[test]
fn a_decision_may_have_no_standstill() {
    given::<Evaluation>(complete())
        .when(send_without_standstill(&TENDERERS))
        .then([AwardDecisionSent { standstill: None, ..decision() }]);
}

#[test]
fn a_decision_and_its_confirmation_tell_where_they_belong() {
    for lot in [None, Some(whole(3))] {
        let open = EvaluationOpened { trajectory: id(2), lot, ..with_criteria(&[(QUALITY, 100)]) };
        let scored = scored(51, QUALITY, 80);
        let before = [EvaluationEvent::from(open), added(51).into(), scored.into()];
        let messages = vec![message(51, vec![told(51, QUALITY, 100, 80)])];
        let sent = AwardDecisionSent { trajectory: id(2), lot, ..sent(messages) };
        given::<Evaluation>(before.clone()).when(send(&[51])).then([sent.clone()]);
        let one = "Eén aanbieder krijgt een contract.";
        given::<Evaluation>(before.into_iter().chain([sent.into()]))
            .when(confirm(one))
            .then([AwardConfirmed { trajectory: id(2), lot, ..confirmed(one) }]);
    }
}

#[test]
fn an_award_is_confirmed_once_after_the_decision() {
    let one = "Eén aanbieder krijgt een contract.";
    given::<Evaluation>(complete()).when(confirm(one)).then_refused("award-decision-not-sent");
    given::<Evaluation>(decided()).when(confirm(one)).then([confirmed(one)]);
    let mut final_award = decided();
    final_award.push(confirmed(one).into());
    given::<Evaluation>(final_award.clone()).when(confirm(one)).then_nothing();
    given::<Evaluation>(final_award)
        .when(confirm("Twee aanbieders krijgen een contract."))
        .then_refused("award-confirmed");
}

#[test]
fn an_evaluation_knows_its_criteria_and_its_decision() {
    let open: Evaluation = state([opened()]);
    assert_eq!(open.opened(), Ok(&two_criteria()));
    assert_eq!(open.decision().unwrap_err().told().code, "award-decision-not-sent");
    let decided: Evaluation = state(decided());
    assert_eq!(decided.decision(), Ok(&decision()));
}
