//! An outreach in a list.

use super::{Icon, Link, Moment, Tag, Tone};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// Where an outreach stands.
#[derive(Clone, Debug)]
pub enum OutreachState {
    /// One can tell until then.
    Open(Moment),
    /// Its term is over; what is done with it has still to be told.
    Closed(Moment),
    /// It was told what is done with it, then.
    Answered(Moment),
}

impl OutreachState {
    /// How it is shown.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        let (icon, tone, words) = match self {
            Self::Open(_) => (Icon::Now, Tone::Live, "Open"),
            Self::Closed(_) => (Icon::Clock, Tone::Quiet, "Wacht op reactie"),
            Self::Answered(_) => (Icon::Tick, Tone::Settled, "Beantwoord"),
        };
        Tag { icon, tone, words }
    }
}

/// An outreach (oproep): clients and others are asked for their experience.
#[derive(Clone, Debug, Template)]
#[template(path = "components/outreach_summary/template.html")]
pub struct OutreachSummary {
    /// The outreach: its title, and where it stands.
    pub link: Link,
    /// Where it stands at this moment.
    pub state: OutreachState,
}

impl HtmlSafe for OutreachSummary {}
