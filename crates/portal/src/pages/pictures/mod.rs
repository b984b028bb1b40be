//! A trajectory in pictures: who was heard, what the requirements cost in time, and what happened
//! when. Each picture has its figures in a table beneath it.

use super::TrajectoryName;
use crate::components::{Link, Picture};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A trajectory in pictures.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/pictures/template.html")]
pub struct PicturesPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// Who was heard, by groups of providers.
    pub heard: Vec<Picture>,
    /// What the requirements cost in time; nothing before they are published.
    pub burden: Vec<Picture>,
    /// What happened when.
    pub timeline: Picture,
    /// Whether earlier things are left out of the timeline.
    pub shortened: bool,
}

impl HtmlSafe for PicturesPage {}

impl Page for PicturesPage {
    fn title(&self) -> String {
        format!("In beeld – {}", self.trajectory.title)
    }

    fn name(&self) -> String {
        "In beeld".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::pictures(&self.trajectory.id))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
