//! A machine that fails under the platform, and strangers who do it no good. What was acknowledged
//! is there, whoever asks is told plainly, and when it is over everything goes on by itself.
//!
//! `docs/PROOF.md` has the table of all faults.

mod clock;
mod disk;
mod read_models;
mod strangers;
mod torture;

use crate::kit::processes::{ask_to_stop, program, run};
use crate::kit::{Answer, Load, Port, Session, Time, World, check_by};
use crate::thread::Thread;
use event_log::SystemClock;
use event_log_sqlite::SqliteLog;
use proof::checker::{LogClock, Verdict};
use proof::faults::Machine;
use proof::history::History;
use reqwest::Method;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::block_in_place;
use tokio::time::sleep;
use uuid::Uuid;

/// How long anything may take to happen.
const LIMIT: Duration = Duration::from_secs(60);

/// All services in one process, on a machine of its own.
struct Host {
    machine: Machine,
    directory: TempDir,
    port: Port,
    child: Child,
    world: World,
}

impl Host {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        fs::create_dir(&data).unwrap();
        let machine = Machine::new(&data, directory.path()).unwrap();
        let port = Port::take();
        let child = begin(&machine, &directory, &port);
        let address = format!("http://{}", port.address());
        let world = World::new(&data, move |_| address.clone());
        Self { machine, directory, port, child, world }
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// What it wrote into the journal until now.
    fn journal(&self) -> String {
        fs::read_to_string(self.directory.path().join("journal")).unwrap()
    }

    /// Waits until it ended by itself, as a machine without power does, and starts it again.
    fn again(&mut self) {
        assert_eq!(self.child.wait().unwrap().signal(), Some(9), "{}", self.journal());
        self.child = begin(&self.machine, &self.directory, &self.port);
    }

    /// Stops it, and holds the log against what was written down.
    async fn stop(mut self, history: &History, clock: LogClock) -> Verdict {
        ask_to_stop(&self.child);
        let status = block_in_place(|| self.child.wait()).unwrap();
        assert!(status.success(), "{status}: {}", self.journal());
        let verified = run(self.directory.path(), &["log", "verify"]);
        assert!(verified.status.success(), "{verified:?}");
        let log = SqliteLog::open(&self.data().join("log.sqlite"), Arc::new(SystemClock)).unwrap();
        let verdict = check_by(history, clock, &log).await;
        assert!(verdict.holds() && verdict.acknowledged > 0, "{verdict:#?}");
        verdict
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A process that answers.
fn begin(machine: &Machine, directory: &TempDir, port: &Port) -> Child {
    let journal = directory.path().join("journal");
    let journal = File::options().create(true).append(true).open(journal).unwrap();
    let mut child = command(machine, directory)
        .args(["--listen", &port.address().to_string(), "--empty"])
        .stdout(Stdio::piped())
        .stderr(journal)
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
    assert!(told.into_iter().any(|line| line.contains("public pages")), "it does not start");
    child
}

/// The program on this machine, with as many open files as a system gives by itself.
fn command(machine: &Machine, directory: &TempDir) -> Command {
    let program = program(directory.path());
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -Sn 1024; exec \"$0\" \"$@\""]);
    command.arg(program.get_program()).args(program.get_args());
    command.current_dir(directory.path()).envs(machine.environment().iter().cloned());
    command
}

/// A thread with an open phase, on a host with people at work.
async fn at_work(host: &Host) -> (Thread, Load) {
    let mut thread = Thread::begin(host.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let load = Load::begin(&mut thread).await;
    load.progress(20).await;
    (thread, load)
}

/// Submits once, and gives what came of it.
async fn submit(thread: &Thread, session: &Session) -> Answer {
    let round = &thread.consultation;
    let mut contribution = thread.contribution(&thread.cast.aspen, "tarieven");
    contribution["text"] = json!(Uuid::new_v4().to_string());
    let body: Value = json!({ "status": "draft", "contribution": contribution });
    let path = format!("/consultation-rounds/{round}/contributions");
    let request = session.request(Method::POST, &path);
    session.send(request.header("Idempotency-Key", Uuid::new_v4().to_string()).json(&body)).await
}

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < limit, "never: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
