//! Many processes on one log, connections that break, and clocks that lie.

use crate::kit::{database, open, server};
use event_log::contract::append;
use event_log::{Clock, EventLog, LogError, Position, Version, Window, verify};
use event_log_postgres::PostgresLog;
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_processes_keep_one_order() {
    let address = database();
    let mut writers = JoinSet::new();
    for process in 0..4 {
        let log = Arc::new(open(&address).await);
        for writer in 0..10 {
            let log = log.clone();
            writers.spawn(async move {
                for n in 0..10 {
                    log.append(append(format!("{process}-{writer}"), n)).await.unwrap();
                }
            });
        }
    }
    let reader = open(&address).await;
    let mut seen = 0;
    while seen < 400 {
        reader.wait_past(Position(seen), SOON).await.unwrap();
        for event in reader.read_all(Position(seen), 50).await.unwrap() {
            assert_eq!(event.position.0, seen + 1, "a reader sees every position once, in order");
            seen += 1;
        }
    }
    writers.join_all().await;
    let checked = verify(&reader, |_| {}).await.unwrap();
    assert_eq!((checked.events, checked.streams), (400, 40));
}

#[tokio::test]
async fn a_stream_of_another_process_is_not_taken_to_be_new() {
    let address = database();
    let (one, two) = (open(&address).await, open(&address).await);
    two.append(append("a", 0)).await.unwrap();
    one.append(append("b", 0)).await.unwrap();
    let refused = two.append(append("b", 0)).await.unwrap_err();
    assert!(matches!(refused, LogError::Conflict { actual: Version(1), .. }), "{refused:?}");
    two.append(append("b", 1)).await.unwrap();
    let stale = one.append(append("b", 1)).await.unwrap_err();
    assert!(matches!(stale, LogError::Conflict { actual: Version(2), .. }), "{stale:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_connections_are_cut_nothing_is_lost_or_doubled_and_it_goes_on() {
    let address = database();
    let log = Arc::new(open(&address).await);
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let log = log.clone();
        writers.spawn(async move {
            let (mut acknowledged, mut version) = (0, 0);
            while acknowledged < 40 {
                match log.append(append(writer, version)).await {
                    Ok(_) => {
                        acknowledged += 1;
                        version += 1;
                    }
                    // Its answer was lost: it stands in the log, and nobody was told.
                    Err(LogError::Conflict { actual, .. }) => version = actual.0,
                    Err(LogError::Unavailable { .. }) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
            acknowledged
        });
    }
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname = '{}' AND pid <> pg_backend_pid()",
        address.database()
    );
    let mut cuts = 0;
    for passed in [20, 80, 140, 200, 260] {
        log.wait_past(Position(passed), SOON).await.unwrap();
        let database = cut.clone();
        let told = tokio::task::spawn_blocking(move || server().sql("postgres", &database));
        cuts += told.await.unwrap().unwrap().trim().parse::<u32>().unwrap();
    }
    assert!(cuts > 0, "nothing was cut");
    let acknowledged: u64 = writers.join_all().await.into_iter().sum();
    let checked = verify(log.as_ref(), |_| {}).await.unwrap();
    assert!(checked.events >= acknowledged, "{} of {acknowledged}", checked.events);
}

#[tokio::test]
async fn whoever_waits_hears_of_another_process_also_after_the_connection_broke() {
    let address = database();
    let (reader, writer) = (open(&address).await, open(&address).await);
    for position in 1..4 {
        writer.append(append("a", position - 1)).await.unwrap();
        let waited = reader.wait_past(Position(position - 1), SOON).await.unwrap();
        assert_eq!(waited, Position(position));
        let cut =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'";
        server().sql(address.database(), cut).unwrap();
    }
}

/// A clock of a service that is years behind and years ahead, by turns.
#[derive(Default)]
struct Jumping(AtomicBool);

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        match self.0.fetch_xor(true, Ordering::SeqCst) {
            true => Timestamp::MAX,
            false => Timestamp::UNIX_EPOCH,
        }
    }
}

#[tokio::test]
async fn the_clock_of_a_service_does_not_count() {
    let hour = Duration::from_secs(3_600);
    let (past, soon) = (Timestamp::now() - hour, Timestamp::now() + hour);
    let log = PostgresLog::open(&database(), Arc::new(Jumping::default())).await.unwrap();
    let mut before = past;
    for n in 0..6 {
        let late = Window { not_before: None, not_after: Some(past) };
        let refused = event_log::Append { window: late, ..append("late", 0) };
        let refused = log.append(refused).await.unwrap_err();
        assert!(matches!(refused, LogError::TooLate { .. }), "{refused:?}");
        let in_time = Window { not_before: Some(past), not_after: Some(soon) };
        let taken = event_log::Append { window: in_time, ..append("a", n) };
        let recorded_at = log.append(taken).await.unwrap().recorded_at;
        assert!((before..soon).contains(&recorded_at), "{recorded_at}");
        before = recorded_at;
        assert!((before..soon).contains(&log.head().await.unwrap().clock));
    }
}
