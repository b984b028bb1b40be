//! Connections to the file, and the schema in it.

use event_log::LogError;
use rusqlite::{Connection, TransactionBehavior};
use sqlite::Durability;
use std::path::Path;

/// "Samn": the file tells what it is.
const APPLICATION_ID: i32 = 0x5361_6d6e;

/// The schema that this program writes.
const SCHEMA_VERSION: i32 = 1;

/// How many pages the write-ahead log holds before they are moved into the file: 512 MiB. In a
/// storm the same pages of the indexes are written in commit after commit; they move once, and
/// while they move the disk has less for the commits that people wait for.
pub(crate) const MOVED_AFTER_PAGES: u32 = 131_072;

/// How many pages it holds before the writer moves them itself, because nobody else did.
const MOVED_BY_WRITER_AFTER_PAGES: u32 = 2 * MOVED_AFTER_PAGES;

/// A connection for the writer; makes the schema in a new file.
pub(crate) fn open_to_write(file: &Path) -> Result<Connection, LogError> {
    let mut connection = sqlite::to_write(file, Durability::Full, MOVED_BY_WRITER_AFTER_PAGES)
        .map_err(|error| LogError::unavailable("cannot open the log", error))?;
    prepare(&mut connection).map_err(cannot_open(file))?;
    check(&connection, file)?;
    Ok(connection)
}

/// A connection that cannot write, to a file of which it is sure that it is a log.
pub(crate) fn open_existing(file: &Path) -> Result<Connection, LogError> {
    if !file.exists() {
        return Err(refusal(format!("there is no log at {}", file.display())));
    }
    let connection = open_to_read(file)?;
    check(&connection, file)?;
    Ok(connection)
}

fn check(connection: &Connection, file: &Path) -> Result<(), LogError> {
    let (application, version) = identity(connection).map_err(cannot_open(file))?;
    if application != APPLICATION_ID {
        return Err(refusal(format!("{} is not a log of Samenspraak", file.display())));
    }
    if version > SCHEMA_VERSION {
        return Err(refusal(format!(
            "{} was made by a newer program (schema {version}; this one knows {SCHEMA_VERSION})",
            file.display()
        )));
    }
    Ok(())
}

/// A connection that cannot write.
pub(crate) fn open_to_read(file: &Path) -> Result<Connection, LogError> {
    sqlite::to_read(file).map_err(|error| LogError::unavailable("cannot open the log", error))
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    // Two processes may meet here with a new file: the one that gets the lock makes the schema.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if identity(&transaction)? == (0, 0) && is_empty(&transaction)? {
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    transaction.commit()
}

fn identity(connection: &Connection) -> rusqlite::Result<(i32, i32)> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get(0));
    Ok((number("application_id")?, number("user_version")?))
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn cannot_open(file: &Path) -> impl FnOnce(rusqlite::Error) -> LogError {
    move |error| LogError::unavailable(format!("cannot open the log {}", file.display()), error)
}

fn refusal(reason: String) -> LogError {
    LogError::Unavailable { reason, source: None }
}
