//! The subscription: reads the log and writes rows, exactly once per event.

use crate::feed::{Feed, Stretch};
use crate::model::{ReadModel, Shared};
use crate::rows::Rows;
use crate::{Projection, ProjectionError};
use event_log::Position;
use rusqlite::{Connection, OptionalExtension};
use sqlite::Durability;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How many pages the write-ahead log holds before they are moved into the file: 128 MiB. Under
/// load the same pages are written in transaction after transaction; they move once.
const MOVED_AFTER_PAGES: u32 = 32_768;

/// How many events are applied in one transaction at most. Names are spread at random, so nearly
/// every event touches other pages of an index, and a transaction writes each page once.
const TRANSACTION_EVENTS: usize = 10_000;

/// How many bytes of events are gathered for one transaction before it is full.
const TRANSACTION_BYTES: usize = 16 * 1024 * 1024;

/// How long to wait for new events before looking again.
const WAIT: Duration = Duration::from_secs(5);

/// How long to wait after a failure before trying again.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a runner rests after a turn, as long as nobody waits for an event. Under load events
/// gather meanwhile, and share a transaction, which costs far more than their rows; and all
/// read models of a process come to the same pages of the log.
const REST: Duration = Duration::from_millis(500);

/// Builds one read model from one log.
pub struct Runner<E> {
    feed: Arc<Feed<E>>,
    builder: Option<Builder<E>>,
    applied: watch::Sender<Position>,
    shared: Arc<Shared>,
}

/// What a turn leaves to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// More events follow.
    More,
    /// The end of the log was reached.
    Done,
}

/// How far a transaction came.
#[derive(Default)]
struct Applied {
    /// The last event that was applied, if any.
    reached: Option<Position>,
    /// Why it was not the last that was there.
    refused: Option<ProjectionError>,
}

/// What works on the file, on a thread that may block.
struct Builder<E> {
    connection: Connection,
    projections: Arc<[Box<dyn Projection<E>>]>,
    feed: Arc<Feed<E>>,
    shared: Arc<Shared>,
    /// Held as long as this process builds the read model.
    _lock: File,
}

impl<E: Send + Sync + 'static> Runner<E> {
    /// A read model in a file with its runner. A file that was built by other projections, or
    /// ahead of the log, is thrown away and built again.
    ///
    /// # Errors
    /// When the file cannot be used, or another process builds it.
    pub async fn open(
        file: &Path,
        feed: Arc<Feed<E>>,
        projections: Vec<Box<dyn Projection<E>>>,
    ) -> Result<(ReadModel, Self), ProjectionError> {
        let lock = lock(file)?;
        let head = feed.log().head().await?.position;
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
            feed: feed.clone(),
            shared: model.shared(),
            _lock: lock,
        };
        let shared = model.shared();
        Ok((model, Self { feed, builder: Some(builder), applied, shared }))
    }

    /// Applies everything that is in the log now. Answers the position reached.
    ///
    /// # Errors
    /// When an event cannot be decoded or applied; what was applied before it stays.
    pub async fn catch_up(&mut self) -> Result<Position, ProjectionError> {
        while self.turn().await? != Turn::Done {}
        Ok(*self.applied.borrow())
    }

    /// Applies the events that come next, as many as go into one transaction.
    async fn turn(&mut self) -> Result<Turn, ProjectionError> {
        let (stretches, turn) = self.gather().await?;
        let Applied { reached, refused } = self.apply(stretches).await?;
        if let Some(position) = reached {
            self.applied.send_replace(position);
        }
        refused.map_or(Ok(turn), Err)
    }

    /// The events that come next, and whether more may follow.
    async fn gather(&mut self) -> Result<(Vec<Stretch<E>>, Turn), ProjectionError> {
        let (mut stretches, mut events, mut bytes) = (Vec::new(), 0, 0);
        let mut here = *self.applied.borrow();
        while events < TRANSACTION_EVENTS && bytes < TRANSACTION_BYTES {
            let stretch = self.feed.after(here).await?;
            let ends_page = stretch.ends_page;
            here = stretch.items().last().map_or(here, |item| item.recorded.position);
            events += stretch.items().len();
            bytes += stretch.bytes();
            stretches.push(stretch);
            if !ends_page {
                return Ok((stretches, Turn::Done));
            }
        }
        Ok((stretches, Turn::More))
    }

    /// Follows the log until `stop` says so, or nobody is left to say so. A failure is told and
    /// tried again: a read model that stands still must not end the service.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let begun = Instant::now();
            let outcome = self.turn().await;
            let worked = begun.elapsed();
            let failed = match outcome {
                Ok(Turn::More) => continue,
                Ok(Turn::Done) => {
                    let (log, here) = (self.feed.log().clone(), *self.applied.borrow());
                    tokio::select! {
                        waited = log.wait_past(here, WAIT) => waited.is_err(),
                        _ = stop.changed() => continue,
                    }
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "read model stands still"
                    );
                    true
                }
            };
            let rest = if failed { PAUSE } else { REST };
            tokio::select! {
                () = tokio::time::sleep_until(begun + worked + rest) => {}
                () = asked_for(&self.shared, begun + worked * 2), if !failed => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn apply(&mut self, stretches: Vec<Stretch<E>>) -> Result<Applied, ProjectionError> {
        // The builder moves to a thread that may block, and back.
        let Some(mut builder) = self.builder.take() else { return Ok(Applied::default()) };
        let (builder, outcome) = tokio::task::spawn_blocking(move || {
            let outcome = builder.apply(&stretches);
            (builder, outcome)
        })
        .await?;
        self.builder = Some(builder);
        outcome
    }
}

/// Until somebody waits for an event, and not before a moment: who is waited for all the time
/// still leaves half of the time to others.
async fn asked_for(shared: &Shared, moment: Instant) {
    shared.asked.notified().await;
    tokio::time::sleep_until(moment).await;
}

impl<E: 'static> Builder<E> {
    /// Applies events and moves the position, all or nothing. An event that cannot be decoded
    /// wrote nothing yet: what stands before it is applied.
    fn apply(&mut self, stretches: &[Stretch<E>]) -> Result<Applied, ProjectionError> {
        let (mut applied, mut unknown) = (Applied::default(), 0);
        let transaction = self.connection.transaction()?;
        let rows = Rows::new(&transaction);
        for item in stretches.iter().flat_map(Stretch::items) {
            let recorded = &item.recorded;
            let position = recorded.position;
            let category = recorded.stream.category();
            let readers = || self.projections.iter().filter(|it| it.reads(category));
            if readers().next().is_some() {
                match self.feed.decode(item) {
                    Ok(Some(event)) => {
                        readers().try_for_each(|it| it.apply(&rows, recorded, event))?;
                    }
                    Ok(None) => unknown += 1,
                    Err(reason) => {
                        let reason = reason.to_owned();
                        applied.refused = Some(ProjectionError::Event { position, reason });
                        break;
                    }
                }
            }
            applied.reached = Some(position);
        }
        if let Some(Position(position)) = applied.reached {
            rows.execute("UPDATE checkpoint SET position = ?1", [position.cast_signed()])?;
        }
        transaction.commit()?;
        self.shared.unknown.fetch_add(unknown, Ordering::Relaxed);
        Ok(applied)
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
