//! The home page: what Samenspraak is, and which trajectories there are.

use crate::components::{Link, Mark, TrajectoryCard};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The home page.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/home/template.html")]
pub struct HomePage {
    /// The trajectories, the one with the nearest deadline first.
    pub trajectories: Vec<TrajectoryCard>,
}

impl HtmlSafe for HomePage {}

impl Page for HomePage {
    fn title(&self) -> String {
        "Inkoop van zorg, samen besproken".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::HOME.to_owned())
    }

    fn trail(&self) -> Vec<Link> {
        vec![]
    }
}
