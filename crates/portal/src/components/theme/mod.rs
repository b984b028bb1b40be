//! A theme of the dialogue: how much room there is for input, and why.

use super::{Icon, Prose, Tag, Tone};
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// How much room there is for input on a theme.
    Room {
        /// Everything can still change.
        Open = "open", "Open";
        /// The direction is fixed, the content can change.
        Amendable = "amendable", "Aanpasbaar";
        /// It is fixed.
        Fixed = "fixed", "Staat vast";
    }
}

impl Room {
    /// What it means for someone who wants to contribute.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Open => "Alles kan nog veranderen.",
            Self::Amendable => "De richting staat vast. De uitwerking kan nog veranderen.",
            Self::Fixed => "Dit verandert niet meer.",
        }
    }

    /// How it is shown: the fuller the circle, the less room there is.
    #[must_use]
    pub const fn tag(self) -> Tag {
        let (icon, tone) = match self {
            Self::Open => (Icon::Empty, Tone::Quiet),
            Self::Amendable => (Icon::Half, Tone::Quiet),
            Self::Fixed => (Icon::Full, Tone::Settled),
        };
        Tag { icon, tone, words: self.words() }
    }
}

/// A theme of the dialogue.
#[derive(Clone, Debug, Template)]
#[template(path = "components/theme/template.html")]
pub struct Theme {
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: Option<Prose>,
    /// How much room there is.
    pub room: Room,
    /// Why there is that much room; absent while the plan is a draft.
    pub reason: Option<Prose>,
}

impl HtmlSafe for Theme {}
