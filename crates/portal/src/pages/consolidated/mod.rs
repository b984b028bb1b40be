//! All clarification notes of a trajectory on one page, each correction beside what it corrects.

use super::TrajectoryName;
use crate::components::{Contents, ContentsEntry, Icon, Link, Moment, NoteItem, Prose};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A correction, beside the answer that it corrects.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The correction in its note; made by [`crate::paths::erratum`].
    pub link: Link,
    /// What it must be.
    pub correction: Prose,
}

/// A question with its answer, as it was published, and what corrects it.
#[derive(Clone, Debug)]
pub struct NumberedItem {
    /// Its number over all notes, from 1. It never changes.
    pub number: u32,
    /// The question with its answer.
    pub item: NoteItem,
    /// What corrects it.
    pub corrections: Vec<Beside>,
}

/// A note with its questions.
#[derive(Clone, Debug)]
pub struct NotePart {
    /// The note; its link is made by [`crate::paths::note`].
    pub note: Link,
    /// The number of the note.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// When it was published, to everyone at once.
    pub published: Moment,
    /// The questions in it.
    pub items: Vec<NumberedItem>,
}

/// All clarification notes of a trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/consolidated/template.html")]
pub struct ConsolidatedPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// Where the same can be downloaded for a spreadsheet.
    pub export: String,
    /// The notes, by number.
    pub notes: Vec<NotePart>,
}

impl ConsolidatedPage {
    fn contents(&self) -> Contents {
        let entries = self.notes.iter().map(|note| {
            let below = note.items.iter().map(|numbered| Link {
                text: format!("Volgnummer {}", numbered.number),
                href: format!("#vraag-{}-{}", numbered.item.note, numbered.item.number),
            });
            let anchor = format!("nota-{}", note.number);
            ContentsEntry::new(&format!("Nota {}", note.number), &anchor).with(below)
        });
        Contents { entries: entries.collect() }
    }
}

impl HtmlSafe for ConsolidatedPage {}

impl Page for ConsolidatedPage {
    fn title(&self) -> String {
        format!("{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        "Alle vragen en antwoorden".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::consolidated_note(&self.trajectory.id))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
