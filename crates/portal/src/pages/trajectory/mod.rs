//! The dossier of one trajectory: what it is, what can be done now, and its timeline per phase.

use super::home_trail;
use crate::components::{
    Activity, Contents, ContentsEntry, DevelopmentAgenda, Document, Link, OutreachSummary, Phase,
    PhaseOverview, Planning, Profile, Prose, Room,
};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The name of a trajectory, for pages below its dossier.
#[derive(Clone, Debug)]
pub struct TrajectoryName {
    /// The name in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
}

impl TrajectoryName {
    /// A link to the dossier.
    pub(crate) fn link(&self) -> Link {
        Link { text: self.title.clone(), href: paths::trajectory(&self.id) }
    }

    /// The way to a page below the dossier.
    pub(crate) fn trail(&self) -> Vec<Link> {
        let mut trail = home_trail();
        trail.push(self.link());
        trail
    }
}

/// The dossier of one trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/trajectory/template.html")]
pub struct TrajectoryPage {
    /// The trajectory.
    pub name: TrajectoryName,
    /// What is bought and for whom, in plain Dutch.
    pub summary: Prose,
    /// What can be done or read now, the most urgent first.
    pub activities: Vec<Activity>,
    /// What the trajectory is.
    pub profile: Profile,
    /// The outreaches to clients and others, the newest first.
    pub outreaches: Vec<OutreachSummary>,
    /// What was moved to later.
    pub agenda: DevelopmentAgenda,
    /// The planning.
    pub planning: Planning,
    /// The documents, in the order of first publication.
    pub documents: Vec<Document>,
    /// All clarification notes on one page, once there is one; made by
    /// [`crate::paths::consolidated_note`].
    pub notes: Option<String>,
    /// The phases, all six, in their order.
    pub phases: Vec<Phase>,
}

impl TrajectoryPage {
    fn overview(&self) -> PhaseOverview {
        PhaseOverview::of(&self.phases)
    }

    fn pictures(&self) -> String {
        paths::pictures(&self.name.id)
    }

    fn contents(&self) -> Contents {
        let phases = self
            .phases
            .iter()
            .map(|phase| Link { text: phase.title.clone(), href: format!("#fase-{}", phase.key) });
        let now = ContentsEntry::new("Wat kan nu?", "nu");
        let about = ContentsEntry::new("Over dit traject", "over-dit-traject");
        let heard = ContentsEntry::new("Uw ervaring", "ervaringen");
        let heard = (!self.outreaches.is_empty()).then_some(heard);
        let rest = [
            ContentsEntry::new("Nu of later", "sporen"),
            ContentsEntry::new("Planning", "planning"),
            ContentsEntry::new("Documenten", "documenten"),
        ];
        let now = (!self.activities.is_empty()).then_some(now);
        let notes = ContentsEntry::new("Vragen en antwoorden", "vragen-en-antwoorden");
        let notes = self.notes.is_some().then_some(notes);
        let course = ContentsEntry::new("Verloop per fase", "verloop").with(phases);
        let first = now.into_iter().chain([about]).chain(heard);
        Contents { entries: first.chain(rest).chain(notes).chain([course]).collect() }
    }
}

impl HtmlSafe for TrajectoryPage {}

impl Page for TrajectoryPage {
    fn title(&self) -> String {
        self.name.title.clone()
    }

    fn path(&self) -> Option<String> {
        Some(paths::trajectory(&self.name.id))
    }

    fn trail(&self) -> Vec<Link> {
        home_trail()
    }
}
