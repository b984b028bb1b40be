//! What a run is asked for, and what it has measured.

use anyhow::{Context, ensure};
use clap::Parser;
use figures::{Settings, Turn};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How many events the long log holds in a run that is worth keeping.
const EVENTS: u64 = 10_000_000;

/// How many turns a run that is worth keeping has at least.
const TURNS_MIN: usize = 5;

/// How long its storms are at least.
const STORM_SECONDS_MIN: u64 = 60;

/// How it is measured. A run with at least five turns is written into the docs.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// Seconds for each measurement.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
    /// How often each value and its reference take turns.
    #[arg(long, default_value_t = TURNS_MIN)]
    turns: usize,
    /// Seconds of each storm.
    #[arg(long, default_value_t = STORM_SECONDS_MIN)]
    storm_seconds: u64,
    /// How many events the long log holds. It is made once and kept below the target directory.
    #[arg(long, default_value_t = EVENTS)]
    events: u64,
    /// Only figures whose name begins with one of these.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    only: Vec<String>,
    /// The program that measures postgres-es.
    #[arg(long, value_name = "FILE")]
    rival: Option<PathBuf>,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A run.
pub(crate) struct Bench {
    arguments: Arguments,
    directory: TempDir,
    taken: BTreeMap<&'static str, Vec<Turn>>,
    /// How many threads answer requests.
    pub(crate) workers: usize,
}

impl Bench {
    pub(crate) fn new(arguments: Arguments) -> anyhow::Result<Self> {
        for name in &arguments.only {
            let known = figures::TABLE.iter().any(|figure| figure.name.starts_with(name));
            ensure!(known, "no figure begins with {name}");
        }
        ensure!(arguments.turns > 0, "at least one turn is needed");
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let workers = std::thread::available_parallelism()?.get();
        Ok(Self { arguments, directory, taken: BTreeMap::new(), workers })
    }

    /// Whether a figure is wanted.
    pub(crate) fn wants(&self, name: &str) -> bool {
        let only = &self.arguments.only;
        only.is_empty() || only.iter().any(|begin| name.starts_with(begin.as_str()))
    }

    pub(crate) fn wants_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.wants(name))
    }

    /// Remembers a turn of a figure.
    pub(crate) fn note(&mut self, name: &'static str, value: f64, reference: f64) {
        if self.wants(name) {
            eprintln!("  {name}: {value:.4} against {reference:.4}, {:.3}", value / reference);
            self.taken.entry(name).or_default().push(Turn { value, reference });
        }
    }

    pub(crate) fn turns_of(&self, name: &str) -> &[Turn] {
        self.taken.get(name).map_or(&[], Vec::as_slice)
    }

    /// The numbers of the turns. Each one begins with a word on the terminal.
    pub(crate) fn turns(&self, what: &'static str) -> impl Iterator<Item = usize> + use<> {
        let turns = self.arguments.turns;
        (1..=turns).inspect(move |turn| eprintln!("{what}: turn {turn} of {turns}"))
    }

    /// How long a measurement lasts.
    pub(crate) fn span(&self) -> Duration {
        Duration::from_secs(self.arguments.seconds)
    }

    pub(crate) fn storm_span(&self) -> Duration {
        Duration::from_secs(self.arguments.storm_seconds)
    }

    pub(crate) fn events(&self) -> u64 {
        self.arguments.events
    }

    pub(crate) fn rival(&self) -> anyhow::Result<&Path> {
        let rival = self.arguments.rival.as_deref();
        rival.context("--rival names the program of benches/postgres-es; `cargo xtask bench` does")
    }

    /// A directory for a part of the run, which goes with it.
    pub(crate) fn directory(&self) -> anyhow::Result<TempDir> {
        Ok(tempfile::tempdir_in(self.directory.path())?)
    }

    /// A directory that stays, for what takes long to make.
    pub(crate) fn kept(&self, name: &str) -> PathBuf {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        target.parent().unwrap_or(target).join("bench").join(name)
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings {
            seconds: self.arguments.seconds,
            turns: self.arguments.turns,
            storm_seconds: self.arguments.storm_seconds,
            events: self.arguments.events,
        }
    }

    /// Whether what it measures is measured with care.
    pub(crate) fn is_worth_keeping(&self) -> bool {
        let Arguments { turns, storm_seconds, events, .. } = &self.arguments;
        *turns >= TURNS_MIN && *storm_seconds >= STORM_SECONDS_MIN && *events == EVENTS
    }
}

/// Milliseconds, with their parts.
pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
