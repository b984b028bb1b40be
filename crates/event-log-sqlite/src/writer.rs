//! The one writer: takes what waits, checks it, and makes it durable in one commit.

use crate::connection;
use crate::read::{self, Last};
use event_log::{
    Append, Clock, Digest, LogError, Position, Receipt, RecordedEvent, Request, StreamId, Version,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// How many appends share one commit at most.
const BATCH_MAX: usize = 512;

/// How many appends may wait. Beyond that, callers wait before they join the queue.
const QUEUE_MAX: usize = 4_096;

/// How many streams the writer remembers the version of.
const VERSIONS_MAX: usize = 200_000;

struct Job {
    append: Append,
    answer: oneshot::Sender<Result<Receipt, LogError>>,
}

/// The handle of the writer thread. The thread ends when the last handle is gone.
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    pub(crate) fn start(
        file: &Path,
        connection: Connection,
        clock: Arc<dyn Clock>,
        announce: watch::Sender<Position>,
    ) -> Result<Self, LogError> {
        let (queue, mut jobs) = mpsc::channel::<Job>(QUEUE_MAX);
        let mut thread = Thread {
            file: file.to_owned(),
            connection: Some(connection),
            seen: None,
            versions: HashMap::new(),
            clock,
            announce,
        };
        std::thread::Builder::new()
            .name("log-writer".to_owned())
            .spawn(move || {
                let mut batch = Vec::with_capacity(BATCH_MAX);
                while jobs.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
                    thread.write(std::mem::take(&mut batch));
                }
            })
            .map_err(|error| LogError::unavailable("cannot start the writer", error))?;
        Ok(Self { queue })
    }

    pub(crate) async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        let stopped =
            || LogError::Unavailable { reason: "the writer has stopped".to_owned(), source: None };
        let (answer, answered) = oneshot::channel();
        self.queue.send(Job { append, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

/// What the writer knows of the file, as of a state of it.
#[derive(Clone, Copy)]
struct Seen {
    /// Changes when another connection commits.
    data_version: i64,
    last: Last,
}

struct Thread {
    file: PathBuf,
    connection: Option<Connection>,
    seen: Option<Seen>,
    versions: HashMap<StreamId, Version>,
    clock: Arc<dyn Clock>,
    announce: watch::Sender<Position>,
}

impl Thread {
    /// Writes a batch and answers every job in it: only after the commit, and only once.
    fn write(&mut self, jobs: Vec<Job>) {
        let (appends, answers): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (job.append, job.answer)).unzip();
        let outcomes = match self.commit(appends) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                // What is on disk is not known: start anew from what the file says.
                self.connection = None;
                self.seen = None;
                self.versions.clear();
                let reason = with_causes(&error);
                let unavailable =
                    || Err(LogError::Unavailable { reason: reason.clone(), source: None });
                answers.iter().map(|_| unavailable()).collect()
            }
        };
        if let Some(seen) = self.seen {
            self.announce.send_replace(seen.last.position);
        }
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A caller that went away does not need its answer.
            let _ = answer.send(outcome);
        }
    }

    /// Decides about each append in order and makes those that are accepted durable together.
    /// An error takes the whole batch down: nobody in it may be told that it is stored.
    fn commit(&mut self, appends: Vec<Append>) -> Result<Vec<Result<Receipt, LogError>>, LogError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connection::open_to_write(&self.file)?,
        };
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| LogError::unavailable("the log cannot be locked", error))?;
        let mut seen = self.look(&transaction)?;
        let outcomes = appends
            .into_iter()
            .map(|append| self.take(&transaction, &mut seen.last, append))
            .collect::<Result<Vec<_>, LogError>>()?;
        transaction
            .commit()
            .map_err(|error| LogError::unavailable("the log cannot be written", error))?;
        self.seen = Some(seen);
        self.connection = Some(connection);
        Ok(outcomes)
    }

    /// The end of the log as this transaction sees it; forgets what another process overtook.
    fn look(&mut self, transaction: &Transaction<'_>) -> Result<Seen, LogError> {
        let data_version =
            transaction
                .pragma_query_value(None, "data_version", |row| row.get(0))
                .map_err(|error| LogError::unavailable("the log cannot be read", error))?;
        if let Some(seen) = self.seen
            && seen.data_version == data_version
        {
            return Ok(seen);
        }
        self.versions.clear();
        Ok(Seen { data_version, last: read::head(transaction)? })
    }

    /// Decides about one append and stores it when it is accepted. The outer error is the
    /// store's and takes the whole batch down; the inner one is this append's own.
    fn take(
        &mut self,
        transaction: &Transaction<'_>,
        last: &mut Last,
        append: Append,
    ) -> Result<Result<Receipt, LogError>, LogError> {
        if let Some(request) = append.metadata.request
            && let Some(record) = read::request(transaction, &request.key)?
        {
            return Ok(Err(LogError::RequestRepeated(Box::new(record))));
        }
        let head = last.at(microseconds(self.clock.now()));
        if let Err(refused) = append.window.check(head.clock) {
            return Ok(Err(refused));
        }
        let mut failed = None;
        let checked = append.check_versions(|stream| match self.version(transaction, stream) {
            Ok(version) => Ok(version),
            Err(error) => {
                failed = Some(error);
                Err(LogError::Malformed { reason: "its versions could not be read" })
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        if let Err(refused) = checked {
            return Ok(Err(refused));
        }
        let request = append.metadata.request;
        let placed = append.place(&head, head.clock)?;
        let Some(receipt) = Receipt::of(&placed) else {
            return Ok(Err(LogError::Malformed { reason: "an append holds at least one event" }));
        };
        store(transaction, &placed, request)
            .map_err(|error| LogError::unavailable("the log cannot be written", error))?;
        for event in placed {
            self.versions.insert(event.stream, event.version);
        }
        *last =
            Last { position: receipt.last, hash: receipt.hash, recorded_at: receipt.recorded_at };
        Ok(Ok(receipt))
    }

    fn version(
        &mut self,
        transaction: &Transaction<'_>,
        stream: &StreamId,
    ) -> Result<Version, LogError> {
        if let Some(version) = self.versions.get(stream) {
            return Ok(*version);
        }
        let version = stored_version(transaction, stream)?;
        if self.versions.len() >= VERSIONS_MAX {
            self.versions.clear();
        }
        self.versions.insert(stream.clone(), version);
        Ok(version)
    }
}

/// The version that a stream has in the file.
pub(crate) fn stored_version(
    transaction: &Transaction<'_>,
    stream: &StreamId,
) -> Result<Version, LogError> {
    let version = transaction
        .prepare_cached("SELECT max(version) FROM event WHERE stream = ?1")
        .and_then(|mut statement| {
            statement.query_row([stream.as_str()], |row| row.get::<_, Option<i64>>(0))
        })
        .optional()
        .map_err(|error| LogError::unavailable("the log cannot be read", error))?
        .flatten()
        .map_or(Version::NONE, |version| Version(version.cast_unsigned()));
    Ok(version)
}

fn store(
    transaction: &Transaction<'_>,
    events: &[RecordedEvent],
    request: Option<Request>,
) -> rusqlite::Result<()> {
    store_events(transaction, events)?;
    match (request, events.first(), events.last()) {
        (Some(request), Some(first), Some(last)) => {
            store_request(transaction, &request.key, first.position, last.position)
        }
        _ => Ok(()),
    }
}

pub(crate) fn store_events(
    transaction: &Transaction<'_>,
    events: &[RecordedEvent],
) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO event (position, stream, version, type, type_version, recorded_at, \
         metadata, payload, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for event in events {
        insert.execute(params![
            event.position.0.cast_signed(),
            event.stream.as_str(),
            event.version.0.cast_signed(),
            event.event_type,
            event.event_version,
            event.recorded_at.as_microsecond(),
            event.metadata,
            event.payload,
            event.hash.0,
        ])?;
    }
    Ok(())
}

pub(crate) fn store_request(
    transaction: &Transaction<'_>,
    key: &Digest,
    first: Position,
    last: Position,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT INTO request (key, first, last) VALUES (?1, ?2, ?3)")?
        .execute(params![key.0, first.0.cast_signed(), last.0.cast_signed()])?;
    Ok(())
}

fn microseconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}

/// An error with all that it comes from: "disk full" is what an administrator has to read.
fn with_causes(error: &LogError) -> String {
    let mut told = match error {
        LogError::Unavailable { reason, .. } => reason.clone(),
        error => error.to_string(),
    };
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told
}
