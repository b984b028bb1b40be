//! The log's tools as an administrator uses them: looking, copying, backing up, restoring.

use crate::kit::processes::{program, run};
use event_log::contract::{START, append};
use event_log::{
    Digest, EventLog, ManualClock, Position, Receipt, RecordedEvent, Request, SystemClock, verify,
};
use event_log_sqlite::SqliteLog;
use platform::open_log;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testing::tools::postgres;
use tokio::sync::Mutex;
use tokio::task::{JoinSet, block_in_place};
use vault::{Kind, Vault};

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(60);

/// A directory with a data directory, and a log in it.
fn directory() -> (TempDir, SqliteLog) {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("data")).unwrap();
    let log = open(&directory.path().join("data/log.sqlite"));
    (directory, log)
}

fn open(file: &Path) -> SqliteLog {
    SqliteLog::open(file, Arc::new(SystemClock)).unwrap()
}

fn key(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

/// Adds an append of so many events, which came from a request of that name.
async fn add(log: &dyn EventLog, name: &str, events: usize) -> Receipt {
    let mut append = append(name, 0);
    append.writes[0].events = vec![append.writes[0].events[0].clone(); events];
    append.metadata.request = Some(Request { key: key(name), fingerprint: key(name) });
    log.append(append).await.unwrap()
}

async fn events(log: &dyn EventLog) -> Vec<RecordedEvent> {
    log.read_all(Position::START, 1_000_000).await.unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it says on refusing.
fn refusal(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn files(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}

const COPY: [&str; 6] = ["log", "copy", "--from", "sqlite:data/log.sqlite", "--to", "sqlite:new"];

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_killed_goes_on_and_is_the_same_log() {
    const APPENDS: usize = 100;
    let (directory, source) = directory();
    for n in 0..APPENDS {
        add(&source, &format!("a{n}"), 701).await;
    }
    let target = directory.path().join("new");
    let end = source.head().await.unwrap().position;

    // Each time it got somewhere, it is killed.
    let mut reached = Position::START;
    for _ in 0..3 {
        let mut copying = program(directory.path()).args(COPY).spawn().unwrap();
        let limit = Instant::now() + LIMIT;
        let copy = loop {
            match SqliteLog::open_to_read(&target, Arc::new(SystemClock)) {
                Ok(log) => break log,
                Err(error) => assert!(Instant::now() < limit, "{error}"),
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        let now = copy.wait_past(reached, LIMIT).await.unwrap();
        copying.kill().unwrap();
        copying.wait().unwrap();
        assert!(now > reached && now < end, "from {reached} to {now} of {end}");
        reached = copy.head().await.unwrap().position;
        verify(&copy, |_| ()).await.unwrap();
    }

    // When it is left alone, it goes on from there, and both are one log.
    let said = told(&run(directory.path(), &COPY));
    assert!(said.contains(&format!("went on after position {reached}")), "{said}");
    let hash = source.head().await.unwrap().hash.to_string();
    assert!(said.contains(&hash) && !said.contains("meanwhile"), "{said}");
    let copy = open(&target);
    assert_eq!(events(&copy).await, events(&source).await);
    for n in 0..APPENDS {
        let key = key(&format!("a{n}"));
        let there = source.find_request(&key).await.unwrap().unwrap();
        assert_eq!(copy.find_request(&key).await.unwrap().unwrap(), there);
    }
    let verified = program(directory.path())
        .env("SAMENSPRAAK__LOG", "sqlite:new")
        .args(["log", "verify"])
        .output();
    assert!(told(&verified.unwrap()).contains(&hash));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_grows_into_a_database_and_can_come_back() {
    let (directory, source) = directory();
    for n in 0..30 {
        add(&source, &format!("a{n}"), 701).await;
    }
    let database = postgres().unwrap().database().unwrap().to_string();
    let there = ["log", "copy", "--from", "sqlite:data/log.sqlite", "--to", &database];
    let log = open_log(&database.parse().unwrap(), Arc::new(SystemClock)).await.unwrap();
    let mut copying = program(directory.path()).args(there).spawn().unwrap();
    let reached = log.wait_past(Position::START, LIMIT).await.unwrap();
    copying.kill().unwrap();
    copying.wait().unwrap();
    assert!(reached < source.head().await.unwrap().position, "it was there already");
    let said = told(&run(directory.path(), &there));
    assert!(said.contains("went on after position"), "{said}");

    // The tools say the same of both.
    let asked = |arguments: &[&str]| {
        let mut other = program(directory.path());
        let other = other.env("SAMENSPRAAK__LOG", &database).args(arguments).output();
        (told(&run(directory.path(), arguments)), told(&other.unwrap()))
    };
    for arguments in [&["log", "verify"][..], &["log", "stat"], &["log", "tail", "--json"]] {
        let (here, there) = asked(arguments);
        assert!(here.lines().count() > 1);
        assert_eq!(here, there, "{arguments:?}");
    }
    let back = ["log", "copy", "--from", &database, "--to", "sqlite:back"];
    told(&run(directory.path(), &back));
    let back = open(&directory.path().join("back"));
    assert_eq!(events(&back).await, events(&source).await);
    let request = back.find_request(&key("a7")).await.unwrap();
    assert_eq!(request, source.find_request(&key("a7")).await.unwrap());
    assert_eq!(request, log.find_request(&key("a7")).await.unwrap());
}

#[test]
fn a_vault_grows_into_a_database_and_can_come_back() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("data")).unwrap();
    let vault = Vault::open(&directory.path().join("data/vault.sqlite")).unwrap();
    let provider = vault.subject(Kind::Provider, "NL-KVK-90000011").unwrap().to_string();
    let person = vault.subject(Kind::Person, "anna").unwrap();
    vault.erase(person).unwrap();
    drop(vault);

    let database = postgres().unwrap().database().unwrap().to_string();
    let run = |arguments: &[&str]| run(directory.path(), arguments);
    let find = ["person", "find", "--provider", "NL-KVK-90000011"];
    let find_in = |place: &str| {
        let mut find_in = program(directory.path());
        find_in.env("SAMENSPRAAK__VAULT", place).args(find).output().unwrap()
    };
    let nobody = refusal(&find_in(&database));
    assert!(nobody.contains("there is no vault"), "to look made one: {nobody}");
    let there = ["vault", "copy", "--from", "sqlite:data/vault.sqlite", "--to", &database];
    let said = told(&run(&there));
    assert!(said.contains("2 subjects, 1 of them erased; 1 can be looked up"), "{said}");
    assert_eq!(told(&find_in(&database)).trim(), provider);
    let back = ["vault", "copy", "--from", &database, "--to", "sqlite:back/vault.sqlite"];
    told(&run(&back));
    assert_eq!(told(&find_in("sqlite:back/vault.sqlite")).trim(), provider);

    for (arguments, reason) in [
        (["vault", "copy", "--from", &database, "--to", &database], "the same vault"),
        (["vault", "copy", "--from", "sqlite:none", "--to", &database], "there is no vault"),
    ] {
        assert!(refusal(&run(&arguments)).contains(reason));
    }
    assert!(!directory.path().join("none").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_is_another_log_is_refused_and_left_as_it_was() {
    let (directory, source) = directory();
    add(&source, "a", 3).await;
    let other = open(&directory.path().join("new"));
    add(&other, "b", 2).await;
    let before = events(&other).await;
    let refused = refusal(&run(directory.path(), &COPY));
    assert!(refused.contains("not a copy of the source: at position 2"), "{refused}");
    add(&other, "c", 2).await;
    assert!(refusal(&run(directory.path(), &COPY)).contains("position 4"));
    assert_eq!(events(&other).await[..2], before);

    let itself = ["log", "copy", "--from", "sqlite:new", "--to", "sqlite:new"];
    assert!(refusal(&run(directory.path(), &itself)).contains("the same log"));
    let nowhere = ["log", "copy", "--from", "mysql:x", "--to", "sqlite:new"];
    assert!(refusal(&run(directory.path(), &nowhere)).contains("sqlite:PATH"));
}

#[test]
fn to_look_for_a_log_makes_none() {
    let directory = tempfile::tempdir().unwrap();
    let database = postgres().unwrap().database().unwrap();
    for arguments in [&["log", "verify"][..], &["log", "stat"], &["log", "tail"]] {
        let mut there = program(directory.path());
        let refused =
            refusal(&there.env("SAMENSPRAAK__LOG", &database).args(arguments).output().unwrap());
        assert!(refused.contains("there is no log"), "{arguments:?}: {refused}");
    }
    for arguments in [
        &["log", "verify"][..],
        &["log", "stat"],
        &["log", "tail"],
        &["log", "tail", "--follow"],
        &["log", "backup", "--to", "backup"],
        &COPY,
    ] {
        let refused = refusal(&run(directory.path(), arguments));
        assert!(refused.contains("there is no log"), "{arguments:?}: {refused}");
        assert_eq!(files(directory.path()), 0, "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stat_counts_what_is_there() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("data")).unwrap();
    let clock = Arc::new(ManualClock::at(START));
    let file = directory.path().join("data/log.sqlite");
    let log = SqliteLog::open(&file, clock.clone()).unwrap();
    add(&log, "a", 3).await;
    clock.advance(Duration::from_micros(1_500_000));
    let mut other = append("b", 0);
    other.writes[0].stream = event_log::StreamId::new("other", 1);
    other.writes[0].events[0].event_type = "OtherHappened".to_owned();
    other.writes[0].events[0].payload = "{\"é\":1}".to_owned();
    log.append(other).await.unwrap();
    add(&log, "c", 1).await;

    let hash = log.head().await.unwrap().hash;
    let expected = format!(
        "position       5
hash           {hash}
events         5
streams        3
requests       2
payload bytes  36
first          2026-06-01T10:00:00.000000Z
last           2026-06-01T10:00:01.500000Z

category                                    streams       events           bytes
other                                             1            1               8
thing                                             2            4              28

type                                                      events           bytes
OtherHappened                                                  1               8
ThingHappened                                                  4              28
"
    );
    assert_eq!(told(&run(directory.path(), &["log", "stat"])), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_tells_the_last_events_and_their_content_only_when_asked() {
    let (directory, log) = directory();
    for n in 1..=15 {
        add(&log, &n.to_string(), 1).await;
    }
    let all = events(&log).await;
    let tail = |arguments: &[&str]| {
        let said = told(&run(directory.path(), &[&["log", "tail"], arguments].concat()));
        said.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let places = |lines: &[String]| -> Vec<u64> {
        let place = |line: &String| line.split_whitespace().next().unwrap().parse().unwrap();
        lines.iter().map(place).collect()
    };
    let last = tail(&[]);
    assert_eq!(places(&last), Vec::from_iter(6..=15));
    let time = format!("{:.6}", all[14].recorded_at);
    assert_eq!(last[9], format!("      15  {time}  thing/15  1  ThingHappened"));
    assert_eq!(places(&tail(&["--limit", "2"])), [14, 15]);
    assert_eq!(places(&tail(&["--after", "12"])), [13, 14, 15]);
    assert_eq!(places(&tail(&["--after", "2", "--limit", "3"])), [3, 4, 5]);
    assert!(tail(&["--after", "15"]).is_empty());
    assert!(tail(&["--after", "99"]).is_empty());
    assert!(tail(&["--limit", "1", "--payload"])[0].ends_with("ThingHappened  {\"n\":1}"));

    let json = tail(&["--limit", "1", "--json"]);
    let object: Value = serde_json::from_str(&json[0]).unwrap();
    assert_eq!(object["position"], 15);
    assert_eq!(object["stream"], "thing/15");
    assert_eq!(object["hash"], all[14].hash.to_string());
    assert_eq!(object["recordedAt"], time);
    assert!(object.get("payload").is_none(), "{object}");
    let json = tail(&["--limit", "1", "--json", "--payload"]);
    let object: Value = serde_json::from_str(&json[0]).unwrap();
    assert_eq!(object["payload"]["n"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tail_follows_until_it_is_interrupted() {
    let (directory, log) = directory();
    add(&log, "a", 1).await;
    let mut child = program(directory.path())
        .args(["log", "tail", "--follow"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for name in ["a", "b", "c"] {
        if name != "a" {
            add(&log, name, 1).await;
        }
        let line = block_in_place(|| lines.next()).unwrap().unwrap();
        assert!(line.contains(&format!("thing/{name} ")), "{line}");
    }
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(asked.unwrap().success());
    assert!(child.wait().unwrap().success());
    assert!(lines.next().is_none());

    // With a limit it ends by itself, and when nobody reads it any more.
    let limited = run(directory.path(), &["log", "tail", "--follow", "--limit", "2"]);
    assert_eq!(told(&limited).lines().count(), 2);
    for arguments in [&["log", "tail", "--follow"][..], &["log", "stat"]] {
        let mut child =
            program(directory.path()).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        add(&log, arguments[1], 1).await;
        assert!(child.wait().unwrap().success(), "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_eight_write_holds_all_that_was_acknowledged_before() {
    // Given a log of some size, to which eight write,
    let (directory, log) = directory();
    let log = Arc::new(log);
    for n in 0..4 {
        let mut large = append(format!("large-{n}"), 0);
        large.writes[0].events[0].payload = format!("\"{}\"", "x".repeat(12 << 20));
        log.append(large).await.unwrap();
    }
    let acknowledged = Arc::<Mutex<Vec<Receipt>>>::default();
    let over = Arc::<AtomicBool>::default();
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let (log, acknowledged, over) = (log.clone(), acknowledged.clone(), over.clone());
        writers.spawn(async move {
            let mut n = 0;
            while !over.load(Ordering::SeqCst) {
                let receipt = add(log.as_ref(), &format!("{writer}-{n}"), 1 + n % 3).await;
                acknowledged.lock().await.push(receipt);
                n += 1;
            }
        });
    }
    log.wait_past(Position(100), LIMIT).await.unwrap();

    // when a backup is made,
    let before = acknowledged.lock().await.clone();
    let to = ["log", "backup", "--to", "backup.sqlite"];
    let said = told(&block_in_place(|| run(directory.path(), &to)));
    let after = acknowledged.lock().await.len();
    over.store(true, Ordering::SeqCst);
    writers.join_all().await;
    assert!(said.contains("vault.sqlite"), "{said}");
    let backup = directory.path().join("backup.sqlite");
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(files(directory.path()), 2, "the data and the backup, and nothing half");
    assert!(after > before.len(), "nobody was answered while the backup was made");
    let again = refusal(&run(directory.path(), &to));
    assert!(again.contains("is there already"), "{again}");

    // then it can be put in the place of a log that was lost, with all that was acknowledged.
    let elsewhere = tempfile::tempdir().unwrap();
    let from = ["log", "restore", "--from", backup.to_str().unwrap()];
    let said = told(&run(elsewhere.path(), &from));
    assert!(told(&run(elsewhere.path(), &["log", "verify"])).contains("The log holds"));
    let restored = open(&elsewhere.path().join("data/log.sqlite"));
    let (here, there) = (events(&restored).await, events(log.as_ref()).await);
    assert!(said.contains(&format!("{} events", here.len())), "{said}");
    assert_eq!(here, there[..here.len()]);
    assert!(before.len() > 10, "{} acknowledged", before.len());
    for receipt in &before {
        let event = &here[usize::try_from(receipt.last.0).unwrap() - 1];
        assert_eq!(event.hash, receipt.hash);
    }
    add(&restored, "goes on", 1).await;
    let again = refusal(&run(elsewhere.path(), &from));
    assert!(again.contains("log.sqlite is there already"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_does_not_take_the_place_of_a_log() {
    let (directory, log) = directory();
    add(&log, "a", 9).await;
    told(&run(directory.path(), &["log", "backup", "--to", "backup"]));
    let backup = directory.path().join("backup");
    let mut content = fs::read(&backup).unwrap();
    let place = content.windows(7).rposition(|part| part == b"{\"n\":1}").unwrap();
    content[place + 5] = b'2';
    fs::write(&backup, content).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let from = backup.to_str().unwrap();
    let refused = refusal(&run(elsewhere.path(), &["log", "restore", "--from", from]));
    assert!(refused.contains("does not hold") && refused.contains("position 1"), "{refused}");
    assert_eq!(files(&elsewhere.path().join("data")), 0);

    // Nor is one made of a log that is damaged.
    fs::rename(&backup, directory.path().join("data/damaged")).unwrap();
    let refused = program(directory.path())
        .env("SAMENSPRAAK__LOG", "sqlite:data/damaged")
        .args(["log", "backup", "--to", "backup"])
        .output();
    assert!(refusal(&refused.unwrap()).contains("does not hold"));
    assert!(!backup.exists());
}

#[test]
fn a_log_in_postgresql_is_backed_up_with_its_own_tools() {
    let directory = tempfile::tempdir().unwrap();
    for (arguments, tool) in [
        (["log", "backup", "--to", "backup"], "pg_dump"),
        (["log", "restore", "--from", "backup"], "pg_restore"),
    ] {
        let refused = program(directory.path())
            .env("SAMENSPRAAK__LOG", "postgres://samenspraak@nowhere.example/log")
            .args(arguments)
            .output();
        assert!(refusal(&refused.unwrap()).contains(tool));
        assert_eq!(files(directory.path()), 0);
    }
}
