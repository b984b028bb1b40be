//! How many submissions the platform takes, beside what the disk and a bare endpoint do on the
//! same machine in the same run. Only the ratios carry over to another machine or day.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it answers on the terminal")]

mod bare;
mod disk;
mod report;

use anyhow::ensure;
use clap::Parser;
use event_log::{Position, SystemClock};
use identity::LocalKey;
use jiff::{SignedDuration, Timestamp};
use platform::{Parts, Running, Service, Settings, start};
use proof::client::Call;
use proof::load::{self, Measured};
use proof::round::{self, TEXT};
use report::Report;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing_subscriber::EnvFilter;

/// How many requests are in flight, before the most.
const IN_FLIGHT: [usize; 3] = [1, 16, 64];

/// The most requests in flight: where the goals count.
const IN_FLIGHT_MOST: usize = 256;

/// How many providers submit.
const PROVIDERS: u32 = 512;

/// How often bare endpoint and platform take turns: a busy moment of the machine then meets
/// both, and the median leaves it out.
const TURNS: usize = 3;

/// How long the read models get to show everything.
const CATCH_UP: Duration = Duration::from_secs(600);

#[derive(Parser)]
struct Arguments {
    /// Seconds for each measurement.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> anyhow::Result<()> {
    let span = Duration::from_secs(Arguments::parse().seconds);
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("warn"))
        .with_writer(std::io::stderr)
        .init();
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = runtime.block_on(measure(directory.path(), span))?;
    println!("{report}");
    Ok(())
}

/// A running platform with an open round, and everyone's submission to it.
struct Stage {
    parts: Parts,
    running: Running,
    calls: Arc<Vec<Call>>,
    /// The end of the log before the first submission.
    before: Position,
    answered: u64,
    /// How long the read models needed after the last answer.
    lag: Duration,
    span: Duration,
}

async fn measure(directory: &Path, span: Duration) -> anyhow::Result<Report> {
    let workers = std::thread::available_parallelism()?.get();
    // Before anything else writes: what the platform leaves to be written would slow it down.
    let commits = commits(directory, span).await?;
    let mut stage = Stage::open(directory, span, workers).await?;
    let key = LocalKey::open(&stage.parts.settings.local_key_file())?;
    let bare = bare::start(&key, &stage.parts.settings.identity.audience, workers)?;

    let mut few = vec![];
    for in_flight in IN_FLIGHT {
        few.push((in_flight, stage.submissions(in_flight).await?));
    }
    let (mut answers, mut submissions) = (vec![], vec![]);
    for turn in 1..=TURNS {
        eprintln!("turn {turn} of {TURNS}: bare endpoint, platform");
        answers.push(stage.load(bare.address, IN_FLIGHT_MOST).await?);
        submissions.push(stage.submissions(IN_FLIGHT_MOST).await?);
    }
    bare.stop().await;
    let lag = stage.lag;
    let submitted = stage.close().await?;
    Ok(Report { workers, span, commits, answers, few, submissions, submitted, lag })
}

/// Opens a round that stays open. Gives a submission of each provider.
async fn calls(parts: &Parts, address: SocketAddr) -> anyhow::Result<Vec<Call>> {
    let key = LocalKey::open(&parts.settings.local_key_file())?;
    let audience = &parts.settings.identity.audience;
    let stage = round::Stage::set(address, &key, audience, PROVIDERS).await?;
    let round = stage.open(Timestamp::now() + SignedDuration::from_hours(8 * 7 * 24)).await?;
    let placeholder = "0".repeat(32);
    Ok(stage.tokens.iter().map(|token| round.submission(token, &placeholder, TEXT)).collect())
}

/// Single durable commits a second, by turn.
async fn commits(directory: &Path, span: Duration) -> anyhow::Result<Vec<f64>> {
    let mut commits = vec![];
    for turn in 1..=TURNS {
        eprintln!("single commits, turn {turn} of {TURNS}");
        let place = directory.to_owned();
        let alone = move || disk::commits_per_second(&place, span);
        commits.push(tokio::task::spawn_blocking(alone).await??);
    }
    Ok(commits)
}

impl Stage {
    async fn open(directory: &Path, span: Duration, workers: usize) -> anyhow::Result<Self> {
        eprintln!("opening a round with {PROVIDERS} providers");
        let settings = Settings::for_trying_out("127.0.0.1:0", directory)?;
        let settings = Settings { workers: Some(workers), ..settings };
        let parts = Parts::open(settings, Arc::new(SystemClock)).await?;
        let mut running = start(&parts, &Service::ALL, parts.read_models()).await?;
        let calls = Arc::new(calls(&parts, running.address).await?);
        running.release_courier();
        let before = parts.shared.log().head().await?.position;
        Ok(Self { parts, running, calls, before, answered: 0, lag: Duration::ZERO, span })
    }

    /// Loads an address.
    async fn load(&self, address: SocketAddr, in_flight: usize) -> anyhow::Result<Measured> {
        let (calls, span) = (self.calls.clone(), self.span);
        let run = move || load::run(address, &calls, in_flight, span);
        tokio::task::spawn_blocking(run).await?
    }

    /// Submits, and waits until the read models show it: the next measurement starts in peace.
    async fn submissions(&mut self, in_flight: usize) -> anyhow::Result<Measured> {
        eprintln!("submissions, {in_flight} in flight");
        let measured = self.load(self.running.address, in_flight).await?;
        self.answered += measured.answered;
        let done = Instant::now();
        let head = self.parts.shared.log().head().await?.position;
        let caught_up = self.running.caught_up(head, CATCH_UP).await;
        ensure!(caught_up, "the read models do not catch up");
        self.lag = done.elapsed();
        Ok(measured)
    }

    /// Holds the log against what was answered. Gives how many submissions are in it.
    async fn close(self) -> anyhow::Result<u64> {
        self.running.stop().await?;
        let checked = event_log::verify(self.parts.shared.log().as_ref(), |_| {}).await?;
        let submitted = checked.events - self.before.0;
        let answered = self.answered;
        ensure!(
            submitted == answered,
            "{answered} submissions were acknowledged and {submitted} stand in the log"
        );
        Ok(submitted)
    }
}
