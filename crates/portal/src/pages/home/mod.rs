//! The home page: what Samenspraak is, and which trajectories there are.

use super::home_trail;
use crate::components::{Link, Mark, TrajectoryCard};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// What the pages after the first are called. The newest trajectories come first.
const OLDER: &str = "Oudere trajecten";

/// The home page, or a later page of its list.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/home/template.html")]
pub struct HomePage {
    /// The trajectories on this page, the one with the nearest deadline first.
    pub trajectories: Vec<TrajectoryCard>,
    /// From where in the list on, as in addresses; absent on the first page.
    pub from: Option<String>,
    /// From where the next page goes on; absent on the last page.
    pub next: Option<String>,
}

impl HtmlSafe for HomePage {}

impl Page for HomePage {
    fn title(&self) -> String {
        let title = if self.from.is_some() { OLDER } else { "Inkoop van zorg, samen besproken" };
        title.to_owned()
    }

    fn path(&self) -> Option<String> {
        let from = self.from.as_deref();
        Some(from.map_or_else(|| paths::HOME.to_owned(), paths::trajectories_from))
    }

    fn trail(&self) -> Vec<Link> {
        if self.from.is_some() { home_trail() } else { vec![] }
    }
}
