//! A database that fails in smaller ways while the services are at work: who cannot be answered is
//! told so, clearly, and afterwards everything goes on without a hand.

use crate::kit::processes::{Processes, run};
use crate::kit::{Answer, Load, Platform, Session, Store, Time, check};
use crate::thread::Thread;
use event_log::SystemClock;
use event_log_postgres::Address;
use platform::StoreAddress;
use serde_json::json;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testing::PostgresServer;
use tokio::task::{block_in_place, spawn_blocking};
use uuid::Uuid;

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(60);

/// How soon somebody is told that it cannot be done now. The log waits ten seconds for an answer.
const TOLD: Duration = Duration::from_secs(15);

fn server() -> &'static PostgresServer {
    testing::tools::postgres().unwrap()
}

/// Runs a statement until it answers something, and gives that.
fn ask(database: &str, statement: &str) -> String {
    let limit = Instant::now() + LIMIT;
    loop {
        let told = server().sql(database, statement).unwrap().trim().to_owned();
        if !told.is_empty() {
            return told;
        }
        assert!(Instant::now() < limit, "no answer to {statement}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A platform on a database of its own, with a thread in it.
async fn platform() -> (Platform, Thread, String) {
    let platform = Platform::on(Store::Postgres).await;
    let StoreAddress::Postgres(log) = &platform.parts.settings.log else {
        panic!("the log stands in a database")
    };
    let database = log.database().to_owned();
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread, database)
}

/// Adds a lot under a key.
async fn add_lot(thread: &Thread, key: &str) -> Answer {
    let lot = json!({ "number": 17, "title": "Perceel", "description": "Voor later." });
    thread.cast.buyer.post_under(key, &thread.path("/lots"), &lot).await
}

/// Nothing can be recorded now, and everything that was can be read.
async fn assert_told_clearly(thread: &Thread, key: &str) {
    let begun = Instant::now();
    let told = add_lot(thread, key).await.refused(503, "log-unavailable");
    assert!(begun.elapsed() < TOLD, "that took {:?}", begun.elapsed());
    assert!(told.text().contains("dezelfde sleutel"), "{}", told.text());
    thread.cast.buyer.get(&thread.path("")).await.expect(200);
}

/// The same request is taken now, and taken once.
async fn assert_goes_on(thread: &Thread, key: &str) {
    let limit = Instant::now() + LIMIT;
    let taken = loop {
        let answer = add_lot(thread, key).await;
        if answer.status != 503 {
            break answer.expect(200);
        }
        assert!(Instant::now() < limit, "{}", answer.text());
    };
    let again = add_lot(thread, key).await.expect(200);
    assert_eq!(again.json()["position"], taken.json()["position"]);
    let trajectory = thread.cast.buyer.get(&thread.path("")).await.expect(200).json();
    let lots = trajectory["lots"].as_array().unwrap();
    assert_eq!(lots.iter().filter(|lot| lot["number"] == 17).count(), 1, "{trajectory}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_lets_nobody_write_that_is_told_and_afterwards_it_goes_on() {
    let (platform, thread, database) = platform().await;
    let key = Uuid::new_v4().to_string();
    // Somebody holds the table of events, and reads it for a long time.
    let held = database.clone();
    let holding = spawn_blocking(move || {
        let hold = "BEGIN; LOCK TABLE samenspraak.event IN SHARE MODE; SELECT pg_sleep(600)";
        server().sql(&held, hold)
    });
    let holder = "SELECT pid FROM pg_locks WHERE mode = 'ShareLock' AND granted \
        AND relation = 'samenspraak.event'::regclass";
    let holder = block_in_place(|| ask(&database, holder));
    assert_told_clearly(&thread, &key).await;

    let end = format!("SELECT pg_terminate_backend({holder})");
    block_in_place(|| ask(&database, &end));
    assert!(holding.await.unwrap().is_err(), "the one who held it was cut off");
    assert_goes_on(&thread, &key).await;
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_falls_silent_is_left_for_another() {
    let (platform, thread, database) = platform().await;
    let key = Uuid::new_v4().to_string();
    let writers = format!(
        "SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND query = 'COMMIT'"
    );
    let writer = block_in_place(|| ask(&database, &writers));
    let signal = |name: &str| {
        let sent = Command::new("kill").args([name, &writer]).status().unwrap();
        assert!(sent.success(), "{name}");
    };
    signal("-STOP");
    assert_told_clearly(&thread, &key).await;
    // The one that is silent has not come back: it goes on over another.
    assert_goes_on(&thread, &key).await;
    signal("-CONT");
    assert_goes_on(&thread, &key).await;
    platform.stop().await;
}

#[test]
fn a_log_in_a_file_is_not_prepared() {
    let directory = tempfile::tempdir().unwrap();
    let told = run(directory.path(), &["log", "prepare", "--as", "sqlite:log.sqlite"]);
    assert!(!told.status.success());
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("needs no preparing"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_connections_are_cut_under_load_nothing_acknowledged_is_lost_or_doubled() {
    let processes = Processes::on(Store::Postgres, 1, "");
    let settings = std::fs::read_to_string(processes.directory().join("settings.toml")).unwrap();
    let address = |name: &str| -> Address {
        let line = settings.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")));
        line.unwrap().trim_matches('"').parse().unwrap()
    };
    let (log, vault) = (address("log"), address("vault"));
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let load = Load::begin(&mut thread).await;
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname IN ('{}', '{}') AND pid <> pg_backend_pid()",
        log.database(),
        vault.database()
    );
    let mut cuts = 0;
    for _ in 0..5 {
        load.progress(10).await;
        cuts += block_in_place(|| ask("postgres", &cut)).parse::<u32>().unwrap();
    }
    assert!(cuts >= 20, "{cuts} connections were cut");
    load.progress(10).await;
    let history = load.end().await;
    let log = StoreAddress::Postgres(Box::new(log));
    let log = platform::open_log(&log, Arc::new(SystemClock)).await.unwrap();
    let verdict = check(&history, log.as_ref()).await;
    assert!(verdict.holds(), "{:#?}", verdict.faults);
    assert_eq!(verdict.unsettled, 0, "{verdict:?}");
    seen_by_staff(&thread.cast.buyer, &thread.consultation, verdict.acknowledged).await;
    block_in_place(|| processes.stop());
}

/// Staff see so many contributions, on one page.
async fn seen_by_staff(session: &Session, round: &str, count: u64) {
    let path = format!("/consultation-rounds/{round}/contributions?limit=200");
    let seen = session.get(&path).await.expect(200).json()["items"].as_array().unwrap().len();
    assert_eq!(seen as u64, count.min(200));
}
