//! Torture: round after round the services run as processes, providers submit, something breaks,
//! and afterwards nothing that was acknowledged may be missing.
//!
//! A seed decides what breaks in which round. When exactly it breaks depends on the machine as
//! well, so a seed brings back what happened, and not each moment of it.

mod database;
mod load;
mod play;
mod report;
mod scenario;
mod services;
mod strangers;

pub use report::{Report, Round, Row, Violation};
pub use scenario::Scenario;

use crate::checker::Verdict;
use crate::client::{Call, Connection};
use crate::faults::Machine;
use crate::history::History;
use crate::log;
use crate::round::{self, Stage};
use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use database::Database;
use event_log::{Clock, SystemClock};
use fastrand::Rng;
use identity::LocalKey;
use jiff::SignedDuration;
use load::{Load, PATIENCE};
use platform::{IdentitySettings, StoreAddress};
use play::{Site, damage};
use scenario::Bag;
use serde_json::Value;
use services::{Layout, Services, Start};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

/// How many providers submit at once.
const PROVIDERS: u32 = 12;

/// How long the round is open: longer than any clock is set ahead.
const OPEN: SignedDuration = SignedDuration::from_hours(72);

/// Where the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// In a file.
    Sqlite,
    /// In a PostgreSQL that is started for it.
    Postgres,
}

/// How long it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// As long as this, and until the round that runs then is over.
    Time(Duration),
    /// So many rounds.
    Rounds(u64),
}

/// What is tortured, and for how long.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program `samenspraak`.
    pub program: PathBuf,
    /// How long.
    pub length: Length,
    /// What decides what breaks.
    pub seed: u64,
    /// Where the log stands.
    pub log: Engine,
    /// The scenarios that are drawn; all when there are none.
    pub only: Vec<Scenario>,
    /// Where the rounds stand, and what is left of one that went wrong.
    pub results: PathBuf,
}

/// What happens, told while it happens.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A round begins: its number, what happens in it, and how the services are divided.
    Round(u64, Scenario, String),
    /// It is over.
    Over(Round),
}

/// Tells of progress.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// Tortures the platform. Blocks its thread.
///
/// # Errors
/// When there is nothing to torture. What the platform does wrong is in the report.
pub fn run(plan: &Plan, tell: &Tell) -> anyhow::Result<Report> {
    let program = plan.program.canonicalize().context("the program cannot be found")?;
    fs::create_dir_all(&plan.results)
        .with_context(|| format!("cannot make {}", plan.results.display()))?;
    let results = plan.results.canonicalize()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut torture = Torture {
        program,
        results,
        engine: plan.log,
        rng: Rng::with_seed(plan.seed),
        database: match plan.log {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::start()?),
        },
    };
    let mut bag = Bag::of(plan.log, &plan.only);
    let mut report = Report::new(plan.seed);
    let begun = Instant::now();
    for number in 1.. {
        let left = match plan.length {
            Length::Time(time) => time.saturating_sub(begun.elapsed()).as_secs(),
            Length::Rounds(rounds) if number <= rounds => u64::MAX,
            Length::Rounds(_) => 0,
        };
        let Some(scenario) = bag.draw(&mut torture.rng, left) else { break };
        let layout = Layout::draw(&mut torture.rng);
        tell(Progress::Round(number, scenario, layout.to_string()));
        let kept = torture.results.join(format!("round-{number}"));
        match runtime.block_on(torture.round(&kept, scenario, layout)) {
            Ok(round) => {
                report.add(scenario, &round);
                tell(Progress::Over(round));
                fs::remove_dir_all(&kept)?;
            }
            Err(error) => {
                let reason = format!("{error:#}");
                report.violation = Some(Violation { round: number, scenario, reason, kept });
                break;
            }
        }
    }
    ensure!(
        report.violation.is_some() || !report.rows.is_empty(),
        "there is no time for a round, or nothing to draw with a log of that kind"
    );
    Ok(report)
}

struct Torture {
    program: PathBuf,
    results: PathBuf,
    engine: Engine,
    rng: Rng,
    database: Option<Database>,
}

impl Torture {
    async fn round(
        &mut self,
        directory: &Path,
        scenario: Scenario,
        layout: Layout,
    ) -> anyhow::Result<Round> {
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        let data = directory.join("data");
        fs::create_dir_all(&data)?;
        let machine = Machine::new(&data, directory)?;
        let log = match &mut self.database {
            Some(database) => block_in_place(|| database.fresh())?,
            None => format!("sqlite:{}", data.join("log.sqlite").display()),
        };
        let start = Start {
            program: self.program.clone(),
            data: data.clone(),
            log: log.clone(),
            journal: directory.join("journal.txt"),
            environment: machine.environment().to_vec(),
        };
        let mut services = block_in_place(|| Services::start(start, layout))?;
        let (stage, round) = self.stage(&services).await?;

        let mut rng = self.rng.fork();
        let places = services.addresses("provider");
        let history = directory.join("history.jsonl");
        let mut load = Load::begin(round.clone(), &stage.tokens, places, &history, &mut rng)?;
        let site = Site {
            services: &mut services,
            machine: &machine,
            database: self.database.as_mut(),
            load: &mut load,
            token: &stage.tokens[0],
            path: &format!("/provider/v1/consultation-rounds/{}/contributions", round.id),
            rng: &mut rng,
        };
        let mut broke = site.play(scenario).await?;
        machine.heal()?;
        let recovery = load.everyone_goes_on().await?;
        let history = load.end().await?;

        let held = self.check(scenario, &history, &log).await?;
        let shown = shown(&services, &stage, &round, &log).await?;
        let Verdict { acknowledged, unsettled_in_log, repeats, .. } = held;
        let recorded = acknowledged + unsettled_in_log;
        ensure!(shown == recorded, "{recorded} are recorded and {shown} are shown");
        block_in_place(|| services.stop())?;
        let verified = block_in_place(|| services.run(&log, &["verify"]))?;
        let told = String::from_utf8_lossy(&verified.stderr);
        ensure!(verified.status.success(), "log verify: {told}");
        if scenario == Scenario::DamagedByte {
            damage_is_found(&services, &log, &directory.join("copy.sqlite"), &mut rng)?;
            broke += 1;
        }
        if let Some(database) = &self.database {
            block_in_place(|| database.clear())?;
        }
        ensure!(broke > 0, "nothing broke");
        Ok(Round { acknowledged, repeats, broke, recovery })
    }

    /// Opens a round, and registers everybody.
    async fn stage(&self, services: &Services) -> anyhow::Result<(Stage, round::Round)> {
        let key = LocalKey::open(&services.data().join("identity").join("local-key"))?;
        let audience = IdentitySettings::default().audience;
        let first = |service| services.addresses(service).first().copied().context("nobody");
        let places = [first("municipality")?, first("provider")?];
        let stage = Stage::set_apart(places, &key, &audience, PROVIDERS).await?;
        let round = stage.open(SystemClock.now() + OPEN).await?;
        Ok((stage, round))
    }

    /// Holds the history against the log.
    async fn check(
        &self,
        scenario: Scenario,
        history: &History,
        log: &str,
    ) -> anyhow::Result<Verdict> {
        let address: StoreAddress = log.parse().map_err(anyhow::Error::msg)?;
        let clock = scenario.log_clock(self.engine);
        let verdict = log::check_by(history, clock, &address).await?;
        if let Some(fault) = verdict.faults.first() {
            bail!("{} faults, the first: {fault}", verdict.faults.len());
        }
        ensure!(verdict.acknowledged > 0, "nothing was acknowledged");
        Ok(verdict)
    }
}

/// Waits until every process shows the whole log. Gives how many submissions the municipality is
/// shown, by each of its processes alike.
async fn shown(
    services: &Services,
    stage: &Stage,
    round: &round::Round,
    log: &str,
) -> anyhow::Result<u64> {
    let address: StoreAddress = log.parse().map_err(anyhow::Error::msg)?;
    let head = platform::open_log(&address, Arc::new(SystemClock)).await?.head().await?.position;
    for (service, path, token) in [
        ("municipality", "/municipality/v1/work-list", stage.buyer.as_str()),
        ("provider", "/provider/v1/trajectories", stage.tokens[0].as_str()),
        ("council", "/council/v1/advices", stage.secretary.as_str()),
        ("public", "/public/v1/trajectories", stage.buyer.as_str()),
    ] {
        for address in services.addresses(service) {
            let call = Call::get(&format!("{path}?minPosition={}", head.0), token);
            let limit = Instant::now() + PATIENCE;
            loop {
                let mut connection = Connection::open(address).await?;
                match connection.exchange(&call).await?.status {
                    200 => break,
                    503 => {}
                    other => bail!("{service} answers {path} with {other}"),
                }
                ensure!(Instant::now() < limit, "{service} does not catch up with {head}");
            }
        }
    }
    let mut counts = BTreeSet::new();
    for address in services.addresses("municipality") {
        counts.insert(listed(address, stage, round).await?);
    }
    ensure!(counts.len() == 1, "processes show different numbers of submissions: {counts:?}");
    counts.pop_first().context("no process of the municipality")
}

/// How many submissions a process of the municipality lists.
async fn listed(
    address: std::net::SocketAddr,
    stage: &Stage,
    round: &round::Round,
) -> anyhow::Result<u64> {
    let mut connection = Connection::open(address).await?;
    let (mut listed, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let path = format!(
            "/municipality/v1/consultation-rounds/{}/contributions?limit=200{cursor}",
            round.id
        );
        let reply = connection.exchange(&Call::get(&path, &stage.buyer)).await?;
        ensure!(reply.status == 200, "{path} is answered with {}", reply.text());
        let page: Value = serde_json::from_slice(reply.body)?;
        let items = page["items"].as_array().context("a list without items")?;
        listed.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(listed.len() as u64),
        }
    }
}

/// Damages a byte in a copy of the log, and sees that it is found.
fn damage_is_found(
    services: &Services,
    log: &str,
    copy: &Path,
    rng: &mut Rng,
) -> anyhow::Result<()> {
    let to = copy.display().to_string();
    let copied = services.run(log, &["backup", "--to", &to])?;
    ensure!(copied.status.success(), "log backup: {}", String::from_utf8_lossy(&copied.stderr));
    damage(copy, rng)?;
    let verified = services.run(&format!("sqlite:{to}"), &["verify"])?;
    let told = String::from_utf8_lossy(&verified.stderr);
    let found = !verified.status.success() && told.contains("position");
    ensure!(found, "a damaged byte is not found: {} {told}", verified.status);
    Ok(())
}
