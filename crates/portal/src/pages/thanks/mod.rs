//! What somebody sees who told of an experience.

use super::TrajectoryName;
use crate::components::{Link, Moment};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// Thanks for an experience.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/thanks/template.html")]
pub struct ThanksPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The name of the outreach in addresses.
    pub outreach: String,
    /// What the outreach is called.
    pub title: String,
    /// Until when experiences are taken: after that it is told what is done with them.
    pub closes: Moment,
}

impl ThanksPage {
    fn outreach_link(&self) -> Link {
        Link {
            text: self.title.clone(),
            href: paths::outreach(&self.trajectory.id, &self.outreach),
        }
    }
}

impl HtmlSafe for ThanksPage {}

impl Page for ThanksPage {
    fn title(&self) -> String {
        format!("{}: {} – {}", self.name(), self.title, self.trajectory.title)
    }

    fn name(&self) -> String {
        "Bedankt".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::outreach_thanks(&self.trajectory.id, &self.outreach))
    }

    fn trail(&self) -> Vec<Link> {
        let mut trail = self.trajectory.trail();
        trail.push(self.outreach_link());
        trail
    }
}
