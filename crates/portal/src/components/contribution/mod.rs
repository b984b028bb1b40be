//! A contribution in the report of a consultation: anonymous, with what is done with it and why.

use super::{Icon, Prose, Tag, Tone};
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// What is done with a contribution of a provider, or with a recommendation of a council
    /// (which is only adopted, partly adopted or not adopted).
    Disposition {
        /// Adopted.
        Adopted = "adopted", "Overgenomen";
        /// Partly adopted.
        PartlyAdopted = "partly-adopted", "Deels overgenomen";
        /// Not adopted.
        NotAdopted = "not-adopted", "Niet overgenomen";
        /// Out of scope.
        OutOfScope = "out-of-scope", "Valt buiten dit onderwerp";
        /// Moved to the development agenda.
        MovedToDevelopmentAgenda = "moved-to-development-agenda", "Naar de ontwikkelagenda";
    }
}

impl Disposition {
    /// How it is shown.
    #[must_use]
    pub const fn tag(self) -> Tag {
        let (icon, tone) = match self {
            Self::Adopted => (Icon::Tick, Tone::Settled),
            Self::PartlyAdopted => (Icon::Half, Tone::Settled),
            Self::NotAdopted => (Icon::Cross, Tone::Quiet),
            Self::OutOfScope => (Icon::Barred, Tone::Quiet),
            Self::MovedToDevelopmentAgenda => (Icon::Arrow, Tone::Quiet),
        };
        Tag { icon, tone, words: self.words() }
    }
}

/// A contribution (bijdrage) as everyone reads it.
#[derive(Clone, Debug, Template)]
#[template(path = "components/contribution/template.html")]
pub struct Contribution {
    /// Its place in the report, from 1.
    pub number: u32,
    /// The contribution in anonymous words.
    pub wording: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Prose,
}

impl HtmlSafe for Contribution {}
