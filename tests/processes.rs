//! The program as an administrator runs it: starting, stopping, checking, erasing.

use crate::kit::processes::{Processes, ask_to_stop, program, run};
use crate::kit::{Session, Time};
use crate::thread::Thread;
use event_log::{EventLog, Position, SystemClock};
use event_log_sqlite::SqliteLog;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

fn said(output: &Output) -> String {
    let Output { stdout, stderr, .. } = output;
    String::from_utf8_lossy(stdout).into_owned() + &String::from_utf8_lossy(stderr)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_plays_the_demonstration_and_tells_where_to_look() {
    let directory = tempfile::tempdir().unwrap();
    let mut child = start(directory.path(), &[]);
    let told = until(&mut child, "Stop with Ctrl-C");

    // What it tells can be done as it stands: each line of `curl` has its token above it.
    let http = reqwest::Client::new();
    let (mut token, mut tried) = (String::new(), 0);
    for line in &told {
        if let Some(given) = line.strip_prefix("TOKEN=") {
            token = given.to_owned();
        }
        if let Some((_, address)) = line.split_once("$TOKEN\" '") {
            let request = http.get(address.trim_end_matches('\'')).bearer_auth(&token);
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            let items = answer["items"].as_array().unwrap_or_else(|| panic!("{line}: {answer}"));
            assert!(!items.is_empty(), "{line} shows nothing");
            tried += 1;
        }
        if let Some((_, address)) = line.split_once("http://").filter(|_| !line.contains("curl")) {
            let page = http.get(format!("http://{address}")).send().await.unwrap();
            assert!(page.status().is_success(), "{line}");
        }
    }
    assert_eq!(tried, 5, "{told:?}");

    ask_to_stop(&child);
    assert!(child.wait().unwrap().success());
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success() && said(&verified).contains("events"), "{verified:?}");

    // A second start finds what is there, and plays nothing.
    let mut again = start(directory.path(), &[]);
    let told = until(&mut again, "Stop with Ctrl-C");
    assert!(!told.iter().any(|line| line.contains("demonstration")), "{told:?}");
    ask_to_stop(&again);
    assert!(again.wait().unwrap().success());
}

#[test]
fn a_start_without_the_demonstration_leaves_the_log_empty() {
    let directory = tempfile::tempdir().unwrap();
    let mut child = start(directory.path(), &["--empty"]);
    until(&mut child, "Stop with Ctrl-C");
    ask_to_stop(&child);
    assert!(child.wait().unwrap().success());
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(said(&verified).contains("0 events"), "{verified:?}");
}

#[test]
fn a_wrong_setting_is_refused_at_the_start_with_its_reason() {
    let directory = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let mut program = program(directory.path());
        let output = program.args(arguments).envs(variable).output().unwrap();
        assert!(!output.status.success(), "{arguments:?} {variable:?}");
        said(&output)
    };
    assert!(refused(&["--listen", "hier"], None).contains("127.0.0.1:8080"));
    assert!(refused(&["--settings", "nergens.toml"], None).contains("nergens.toml"));
    assert!(refused(&[], Some(("SAMENSPRAAK__WORKERS", "0"))).contains("workers"));
    assert!(refused(&[], Some(("SAMENSPRAAK__KLEUR", "groen"))).contains("kleur"));
    assert!(refused(&["--listen", "0.0.0.0:0"], None).contains("site"));
    assert!(refused(&["serve", "kantine"], None).contains("municipality"));
    assert!(refused(&["log", "verify"], None).contains("there is no log"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_byte_is_found_with_its_position() {
    // Given a log with a trajectory in it,
    let processes = Processes::start();
    Thread::begin(processes.world.clone(), Time::Real).await;
    let directory = processes.stop();
    let file = directory.path().join("data/log.sqlite");
    let log = SqliteLog::open(&file, Arc::new(SystemClock)).unwrap();
    let events = log.read_all(Position::START, 100).await.unwrap();
    let event = events.iter().find(|it| it.event_type == "TrajectoryPlanned").unwrap();
    let (position, payload) = (event.position, event.payload.clone());
    drop(log);
    assert!(run(directory.path(), &["log", "verify"]).status.success());

    // when one byte of one event is changed behind its back,
    let mut content = fs::read(&file).unwrap();
    let needle = payload.as_bytes();
    // A page that was split can hold it twice, of which one counts.
    let places = content.windows(needle.len()).enumerate().filter(|(_, part)| *part == needle);
    let places: Vec<_> = places.map(|(place, _)| place + needle.len() / 2).collect();
    assert!(!places.is_empty(), "the event in the file");
    for place in places {
        content[place] ^= 1;
    }
    fs::write(&file, content).unwrap();

    // then checking tells where.
    let checked = run(directory.path(), &["log", "verify"]);
    assert!(!checked.status.success());
    assert!(said(&checked).contains(&position.to_string()), "{position}: {}", said(&checked));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_is_unreadable_while_the_log_still_holds() {
    let processes = Processes::start();
    let thread = Thread::begin(processes.world.clone(), Time::Real).await;
    let oak = &thread.cast.oak;
    let seen = organisation(&oak.session).await;
    assert_eq!(seen["identity"]["name"], oak.organisation()["name"]);
    let email = oak.organisation()["contact"]["email"].as_str().unwrap().to_owned();
    assert_eq!(seen["contact"]["email"], email);
    // The contact person, the provider and the person who signed in are each somebody.
    let directory = processes.directory();
    erase(directory, &["--contact", &email]);
    let seen = organisation(&oak.session).await;
    assert!(seen.get("contact").is_none_or(Value::is_null), "{seen}");
    assert_eq!(seen["identity"]["name"], oak.organisation()["name"]);
    erase(directory, &["--provider", &oak.number]);
    let seen = organisation(&oak.session).await;
    assert!(seen.get("identity").is_none_or(Value::is_null), "{seen}");
    erase(directory, &["--subject", oak.marker]);
    // What the provider did still stands, without who it was.
    thread.cast.buyer.get(&thread.path("")).await.expect(200);
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    // Nothing that is kept says the name in clear, nor did it before.
    for file in fs::read_dir(directory.path().join("data")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let content = fs::read(&path).unwrap();
            let clear = String::from_utf8_lossy(&content).contains(oak.marker);
            assert!(!clear, "{} in {}", oak.marker, path.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_in_a_dossier_that_is_kept_is_erased_only_when_one_says_so() {
    let processes = Processes::start();
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.send_award_decision().await;
    let directory = processes.directory();
    let found = run(directory, &["person", "find", "--provider", &thread.cast.oak.number]);
    let pseudonym = String::from_utf8(found.stdout).unwrap();
    let refused = run(directory, &["person", "erase", pseudonym.trim()]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains(&thread.trajectory), "{}", said(&refused));
    assert!(said(&refused).contains("2.56"), "{}", said(&refused));
    let seen = organisation(&thread.cast.oak.session).await;
    assert_eq!(seen["identity"]["name"], thread.cast.oak.organisation()["name"]);
    // A contact person is no part of the dossier, nor is who took no part.
    let contact = thread.cast.oak.organisation()["contact"]["email"].clone();
    erase(directory, &["--contact", contact.as_str().unwrap()]);
    erase(directory, &["--provider", &thread.cast.aspen.number]);
    let erased = run(directory, &["person", "erase", "--although-kept", pseudonym.trim()]);
    assert!(erased.status.success(), "{}", said(&erased));
    let seen = organisation(&thread.cast.oak.session).await;
    assert!(seen.get("identity").is_none_or(Value::is_null), "{seen}");
    processes.stop();
}

async fn organisation(session: &Session) -> Value {
    session.get("/organisation").await.expect(200).json()
}

/// Erases somebody, who cannot be found afterwards.
fn erase(directory: &Path, who: &[&str]) {
    let find = [&["person", "find"], who].concat();
    let found = run(directory, &find);
    assert!(found.status.success(), "{who:?}: {}", said(&found));
    let pseudonym = String::from_utf8(found.stdout).unwrap();
    let erased = run(directory, &["person", "erase", pseudonym.trim()]);
    assert!(erased.status.success(), "{}", said(&erased));
    assert!(!run(directory, &find).status.success(), "{who:?} is still there");
    assert!(!run(directory, &["person", "erase", pseudonym.trim()]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn read_models_can_be_built_again() {
    let processes = Processes::start();
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    thread.open_consultation().await;
    let before = thread.cast.anyone.get(&thread.path("/dossier")).await.expect(200).json();
    let running = run(processes.directory(), &["projections", "rebuild", "public"]);
    assert!(!running.status.success(), "a service that runs keeps its read model");
    let trajectory = thread.path("/dossier");
    drop(thread);
    let directory = processes.stop();
    let rebuilt = run(directory.path(), &["projections", "rebuild"]);
    assert!(rebuilt.status.success(), "{}", said(&rebuilt));
    assert_eq!(said(&rebuilt).matches("built again").count(), 4, "{}", said(&rebuilt));
    assert!(!run(directory.path(), &["projections", "rebuild", "courier"]).status.success());

    let again = Processes::again(directory);
    let after = again.world.anyone().get(&trajectory).await.expect(200).json();
    assert_eq!(after, before);
    again.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_gives_its_own_service_and_nothing_else() {
    let processes = Processes::start();
    let world = &processes.world;
    for (service, path) in [
        ("provider", "/municipality/v1/openapi.json"),
        ("council", "/"),
        ("courier", "/public/v1/openapi.json"),
        ("municipality", "/provider/v1/me"),
    ] {
        let answer = world.http.get(format!("{}{path}", world.address(service))).send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), 404, "{service} {path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "not-found");
    }
    for service in ["municipality", "provider", "council", "public", "courier"] {
        let ready = format!("{}/health/ready", world.address(service));
        assert_eq!(world.http.get(ready).send().await.unwrap().status(), 200, "{service}");
    }
    processes.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_is_finished_when_it_is_asked_to_stop() {
    let processes = Processes::start();
    let thread = Thread::begin(processes.world.clone(), Time::Real).await;
    let path = thread.path("/lots");
    let lots = (10..40).map(|number| {
        let (buyer, path) = (thread.cast.buyer.clone(), path.clone());
        let lot = json!({ "number": number, "title": "Perceel", "description": "Voor later." });
        tokio::spawn(async move {
            let request = buyer.request(reqwest::Method::POST, &path);
            let request = request.header("Idempotency-Key", format!("perceel-{number}")).json(&lot);
            // Who came too late to be let in is refused a connection, which tells enough.
            request.send().await.is_ok_and(|answer| answer.status().is_success())
        })
    });
    let lots: Vec<_> = lots.collect();
    let directory = tokio::task::block_in_place(|| processes.stop());
    let mut acknowledged = 0;
    for lot in lots {
        acknowledged += usize::from(lot.await.unwrap());
    }
    let log = SqliteLog::open(&directory.path().join("data/log.sqlite"), Arc::new(SystemClock));
    let events = log.unwrap().read_all(Position::START, 1_000).await.unwrap();
    let added = events.iter().filter(|it| it.event_type == "TrajectoryLotAdded").count();
    assert!(added - 2 >= acknowledged, "{acknowledged} acknowledged, {} in the log", added - 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_says_so_before_it_takes_no_more_requests() {
    // Given a balancer that may take a minute to notice,
    let processes = Processes::with("drain_seconds = 60\n");
    let mut child = program(processes.directory())
        .args(["--listen", "127.0.0.1:0", "serve", "public"])
        .env("SAMENSPRAAK__READ_MODELS", "data/read-models-of-another")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told = until(&mut child, "Samenspraak, service Public");
    let address = told.last().unwrap().split_once("http://").unwrap().1.to_owned();
    let get = async |path: &str| {
        reqwest::get(format!("http://{}{path}", address.trim())).await.unwrap().status()
    };
    assert_eq!(get("/health/ready").await, 200);

    // when it is asked to stop,
    ask_to_stop(&child);
    until(&mut child, "Stopping: not ready any more");

    // then it says so, and goes on for those who come before that is seen.
    assert_eq!(get("/health/ready").await, 503);
    for path in ["/health/live", "/", "/public/v1/record-head"] {
        assert_eq!(get(path).await, 200, "{path}");
    }

    // Ctrl-C ends the wait.
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    assert!(child.wait().unwrap().success());
}

fn start(directory: &Path, arguments: &[&str]) -> Child {
    let mut program = program(directory);
    program.args(["--listen", "127.0.0.1:0"]).args(arguments);
    program.stdout(Stdio::piped()).spawn().unwrap()
}

/// What it says up to a line; the rest goes unread.
fn until(child: &mut Child, last: &str) -> Vec<String> {
    let mut told = vec![];
    for line in BufReader::new(child.stdout.as_mut().unwrap()).lines() {
        let line = line.unwrap();
        told.push(line.clone());
        if line.starts_with(last) {
            return told;
        }
    }
    let mut rest = String::new();
    child.stdout.as_mut().unwrap().read_to_string(&mut rest).ok();
    panic!("it ended: {told:?} {rest}");
}
