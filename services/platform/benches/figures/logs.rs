//! The logs alone: many callers, and what one commit for each of them would give.

use crate::bench::Bench;
use crate::flight;
use anyhow::{Context, anyhow};
use event_log::{
    Actor, Append, Digest, EventLog, Metadata, NewEvent, Position, Request, StreamId, SystemClock,
    Version, Window, Write,
};
use event_log_postgres::PostgresLog;
use event_log_sqlite::SqliteLog;
use jiff::Timestamp;
use postgres::tokio_postgres::{self, NoTls};
use proof::load::Measured;
use proof::round::TEXT;
use serde_json::json;
use sqlite::Durability;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use testing::tools;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// How many appends are in flight.
pub(crate) const IN_FLIGHT: usize = 256;

/// How many pages SQLite's write-ahead log holds before they are moved, as in the log.
const MOVED_AFTER_PAGES: u32 = 32_768;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let directory = bench.directory()?;
    let span = bench.span();
    for turn in bench.turns("logs") {
        if bench.wants("log-sqlite-256") {
            let ours = directory.path().join(format!("log-{turn}.sqlite"));
            let ours = sqlite_log(bench, &ours).await?.per_second;
            let theirs = directory.path().join(format!("single-{turn}.sqlite"));
            let theirs = one_commit_each(bench, &theirs, span).await?.per_second;
            bench.note("log-sqlite-256", ours, theirs);
        }
        if bench.wants("log-postgres-256") {
            let ours = postgres_log(bench).await?.per_second;
            let theirs = one_transaction_each(bench, span).await?.per_second;
            bench.note("log-postgres-256", ours, theirs);
        }
    }
    Ok(())
}

/// Appends through the log in a new file.
///
/// # Errors
/// When an append is refused.
pub(crate) async fn sqlite_log(bench: &Bench, file: &Path) -> anyhow::Result<Measured> {
    appends(bench, Arc::new(SqliteLog::open(file, Arc::new(SystemClock))?)).await
}

async fn postgres_log(bench: &Bench) -> anyhow::Result<Measured> {
    let address = tools::postgres()?.database()?.parse().map_err(anyhow::Error::msg)?;
    appends(bench, Arc::new(PostgresLog::open(&address, Arc::new(SystemClock)).await?)).await
}

async fn appends(bench: &Bench, log: Arc<dyn EventLog>) -> anyhow::Result<Measured> {
    let held = log.clone();
    let measured = flight::run(bench.workers, IN_FLIGHT, bench.span(), move |_, _| {
        let log = log.clone();
        async move {
            log.append(append()).await?;
            Ok(())
        }
    })
    .await?;
    // Every acknowledged append stands in the log.
    let head = held.head().await?.position;
    anyhow::ensure!(head == Position(measured.answered), "{head} of {}", measured.answered);
    Ok(measured)
}

/// What a submission appends: an event of some 600 bytes on a stream of its own.
fn append() -> Append {
    let id = Uuid::new_v4();
    Append {
        writes: vec![Write {
            stream: StreamId::new("contribution", id),
            expected: Version::NONE,
            events: vec![NewEvent {
                event_type: "ContributionSubmitted".to_owned(),
                event_version: 1,
                payload: payload(),
            }],
        }],
        guards: vec![],
        window: Window::default(),
        metadata: metadata(id),
    }
}

fn payload() -> String {
    json!({
        "round": Uuid::from_u128(1), "provider": Uuid::from_u128(2),
        "content": { "theme": "tarieven", "track": "this-purchase", "text": TEXT },
    })
    .to_string()
}

fn metadata(id: Uuid) -> Metadata {
    let key = Digest::of(id.as_bytes());
    Metadata {
        actor: Actor {
            party: "provider".to_owned(),
            organisation: Uuid::from_u128(2).to_string(),
            role: "submitter".to_owned(),
            person: Uuid::from_u128(3).to_string(),
        },
        correlation: id.to_string(),
        causation: format!("request:{id}"),
        request: Some(Request { key, fingerprint: key }),
    }
}

/// The same events in a table like that of the log, one commit for each of them.
async fn one_commit_each(bench: &Bench, file: &Path, span: Duration) -> anyhow::Result<Measured> {
    type Job = (String, String, String, oneshot::Sender<()>);
    // The schema of the log, and nothing of its writer.
    drop(SqliteLog::open(file, Arc::new(SystemClock))?);
    let connection = sqlite::to_write(file, Durability::Full, MOVED_AFTER_PAGES)?;
    let (queue, mut jobs) = mpsc::channel::<Job>(IN_FLIGHT);
    let writer = std::thread::spawn(move || {
        let mut insert = connection.prepare(
            "INSERT INTO event (stream, version, type, type_version, recorded_at, metadata, \
             payload, hash) VALUES (?1, 1, 'ContributionSubmitted', 1, ?2, ?3, ?4, ?5)",
        )?;
        while let Some((stream, metadata, payload, answer)) = jobs.blocking_recv() {
            let hash = Digest::of(payload.as_bytes()).0;
            let now = Timestamp::now().as_microsecond();
            insert.execute((stream, now, metadata, payload, hash))?;
            // Whoever went away does not need its answer.
            let _ = answer.send(());
        }
        anyhow::Ok(())
    });
    let measured = flight::run(bench.workers, IN_FLIGHT, span, move |_, _| {
        let queue = queue.clone();
        async move {
            let id = Uuid::new_v4();
            let stream = StreamId::new("contribution", id).to_string();
            let metadata = serde_json::to_string(&metadata(id))?;
            let (answer, answered) = oneshot::channel();
            queue.send((stream, metadata, payload(), answer)).await?;
            Ok(answered.await?)
        }
    })
    .await?;
    writer.join().map_err(|_| anyhow!("the writer panicked"))??;
    Ok(measured)
}

/// The same events in a table like that of the log in PostgreSQL: each takes the lock, then the
/// next position, and commits.
async fn one_transaction_each(bench: &Bench, span: Duration) -> anyhow::Result<Measured> {
    let server = tools::postgres()?;
    let address = server.database()?;
    let (_, name) = address.rsplit_once('/').context("a database without a name")?;
    server.sql(
        name,
        "CREATE TABLE event (position bigint PRIMARY KEY, stream text NOT NULL, version bigint \
         NOT NULL, type text NOT NULL, recorded_at bigint NOT NULL, metadata text NOT NULL, \
         payload text NOT NULL, hash bytea NOT NULL, UNIQUE (stream, version))",
    )?;
    let mut clients = vec![];
    for _ in 0..IN_FLIGHT {
        let (client, connection) = tokio_postgres::connect(&address, NoTls).await?;
        tokio::spawn(connection);
        let lock = client.prepare("SELECT pg_advisory_xact_lock(1)").await?;
        let insert = client
            .prepare(
                "INSERT INTO event SELECT coalesce(max(position), 0) + 1, $1, 1, \
                 'ContributionSubmitted', $2, $3, $4, $5 FROM event",
            )
            .await?;
        clients.push(Arc::new((tokio::sync::Mutex::new(client), lock, insert)));
    }
    flight::run(bench.workers, IN_FLIGHT, span, move |place, _| {
        let client = clients[place].clone();
        async move {
            let (client, lock, insert) = client.as_ref();
            let id = Uuid::new_v4();
            let stream = StreamId::new("contribution", id).to_string();
            let (metadata, payload) = (serde_json::to_string(&metadata(id))?, payload());
            let hash = Digest::of(payload.as_bytes()).0.to_vec();
            let now = Timestamp::now().as_microsecond();
            let mut client = client.lock().await;
            let transaction = client.transaction().await?;
            transaction.execute(lock, &[]).await?;
            transaction.execute(insert, &[&stream, &now, &metadata, &payload, &hash]).await?;
            Ok(transaction.commit().await?)
        }
    })
    .await
}
