//! The whole thread, walked over HTTP with all services in one process and as processes of their
//! own, once and twice, on a log in a file and in PostgreSQL. What everyone can see afterwards, and
//! what stands in the log, must be the same.

use crate::kit::crawl::{Fetched, everything, pages};
use crate::kit::processes::{Processes, run};
use crate::kit::{Platform, Store, Time};
use crate::specification::document;
use crate::thread::Thread;
use event_log::{Position, SystemClock};
use platform::{Settings, StoreAddress, open_log};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;
use tokio::time::sleep;
use uuid::Uuid;

/// What is left of a thread.
struct Outcome {
    /// What each can fetch, by who it is and the path; without names and times.
    seen: BTreeMap<String, Value>,
    /// Type, actor and role of every event.
    events: Vec<String>,
    /// Recipients and subjects.
    mails: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn five_processes_come_to_the_same_as_one() {
    assert_same(&in_processes(Store::Sqlite, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_of_each_service_come_to_the_same() {
    assert_same(&in_processes(Store::Sqlite, 2).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_on_postgres_comes_to_the_same() {
    assert_same(&in_one_process(Store::Postgres).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_of_each_service_on_postgres_come_to_the_same() {
    assert_same(&in_processes(Store::Postgres, 2).await).await;
}

/// Holds an outcome against that of one process on a file.
async fn assert_same(other: &Outcome) {
    static ONE: OnceCell<Outcome> = OnceCell::const_new();
    let one = ONE.get_or_init(|| in_one_process(Store::Sqlite)).await;
    assert_eq!(other.events, one.events);
    assert_eq!(other.mails, one.mails);
    assert_eq!(one.mails.len(), MAILS);
    for (path, seen) in &one.seen {
        let found = other.seen.get(path).unwrap_or(&Value::Null);
        assert_eq!(found, seen, "{path}: this one, one process on a file");
    }
    assert_eq!(other.seen.len(), one.seen.len());
}

async fn in_one_process(store: Store) -> Outcome {
    let platform = Platform::on(store).await;
    let thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    let seen = seen(&thread).await;
    let mails = mails(&platform.parts.settings.data.join("mail")).await;
    let log = platform.parts.settings.log.clone();
    let _directory = platform.stop().await;
    Outcome { seen, mails, events: events(&log).await }
}

async fn in_processes(store: Store, replicas: usize) -> Outcome {
    let processes = Processes::on(store, replicas, "");
    let thread = Thread::play(processes.world.clone(), Time::Real).await;
    let seen = seen(&thread).await;
    let mails = mails(&processes.data().join("mail")).await;
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
    let settings = directory.path().join("settings.toml");
    let data = directory.path().join("data");
    let settings = Settings::read(Some(&settings), None, Some(&data)).unwrap();
    Outcome { seen, mails, events: events(&settings.log).await }
}

/// What each can fetch.
async fn seen(thread: &Thread) -> BTreeMap<String, Value> {
    let mut seen = BTreeMap::new();
    let labels = thread.labels();
    for (who, service, session) in thread.everyone() {
        let fetched = everything(session, &document(service), &thread.names()).await;
        gather(who, &fetched, &labels, &mut seen);
    }
    gather("pages", &pages(&thread.cast.anyone).await, &labels, &mut seen);
    seen
}

fn gather(
    who: &str,
    fetched: &Fetched,
    labels: &BTreeMap<String, String>,
    seen: &mut BTreeMap<String, Value>,
) {
    for (path, answer) in fetched {
        let content = match answer.header("content-type") {
            "application/json" | "application/problem+json" => plain(answer.json(), labels),
            _ => Value::Null,
        };
        let path = named(path, labels);
        seen.insert(
            format!("{who} {path}"),
            json!({ "status": answer.status, "content": content }),
        );
    }
}

/// A value without what differs from one run to the next: names become labels, times and hashes
/// go, and lists are put in the order of what they say.
fn plain(value: Value, labels: &BTreeMap<String, String>) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| {
                let value = match key.as_str() {
                    "at" | "local" | "inWords" | "clock" | "opens" | "hash" | "daysLeft"
                    | "sha256" | "computed" | "until" => Value::Null,
                    key if key.ends_with("At") => Value::Null,
                    _ => plain(value, labels),
                };
                (key, value)
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let mut items: Vec<_> = items.into_iter().map(|item| plain(item, labels)).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::String(text) => Value::String(named(&text, labels)),
        other => other,
    }
}

fn named(text: &str, labels: &BTreeMap<String, String>) -> String {
    let mut text = text.to_owned();
    for (id, label) in labels {
        text = text.replace(id, label);
    }
    if Uuid::parse_str(&text).is_ok() { "<name>".to_owned() } else { text }
}

async fn events(log: &StoreAddress) -> Vec<String> {
    let log = open_log(log, Arc::new(SystemClock)).await.unwrap();
    let all = log.read_all(Position::START, 10_000).await.unwrap();
    let told = all.iter().map(|event| {
        let actor = event.metadata().unwrap().actor;
        format!("{} by a {} ({})", event.event_type, actor.role, actor.party)
    });
    told.collect()
}

/// How the subjects begin of mails that are sent however late it is. An invitation to a round that
/// has closed meanwhile is not sent, and how near a term is differs.
const LASTING: [&str; 5] =
    ["Nota van inlichtingen", "Verslag van", "Advies gevraagd", "Nieuw advies", "Reactie op"];

/// How many of those the thread gives: two notes and a report to five followers; a request and
/// two responses to the council; two advices to the buyer.
const MAILS: usize = 15 + 3 + 2;

/// The lasting mails, once they are all there.
async fn mails(folder: &Path) -> Vec<String> {
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        let mails = read_mails(folder);
        if mails.len() >= MAILS || Instant::now() > limit {
            return mails;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

fn read_mails(folder: &Path) -> Vec<String> {
    let Ok(files) = std::fs::read_dir(folder) else { return vec![] };
    let mut mails = vec![];
    for file in files {
        let mail = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
        let header = |name: &str| {
            let line = mail.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_default().trim().to_owned()
        };
        if LASTING.iter().any(|subject| header("Subject:").starts_with(subject)) {
            mails.push(format!("{} {}", header("To:"), header("Subject:")));
        }
    }
    mails.sort();
    mails
}
