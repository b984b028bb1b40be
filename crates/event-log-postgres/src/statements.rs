//! The statements, and what their rows hold.

use event_log::{Digest, Head, Position, RecordedEvent, StreamId, Version};
use jiff::Timestamp;
use postgres::tokio_postgres::{Error, Row};

/// Held by whoever appends, from before it looks until its commit. Any number that nothing else in
/// the database uses.
pub(crate) const LOCK: &str = "SELECT pg_advisory_xact_lock(91625968981506)";

/// The end of the log, with the database's clock in microseconds since 1970.
pub(crate) const END: &str = "\
    SELECT coalesce(position, 0), hash, coalesce(recorded_at, 0), \
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint \
    FROM (SELECT) AS one LEFT JOIN LATERAL (\
    SELECT position, hash, recorded_at FROM samenspraak.event ORDER BY position DESC LIMIT 1\
    ) AS last ON true";

/// The versions of streams, in the order in which they are named.
pub(crate) const VERSIONS: &str = "\
    SELECT coalesce((SELECT version FROM samenspraak.event WHERE stream = name \
    ORDER BY version DESC LIMIT 1), 0) \
    FROM unnest($1::text[]) WITH ORDINALITY AS asked(name, place) ORDER BY place";

/// Those of the requests that were recorded before.
pub(crate) const REQUESTS: &str =
    "SELECT key, first, last FROM samenspraak.request WHERE key = ANY($1::bytea[])";

pub(crate) const ADD_EVENTS: &str = "\
    INSERT INTO samenspraak.event (position, stream, version, type, type_version, recorded_at, \
    metadata, payload, hash) SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], \
    $4::text[], $5::integer[], $6::bigint[], $7::text[], $8::text[], $9::bytea[])";

pub(crate) const ADD_REQUESTS: &str = "\
    INSERT INTO samenspraak.request (key, first, last) \
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[])";

/// Wakes the readers of all processes, when the transaction is committed.
pub(crate) const ANNOUNCE: &str = "SELECT pg_notify('samenspraak_log', $1)";

/// Ends a transaction with a mark in the write-ahead log and nothing else. Like any other commit it
/// comes back when the standby has it, and all that stands before it.
pub(crate) const MARK: &str = "SELECT pg_logical_emit_message(true, 'samenspraak', ''); COMMIT";

pub(crate) const LISTEN: &str = "LISTEN samenspraak_log";

pub(crate) const BY_POSITION: &str = "\
    SELECT position, stream, version, type, type_version, recorded_at, metadata, payload, hash \
    FROM samenspraak.event WHERE position > $1 ORDER BY position LIMIT $2";

pub(crate) const BY_STREAM: &str = "\
    SELECT position, stream, version, type, type_version, recorded_at, metadata, payload, hash \
    FROM samenspraak.event WHERE stream = $1 AND version > $2 ORDER BY version";

/// The end of the log as a statement saw it.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub(crate) position: Position,
    pub(crate) hash: Digest,
    pub(crate) recorded_at: Timestamp,
    pub(crate) database_clock: Timestamp,
}

impl End {
    /// The end of the log at an instant; its clock never runs backwards.
    pub(crate) fn at(&self, now: Timestamp) -> Head {
        Head { position: self.position, hash: self.hash, clock: self.recorded_at.max(now) }
    }

    /// A row of [`END`].
    pub(crate) fn of(row: &Row) -> Result<Self, Error> {
        let hash: Option<&[u8]> = row.try_get(1)?;
        Ok(Self {
            position: position(row, 0)?,
            hash: hash.map_or(event_log::GENESIS, digest),
            recorded_at: instant(row.try_get(2)?),
            database_clock: instant(row.try_get(3)?),
        })
    }
}

/// A row of [`BY_POSITION`] or [`BY_STREAM`].
pub(crate) fn event(row: &Row) -> Result<RecordedEvent, Error> {
    Ok(RecordedEvent {
        position: position(row, 0)?,
        stream: StreamId::from_stored(row.try_get(1)?),
        version: Version(row.try_get::<_, i64>(2)?.cast_unsigned()),
        event_type: row.try_get(3)?,
        event_version: row.try_get::<_, i32>(4)?.cast_unsigned(),
        recorded_at: instant(row.try_get(5)?),
        metadata: row.try_get(6)?,
        payload: row.try_get(7)?,
        hash: digest(row.try_get(8)?),
    })
}

pub(crate) fn position(row: &Row, column: usize) -> Result<Position, Error> {
    Ok(Position(row.try_get::<_, i64>(column)?.cast_unsigned()))
}

/// A digest as it is stored. One that was cut off is not the digest of anything: `verify` tells.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Digest(bytes.try_into().unwrap_or([0; 32]))
}

fn instant(microseconds: i64) -> Timestamp {
    // What is outside the range was not written by this program: `verify` tells.
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MIN)
}
