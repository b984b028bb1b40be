//! What a question is about: a place in a document, a lot, or nothing in particular.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A place in a version of a document.
#[derive(Clone, Debug, Template)]
#[template(path = "components/reference/document_place.html")]
pub struct DocumentPlace {
    /// The title of the document.
    pub title: String,
    /// Which version of it.
    pub version: u32,
    /// The number of the section, when it is about one.
    pub section: Option<String>,
    /// Where the document stands; made by [`crate::paths::document`].
    pub href: String,
}

impl DocumentPlace {
    /// The same in short, without a link.
    fn words(&self) -> String {
        let section = self.section.as_ref();
        let section = section.map_or_else(String::new, |section| format!(", onderdeel {section}"));
        format!("{}{section}", self.title)
    }
}

impl HtmlSafe for DocumentPlace {}

/// What a question is about. Without a document and a lot it is general.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/reference/template.html")]
pub struct Reference {
    /// The place in a document.
    pub document: Option<DocumentPlace>,
    /// The lot with its number, such as "perceel 1: Ambulante jeugdhulp".
    pub lot: Option<String>,
}

impl Reference {
    /// The same in short, without a link.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.document, &self.lot) {
            (None, None) => "Algemeen".to_owned(),
            (Some(document), None) => document.words(),
            (None, Some(lot)) => format!("Algemeen, {lot}"),
            (Some(document), Some(lot)) => format!("{}, {lot}", document.words()),
        }
    }
}

impl HtmlSafe for Reference {}
