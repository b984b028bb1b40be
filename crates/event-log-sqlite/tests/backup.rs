//! Reading without writing, and copies made while others write.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use event_log::contract::append;
use event_log::{EventLog, LogError, Position, SystemClock, Version, verify};
use event_log_sqlite::{Backup, BackupError, SqliteLog};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Handle;

fn open(file: &Path) -> SqliteLog {
    SqliteLog::open(file, Arc::new(SystemClock)).unwrap()
}

fn open_to_read(file: &Path) -> Result<SqliteLog, LogError> {
    SqliteLog::open_to_read(file, Arc::new(SystemClock))
}

/// A directory with a log of three small events.
async fn filled() -> (TempDir, SqliteLog) {
    let directory = tempfile::tempdir().unwrap();
    let log = open(&directory.path().join("log.sqlite"));
    for n in 0..3 {
        log.append(append(n, 0)).await.unwrap();
    }
    (directory, log)
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_makes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let nothing = directory.path().join("log.sqlite");
    let refused = open_to_read(&nothing).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("there is no log"), "{refused}");
    let refused = Backup::take(&nothing, &directory.path().join("copy"), |_, _| ()).unwrap_err();
    assert!(refused.to_string().contains("there is no log"), "{refused}");
    assert_eq!(names(directory.path()), [""; 0]);

    // An empty file is no log, nor is it made into one.
    fs::write(&nothing, "").unwrap();
    let refused = open_to_read(&nothing).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("is not a log"), "{refused}");
    assert_eq!(fs::metadata(&nothing).unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_follows_but_cannot_write() {
    let (directory, log) = filled().await;
    let reading = open_to_read(&directory.path().join("log.sqlite")).unwrap();
    assert!(matches!(reading.append(append("x", 0)).await, Err(LogError::Unavailable { .. })));
    let waiting =
        tokio::spawn(async move { reading.wait_past(Position(3), Duration::from_secs(60)).await });
    log.append(append("x", 0)).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), Position(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_what_was_there_when_it_began_whoever_writes_meanwhile() {
    // Given a log that is copied in several steps,
    let (directory, log) = filled().await;
    for n in 3..6 {
        let mut large = append(n, 0);
        large.writes[0].events[0].payload = format!("\"{}\"", "x".repeat(12 << 20));
        log.append(large).await.unwrap();
    }
    let before = log.head().await.unwrap();
    let (from, to) = (directory.path().join("log.sqlite"), directory.path().join("copy.sqlite"));

    // when somebody writes between each two of them,
    let log = Arc::new(log);
    let (writing, runtime) = (log.clone(), Handle::current());
    let target = to.clone();
    let (backup, steps) = tokio::task::spawn_blocking(move || {
        let mut steps = 0;
        let backup = Backup::take(&from, &target, |_, _| {
            runtime.block_on(writing.append(append("meanwhile", steps))).unwrap();
            steps += 1;
            assert!(steps < 10, "it began anew");
        });
        (backup.unwrap(), steps)
    })
    .await
    .unwrap();
    assert!(steps > 1, "in one step");

    // then the copy is the log as it was at first.
    let copy = backup.log(Arc::new(SystemClock)).unwrap();
    let checked = verify(&copy, |_| ()).await.unwrap();
    assert_eq!((checked.events, checked.hash), (before.position.0, before.hash));
    drop(copy);
    assert!(!to.exists());
    backup.keep().unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
    let left = names(directory.path());
    assert_eq!(left, ["copy.sqlite", "log.sqlite", "log.sqlite-shm", "log.sqlite-wal"]);
    assert_eq!(log.head().await.unwrap().position.0, before.position.0 + steps);
    // Nor does reading it leave anything beside it; and it can go on as a log.
    verify(&open_to_read(&to).unwrap(), |_| ()).await.unwrap();
    assert_eq!(names(directory.path()), left);
    let receipt = open(&to).append(append(0, 1)).await.unwrap();
    assert_eq!((receipt.last.0, receipt.version), (before.position.0 + 1, Version(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_takes_nobodys_place() {
    let (directory, log) = filled().await;
    let from = directory.path().join("log.sqlite");
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().join("copy.sqlite");
    // What was left from another log would be taken for a part of this one.
    for name in ["copy.sqlite", "copy.sqlite-wal", "copy.sqlite-shm", "copy.sqlite-journal"] {
        let there = elsewhere.path().join(name);
        fs::write(&there, "mine").unwrap();
        let refused = Backup::take(&from, &to, |_, _| ()).unwrap_err();
        assert!(
            matches!(&refused, BackupError::Taken { file } if *file == there),
            "{name}: {refused}"
        );
        assert_eq!(fs::read(&there).unwrap(), b"mine");
        fs::remove_file(&there).unwrap();
    }
    let backup = Backup::take(&from, &to, |_, _| ()).unwrap();
    fs::write(&to, "faster").unwrap();
    assert!(matches!(backup.keep(), Err(BackupError::Taken { .. })));
    assert_eq!(fs::read(&to).unwrap(), b"faster");
    assert_eq!(names(elsewhere.path()), ["copy.sqlite"]);
    drop(log);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_not_kept_leaves_nothing() {
    let (directory, _log) = filled().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().join("copy.sqlite");
    let from = directory.path().join("log.sqlite");
    let backup = Backup::take(&from, &to, |_, _| ()).unwrap();
    assert_eq!(names(elsewhere.path()).len(), 1);
    drop(backup);
    assert_eq!(names(elsewhere.path()), [""; 0]);
    let nowhere = elsewhere.path().join("none").join("copy.sqlite");
    assert!(matches!(Backup::take(&from, &nowhere, |_, _| ()), Err(BackupError::Write { .. })));
}
