//! The deadline storm: many providers submit to one round over HTTP, more and more of them towards
//! its closing, while the platform runs as a process of its own and, when asked, is killed midway.

mod client;
mod memory;
mod picture;
mod process;
mod report;
mod schedule;
mod tally;

pub use memory::Memory;
pub use report::{Files, Report};
pub use tally::{Row, Totals};

use crate::history::{History, Recorder};
use crate::round::Stage;
use crate::{limits, log};
use anyhow::{Context, ensure};
use client::Shared;
use event_log::{Clock, SystemClock};
use identity::LocalKey;
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};
use platform::{IdentitySettings, StoreAddress};
use process::{Platform, Start};
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tally::Tally;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

/// The most providers in one storm.
pub const PROVIDERS_MAX: u32 = 10_000;

/// How long the platform rests before its memory is read for the last time.
const REST: Duration = Duration::from_secs(1);

/// What kind of storm.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program `samenspraak`.
    pub program: PathBuf,
    /// How many providers submit.
    pub providers: u32,
    /// How many submissions each of them has.
    pub each: u32,
    /// How many seconds it lasts until the closing.
    pub seconds: u64,
    /// How many seconds it goes on after that.
    pub after: u64,
    /// Keeps this many requests in flight all the time, instead of a rise towards the closing.
    pub in_flight: Option<u32>,
    /// Whether the platform is killed midway and started again.
    pub crash: bool,
    /// The log; one of its own in a file when absent.
    pub log: Option<String>,
    /// Where history, report and picture are put.
    pub results: PathBuf,
    /// Where the platform keeps its data; a directory that is thrown away when absent.
    pub keep: Option<PathBuf>,
}

/// What happens, told while it happens.
#[derive(Clone, Debug)]
pub enum Progress {
    /// The platform is running, and a number of providers are being registered.
    Registering(u32),
    /// The round is open until this instant.
    Open(Timestamp),
    /// A second passed: how many seconds after the closing it is, and what was done until then.
    Second(i64, Totals),
    /// The platform was killed.
    Killed,
    /// It answers again, after this long.
    Again(Duration),
    /// The log is read.
    Checking,
}

/// Tells of progress.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// Lets a storm pass. Blocks its thread.
///
/// # Errors
/// When the storm cannot be had. What the checker finds is in the report.
pub fn run(plan: &Plan, tell: &Tell) -> anyhow::Result<Report> {
    ensure!((1..=PROVIDERS_MAX).contains(&plan.providers), "give 1 to {PROVIDERS_MAX} providers");
    ensure!(plan.seconds > 0 && plan.each > 0, "a storm lasts, and everyone submits");
    if let Some(in_flight) = plan.in_flight {
        let range = 1..=plan.providers;
        ensure!(range.contains(&in_flight), "give 1 to {} requests in flight", plan.providers);
    }
    limits::raise(u64::from(plan.in_flight.unwrap_or(plan.providers)))?;
    fs::create_dir_all(&plan.results)
        .with_context(|| format!("cannot make {}", plan.results.display()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(storm(plan, tell))
}

async fn storm(plan: &Plan, tell: &Tell) -> anyhow::Result<Report> {
    // Beside the results: data that are thrown away should lie on the same kind of disk.
    let thrown_away = tempfile::Builder::new().prefix("data-").tempdir_in(&plan.results)?;
    let data = plan.keep.as_deref().unwrap_or(thrown_away.path());
    fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    let data = data.canonicalize()?;
    let files = Files::within(&plan.results);
    let mut platform = Platform::start(Start {
        program: plan.program.canonicalize().context("the program cannot be found")?,
        data: data.clone(),
        log: plan.log.clone(),
        journal: files.journal.clone(),
    })?;
    let key = LocalKey::open(&data.join("identity").join("local-key"))?;
    tell(Progress::Registering(plan.providers));
    let audience = IdentitySettings::default().audience;
    let stage = Stage::set(platform.address, &key, &audience, plan.providers).await?;
    platform.sample()?.before();

    let recorder = Recorder::create(&files.history)
        .with_context(|| format!("cannot write {}", files.history.display()))?;
    let begins = whole_second(SystemClock.now() + SignedDuration::from_secs(1))?;
    let seconds = i64::try_from(plan.seconds)?;
    let round = stage.open(begins + SignedDuration::from_secs(seconds)).await?;
    recorder.round(&round.id, round.closes)?;
    tell(Progress::Open(round.closes));
    let closing =
        Instant::now() + Duration::try_from(round.closes.duration_since(SystemClock.now()))?;
    let shared = Arc::new(Shared::new(platform.address, round.clone(), recorder, closing));
    let passed = pass(plan, tell, platform, &stage, shared).await?;

    tell(Progress::Checking);
    let history = History::read(&files.history)?;
    let address: StoreAddress = match &plan.log {
        Some(log) => log.parse().map_err(anyhow::Error::msg)?,
        None => StoreAddress::Sqlite(data.join("log.sqlite")),
    };
    let verdict = log::check(&history, &address).await?;
    ensure!(verdict.acknowledged > 0, "nothing was accepted; see {}", files.journal.display());
    let report = Report::new(plan, &round, passed, verdict);
    files.write(&report)?;
    Ok(report)
}

/// What was seen while it passed.
struct Passed {
    tally: Tally,
    memory: Memory,
    crash: Option<Crash>,
}

/// When the platform was killed, and when it answered again: seconds after the closing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Crash {
    /// When it was killed.
    pub killed: f64,
    /// When it was there again.
    pub again: f64,
}

/// Everyone submits; the platform stops when the last one is done.
async fn pass(
    plan: &Plan,
    tell: &Tell,
    platform: Platform,
    stage: &Stage,
    shared: Arc<Shared>,
) -> anyhow::Result<Passed> {
    let platform = Arc::new(Mutex::new(platform));
    let begins = shared.closing - Duration::from_secs(plan.seconds);
    let crash = plan.crash.then(|| {
        let at = begins + schedule::midway(plan);
        tokio::spawn(crash(platform.clone(), at, shared.closing, tell.clone()))
    });
    let mut clients = client::spawn(plan, &stage.tokens, &shared, begins);
    let mut ticks = interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            done = clients.join_next() => match done {
                Some(done) => done??,
                None => break,
            },
            _ = ticks.tick() => {
                // It is in other hands while it starts again.
                if let Ok(mut platform) = platform.try_lock() {
                    platform.sample().context("the platform ended by itself")?;
                }
                tell(Progress::Second(shared.second(), shared.totals()));
            }
        }
    }
    let crash = match crash {
        Some(crash) => Some(crash.await??),
        None => None,
    };
    tokio::time::sleep(REST).await;
    let platform = Arc::into_inner(platform).context("the platform is still looked after")?;
    let platform = platform.into_inner().unwrap_or_else(PoisonError::into_inner);
    let memory = platform.stop()?;
    let shared = Arc::into_inner(shared).context("a client is still at work")?;
    Ok(Passed { tally: shared.into_tally(), memory, crash })
}

/// Kills the platform at a moment and starts it again, at the same address and on the same data.
async fn crash(
    platform: Arc<Mutex<Platform>>,
    at: Instant,
    closing: Instant,
    tell: Tell,
) -> anyhow::Result<Crash> {
    sleep_until(at.into()).await;
    let killed = after(closing, Instant::now());
    tell(Progress::Killed);
    let begun = Instant::now();
    let again = move || platform.lock().unwrap_or_else(PoisonError::into_inner).crash();
    tokio::task::spawn_blocking(again).await??;
    tell(Progress::Again(begun.elapsed()));
    Ok(Crash { killed, again: after(closing, Instant::now()) })
}

/// How many seconds an instant lies after another.
fn after(closing: Instant, instant: Instant) -> f64 {
    match instant.checked_duration_since(closing) {
        Some(after) => after.as_secs_f64(),
        None => -(closing - instant).as_secs_f64(),
    }
}

/// The next whole second: a closing is announced in those.
fn whole_second(instant: Timestamp) -> anyhow::Result<Timestamp> {
    Ok(instant.round(TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Ceil))?)
}
