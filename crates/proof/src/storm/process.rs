//! The platform as a process of its own.

use super::memory::Memory;
use crate::program::{WITHIN, told};
use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How it is started.
pub(super) struct Start {
    pub(super) program: PathBuf,
    pub(super) data: PathBuf,
    /// The log; in a file below the data when absent.
    pub(super) log: Option<String>,
    /// Where it writes what goes wrong.
    pub(super) journal: PathBuf,
}

/// A running platform.
pub(super) struct Platform {
    start: Start,
    child: Child,
    memory: Memory,
    pub(super) address: SocketAddr,
}

impl Platform {
    /// Starts it on an address that it picks. It answers once this function does.
    pub(super) fn start(start: Start) -> anyhow::Result<Self> {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let (child, address) = start.spawn(anywhere)?;
        let mut platform = Self { start, child, memory: Memory::default(), address };
        platform.sample()?;
        Ok(platform)
    }

    /// Reads its memory.
    ///
    /// # Errors
    /// When it is no longer there.
    pub(super) fn sample(&mut self) -> anyhow::Result<&mut Memory> {
        if let Some(status) = self.child.try_wait()? {
            bail!("it ended with {status}; see {}", self.start.journal.display());
        }
        self.memory.sample(self.child.id())?;
        Ok(&mut self.memory)
    }

    /// Kills it where it stands, as `kill -9` does, and starts it again.
    pub(super) fn crash(&mut self) -> anyhow::Result<()> {
        self.sample()?;
        self.child.kill()?;
        self.child.wait()?;
        (self.child, self.address) = self.start.spawn(self.address)?;
        Ok(())
    }

    /// Asks it to stop, as an administrator does. Gives its memory of just before.
    pub(super) fn stop(mut self) -> anyhow::Result<Memory> {
        self.sample()?;
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let limit = Instant::now() + WITHIN;
        while Instant::now() < limit {
            if let Some(status) = self.child.try_wait()? {
                let journal = self.start.journal.display();
                anyhow::ensure!(status.success(), "it stopped with {status}; see {journal}");
                return Ok(self.memory);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("it does not stop within {} s", WITHIN.as_secs())
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        // Nothing to be done when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Start {
    fn spawn(&self, listen: SocketAddr) -> anyhow::Result<(Child, SocketAddr)> {
        let journal = OpenOptions::new().create(true).append(true).open(&self.journal)?;
        let mut command = Command::new(&self.program);
        // From its own directory: settings that lie here by chance are not for it.
        command.current_dir(&self.data).arg("--empty").arg("--data").arg(&self.data);
        command.arg("--listen").arg(listen.to_string());
        if let Some(log) = &self.log {
            command.env("SAMENSPRAAK__LOG", log);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(journal)
            .spawn()
            .with_context(|| format!("{} cannot be started", self.program.display()))?;
        match told(&mut child) {
            Ok(address) => Ok((child, address)),
            Err(_) => {
                let _ = child.kill();
                let status = child.wait()?;
                bail!("it does not start ({status}); see {}", self.journal.display())
            }
        }
    }
}
