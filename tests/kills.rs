//! Bad luck: processes are killed where they stand, fifty times, while others write. What was
//! acknowledged is there, once.

use crate::kit::processes::{Processes, SERVICES, mail_through, run};
use crate::kit::{Answer, BREATH, Session, Store, Time};
use crate::thread::Thread;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use testing::SmtpServer;
use testing::smtp::SmtpOptions;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::sleep;
use uuid::Uuid;

const KILLS: usize = 50;

/// How many people get a mail when a round is published.
pub(crate) const FOLLOWERS: usize = 5;

/// How long anything may take to recover.
const LIMIT: Duration = Duration::from_secs(60);

/// What is going on while processes are killed.
#[derive(Default)]
struct Storm {
    over: AtomicBool,
    acknowledged: AtomicU64,
}

impl Storm {
    /// Waits until somebody has been answered again, so that there is always work to interrupt.
    async fn progress(&self, more: u64) {
        let goal = self.acknowledged.load(Ordering::SeqCst) + more;
        let limit = Instant::now() + LIMIT;
        while self.acknowledged.load(Ordering::SeqCst) < goal {
            assert!(Instant::now() < limit, "nobody gets an answer any more");
            sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_fifty_kills_everything_acknowledged_is_there_once() {
    kill_and_count(Store::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_fifty_kills_of_replicas_on_postgres_too() {
    kill_and_count(Store::Postgres, 2).await;
}

async fn kill_and_count(store: Store, replicas: usize) {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mut processes = Processes::on(store, replicas, &mail_through(&server));
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let closes = thread.time.now() + SignedDuration::from_hours(72);
    let round = thread.consultation_round(closes);
    let rounds = thread.path("/phases/vision/consultation-rounds");
    thread.consultation = thread.cast.buyer.post(&rounds, &round).await.expect(201).id();

    let storm = Arc::new(Storm::default());
    let mut writers = JoinSet::new();
    for (n, provider) in thread.cast.providers().into_iter().enumerate() {
        let path = format!("/consultation-rounds/{}/contributions", thread.consultation);
        let contribution = thread.contribution(provider, "tarieven");
        let body = json!({ "status": "submitted", "contribution": contribution });
        for half in ["a", "b"] {
            let writer = format!("{n}{half}");
            let (session, path) = (provider.session.clone(), path.clone());
            let text = "/contribution/text";
            writers.spawn(write(storm.clone(), session, path, body.clone(), text, writer));
        }
    }
    let buyer = thread.cast.buyer.clone();
    writers.spawn(write(storm.clone(), buyer, rounds, round, "/title", "ronde".to_owned()));

    for n in 0..KILLS {
        storm.progress(1 + n as u64 % 5).await;
        block_in_place(|| processes.kill(SERVICES[n * 3 % SERVICES.len()]));
    }
    storm.progress(10).await;
    storm.over.store(true, Ordering::SeqCst);
    let written: Vec<_> = writers.join_all().await;

    let (rounds, contributions): (Vec<_>, Vec<_>) =
        written.into_iter().partition(|it| it.writer == "ronde");
    let contributions: BTreeMap<_, _> = contributions.into_iter().flat_map(|it| it.made).collect();
    assert_contributions(&thread, &contributions).await;
    assert_rounds(&thread, &rounds[0].made).await;
    assert_mails(&server, rounds[0].made.len() + 1, KILLS / SERVICES.len()).await;
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
}

/// What one writer was told was recorded: texts by the name that each got.
struct Written {
    writer: String,
    made: BTreeMap<String, String>,
}

/// Writes one thing after another until the storm is over, each as often as it takes to get an
/// answer, under one key.
async fn write(
    storm: Arc<Storm>,
    session: Session,
    path: String,
    mut body: Value,
    field: &'static str,
    writer: String,
) -> Written {
    let mut written = Written { writer, made: BTreeMap::new() };
    while !storm.over.load(Ordering::SeqCst) {
        let text = format!("Stuk {} van {}.", written.made.len() + 1, written.writer);
        *body.pointer_mut(field).unwrap() = json!(text);
        let id = insist(&session, &path, &body).await.expect(201).id();
        assert!(written.made.insert(id, text).is_none(), "one answer for two things");
        storm.acknowledged.fetch_add(1, Ordering::SeqCst);
        sleep(BREATH).await;
    }
    written
}

/// Sends a request under one key until it is answered.
async fn insist(session: &Session, path: &str, body: &Value) -> Answer {
    let key = Uuid::new_v4().to_string();
    let limit = Instant::now() + LIMIT;
    loop {
        let request = session.request(reqwest::Method::POST, path);
        let request = request.header("Idempotency-Key", &key).json(body).timeout(LIMIT);
        if let Ok(response) = request.send().await
            && let Ok(answer) = Answer::try_of(path.to_owned(), response).await
            && answer.status != 503
        {
            session.world.saw(&answer);
            return answer;
        }
        assert!(Instant::now() < limit, "{path} is not answered any more");
        sleep(Duration::from_millis(5)).await;
    }
}

/// Each provider has what it was told it has, once, and nothing else; staff see the same.
pub(crate) async fn assert_contributions(thread: &Thread, acknowledged: &BTreeMap<String, String>) {
    let path = format!("/consultation-rounds/{}/contributions", thread.consultation);
    let mut own = vec![];
    for provider in thread.cast.providers() {
        own.extend(all(&provider.session, &path).await);
    }
    let found: BTreeMap<_, _> = own
        .iter()
        .map(|it| {
            let of = |field: &str| it.pointer(field).unwrap().as_str().unwrap().to_owned();
            (of("/id"), of("/content/text"))
        })
        .collect();
    assert_eq!(own.len(), found.len(), "nothing is listed twice");
    assert_eq!(&found, acknowledged);
    let seen = all(&thread.cast.buyer, &path).await;
    let seen: BTreeSet<_> = seen.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(seen, acknowledged.keys().map(String::as_str).collect());
}

/// Everyone sees every round that was published.
async fn assert_rounds(thread: &Thread, acknowledged: &BTreeMap<String, String>) {
    let Thread { cast, .. } = thread;
    for session in [&cast.anyone, &cast.oak.session, &cast.secretary] {
        let dossier = session.get(&thread.path("/dossier")).await.expect(200).json();
        let rounds = dossier["consultationRounds"].as_array().unwrap();
        let rounds: BTreeSet<_> = rounds.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(rounds.len(), acknowledged.len() + 1);
        assert!(acknowledged.keys().all(|id| rounds.contains(id.as_str())));
    }
}

/// Nobody got a mail twice. Each kill of the courier can leave one in doubt, which is not sent
/// again; all others arrive.
pub(crate) async fn assert_mails(server: &SmtpServer, rounds: usize, kills: usize) {
    let expected = rounds * FOLLOWERS - kills;
    let (mut limit, mut came) = (Instant::now() + LIMIT, 0);
    let mails = loop {
        let mails = server.mails().unwrap();
        if mails.len() >= expected {
            break mails;
        }
        if mails.len() > came {
            (limit, came) = (Instant::now() + LIMIT, mails.len());
        }
        assert!(Instant::now() < limit, "{came} of {expected} mails came");
        sleep(Duration::from_millis(50)).await;
    };
    let mut seen = BTreeSet::new();
    for mail in mails {
        let content = String::from_utf8(mail.content).unwrap();
        let id = content.lines().find(|line| line.starts_with("Message-ID:")).unwrap();
        assert!(seen.insert((id.to_owned(), mail.to.clone())), "{id} came twice at {:?}", mail.to);
    }
}

/// All items of a list, page by page.
async fn all(session: &Session, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (vec![], format!("{path}?limit=100"));
    loop {
        let page = session.get(&next).await.expect(200).json();
        items.extend(page["items"].as_array().unwrap().clone());
        match page["nextCursor"].as_str() {
            Some(cursor) => next = format!("{path}?limit=100&cursor={cursor}"),
            None => return items,
        }
    }
}
