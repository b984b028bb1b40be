//! Moves what was committed from the write-ahead log into the file, beside those who write.

use crate::{Durability, SqliteError, to_write};
use rusqlite::Connection;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often it looks whether there is enough to move.
const LOOK: Duration = Duration::from_millis(100);

/// How long writers wait at most for a reader that keeps to an earlier state, as a backup does.
const PATIENCE: Duration = Duration::from_millis(500);

/// Moves the write-ahead log of a file into that file on a thread of its own, for as long as it
/// is kept: a commit does not wait for the commits before it to be moved. Its connection is closed
/// when this is gone.
pub struct Checkpointer {
    kept: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts it for a file, to move whenever so many pages of 4 KiB wait. It goes as far before
    /// others as the thread that starts it.
    ///
    /// # Errors
    /// [`SqliteError`] when the file cannot be opened or the thread cannot be started.
    pub fn start(file: &Path, durability: Durability, pages: u32) -> Result<Self, SqliteError> {
        let connection = beside(file, durability)?;
        let (kept, given_up) = mpsc::channel::<()>();
        let thread = thread::Builder::new()
            .name("checkpointer".to_owned())
            .spawn(move || {
                while given_up.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    if let Err(error) = tidy(&connection, pages) {
                        tracing::warn!(%error, "a write-ahead log cannot be moved into its file");
                    }
                }
            })
            .map_err(|source| SqliteError::Thread { file: file.to_owned(), source })?;
        Ok(Self { kept: Some(kept), thread: Some(thread) })
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        drop(self.kept.take());
        if let Some(thread) = self.thread.take() {
            // One that panicked has told so already.
            let _ = thread.join();
        }
    }
}

fn beside(file: &Path, durability: Durability) -> Result<Connection, SqliteError> {
    let unusable = |source| SqliteError::Open { file: file.to_owned(), source };
    let connection = to_write(file, durability, 0)?;
    if durability == Durability::None {
        // What nobody waits for goes to disk all the same when it is moved. Left to the system it
        // goes there half a minute's worth at once, and every commit elsewhere waits behind it.
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(unusable)?;
    }
    connection.busy_timeout(PATIENCE).map_err(unusable)?;
    Ok(connection)
}

fn tidy(connection: &Connection, pages: u32) -> rusqlite::Result<()> {
    if checkpoint(connection, "NOOP")? < i64::from(pages) {
        return Ok(());
    }
    // Most of it moves while others write, and then what they wrote meanwhile, which is less each
    // time. Only for the little that is left they wait, so that they can begin the write-ahead log
    // anew: when nothing is, SQLite has brought the file to disk without them.
    let (mut left, mut before) = (checkpoint(connection, "PASSIVE")?, i64::MAX);
    while left > 0 && left < before / 2 {
        before = left;
        left = checkpoint(connection, "PASSIVE")?;
    }
    if left < i64::from(pages) {
        checkpoint(connection, "RESTART")?;
    }
    // Otherwise somebody reads what was there before: it moves once they are done.
    Ok(())
}

/// Moves what can be moved in a mode of SQLite. Answers how many pages wait after it.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<i64> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::to_read;
    use std::time::Instant;

    const PAGES: u32 = 50;

    /// Writes one page for each row, in commits that leave the moving to others.
    fn write(connection: &Connection, rows: u32) {
        for _ in 0..rows {
            connection.execute("INSERT INTO thing (body) VALUES (zeroblob(3000))", []).unwrap();
        }
    }

    #[test]
    fn nobody_waits_for_a_reader_who_stays() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        let writer = to_write(&file, Durability::Full, 0).unwrap();
        writer.execute_batch("CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB)").unwrap();
        let reader = to_read(&file).unwrap();
        let count = |reader: &Connection| -> u32 {
            reader.query_row("SELECT count(*) FROM thing", [], |row| row.get(0)).unwrap()
        };
        for before in [PAGES + 10, 0] {
            let beside = beside(&file, Durability::Full).unwrap();
            write(&writer, before);
            reader.execute_batch("BEGIN").unwrap();
            let seen = count(&reader);
            write(&writer, if before == 0 { 2 * PAGES } else { 1 });
            // It may find out once, not at every look.
            let started = Instant::now();
            for _ in 0..6 {
                tidy(&beside, PAGES).unwrap();
            }
            assert!(started.elapsed() < 4 * PATIENCE, "it waited {:?}", started.elapsed());
            assert_eq!(count(&reader), seen);
            reader.execute_batch("COMMIT").unwrap();
        }
    }

    #[test]
    fn what_it_moves_goes_to_disk_whatever_the_commits_do() {
        let directory = tempfile::tempdir().unwrap();
        for (durability, expected) in [(Durability::None, 1), (Durability::Full, 2)] {
            let beside = beside(&directory.path().join("kept.sqlite"), durability).unwrap();
            let synchronous: u32 =
                beside.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
            assert_eq!(synchronous, expected, "{durability:?}");
        }
    }

    #[test]
    fn nothing_of_it_is_left_when_it_is_gone() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        let writer = to_write(&file, Durability::None, 0).unwrap();
        writer.execute_batch("CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB)").unwrap();
        let checkpointer = Checkpointer::start(&file, Durability::None, PAGES).unwrap();
        write(&writer, PAGES);
        drop(checkpointer);
        // The last one who has it open tidies up: a file in the place of this one is safe from it.
        drop(writer);
        assert!(!directory.path().join("kept.sqlite-wal").exists());
    }

    #[test]
    fn what_waits_is_moved_once_it_is_enough() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept.sqlite");
        let writer = to_write(&file, Durability::Full, 0).unwrap();
        let beside = to_write(&file, Durability::Full, 0).unwrap();
        writer.execute_batch("CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB)").unwrap();
        let size = || std::fs::metadata(directory.path().join("kept.sqlite-wal")).unwrap().len();

        tidy(&beside, PAGES).unwrap();
        let few = checkpoint(&beside, "NOOP").unwrap();
        assert!((1..50).contains(&few), "{few} pages wait");

        let mut sizes = vec![];
        for _ in 0..4 {
            write(&writer, PAGES);
            tidy(&beside, PAGES).unwrap();
            assert_eq!(checkpoint(&beside, "NOOP").unwrap(), 0);
            sizes.push(size());
        }
        assert_eq!(sizes[1], sizes[3], "it is not begun anew: {sizes:?}");
        drop(writer);
        let count = |row: &rusqlite::Row<'_>| row.get::<_, u32>(0);
        let kept: u32 = beside.query_row("SELECT count(*) FROM thing", [], count).unwrap();
        assert_eq!(kept, 4 * PAGES);
    }
}
