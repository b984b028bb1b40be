//! What a run measured.

use crate::table::{Figure, Goal, TABLE};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A run, and what earlier runs on the same machine measured of the other figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The day of its last run.
    pub date: String,
    /// The commit that was measured then.
    pub commit: String,
    /// On what.
    pub machine: Machine,
    /// With what.
    pub versions: Versions,
    /// How.
    pub settings: Settings,
    /// What came of it.
    pub rows: Vec<Row>,
}

/// The machine. The load generator ran on it too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// Its processor.
    pub processor: String,
    /// How many of them.
    pub processors: usize,
    /// Its memory, in GiB.
    pub memory: f64,
    /// Its system.
    pub system: String,
    /// How many durable commits of one small row its disk does in a second, one after another.
    pub durable_commits: f64,
}

/// The versions of what was measured with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Versions {
    /// The compiler.
    pub rustc: String,
    /// The embedded database.
    pub sqlite: String,
    /// The database server.
    pub postgres: String,
}

/// How it was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Seconds of each measurement, after a second of warming up.
    pub seconds: u64,
    /// How often value and reference took turns; the medians count.
    pub turns: usize,
    /// Seconds of each storm.
    pub storm_seconds: u64,
    /// How many events the long log held.
    pub events: u64,
}

/// A figure as it was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The name of the figure.
    pub name: String,
    /// The median of what was measured.
    pub value: f64,
    /// In what.
    pub unit: String,
    /// The median of the reference.
    pub reference: f64,
    /// The one divided by the other.
    pub ratio: f64,
    /// What that should be.
    pub goal: String,
    /// Whether it is.
    pub reached: bool,
    /// The day on which it was measured.
    pub date: String,
    /// The commit that was measured.
    pub commit: String,
    /// Every turn.
    pub turns: Vec<Turn>,
}

/// One turn of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// What was measured.
    pub value: f64,
    /// The reference, taken right before or after it.
    pub reference: f64,
}

impl Row {
    /// A row from the turns of a figure, measured on a day of a commit.
    #[must_use]
    pub fn of(figure: &Figure, turns: &[Turn], date: &str, commit: &str) -> Self {
        let value = median(turns.iter().map(|turn| turn.value));
        let reference = median(turns.iter().map(|turn| turn.reference));
        let ratio = value / reference;
        let round = |turn: &Turn| Turn {
            value: significant(turn.value),
            reference: significant(turn.reference),
        };
        Self {
            name: figure.name.to_owned(),
            value: significant(value),
            unit: figure.unit.to_owned(),
            reference: significant(reference),
            ratio: significant(ratio),
            goal: figure.goal.to_string(),
            reached: figure.goal.reached(significant(ratio)),
            date: date.to_owned(),
            commit: commit.to_owned(),
            turns: turns.iter().map(round).collect(),
        }
    }

    /// The least and the largest ratio of a turn: how much to make of the median.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let ratios = self.turns.iter().map(|turn| turn.value / turn.reference);
        ratios.fold((f64::INFINITY, 0.0), |(low, high), ratio| (low.min(ratio), high.max(ratio)))
    }

    /// Its goal.
    #[must_use]
    pub fn goal(&self) -> Option<Goal> {
        crate::figure(&self.name).map(|figure| figure.goal)
    }
}

impl Report {
    /// Whether every figure was measured.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.iter().map(|row| row.name.as_str()).eq(TABLE.iter().map(|figure| figure.name))
    }

    /// This run, and of the figures that it passed over what an earlier one measured.
    #[must_use]
    pub fn after(mut self, earlier: &Self) -> Self {
        let rows = TABLE.iter().filter_map(|figure| {
            let of =
                |report: &Self| report.rows.iter().find(|row| row.name == figure.name).cloned();
            of(&self).or_else(|| of(earlier))
        });
        self.rows = rows.collect();
        self
    }

    /// How many figures reach their goal.
    #[must_use]
    pub fn reached(&self) -> usize {
        self.rows.iter().filter(|row| row.reached).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { machine, versions, settings, .. } = self;
        writeln!(f, "{} of {}, commit {}\n", self.date, machine.system, self.commit)?;
        writeln!(
            f,
            "{} × {}, {:.0} GiB, {:.0} single durable commits a second",
            machine.processors, machine.processor, machine.memory, machine.durable_commits
        )?;
        writeln!(
            f,
            "{}; SQLite {}; PostgreSQL {}",
            versions.rustc, versions.sqlite, versions.postgres
        )?;
        writeln!(
            f,
            "{} s for each measurement after 1 s of warming up; medians of {} alternating turns\n",
            settings.seconds, settings.turns
        )?;
        writeln!(
            f,
            "{:<31} {:>9} {:>4} {:>10} {:>7} {:>15}  {:<8}",
            "", "value", "", "reference", "ratio", "of the turns", "goal"
        )?;
        for row in &self.rows {
            let (low, high) = row.range();
            writeln!(
                f,
                "{:<31} {:>9} {:>4} {:>10} {:>7} {:>15}  {:<8} {}",
                row.name,
                written(row.value),
                row.unit,
                written(row.reference),
                written(row.ratio),
                format!("{} – {}", written(low), written(high)),
                row.goal,
                verdict(row.reached),
            )?;
        }
        write!(f, "\n{} of {} figures reach their goal.", self.reached(), self.rows.len())
    }
}

/// What is said of a figure.
pub(crate) const fn verdict(reached: bool) -> &'static str {
    if reached { "reached" } else { "MISSED" }
}

/// The middle one; the mean of the two in the middle when there is none.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => at(odd / 2),
        even => f64::midpoint(at(even / 2 - 1), at(even / 2)),
    }
}

/// Four digits: more than that no measurement is worth.
fn significant(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    if digits < 0 {
        value.round()
    } else {
        let scale = 10_f64.powi(digits);
        (value * scale).round() / scale
    }
}

/// A number as it is read best: three digits, or all before the point.
pub(crate) fn written(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(value: f64, reference: f64) -> Turn {
        Turn { value, reference }
    }

    #[test]
    fn a_row_is_the_median_of_its_turns() {
        let figure = &TABLE[0];
        let turns = [turn(900.0, 100.0), turn(10.0, 99.0), turn(1_000.0, 1.0)];
        let row = Row::of(figure, &turns, "2026-11-22", "a1b2c3");
        assert_eq!((row.value, row.reference, row.goal.as_str()), (900.0, 99.0, ">= 9"));
        assert!(row.reached && (row.ratio - 900.0 / 99.0).abs() < 0.001, "{row:?}");
        assert_eq!(row.range(), (10.0 / 99.0, 1_000.0));
        assert_eq!((row.date.as_str(), row.commit.as_str()), ("2026-11-22", "a1b2c3"));
        let of = |turns| Row::of(figure, turns, "", "");
        assert!(!of(&[]).reached);
        assert!((of(&turns[..2]).value - 455.0).abs() < 1e-9);
    }

    #[test]
    fn what_a_run_passed_over_stays_as_an_earlier_one_measured_it() {
        let report = |commit: &str, figures: &[Figure]| Report {
            date: String::new(),
            commit: commit.to_owned(),
            machine: Machine {
                processor: String::new(),
                processors: 1,
                memory: 1.0,
                system: String::new(),
                durable_commits: 1.0,
            },
            versions: Versions {
                rustc: String::new(),
                sqlite: String::new(),
                postgres: String::new(),
            },
            settings: Settings { seconds: 3, turns: 5, storm_seconds: 60, events: 1 },
            rows: figures.iter().map(|it| Row::of(it, &[turn(1.0, 1.0)], "", commit)).collect(),
        };
        let both = report("new", &TABLE[1..3]).after(&report("old", &TABLE[..2]));
        let rows: Vec<_> = both.rows.iter().map(|it| (it.name.as_str(), &*it.commit)).collect();
        let names = [TABLE[0].name, TABLE[1].name, TABLE[2].name];
        assert_eq!(rows, [(names[0], "old"), (names[1], "new"), (names[2], "new")]);
        assert_eq!(both.commit, "new");
    }

    #[test]
    fn numbers_are_told_as_well_as_they_are_known() {
        assert_eq!([significant(0.123_456), significant(12_345.6)], [0.123_5, 12_346.0]);
        assert_eq!([written(0.456), written(12.34), written(31_234.4)], ["0.46", "12.3", "31234"]);
    }
}
