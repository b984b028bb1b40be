//! The subscription: reads the log and writes rows, exactly once per event.

use crate::model::{ReadModel, Shared};
use crate::rows::Rows;
use crate::{Decode, Projection, ProjectionError};
use event_log::{EventLog, Position, RecordedEvent};
use rusqlite::{Connection, OptionalExtension};
use sqlite::Durability;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How many pages the write-ahead log holds before they are moved into the file: 16 MiB. Under
/// load the same pages are written in transaction after transaction; they move once.
const MOVED_AFTER_PAGES: u32 = 16_384;

/// How many events are applied in one transaction while catching up.
const PAGE_EVENTS: usize = 2_000;

/// How long to wait for new events before looking again.
const WAIT: Duration = Duration::from_secs(5);

/// How long to wait after a failure before trying again.
const PAUSE: Duration = Duration::from_secs(1);

/// How much longer than it worked a runner rests. Under load events gather meanwhile, and share
/// a transaction, which costs far more than their rows; who waits for one event does not notice.
const REST: u32 = 4;

/// How long a runner rests at most.
const REST_MAX: Duration = Duration::from_millis(250);

/// Builds one read model from one log.
pub struct Runner<E> {
    log: Arc<dyn EventLog>,
    builder: Option<Builder<E>>,
    applied: watch::Sender<Position>,
}

/// What works on the file, on a thread that may block.
struct Builder<E> {
    connection: Connection,
    projections: Arc<[Box<dyn Projection<E>>]>,
    decode: Decode<E>,
    shared: Arc<Shared>,
    /// Held as long as this process builds the read model.
    _lock: File,
}

impl<E: 'static> Runner<E> {
    /// A read model in a file with its runner. A file that was built by other projections, or
    /// ahead of the log, is thrown away and built again.
    ///
    /// # Errors
    /// When the file cannot be used, or another process builds it.
    pub async fn open(
        file: &Path,
        log: Arc<dyn EventLog>,
        projections: Vec<Box<dyn Projection<E>>>,
        decode: Decode<E>,
    ) -> Result<(ReadModel, Self), ProjectionError> {
        let lock = lock(file)?;
        let head = log.head().await?.position;
        let fingerprint: String = projections
            .iter()
            .map(|projection| format!("{} {}\n", projection.name(), projection.version()))
            .collect();
        let (connection, position) = match open_as_it_is(file, &fingerprint) {
            Ok(Some((connection, position))) if position <= head => (connection, position),
            _ => (open_anew(file, &fingerprint, &projections)?, Position::START),
        };
        let (applied, receiver) = watch::channel(position);
        let model = ReadModel::new(file.to_owned(), receiver);
        let builder = Builder {
            connection,
            projections: projections.into(),
            decode,
            shared: model.shared(),
            _lock: lock,
        };
        Ok((model, Self { log, builder: Some(builder), applied }))
    }

    /// Applies everything that is in the log now. Answers the position reached.
    ///
    /// # Errors
    /// When an event cannot be decoded or applied; what was applied before it stays.
    pub async fn catch_up(&mut self) -> Result<Position, ProjectionError> {
        while self.turn().await? > 0 {}
        Ok(*self.applied.borrow())
    }

    /// Applies the events that come next, as many as go into one transaction. Answers how many.
    async fn turn(&mut self) -> Result<usize, ProjectionError> {
        let here = *self.applied.borrow();
        let page = self.log.read_all(here, PAGE_EVENTS).await?;
        let Some(last) = page.last().map(|event| event.position) else { return Ok(0) };
        let count = page.len();
        self.apply(page).await?;
        self.applied.send_replace(last);
        Ok(count)
    }

    /// Follows the log until `stop` says so, or nobody is left to say so. A failure is told and
    /// tried again: a read model that stands still must not end the service.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let begun = Instant::now();
            let pause = match self.turn().await {
                Ok(PAGE_EVENTS..) => continue,
                Ok(_) => {
                    let rested = Instant::now() + (begun.elapsed() * REST).min(REST_MAX);
                    let (log, here) = (self.log.clone(), *self.applied.borrow());
                    let waited = tokio::select! {
                        waited = log.wait_past(here, WAIT) => waited.is_err(),
                        _ = stop.changed() => continue,
                    };
                    tokio::time::sleep_until(rested).await;
                    waited
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "read model stands still"
                    );
                    true
                }
            };
            if pause {
                let _ = tokio::time::timeout(PAUSE, stop.changed()).await;
            }
        }
    }

    async fn apply(&mut self, page: Vec<RecordedEvent>) -> Result<(), ProjectionError> {
        // The builder moves to a thread that may block, and back.
        let Some(mut builder) = self.builder.take() else { return Ok(()) };
        let (builder, outcome) = tokio::task::spawn_blocking(move || {
            let outcome = builder.apply(&page);
            (builder, outcome)
        })
        .await?;
        self.builder = Some(builder);
        outcome
    }
}

impl<E: 'static> Builder<E> {
    /// Applies events and moves the position, all or nothing.
    fn apply(&mut self, events: &[RecordedEvent]) -> Result<(), ProjectionError> {
        let Some(last) = events.last() else { return Ok(()) };
        let mut unknown = 0;
        let transaction = self.connection.transaction()?;
        let rows = Rows::new(&transaction);
        for recorded in events {
            let position = recorded.position;
            let category = recorded.stream.category();
            let readers = || self.projections.iter().filter(|it| it.reads(category));
            if readers().next().is_none() {
                continue;
            }
            let decoded = (self.decode)(recorded)
                .map_err(|reason| ProjectionError::Event { position, reason })?;
            let Some(event) = decoded else {
                unknown += 1;
                continue;
            };
            for projection in readers() {
                projection.apply(&rows, recorded, &event)?;
            }
        }
        rows.execute("UPDATE checkpoint SET position = ?1", [last.position.0.cast_signed()])?;
        transaction.commit()?;
        self.shared.unknown.fetch_add(unknown, Ordering::Relaxed);
        Ok(())
    }
}

/// One process at a time builds a read model.
fn lock(file: &Path) -> Result<File, ProjectionError> {
    let failed = |source| ProjectionError::File { file: file.to_owned(), source };
    if let Some(directory) = file.parent() {
        std::fs::create_dir_all(directory).map_err(failed)?;
    }
    let lock = File::create(beside(file, "-lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(ProjectionError::InUse(file.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The file as it stands, when the same projections built it.
fn open_as_it_is(
    file: &Path,
    fingerprint: &str,
) -> Result<Option<(Connection, Position)>, ProjectionError> {
    if !file.exists() {
        return Ok(None);
    }
    let connection = sqlite::to_write(file, Durability::Normal, MOVED_AFTER_PAGES)?;
    let found: Option<i64> = connection
        .query_row("SELECT position FROM checkpoint WHERE projections = ?1", [fingerprint], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(found.map(|position| (connection, Position(position.cast_unsigned()))))
}

fn open_anew<E: 'static>(
    file: &Path,
    fingerprint: &str,
    projections: &[Box<dyn Projection<E>>],
) -> Result<Connection, ProjectionError> {
    for suffix in ["", "-wal", "-shm"] {
        match std::fs::remove_file(beside(file, suffix)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(ProjectionError::File { file: file.to_owned(), source });
            }
            _ => {}
        }
    }
    let mut connection = sqlite::to_write(file, Durability::Normal, MOVED_AFTER_PAGES)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE checkpoint (projections TEXT NOT NULL, position INTEGER NOT NULL) STRICT;",
    )?;
    transaction
        .execute("INSERT INTO checkpoint (projections, position) VALUES (?1, 0)", [fingerprint])?;
    for projection in projections {
        transaction.execute_batch(projection.schema())?;
    }
    transaction.commit()?;
    Ok(connection)
}
