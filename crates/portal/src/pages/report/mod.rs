//! The report of a consultation round: what was done with each contribution, and why.

use super::TrajectoryName;
use crate::components::{
    Contents, ContentsEntry, Contribution, Disposition, DispositionCounts, Link, Moment, Prose,
};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A theme of the round, with the contributions on it.
#[derive(Clone, Debug)]
pub struct ReportTheme {
    /// What it is called.
    pub title: String,
    /// What the municipalities wanted to hear about it.
    pub question: Prose,
    /// The contributions, numbered through all themes of the report.
    pub contributions: Vec<Contribution>,
}

/// The report of a consultation round.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/report/template.html")]
pub struct ReportPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The name of the round in addresses.
    pub round: String,
    /// What the round is called.
    pub title: String,
    /// When the report was published.
    pub published: Moment,
    /// What the round was for.
    pub introduction: Prose,
    /// What came out of the round as a whole.
    pub summary: Prose,
    /// The themes, in the order of the round.
    pub themes: Vec<ReportTheme>,
}

impl ReportPage {
    fn counts(&self) -> DispositionCounts {
        let contributions = self.themes.iter().flat_map(|theme| &theme.contributions);
        let dispositions: Vec<Disposition> = contributions.map(|item| item.disposition).collect();
        DispositionCounts::of(&dispositions)
    }

    fn contents(&self) -> Contents {
        let themes = self.themes.iter().enumerate();
        let themes = themes.map(|(place, theme)| {
            ContentsEntry::new(&theme.title, &format!("thema-{}", place + 1))
        });
        let first = [
            ContentsEntry::new("Samenvatting", "samenvatting"),
            ContentsEntry::new("Aantallen", "aantallen"),
        ];
        Contents { entries: first.into_iter().chain(themes).collect() }
    }

    fn round_link(&self) -> Link {
        Link {
            text: "de ronde in het dossier".to_owned(),
            href: paths::round(&self.trajectory.id, &self.round),
        }
    }
}

impl HtmlSafe for ReportPage {}

impl Page for ReportPage {
    fn title(&self) -> String {
        format!("{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        format!("Consultatieverslag: {}", self.title)
    }

    fn path(&self) -> Option<String> {
        Some(paths::report(&self.trajectory.id, &self.round))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
