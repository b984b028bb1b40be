//! What the disk does alone: one writer, one small row in each durable commit.

use proof::load::Measured;
use sqlite::Durability;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many pages the write-ahead log holds before they are moved into the file.
const MOVED_AFTER_PAGES: u32 = 16_384;

/// Durable commits one after another, in a file of its own.
///
/// # Errors
/// When the file cannot be written.
pub(crate) async fn commits(directory: &Path, span: Duration) -> anyhow::Result<Measured> {
    let file = directory.join("single-commits.sqlite");
    tokio::task::spawn_blocking(move || commit(&file, span)).await?
}

fn commit(file: &Path, span: Duration) -> anyhow::Result<Measured> {
    let connection = sqlite::to_write(file, Durability::Full, MOVED_AFTER_PAGES)?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
    )?;
    let mut insert = connection.prepare("INSERT INTO entry (body) VALUES (?1)")?;
    let begun = Instant::now();
    let mut answers = vec![];
    while begun.elapsed() < span {
        let sent = Instant::now();
        insert.execute(["A small row, alone in its commit."])?;
        answers.push((begun.elapsed(), sent.elapsed()));
    }
    Measured::of(answers.len() as u64, &answers, span)
}
