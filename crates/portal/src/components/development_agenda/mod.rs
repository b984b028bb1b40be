//! The development agenda (ontwikkelagenda): what is taken up after this purchase.

use super::{Icon, Link, Prose, Tag, Tone};
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// How far something on the development agenda is.
    AgendaStatus {
        /// It waits for its turn.
        Waiting = "waiting", "Nog niet begonnen";
        /// It is being worked on.
        Started = "started", "Mee bezig";
        /// It is done.
        Done = "done", "Klaar";
        /// It will not be done after all.
        Dropped = "dropped", "Gaat niet door";
        /// It was moved back to this purchase.
        MovedToPurchase = "moved-to-purchase", "Toch in deze inkoop";
    }
}

impl AgendaStatus {
    /// How it is shown.
    #[must_use]
    pub const fn tag(self) -> Tag {
        let (icon, tone) = match self {
            Self::Waiting => (Icon::Arrow, Tone::Quiet),
            Self::Started => (Icon::Half, Tone::Live),
            Self::Done => (Icon::Tick, Tone::Settled),
            Self::Dropped => (Icon::Cross, Tone::Quiet),
            Self::MovedToPurchase => (Icon::Arrow, Tone::Settled),
        };
        Tag { icon, tone, words: self.words() }
    }
}

/// A contribution that is, or was, on the development agenda.
#[derive(Clone, Debug)]
pub struct AgendaItem {
    /// The theme of the contribution.
    pub theme: String,
    /// The contribution, in the anonymous words of the report.
    pub wording: Prose,
    /// Why it is there.
    pub reason: Prose,
    /// How far it is.
    pub status: AgendaStatus,
    /// What was told last of how far it is, or why it was moved.
    pub told: Option<Prose>,
    /// The report in which that was told.
    pub report: Link,
}

/// The development agenda of a trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "components/development_agenda/template.html")]
pub struct DevelopmentAgenda {
    /// What is on it, in the order in which it was moved there.
    pub items: Vec<AgendaItem>,
}

impl HtmlSafe for DevelopmentAgenda {}
