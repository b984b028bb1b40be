//! The database fails over while the services are at work: they go on by themselves, and nobody was
//! told anything that is no longer so.

use crate::kit::processes::{Processes, SERVICES, program};
use crate::kit::{Load, Session, Time, check};
use crate::thread::Thread;
use event_log::{EventLog, SystemClock};
use event_log_postgres::{Address, PostgresLog};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testing::tools::postgres::Pair;
use testing::tools::postgres::pair::PASSWORD;
use tokio::task::block_in_place;
use tokio::time::sleep;

/// How many processes each service has.
const REPLICAS: usize = 2;

/// How soon after the promotion all services go on, beyond what the same takes without one.
const SOON: Duration = Duration::from_secs(15);

/// How long anything else may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The settings for services on these servers, prepared as an administrator does.
fn configure(pair: &Pair) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let (log, vault) = (pair.address("samenspraak_service"), pair.vault_address());
    let settings = format!(
        "public_address = \"http://127.0.0.1:8080\"\nlog = \"{log}\"\nvault = \"{vault}\"\n"
    );
    fs::write(directory.path().join("settings.toml"), settings).unwrap();
    let passwords =
        format!("SAMENSPRAAK_LOG_PASSWORD={PASSWORD}\nSAMENSPRAAK_VAULT_PASSWORD={PASSWORD}\n");
    fs::write(directory.path().join("environment"), passwords).unwrap();
    let mut prepare = program(directory.path());
    prepare.args(["log", "prepare", "--for", "samenspraak_service"]);
    let prepared = prepare.args(["--as", &pair.address("samenspraak_owner")]).output().unwrap();
    assert!(prepared.status.success(), "{prepared:?}");
    directory
}

async fn open(pair: &Pair) -> Arc<dyn EventLog> {
    let address: Address = pair.address("samenspraak_service").parse().unwrap();
    let address = address.with_password(PASSWORD);
    Arc::new(PostgresLog::open(&address, Arc::new(SystemClock)).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn services_go_on_by_themselves_after_a_failover_and_nothing_acknowledged_is_lost() {
    let mut pair = block_in_place(Pair::start).unwrap();
    let processes = Processes::configured(configure(&pair), REPLICAS);
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let load = Load::begin(&mut thread).await;
    load.progress(60).await;
    let usual = work(&thread, &processes, &load).await;

    // The primary dies, and somebody promotes the standby.
    block_in_place(|| pair.a.kill().and_then(|()| pair.promote())).unwrap();
    let took = work(&thread, &processes, &load).await;
    assert!(took < SOON + usual, "the services went on after {took:?}, which takes {usual:?}");

    // The courier goes on too: a round that is published now is told to the five who follow.
    let mails = mails(&processes.data());
    let rounds = thread.path("/phases/vision/consultation-rounds");
    let round = thread.consultation_round(thread.time.term());
    thread.cast.buyer.post(&rounds, &round).await.expect(201);
    let limit = Instant::now() + LIMIT;
    while self::mails(&processes.data()) < mails + 5 {
        assert!(Instant::now() < limit, "nobody is told of what is new");
        sleep(Duration::from_millis(50)).await;
    }

    let history = load.end().await;
    let verdict = check(&history, open(&pair).await.as_ref()).await;
    assert!(verdict.holds(), "{:#?}", verdict.faults);
    assert!(verdict.acknowledged >= 80 && verdict.unsettled == 0, "{verdict:?}");
    let staff = count(&thread.cast.buyer, &thread.consultation).await;
    assert_eq!(staff, verdict.acknowledged, "staff see what was submitted, once");
    block_in_place(|| processes.stop());
}

/// Some submit, everybody reads and everything is ready. Gives how long that took: it says how busy
/// the machine is when nothing failed.
async fn work(thread: &Thread, processes: &Processes, load: &Load) -> Duration {
    let begun = Instant::now();
    load.progress(20).await;
    everybody_reads(thread).await;
    everybody_is_ready(processes).await;
    begun.elapsed()
}

/// Everybody sees all that was written, at each replica of the service that they use.
async fn everybody_reads(thread: &Thread) {
    let cast = &thread.cast;
    let limit = Instant::now() + LIMIT;
    for session in [&cast.buyer, &cast.oak.session, &cast.secretary, &cast.anyone] {
        let path = if session.service == "municipality" { "" } else { "/dossier" };
        for _replica in 0..REPLICAS {
            loop {
                let answer = session.get_once(&thread.path(path)).await;
                match answer.status {
                    200 => break,
                    503 => assert!(Instant::now() < limit, "{}", answer.text()),
                    _ => panic!("{}: {}", answer.status, answer.text()),
                }
            }
        }
    }
}

async fn everybody_is_ready(processes: &Processes) {
    for service in SERVICES {
        for _replica in 0..REPLICAS {
            let ready = format!("{}/health/ready", processes.world.address(service));
            let answer = processes.world.http.get(ready).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{service}");
        }
    }
}

/// How many mails were written.
fn mails(data: &Path) -> usize {
    let mails = fs::read_dir(data.join("mail")).into_iter().flatten().flatten();
    mails.filter(|file| file.path().extension().is_some_and(|kind| kind == "eml")).count()
}

/// How many contributions staff see in a round, page by page.
async fn count(session: &Session, round: &str) -> u64 {
    let path = format!("/consultation-rounds/{round}/contributions?limit=200");
    let (mut count, mut next) = (0, path.clone());
    loop {
        let page = session.get(&next).await.expect(200).json();
        count += page["items"].as_array().unwrap().len() as u64;
        match page["nextCursor"].as_str() {
            Some(cursor) => next = format!("{path}&cursor={cursor}"),
            None => return count,
        }
    }
}
