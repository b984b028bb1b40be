//! Assessors: whoever has an interest does not score, and nobody's scores count before all are in.
//! And what holds an award back.

use crate::evaluation::{added, complete, confirm, decided, opened, scored, send};
use crate::examples::{id, sealed, text, whole};
use crate::harness::given;
use dialogue::evaluation::{
    AssessorCapacity, AwardDecisionWithdrawn, AwardFrozen, AwardReleased,
    EvaluationAssessmentSubmitted, EvaluationAssessmentsRevealed, EvaluationAssessorAppointed,
    EvaluationAssessorReleased, EvaluationConflictMeasureTaken, EvaluationEndedWithoutAward,
    EvaluationInterestDeclared, IndividualScore, KnownAs, SendAwardDecision,
};
use dialogue::{Evaluation, EvaluationCommand, EvaluationEvent};

fn appointed(person: u128) -> EvaluationAssessorAppointed {
    EvaluationAssessorAppointed {
        assessor: id(person),
        capacity: AssessorCapacity::ClientRepresentative,
        identity: sealed(person),
    }
}

fn declared(person: u128, conflict: bool) -> EvaluationInterestDeclared {
    let statement = text("Ik ken deze organisaties alleen van naam.");
    EvaluationInterestDeclared { assessor: id(person), conflict, statement }
}

fn released(person: u128) -> EvaluationAssessorReleased {
    EvaluationAssessorReleased { assessor: id(person), reason: text("Langdurig ziek.") }
}

fn assessment(person: u128, tenderers: &[u128], score: u32) -> EvaluationAssessmentSubmitted {
    let of = |tenderer: u128, criterion: &str| IndividualScore {
        tenderer: id(tenderer),
        criterion: text(criterion),
        score: whole(score),
        motivation: text("Het plan past bij het gezin."),
    };
    let scores = tenderers.iter().flat_map(|it| [of(*it, "kwaliteit"), of(*it, "prijs")]);
    EvaluationAssessmentSubmitted { assessor: id(person), scores: scores.collect() }
}

pub(super) fn appoint(person: u128) -> EvaluationCommand {
    EvaluationCommand::AppointAssessor(appointed(person))
}

pub(super) fn release(person: u128) -> EvaluationCommand {
    EvaluationCommand::ReleaseAssessor(released(person))
}

pub(super) fn declare(person: u128, conflict: bool) -> EvaluationCommand {
    EvaluationCommand::DeclareInterest(declared(person, conflict))
}

pub(super) fn measure(person: u128) -> EvaluationCommand {
    EvaluationCommand::TakeConflictMeasure(measured(person))
}

fn measured(person: u128) -> EvaluationConflictMeasureTaken {
    EvaluationConflictMeasureTaken { assessor: id(person), measure: text("Vervangen.") }
}

pub(super) fn submit(person: u128, score: u32) -> EvaluationCommand {
    EvaluationCommand::SubmitAssessment(assessment(person, &[51, 52], score))
}

const REVEALED: EvaluationAssessmentsRevealed = EvaluationAssessmentsRevealed {};

/// Two tenderers, and two assessors without an interest.
fn two() -> Vec<EvaluationEvent> {
    vec![
        opened(),
        added(51).into(),
        added(52).into(),
        appointed(61).into(),
        appointed(62).into(),
        declared(61, false).into(),
        declared(62, false).into(),
    ]
}

fn and<const N: usize>(
    mut events: Vec<EvaluationEvent>,
    more: [EvaluationEvent; N],
) -> Vec<EvaluationEvent> {
    events.extend(more);
    events
}

#[test]
fn scores_are_revealed_with_the_last_of_them_and_not_before() {
    given::<Evaluation>(two()).when(submit(61, 80)).then([assessment(61, &[51, 52], 80)]);
    let one = || and(two(), [assessment(61, &[51, 52], 80).into()]);
    given::<Evaluation>(one()).when(submit(61, 90)).then([assessment(61, &[51, 52], 90)]);
    let half = assessment(62, &[51], 40);
    given::<Evaluation>(one())
        .when(EvaluationCommand::SubmitAssessment(half.clone()))
        .then([half.clone()]);
    let rest = assessment(62, &[52], 60);
    let last: [EvaluationEvent; 2] = [rest.clone().into(), REVEALED.into()];
    given::<Evaluation>(and(one(), [half.into()]))
        .when(EvaluationCommand::SubmitAssessment(rest))
        .then(last);
}

#[test]
fn what_is_revealed_is_fixed() {
    let all = and(
        two(),
        [
            assessment(61, &[51, 52], 80).into(),
            assessment(62, &[51, 52], 40).into(),
            REVEALED.into(),
        ],
    );
    for command in [submit(61, 90), EvaluationCommand::AddTenderer(added(53)), appoint(63)] {
        given::<Evaluation>(all.clone()).when(command).then_refused("assessments-revealed");
    }
    given::<Evaluation>(all.clone()).when(submit(61, 80)).then_nothing();
    given::<Evaluation>(all)
        .when(EvaluationCommand::Score(scored(51, "kwaliteit", 60)))
        .then([scored(51, "kwaliteit", 60)]);
}

#[test]
fn assessors_do_not_agree_before_all_have_scored_alone() {
    let score = || EvaluationCommand::Score(scored(51, "kwaliteit", 60));
    for events in [
        vec![opened(), added(51).into()],
        two(),
        and(two(), [assessment(61, &[51, 52], 80).into()]),
    ] {
        given::<Evaluation>(events).when(score()).then_refused("assessments-incomplete");
    }
}

#[test]
fn whoever_has_an_interest_does_not_score() {
    let conflicted = || and(two(), [declared(62, true).into()]);
    let told = given::<Evaluation>(conflicted()).when(submit(62, 80));
    told.then_refused("conflict-of-interest");
    let rest: [EvaluationEvent; 2] = [assessment(61, &[51, 52], 80).into(), REVEALED.into()];
    given::<Evaluation>(conflicted()).when(submit(61, 80)).then(rest);
    // What was scored before does not count: it no longer holds the others up.
    let scored = || and(two(), [assessment(61, &[51, 52], 80).into()]);
    let both: [EvaluationEvent; 2] = [declared(62, true).into(), REVEALED.into()];
    given::<Evaluation>(scored()).when(declare(62, true)).then(both);
    given::<Evaluation>(scored()).when(declare(61, true)).then([declared(61, true)]);
    given::<Evaluation>(conflicted()).when(measure(62)).then([measured(62)]);
    given::<Evaluation>(conflicted()).when(measure(61)).then_faults(&["/assessor"]);
    given::<Evaluation>(conflicted()).when(measure(69)).then_faults(&["/assessor"]);
}

#[test]
fn whoever_declared_nothing_does_not_score_and_a_new_tenderer_asks_a_new_declaration() {
    let events = vec![opened(), added(51).into(), appointed(61).into()];
    let scores = || EvaluationCommand::SubmitAssessment(assessment(61, &[51], 80));
    given::<Evaluation>(events.clone()).when(scores()).then_refused("interest-not-declared");
    let events = and(events, [declared(61, false).into(), added(52).into()]);
    given::<Evaluation>(events.clone()).when(scores()).then_refused("interest-not-declared");
    given::<Evaluation>(events.clone()).when(declare(61, false)).then([declared(61, false)]);
    given::<Evaluation>(and(events, [declared(61, false).into()]))
        .when(scores())
        .then([assessment(61, &[51], 80)]);
    given::<Evaluation>([opened(), appointed(61).into()])
        .when(declare(61, false))
        .then_faults(&["/conflict"]);
}

#[test]
fn nobody_scores_who_was_not_appointed_or_was_released() {
    given::<Evaluation>(two()).when(submit(63, 80)).then_refused("not-assessor");
    given::<Evaluation>(two()).when(declare(63, false)).then_refused("not-assessor");
    let gone = || and(two(), [released(62).into()]);
    given::<Evaluation>(gone()).when(submit(62, 80)).then_refused("not-assessor");
    given::<Evaluation>(gone()).when(release(62)).then_nothing();
    given::<Evaluation>(two()).when(release(63)).then_faults(&["/assessor"]);
    let waiting = and(two(), [assessment(61, &[51, 52], 80).into()]);
    let both: [EvaluationEvent; 2] = [released(62).into(), REVEALED.into()];
    given::<Evaluation>(waiting).when(release(62)).then(both);
    given::<Evaluation>(two()).when(appoint(61)).then_nothing();
}

#[test]
fn wrong_scores_are_told_all_at_once() {
    let mut wrong = assessment(61, &[51, 53], 101);
    wrong.scores[1].criterion = text("kwaliteit");
    given::<Evaluation>(two()).when(EvaluationCommand::SubmitAssessment(wrong)).then_faults(&[
        "/scores/0/score",
        "/scores/1/score",
        "/scores/1",
        "/scores/2/tenderer",
        "/scores/2/score",
        "/scores/3/tenderer",
        "/scores/3/score",
    ]);
    let none = EvaluationAssessmentSubmitted { assessor: id(61), scores: vec![] };
    given::<Evaluation>(two())
        .when(EvaluationCommand::SubmitAssessment(none))
        .then_faults(&["/scores"]);
}

/// The decision with texts of its own, and names by which the tenderers are known.
fn told(change: impl FnOnce(&mut SendAwardDecision)) -> EvaluationCommand {
    let EvaluationCommand::SendAwardDecision(mut decision) = send(&[51, 52]) else {
        panic!("a decision")
    };
    let known = |tenderer: u128, name: &str| KnownAs {
        tenderer: id(tenderer),
        names: vec![name.to_owned(), format!("NL-KVK-900000{tenderer}")],
    };
    decision.known_as = vec![known(51, "De Kweekvijver"), known(52, "Hulphuis Torenvalk BV")];
    change(&mut decision);
    EvaluationCommand::SendAwardDecision(decision)
}

#[test]
fn whoever_does_not_win_is_told_why_another_does() {
    given::<Evaluation>(complete())
        .when(told(|it| it.decisions[1].advantages = None))
        .then_faults(&["/decisions/1/advantages"]);
}

#[test]
fn nobody_is_told_who_else_tendered_but_the_winner() {
    let named = |text: &str| {
        let text = text.parse().unwrap();
        told(|it| it.decisions[1].message = text)
    };
    // The winner may be named to the other, and not the other way round.
    let given_all = || given::<Evaluation>(complete());
    let sent = given_all().when(named("De Kweekvijver krijgt de opdracht."));
    assert!(matches!(sent.into_events().as_slice(), [EvaluationEvent::AwardDecisionSent(_)]));
    for text in ["Hulphuis Torenvalk eindigde na u.", "KvK 90000052 eindigde na u."] {
        given_all()
            .when(told(|it| it.decisions[0].message = text.parse().unwrap()))
            .then_faults(&["/decisions/0/message"]);
    }
    // A word that looks like a name asks for a reason.
    let word = "Er broedt een torenvalk op uw dak.";
    let refused = given_all()
        .when(told(|it| it.decisions[0].message = word.parse().unwrap()))
        .then_faults(&["/decisions/0/message"]);
    assert!(refused.faults[0].detail.contains("torenvalk"));
    let sent = given_all().when(told(|it| {
        it.decisions[0].message = word.parse().unwrap();
        it.decisions[0].names_checked = Some(text("Dit gaat over een vogel."));
    }));
    assert_eq!(sent.into_events().len(), 1);
    // Also where the name stands in the motivation of a score.
    let mut score = scored(51, "prijs", 70);
    score.motivation = text("Goedkoper dan Hulphuis Torenvalk.");
    let events = and(complete(), [score.into()]);
    given::<Evaluation>(events).when(told(|_| {})).then_faults(&["/decisions/0/tenderer"]);
}

#[test]
fn a_decision_is_withdrawn_with_its_reason_and_a_new_one_can_follow() {
    let withdraw = || EvaluationCommand::WithdrawAwardDecision { reason: text("Verwisseld.") };
    let withdrawn = || AwardDecisionWithdrawn {
        trajectory: id(1),
        lot: Some(whole(1)),
        reason: text("Verwisseld."),
    };
    given::<Evaluation>(complete()).when(withdraw()).then_refused("award-decision-not-sent");
    given::<Evaluation>(decided()).when(withdraw()).then([withdrawn()]);
    let gone = || and(decided(), [withdrawn().into()]);
    given::<Evaluation>(gone()).when(withdraw()).then_nothing();
    given::<Evaluation>(gone()).when(confirm("Klaar.")).then_refused("award-decision-not-sent");
    assert_eq!(given::<Evaluation>(gone()).when(send(&[51, 52])).into_events().len(), 1);
}

#[test]
fn an_award_waits_for_the_court() {
    let frozen = AwardFrozen { proceeding: id(91) };
    let held = and(decided(), [frozen.clone().into()]);
    let freeze = || EvaluationCommand::Freeze { proceeding: id(91) };
    given::<Evaluation>(decided()).when(freeze()).then([frozen]);
    given::<Evaluation>(held.clone()).when(freeze()).then_nothing();
    given::<Evaluation>(held.clone()).when(confirm("Klaar.")).then_refused("award-frozen");
    let other = EvaluationCommand::Release { proceeding: id(92) };
    given::<Evaluation>(held.clone()).when(other).then_nothing();
    let lift = EvaluationCommand::Release { proceeding: id(91) };
    let lifted = AwardReleased { proceeding: id(91) };
    given::<Evaluation>(held.clone()).when(lift).then([lifted.clone()]);
    let free = and(held, [lifted.into()]);
    assert_eq!(given::<Evaluation>(free).when(confirm("Klaar.")).into_events().len(), 1);
}

#[test]
fn an_evaluation_can_end_without_an_award() {
    let end = || EvaluationCommand::EndWithoutAward { reason: text("Niemand voldeed.") };
    let ended = EvaluationEndedWithoutAward {
        trajectory: id(1),
        lot: Some(whole(1)),
        reason: text("Niemand voldeed."),
    };
    given::<Evaluation>(two()).when(end()).then([ended.clone()]);
    given::<Evaluation>(decided()).when(end()).then_refused("award-decision-sent");
    let over = and(two(), [ended.into()]);
    given::<Evaluation>(over.clone()).when(end()).then_nothing();
    given::<Evaluation>(over).when(submit(61, 80)).then_refused("evaluation-ended");
}
