//! A phase of a trajectory, as a stop on the timeline: what is fixed and open, what was asked,
//! and what came of it.

use super::{
    AdviceSummary, Award, ConsultationRound, DialoguePlan, Icon, Moment, NoteSummary, Prose,
    QuestionRound, Tag, Theme, Tone,
};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// How far a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseStatus {
    /// There is no plan for it yet.
    NotStarted,
    /// There is a plan.
    Planned,
    /// It is open.
    Running,
    /// It is closed.
    Closed,
}

impl PhaseStatus {
    /// The name in classes of the stylesheet.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }

    /// How it is shown.
    #[must_use]
    pub const fn tag(self) -> Tag {
        let (icon, tone, words) = match self {
            Self::NotStarted => (Icon::Dotted, Tone::Quiet, "Nog niet begonnen"),
            Self::Planned => (Icon::Clock, Tone::Quiet, "Gepland"),
            Self::Running => (Icon::Now, Tone::Live, "Loopt"),
            Self::Closed => (Icon::Tick, Tone::Settled, "Afgesloten"),
        };
        Tag { icon, tone, words }
    }
}

/// A phase of a trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "components/phase/template.html")]
pub struct Phase {
    /// The name of the phase in addresses, such as "procedure".
    pub key: String,
    /// What it is called.
    pub title: String,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// The dialogue plan in its newest version.
    pub plan: Option<DialoguePlan>,
    /// The themes of the plan, each with its room.
    pub themes: Vec<Theme>,
    /// The consultation rounds, in the order of publication.
    pub consultations: Vec<ConsultationRound>,
    /// The question rounds, in the order of publication.
    pub question_rounds: Vec<QuestionRound>,
    /// The clarification notes, by number.
    pub notes: Vec<NoteSummary>,
    /// The advices, in the order in which they were asked or given.
    pub advices: Vec<AdviceSummary>,
    /// The awards, by lot.
    pub awards: Vec<Award>,
    /// What came out of it, once it is closed.
    pub outcome: Option<Prose>,
}

impl Phase {
    /// How far it is.
    #[must_use]
    pub const fn status(&self) -> PhaseStatus {
        match (&self.closed, &self.opened, &self.plan) {
            (Some(_), _, _) => PhaseStatus::Closed,
            (None, Some(_), _) => PhaseStatus::Running,
            (None, None, Some(_)) => PhaseStatus::Planned,
            (None, None, None) => PhaseStatus::NotStarted,
        }
    }

    fn is_running(&self) -> bool {
        self.status() == PhaseStatus::Running
    }
}

impl HtmlSafe for Phase {}
