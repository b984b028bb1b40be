//! A consultation round: what providers are asked, until when, and what came of it.

use super::{Icon, Link, Moment, Prose, Tag, Term, Tone};
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// Where a consultation round or a question round stands at this moment.
    RoundState {
        /// It is published, and has not begun.
        Announced = "announced", "Begint nog";
        /// Input is taken.
        Open = "open", "Open";
        /// Its term is over, or it was closed.
        Closed = "closed", "Gesloten";
    }
}

impl RoundState {
    /// How it is shown.
    #[must_use]
    pub const fn tag(self) -> Tag {
        let (icon, tone) = match self {
            Self::Announced => (Icon::Clock, Tone::Quiet),
            Self::Open => (Icon::Now, Tone::Live),
            Self::Closed => (Icon::Lock, Tone::Quiet),
        };
        Tag { icon, tone, words: self.words() }
    }
}

/// The report of a round, published to everyone.
#[derive(Clone, Debug)]
pub struct PublishedReport {
    /// The report; its text names the round.
    pub link: Link,
    /// When it was published.
    pub published: Moment,
}

/// A consultation round.
#[derive(Clone, Debug, Template)]
#[template(path = "components/consultation_round/template.html")]
pub struct ConsultationRound {
    /// The name of the round in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub introduction: Prose,
    /// Where it stands at this moment.
    pub state: RoundState,
    /// From when contributions are taken.
    pub opens: Moment,
    /// Until when contributions are taken, extensions included.
    pub closes: Term,
    /// Why it was extended, when it was.
    pub extension: Option<Prose>,
    /// The titles of the themes on which input is asked.
    pub themes: Vec<String>,
    /// The report, once there is one.
    pub report: Option<PublishedReport>,
}

impl HtmlSafe for ConsultationRound {}
