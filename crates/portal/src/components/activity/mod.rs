//! What a reader can do or read now.

use super::{Icon, Link, Moment, Tag, Tone};
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// What there is to do or to read.
    ActivityKind {
        /// Providers can contribute to a consultation.
        ConsultationOpen = "consultation-open", "Consultatie open";
        /// Providers can ask questions.
        QuestionRoundOpen = "question-round-open", "Vragenronde open";
        /// Clients and others are asked for their experience.
        OutreachOpen = "outreach-open", "Vertel uw ervaring";
        /// A clarification note can be read.
        NotePublished = "note-published", "Nota van inlichtingen";
        /// The report of a consultation can be read.
        ReportPublished = "report-published", "Consultatieverslag";
        /// What is done with the experiences that were told can be read.
        OutreachAnswered = "outreach-answered", "Wat wij met uw ervaring doen";
        /// An advice of a client council can be read.
        AdvicePublished = "advice-published", "Advies";
    }
}

impl ActivityKind {
    const fn is_open(self) -> bool {
        matches!(self, Self::ConsultationOpen | Self::QuestionRoundOpen | Self::OutreachOpen)
    }

    fn tag(self) -> Tag {
        let (icon, tone) = match self {
            Self::ConsultationOpen | Self::QuestionRoundOpen | Self::OutreachOpen => {
                (Icon::Now, Tone::Live)
            }
            Self::NotePublished | Self::ReportPublished => (Icon::Sheet, Tone::Quiet),
            Self::AdvicePublished | Self::OutreachAnswered => (Icon::Balloon, Tone::Quiet),
        };
        Tag { icon, tone, words: self.words() }
    }
}

/// Something that a reader can do or read now.
#[derive(Clone, Debug, Template)]
#[template(path = "components/activity/template.html")]
pub struct Activity {
    /// What it is.
    pub kind: ActivityKind,
    /// The round, outreach, note, report or advice: its title, and where it stands.
    pub link: Link,
    /// Of what is open: until when. Of the rest: since when it can be read.
    pub moment: Moment,
}

impl HtmlSafe for Activity {}
