//! Connections to the file of a read model.

use crate::ProjectionError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long to wait for a lock on the file.
const BUSY: Duration = Duration::from_secs(10);

/// How many pages the write-ahead log holds before they are moved into the file: 16 MiB. Under
/// load the same pages are written in transaction after transaction; they move once.
const MOVED_AFTER_PAGES: u32 = 4_096;

/// A connection for the one who builds the read model.
pub(crate) fn to_write(file: &Path) -> Result<Connection, ProjectionError> {
    use std::os::unix::fs::PermissionsExt;
    let connection = Connection::open(file)?;
    settle(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Losing the last rows is no loss: they are built again. The file stays whole.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", MOVED_AFTER_PAGES)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
        .map_err(|source| ProjectionError::File { file: file.to_owned(), source })?;
    Ok(connection)
}

/// A connection that cannot write.
pub(crate) fn to_read(file: &Path) -> Result<Connection, ProjectionError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    settle(&connection)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Without this, a statement is planned anew whenever it is used with other values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_statement_is_planned_once() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("model.sqlite");
        let writer = to_write(&file).unwrap();
        writer.execute_batch("CREATE TABLE thing (id TEXT PRIMARY KEY, body TEXT) STRICT").unwrap();
        for connection in [writer, to_read(&file).unwrap()] {
            for id in ["a", "b", "c"] {
                let sql = "SELECT body FROM thing WHERE id = ?1 LIMIT ?2";
                let mut statement = connection.prepare_cached(sql).unwrap();
                assert!(!statement.exists((id, 1)).unwrap());
                assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{id}");
            }
        }
    }
}
