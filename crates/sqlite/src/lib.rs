//! SQLite files as every part that keeps one opens them: for this program alone, in WAL mode, and
//! waiting for others that hold a lock.

mod checkpointer;

pub use checkpointer::Checkpointer;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait for another process that holds a lock.
pub const BUSY: Duration = Duration::from_secs(10);

/// How long to wait before trying again what SQLite does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(5);

/// How much a connection keeps in memory whose commits must be sure, in KiB: 8 MiB. SQLite walks
/// through all of it at nearly every commit, so more of it is not faster.
const FULL_CACHE_KIB: i32 = -8_192;

/// The same for a connection that reads: 8 MiB, so that the upper pages of large indexes stay.
const READ_CACHE_KIB: i32 = -8_192;

/// The same for large transactions that need not be sure: 64 MiB.
const LARGE_CACHE_KIB: i32 = -65_536;

/// How sure a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// What was committed survives a loss of power.
    Full,
    /// It waits for no disk: for what can be made again. When the power is lost, what was written
    /// may be there in part.
    None,
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SqliteError {
    /// It is not a file that SQLite can open, or a lock was held for too long.
    #[error("{} cannot be opened", file.display())]
    Open {
        /// Which one.
        file: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// No thread can be started for it.
    #[error("no thread can be started for {}", file.display())]
    Thread {
        /// Which one.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It cannot be kept from others.
    #[error("{} cannot be protected", file.display())]
    Protect {
        /// Which one.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// A connection that writes; makes the file when there is none. The write-ahead log is moved into
/// the file after so many pages of 4 KiB: in a storm the same pages are written in commit after
/// commit, and move once. With 0 this connection leaves that to a [`Checkpointer`].
///
/// # Errors
/// [`SqliteError`] when the file cannot be opened or protected.
pub fn to_write(
    file: &Path,
    durability: Durability,
    moved_after_pages: u32,
) -> Result<Connection, SqliteError> {
    let unusable = |source| SqliteError::Open { file: file.to_owned(), source };
    let connection = Connection::open(file).map_err(unusable)?;
    fs::set_permissions(file, Permissions::from_mode(0o600))
        .map_err(|source| SqliteError::Protect { file: file.to_owned(), source })?;
    let prepare = || {
        settle(&connection)?;
        switch_to_wal(&connection)?;
        let (synchronous, cache) = match durability {
            Durability::Full => ("FULL", FULL_CACHE_KIB),
            Durability::None => ("OFF", LARGE_CACHE_KIB),
        };
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "wal_autocheckpoint", moved_after_pages)?;
        connection.pragma_update(None, "cache_size", cache)
    };
    prepare().map_err(unusable)?;
    Ok(connection)
}

/// A connection that cannot write.
///
/// # Errors
/// [`SqliteError`] when the file cannot be opened.
pub fn to_read(file: &Path) -> Result<Connection, SqliteError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let unusable = |source| SqliteError::Open { file: file.to_owned(), source };
    let connection = Connection::open_with_flags(file, flags).map_err(unusable)?;
    settle(&connection).map_err(unusable)?;
    // This looks into the file. What is no database is told of when it is read, as ever.
    let _looked = connection.pragma_update(None, "cache_size", READ_CACHE_KIB);
    Ok(connection)
}

fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Without this, a statement is planned anew whenever it is used with other values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// SQLite does not wait when several processes switch a new file at once: one of them is refused
/// on the spot.
fn switch_to_wal(connection: &Connection) -> rusqlite::Result<()> {
    let limit = Instant::now() + BUSY;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(refused) if is_locked(&refused) && Instant::now() < limit => thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
}

fn is_locked(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;
    use std::sync::Barrier;

    fn mode(file: &Path) -> u32 {
        fs::metadata(file).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_for_this_program_alone() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        let writer = to_write(&file, Durability::Full, 1_000).unwrap();
        writer.execute_batch("CREATE TABLE thing (id TEXT)").unwrap();
        for file in [&file, &directory.path().join("kept.sqlite-wal")] {
            assert_eq!(mode(file), 0o600, "{}", file.display());
        }
    }

    #[test]
    fn many_can_open_a_new_file_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let open_and_make = |file: &Path| {
            let connection = to_write(file, Durability::Full, 1_000).unwrap();
            connection.execute_batch(
                "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS thing (id TEXT); COMMIT",
            )
        };
        for round in 0..30 {
            let file = directory.path().join(format!("{round}.sqlite"));
            let together = Barrier::new(8);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        together.wait();
                        open_and_make(&file).unwrap();
                    });
                }
            });
        }
    }

    #[test]
    fn a_reader_cannot_write() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        drop(to_write(&file, Durability::None, 1_000).unwrap());
        assert!(to_read(&file).unwrap().execute_batch("CREATE TABLE thing (id TEXT)").is_err());
        assert!(to_read(&directory.path().join("nothing.sqlite")).is_err());
    }

    #[test]
    fn a_statement_is_planned_once() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        let writer = to_write(&file, Durability::None, 1_000).unwrap();
        writer.execute_batch("CREATE TABLE thing (id TEXT PRIMARY KEY, body TEXT) STRICT").unwrap();
        for connection in [writer, to_read(&file).unwrap()] {
            let sql = "SELECT body FROM thing WHERE id = ?1 LIMIT ?2";
            let mut statement = connection.prepare(sql).unwrap();
            for id in ["a", "b", "c"] {
                assert!(statement.query_row((id, 1), |row| row.get::<_, String>(0)).is_err());
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
