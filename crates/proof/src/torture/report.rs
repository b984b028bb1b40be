//! What came of it, a line a scenario.

use super::scenario::Scenario;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The rounds of one scenario together.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// How many rounds.
    pub rounds: u64,
    /// How many submissions were acknowledged.
    pub acknowledged: u64,
    /// How many requests were sent again.
    pub repeats: u64,
    /// How often something broke.
    pub broke: u64,
    /// The longest that somebody waited to be acknowledged again, after everything was whole, in
    /// seconds.
    pub slowest_recovery: f64,
}

/// A round in which the platform did not keep its word.
#[derive(Clone, Debug, Serialize)]
pub struct Violation {
    /// Which round.
    pub round: u64,
    /// What happened in it.
    pub scenario: Scenario,
    /// What is wrong.
    pub reason: String,
    /// Where everything of that round is kept.
    pub kept: PathBuf,
}

/// What came of all rounds.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The seed: with it the same scenarios are drawn.
    pub seed: u64,
    /// The rounds, by scenario.
    pub rows: BTreeMap<Scenario, Row>,
    /// What ended it, when something did.
    pub violation: Option<Violation>,
}

impl Report {
    /// A report of no rounds.
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, rows: BTreeMap::new(), violation: None }
    }

    pub(super) fn add(&mut self, scenario: Scenario, round: &Round) {
        let row = self.rows.entry(scenario).or_default();
        row.rounds += 1;
        row.acknowledged += round.acknowledged;
        row.repeats += round.repeats;
        row.broke += round.broke;
        row.slowest_recovery = row.slowest_recovery.max(round.recovery.as_secs_f64());
    }
}

/// What came of one round.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// How many submissions were acknowledged.
    pub acknowledged: u64,
    /// How many requests were sent again.
    pub repeats: u64,
    /// How often something broke.
    pub broke: u64,
    /// How long it took until everybody was acknowledged again, after everything was whole.
    pub recovery: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16} {:>7} {:>13} {:>10} {:>8} {:>14}",
            "scenario", "rounds", "acknowledged", "sent again", "broke", "recovery (s)"
        )?;
        for (scenario, row) in &self.rows {
            let Row { rounds, acknowledged, repeats, broke, slowest_recovery } = row;
            writeln!(
                f,
                "{scenario:<16} {rounds:>7} {acknowledged:>13} {repeats:>10} {broke:>8} \
                 {slowest_recovery:>14.2}"
            )?;
        }
        let rounds: u64 = self.rows.values().map(|row| row.rounds).sum();
        match &self.violation {
            None => writeln!(f, "Seed {}: {rounds} rounds, and every promise was kept.", self.seed),
            Some(Violation { round, scenario, reason, kept }) => {
                writeln!(f, "Seed {}: in round {round}, {scenario}: {reason}", self.seed)?;
                writeln!(f, "Everything of it is in {}", kept.display())
            }
        }
    }
}
