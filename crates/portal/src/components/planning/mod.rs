//! The planning of a trajectory, as a table.

use super::{Icon, Tag, Term, Tone};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A milestone (mijlpaal) in the planning.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// What happens then.
    pub title: String,
    /// The name of the phase in which it happens.
    pub phase: String,
    /// Until when, and on what ground.
    pub term: Term,
    /// Whether it is the first that is still to come.
    pub is_next: bool,
}

impl Milestone {
    fn tag(&self) -> Option<Tag> {
        let next = Tag { icon: Icon::Arrow, tone: Tone::Live, words: "Eerstvolgende stap" };
        self.is_next.then_some(next)
    }
}

/// The planning of a trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "components/planning/template.html")]
pub struct Planning {
    /// The milestones, the earliest first.
    pub milestones: Vec<Milestone>,
}

impl HtmlSafe for Planning {}
