//! The contract on a file, and what can happen to a file.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use event_log::contract::append;
use event_log::{
    Clock, EventLog, LogError, ManualClock, Position, SystemClock, VerifyError, verify,
};
use event_log_sqlite::SqliteLog;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

mod contract {
    use super::*;

    event_log::contract_suite!(|clock: Arc<ManualClock>| async move {
        let directory = tempfile::tempdir().unwrap();
        let log = SqliteLog::open(&directory.path().join("log.sqlite"), clock).unwrap();
        (Arc::new(log), directory)
    });

    event_log::restore_suite!(|clock: Arc<ManualClock>| async move {
        let directory = tempfile::tempdir().unwrap();
        let log = SqliteLog::open(&directory.path().join("log.sqlite"), clock).unwrap();
        (Arc::new(log), directory)
    });
}

fn open(file: &Path) -> Result<SqliteLog, LogError> {
    SqliteLog::open(file, Arc::new(SystemClock))
}

/// A directory with a log of `events` events, each on a stream of its own, not yet checkpointed.
async fn filled(events: u64) -> (tempfile::TempDir, PathBuf, SqliteLog) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("log.sqlite");
    let log = open(&file).unwrap();
    for n in 0..events {
        log.append(append(n, 0)).await.unwrap();
    }
    (directory, file, log)
}

#[tokio::test(flavor = "multi_thread")]
async fn several_handles_on_one_file_write_one_dense_sequence() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("log.sqlite");
    let handles: Vec<_> = (0..4).map(|_| Arc::new(open(&file).unwrap())).collect();
    let mut writers = JoinSet::new();
    for (n, log) in handles.iter().cloned().enumerate() {
        writers.spawn(async move {
            for version in 0..50 {
                log.append(append(n, version)).await.unwrap();
            }
        });
    }
    let seen = {
        let log = handles[0].clone();
        tokio::spawn(async move {
            let mut seen = Position::START;
            while seen.0 < 200 {
                log.wait_past(seen, Duration::from_secs(20)).await.unwrap();
                for event in log.read_all(seen, 50).await.unwrap() {
                    assert_eq!(event.position, seen.next());
                    seen = event.position;
                }
            }
            seen
        })
    };
    writers.join_all().await;
    assert_eq!(seen.await.unwrap(), Position(200));
    assert_eq!(verify(handles[3].as_ref(), |_| ()).await.unwrap().events, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_by_another_handle_is_seen_by_the_version_check() {
    let (_directory, file, log) = filled(1).await;
    let other = open(&file).unwrap();
    other.append(append(0, 1)).await.unwrap();
    assert!(matches!(log.append(append(0, 1)).await, Err(LogError::Conflict { .. })));
    log.append(append(0, 2)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_log_cut_off_in_the_middle_of_a_write_every_whole_commit_is_left() {
    let (directory, file, log) = filled(40).await;
    let wal = PathBuf::from(format!("{}-wal", file.display()));
    let whole = fs::read(&wal).unwrap();
    for cut in [1, 100, 4_000, 5_000, 9_000, 20_000] {
        let copy = directory.path().join(format!("cut-{cut}.sqlite"));
        fs::copy(&file, &copy).unwrap();
        let left = &whole[..whole.len() - cut];
        fs::write(format!("{}-wal", copy.display()), left).unwrap();

        let log = open(&copy).unwrap();
        let checked = verify(&log, |_| ()).await.unwrap();
        assert!(checked.events < 40, "cutting {cut} bytes takes at least the last commit");
        assert!(checked.events > 30, "cutting {cut} bytes leaves what was whole");
        // It goes on from where it stands.
        log.append(append(checked.events, 0)).await.unwrap();
        assert_eq!(verify(&log, |_| ()).await.unwrap().events, checked.events + 1);
    }
    drop(log);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_byte_is_found_with_its_position() {
    let (_directory, file, log) = filled(300).await;
    drop(log);
    checkpoint(&file);
    let mut bytes = fs::read(&file).unwrap();
    // Some payload in the middle of the file, and the name of the stream before it in its row.
    let payload = places(&bytes, b"{\"n\":1}")[150];
    let stream = places(&bytes[..payload], b"thing/").pop().unwrap() + b"thing/".len();
    let number: String = bytes[stream..]
        .iter()
        .map(|&byte| char::from(byte))
        .take_while(char::is_ascii_digit)
        .collect();
    let position = Position(number.parse::<u64>().unwrap() + 1);
    bytes[payload + 5] ^= 1;
    fs::write(&file, bytes).unwrap();

    let broken = verify(&open(&file).unwrap(), |_| ()).await.unwrap_err();
    assert!(
        matches!(broken, VerifyError::Broken { position: found, .. } if found == position),
        "{position}: {broken:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_taken_out_is_missed() {
    let (_directory, file, log) = filled(10).await;
    drop(log);
    let connection = rusqlite::Connection::open(&file).unwrap();
    assert!(
        connection.execute("DELETE FROM event WHERE position = 7", []).is_err(),
        "the file itself refuses it"
    );
    connection
        .execute_batch("DROP TRIGGER event_is_never_removed; DELETE FROM event WHERE position = 7")
        .unwrap();
    let broken = verify(&open(&file).unwrap(), |_| ()).await.unwrap_err();
    assert!(matches!(broken, VerifyError::Broken { position: Position(7), .. }), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_log_is_refused_with_the_reason() {
    let directory = tempfile::tempdir().unwrap();
    let text = directory.path().join("text");
    fs::write(&text, "this is not a database, but long enough to look like one".repeat(20))
        .unwrap();
    assert!(open(&text).is_err());

    let other = directory.path().join("other.sqlite");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let refused = open(&other).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("is not a log"), "{refused}");

    let newer = directory.path().join("newer.sqlite");
    drop(open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let refused = open(&newer).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("newer program"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_reopening() {
    let (_directory, file, log) = filled(25).await;
    let head = log.head().await.unwrap();
    drop(log);
    let log = open(&file).unwrap();
    let again = log.head().await.unwrap();
    assert_eq!((again.position, again.hash), (head.position, head.hash));
    assert!(again.clock <= SystemClock.now());
}

fn places(bytes: &[u8], text: &[u8]) -> Vec<usize> {
    let starts = |(at, window): (usize, &[u8])| (window == text).then_some(at);
    bytes.windows(text.len()).enumerate().filter_map(starts).collect()
}

fn checkpoint(file: &Path) {
    rusqlite::Connection::open(file)
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        .unwrap();
}
