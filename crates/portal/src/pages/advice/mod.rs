//! An advice of a client council: the request, the recommendations and the responses.

use super::TrajectoryName;
use crate::choice::choice;
use crate::components::{AdviceRequest, Link, Moment, Prose, Recommendation};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// The general judgement of a council.
    Judgement {
        /// Positive.
        Positive = "positive", "Positief";
        /// Positive, provided that.
        PositiveProvided = "positive-provided", "Positief, onder voorwaarden (positief, mits)";
        /// Negative.
        Negative = "negative", "Negatief";
        /// None.
        None = "none", "De raad geeft geen oordeel";
    }
}

/// What a council advises.
#[derive(Clone, Debug)]
pub struct GivenAdvice {
    /// When it was given.
    pub given: Moment,
    /// The general judgement.
    pub judgement: Judgement,
    /// The advice in general.
    pub introduction: Prose,
    /// How it came about: who was heard, which sources were used.
    pub basis: Prose,
    /// The recommendations, by number.
    pub recommendations: Vec<Recommendation>,
}

/// An advice of a client council.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/advice/template.html")]
pub struct AdvicePage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The name of the advice in addresses.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// The council.
    pub council: String,
    /// The phase in which it was asked or given; its link is made by [`crate::paths::phase`].
    pub phase: Link,
    /// The request; absent when the advice was not asked.
    pub request: Option<AdviceRequest>,
    /// The advice; absent as long as the council has not given it.
    pub advice: Option<GivenAdvice>,
}

impl HtmlSafe for AdvicePage {}

impl Page for AdvicePage {
    fn title(&self) -> String {
        format!("{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        format!("Advies: {}", self.subject)
    }

    fn path(&self) -> Option<String> {
        Some(paths::advice(&self.trajectory.id, &self.id))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
