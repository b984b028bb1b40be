//! What is told in the end.

use crate::IN_FLIGHT_MOST;
use proof::load::{Measured, WARM_UP};
use std::fmt;
use std::time::Duration;

/// The part of the bare endpoint's answers that the platform should reach.
const PART_OF_BARE: f64 = 0.35;

/// Everything that was measured.
pub(crate) struct Report {
    pub(crate) workers: usize,
    pub(crate) span: Duration,
    /// Single durable commits a second, by turn.
    pub(crate) commits: Vec<f64>,
    /// The bare endpoint, by turn.
    pub(crate) answers: Vec<Measured>,
    /// Submissions by number in flight.
    pub(crate) few: Vec<(usize, Measured)>,
    /// Submissions with the most in flight, by turn.
    pub(crate) submissions: Vec<Measured>,
    /// How many submissions stand in the log.
    pub(crate) submitted: u64,
    /// How long the read models needed after the last answer of the last turn.
    pub(crate) lag: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Measured for {} s each after {} s of warming up; {} workers; {IN_FLIGHT_MOST} in \
             flight and single commits: the median of {} turns.\n",
            self.span.as_secs(),
            WARM_UP.as_secs(),
            self.workers,
            self.submissions.len(),
        )?;
        writeln!(f, "{:<44} {:>10} {:>8} {:>8}", "", "a second", "p50 ms", "p99 ms")?;
        let commits = median(self.commits.iter().copied());
        writeln!(f, "{:<44} {commits:>10.0}", "single durable commits on this disk")?;
        let bare = format!("bare endpoint, token verified, {IN_FLIGHT_MOST} in flight");
        let answers = row(f, &bare, &self.answers)?;
        for (in_flight, measured) in &self.few {
            row(f, &submissions(*in_flight), std::slice::from_ref(measured))?;
        }
        let most = row(f, &submissions(IN_FLIGHT_MOST), &self.submissions)?;
        writeln!(
            f,
            "\nThe bare endpoint verifies the token of every request. The platform does so once \
             for each token\nand remembers it, until it expires or its key is withdrawn."
        )?;
        writeln!(
            f,
            "All {} acknowledged submissions stand in the log, once, and its chain holds. The \
             read models\nshowed the last of them after {:.1} s.\n",
            self.submitted,
            self.lag.as_secs_f64(),
        )?;
        let (of_bare, of_disk) = (most / answers, most / commits);
        let met = |goal| if goal { "met" } else { "not met" };
        writeln!(
            f,
            "{of_bare:>6.2} of the bare endpoint   goal: at least {PART_OF_BARE}   {}",
            met(of_bare >= PART_OF_BARE),
        )?;
        write!(
            f,
            "{of_disk:>6.2} of single commits      goal: more than 1      {}",
            met(of_disk > 1.0),
        )
    }
}

fn submissions(in_flight: usize) -> String {
    format!("submissions over HTTP, {in_flight} in flight")
}

/// Writes the medians of some turns. Gives the answers a second.
fn row(f: &mut fmt::Formatter<'_>, name: &str, turns: &[Measured]) -> Result<f64, fmt::Error> {
    let per_second = median(turns.iter().map(|turn| turn.per_second));
    let millis = |of: fn(&Measured) -> Duration| {
        median(turns.iter().map(|turn| of(turn).as_secs_f64() * 1_000.0))
    };
    let (middle, slowest) = (millis(|turn| turn.median), millis(|turn| turn.slowest_hundredth));
    writeln!(f, "{name:<44} {per_second:>10.0} {middle:>8.2} {slowest:>8.2}")?;
    Ok(per_second)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
