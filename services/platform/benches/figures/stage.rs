//! A platform to load: running in this process, with an open round and many providers.

use crate::bench::Bench;
use anyhow::ensure;
use event_log::{Position, SystemClock};
use identity::LocalKey;
use jiff::{SignedDuration, Timestamp};
use platform::{Parts, Running, Service, Settings, StoreAddress, start};
use proof::client::Call;
use proof::load::{self, Measured};
use proof::round::{Round, Stage, TEXT};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use testing::tools;

/// How many providers submit.
const PROVIDERS: u32 = 512;

/// How long the read models get to show everything.
const CATCH_UP: Duration = Duration::from_secs(3_600);

/// The longest log that is read through at the end.
const CHECKED_EVENTS_MAX: u64 = 4_000_000;

/// A running platform with an open round, and everyone's submission to it.
pub(crate) struct Platform {
    pub(crate) parts: Parts,
    pub(crate) stage: Stage,
    pub(crate) round: Round,
    pub(crate) calls: Arc<Vec<Call>>,
    running: Running,
    /// The end of the log before the first submission.
    before: Position,
    answered: u64,
    _directory: Option<TempDir>,
}

impl Platform {
    /// A new one, with its log in a file.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) async fn on_sqlite(bench: &Bench) -> anyhow::Result<Self> {
        let directory = bench.directory()?;
        let parts = open(directory.path(), None).await?;
        Self::run(parts, bench, Some(directory)).await
    }

    /// A new one, with its log in a database of its own.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) async fn on_postgres(bench: &Bench) -> anyhow::Result<Self> {
        let directory = bench.directory()?;
        let address = tools::postgres()?.database()?.parse().map_err(anyhow::Error::msg)?;
        let parts = open(directory.path(), Some(address)).await?;
        Self::run(parts, bench, Some(directory)).await
    }

    /// One on what stands in a directory, which stays.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) async fn at(bench: &Bench, directory: &Path) -> anyhow::Result<Self> {
        Self::run(open(directory, None).await?, bench, None).await
    }

    /// One of parts.
    ///
    /// # Errors
    /// When it cannot be started, or refuses to open a round.
    pub(crate) async fn run(
        mut parts: Parts,
        bench: &Bench,
        directory: Option<TempDir>,
    ) -> anyhow::Result<Self> {
        parts.settings.workers = Some(bench.workers);
        let mut running = start(&parts, &Service::ALL, parts.read_models()).await?;
        let audience = &parts.settings.identity.audience;
        let stage = Stage::set(running.address, &key(&parts)?, audience, PROVIDERS).await?;
        let round = open_round(&stage).await?;
        let placeholder = "0".repeat(32);
        let calls =
            stage.tokens.iter().map(|token| round.submission(token, &placeholder, TEXT)).collect();
        running.release_courier();
        let before = parts.shared.log().head().await?.position;
        let platform = Self {
            parts,
            stage,
            round,
            calls: Arc::new(calls),
            running,
            before,
            answered: 0,
            _directory: directory,
        };
        platform.catch_up().await?;
        Ok(platform)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.running.address
    }

    pub(crate) fn key(&self) -> anyhow::Result<LocalKey> {
        key(&self.parts)
    }

    /// Submits for a while. The next measurement then starts in peace.
    ///
    /// # Errors
    /// When a submission is refused, or the read models do not catch up.
    pub(crate) async fn submit(
        &mut self,
        in_flight: usize,
        span: Duration,
    ) -> anyhow::Result<Measured> {
        let measured = load(self.address(), self.calls.clone(), in_flight, span).await?;
        self.answered += measured.answered;
        self.catch_up().await?;
        Ok(measured)
    }

    /// Waits until every read model shows everything.
    ///
    /// # Errors
    /// When they do not come to it.
    pub(crate) async fn catch_up(&self) -> anyhow::Result<()> {
        let head = self.parts.shared.log().head().await?.position;
        ensure!(self.running.caught_up(head, CATCH_UP).await, "the read models do not catch up");
        Ok(())
    }

    /// Stops it, and holds the log against what was answered.
    ///
    /// # Errors
    /// When more or less stands in the log than was acknowledged, or its chain is broken.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.running.stop().await?;
        let log = self.parts.shared.log();
        let head = log.head().await?.position;
        let (answered, submitted) = (self.answered, head.0 - self.before.0);
        ensure!(
            submitted == answered,
            "{answered} submissions were acknowledged and {submitted} stand in the log"
        );
        if head.0 <= CHECKED_EVENTS_MAX {
            event_log::verify(log.as_ref(), |_| {}).await?;
        }
        Ok(())
    }

    /// Stops it, when other things than submissions to its round were written as well.
    ///
    /// # Errors
    /// When it failed while it ran.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.running.stop().await
    }
}

/// The parts of a platform for trying out.
///
/// # Errors
/// When they cannot be opened.
pub(crate) async fn open(directory: &Path, log: Option<StoreAddress>) -> anyhow::Result<Parts> {
    let mut settings = Settings::for_trying_out("127.0.0.1:0", directory)?;
    if let Some(log) = log {
        settings.log = log;
    }
    Parts::open(settings, Arc::new(SystemClock)).await
}

/// A round that stays open.
///
/// # Errors
/// When it is refused.
pub(crate) async fn open_round(stage: &Stage) -> anyhow::Result<Round> {
    stage.open(Timestamp::now() + SignedDuration::from_hours(8 * 7 * 24)).await
}

/// Loads an address from a thread of its own.
///
/// # Errors
/// When an answer is not what it should be.
pub(crate) async fn load(
    address: SocketAddr,
    calls: Arc<Vec<Call>>,
    in_flight: usize,
    span: Duration,
) -> anyhow::Result<Measured> {
    let run = move || load::run(address, &calls, in_flight, span);
    tokio::task::spawn_blocking(run).await?
}

fn key(parts: &Parts) -> anyhow::Result<LocalKey> {
    Ok(LocalKey::open(&parts.settings.local_key_file())?)
}
