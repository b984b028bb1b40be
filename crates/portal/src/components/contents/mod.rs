//! The table of contents of a page.

use super::Link;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A part within a part of the page.
#[derive(Clone, Debug)]
pub struct ContentsPart {
    /// The part. Its link is a fragment, such as `#vraag-1-2`.
    pub link: Link,
    /// What it is about, when the text of the link is only a number. A small screen leaves it
    /// out: there the numbers stand beside each other.
    pub detail: Option<String>,
}

impl From<Link> for ContentsPart {
    fn from(link: Link) -> Self {
        Self { link, detail: None }
    }
}

/// A part of the page, with the parts within it.
#[derive(Clone, Debug)]
pub struct ContentsEntry {
    /// The part. Its link is a fragment, such as `#planning`.
    pub link: Link,
    /// The parts within it.
    pub below: Vec<ContentsPart>,
}

impl ContentsEntry {
    /// A part of the page that has no parts within it.
    #[must_use]
    pub fn new(text: &str, fragment: &str) -> Self {
        Self { link: Link { text: text.to_owned(), href: format!("#{fragment}") }, below: vec![] }
    }

    /// The same part, with parts within it.
    #[must_use]
    pub fn with(self, below: impl IntoIterator<Item = impl Into<ContentsPart>>) -> Self {
        Self { below: below.into_iter().map(Into::into).collect(), ..self }
    }

    fn is_numbered(&self) -> bool {
        self.below.iter().any(|part| part.detail.is_some())
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
