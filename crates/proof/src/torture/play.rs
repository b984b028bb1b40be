//! How each kind of bad luck is made.

use super::database::Database;
use super::load::{Load, PATIENCE};
use super::scenario::Scenario;
use super::services::Services;
use super::strangers;
use crate::faults::{Machine, Struck};
use anyhow::{Context, ensure};
use fastrand::Rng;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;
use tokio::time::sleep;

/// The furthest that somebody sets the clock wrong, in seconds.
const CLOCK_OFF_MAX: i64 = 6 * 3_600;

/// Everything that can be broken in a round.
pub(super) struct Site<'s> {
    pub(super) services: &'s mut Services,
    pub(super) machine: &'s Machine,
    pub(super) database: Option<&'s mut Database>,
    pub(super) load: &'s mut Load,
    /// A token of a provider, and where it submits.
    pub(super) token: &'s str,
    pub(super) path: &'s str,
    pub(super) rng: &'s mut Rng,
}

impl Site<'_> {
    /// Lets it happen. Gives how often something broke.
    pub(super) async fn play(mut self, scenario: Scenario) -> anyhow::Result<u64> {
        let times = self.rng.u64(2..=4);
        let mut broke = 0;
        for _ in 0..times {
            self.some_progress().await?;
            broke += match scenario {
                Scenario::Kills => self.kill().await?,
                Scenario::PowerCut => self.power_cut().await?,
                Scenario::FullDisk => {
                    let room = self.rng.u64(0..200_000);
                    self.machine.room(Some(room))?;
                    self.disk_fails(|struck| struck.full).await?
                }
                Scenario::ReadOnlyDisk => {
                    self.machine.read_only(true)?;
                    self.disk_fails(|struck| struck.read_only).await?
                }
                Scenario::SlowSync => self.slow_sync().await?,
                Scenario::Clock => {
                    let off = self.rng.i64(-CLOCK_OFF_MAX..=CLOCK_OFF_MAX);
                    self.machine.clock_off_by(off)?;
                    self.load.progress(10).await?;
                    1
                }
                Scenario::Pauses => self.pause().await?,
                Scenario::LostReadModels => self.lose_read_models()?,
                Scenario::CutConnections => self.cut_connections().await?,
                Scenario::Strangers => self.strangers().await?,
                Scenario::Idle => return self.idle().await,
                // It is done to a copy, afterwards.
                Scenario::DamagedByte => return Ok(0),
                Scenario::DatabaseKilled => self.kill_database().await?,
                Scenario::SlowDatabase => self.slow_database().await?,
                Scenario::DatabaseCut => block_in_place(|| self.database()?.cut())?,
            };
        }
        self.machine.heal()?;
        Ok(broke)
    }

    async fn some_progress(&mut self) -> anyhow::Result<()> {
        let more = self.rng.u64(1..40);
        self.load.progress(more).await?;
        self.a_while(0..40).await;
        Ok(())
    }

    async fn a_while(&mut self, millis: std::ops::Range<u64>) {
        let millis = self.rng.u64(millis);
        sleep(Duration::from_millis(millis)).await;
    }

    fn anyone(&mut self) -> usize {
        self.rng.usize(0..self.services.count())
    }

    fn database(&mut self) -> anyhow::Result<&mut Database> {
        self.database.as_deref_mut().context("there is no database")
    }

    async fn kill(&mut self) -> anyhow::Result<u64> {
        let mut killed: Vec<_> = (0..self.services.count()).collect();
        self.rng.shuffle(&mut killed);
        killed.truncate(self.rng.usize(1..=killed.len().min(3)));
        for place in &killed {
            self.services.kill(*place)?;
        }
        self.a_while(0..300).await;
        for place in &killed {
            block_in_place(|| self.services.again(*place))?;
        }
        Ok(killed.len() as u64)
    }

    async fn power_cut(&mut self) -> anyhow::Result<u64> {
        let before = self.machine.struck()?.torn;
        self.machine.tear_after(self.rng.u64(1..100_000))?;
        self.until_struck(|struck| struck.torn > before).await?;
        // The write is torn a moment before its process is gone.
        let limit = Instant::now() + PATIENCE;
        let torn = loop {
            let torn = self.services.killed()?;
            if !torn.is_empty() {
                break torn;
            }
            ensure!(Instant::now() < limit, "a process without power goes on");
            sleep(Duration::from_millis(2)).await;
        };
        for place in &torn {
            block_in_place(|| self.services.again(*place))?;
        }
        Ok(torn.len() as u64)
    }

    /// The disk refuses for a while; sometimes a process is killed meanwhile.
    async fn disk_fails(&mut self, strikes: fn(&Struck) -> u64) -> anyhow::Result<u64> {
        let before = strikes(&self.machine.struck()?);
        self.until_struck(|struck| strikes(struck) > before).await?;
        self.a_while(0..500).await;
        let killed = self.rng.bool().then(|| self.anyone());
        if let Some(place) = killed {
            self.services.kill(place)?;
            self.a_while(0..200).await;
        }
        self.machine.heal()?;
        if let Some(place) = killed {
            block_in_place(|| self.services.again(place))?;
        }
        self.load.everyone_goes_on().await?;
        Ok(strikes(&self.machine.struck()?) - before)
    }

    async fn until_struck(&self, struck: impl Fn(&Struck) -> bool) -> anyhow::Result<()> {
        let limit = Instant::now() + PATIENCE;
        while !struck(&self.machine.struck()?) {
            ensure!(Instant::now() < limit, "the fault met nobody");
            sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }

    async fn slow_sync(&mut self) -> anyhow::Result<u64> {
        let before = self.machine.struck()?.slow_syncs;
        self.machine.sync_takes(Duration::from_millis(self.rng.u64(20..400)))?;
        self.load.progress(20).await?;
        self.machine.heal()?;
        let slow = self.machine.struck()?.slow_syncs - before;
        ensure!(slow > 0, "nobody synced");
        Ok(slow)
    }

    async fn pause(&mut self) -> anyhow::Result<u64> {
        let place = self.anyone();
        self.services.hold(place, true)?;
        self.a_while(50..3_000).await;
        self.services.hold(place, false)?;
        Ok(1)
    }

    /// One file of a read model, or all read models of some processes.
    fn lose_read_models(&mut self) -> anyhow::Result<u64> {
        let all = self.services.read_models();
        let models = self.rng.choice(&all).context("no read models")?;
        if self.rng.u8(0..3) == 0 {
            return gone(fs::remove_dir_all(models));
        }
        let service =
            self.rng.choice(["municipality", "provider", "council", "public"]).context("none")?;
        let part = self.rng.choice(["", "-wal", "-shm"]).context("none")?;
        gone(fs::remove_file(models.join(format!("{service}.sqlite{part}"))))
    }

    async fn cut_connections(&mut self) -> anyhow::Result<u64> {
        let before = self.load.was_cut();
        self.load.cut(true);
        self.load.progress(60).await?;
        self.load.cut(false);
        Ok(self.load.was_cut() - before)
    }

    async fn strangers(&mut self) -> anyhow::Result<u64> {
        let addresses = self.services.addresses("provider");
        let address = *self.rng.choice(&addresses).context("nobody to bother")?;
        let strangers = strangers::send(address, self.token, self.path);
        self.a_while(500..3_000).await;
        self.load.everyone_goes_on().await?;
        Ok(strangers.len() as u64)
    }

    async fn idle(&mut self) -> anyhow::Result<u64> {
        let addresses = self.services.addresses("provider");
        let address = *self.rng.choice(&addresses).context("nobody to bother")?;
        let idle = tokio::spawn(strangers::stay_idle(address));
        while !idle.is_finished() {
            self.load.everyone_goes_on().await?;
        }
        idle.await?
    }

    async fn kill_database(&mut self) -> anyhow::Result<u64> {
        block_in_place(|| self.database()?.kill())?;
        self.a_while(0..1_000).await;
        block_in_place(|| self.database()?.again())?;
        Ok(1)
    }

    async fn slow_database(&mut self) -> anyhow::Result<u64> {
        block_in_place(|| self.database()?.hold(true))?;
        self.a_while(50..4_000).await;
        block_in_place(|| self.database()?.hold(false))?;
        Ok(1)
    }
}

/// Whether something was there to be deleted.
fn gone(deleted: std::io::Result<()>) -> anyhow::Result<u64> {
    match deleted {
        Ok(()) => Ok(1),
        // It is just being built again, or somebody else is deleting it.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(1),
        Err(error) => Err(error.into()),
    }
}

/// Damages a byte in the text of a submission, in a file that holds the log.
pub(super) fn damage(log: &Path, rng: &mut Rng) -> anyhow::Result<()> {
    const WORD: &[u8] = b"Kenmerk: ";
    let mut bytes = fs::read(log)?;
    let places: Vec<_> = bytes
        .windows(WORD.len())
        .enumerate()
        .filter(|(_, window)| *window == WORD)
        .map(|(place, _)| place + rng.usize(0..WORD.len()))
        .collect();
    let place = rng.choice(&places).context("no submission in the log")?;
    bytes[*place] ^= 1;
    Ok(fs::write(log, bytes)?)
}
