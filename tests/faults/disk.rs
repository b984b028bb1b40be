//! A disk that is full, read-only or slow, or loses power in the middle of a write.

use super::{Host, at_work, command, submit, until};
use proof::checker::LogClock;
use proof::faults::{Machine, Struck};
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

/// A disk on which nothing can be written for a while, and how that shows.
struct Failure {
    begin: fn(&Machine) -> anyhow::Result<()>,
    strikes: fn(&Struck) -> u64,
    /// What the administrator reads in the journal.
    told: &'static str,
}

async fn nothing_is_lost_while_nothing_can_be_written(failure: Failure) {
    let host = Host::start();
    let (thread, load) = at_work(&host).await;
    let struck = || (failure.strikes)(&host.machine.struck().unwrap());
    (failure.begin)(&host.machine).unwrap();
    until("the disk refuses", || struck() > 0).await;

    // Whoever writes is told that it cannot be done now; who reads is answered.
    let oak = &thread.cast.oak.session;
    let (mut refused, before) = (0, struck());
    while refused < 3 || struck() < before + 10 {
        let answer = submit(&thread, oak).await;
        // On a full disk a small thing may still fit where something else was.
        if answer.status != 201 {
            let retry = answer.header("retry-after").to_owned();
            answer.refused(503, "log-unavailable");
            assert_eq!(retry, "1");
            refused += 1;
        }
    }
    let request = oak.request(reqwest::Method::GET, "/trajectories");
    oak.send(request).await.expect(200);
    let journal = host.journal();
    assert!(journal.contains(failure.told), "{:?} is not in {journal}", failure.told);

    // Then it goes on by itself, read models too.
    host.machine.heal().unwrap();
    load.progress(20).await;
    let history = load.end().await;
    thread.cast.buyer.get("/work-list").await.expect(200);
    thread.cast.anyone.get(&thread.path("/dossier")).await.expect(200);
    host.stop(&history, LogClock::Steady).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_loses_nothing() {
    nothing_is_lost_while_nothing_can_be_written(Failure {
        begin: |machine| machine.room(Some(50_000)),
        strikes: |struck| struck.full,
        told: "database or disk is full",
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_disk_refuses_and_loses_nothing() {
    nothing_is_lost_while_nothing_can_be_written(Failure {
        begin: |machine| machine.read_only(true),
        strikes: |struck| struck.read_only,
        told: "disk I/O error",
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_disk_that_cannot_be_written_it_does_not_start_and_says_why() {
    let host = Host::start();
    host.machine.read_only(true).unwrap();
    let directory = tempfile::tempdir_in(host.data()).unwrap();
    let mut start = command(&host.machine, &directory);
    let refused = block_in_place(|| start.args(["--listen", "127.0.0.1:0"]).output()).unwrap();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && told.contains("Read-only file system"), "{told}");
    host.machine.heal().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_syncs_slowly_delays_who_writes_and_nobody_else() {
    const SLOWLY: Duration = Duration::from_millis(400);
    let host = Host::start();
    let (thread, load) = at_work(&host).await;
    host.machine.sync_takes(SLOWLY).unwrap();
    let begun = Instant::now();
    load.progress(18).await;
    // Six are at work at once, so no fewer than three commits were waited for.
    assert!(begun.elapsed() >= 2 * SLOWLY, "{:?}", begun.elapsed());
    assert!(host.machine.struck().unwrap().slow_syncs >= 3);
    // Nobody who reads waits for the disk.
    let mut fastest = Duration::MAX;
    for _ in 0..10 {
        let begun = Instant::now();
        let request = thread.cast.anyone.request(reqwest::Method::GET, "/trajectories");
        thread.cast.anyone.send(request).await.expect(200);
        fastest = fastest.min(begun.elapsed());
    }
    assert!(fastest < SLOWLY, "{fastest:?}");
    host.machine.heal().unwrap();
    load.progress(20).await;
    host.stop(&load.end().await, LogClock::Steady).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_power_fails_in_a_write_what_was_acknowledged_is_there() {
    let mut host = Host::start();
    let (_thread, load) = at_work(&host).await;
    for round in 0..5 {
        // Within the head of a frame, within a page, and further on.
        host.machine.tear_after([10, 1_000, 5_000, 30_001, 77_777][round]).unwrap();
        until("the power fails", || host.machine.struck().unwrap().torn > round as u64).await;
        block_in_place(|| host.again());
        load.progress(10).await;
    }
    host.stop(&load.end().await, LogClock::Steady).await;
}
