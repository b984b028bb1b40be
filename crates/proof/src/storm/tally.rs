//! What is counted while the storm passes.

use serde::Serialize;
use std::collections::BTreeMap;

/// How it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Submissions that were begun.
    pub submissions: u64,
    /// Accepted.
    pub accepted: u64,
    /// Refused as late.
    pub late: u64,
    /// Refused for another reason.
    pub refused: u64,
    /// Left without an answer, after many attempts.
    pub unanswered: u64,
    /// Requests that were sent again under the same key.
    pub retried: u64,
    /// Submissions that wait for their answer now.
    pub in_flight: u64,
}

/// What happened within one second.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Which one: seconds after the closing, negative before it.
    pub second: i64,
    /// Submissions that were begun.
    pub begun: u64,
    /// Submissions that were accepted.
    pub accepted: u64,
    /// Submissions that were refused as late.
    pub late: u64,
    /// Requests that were sent again.
    pub retried: u64,
    /// How long half of those answered in this second had waited, in milliseconds, from the moment
    /// they were due and over all attempts.
    pub p50: Option<f64>,
    /// Likewise ninety-nine of a hundred.
    pub p99: Option<f64>,
    /// Likewise 999 of a thousand.
    pub p999: Option<f64>,
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Accepted,
    Late,
    Refused,
    Unanswered,
}

/// The counts.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) totals: Totals,
    rows: BTreeMap<i64, Counted>,
}

#[derive(Default)]
struct Counted {
    row: Row,
    /// Microseconds.
    waited: Vec<u64>,
}

impl Tally {
    pub(super) fn begun(&mut self, second: i64) {
        self.totals.submissions += 1;
        self.totals.in_flight += 1;
        self.row(second).row.begun += 1;
    }

    pub(super) fn retried(&mut self, second: i64) {
        self.totals.retried += 1;
        self.row(second).row.retried += 1;
    }

    pub(super) fn ended(&mut self, second: i64, end: End, waited: u64) {
        let totals = &mut self.totals;
        totals.in_flight -= 1;
        match end {
            End::Accepted => totals.accepted += 1,
            End::Late => totals.late += 1,
            End::Refused => totals.refused += 1,
            End::Unanswered => totals.unanswered += 1,
        }
        let counted = self.row(second);
        counted.row.accepted += u64::from(end == End::Accepted);
        counted.row.late += u64::from(end == End::Late);
        if end != End::Unanswered {
            counted.waited.push(waited);
        }
    }

    fn row(&mut self, second: i64) -> &mut Counted {
        self.rows.entry(second).or_default()
    }

    /// The seconds, in order; those in which nothing happened as well.
    pub(super) fn rows(mut self) -> Vec<Row> {
        let first = self.rows.keys().next().copied().unwrap_or_default();
        let last = self.rows.keys().last().copied().unwrap_or_default();
        let seconds = first..=last;
        seconds
            .map(|second| {
                let Counted { row, mut waited } = self.rows.remove(&second).unwrap_or_default();
                waited.sort_unstable();
                let of = |part| millis_of(&waited, part);
                Row { second, p50: of(500), p99: of(990), p999: of(999), ..row }
            })
            .collect()
    }
}

/// What so many of a thousand stay within.
fn millis_of(sorted: &[u64], thousandths: usize) -> Option<f64> {
    let place = (sorted.len() * thousandths).div_ceil(1_000).max(1) - 1;
    sorted.get(place).map(|micros| *micros as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_and_none_is_left_out() {
        let mut tally = Tally::default();
        for waited in 1..=1_000 {
            tally.begun(-2);
            tally.ended(-2, End::Accepted, waited * 1_000);
        }
        tally.begun(-2);
        tally.retried(0);
        tally.ended(0, End::Late, 5_500);
        tally.begun(0);
        let totals = tally.totals;
        assert_eq!((totals.submissions, totals.accepted, totals.late), (1_002, 1_000, 1));
        assert_eq!((totals.retried, totals.in_flight), (1, 1));
        let rows = tally.rows();
        assert_eq!(rows.iter().map(|row| row.second).collect::<Vec<_>>(), [-2, -1, 0]);
        assert_eq!(
            (rows[0].p50, rows[0].p99, rows[0].p999),
            (Some(500.0), Some(990.0), Some(999.0))
        );
        assert_eq!((rows[1].begun, rows[1].p50), (0, None));
        assert_eq!((rows[2].late, rows[2].p50, rows[2].p999), (1, Some(5.5), Some(5.5)));
    }
}
