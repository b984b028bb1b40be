//! Fills the log in a file with events, faster than anybody could submit them: as the log would
//! have stored them, with their hashes, but durable only at the end.

use anyhow::{Context, ensure};
use event_log::{Digest, GENESIS, Position, RecordedEvent, Request, StreamId, Version, chain};
use jiff::Timestamp;
use sqlite::Durability;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

/// How many events share a transaction.
const TRANSACTION_EVENTS: u64 = 50_000;

/// Names of streams and keys of requests are spread at random in a real log. Here they go through
/// all that is possible from low to high, so many times: the indexes come out as full as they
/// would be, and the file is filled in order.
const SWEEPS: u64 = 4;

/// An event that is to stand in the log, on a stream of its own, from a request of its own.
pub(crate) struct Draft {
    pub(crate) stream: StreamId,
    pub(crate) event_type: String,
    pub(crate) metadata: String,
    pub(crate) payload: String,
    pub(crate) request: Digest,
}

/// Adds events to the log in a file that nobody else has open.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn fill(
    file: &Path,
    events: u64,
    mut draft: impl FnMut(Uuid) -> anyhow::Result<Draft>,
) -> anyhow::Result<()> {
    let connection = sqlite::to_write(file, Durability::None, 0)?;
    connection.execute_batch("PRAGMA cache_size = -1000000")?;
    let mut last = last(&connection)?;
    let mut insert = connection.prepare(
        "INSERT INTO event (position, stream, version, type, type_version, recorded_at, \
         metadata, payload, hash) VALUES (?1, ?2, 1, ?3, 1, ?4, ?5, ?6, ?7)",
    )?;
    let mut request =
        connection.prepare("INSERT INTO request (key, first, last) VALUES (?1, ?2, ?2)")?;
    connection.execute_batch("BEGIN")?;
    for number in 0..events {
        let Draft { stream, event_type, metadata, payload, request: key } =
            draft(name(number, events))?;
        let mut event = RecordedEvent {
            position: last.position.next(),
            stream,
            version: Version(1),
            event_type,
            event_version: 1,
            metadata,
            payload,
            ..last
        };
        event.hash = chain(&last.hash, &event);
        let position = event.position.0.cast_signed();
        let at = event.recorded_at.as_microsecond();
        let (stream, event_type) = (event.stream.as_str(), &event.event_type);
        let texts = (&event.metadata, &event.payload);
        insert.execute((position, stream, event_type, at, texts.0, texts.1, event.hash.0))?;
        request.execute((key.0, position))?;
        if (number + 1).is_multiple_of(TRANSACTION_EVENTS) {
            connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE); BEGIN")?;
        }
        last = event;
    }
    connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(File::open(file)?.sync_all()?)
}

/// The last event, as far as the next one follows on it.
fn last(connection: &rusqlite::Connection) -> anyhow::Result<RecordedEvent> {
    let mut statement = connection
        .prepare("SELECT position, recorded_at, hash FROM event ORDER BY position DESC LIMIT 1")?;
    let mut rows = statement.query(())?;
    let (position, recorded_at, hash) = match rows.next()? {
        Some(row) => (row.get::<_, i64>(0)?, row.get(1)?, Digest(row.get(2)?)),
        None => (0, Timestamp::now().as_microsecond(), GENESIS),
    };
    Ok(RecordedEvent {
        position: Position(position.cast_unsigned()),
        stream: StreamId::from_stored(String::new()),
        version: Version::NONE,
        event_type: String::new(),
        event_version: 1,
        recorded_at: Timestamp::from_microsecond(recorded_at)?,
        metadata: String::new(),
        payload: String::new(),
        hash,
    })
}

/// The same once more, under names of its own.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn like(model: &RecordedEvent, id: Uuid) -> anyhow::Result<Draft> {
    let mut metadata = model.metadata()?;
    let key = key(id);
    metadata.correlation = id.to_string();
    metadata.causation = format!("request:{id}");
    metadata.request = Some(Request { key, fingerprint: key });
    Ok(Draft {
        stream: StreamId::new(model.stream.category(), id),
        event_type: model.event_type.clone(),
        metadata: serde_json::to_string(&metadata)?,
        payload: model.payload.clone(),
        request: key,
    })
}

/// A key of a request that is ordered as the name is: see [`SWEEPS`].
pub(crate) fn key(name: Uuid) -> Digest {
    let mut key = Digest::of(name.as_bytes());
    key.0[..16].copy_from_slice(name.as_bytes());
    key
}

/// The name of the stream of an event: see [`SWEEPS`].
fn name(number: u64, events: u64) -> Uuid {
    let of_a_sweep = events.div_ceil(SWEEPS);
    let step = u128::MAX / u128::from(of_a_sweep);
    let scattered =
        u128::from_be_bytes(*Digest::of(&number.to_be_bytes()).0.first_chunk().unwrap_or(&[0; 16]));
    let place = u128::from(number % of_a_sweep);
    Uuid::from_u128(place * step + scattered % step)
}

/// Takes off what was added to the log in a file after a position: it is as if it never was.
///
/// # Errors
/// When the file cannot be written, or holds less.
pub(crate) fn cut(file: &Path, position: Position) -> anyhow::Result<()> {
    let connection = sqlite::to_write(file, Durability::None, 0)?;
    let last = last(&connection)?.position;
    ensure!(last >= position, "{} holds {last} events", file.display());
    if last > position {
        // An event is never removed, say the triggers, and they are right about every other log.
        let triggers = "SELECT group_concat(sql, ';'), group_concat('DROP TRIGGER ' || name, ';') \
                        FROM sqlite_schema WHERE type = 'trigger'";
        let (make, drop): (String, String) =
            connection.query_row(triggers, (), |row| Ok((row.get(0)?, row.get(1)?)))?;
        connection.execute_batch(&format!(
            "BEGIN; {drop}; DELETE FROM event WHERE position > {position}; \
             DELETE FROM request WHERE first > {position}; {make}; COMMIT"
        ))?;
    }
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(File::open(file)?.sync_all()?)
}

/// Reads a file once, so that it is in memory as that of a log which has been in use.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn warm(file: &Path) -> anyhow::Result<()> {
    io::copy(&mut File::open(file)?, &mut io::sink())?;
    Ok(())
}

/// Whether so many bytes fit on the disk of a directory, with some to spare.
///
/// # Errors
/// When they do not.
pub(crate) fn ensure_room(directory: &Path, bytes: u64) -> anyhow::Result<()> {
    let mut df = Command::new("df");
    let output = df.args(["--output=avail", "--block-size=1"]).arg(directory).output()?;
    let told = String::from_utf8(output.stdout)?;
    let free: u64 = told.split_whitespace().last().context("df tells nothing")?.parse()?;
    let spare = 2 * 1024 * 1024 * 1024;
    ensure!(
        free > bytes + spare,
        "{} MiB are needed in {}, and {} are free; --events makes the long log shorter",
        (bytes + spare) >> 20,
        directory.display(),
        free >> 20,
    );
    Ok(())
}
