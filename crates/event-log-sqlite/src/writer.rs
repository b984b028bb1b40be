//! The one writer: takes what waits, checks it, and makes it durable in one commit.

use crate::connection;
use crate::read::{self, Last};
use event_log::{
    Append, Clock, Digest, LogError, Position, Receipt, RecordedEvent, Request, StreamId, Version,
};
use jiff::Timestamp;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// How many appends share one commit at most.
const BATCH_MAX: usize = 512;

/// How many appends may wait. Beyond that, callers wait before they join the queue.
const QUEUE_MAX: usize = 4_096;

/// How far the writer goes before others, on the scale of `nice`: everyone waits for it, and it
/// mostly waits for the disk.
const GOES_BEFORE: i32 = -10;

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
                // Where that is not granted, it waits its turn like any other.
                let _ = rustix::process::setpriority_process(None, GOES_BEFORE);
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
        let outcomes = match self.attempt(&mut connection, &appends, true) {
            Err(Failed::NotNew(_)) => {
                self.versions.clear();
                self.attempt(&mut connection, &appends, false)?
            }
            outcomes => outcomes?,
        };
        self.connection = Some(connection);
        Ok(outcomes)
    }

    /// Nearly every stream that an append takes to be new is new, and the index of streams holds
    /// that. So with `trusting` those are not looked up first.
    fn attempt(
        &mut self,
        connection: &mut Connection,
        appends: &[Append],
        trusting: bool,
    ) -> Result<Vec<Result<Receipt, LogError>>, Failed> {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| LogError::unavailable("the log cannot be locked", error))?;
        let mut seen = self.look(&transaction)?;
        let outcomes = appends
            .iter()
            .map(|append| self.take(&transaction, &mut seen.last, append, trusting))
            .collect::<Result<Vec<_>, Failed>>()?;
        transaction
            .commit()
            .map_err(|error| LogError::unavailable("the log cannot be written", error))?;
        self.seen = Some(seen);
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
            && self.versions.len() < VERSIONS_MAX
        {
            return Ok(seen);
        }
        self.versions.clear();
        Ok(Seen { data_version, last: read::head(transaction)? })
    }

    /// Decides about one append and stores it when it is accepted. The outer error takes the whole
    /// batch down; the inner one is this append's own.
    fn take(
        &mut self,
        transaction: &Transaction<'_>,
        last: &mut Last,
        append: &Append,
        trusting: bool,
    ) -> Result<Result<Receipt, LogError>, Failed> {
        self.look_up(transaction, append, trusting)?;
        let head = last.at(microseconds(self.clock.now()));
        let version_of = |stream: &StreamId| match self.versions.get(stream) {
            Some(version) => Ok(*version),
            None if trusting => Ok(Version::NONE),
            None => Err(LogError::Malformed { reason: "its versions could not be read" }),
        };
        let allowed =
            append.window.check(head.clock).and_then(|()| append.check_versions(version_of));
        let placed = match allowed {
            Ok(()) => append.place(&head, head.clock)?,
            Err(refused) => return Ok(Err(repeated(transaction, append)?.unwrap_or(refused))),
        };
        let Some(receipt) = Receipt::of(&placed) else {
            return Ok(Err(LogError::Malformed { reason: "an append holds at least one event" }));
        };
        if let Some(Request { key, .. }) = &append.metadata.request
            && !store_request(transaction, key, receipt.first, receipt.last)?
            && let Some(repeated) = repeated(transaction, append)?
        {
            return Ok(Err(repeated));
        }
        store_events(transaction, &placed)?;
        for event in placed {
            self.versions.insert(event.stream, event.version);
        }
        *last =
            Last { position: receipt.last, hash: receipt.hash, recorded_at: receipt.recorded_at };
        Ok(Ok(receipt))
    }

    /// Learns the versions of the streams that an append names and that are not remembered.
    fn look_up(
        &mut self,
        transaction: &Transaction<'_>,
        append: &Append,
        trusting: bool,
    ) -> Result<(), LogError> {
        let written = append.writes.iter();
        let written = written.filter(|write| !trusting || write.expected != Version::NONE);
        let guarded = append.guards.iter().map(|guard| &guard.stream);
        for stream in written.map(|write| &write.stream).chain(guarded) {
            if !self.versions.contains_key(stream) {
                self.versions.insert(stream.clone(), stored_version(transaction, stream)?);
            }
        }
        Ok(())
    }
}

/// Why a batch came to nothing.
enum Failed {
    /// A stream that was taken to be new is not, or nothing can be stored.
    NotNew(rusqlite::Error),
    Log(LogError),
}

impl From<LogError> for Failed {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::NotNew(error),
            _ => Self::Log(LogError::unavailable("the log cannot be written", error)),
        }
    }
}

impl From<Failed> for LogError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::NotNew(error) => Self::unavailable("the log cannot be written", error),
            Failed::Log(error) => error,
        }
    }
}

/// What the request of an append left when it came before.
fn repeated(transaction: &Transaction<'_>, append: &Append) -> Result<Option<LogError>, LogError> {
    let Some(request) = &append.metadata.request else { return Ok(None) };
    let record = read::request(transaction, &request.key)?;
    Ok(record.map(|record| LogError::RequestRepeated(Box::new(record))))
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

/// Keeps where a request stands. Answers whether it is new.
pub(crate) fn store_request(
    transaction: &Transaction<'_>,
    key: &Digest,
    first: Position,
    last: Position,
) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO request (key, first, last) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let added = transaction.prepare_cached(sql)?.execute(params![
        key.0,
        first.0.cast_signed(),
        last.0.cast_signed()
    ])?;
    Ok(added > 0)
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
