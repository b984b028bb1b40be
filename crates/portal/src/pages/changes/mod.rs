//! What changed in a document (was-wordt-lijst), section by section.

use super::TrajectoryName;
use crate::choice::choice;
use crate::components::{Link, Prose};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// How a section changed.
    SectionChangeKind {
        /// It is new.
        Added = "added", "nieuw";
        /// It is gone.
        Removed = "removed", "vervallen";
        /// Its heading or its text changed.
        Changed = "changed", "gewijzigd";
        /// Its text was not given for both versions.
        Unknown = "unknown", "gewijzigd; lees de tekst in het document";
    }
}

/// A stretch of the text of a section.
#[derive(Clone, Debug)]
pub enum Stretch {
    /// It stands in both versions.
    Kept(String),
    /// It stands in the earlier version alone.
    Removed(String),
    /// It stands in the later version alone.
    Added(String),
}

/// A section that changed.
#[derive(Clone, Debug)]
pub struct ChangedSection {
    /// Its place in the list, from 1.
    pub place: u32,
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// How it changed.
    pub kind: SectionChangeKind,
    /// What it said.
    pub was: Option<Prose>,
    /// What it says.
    pub becomes: Option<Prose>,
    /// Both in one, word by word.
    pub words: Vec<Stretch>,
    /// The answers that led to it; made by [`crate::paths::question`].
    pub causes: Vec<Link>,
}

/// What changed between two versions of a document.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/changes/template.html")]
pub struct ChangesPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The document, on the page of the trajectory; made by [`crate::paths::document`].
    pub document: Link,
    /// The name of the document in addresses.
    pub id: String,
    /// The earlier version.
    pub from: u32,
    /// The later version.
    pub to: u32,
    /// What was told with each version in between, the later one included.
    pub reasons: Vec<Prose>,
    /// The sections that changed.
    pub sections: Vec<ChangedSection>,
    /// The answers that led to a change of the document as a whole.
    pub causes: Vec<Link>,
}

impl HtmlSafe for ChangesPage {}

impl Page for ChangesPage {
    fn title(&self) -> String {
        format!("{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        format!("Was-wordt-lijst {}, versie {} en {}", self.document.text, self.from, self.to)
    }

    fn path(&self) -> Option<String> {
        Some(paths::document_changes(&self.trajectory.id, &self.id, self.from, self.to))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
