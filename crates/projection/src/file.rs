//! The file of a read model: whose it is, and from where in which log it goes on.

use crate::{Projection, ProjectionError};
use event_log::{Digest, EventLog, GENESIS, LogError, Position};
use rusqlite::{Connection, OptionalExtension, Transaction};
use sqlite::Durability;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// How many pages the write-ahead log holds before they are moved into the file, beside the
/// builder: 128 MiB. Under load the same pages are written in transaction after transaction; they
/// move once.
pub(crate) const MOVED_AFTER_PAGES: u32 = 32_768;

/// How many pages it holds before the builder moves them itself, because nobody else did.
const MOVED_BY_BUILDER_AFTER_PAGES: u32 = 2 * MOVED_AFTER_PAGES;

/// How far a read model came, and in which log: the hash stands for everything up to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) position: Position,
    pub(crate) hash: Digest,
}

impl Checkpoint {
    /// Before the first event, as in every log.
    pub(crate) const START: Self = Self { position: Position::START, hash: GENESIS };

    /// Moves it, with the rows that follow from the events up to there.
    pub(crate) fn keep(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let Self { position: Position(position), hash } = self;
        transaction
            .prepare_cached("UPDATE checkpoint SET position = ?1, hash = ?2")?
            .execute((position.cast_signed(), hash.0))?;
        Ok(())
    }

    /// Whether it stands in this log: what was built up to it was built from the same events.
    pub(crate) async fn is_of(&self, log: &dyn EventLog) -> Result<bool, LogError> {
        let Some(before) = self.position.0.checked_sub(1) else { return Ok(*self == Self::START) };
        let found = log.read_all(Position(before), 1).await?;
        Ok(found.first().is_some_and(|event| event.hash == self.hash))
    }
}

/// What the tables of a read model depend on, apart from the log.
pub(crate) fn fingerprint<E: 'static>(projections: &[Box<dyn Projection<E>>]) -> String {
    projections.iter().map(|it| format!("{} {}\n", it.name(), it.version())).collect()
}

pub(crate) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(crate) fn unusable(file: &Path) -> impl Fn(std::io::Error) -> ProjectionError {
    move |source| ProjectionError::File { file: file.to_owned(), source }
}

/// What SQLite keeps of one read model. Readers and the builder must have the same three open.
const PARTS: [&str; 3] = ["", "-wal", "-shm"];

/// Which files these are, by device and number: files that were put in their place are others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing([(u64, u64); PARTS.len()]);

impl Standing {
    /// Which files stand there now, when all of them do.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let mut parts = [(0, 0); PARTS.len()];
        for (part, suffix) in parts.iter_mut().zip(PARTS) {
            let found = fs::metadata(beside(file, suffix)).ok()?;
            *part = (found.dev(), found.ino());
        }
        Some(Self(parts))
    }
}

/// Removes a read model, with what SQLite keeps beside it.
pub(crate) fn remove(file: &Path) -> Result<(), ProjectionError> {
    for suffix in PARTS {
        match fs::remove_file(beside(file, suffix)) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(unusable(file)(source));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The file as it stands, when the same projections built it.
pub(crate) fn open_as_it_is(
    file: &Path,
    fingerprint: &str,
) -> Result<Option<(Connection, Checkpoint)>, ProjectionError> {
    if !file.exists() {
        return Ok(None);
    }
    let connection = sqlite::to_write(file, Durability::None, MOVED_BY_BUILDER_AFTER_PAGES)?;
    let checkpoint = checkpoint(&connection, Some(fingerprint))?;
    Ok(checkpoint.map(|checkpoint| (connection, checkpoint)))
}

/// Where a read model stands, when it was built by these projections, or by any.
pub(crate) fn checkpoint(
    connection: &Connection,
    fingerprint: Option<&str>,
) -> rusqlite::Result<Option<Checkpoint>> {
    let sql = "SELECT position, hash FROM checkpoint WHERE projections = ifnull(?1, projections)";
    connection
        .query_row(sql, [fingerprint], |row| {
            let position = Position(row.get::<_, i64>(0)?.cast_unsigned());
            Ok(Checkpoint { position, hash: Digest(row.get(1)?) })
        })
        .optional()
}

/// Brings all of a read model to disk. Answers whether that was possible: not while somebody reads
/// an earlier state of it.
pub(crate) fn settle(connection: &Connection, file: &Path) -> Result<bool, ProjectionError> {
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy: bool = connection.query_row(checkpoint, [], |row| row.get(0))?;
    File::open(file).and_then(|file| file.sync_all()).map_err(unusable(file))?;
    Ok(!busy)
}

pub(crate) fn open_anew<E: 'static>(
    file: &Path,
    fingerprint: &str,
    projections: &[Box<dyn Projection<E>>],
) -> Result<Connection, ProjectionError> {
    remove(file)?;
    let mut connection = sqlite::to_write(file, Durability::None, MOVED_BY_BUILDER_AFTER_PAGES)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE checkpoint \
         (projections TEXT NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;",
    )?;
    let sql = "INSERT INTO checkpoint (projections, position, hash) VALUES (?1, 0, ?2)";
    transaction.execute(sql, (fingerprint, GENESIS.0))?;
    for projection in projections {
        transaction.execute_batch(projection.schema())?;
    }
    transaction.commit()?;
    Ok(connection)
}
