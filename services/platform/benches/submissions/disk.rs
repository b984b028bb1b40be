//! What the disk does alone: one writer, one small row in each durable commit.

use sqlite::Durability;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many pages the write-ahead log holds before they are moved into the file, as in the log.
const MOVED_AFTER_PAGES: u32 = 16_384;

/// Single durable commits a second, in a file of its own beside the log.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn commits_per_second(directory: &Path, span: Duration) -> anyhow::Result<f64> {
    let file = directory.join("single-commits.sqlite");
    let connection = sqlite::to_write(&file, Durability::Full, MOVED_AFTER_PAGES)?;
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
