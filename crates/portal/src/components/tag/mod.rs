//! A state in one or two words, with a drawing of its own: it can be told without colour.

use super::Icon;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// How much a state asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something can be done now.
    Live,
    /// It is settled.
    Settled,
    /// It is there to know.
    Quiet,
}

impl Tone {
    /// The name in classes of the stylesheet.
    const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Settled => "settled",
            Self::Quiet => "quiet",
        }
    }
}

/// A state in words.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "components/tag/template.html")]
pub struct Tag {
    /// The drawing before the words.
    pub icon: Icon,
    /// How much it asks for attention.
    pub tone: Tone,
    /// The words.
    pub words: &'static str,
}

impl HtmlSafe for Tag {}
