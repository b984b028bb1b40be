//! The table: a figure is added here, and measured by the group of the benchmark that names it.

use std::fmt;

/// What a ratio should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
}

impl Goal {
    /// Whether a ratio reaches it.
    #[must_use]
    pub fn reached(self, ratio: f64) -> bool {
        self.margin(ratio) >= 1.0
    }

    /// How many times better than the goal a ratio is; below 1 it misses it.
    #[must_use]
    pub fn margin(self, ratio: f64) -> f64 {
        match self {
            Self::AtLeast(least) => ratio / least,
            Self::AtMost(most) => most / ratio,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, ">= {least}"),
            Self::AtMost(most) => write!(f, "<= {most}"),
        }
    }
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// What is measured.
    pub measured: &'static str,
    /// In what, reference and value alike.
    pub unit: &'static str,
    /// Against what it is held.
    pub reference: &'static str,
    /// What the ratio of the two should be.
    pub goal: Goal,
}

/// Appends, submissions, commands, answers or events in a second.
const A_SECOND: &str = "1/s";
const MILLISECONDS: &str = "ms";
const MEBIBYTES: &str = "MiB";

const ALONE: &str = "the same on a platform with nothing else";
const ONE_YEAR: &str = "the same where only the last year was measured";
const SHOWN_ALONE: &str = "the same where there is what is shown and nothing else";
const BARE: &str = "the bare endpoint";
const POSTGRES_ES: &str = "cqrs-es with postgres-es as documented, in process, no HTTP";

const fn figure_of(
    name: &'static str,
    measured: &'static str,
    unit: &'static str,
    reference: &'static str,
    goal: Goal,
) -> Figure {
    Figure { name, measured, unit, reference, goal }
}

/// All figures, in the order in which they are told.
pub const TABLE: [Figure; 39] = [
    figure_of(
        "log-sqlite-256",
        "appends through `event-log-sqlite`, 256 in flight",
        A_SECOND,
        "SQLite, one commit for each event, 256 in flight",
        Goal::AtLeast(9.0),
    ),
    figure_of(
        "log-postgres-256",
        "appends through `event-log-postgres`, 256 in flight",
        A_SECOND,
        "PostgreSQL, lock and insert, one transaction for each event, 256 in flight",
        Goal::AtLeast(12.0),
    ),
    figure_of(
        "command-vs-postgres-es-64",
        "`execute` of a submission on the log in PostgreSQL, no HTTP, 64 in flight",
        A_SECOND,
        POSTGRES_ES,
        Goal::AtLeast(6.0),
    ),
    figure_of(
        "http-submit-sqlite-64",
        "submissions over HTTP, log in SQLite, 64 in flight",
        A_SECOND,
        BARE,
        Goal::AtLeast(0.5),
    ),
    figure_of(
        "http-submit-sqlite-256",
        "submissions over HTTP, log in SQLite, 256 in flight",
        A_SECOND,
        BARE,
        Goal::AtLeast(0.6),
    ),
    figure_of(
        "http-submit-postgres-256",
        "submissions over HTTP, log in PostgreSQL, 256 in flight",
        A_SECOND,
        BARE,
        Goal::AtLeast(0.4),
    ),
    figure_of(
        "http-vs-postgres-es-256",
        "submissions over HTTP, log in PostgreSQL, 256 in flight",
        A_SECOND,
        POSTGRES_ES,
        Goal::AtLeast(3.0),
    ),
    figure_of(
        "http-sqlite-vs-postgres-es-256",
        "submissions over HTTP, log in SQLite, 256 in flight",
        A_SECOND,
        POSTGRES_ES,
        Goal::AtLeast(6.0),
    ),
    figure_of(
        "submit-p99-256",
        "p99 of a submission over HTTP, log in SQLite, 256 in flight",
        MILLISECONDS,
        "p99 of an append through `event-log-sqlite` alone, 256 in flight",
        Goal::AtMost(3.0),
    ),
    figure_of(
        "single-latency",
        "p50 of a submission over HTTP with nobody else there",
        MILLISECONDS,
        "p50 of one durable commit of one small row",
        Goal::AtMost(3.0),
    ),
    figure_of(
        "read-point",
        "a provider's question by its id over HTTP, 64 in flight",
        A_SECOND,
        BARE,
        Goal::AtLeast(1.0),
    ),
    figure_of(
        "read-list",
        "the work list over HTTP, 20 rows of 2,000, 64 in flight",
        A_SECOND,
        BARE,
        Goal::AtLeast(0.5),
    ),
    figure_of(
        "projection-rebuild",
        "events when the largest read model is rebuilt from 1,000,000 submissions",
        A_SECOND,
        "reading and decoding the same events",
        Goal::AtLeast(0.35),
    ),
    figure_of(
        "projection-lag",
        "p99 from the answer to a submission until a read shows it, at half the peak load",
        MILLISECONDS,
        "p99 of the submissions themselves",
        Goal::AtMost(5.0),
    ),
    figure_of(
        "growth-10m",
        "submissions over HTTP on a log of 10,000,000 events, 256 in flight",
        A_SECOND,
        "the same on an empty log",
        Goal::AtLeast(0.9),
    ),
    figure_of(
        "growth-stream",
        "submissions over HTTP to a round with 5,000 contributions, 64 in flight",
        A_SECOND,
        "the same to an empty round",
        Goal::AtLeast(0.8),
    ),
    figure_of(
        "storm-worst-second",
        "submissions accepted in the worst second of a storm, 256 in flight",
        A_SECOND,
        "in its mean second",
        Goal::AtLeast(0.5),
    ),
    figure_of(
        "token-cost",
        "submissions over HTTP with tokens checked, 256 in flight",
        A_SECOND,
        "the same with the check left out",
        Goal::AtLeast(0.9),
    ),
    figure_of(
        "memory",
        "resident memory of the platform after a storm of 10,000 providers",
        MEBIBYTES,
        "the same process at rest, before the storm",
        Goal::AtMost(4.0),
    ),
    figure_of(
        "purchase-work-list",
        "the work list of a purchase with 2,000 questions, among 2,000,000 events of others",
        MILLISECONDS,
        ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "purchase-dossier",
        "the dossier of a provider in it, among as many",
        MILLISECONDS,
        ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "purchase-consolidated-note",
        "its clarification notes as one, 1,600 answers, among as many",
        MILLISECONDS,
        ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "purchase-similar",
        "questions that ask much the same as one in it, among as many",
        MILLISECONDS,
        "one question by its id, there",
        Goal::AtMost(5.0),
    ),
    figure_of(
        "purchase-note-400",
        "from the answer until every read model shows a note with 400 answers, among as many",
        MILLISECONDS,
        "a second",
        Goal::AtMost(1.0),
    ),
    figure_of(
        "region-import-lines",
        "values of a quarter taken in over HTTP, 60,000 lines of JSON",
        A_SECOND,
        "20,000",
        Goal::AtLeast(1.0),
    ),
    figure_of(
        "region-import-sheet",
        "the same from a spreadsheet (XLSX)",
        A_SECOND,
        "20,000",
        Goal::AtLeast(1.0),
    ),
    figure_of(
        "region-values",
        "50 indicators of a contract with their values of ten years, among 1,000 of 60 contracts",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-own-values",
        "the same for the provider itself",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-trends",
        "the page that draws 50 of them over ten years",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-own-trends",
        "the same for the provider itself",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-indicators",
        "50 of its 1,000 indicators",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of("region-contracts", "its 60 contracts", MILLISECONDS, SHOWN_ALONE, Goal::AtMost(2.0)),
    figure_of(
        "region-dossiers",
        "the dossiers of its 60 providers",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-deliveries",
        "its deliveries of 40 quarters",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of("region-timeline", "its timeline", MILLISECONDS, SHOWN_ALONE, Goal::AtMost(2.0)),
    figure_of(
        "region-trail",
        "what was put in and what came of it",
        MILLISECONDS,
        SHOWN_ALONE,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-steering",
        "its steering information for management, over 60,000 last values",
        MILLISECONDS,
        ONE_YEAR,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-accountability",
        "the file of its elected council",
        MILLISECONDS,
        ONE_YEAR,
        Goal::AtMost(2.0),
    ),
    figure_of(
        "region-evidence",
        "the evidence of its last year",
        MILLISECONDS,
        ONE_YEAR,
        Goal::AtMost(2.0),
    ),
];

/// The figure of a name.
#[must_use]
pub fn figure(name: &str) -> Option<&'static Figure> {
    TABLE.iter().find(|figure| figure.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_reached_on_its_own_side() {
        assert!(Goal::AtLeast(9.0).reached(9.0) && !Goal::AtLeast(9.0).reached(8.99));
        assert!(Goal::AtMost(3.0).reached(3.0) && !Goal::AtMost(3.0).reached(3.01));
        assert!(!Goal::AtLeast(1.0).reached(f64::NAN) && !Goal::AtMost(1.0).reached(f64::NAN));
        assert_eq!(Goal::AtLeast(0.35).to_string(), ">= 0.35");
        assert_eq!(Goal::AtMost(3.0).to_string(), "<= 3");
    }

    #[test]
    fn each_figure_has_a_name_of_its_own() {
        for (n, one) in TABLE.iter().enumerate() {
            assert_eq!(TABLE.iter().position(|other| other.name == one.name), Some(n));
            assert_eq!(figure(one.name), Some(one));
        }
    }
}
