//! The phases of a trajectory at a glance.

use super::{Phase, PhaseStatus, Tag};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A phase in the overview.
#[derive(Clone, Debug)]
struct Step {
    key: String,
    title: String,
    status: PhaseStatus,
}

impl Step {
    const fn tag(&self) -> Tag {
        self.status.tag()
    }
}

/// The phases of a trajectory at a glance, each with a link to its place on the timeline.
#[derive(Clone, Debug, Template)]
#[template(path = "components/phase_overview/template.html")]
pub struct PhaseOverview {
    steps: Vec<Step>,
}

impl PhaseOverview {
    /// The overview of the phases that stand on the same page.
    #[must_use]
    pub fn of(phases: &[Phase]) -> Self {
        let step = |phase: &Phase| Step {
            key: phase.key.clone(),
            title: phase.title.clone(),
            status: phase.status(),
        };
        Self { steps: phases.iter().map(step).collect() }
    }
}

impl HtmlSafe for PhaseOverview {}
