//! Several replicas of each service on one log.

use crate::kills::{FOLLOWERS, assert_mails};
use crate::kit::processes::{Processes, SERVICES, mail_through, program, run};
use crate::kit::{Platform, Store, Time};
use crate::thread::Thread;
use event_log::{Append, Metadata, NewEvent, Position, StreamId, Version, Window, Write};
use jiff::SignedDuration;
use platform::{Service, start};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use testing::SmtpServer;
use testing::smtp::SmtpOptions;
use tokio::time::sleep;

/// Who asks comes to one replica after the other, so each read here follows a write elsewhere.
async fn replicas_see_what_each_other_wrote(store: Store) {
    let processes = Processes::on(store, 2, "");
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    thread.open_consultation().await;
    for session in [&thread.cast.anyone, &thread.cast.oak.session, &thread.cast.secretary] {
        let dossier = || async { session.get(&thread.path("/dossier")).await.expect(200).json() };
        assert_eq!(dossier().await, dossier().await);
    }
    for service in SERVICES {
        for _replica in 0..2 {
            let ready = format!("{}/health/ready", processes.world.address(service));
            let answer = processes.world.http.get(ready).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{service}");
        }
    }
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_on_a_file_see_what_each_other_wrote() {
    replicas_see_what_each_other_wrote(Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_on_a_database_see_what_each_other_wrote() {
    replicas_see_what_each_other_wrote(Store::Postgres).await;
}

/// A process, which ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courier_that_stands_by_takes_over_from_one_that_dies_and_repeats_no_mail() {
    const ROUNDS: usize = 30;
    // Given a courier at work, and another one that came later and is ready as well,
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mut processes = Processes::with(&mail_through(&server));
    let mut standby = program(processes.directory())
        .args(["--listen", "127.0.0.1:0", "serve", "courier"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(standby.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let _standby = Process(standby);
    let ready = format!("http://{}/health/ready", told.split_once("http://").unwrap().1);
    assert_eq!(processes.world.http.get(ready).send().await.unwrap().status(), 200);

    // when the first one is killed in the middle of its mails,
    let thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let round = thread.consultation_round(thread.time.now() + SignedDuration::from_hours(72));
    let rounds = thread.path("/phases/vision/consultation-rounds");
    for _round in 0..ROUNDS {
        thread.cast.buyer.post(&rounds, &round).await.expect(201);
    }
    let limit = Instant::now() + Duration::from_secs(60);
    while server.mails().unwrap().len() < FOLLOWERS {
        assert!(Instant::now() < limit, "no mails come");
        sleep(Duration::from_millis(1)).await;
    }
    processes.end("courier");
    let before = server.mails().unwrap().len();
    assert!(before < ROUNDS * FOLLOWERS, "nothing is left for the other one");

    // then the other one sends all that are left, but for the one that is in doubt.
    assert_mails(&server, ROUNDS, 1).await;
    processes.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_replica_goes_on_from_the_snapshot_of_one_that_runs() {
    let processes = Processes::start();
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    thread.open_consultation().await;
    let dossier = thread.path("/dossier");
    let before = thread.cast.anyone.get(&dossier).await.expect(200).json();

    // Given a snapshot of what runs, and a directory of read models of another replica,
    let directory = processes.directory();
    let taken = run(directory, &["projections", "snapshot", "--to", "snapshot"]);
    assert!(taken.status.success(), "{taken:?}");
    let elsewhere = |arguments: &[&str]| {
        let mut program = program(directory);
        let program = program.env("SAMENSPRAAK__READ_MODELS", "data/read-models-of-another");
        program.args(arguments).output().unwrap()
    };
    let refused = run(directory, &["projections", "load", "--from", "snapshot", "public"]);
    assert!(!refused.status.success(), "a service that runs keeps its read model");
    let loaded = elsewhere(&["projections", "load", "--from", "snapshot"]);
    assert!(loaded.status.success(), "{loaded:?}");
    let told = String::from_utf8(loaded.stdout).unwrap();
    assert_eq!(told.matches("goes on from position").count(), 4, "{told}");

    // when that replica starts, it shows the same.
    let mut other = program(directory)
        .args(["--listen", "127.0.0.1:0", "serve", "public"])
        .env("SAMENSPRAAK__READ_MODELS", "data/read-models-of-another")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(other.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let _other = Process(other);
    let address = told.split_once("on ").unwrap().1;
    let answer = processes.world.http.get(format!("{address}/public/v1{dossier}")).send().await;
    assert_eq!(answer.unwrap().json::<serde_json::Value>().await.unwrap(), before);
    processes.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_has_not_caught_up_is_not_ready_and_shows_nothing() {
    // Given a platform with something in its log that no read model can pass,
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    platform.caught_up().await;
    let log = platform.parts.shared.log();
    let first = log.read_all(Position::START, 1).await.unwrap().remove(0);
    let broken = NewEvent {
        event_type: "TrajectoryOpened".to_owned(),
        event_version: 1,
        payload: "{}".to_owned(),
    };
    log.append(Append {
        writes: vec![Write {
            stream: StreamId::new("trajectory", "broken"),
            expected: Version::NONE,
            events: vec![broken],
        }],
        guards: vec![],
        window: Window::default(),
        metadata: Metadata { request: None, ..first.metadata().unwrap() },
    })
    .await
    .unwrap();

    // when another replica starts, it is not ready and shows nothing,
    let directory = tempfile::tempdir().unwrap();
    let replica = start(&platform.parts, &[Service::Public], directory.path()).await.unwrap();
    let get = async |path: &str| {
        let address = format!("http://{}{path}", replica.address);
        let answer = platform.world.http.get(address).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, told) = get("/health/ready").await;
    assert!(status == 503 && told.contains("catching-up"), "{status} {told}");
    let (status, told) = get("/public/v1/trajectories").await;
    assert!(status == 503 && told.contains("read-model-behind"), "{status} {told}");
    assert_eq!(get("/").await.0, 503);

    // while those that were there before go on.
    thread.cast.anyone.get("/trajectories").await.expect(200);
    let ready = format!("{}/health/ready", platform.world.address("public"));
    assert_eq!(platform.world.http.get(ready).send().await.unwrap().status(), 200);
    replica.stop().await.unwrap();
}
