//! A clarification note in a list.

use super::{Link, Moment};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A clarification note (nota van inlichtingen), in short.
#[derive(Clone, Debug, Template)]
#[template(path = "components/note_summary/template.html")]
pub struct NoteSummary {
    /// The note: its number and title, and where it stands.
    pub link: Link,
    /// When it was published, to everyone at once.
    pub published: Moment,
    /// The title of the round whose questions it answers.
    pub round: String,
    /// How many questions it answers.
    pub questions: u32,
    /// How many corrections of earlier notes it holds.
    pub errata: u32,
}

impl HtmlSafe for NoteSummary {}
