//! A trajectory in the list of trajectories.

use super::{Activity, Icon, Law, Tag, Tone};
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A trajectory, and what is going on in it.
#[derive(Clone, Debug, Template)]
#[template(path = "components/trajectory_card/template.html")]
pub struct TrajectoryCard {
    /// The name of the trajectory in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The region that buys together.
    pub region: String,
    /// The municipalities that buy, the lead first.
    pub municipalities: Vec<String>,
    /// Under which acts.
    pub laws: Vec<Law>,
    /// The names of the phases that are open now.
    pub running_phases: Vec<String>,
    /// What can be done or read now, the most urgent first.
    pub activities: Vec<Activity>,
}

impl TrajectoryCard {
    fn href(&self) -> String {
        paths::trajectory(&self.id)
    }

    fn running(&self) -> Tag {
        Tag { icon: Icon::Now, tone: Tone::Live, words: "Loopt nu" }
    }
}

impl HtmlSafe for TrajectoryCard {}
