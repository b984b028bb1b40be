//! The services as processes of their own, on one data directory, as often as a test wants them.

use super::{Port, Store, World};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use testing::SmtpServer;

const PROGRAM: &str = env!("CARGO_BIN_EXE_samenspraak");

/// The services, by the name under which each is started.
pub(crate) const SERVICES: [&str; 5] = ["municipality", "provider", "council", "public", "courier"];

/// Processes on one data directory: each service as often as it was asked for.
pub(crate) struct Processes {
    pub(crate) world: World,
    directory: TempDir,
    replicas: BTreeMap<&'static str, Vec<Replica>>,
}

/// One process of a service, at a port that stays when it is started again.
struct Replica {
    child: Child,
    port: Port,
    /// Where its read models stand, below the data.
    models: String,
}

impl Processes {
    /// Starts all services at once on an empty directory.
    pub(crate) fn start() -> Self {
        Self::with("")
    }

    /// Likewise, with more settings.
    pub(crate) fn with(settings: &str) -> Self {
        Self::on(Store::Sqlite, 1, settings)
    }

    /// Starts so many replicas of each service at once, on an empty directory and a new log.
    pub(crate) fn on(store: Store, replicas: usize, settings: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let address = "public_address = \"http://127.0.0.1:8080\"\n";
        let settings = format!("{address}{}{settings}", store.setting());
        std::fs::write(directory.path().join("settings.toml"), settings).unwrap();
        Self::begin(directory, replicas)
    }

    /// Starts so many replicas of each service at once, on a directory that holds their settings,
    /// and beside them, where there are any, passwords: `environment`, a NAME=VALUE a line.
    pub(crate) fn configured(directory: TempDir, replicas: usize) -> Self {
        Self::begin(directory, replicas)
    }

    /// Starts all services on a directory that was used before.
    pub(crate) fn again(directory: TempDir) -> Self {
        Self::begin(directory, 1)
    }

    fn begin(directory: TempDir, replicas: usize) -> Self {
        // All at once: who comes second waits for who makes a file.
        let begin = |service| {
            let replica = |number| Replica::begin(directory.path(), service, number);
            (service, (0..replicas).map(replica).collect())
        };
        let mut replicas: BTreeMap<_, Vec<Replica>> = SERVICES.map(begin).into();
        replicas.values_mut().flatten().for_each(Replica::wait);
        let places = replicas.iter().map(|(service, replicas)| {
            let addresses: Vec<_> = replicas.iter().map(Replica::address).collect();
            (*service, (addresses, AtomicUsize::new(0)))
        });
        let places: BTreeMap<_, _> = places.collect();
        // Whoever asks several times in a row comes to one replica after the other.
        let world = World::new(&directory.path().join("data"), move |service| {
            let (addresses, asked) = &places[service];
            addresses[asked.fetch_add(1, Ordering::Relaxed) % addresses.len()].clone()
        });
        Self { world, directory, replicas }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// Kills a service where it stands, as `kill -9` does, and starts it again; of several
    /// replicas another one each time.
    pub(crate) fn kill(&mut self, service: &'static str) {
        let replicas = self.replicas.get_mut(service).unwrap();
        replicas.rotate_left(1);
        let killed = &mut replicas[0];
        killed.child.kill().unwrap();
        assert_eq!(killed.child.wait().unwrap().signal(), Some(9), "{service} ended by itself");
        killed.child = spawn(self.directory.path(), service, &killed.port, &killed.models);
        killed.wait();
    }

    /// Where the replicas of a service listen.
    pub(crate) fn addresses(&self, service: &str) -> Vec<SocketAddr> {
        self.replicas[service].iter().map(|replica| replica.port.address()).collect()
    }

    /// Kills a replica of a service where it stands, for good.
    pub(crate) fn end(&mut self, service: &'static str) {
        let mut ended = self.replicas.get_mut(service).unwrap().remove(0);
        ended.child.kill().unwrap();
        assert_eq!(ended.child.wait().unwrap().signal(), Some(9), "{service} ended by itself");
    }

    /// Asks a replica to stop, as an administrator does, and starts it again once it has.
    pub(crate) fn restart(&mut self, service: &'static str, number: usize) {
        let replica = &mut self.replicas.get_mut(service).unwrap()[number];
        ask_to_stop(&replica.child);
        let status = replica.child.wait().unwrap();
        assert!(status.success(), "{service} stopped with {status}");
        replica.child = spawn(self.directory.path(), service, &replica.port, &replica.models);
        replica.wait();
    }

    /// Asks every service to stop, as an administrator does, and sees that each stops cleanly.
    pub(crate) fn stop(mut self) -> TempDir {
        let stopping = std::mem::take(&mut self.replicas);
        stopping.values().flatten().for_each(|replica| ask_to_stop(&replica.child));
        for (service, replicas) in stopping {
            for mut replica in replicas {
                let status = replica.child.wait().unwrap();
                assert!(status.success(), "{service} stopped with {status}");
            }
        }
        std::mem::replace(&mut self.directory, tempfile::tempdir().unwrap())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for replica in self.replicas.values_mut().flatten() {
            replica.child.kill().ok();
            replica.child.wait().ok();
        }
    }
}

impl Replica {
    /// Starts a process, which need not answer yet.
    fn begin(directory: &Path, service: &str, number: usize) -> Self {
        let port = Port::take();
        let models = match number {
            0 => "read-models".to_owned(),
            _ => format!("read-models-{number}"),
        };
        Self { child: spawn(directory, service, &port, &models), port, models }
    }

    /// Until it tells where it listens, which it does once it answers.
    fn wait(&mut self) {
        let told = BufReader::new(self.child.stdout.as_mut().unwrap());
        let mut told = told.lines().map_while(Result::ok);
        assert!(told.any(|line| line.contains("on http://")), "a process that starts");
    }

    fn address(&self) -> String {
        format!("http://{}", self.port.address())
    }
}

/// The settings of mail through a server of a test; they come last.
pub(crate) fn mail_through(server: &SmtpServer) -> String {
    format!(
        "[mail]\nmailer = \"smtp\"\nhost = \"127.0.0.1\"\nport = {}\nmode = \"none\"\n\
         from = {{ name = \"Samenspraak\", address = \"berichten@samenspraak.example\" }}\n",
        server.port()
    )
}

/// Sends SIGTERM.
pub(crate) fn ask_to_stop(child: &Child) {
    let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(status.expect("the command kill").success());
}

fn spawn(directory: &Path, service: &str, port: &Port, models: &str) -> Child {
    program(directory)
        .args(["--listen", &port.address().to_string(), "serve", service])
        .env("SAMENSPRAAK__READ_MODELS", Path::new("data").join(models))
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
    let environment = std::fs::read_to_string(directory.join("environment")).unwrap_or_default();
    command.envs(environment.lines().filter_map(|line| line.split_once('=')));
    command
}

/// What the program printed and how it ended.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Output {
    program(directory).args(arguments).output().unwrap()
}
