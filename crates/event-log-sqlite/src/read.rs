//! Reading: a few statements on connections that cannot write.

use crate::connection;
use event_log::{
    Digest, GENESIS, Head, LogError, Position, Receipt, RecordedEvent, RequestRecord, StreamId,
    Tail, Version,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const COLUMNS: &str =
    "position, stream, version, type, type_version, recorded_at, metadata, payload, hash";

/// Connections for reading, made when needed and kept.
pub(crate) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Mutex::default() }
    }

    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection::open_to_read(&self.file)?,
        };
        let outcome = work(&connection);
        // A connection that failed is not used again: what is wrong with it is not known.
        if outcome.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        outcome
    }
}

/// The last event's position, hash and time.
#[derive(Clone, Copy)]
pub(crate) struct Last {
    pub(crate) position: Position,
    pub(crate) hash: Digest,
    pub(crate) recorded_at: Timestamp,
}

impl Last {
    /// The end of the log at an instant; its clock never runs backwards.
    pub(crate) fn at(&self, now: Timestamp) -> Head {
        Head { position: self.position, hash: self.hash, clock: self.recorded_at.max(now) }
    }

    /// What has to be followed on by what is restored.
    pub(crate) fn tail(&self) -> Tail {
        Tail { position: self.position, hash: self.hash, recorded_at: self.recorded_at }
    }
}

pub(crate) fn head(connection: &Connection) -> Result<Last, LogError> {
    connection
        .prepare_cached(
            "SELECT position, hash, recorded_at FROM event ORDER BY position DESC LIMIT 1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([], |row| {
                    Ok(Last {
                        position: position(row, 0)?,
                        hash: Digest(row.get(1)?),
                        recorded_at: instant(row, 2)?,
                    })
                })
                .optional()
        })
        .map_err(cannot_read(Position::START))
        .map(|last| {
            last.unwrap_or(Last {
                position: Position::START,
                hash: GENESIS,
                recorded_at: Timestamp::MIN,
            })
        })
}

pub(crate) fn stream(
    connection: &Connection,
    stream: &StreamId,
    after: Version,
) -> Result<Vec<RecordedEvent>, LogError> {
    let sql =
        format!("SELECT {COLUMNS} FROM event WHERE stream = ?1 AND version > ?2 ORDER BY version");
    collect(connection, &sql, params![stream.as_str(), after.0.cast_signed()], Position::START)
}

pub(crate) fn all(
    connection: &Connection,
    after: Position,
    limit: usize,
) -> Result<Vec<RecordedEvent>, LogError> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE position > ?1 ORDER BY position LIMIT ?2");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    collect(connection, &sql, params![after.0.cast_signed(), limit], after)
}

/// The first and last position of what a request left.
pub(crate) fn span(
    connection: &Connection,
    key: &Digest,
) -> Result<Option<(Position, Position)>, LogError> {
    connection
        .prepare_cached("SELECT first, last FROM request WHERE key = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([key.0], |row| Ok((position(row, 0)?, position(row, 1)?)))
                .optional()
        })
        .map_err(cannot_read(Position::START))
}

pub(crate) fn request(
    connection: &Connection,
    key: &Digest,
) -> Result<Option<RequestRecord>, LogError> {
    let Some((first, last)) = span(connection, key)? else {
        return Ok(None);
    };
    let count = usize::try_from(last.0 - first.0 + 1).unwrap_or(usize::MAX);
    let events = all(connection, Position(first.0 - 1), count)?;
    let damaged = |reason: &str| LogError::Damaged { position: first, reason: reason.to_owned() };
    let metadata = events
        .first()
        .ok_or_else(|| damaged("a request points to events that are not there"))?
        .metadata()
        .map_err(|_| damaged("its metadata cannot be read"))?;
    let fingerprint = metadata
        .request
        .ok_or_else(|| damaged("a request points to an event that knows of none"))?
        .fingerprint;
    Ok(Receipt::of(&events).map(|receipt| RequestRecord { fingerprint, receipt }))
}

fn collect(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    after: Position,
) -> Result<Vec<RecordedEvent>, LogError> {
    let mut last = after;
    let read = |last: &mut Position| -> rusqlite::Result<Vec<RecordedEvent>> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            // Known before the rest of the row is decoded, so that a fault can name its place.
            *last = Position(row.get::<_, i64>(0)?.cast_unsigned() - 1);
            events.push(event(row)?);
            *last = last.next();
        }
        Ok(events)
    };
    read(&mut last).map_err(cannot_read(last))
}

fn event(row: &Row<'_>) -> rusqlite::Result<RecordedEvent> {
    Ok(RecordedEvent {
        position: position(row, 0)?,
        stream: StreamId::from_stored(row.get(1)?),
        version: Version(row.get::<_, i64>(2)?.cast_unsigned()),
        event_type: row.get(3)?,
        event_version: row.get(4)?,
        recorded_at: instant(row, 5)?,
        metadata: row.get(6)?,
        payload: row.get(7)?,
        hash: Digest(row.get(8)?),
    })
}

fn position(row: &Row<'_>, column: usize) -> rusqlite::Result<Position> {
    Ok(Position(row.get::<_, i64>(column)?.cast_unsigned()))
}

fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let micros: i64 = row.get(column)?;
    Timestamp::from_microsecond(micros).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Integer,
            Box::new(error),
        )
    })
}

/// Tells damage apart from a store that cannot be reached just now.
fn cannot_read(after: Position) -> impl FnOnce(rusqlite::Error) -> LogError {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    move |error| {
        let damaged = match &error {
            rusqlite::Error::SqliteFailure(failure, _) => {
                matches!(failure.code, DatabaseCorrupt | NotADatabase)
            }
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => true,
            _ => false,
        };
        if damaged {
            LogError::Damaged { position: after.next(), reason: error.to_string() }
        } else {
            LogError::unavailable("the log cannot be read", error)
        }
    }
}
