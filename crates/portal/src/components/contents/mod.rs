//! The table of contents of a page.

use super::Link;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A part of the page, with the parts within it.
#[derive(Clone, Debug)]
pub struct ContentsEntry {
    /// The part. Its link is a fragment, such as `#planning`.
    pub link: Link,
    /// The parts within it.
    pub below: Vec<Link>,
}

impl ContentsEntry {
    /// A part of the page that has no parts within it.
    #[must_use]
    pub fn new(text: &str, fragment: &str) -> Self {
        Self { link: Link { text: text.to_owned(), href: format!("#{fragment}") }, below: vec![] }
    }

    /// The same part, with parts within it.
    #[must_use]
    pub fn with(self, below: Vec<Link>) -> Self {
        Self { below, ..self }
    }
}

/// The table of contents of a page.
#[derive(Clone, Debug, Template)]
#[template(path = "components/contents/template.html")]
pub struct Contents {
    /// The parts of the page, in order.
    pub entries: Vec<ContentsEntry>,
}

impl HtmlSafe for Contents {}
