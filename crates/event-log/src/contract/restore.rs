//! The promises of a log that takes over what another log recorded.
//!
//! A back end writes `event_log::restore_suite!(…)` beside its `contract_suite!`, with the same
//! argument. Each test restores from a log in memory, on the same clock.

use super::{Clock, append, head, requested, stream, write};
use crate::types::{Append, Position, RecordedEvent, Version};
use crate::{
    Digest, EventLog, GENESIS, LogError, ManualClock, MemoryLog, Restore, chain, split_unfinished,
    verify,
};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Makes the tests of restoring for one back end. The argument is that of `contract_suite!`.
#[macro_export]
macro_rules! restore_suite {
    ($make:expr) => {
        $crate::restore_suite!(@each $make,
            what_is_restored_is_as_it_was,
            a_restored_log_goes_on,
            a_restored_clock_never_runs_backwards,
            an_append_is_found_whole_across_pages,
            what_does_not_follow_is_refused_and_nothing_is_added,
            what_was_rewritten_and_chained_again_is_refused,
            the_rest_of_a_restored_append_is_refused,
            of_many_who_restore_the_same_one_wins,
            a_waiting_reader_hears_of_what_is_restored,
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
                $crate::contract::restore::$name(log, clock).await;
            }
        )*
    };
}

type Log = Arc<dyn Restore>;

/// How many appends the original holds.
const APPENDS: u64 = 40;

/// The name of the request that left an append of the original.
fn key(n: u64) -> String {
    format!("key {n}")
}

/// A log with appends of one to three events; two of three came from a request.
async fn original(clock: &Arc<ManualClock>) -> MemoryLog {
    let log = MemoryLog::new(clock.clone());
    for n in 0..APPENDS {
        clock.advance(Duration::from_micros(1 + n * 1_001));
        let mut append = match n % 3 {
            0 => append(format!("new-{n}"), 0),
            _ => requested(format!("new-{n}"), key(n).as_bytes(), b"asked"),
        };
        append.writes.push(write("shared", n, 1));
        append.writes.push(write(format!("other-{n}"), 0, n % 4 + 1));
        log.append(append).await.unwrap();
    }
    log
}

async fn events(log: &dyn EventLog) -> Vec<RecordedEvent> {
    log.read_all(Position::START, 10_000).await.unwrap()
}

/// Gives every event the hash of what it says now.
fn chained_again(mut events: Vec<RecordedEvent>) -> Vec<RecordedEvent> {
    let mut before = GENESIS;
    for event in &mut events {
        event.hash = chain(&before, event);
        before = event.hash;
    }
    events
}

/// Nobody who reads can tell the copy from the original.
pub async fn what_is_restored_is_as_it_was(log: Log, clock: Clock) {
    let original = original(&clock).await;
    let all = events(&original).await;
    log.restore(all.clone()).await.unwrap();
    log.restore(vec![]).await.unwrap();

    assert_eq!(events(log.as_ref()).await, all);
    let (here, there) = (log.head().await.unwrap(), original.head().await.unwrap());
    assert_eq!((here.position, here.hash), (there.position, there.hash));
    for name in ["shared", "new-7", "other-7", "nothing"] {
        let here = log.read_stream(&stream(name), Version::NONE).await.unwrap();
        assert_eq!(here, original.read_stream(&stream(name), Version::NONE).await.unwrap());
    }
    for n in 0..=APPENDS {
        let key = Digest::of(key(n).as_bytes());
        let here = log.find_request(&key).await.unwrap();
        assert_eq!(here, original.find_request(&key).await.unwrap());
        assert_eq!(here.is_some(), n % 3 != 0 && n < APPENDS, "{n}");
    }
    let checked = verify(log.as_ref(), |_| ()).await.unwrap();
    assert_eq!((checked.events, checked.hash), (all.len() as u64, there.hash));
}

/// What comes after is decided on what was restored.
pub async fn a_restored_log_goes_on(log: Log, clock: Clock) {
    // It was written to before, so whatever it remembers is from then.
    log.append(append("own", 0)).await.unwrap();
    let source = MemoryLog::new(clock.clone());
    source.restore(events(log.as_ref()).await).await.unwrap();
    source.append(requested("a", b"key", b"asked")).await.unwrap();
    source.append(append("own", 1)).await.unwrap();
    log.restore(source.read_all(Position(1), 10).await.unwrap()).await.unwrap();

    assert!(matches!(log.append(append("own", 1)).await, Err(LogError::Conflict { .. })));
    let repeated = log.append(requested("b", b"key", b"asked")).await;
    let Err(LogError::RequestRepeated(record)) = repeated else { panic!("{repeated:?}") };
    assert_eq!((record.receipt.first, record.receipt.last), (Position(2), Position(2)));
    let receipt = log.append(append("own", 2)).await.unwrap();
    assert_eq!((receipt.first, receipt.version), (Position(4), Version(3)));
    assert_eq!(verify(log.as_ref(), |_| ()).await.unwrap().events, 4);
}

/// The log that was copied stood on a machine whose clock was ahead.
pub async fn a_restored_clock_never_runs_backwards(log: Log, clock: Clock) {
    let ahead = Arc::new(ManualClock::at(super::START + SignedDuration::from_hours(1)));
    let original = original(&ahead).await;
    let all = events(&original).await;
    let last = all.last().unwrap().recorded_at;
    log.restore(all).await.unwrap();
    clock.advance(Duration::from_secs(1));
    assert_eq!(log.head().await.unwrap().clock, last);
    assert_eq!(log.append(append("a", 0)).await.unwrap().recorded_at, last);
}

/// A copy goes page by page; `split_unfinished` keeps appends whole.
pub async fn an_append_is_found_whole_across_pages(log: Log, clock: Clock) {
    let original = original(&clock).await;
    let end = head_of(&original).await;
    let (mut read, mut held) = (Position::START, vec![]);
    while read < end {
        let mut page = held;
        page.extend(original.read_all(read, 4).await.unwrap());
        read = page.last().unwrap().position;
        held = if read < end { split_unfinished(&mut page).unwrap() } else { vec![] };
        log.restore(page).await.unwrap();
    }
    for n in 0..APPENDS {
        let key = Digest::of(key(n).as_bytes());
        let here = log.find_request(&key).await.unwrap();
        assert_eq!(here, original.find_request(&key).await.unwrap(), "{n}");
    }
    assert_eq!(events(log.as_ref()).await, events(&original).await);
}

async fn head_of(log: &MemoryLog) -> Position {
    log.head().await.unwrap().position
}

/// A gap, a repetition, another order, another history, a changed byte.
pub async fn what_does_not_follow_is_refused_and_nothing_is_added(log: Log, clock: Clock) {
    let original = original(&clock).await;
    let all = events(&original).await;
    let other = MemoryLog::new(clock.clone());
    other.append(Append { writes: vec![write("shared", 0, 9)], ..append("a", 0) }).await.unwrap();
    let other = events(&other).await;

    // The first append has three events.
    let (begun, rest) = all.split_at(3);
    log.restore(begun.to_vec()).await.unwrap();
    let mut swapped = rest.to_vec();
    swapped.swap(20, 21);
    let without = |n: usize| [&rest[..n], &rest[n + 1..]].concat();
    let changed = |change: fn(&mut RecordedEvent)| {
        let mut changed = rest.to_vec();
        change(changed.last_mut().unwrap());
        changed
    };
    for wrong in [
        all.clone(),
        without(0),
        without(30),
        swapped,
        other[3..].to_vec(),
        changed(|event| event.payload.push(' ')),
        changed(|event| event.metadata.push(' ')),
        changed(|event| event.event_type.push('X')),
        changed(|event| event.event_version += 1),
        changed(|event| event.recorded_at += SignedDuration::from_micros(1)),
        changed(|event| event.hash.0[31] ^= 1),
    ] {
        let refused = log.restore(wrong).await.unwrap_err();
        assert!(matches!(refused, LogError::DoesNotFollow { .. }), "{refused:?}");
        assert_eq!(events(log.as_ref()).await, begun);
        assert!(log.find_request(&Digest::of(key(7).as_bytes())).await.unwrap().is_none());
    }
    let finer = changed(|event| event.recorded_at += SignedDuration::from_nanos(1));
    assert!(matches!(log.restore(finer).await, Err(LogError::Malformed { .. })));
    log.restore(rest.to_vec()).await.unwrap();
    assert_eq!(events(log.as_ref()).await, all);
}

/// Hashes that fit are not enough: the log that they fit could never have been.
pub async fn what_was_rewritten_and_chained_again_is_refused(log: Log, clock: Clock) {
    let original = original(&clock).await;
    let all = events(&original).await;
    let rewritten = |change: &dyn Fn(&mut Vec<RecordedEvent>)| {
        let mut events = all.clone();
        change(&mut events);
        chained_again(events)
    };
    let half = all.len() / 2;
    let of_shared = all.iter().rposition(|event| event.stream == stream("shared")).unwrap();
    for wrong in [
        rewritten(&|events| events[half].recorded_at = super::START),
        rewritten(&|events| events[of_shared].version = Version(APPENDS + 1)),
        rewritten(&|events| events[of_shared].version = Version(APPENDS - 1)),
        rewritten(&|events| events[0].version = Version(2)),
        rewritten(&|events| events[0].version = Version::NONE),
        rewritten(&|events| events.last_mut().unwrap().position.0 += 1),
        rewritten(&|events| events[half].position = Position(half as u64)),
        // The last append claims to come from a request of long before.
        rewritten(&|events| {
            let with = events.iter().find(|event| event.stream == stream("new-1")).unwrap();
            events.last_mut().unwrap().metadata = with.metadata.clone();
        }),
    ] {
        let refused = log.restore(wrong).await.unwrap_err();
        assert!(matches!(refused, LogError::DoesNotFollow { .. }), "{refused:?}");
        assert_eq!(head_at(&log).await, 0);
    }
    let strange = rewritten(&|events| events[half].metadata = "{}".to_owned());
    assert!(matches!(log.restore(strange).await, Err(LogError::Malformed { .. })));

    // Held against what is here already: the same faults at the first event of a second step.
    let beginning = &all[..of_shared];
    log.restore(beginning.to_vec()).await.unwrap();
    for change in [
        |event: &mut RecordedEvent| event.version = Version(APPENDS + 1),
        |event: &mut RecordedEvent| event.version = Version(APPENDS - 1),
        |event: &mut RecordedEvent| event.recorded_at = super::START,
    ] {
        let wrong = rewritten(&|events| change(&mut events[of_shared]));
        let refused = log.restore(wrong[of_shared..].to_vec()).await.unwrap_err();
        assert!(matches!(refused, LogError::DoesNotFollow { .. }), "{refused:?}");
        assert_eq!(head_at(&log).await, of_shared as u64);
    }
}

async fn head_at(log: &Log) -> u64 {
    let log: Arc<dyn EventLog> = log.clone();
    head(&log).await
}

/// Its first answer would be half an answer.
pub async fn the_rest_of_a_restored_append_is_refused(log: Log, clock: Clock) {
    let source = MemoryLog::new(clock.clone());
    let mut whole = requested("a", b"key", b"asked");
    whole.writes.push(write("b", 0, 3));
    source.append(whole).await.unwrap();
    let all = events(&source).await;
    log.restore(all[..2].to_vec()).await.unwrap();
    let refused = log.restore(all[2..].to_vec()).await.unwrap_err();
    assert!(
        matches!(refused, LogError::DoesNotFollow { position: Position(3), .. }),
        "{refused:?}"
    );
    assert_eq!(head_at(&log).await, 2);
}

/// Two copies were started by mistake.
pub async fn of_many_who_restore_the_same_one_wins(log: Log, clock: Clock) {
    let all = events(&original(&clock).await).await;
    let mut callers = JoinSet::new();
    for _ in 0..10 {
        let (log, all) = (log.clone(), all.clone());
        callers.spawn(async move { log.restore(all).await });
    }
    let outcomes = callers.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(events(log.as_ref()).await, all);
}

/// A read model on the copy follows it.
pub async fn a_waiting_reader_hears_of_what_is_restored(log: Log, clock: Clock) {
    let waiting = {
        let log = log.clone();
        tokio::spawn(async move { log.wait_past(Position::START, Duration::from_secs(60)).await })
    };
    let all = events(&original(&clock).await).await;
    let last = all.last().unwrap().position;
    log.restore(all).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), last);
}
