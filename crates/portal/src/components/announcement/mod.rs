//! Something that the municipalities tell of their own accord in a clarification note.

use super::Prose;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// An announcement (mededeling).
#[derive(Clone, Debug, Template)]
#[template(path = "components/announcement/template.html")]
pub struct Announcement {
    /// Its place among the announcements of the note, from 1.
    pub place: u32,
    /// What it is about.
    pub title: String,
    /// What is told.
    pub text: Prose,
}

impl HtmlSafe for Announcement {}
