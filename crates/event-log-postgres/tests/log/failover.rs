//! A primary that dies under load, and the standby that takes its place.

use event_log::contract::append;
use event_log::{
    Append, Digest, EventLog, LogError, Position, Receipt, Request, SystemClock, verify,
};
use event_log_postgres::{Address, PostgresLog};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use testing::tools::postgres::Pair;
use testing::tools::postgres::pair::PASSWORD;
use tokio::task::{JoinSet, block_in_place};

/// How soon after the promotion everybody goes on.
const SOON: Duration = Duration::from_secs(15);

/// How long anything else may take.
const LIMIT: Duration = Duration::from_secs(60);

/// An address, with the password of its role.
pub(crate) fn address_of(address: &str) -> Address {
    address.parse::<Address>().unwrap().with_password(PASSWORD)
}

/// Both servers, with the schema in them.
pub(crate) async fn prepared() -> Pair {
    let pair = block_in_place(Pair::start).unwrap();
    let owner = address_of(&pair.address("samenspraak_owner"));
    PostgresLog::prepare(&owner, Some("samenspraak_service")).await.unwrap();
    pair
}

/// The log, as the services open it.
pub(crate) async fn open(pair: &Pair) -> Arc<PostgresLog> {
    let address = address_of(&pair.address("samenspraak_service"));
    Arc::new(PostgresLog::open(&address, Arc::new(SystemClock)).await.unwrap())
}

/// An append to a stream of its own, under a key.
fn requested(stream: &str) -> Append {
    let mut append = append(stream, 0);
    let (key, fingerprint) = (Digest::of(stream.as_bytes()), Digest::of(b"asked"));
    append.metadata.request = Some(Request { key, fingerprint });
    append
}

/// Appends under one key until it is answered.
pub(crate) async fn insist(log: &PostgresLog, stream: &str) -> Receipt {
    let limit = Instant::now() + LIMIT;
    loop {
        match log.append(requested(stream)).await {
            Ok(receipt) => return receipt,
            Err(LogError::RequestRepeated(record)) => return record.receipt,
            Err(LogError::Unavailable { .. }) => assert!(Instant::now() < limit, "no answer"),
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Writers of several processes, each writing one thing after another until told to end.
struct Writers {
    over: Arc<AtomicBool>,
    all: JoinSet<Vec<(String, Receipt)>>,
}

impl Writers {
    fn start(logs: &[Arc<PostgresLog>]) -> Self {
        let (over, mut all) = (Arc::<AtomicBool>::default(), JoinSet::new());
        for (process, log) in logs.iter().enumerate() {
            for writer in 0..4 {
                let (log, over) = (log.clone(), over.clone());
                all.spawn(async move {
                    let mut told = vec![];
                    while !over.load(Ordering::SeqCst) {
                        let stream = format!("{process}-{writer}-{}", told.len());
                        let receipt = insist(&log, &stream).await;
                        told.push((stream, receipt));
                    }
                    told
                });
            }
        }
        Self { over, all }
    }

    async fn end(self) -> Vec<Vec<(String, Receipt)>> {
        self.over.store(true, Ordering::SeqCst);
        self.all.join_all().await
    }
}

/// Every receipt that was given is that of what stands in the log, and each writer's stand in the
/// order in which it was told.
async fn assert_kept(log: &PostgresLog, written: &[Vec<(String, Receipt)>]) {
    verify(log, |_| {}).await.unwrap();
    let mut stored = BTreeMap::new();
    for event in log.read_all(Position::START, 1_000_000).await.unwrap() {
        let (stream, hash) = (event.stream.id().to_owned(), event.hash);
        let doubled = stored.insert(stream, (event.position, hash));
        assert!(doubled.is_none(), "{doubled:?} stands there again");
    }
    for told in written {
        assert!(!told.is_empty());
        for (stream, receipt) in told {
            assert_eq!(stored.get(stream), Some(&(receipt.last, receipt.hash)), "{stream}");
        }
        let positions = told.iter().map(|(_, receipt)| receipt.last);
        assert!(positions.clone().zip(positions.skip(1)).all(|(one, next)| one < next));
    }
}

/// Waits until a log of each process has taken something new.
async fn going_on(logs: &[Arc<PostgresLog>], named: &str) {
    for (process, log) in logs.iter().enumerate() {
        insist(log, &format!("{named}-{process}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failover_under_load_loses_doubles_and_reorders_nothing_and_so_does_the_way_back() {
    let mut pair = prepared().await;
    let logs = [open(&pair).await, open(&pair).await];
    let writers = Writers::start(&logs);
    logs[0].wait_past(Position(200), LIMIT).await.unwrap();
    block_in_place(|| pair.a.kill().and_then(|()| pair.promote())).unwrap();
    let promoted = Instant::now();
    going_on(&logs, "promoted").await;
    let took = promoted.elapsed();
    assert!(took < SOON, "they went on after {took:?}");

    // The one that failed follows now, and takes over again when the other one fails.
    block_in_place(|| pair.return_as_standby()).unwrap();
    going_on(&logs, "returned").await;
    let promote = "SELECT pg_promote(true, 60)";
    block_in_place(|| pair.b.kill().and_then(|()| pair.a.sql("postgres", promote))).unwrap();
    let promoted = Instant::now();
    going_on(&logs, "and back").await;
    let took = promoted.elapsed();
    assert!(took < SOON, "they went on after {took:?}");
    let written = writers.end().await;
    let head = logs[0].head().await.unwrap();
    assert_eq!(logs[1].head().await.unwrap().position, head.position);
    assert_kept(&logs[1], &written).await;
}

/// How many of the services' connections wait for the standby to confirm a commit.
const WAITING: &str = "SELECT count(*) = 1 FROM pg_stat_activity \
    WHERE usename = 'samenspraak_service' AND wait_event = 'SyncRep'";

/// Ends that wait, as an administrator might.
const CANCEL: &str = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity \
    WHERE usename = 'samenspraak_service' AND wait_event = 'SyncRep'";

/// Cancels the one wait that there is.
fn cancel_wait(pair: &Pair) {
    pair.a.until_true(WAITING).unwrap();
    assert_eq!(pair.a.sql("postgres", CANCEL).unwrap().trim(), "t");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_standby_did_not_confirm_is_acknowledged_to_nobody() {
    let pair = prepared().await;
    let (log, other) = (open(&pair).await, open(&pair).await);
    insist(&log, "before").await;
    insist(&other, "before, elsewhere").await;

    // Given a standby that stands still, when the wait for it is cut short,
    pair.b.hold().unwrap();
    let asking = tokio::spawn({
        let log = log.clone();
        async move { log.append(requested("held")).await }
    });
    block_in_place(|| cancel_wait(&pair));

    // then the answer is no success, although the commit is there to be seen.
    let answered = asking.await.unwrap().unwrap_err();
    assert!(matches!(answered, LogError::Unavailable { .. }), "{answered:?}");
    assert_eq!(log.read_all(Position::START, 10).await.unwrap().len(), 3);

    // Nor is a repeat answered with it, by any process: it waits for the standby too.
    for log in [&log, &other] {
        let repeating = tokio::spawn({
            let log = log.clone();
            async move { log.append(requested("held")).await }
        });
        block_in_place(|| cancel_wait(&pair));
        let answered = repeating.await.unwrap().unwrap_err();
        assert!(matches!(answered, LogError::Unavailable { .. }), "{answered:?}");
        let looking = tokio::spawn({
            let log = log.clone();
            async move { log.find_request(&Digest::of(b"held")).await }
        });
        block_in_place(|| cancel_wait(&pair));
        let answered = looking.await.unwrap().unwrap_err();
        assert!(matches!(answered, LogError::Unavailable { .. }), "{answered:?}");
    }

    // Once the standby goes on, it is.
    let repeating = tokio::spawn({
        let other = other.clone();
        async move { other.append(requested("held")).await }
    });
    block_in_place(|| pair.a.until_true(WAITING)).unwrap();
    pair.b.go_on().unwrap();
    let LogError::RequestRepeated(record) = repeating.await.unwrap().unwrap_err() else {
        panic!("a repeat is answered with the first receipt")
    };
    assert_eq!(record.receipt.last, Position(3));
    let found = log.find_request(&Digest::of(b"held")).await.unwrap().unwrap();
    assert_eq!(found.receipt, record.receipt);
}
