//! The promises of a log, as tests that every back end runs.
//!
//! A back end writes `event_log::contract_suite!(|clock| async move { (Arc::new(…), ()) });` in a
//! test module and gets one test a promise. Each test makes a log of its own on a clock of its own.

pub mod restore;

use crate::types::{
    Actor, Append, Guard, Metadata, NewEvent, Position, Request, StreamId, Version, Window, Write,
};
use crate::{Digest, EventLog, LogError, ManualClock, verify};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Makes the tests of the contract for one back end.
///
/// The argument takes an `Arc<ManualClock>` and gives a future of an `Arc` of a fresh, empty log
/// and of whatever must live as long as it (a directory, a server).
#[macro_export]
macro_rules! contract_suite {
    ($make:expr) => {
        $crate::contract_suite!(@each $make,
            positions_are_dense_and_versions_follow_each_other,
            a_stale_version_is_refused_and_nothing_is_added,
            a_guard_that_moved_refuses_the_append,
            a_guard_on_a_stream_that_does_not_exist_holds_until_it_does,
            an_append_over_several_streams_is_all_or_nothing,
            of_many_writers_at_one_version_one_wins,
            of_two_that_guard_each_other_one_wins,
            a_reader_beside_forty_writers_sees_every_position_once_and_in_order,
            an_append_before_or_after_its_window_is_refused,
            both_ends_of_a_window_are_inside_it,
            the_log_clock_never_runs_backwards,
            a_repeated_request_finds_its_first_answer,
            of_many_repeats_of_one_request_one_is_recorded,
            a_waiting_reader_wakes,
            waiting_ends_when_the_time_is_up,
            what_no_log_can_take_is_refused,
            the_chain_verifies_and_the_receipt_is_in_it,
        );
    };
    (@each $make:expr, $($name:ident),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let clock = std::sync::Arc::new($crate::ManualClock::at(
                    $crate::contract::START,
                ));
                let make = $make;
                let (log, _keep) = make(clock.clone()).await;
                $crate::contract::$name(log, clock).await;
            }
        )*
    };
}

/// Where the clock of every test stands at first: 1 June 2026, 10.00 UTC.
pub const START: Timestamp = Timestamp::constant(1_780_308_000, 0);

type Log = Arc<dyn EventLog>;
type Clock = Arc<ManualClock>;

fn stream(id: impl std::fmt::Display) -> StreamId {
    StreamId::new("thing", id)
}

fn event(n: u64) -> NewEvent {
    NewEvent {
        event_type: "ThingHappened".to_owned(),
        event_version: 1,
        payload: format!("{{\"n\":{n}}}"),
    }
}

fn metadata() -> Metadata {
    Metadata {
        actor: Actor {
            party: "system".to_owned(),
            organisation: "none".to_owned(),
            role: "test".to_owned(),
            person: "nobody".to_owned(),
        },
        correlation: "correlation".to_owned(),
        causation: "request:1".to_owned(),
        request: None,
    }
}

fn write(id: impl std::fmt::Display, expected: u64, events: u64) -> Write {
    Write {
        stream: stream(id),
        expected: Version(expected),
        events: (1..=events).map(event).collect(),
    }
}

/// An append of one event to one stream, without conditions.
#[must_use]
pub fn append(id: impl std::fmt::Display, expected: u64) -> Append {
    Append {
        writes: vec![write(id, expected, 1)],
        guards: vec![],
        window: Window::default(),
        metadata: metadata(),
    }
}

fn guarded(id: &str, expected: u64, guard: &str, version: u64) -> Append {
    Append {
        guards: vec![Guard { stream: stream(guard), version: Version(version) }],
        ..append(id, expected)
    }
}

fn requested(id: impl std::fmt::Display, key: &[u8], asked: &[u8]) -> Append {
    let mut append = append(id, 0);
    append.metadata.request =
        Some(Request { key: Digest::of(key), fingerprint: Digest::of(asked) });
    append
}

async fn head(log: &Log) -> u64 {
    log.head().await.unwrap().position.0
}

/// Positions count 1, 2, 3 over all streams; versions count within each.
pub async fn positions_are_dense_and_versions_follow_each_other(log: Log, _: Clock) {
    assert_eq!(head(&log).await, 0);
    let one = log.append(append("a", 0)).await.unwrap();
    let two =
        log.append(Append { writes: vec![write("b", 0, 3)], ..append("b", 0) }).await.unwrap();
    let three = log.append(append("a", 1)).await.unwrap();
    assert_eq!((one.first, one.last, one.version), (Position(1), Position(1), Version(1)));
    assert_eq!((two.first, two.last, two.version), (Position(2), Position(4), Version(3)));
    assert_eq!((three.first, three.last, three.version), (Position(5), Position(5), Version(2)));

    let all = log.read_all(Position::START, 100).await.unwrap();
    assert_eq!(all.iter().map(|event| event.position.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let a = log.read_stream(&stream("a"), Version::NONE).await.unwrap();
    assert_eq!(a.iter().map(|event| event.version.0).collect::<Vec<_>>(), [1, 2]);
    let later = log.read_stream(&stream("b"), Version(1)).await.unwrap();
    assert_eq!(later.iter().map(|event| event.version.0).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(later[0].payload, "{\"n\":2}");
    assert_eq!(later[0].metadata().unwrap(), metadata());
    assert_eq!(log.read_all(Position(3), 1).await.unwrap()[0].position, Position(4));
    assert!(log.read_stream(&stream("c"), Version::NONE).await.unwrap().is_empty());
}

/// Somebody else was first: the caller hears which stream, and the log is as it was.
pub async fn a_stale_version_is_refused_and_nothing_is_added(log: Log, _: Clock) {
    log.append(append("a", 0)).await.unwrap();
    let refused = log.append(append("a", 0)).await.unwrap_err();
    assert!(matches!(
        refused,
        LogError::Conflict { stream: of, expected: Version(0), actual: Version(1) }
            if of == stream("a")
    ));
    assert!(log.append(append("a", 2)).await.is_err());
    assert_eq!(head(&log).await, 1);
}

/// "Ask a question" and "close the round" cannot both win.
pub async fn a_guard_that_moved_refuses_the_append(log: Log, _: Clock) {
    log.append(append("round", 0)).await.unwrap();
    log.append(guarded("question-1", 0, "round", 1)).await.unwrap();
    log.append(append("round", 1)).await.unwrap();
    let refused = log.append(guarded("question-2", 0, "round", 1)).await.unwrap_err();
    assert!(matches!(
        refused,
        LogError::Conflict { stream: s, expected: Version(1), actual: Version(2) }
            if s == stream("round")
    ));
    assert_eq!(head(&log).await, 3);
}

/// A guard at version zero says "this must not exist yet".
pub async fn a_guard_on_a_stream_that_does_not_exist_holds_until_it_does(log: Log, _: Clock) {
    log.append(guarded("a", 0, "b", 0)).await.unwrap();
    log.append(append("b", 0)).await.unwrap();
    assert!(matches!(log.append(guarded("a", 1, "b", 0)).await, Err(LogError::Conflict { .. })));
}

/// One append may move several streams; it moves all of them or none.
pub async fn an_append_over_several_streams_is_all_or_nothing(log: Log, _: Clock) {
    let both = |a: u64, b: u64| Append {
        writes: vec![write("a", a, 1), write("b", b, 2)],
        ..append("a", 0)
    };
    let receipt = log.append(both(0, 0)).await.unwrap();
    assert_eq!(receipt.stream, stream("a"));
    assert_eq!(
        (receipt.first, receipt.last, receipt.version),
        (Position(1), Position(3), Version(1))
    );
    assert!(matches!(log.append(both(1, 0)).await, Err(LogError::Conflict { .. })));
    assert_eq!(head(&log).await, 3);
    assert_eq!(log.read_stream(&stream("a"), Version::NONE).await.unwrap().len(), 1);
}

/// Twenty writers at the same version: one is recorded, nineteen hear of a conflict.
pub async fn of_many_writers_at_one_version_one_wins(log: Log, _: Clock) {
    for round in 0..10 {
        let mut writers = JoinSet::new();
        for _ in 0..20 {
            let log = log.clone();
            writers.spawn(async move { log.append(append("a", round)).await });
        }
        let outcomes = writers.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            outcomes
                .iter()
                .flat_map(|outcome| outcome.as_ref().err())
                .all(|error| matches!(error, LogError::Conflict { .. }))
        );
    }
    assert_eq!(head(&log).await, 10);
}

/// Two appends that each guard the stream the other writes: never both.
pub async fn of_two_that_guard_each_other_one_wins(log: Log, _: Clock) {
    for n in 0..50 {
        let (a, b) = (format!("a{n}"), format!("b{n}"));
        let one = {
            let (log, a, b) = (log.clone(), a.clone(), b.clone());
            tokio::spawn(async move { log.append(guarded(&a, 0, &b, 0)).await })
        };
        let two = {
            let (log, a, b) = (log.clone(), a.clone(), b.clone());
            tokio::spawn(async move { log.append(guarded(&b, 0, &a, 0)).await })
        };
        let won = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(won.iter().filter(|outcome| outcome.is_ok()).count(), 1, "round {n}");
    }
}

/// What is seen is seen once, in order, and nothing below it comes later.
pub async fn a_reader_beside_forty_writers_sees_every_position_once_and_in_order(
    log: Log,
    _: Clock,
) {
    const WRITERS: u64 = 40;
    const EACH: u64 = 25;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let log = log.clone();
        writers.spawn(async move {
            for n in 0..EACH {
                log.append(append(writer, n)).await.unwrap();
            }
        });
    }
    let mut seen = Position::START;
    while seen.0 < WRITERS * EACH {
        log.wait_past(seen, Duration::from_secs(20)).await.unwrap();
        for event in log.read_all(seen, 7).await.unwrap() {
            assert_eq!(event.position, seen.next());
            seen = event.position;
        }
        assert!(head(&log).await >= seen.0);
    }
    writers.join_all().await;
    assert_eq!(head(&log).await, WRITERS * EACH);
}

/// A deadline is decided in the append, by the log's clock.
pub async fn an_append_before_or_after_its_window_is_refused(log: Log, clock: Clock) {
    let window = Window {
        not_before: Some(START + SignedDuration::from_secs(10)),
        not_after: Some(START + SignedDuration::from_secs(20)),
    };
    let windowed = |n| Append { window, ..append("a", n) };
    assert!(matches!(log.append(windowed(0)).await, Err(LogError::TooEarly { .. })));
    clock.advance(Duration::from_secs(15));
    log.append(windowed(0)).await.unwrap();
    clock.advance(Duration::from_secs(6));
    let refused = log.append(windowed(1)).await.unwrap_err();
    assert!(matches!(
        refused,
        LogError::TooLate { now, .. } if now == START + SignedDuration::from_secs(21)
    ));
    assert_eq!(head(&log).await, 1);
}

/// "t/m 12.00 uur": at 12.00.00,000000 it is accepted, a microsecond later it is not.
pub async fn both_ends_of_a_window_are_inside_it(log: Log, clock: Clock) {
    let window = Window { not_before: Some(START), not_after: Some(START) };
    log.append(Append { window, ..append("a", 0) }).await.unwrap();
    clock.advance(Duration::from_micros(1));
    assert!(matches!(
        log.append(Append { window, ..append("a", 1) }).await,
        Err(LogError::TooLate { .. })
    ));
}

/// A machine whose clock is set back cannot reopen what was closed.
pub async fn the_log_clock_never_runs_backwards(log: Log, clock: Clock) {
    clock.advance(Duration::from_secs(60));
    let late = log.append(append("a", 0)).await.unwrap();
    clock.set(START);
    assert_eq!(log.head().await.unwrap().clock, late.recorded_at);
    let window = Window { not_before: None, not_after: Some(START) };
    assert!(matches!(
        log.append(Append { window, ..append("a", 1) }).await,
        Err(LogError::TooLate { .. })
    ));
    let next = log.append(append("a", 1)).await.unwrap();
    assert_eq!(next.recorded_at, late.recorded_at);
}

/// Whoever did not hear the answer asks again and hears it.
pub async fn a_repeated_request_finds_its_first_answer(log: Log, _: Clock) {
    assert!(log.find_request(&Digest::of(b"key")).await.unwrap().is_none());
    let mut first = requested("a", b"key", b"asked");
    first.writes.push(write("b", 0, 2));
    let receipt = log.append(first).await.unwrap();
    log.append(append("c", 0)).await.unwrap();
    // The repeat comes under another name: the first answer tells which name counted.
    let repeated = log.append(requested("d", b"key", b"asked something else")).await.unwrap_err();
    let LogError::RequestRepeated(record) = repeated else { panic!("{repeated:?}") };
    assert_eq!(record.receipt, receipt);
    assert_eq!(record.fingerprint, Digest::of(b"asked"));
    let found = log.find_request(&Digest::of(b"key")).await.unwrap().unwrap();
    assert_eq!(found, *record);
    assert_eq!(head(&log).await, 4);
}

/// Twenty copies of one request at once: one append, twenty equal answers.
pub async fn of_many_repeats_of_one_request_one_is_recorded(log: Log, _: Clock) {
    let mut callers = JoinSet::new();
    for n in 0..20 {
        let log = log.clone();
        callers.spawn(async move { log.append(requested(n, b"key", b"asked")).await });
    }
    let receipts: Vec<_> = callers
        .join_all()
        .await
        .into_iter()
        .map(|outcome| match outcome {
            Ok(receipt) => receipt,
            Err(LogError::RequestRepeated(record)) => record.receipt,
            Err(error) => panic!("{error:?}"),
        })
        .collect();
    assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(head(&log).await, 1);
}

/// A subscription needs no polling to follow its own process.
pub async fn a_waiting_reader_wakes(log: Log, _: Clock) {
    let waiting = {
        let log = log.clone();
        tokio::spawn(async move { log.wait_past(Position::START, Duration::from_secs(60)).await })
    };
    log.append(append("a", 0)).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), Position(1));
}

/// A reader that waits for nothing is not kept for ever.
pub async fn waiting_ends_when_the_time_is_up(log: Log, _: Clock) {
    let at = log.wait_past(Position::START, Duration::from_millis(5)).await.unwrap();
    assert_eq!(at, Position::START);
}

/// Limits are stated and kept.
pub async fn what_no_log_can_take_is_refused(log: Log, _: Clock) {
    let nothing = Append { writes: vec![], ..append("a", 0) };
    let empty = Append { writes: vec![write("a", 0, 0)], ..append("a", 0) };
    let twice = Append { writes: vec![write("a", 0, 1), write("a", 1, 1)], ..append("a", 0) };
    let mut large = append("a", 0);
    large.writes[0].events[0].payload = "x".repeat(crate::PAYLOAD_BYTES_MAX + 1);
    for malformed in [nothing, empty, twice, large] {
        assert!(matches!(log.append(malformed).await, Err(LogError::Malformed { .. })));
    }
    assert_eq!(head(&log).await, 0);
}

/// Whoever keeps a receipt can find it back in the chain.
pub async fn the_chain_verifies_and_the_receipt_is_in_it(log: Log, clock: Clock) {
    let mut kept = None;
    for n in 0..20 {
        clock.advance(Duration::from_millis(10));
        let receipt = log.append(append(n % 3, n / 3)).await.unwrap();
        kept = kept.or((n == 11).then_some(receipt));
    }
    let checked = verify(log.as_ref(), |_| ()).await.unwrap();
    assert_eq!((checked.events, checked.streams), (20, 3));
    assert_eq!(checked.hash, log.head().await.unwrap().hash);
    let kept = kept.unwrap();
    let found = &log.read_all(Position(kept.last.0 - 1), 1).await.unwrap()[0];
    assert_eq!((found.hash, found.recorded_at), (kept.hash, kept.recorded_at));
}
