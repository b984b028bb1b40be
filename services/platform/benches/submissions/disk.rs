//! What the disk does alone: one writer, one small row in each durable commit.

use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

/// Single durable commits a second, in a file of its own beside the log.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn commits_per_second(directory: &Path, span: Duration) -> rusqlite::Result<f64> {
    let connection = Connection::open(directory.join("single-commits.sqlite"))?;
    // The settings under which the log writes.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
    )?;
    let mut insert = connection.prepare("INSERT INTO entry (body) VALUES (?1)")?;
    let begun = Instant::now();
    let mut commits = 0_u32;
    while begun.elapsed() < span {
        insert.execute(["A small row, alone in its commit."])?;
        commits += 1;
    }
    Ok(f64::from(commits) / begun.elapsed().as_secs_f64())
}
