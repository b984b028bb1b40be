//! A question with its answer, as everyone reads it in a clarification note.

use super::{DocumentPlace, Icon, Link, Prose, Reference};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A question with its answer.
#[derive(Clone, Debug, Template)]
#[template(path = "components/note_item/template.html")]
pub struct NoteItem {
    /// The number of the note.
    pub note: u32,
    /// The number of the question in the note, from 1. It never changes.
    pub number: u32,
    /// What the question is about.
    pub reference: Reference,
    /// The question in anonymous words.
    pub question: Prose,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    pub amends: Option<DocumentPlace>,
    /// The corrections of this item in later notes; made by [`crate::paths::erratum`].
    pub corrections: Vec<Link>,
}

impl HtmlSafe for NoteItem {}
