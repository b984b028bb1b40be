//! When a read model is built, how far at once, and before whom.

use crate::{append, count, follow, log, open};
use event_log::Position;
use std::time::Duration;

#[tokio::test]
async fn who_waits_for_an_event_ends_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    let (model, runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(runner.run(stopped));
    let begun = tokio::time::Instant::now();
    for version in 0..40 {
        append(&log, "a", version, "ThingHappened", "1").await;
        assert!(model.wait_until(Position(version + 1), Duration::from_secs(20)).await);
    }
    // Forty rests take twenty seconds.
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    running.abort();
}

#[tokio::test]
async fn building_gives_way_to_answering() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (_model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    runner.catch_up().await.unwrap();

    // What the system says of each thread: its name, and further on how far it gives way.
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let told = threads.map(|it| std::fs::read_to_string(it.unwrap().path().join("stat")));
    // A thread of another test may end meanwhile.
    let told: Vec<_> = told.filter_map(Result::ok).collect();
    let builders: Vec<_> = told.iter().filter(|it| it.contains("(read-model)")).collect();
    assert!(!builders.is_empty(), "{told:?}");
    let gives_way = |stat: &str| stat.rsplit(')').next()?.split(' ').nth(17)?.parse::<i32>().ok();
    assert!(builders.iter().any(|stat| gives_way(stat) == Some(10)), "{builders:?}");
}

#[tokio::test]
async fn what_does_not_fill_a_page_is_shown_as_well_when_nobody_waits_for_it() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    let (model, runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    let _stop = follow(runner);
    for version in 0..2_500 {
        append(&log, "a", version, "ThingHappened", "1").await;
    }
    let limit = tokio::time::Instant::now() + Duration::from_secs(20);
    while count(&model, "a") != Some(2_500) {
        assert!(tokio::time::Instant::now() < limit, "{:?} are shown", count(&model, "a"));
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn many_transactions_bring_each_event_once() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    // The second is read while the first is applied, and the third while the second is.
    for version in 0..50_500 {
        append(&log, "a", version, "ThingHappened", "1").await;
    }
    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;

    assert_eq!(runner.catch_up().await.unwrap(), Position(50_500));

    assert_eq!(count(&model, "a"), Some(50_500));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_it_also_when_much_was_read_ahead() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    for version in 0..30_000 {
        let payload = if version == 20_500 { "none" } else { "1" };
        append(&log, "a", version, "ThingHappened", payload).await;
    }
    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;

    for _ in 0..2 {
        let told = runner.catch_up().await.unwrap_err();
        assert!(told.to_string().contains("20501"), "{told}");
        assert_eq!(count(&model, "a"), Some(20_500));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_for_who_begins_its_write_ahead_log_anew() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    append(&log, "a", 1, "ThingHappened", "1").await;
    // As a checkpointer holds it, for as long as anybody reads an earlier state.
    let beside = rusqlite::Connection::open(&file).unwrap();
    beside.execute_batch("BEGIN IMMEDIATE").unwrap();

    let mut caught_up = tokio::spawn(async move { (runner.catch_up().await, runner) });
    let refused = tokio::time::timeout(Duration::from_millis(200), &mut caught_up).await;
    assert!(refused.is_err(), "it did not wait");
    beside.execute_batch("COMMIT").unwrap();

    let (reached, _runner) = caught_up.await.unwrap();
    assert_eq!(reached.unwrap(), Position(2));
    assert_eq!(count(&model, "a"), Some(2));
}
