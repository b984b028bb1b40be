//! The services as processes of their own, on one data directory, on ports that they pick.

use super::World;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_samenspraak");

/// The services, by the name under which each is started.
pub(crate) const SERVICES: [&str; 5] = ["municipality", "provider", "council", "public", "courier"];

/// Processes on one data directory.
pub(crate) struct Processes {
    pub(crate) world: World,
    directory: TempDir,
    running: BTreeMap<&'static str, Child>,
    addresses: Arc<Mutex<BTreeMap<&'static str, String>>>,
}

impl Processes {
    /// Starts all services at once on an empty directory.
    pub(crate) fn start() -> Self {
        Self::with("")
    }

    /// Likewise, with more settings.
    pub(crate) fn with(settings: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let settings = format!("public_address = \"http://127.0.0.1:8080\"\n{settings}");
        std::fs::write(directory.path().join("settings.toml"), settings).unwrap();
        Self::again(directory)
    }

    /// Starts all services on a directory that was used before.
    pub(crate) fn again(directory: TempDir) -> Self {
        let addresses = Arc::<Mutex<BTreeMap<&'static str, String>>>::default();
        let known = addresses.clone();
        let world = World::new(&directory.path().join("data"), move |service| {
            known.lock().unwrap()[service].clone()
        });
        // All at once: who comes second waits for who makes a file.
        let running = SERVICES.map(|service| (service, spawn(directory.path(), service))).into();
        let mut started = Self { world, directory, running, addresses };
        for (service, child) in &mut started.running {
            started.addresses.lock().unwrap().insert(service, address(child));
        }
        started
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// Kills a service where it stands, as `kill -9` does, and starts it again.
    pub(crate) fn kill(&mut self, service: &'static str) {
        let child = self.running.get_mut(service).unwrap();
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9), "{service} had ended by itself");
        let mut again = spawn(self.directory.path(), service);
        self.addresses.lock().unwrap().insert(service, address(&mut again));
        self.running.insert(service, again);
    }

    /// Asks every service to stop, as an administrator does, and sees that each stops cleanly.
    pub(crate) fn stop(mut self) -> TempDir {
        for (service, mut child) in std::mem::take(&mut self.running) {
            ask_to_stop(&child);
            let status = child.wait().unwrap();
            assert!(status.success(), "{service} stopped with {status}");
        }
        std::mem::replace(&mut self.directory, tempfile::tempdir().unwrap())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for child in self.running.values_mut() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// Sends SIGTERM.
pub(crate) fn ask_to_stop(child: &Child) {
    let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(status.expect("the command kill").success());
}

fn spawn(directory: &Path, service: &str) -> Child {
    program(directory)
        .args(["--listen", "127.0.0.1:0", "serve", service])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The program, on a directory.
pub(crate) fn program(directory: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(directory).args(["--data", "data"]);
    if directory.join("settings.toml").exists() {
        command.args(["--settings", "settings.toml"]);
    }
    command
}

/// What the program printed and how it ended.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Output {
    program(directory).args(arguments).output().unwrap()
}

/// The address that a process tells it listens on. It tells it once it answers.
fn address(child: &mut Child) -> String {
    let told = BufReader::new(child.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
    let addresses = told.filter_map(|line| Some(line.split_once("on http://")?.1.to_owned()));
    let address = addresses.into_iter().next().expect("a process that starts");
    format!("http://{}", address.trim())
}
