//! What is told in the end.

use super::memory::Memory;
use super::picture::picture;
use super::tally::{Row, Totals};
use super::{Crash, Passed, Plan};
use crate::checker::Verdict;
use crate::round::Round;
use anyhow::Context;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// How many faults are told on the terminal; the report has all of them.
const FAULTS_TOLD: usize = 20;

/// Everything that is known of a storm.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What kind of storm it was.
    pub storm: Kind,
    /// What was counted.
    pub totals: Totals,
    /// When the platform was killed, and when it answered again.
    pub crash: Option<Crash>,
    /// The fewest submissions that were accepted in a second before the closing.
    pub worst_second: u64,
    /// The submissions accepted in a second before the closing, on average.
    pub mean_second: f64,
    /// The resident memory of the platform, in KiB.
    pub memory: Memory,
    /// What the checker says.
    pub verdict: Verdict,
    /// What happened in each second: the table of the picture.
    pub seconds: Vec<Row>,
}

/// What kind of storm it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kind {
    /// How many providers submitted.
    pub providers: u32,
    /// How many seconds it lasted until the closing.
    pub seconds: u64,
    /// How many seconds it went on.
    pub after: u64,
    /// How many requests were kept in flight, when it did not rise.
    pub in_flight: Option<u32>,
    /// When the round closed.
    pub closes: Timestamp,
    /// What kind of log: `sqlite` or `postgres`.
    pub log: String,
    /// How many processors there were, for platform and clients together.
    pub processors: usize,
}

impl Report {
    pub(super) fn new(plan: &Plan, round: &Round, passed: Passed, verdict: Verdict) -> Self {
        let Passed { tally, memory, crash } = passed;
        let totals = tally.totals;
        let seconds = tally.rows();
        let begins = -i64::try_from(plan.seconds).unwrap_or(i64::MAX);
        let accepted: Vec<_> = (begins..0)
            .map(|second| {
                seconds.iter().find(|row| row.second == second).map_or(0, |row| row.accepted)
            })
            .collect();
        let log = plan.log.as_deref().and_then(|log| log.split(':').next()).unwrap_or("sqlite");
        Self {
            storm: Kind {
                providers: plan.providers,
                seconds: plan.seconds,
                after: plan.after,
                in_flight: plan.in_flight,
                closes: round.closes,
                log: log.to_owned(),
                processors: std::thread::available_parallelism().map_or(0, usize::from),
            },
            totals,
            crash,
            worst_second: accepted.iter().copied().min().unwrap_or_default(),
            mean_second: accepted.iter().sum::<u64>() as f64 / accepted.len().max(1) as f64,
            memory,
            verdict,
            seconds,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { totals, memory, verdict, .. } = self;
        writeln!(
            f,
            "{} submissions of {} providers: {} accepted, {} refused as late, {} refused \
             otherwise, {} without an answer; {} requests were sent again.",
            totals.submissions,
            self.storm.providers,
            totals.accepted,
            totals.late,
            totals.refused,
            totals.unanswered,
            totals.retried,
        )?;
        if let Some(Crash { killed, again }) = self.crash {
            writeln!(
                f,
                "Killed {:.1} s before the closing, and there again after {:.1} s.",
                -killed,
                again - killed
            )?;
        }
        writeln!(
            f,
            "Accepted a second until the closing: {:.0} on average, {} in the worst.",
            self.mean_second, self.worst_second
        )?;
        if let Some(busiest) = self.seconds.iter().max_by_key(|row| row.accepted + row.late) {
            let millis = |part: Option<f64>| part.unwrap_or_default();
            writeln!(
                f,
                "The busiest second: {} answered; p50 {:.1} ms, p99 {:.1} ms, p99.9 {:.1} ms.",
                busiest.accepted + busiest.late,
                millis(busiest.p50),
                millis(busiest.p99),
                millis(busiest.p999),
            )?;
        }
        let mebibytes = |kibibytes: u64| kibibytes / 1_024;
        writeln!(
            f,
            "Memory of the platform, in MiB: {} at rest, {} before the storm, {} at the peak, {} \
             after.",
            mebibytes(memory.at_rest),
            mebibytes(memory.before),
            mebibytes(memory.peak),
            mebibytes(memory.after),
        )?;
        write!(
            f,
            "The checker read {} events and {} submissions, {} of them acknowledged: ",
            verdict.events, verdict.submissions, verdict.acknowledged
        )?;
        if verdict.holds() {
            return writeln!(f, "no fault.");
        }
        writeln!(f, "{} faults.", verdict.faults.len())?;
        for fault in verdict.faults.iter().take(FAULTS_TOLD) {
            writeln!(f, "  {fault}")?;
        }
        Ok(())
    }
}

/// Where the results of a storm are put.
pub struct Files {
    /// Every request and answer.
    pub history: PathBuf,
    /// The report, as JSON.
    pub report: PathBuf,
    /// The picture.
    pub picture: PathBuf,
    /// What the platform said went wrong.
    pub journal: PathBuf,
}

impl Files {
    /// The files within a directory.
    #[must_use]
    pub fn within(directory: &Path) -> Self {
        let file = |name| directory.join(name);
        Self {
            history: file("history.jsonl"),
            report: file("report.json"),
            picture: file("storm.svg"),
            journal: file("platform.txt"),
        }
    }

    pub(super) fn write(&self, report: &Report) -> anyhow::Result<()> {
        let json = serde_json::to_string_pretty(report)? + "\n";
        for (file, text) in [(&self.report, json), (&self.picture, picture(report))] {
            fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }
}
