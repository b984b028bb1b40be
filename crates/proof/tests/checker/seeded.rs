//! A right run in which one thing is then made wrong: the checker names it.

use crate::scene::{Ask, CLOSES, ROUND, Scene, Told, ask, key, moment, wall};
use event_log::{Position, StreamId, Version};
use jiff::SignedDuration;
use proof::checker::{Fault, Kind, LogClock, check};
use proof::history::{Answer, Outcome};

/// Three clients, each answered before the next sends; a fourth hears nothing and asks again; a
/// fifth is never answered; two are late.
fn right() -> Scene {
    let lost = Ask { answered: None, ..ask(4, 1, 400_000) };
    let again = ask(4, 1, 450_000);
    let unheard = Ask { answered: None, ..ask(5, 1, 500_000) };
    Scene::play(&[
        ask(1, 1, 100_000),
        ask(2, 1, 200_000),
        ask(1, 2, 250_000),
        ask(3, 1, 300_000),
        lost,
        again,
        unheard,
        ask(6, 1, CLOSES + 100_000),
        ask(7, 1, CLOSES + 200_000),
    ])
}

/// What a fault tells of where and whose it is.
fn told(fault: &Fault) -> (Kind, Option<u64>, Option<u32>, Option<&str>) {
    (fault.kind, fault.position, fault.client, fault.key.as_deref())
}

/// Sees that a fault is named, with place, client and key.
fn named(scene: &Scene, kind: Kind, position: Option<u64>, who: Option<(u32, u32)>) -> Vec<Fault> {
    let faults = scene.verdict().faults;
    let key = who.map(|(client, number)| key(client, number));
    let wanted = (kind, position, who.map(|(client, _)| client), key.as_deref());
    assert!(faults.iter().any(|fault| told(fault) == wanted), "{wanted:?} in {faults:#?}");
    faults
}

/// Likewise, and that nothing else is.
fn alone(scene: &Scene, kind: Kind, position: Option<u64>, who: Option<(u32, u32)>) {
    let faults = named(scene, kind, position, who);
    assert_eq!(faults.len(), 1, "{faults:#?}");
}

#[test]
fn a_right_run_has_no_fault_and_is_counted() {
    let verdict = right().verdict();
    assert!(verdict.holds(), "{:#?}", verdict.faults);
    assert_eq!((verdict.events, verdict.submissions, verdict.repeats), (6, 8, 1));
    assert_eq!((verdict.acknowledged, verdict.late), (5, 2));
    assert_eq!((verdict.unsettled, verdict.unsettled_in_log), (1, 1));
}

#[test]
fn a_dropped_event_is_named() {
    let mut scene = right();
    scene.events.remove(2);
    named(&scene, Kind::Lost, Some(3), Some((1, 2)));
    named(&scene, Kind::Position, Some(4), None);

    // Also when the log closes the ranks behind it.
    scene.number();
    named(&scene, Kind::Lost, Some(3), Some((1, 2)));
    scene.history.exchanges.retain(|exchange| exchange.sent.key != key(1, 2));
    scene.answer_as_recorded();
    assert!(scene.verdict().holds(), "what nobody was promised may be missing");
}

#[test]
fn the_last_event_that_was_acknowledged_is_missed_as_well() {
    let mut scene = right();
    scene.events.truncate(4);
    alone(&scene, Kind::Lost, Some(5), Some((4, 1)));
}

#[test]
fn a_doubled_event_is_named() {
    // As a retry that was recorded again: another stream, at the end.
    for (client, number, place) in [(2, 1, 1), (5, 1, 5)] {
        let mut scene = right();
        let mut again = scene.events[place].clone();
        again.stream = StreamId::new("contribution", "nog-een");
        again.recorded_at = scene.events[5].recorded_at;
        scene.events.push(again);
        scene.number();
        alone(&scene, Kind::Doubled, Some(place as u64 + 1), Some((client, number)));
    }
    // As the same row read twice.
    let mut scene = right();
    scene.events.insert(2, scene.events[1].clone());
    named(&scene, Kind::Doubled, Some(2), Some((2, 1)));
    named(&scene, Kind::Position, Some(2), None);
    named(&scene, Kind::Version, Some(2), None);
}

#[test]
fn two_events_in_the_wrong_order_are_named() {
    // The log as it was read is not the log as it was told.
    let mut scene = right();
    scene.events.swap(1, 3);
    scene.number();
    named(&scene, Kind::Altered, Some(4), Some((2, 1)));
    named(&scene, Kind::Altered, Some(2), Some((3, 1)));
    named(&scene, Kind::Backwards, Some(3), None);

    // The log tells a consistent story that real time contradicts: across clients,
    let mut scene = right();
    let (one, other) = (scene.events[1].recorded_at, scene.events[3].recorded_at);
    scene.events.swap(1, 3);
    (scene.events[1].recorded_at, scene.events[3].recorded_at) = (one, other);
    scene.number();
    scene.answer_as_recorded();
    named(&scene, Kind::OutOfOrder, Some(2), Some((3, 1)));

    // and of one client,
    let mut scene = right();
    let (one, other) = (scene.events[0].recorded_at, scene.events[2].recorded_at);
    scene.events.swap(0, 2);
    (scene.events[0].recorded_at, scene.events[2].recorded_at) = (one, other);
    scene.number();
    scene.answer_as_recorded();
    named(&scene, Kind::OutOfOrder, Some(1), Some((1, 2)));

    // and of one that was never answered.
    let mut scene = right();
    let (one, other) = (scene.events[4].recorded_at, scene.events[5].recorded_at);
    scene.events.swap(4, 5);
    (scene.events[4].recorded_at, scene.events[5].recorded_at) = (one, other);
    scene.number();
    scene.answer_as_recorded();
    alone(&scene, Kind::OutOfOrder, Some(5), Some((5, 1)));
}

#[test]
fn a_late_event_is_named() {
    let mut scene = right();
    scene.events[5].recorded_at = wall(CLOSES + 1);
    alone(&scene, Kind::Late, Some(6), Some((5, 1)));
    // The last instant is in time.
    scene.events[5].recorded_at = wall(CLOSES);
    assert!(scene.verdict().holds());
}

/// A run in which the last was taken after somebody was refused, and the log's clock is said to
/// have stood where `told` says.
fn taken_after(told: u64) -> Scene {
    let mut scene = right();
    let Told(status, receipt) = forged(&scene, told);
    let answer = scene.answer(7, 1);
    *answer = Told(status, receipt).at(answer.at);
    let mut event = scene.events[5].clone();
    (event.position, event.version) = (Position(7), Version(1));
    event.stream = StreamId::new("contribution", "laat");
    event.recorded_at = wall(told);
    event.payload = event.payload.replace("van 5", "van 7").replace("aanbieder-5", "aanbieder-7");
    scene.events.push(event);
    scene
}

fn forged(scene: &Scene, recorded: u64) -> Told {
    let mut like = scene.clone();
    let mut receipt = like.answer(3, 1).receipt.clone().unwrap();
    (receipt.id, receipt.position) = ("laat".to_owned(), 7);
    (receipt.recorded_at, receipt.hash) = (wall(recorded), scene.events[5].hash);
    Told(201, Ok(receipt))
}

#[test]
fn what_was_sent_after_the_close_and_taken_is_named() {
    // Somebody was refused before it was sent, and the log says that it was in time.
    let mut scene = taken_after(CLOSES - 1);
    alone(&scene, Kind::TakenAfterClose, Some(7), Some((7, 1)));

    // Nobody was refused: only the clock tells, and it is said to stand still.
    scene.history.exchanges.retain(|exchange| exchange.sent.client != 6);
    alone(&scene, Kind::TakenAfterClose, Some(7), Some((7, 1)));
    let lenient = check(&scene.history, LogClock::MayBeSet, &scene.events);
    assert!(lenient.holds(), "a clock that may be set can have been set back");

    // A log that does not hide it.
    let scene = taken_after(CLOSES + 201_000);
    named(&scene, Kind::Late, Some(7), Some((7, 1)));
    named(&scene, Kind::TakenAfterClose, Some(7), Some((7, 1)));
}

#[test]
fn who_is_refused_as_late_in_time_is_named() {
    let mut scene = right();
    // Refused a tenth of a second before the close.
    for exchange in &mut scene.history.exchanges {
        if exchange.sent.client == 6 {
            exchange.sent.at = moment(CLOSES - 102_000);
        }
    }
    scene.answer(6, 1).at = moment(CLOSES - 100_000);
    alone(&scene, Kind::RefusedInTime, None, Some((6, 1)));
    let lenient = check(&scene.history, LogClock::MayBeSet, &scene.events);
    assert!(lenient.holds());
}

#[test]
fn a_forked_version_is_named() {
    let mut scene = right();
    scene.events[3].stream = scene.events[1].stream.clone();
    named(&scene, Kind::Version, Some(4), None);
    named(&scene, Kind::Altered, Some(4), Some((3, 1)));

    let mut scene = right();
    scene.events[3].version = Version(2);
    named(&scene, Kind::Version, Some(4), None);
}

#[test]
fn a_refused_one_that_is_acknowledged_or_recorded_is_named() {
    let mut scene = right();
    let forged = forged(&scene, CLOSES);
    let answer = scene.answer(6, 1);
    *answer = forged.at(answer.at);
    named(&scene, Kind::Lost, Some(7), Some((6, 1)));

    let mut scene = right();
    let answer = scene.answer(3, 1);
    *answer = Told(409, Err("too-late")).at(answer.at);
    named(&scene, Kind::RefusedYetRecorded, Some(4), Some((3, 1)));
}

#[test]
fn two_answers_for_one_key_are_named() {
    // Another position to the repeat,
    let mut scene = right();
    let last = scene.history.exchanges.iter_mut().rfind(|it| it.sent.key == key(4, 1)).unwrap();
    let Outcome::Answered(second) = last.outcome.clone() else { panic!() };
    let mut first: Answer = second.clone();
    first.at = moment(402_000);
    first.receipt.as_mut().unwrap().position = 4;
    scene.history.exchanges[4].outcome = Outcome::Answered(first.clone());
    named(&scene, Kind::TwoAnswers, Some(4), Some((4, 1)));

    // a refusal of the repeat,
    first.receipt.as_mut().unwrap().position = 5;
    let refused = Told(409, Err("too-late")).at(second.at);
    scene.history.exchanges[4].outcome = Outcome::Answered(first.clone());
    scene.history.exchanges[5].outcome = Outcome::Answered(refused);
    named(&scene, Kind::TwoAnswers, Some(5), Some((4, 1)));

    // and, for comparison, the same answer twice.
    scene.history.exchanges[5].outcome = Outcome::Answered(second);
    assert!(scene.verdict().holds());
}

#[test]
fn an_answer_without_cause_is_named() {
    for (status, code) in [(403, "not-registered"), (500, "internal"), (201, "no-receipt")] {
        let mut scene = right();
        let answer = scene.answer(6, 1);
        *answer = Told(status, Err(code)).at(answer.at);
        alone(&scene, Kind::Unforeseen, None, Some((6, 1)));
    }
    // One that asks to come again settles nothing.
    let mut scene = right();
    let answer = scene.answer(3, 1);
    *answer = Told(503, Err("busy")).at(answer.at);
    let verdict = scene.verdict();
    assert!(verdict.holds());
    assert_eq!((verdict.unsettled, verdict.unsettled_in_log), (2, 2));
}

#[test]
fn what_stands_otherwise_than_answered_is_named() {
    let mut scene = right();
    scene.events[3].recorded_at += SignedDuration::from_micros(1);
    alone(&scene, Kind::Altered, Some(4), Some((3, 1)));
    let mut scene = right();
    scene.events[3].hash = scene.events[2].hash;
    alone(&scene, Kind::Altered, Some(4), Some((3, 1)));
    let mut scene = right();
    scene.events[3].payload = scene.events[3].payload.replace(ROUND, "andere-ronde");
    alone(&scene, Kind::Altered, Some(4), Some((3, 1)));
}

#[test]
fn what_nobody_sent_or_somebody_else_sent_is_named() {
    let mut scene = right();
    scene.events[5].payload = scene.events[5].payload.replace("Stuk", "Brief");
    alone(&scene, Kind::NeverSent, Some(6), None);
    let mut scene = right();
    scene.events[3].payload = scene.events[3].payload.replace("aanbieder-3", "aanbieder-2");
    alone(&scene, Kind::MixedUp, Some(4), Some((3, 1)));
    let mut scene = right();
    scene.events[3].payload = scene.events[3].payload.replace("\"round\"", "\"rond\"");
    named(&scene, Kind::Unreadable, Some(4), None);
}
