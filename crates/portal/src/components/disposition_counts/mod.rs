//! How many contributions got which disposition, as a table.

use super::Disposition;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// How many contributions got which disposition.
#[derive(Clone, Debug, Template)]
#[template(path = "components/disposition_counts/template.html")]
pub struct DispositionCounts {
    counts: Vec<(Disposition, usize)>,
    total: usize,
}

impl DispositionCounts {
    /// Counts dispositions.
    #[must_use]
    pub fn of(dispositions: &[Disposition]) -> Self {
        let count = |kind| dispositions.iter().filter(|given| **given == kind).count();
        let counts = Disposition::ALL.iter().map(|kind| (*kind, count(*kind)));
        Self { counts: counts.collect(), total: dispositions.len() }
    }
}

impl HtmlSafe for DispositionCounts {}
