//! Text of one or more paragraphs, as people wrote it.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A text that may have several lines. An empty line begins a new paragraph; any other new line
/// stays a new line. It has no markup: what looks like markup is shown as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "components/prose/template.html")]
pub struct Prose(pub String);

impl Prose {
    fn paragraphs(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let lines: Vec<&str> = self.0.lines().map(str::trim_end).collect();
        let paragraphs: Vec<Vec<&str>> = lines
            .split(|line| line.is_empty())
            .filter(|paragraph| !paragraph.is_empty())
            .map(<[&str]>::to_vec)
            .collect();
        paragraphs.into_iter().map(Vec::into_iter)
    }
}

impl From<String> for Prose {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl HtmlSafe for Prose {}
