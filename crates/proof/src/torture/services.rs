//! The services as processes: all in one, or each apart, as often as a round wants them.

use crate::program::{WITHIN, told};
use anyhow::{Context, bail, ensure};
use fastrand::Rng;
use rustix::process::{Pid, Signal, kill_process};
use std::fmt;
use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long to wait before looking again whether a process ended.
const PAUSE: Duration = Duration::from_millis(20);

/// How the services are divided over processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// All in one process.
    Together,
    /// Each in processes of its own, so many.
    Apart(usize),
}

impl Layout {
    pub(super) fn draw(rng: &mut Rng) -> Self {
        match rng.u8(0..3) {
            0 => Self::Together,
            1 => Self::Apart(1),
            _ => Self::Apart(2),
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Together => f.write_str("all in one process"),
            Self::Apart(1) => f.write_str("a process a service"),
            Self::Apart(replicas) => write!(f, "{replicas} processes a service"),
        }
    }
}

/// Each of the services, as it is started.
const SERVICES: [&str; 5] = ["municipality", "provider", "council", "public", "courier"];

/// How the program is started.
pub(super) struct Start {
    pub(super) program: PathBuf,
    pub(super) data: PathBuf,
    pub(super) log: String,
    /// Where it writes what goes wrong.
    pub(super) journal: PathBuf,
    pub(super) environment: Vec<(&'static str, PathBuf)>,
}

/// The processes of a round.
pub(super) struct Services {
    start: Start,
    processes: Vec<Process>,
}

/// One process, at an address that stays when it is started again.
struct Process {
    /// Its service; all of them when absent.
    service: Option<&'static str>,
    /// Its place among the processes of its service.
    number: usize,
    address: SocketAddr,
    child: Child,
}

impl Services {
    /// Starts them, on addresses that they pick. They answer once this function does.
    pub(super) fn start(start: Start, layout: Layout) -> anyhow::Result<Self> {
        let begin = |service, number| -> anyhow::Result<Process> {
            let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
            let child = start.spawn(service, number, anywhere)?;
            Ok(Process { service, number, address: anywhere, child })
        };
        let processes: anyhow::Result<Vec<_>> = match layout {
            Layout::Together => Ok(vec![begin(None, 0)?]),
            Layout::Apart(replicas) => SERVICES
                .into_iter()
                .flat_map(|service| (0..replicas).map(move |number| (Some(service), number)))
                .map(|(service, number)| begin(service, number))
                .collect(),
        };
        let mut services = Self { start, processes: processes? };
        for process in &mut services.processes {
            process.address = services.start.listens(&mut process.child)?;
        }
        Ok(services)
    }

    pub(super) fn count(&self) -> usize {
        self.processes.len()
    }

    pub(super) fn data(&self) -> &Path {
        &self.start.data
    }

    /// Where the processes of a service listen.
    pub(super) fn addresses(&self, service: &str) -> Vec<SocketAddr> {
        let of = self.processes.iter().filter(|it| it.service.is_none_or(|own| own == service));
        of.map(|process| process.address).collect()
    }

    /// Where the read models of the processes stand.
    pub(super) fn read_models(&self) -> Vec<PathBuf> {
        let all = self.processes.iter().filter(|it| it.service != Some("courier"));
        let mut all: Vec<_> = all.map(|it| self.start.read_models(it.number)).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Kills a process where it stands, as `kill -9` does.
    pub(super) fn kill(&mut self, place: usize) -> anyhow::Result<()> {
        let process = &mut self.processes[place];
        process.child.kill()?;
        let status = process.child.wait()?;
        let journal = self.start.journal.display();
        ensure!(status.signal() == Some(9), "it ended by itself, with {status}; see {journal}");
        Ok(())
    }

    /// Starts a process again that was killed.
    pub(super) fn again(&mut self, place: usize) -> anyhow::Result<()> {
        let process = &mut self.processes[place];
        process.child = self.start.spawn(process.service, process.number, process.address)?;
        process.address = self.start.listens(&mut process.child)?;
        Ok(())
    }

    /// The processes that were killed by somebody else, if any.
    pub(super) fn killed(&mut self) -> anyhow::Result<Vec<usize>> {
        let mut killed = vec![];
        for (place, process) in self.processes.iter_mut().enumerate() {
            match process.child.try_wait()? {
                Some(status) if status.signal() == Some(9) => killed.push(place),
                Some(status) => bail!("it ended by itself, with {status}"),
                None => {}
            }
        }
        Ok(killed)
    }

    /// Holds a process where it stands, or lets it go on.
    pub(super) fn hold(&self, place: usize, hold: bool) -> anyhow::Result<()> {
        let signal = if hold { Signal::STOP } else { Signal::CONT };
        Ok(kill_process(Pid::from_child(&self.processes[place].child), signal)?)
    }

    /// Asks all to stop, as an administrator does, and sees that each stops cleanly.
    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        for process in &self.processes {
            kill_process(Pid::from_child(&process.child), Signal::TERM)?;
        }
        let limit = Instant::now() + WITHIN;
        for process in &mut self.processes {
            let status = loop {
                if let Some(status) = process.child.try_wait()? {
                    break status;
                }
                ensure!(Instant::now() < limit, "{:?} does not stop", process.service);
                std::thread::sleep(PAUSE);
            };
            ensure!(status.success(), "{:?} stopped with {status}", process.service);
        }
        Ok(())
    }

    /// What a tool for a log says of one.
    pub(super) fn run(&self, log: &str, tool: &[&str]) -> anyhow::Result<Output> {
        let mut command = self.start.command();
        Ok(command.env("SAMENSPRAAK__LOG", log).arg("log").args(tool).output()?)
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // Nothing to be done when it is gone already.
            let _ = process.child.kill();
            let _ = process.child.wait();
        }
    }
}

impl Start {
    /// From its own directory: settings that lie here by chance are not for it.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.data).arg("--data").arg(&self.data);
        command.env("SAMENSPRAAK__LOG", &self.log);
        command
    }

    fn read_models(&self, number: usize) -> PathBuf {
        self.data.join(format!("read-models-{number}"))
    }

    fn spawn(
        &self,
        service: Option<&str>,
        number: usize,
        listen: SocketAddr,
    ) -> anyhow::Result<Child> {
        let journal = OpenOptions::new().create(true).append(true).open(&self.journal)?;
        let mut command = self.command();
        command.args(["--empty", "--listen", &listen.to_string(), "serve"]).args(service);
        command.env("SAMENSPRAAK__READ_MODELS", self.read_models(number));
        command.envs(self.environment.iter().cloned());
        let command = command.stdout(Stdio::piped()).stderr(journal);
        command.spawn().with_context(|| format!("{} cannot be started", self.program.display()))
    }

    fn listens(&self, child: &mut Child) -> anyhow::Result<SocketAddr> {
        told(child).or_else(|_| {
            let _ = child.kill();
            let status = child.wait()?;
            bail!("it does not start ({status}); see {}", self.journal.display())
        })
    }
}
