//! A read model that counts what happened to each thing.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod turns;

use async_trait::async_trait;
use event_log::{
    Actor, Append, Digest, EventLog, Head, LogError, ManualClock, MemoryLog, Metadata, NewEvent,
    Position, Receipt, RecordedEvent, RequestRecord, StreamId, Version, Window, Write,
};
use projection::{
    Feed, Projection, ProjectionError, ReadModel, Rows, Runner, load_snapshot, take_snapshot,
};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Count {
    thing: String,
    times: u32,
}

struct Counts {
    version: u32,
}

impl Projection<u32> for Counts {
    fn name(&self) -> &'static str {
        "counts"
    }
    fn version(&self) -> u32 {
        self.version
    }
    fn schema(&self) -> &'static str {
        "CREATE TABLE count (id TEXT PRIMARY KEY, times INTEGER NOT NULL, body TEXT NOT NULL)
         STRICT;"
    }
    fn reads(&self, category: &str) -> bool {
        category == "thing"
    }
    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        times: &u32,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        let known = rows.get::<Count>("count", id)?.map_or(0, |count| count.times);
        let total = known + times;
        let count = Count { thing: id.to_owned(), times: total };
        rows.put("count", id, &[("times", &total)], &count)
    }
}

fn decode(event: &RecordedEvent) -> Result<Option<u32>, String> {
    match event.event_type.as_str() {
        "ThingHappened" => event.payload.parse().map(Some).map_err(|_| "not a number".to_owned()),
        _ => Ok(None),
    }
}

fn log() -> Arc<MemoryLog> {
    Arc::new(MemoryLog::new(Arc::new(ManualClock::at(jiff::Timestamp::UNIX_EPOCH))))
}

async fn append(log: &MemoryLog, thing: &str, version: u64, event_type: &str, payload: &str) {
    append_to(log, StreamId::new("thing", thing), version, event_type, payload).await;
}

async fn append_to(
    log: &MemoryLog,
    stream: StreamId,
    version: u64,
    event_type: &str,
    payload: &str,
) {
    let event = NewEvent {
        event_type: event_type.to_owned(),
        event_version: 1,
        payload: payload.to_owned(),
    };
    let no = String::new;
    let actor = Actor { party: no(), organisation: no(), role: no(), person: no() };
    log.append(Append {
        writes: vec![Write { stream, expected: Version(version), events: vec![event] }],
        guards: vec![],
        window: Window::default(),
        metadata: Metadata { actor, correlation: no(), causation: no(), request: None },
    })
    .await
    .unwrap();
}

fn feed(log: &Arc<MemoryLog>) -> Arc<Feed<u32>> {
    Arc::new(Feed::new(log.clone(), decode))
}

async fn open(file: &Path, log: &Arc<MemoryLog>, version: u32) -> (ReadModel, Runner<u32>) {
    Runner::open(file, feed(log), vec![Box::new(Counts { version })]).await.unwrap()
}

fn count(model: &ReadModel, thing: &str) -> Option<u32> {
    model
        .document::<Count>("SELECT body FROM count WHERE id = ?1", [thing])
        .unwrap()
        .map(|count| count.times)
}

#[tokio::test]
async fn each_event_has_its_effect_once_also_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    append(&log, "a", 1, "ThingHappened", "2").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    assert_eq!(runner.catch_up().await.unwrap(), Position(2));
    assert_eq!(count(&model, "a"), Some(3));
    drop((model, runner));
    append(&log, "a", 2, "ThingHappened", "4").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    assert_eq!(model.position(), Position(2));
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(7));
}

#[tokio::test]
async fn a_projection_that_became_another_is_built_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    drop((model, runner));
    let (model, mut runner) = open(&file, &log, 2).await;
    assert_eq!((model.position(), count(&model, "a")), (Position::START, None));
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(1));
}

/// A read model of one event that was built, and to which something wrong was then added.
async fn built_and_spoilt(file: &Path, log: &Arc<MemoryLog>) {
    append(log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(file, log, 1).await;
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(1));
    let spoil = rusqlite::Connection::open(file).unwrap();
    spoil.execute(r#"UPDATE count SET body = '{"thing":"a","times":99}'"#, []).unwrap();
}

#[tokio::test]
async fn what_was_being_built_when_the_machine_went_down_is_built_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    built_and_spoilt(&file, &log).await;
    let lock = directory.path().join("model.sqlite-lock");
    assert_eq!(fs::read_to_string(&lock).unwrap(), "", "it was left in order");

    // A process was killed: what it wrote is there.
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    fs::write(&lock, boot).unwrap();
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(99));
    drop((model, runner));

    // The machine went down: what it wrote may be there in part.
    fs::write(&lock, "another start of the machine").unwrap();
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(1));
}

#[tokio::test]
async fn what_was_left_in_order_is_gone_on_with_whatever_happened_to_the_machine() {
    let directory = tempfile::tempdir().unwrap();
    let (file, taken) = (directory.path().join("model.sqlite"), directory.path().join("taken"));
    let log = log();
    built_and_spoilt(&file, &log).await;
    let (model, _runner) = open(&file, &log, 1).await;
    assert_eq!(count(&model, "a"), Some(99));
    take_snapshot(&file, &taken).unwrap();

    // A snapshot is whole, whatever stood in its place.
    let other = directory.path().join("other.sqlite");
    fs::write(directory.path().join("other.sqlite-lock"), "another start").unwrap();
    load_snapshot(&taken, &other).unwrap();
    let (model, _runner) = open(&other, &log, 1).await;
    assert_eq!(count(&model, "a"), Some(99));
}

#[tokio::test]
async fn a_file_that_is_damaged_or_ahead_of_its_log_is_built_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let full = log();
    append(&full, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &full, 1).await;
    runner.catch_up().await.unwrap();
    drop((model, runner));
    let (model, runner) = open(&file, &log(), 1).await;
    assert_eq!((model.position(), count(&model, "a")), (Position::START, None));
    drop((model, runner));

    std::fs::write(&file, b"rubbish").unwrap();
    let (model, mut runner) = open(&file, &full, 1).await;
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(1));
}

/// A log that was lost in part, and goes on with other events.
struct PutBack {
    before: Arc<MemoryLog>,
    after: Arc<MemoryLog>,
    lost: AtomicBool,
}

impl PutBack {
    fn log(&self) -> &MemoryLog {
        if self.lost.load(Ordering::SeqCst) { &self.after } else { &self.before }
    }
}

#[async_trait]
impl EventLog for PutBack {
    async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        self.log().append(append).await
    }
    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.log().read_stream(stream, after).await
    }
    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.log().read_all(after, limit).await
    }
    async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
        self.log().find_request(key).await
    }
    async fn head(&self) -> Result<Head, LogError> {
        self.log().head().await
    }
    async fn wait_past(&self, position: Position, at_most: Duration) -> Result<Position, LogError> {
        self.log().wait_past(position, at_most).await
    }
}

#[tokio::test]
async fn a_read_model_of_another_log_is_built_again() {
    // Given two logs that begin alike, of which the longer one was lost in part,
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let (before, after) = (log(), log());
    for (log, events) in [(&before, ["1", "2", "4"]), (&after, ["1", "2", "8"])] {
        for (version, times) in (0..).zip(events) {
            append(log, "a", version, "ThingHappened", times).await;
        }
    }
    let put_back = Arc::new(PutBack { before, after, lost: AtomicBool::new(false) });
    let feed = Arc::new(Feed::new(put_back.clone(), decode));
    let projections = || vec![Box::new(Counts { version: 1 }) as _];
    let (model, mut runner) = Runner::open(&file, feed.clone(), projections()).await.unwrap();
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(7));

    // when that happens under a read model, then it stands still,
    put_back.lost.store(true, Ordering::SeqCst);
    assert_eq!(runner.catch_up().await.unwrap(), Position(3));
    append(put_back.log(), "a", 3, "ThingHappened", "16").await;
    let error = runner.catch_up().await.unwrap_err();
    assert!(matches!(error, ProjectionError::OtherLog(Position(3))), "{error}");
    assert_eq!(count(&model, "a"), Some(7));

    // and is built again from the log as it is now.
    drop((model, runner));
    let (model, mut runner) = Runner::open(&file, feed, projections()).await.unwrap();
    assert_eq!(model.position(), Position::START);
    assert_eq!(runner.catch_up().await.unwrap(), Position(4));
    assert_eq!(count(&model, "a"), Some(27));
}

#[tokio::test]
async fn a_replica_goes_on_from_the_snapshot_of_another() {
    let directory = tempfile::tempdir().unwrap();
    let [file, snapshot, other] =
        ["model.sqlite", "snapshot.sqlite", "other.sqlite"].map(|it| directory.path().join(it));
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();

    // It is taken while the read model is built on, and can be taken again.
    assert_eq!(take_snapshot(&file, &snapshot).unwrap(), Position(1));
    append(&log, "a", 1, "ThingHappened", "2").await;
    runner.catch_up().await.unwrap();
    assert_eq!(take_snapshot(&file, &snapshot).unwrap(), Position(2));
    append(&log, "a", 2, "ThingHappened", "4").await;
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(7));
    assert_eq!(load_snapshot(&snapshot, &other).unwrap(), Position(2));

    let (model, mut runner) = open(&other, &log, 1).await;
    assert_eq!((model.position(), count(&model, "a")), (Position(2), Some(3)));
    runner.catch_up().await.unwrap();
    assert_eq!(count(&model, "a"), Some(7));

    // Nobody else builds on it meanwhile, and what it was built for is seen as ever.
    assert!(matches!(load_snapshot(&snapshot, &other), Err(ProjectionError::InUse(_))));
    drop((model, runner));
    load_snapshot(&snapshot, &other).unwrap();
    let (model, _) = open(&other, &log, 2).await;
    assert_eq!(model.position(), Position::START);
}

#[tokio::test]
async fn what_is_no_whole_read_model_is_not_loaded() {
    let directory = tempfile::tempdir().unwrap();
    let [file, snapshot] = ["model.sqlite", "snapshot.sqlite"].map(|it| directory.path().join(it));
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    drop((model, runner));
    take_snapshot(&file, &snapshot).unwrap();
    let whole = std::fs::read(&snapshot).unwrap();
    for broken in [b"rubbish".as_slice(), &whole[..whole.len() / 2]] {
        std::fs::write(&snapshot, broken).unwrap();
        let error = load_snapshot(&snapshot, &file).unwrap_err();
        assert!(matches!(error, ProjectionError::NoSnapshot(_)), "{error}");
    }
    assert_eq!(open(&file, &log, 1).await.0.position(), Position(1));
}

#[tokio::test]
async fn unknown_types_are_counted_and_skipped() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    append(&log, "a", 0, "SomethingNewer", "{}").await;
    append(&log, "a", 1, "ThingHappened", "1").await;
    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    runner.catch_up().await.unwrap();
    assert_eq!((model.unknown(), count(&model, "a")), (1, Some(1)));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_the_model_before_it() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    runner.catch_up().await.unwrap();
    append(&log, "a", 1, "ThingHappened", "2").await;
    append(&log, "a", 2, "ThingHappened", "one").await;
    for _ in 0..2 {
        let error = runner.catch_up().await.unwrap_err();
        assert!(matches!(error, ProjectionError::Event { position: Position(3), .. }));
        assert_eq!((model.position(), count(&model, "a")), (Position(2), Some(3)));
    }
}

#[tokio::test]
async fn whoever_waits_for_a_position_reads_what_stands_there() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    let (model, runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(runner.run(stopped));
    append(&log, "a", 0, "ThingHappened", "1").await;
    assert!(model.wait_until(Position(1), Duration::from_secs(20)).await);
    assert_eq!(count(&model, "a"), Some(1));
    assert!(!model.wait_until(Position(2), Duration::from_millis(5)).await);
    stop.send_replace(true);
    running.await.unwrap();
}

#[tokio::test]
async fn two_processes_do_not_build_one_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    let _first = open(&file, &log, 1).await;
    let second = Runner::open(&file, feed(&log), vec![Box::new(Counts { version: 1 }) as _]).await;
    assert!(matches!(second.map(|_| ()), Err(ProjectionError::InUse(_))));
}

#[tokio::test]
async fn a_page_tells_where_the_next_one_starts() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    for thing in ["a", "b", "c"] {
        append(&log, thing, 0, "ThingHappened", "1").await;
    }
    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;
    runner.catch_up().await.unwrap();
    let page = |after: &str| {
        let sql = "SELECT id, body FROM count WHERE id > ?1 ORDER BY id LIMIT 3";
        model.page(sql, [after], 2).unwrap()
    };
    let first = page("");
    assert_eq!((first.items.len(), first.next.as_deref()), (2, Some("b")));
    let second = page("b");
    assert_eq!((second.items.len(), second.next.as_deref()), (1, None));
    assert_eq!(second.items[0].get(), "{\"thing\":\"c\",\"times\":1}");
}

#[tokio::test]
async fn what_a_projection_does_not_read_is_passed_over_unseen() {
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    append_to(&log, StreamId::new("diary", "a"), 0, "ThingHappened", "dear diary").await;
    append(&log, "a", 0, "ThingHappened", "1").await;

    let (model, mut runner) = open(&directory.path().join("model.sqlite"), &log, 1).await;

    assert_eq!(runner.catch_up().await.unwrap(), Position(2));
    assert_eq!(count(&model, "a"), Some(1));
}

#[tokio::test]
async fn a_page_of_the_log_is_read_and_decoded_once_for_all_read_models() {
    static DECODED: AtomicUsize = AtomicUsize::new(0);
    fn counted(event: &RecordedEvent) -> Result<Option<u32>, String> {
        DECODED.fetch_add(1, Ordering::Relaxed);
        decode(event)
    }
    let directory = tempfile::tempdir().unwrap();
    let log = log();
    for version in 0..2_300 {
        append(&log, "a", version, "ThingHappened", "1").await;
    }
    let feed = Arc::new(Feed::new(log.clone(), counted));
    let open = async |name: &str| {
        let projections = vec![Box::new(Counts { version: 1 }) as _];
        Runner::open(&directory.path().join(name), feed.clone(), projections).await.unwrap()
    };
    for (name, decoded) in [("one", 2_300), ("two", 2_600)] {
        let (model, mut runner) = open(name).await;
        assert_eq!(runner.catch_up().await.unwrap(), Position(2_300));
        assert_eq!(count(&model, "a"), Some(2_300));
        // Only what does not fill a page yet is read again.
        assert_eq!(DECODED.load(Ordering::Relaxed), decoded);
    }
    // What comes later is seen from the middle of a page on, and over its end.
    let (model, mut runner) = open("one").await;
    for version in 2_300..3_100 {
        append(&log, "a", version, "ThingHappened", "1").await;
    }
    assert_eq!(runner.catch_up().await.unwrap(), Position(3_100));
    assert_eq!(count(&model, "a"), Some(3_100));
}

/// Follows the log in the background, as a service does.
fn follow(runner: Runner<u32>) -> tokio::sync::watch::Sender<bool> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(runner.run(stopped));
    stop
}

/// What readers are told until the read model shows something else than that it is gone: they
/// look as often as they like, and are never told less than before.
async fn count_once_there(model: &ReadModel, thing: &str) -> Option<u32> {
    let limit = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        match model.document::<Count>("SELECT body FROM count WHERE id = ?1", [thing]) {
            Err(ProjectionError::Gone(_)) => {}
            found => return found.unwrap().map(|count| count.times),
        }
        assert!(tokio::time::Instant::now() < limit, "it is not built again");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_model_that_is_deleted_while_it_is_used_is_built_again_and_shows_no_less() {
    let directory = tempfile::tempdir().unwrap();
    let models = directory.path().join("models");
    let file = models.join("model.sqlite");
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    let _stop = follow(runner);
    let lost: [&dyn Fn(); 4] = [
        &|| std::fs::remove_file(&file).unwrap(),
        &|| std::fs::remove_file(models.join("model.sqlite-wal")).unwrap(),
        &|| std::fs::remove_file(models.join("model.sqlite-shm")).unwrap(),
        &|| std::fs::remove_dir_all(&models).unwrap(),
    ];
    for (round, lose) in (1..).zip(lost) {
        let before = u32::try_from(round).unwrap();
        assert_eq!(count_once_there(&model, "a").await, Some(before));
        // Two at a time: at least one of them needs a connection that was not open before.
        model
            .read(|_| {
                lose();
                let told = model.document::<Count>("SELECT body FROM count", []);
                assert!(matches!(told, Err(ProjectionError::Gone(_))), "{told:?}");
                Ok(())
            })
            .unwrap();
        append(&log, "a", round, "ThingHappened", "1").await;
        assert!(model.wait_until(Position(round + 1), Duration::from_secs(20)).await);
        assert_eq!(count_once_there(&model, "a").await, Some(before + 1));
        // What was built is in the files that are there now.
        let sql = "SELECT times FROM count";
        let count = || {
            let there = rusqlite::Connection::open(&file).unwrap();
            there.query_row(sql, [], |row| row.get::<_, u32>(0)).ok()
        };
        assert_eq!(count(), Some(before + 1), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_model_that_is_damaged_while_it_is_used_is_built_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("model.sqlite");
    let log = log();
    append(&log, "a", 0, "ThingHappened", "1").await;
    let (model, mut runner) = open(&file, &log, 1).await;
    runner.catch_up().await.unwrap();
    let mover = rusqlite::Connection::open(&file).unwrap();
    mover.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(mover);
    // Every page but the first, which tells that it is a file of SQLite.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[4_096..].fill(0xa5);
    let there = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&there, &bytes, 0).unwrap();
    let _stop = follow(runner);
    let told = model.document::<Count>("SELECT body FROM count", []);
    assert!(matches!(told, Err(ProjectionError::Gone(_))), "{told:?}");
    assert_eq!(count_once_there(&model, "a").await, Some(1));
}
