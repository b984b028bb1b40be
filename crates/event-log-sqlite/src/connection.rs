//! Connections to the file, and the schema in it.

use event_log::LogError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// "Samn": the file tells what it is.
const APPLICATION_ID: i32 = 0x5361_6d6e;

/// The schema that this program writes.
const SCHEMA_VERSION: i32 = 1;

/// How long to wait for another process that holds the write lock.
const BUSY: Duration = Duration::from_secs(10);

/// How many pages the write-ahead log holds before they are moved into the file: 64 MiB. In a
/// storm the same pages of the indexes are written in commit after commit; they move once.
const MOVED_AFTER_PAGES: u32 = 16_384;

/// A connection for the writer; makes the schema in a new file.
pub(crate) fn open_to_write(file: &Path) -> Result<Connection, LogError> {
    let mut connection = Connection::open(file).map_err(cannot_open(file))?;
    prepare(&mut connection).map_err(cannot_open(file))?;
    let (application, version) = identity(&connection).map_err(cannot_open(file))?;
    if application != APPLICATION_ID {
        return Err(refusal(format!("{} is not a log of Samenspraak", file.display())));
    }
    if version > SCHEMA_VERSION {
        return Err(refusal(format!(
            "{} was made by a newer program (schema {version}; this one knows {SCHEMA_VERSION})",
            file.display()
        )));
    }
    restrict(file)?;
    Ok(connection)
}

/// A connection that cannot write.
pub(crate) fn open_to_read(file: &Path) -> Result<Connection, LogError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(cannot_open(file))?;
    settle(&connection).map_err(cannot_open(file))?;
    Ok(connection)
}

/// What holds for every connection.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(32);
    // Without this, a statement is planned anew whenever it is used with other values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    settle(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", MOVED_AFTER_PAGES)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
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

/// The log is for the program alone.
fn restrict(file: &Path) -> Result<(), LogError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
        .map_err(|error| LogError::unavailable(format!("cannot protect {}", file.display()), error))
}

fn cannot_open(file: &Path) -> impl FnOnce(rusqlite::Error) -> LogError {
    move |error| LogError::unavailable(format!("cannot open the log {}", file.display()), error)
}

fn refusal(reason: String) -> LogError {
    LogError::Unavailable { reason, source: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_statement_is_planned_once() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("log.sqlite");
        for connection in [open_to_write(&file).unwrap(), open_to_read(&file).unwrap()] {
            for stream in ["thing/a", "thing/b", "thing/c"] {
                let sql = "SELECT position FROM event WHERE stream = ?1 LIMIT ?2";
                let mut statement = connection.prepare_cached(sql).unwrap();
                assert!(!statement.exists((stream, 1)).unwrap());
                assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{stream}");
            }
        }
    }
}
