//! A clarification note: numbered, published to all at one moment, never edited.

use super::TrajectoryName;
use crate::components::{
    Announcement, Contents, ContentsEntry, ContentsPart, Erratum, Icon, Link, Moment, NoteItem,
    Prose,
};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A clarification note (nota van inlichtingen).
#[derive(Clone, Debug, Template)]
#[template(path = "pages/note/template.html")]
pub struct NotePage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The municipalities that buy, the lead first.
    pub municipalities: Vec<String>,
    /// The number of the note within the trajectory.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// When it was published, to everyone at once.
    pub published: Moment,
    /// Its place in the record.
    pub position: u64,
    /// The fingerprint of the record up to and including this note.
    pub hash: String,
    /// The round whose questions it answers; its link is made by [`crate::paths::round`].
    pub round: Link,
    /// Whether every question of the round is answered now.
    pub concludes: bool,
    /// Why it came late for the closing of tenders, when it did.
    pub late: Option<Prose>,
    /// Corrections in later notes that are about this note as a whole; made by
    /// [`crate::paths::erratum`].
    pub corrections: Vec<Link>,
    /// Corrections of earlier notes.
    pub errata: Vec<Erratum>,
    /// What the municipalities tell of their own accord.
    pub announcements: Vec<Announcement>,
    /// The questions with their answers, by number.
    pub items: Vec<NoteItem>,
}

impl NotePage {
    fn contents(&self) -> Contents {
        let errata = self.errata.iter().map(|erratum| Link {
            text: format!("Rectificatie {}", erratum.place),
            href: format!("#rectificatie-{}", erratum.place),
        });
        let announcements = self.announcements.iter().map(|announcement| Link {
            text: announcement.title.clone(),
            href: format!("#mededeling-{}", announcement.place),
        });
        let items = self.items.iter().map(|item| ContentsPart {
            link: Link {
                text: format!("Vraag {}", item.number),
                href: format!("#vraag-{}-{}", item.note, item.number),
            },
            detail: Some(item.reference.words()),
        });
        let entries = [
            ContentsEntry::new("Rectificaties", "rectificaties").with(errata),
            ContentsEntry::new("Mededelingen", "mededelingen").with(announcements),
            ContentsEntry::new("Vragen en antwoorden", "vragen").with(items),
        ];
        Contents { entries: entries.into_iter().filter(|entry| !entry.below.is_empty()).collect() }
    }
}

impl HtmlSafe for NotePage {}

impl Page for NotePage {
    fn title(&self) -> String {
        format!("{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        format!("Nota van inlichtingen {}", self.number)
    }

    fn path(&self) -> Option<String> {
        Some(paths::note(&self.trajectory.id, self.number))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
