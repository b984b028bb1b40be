//! An advice of a client council in a list.

use super::{Icon, Link, Moment, Tag, Term, Tone};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// How an advice came to be.
#[derive(Clone, Debug)]
pub enum AdviceOrigin {
    /// The municipalities asked for it, with a term.
    Asked(Term),
    /// The council gave it of its own accord.
    Unasked,
}

/// An advice (advies) that was given: what still waits for the municipalities.
#[derive(Clone, Debug)]
pub struct AdviceProgress {
    /// When it was given.
    pub given: Moment,
    /// How many recommendations it holds.
    pub recommendations: u32,
    /// How many of them have a response.
    pub responses: u32,
}

/// An advice of a client council, in short.
#[derive(Clone, Debug, Template)]
#[template(path = "components/advice_summary/template.html")]
pub struct AdviceSummary {
    /// The advice: its subject, and where it stands.
    pub link: Link,
    /// The council.
    pub council: String,
    /// Whether it was asked.
    pub origin: AdviceOrigin,
    /// Absent as long as the council has not given it.
    pub progress: Option<AdviceProgress>,
}

impl AdviceSummary {
    fn tag(&self) -> Tag {
        let (icon, tone, words) = match &self.progress {
            None => (Icon::Clock, Tone::Live, "Wacht op advies"),
            Some(progress) if progress.responses < progress.recommendations => {
                (Icon::Clock, Tone::Live, "Wacht op reactie")
            }
            Some(_) => (Icon::Tick, Tone::Settled, "Beantwoord"),
        };
        Tag { icon, tone, words }
    }
}

impl HtmlSafe for AdviceSummary {}
