//! The timeline of a dialogue that goes on: what happened in a trajectory, from its vision to its
//! contracts and beyond, as one list in the order of time. Everyone sees what was published; what
//! happens under a contract is there for its two sides. A service that shows nothing of contracts
//! keeps nothing of them.

mod entries;
mod queries;

pub use queries::{TimelineFor, TimelinePart};

use dialogue::{AnyEvent, PerformanceTalkEvent, PhaseKind, TrajectoryId};
use entries::Timelines;
use event_log::RecordedEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Title};

/// Whom everything that was published is for.
const EVERYONE: &str = "";

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimelineKind {
    /// The trajectory was opened.
    TrajectoryOpened,
    /// The vision was stated.
    VisionStated,
    /// A document was published.
    DocumentPublished,
    /// A phase opened.
    PhaseOpened,
    /// A phase closed.
    PhaseClosed,
    /// People are asked for their experience.
    OutreachPublished,
    /// What was done with what people told.
    OutreachAnswered,
    /// A consultation round was published.
    ConsultationPublished,
    /// Its report was published.
    ConsultationReported,
    /// Subjects were attached to a standing consultation.
    ConsultationAttached,
    /// A session is held.
    Session,
    /// The report of a session was published.
    SessionReported,
    /// An action from a session has its result.
    ActionClosed,
    /// Requirements were published.
    RequirementsPublished,
    /// A question round was published.
    QuestionsPublished,
    /// A clarification note was published.
    NotePublished,
    /// A client council gave an advice.
    AdviceGiven,
    /// The municipality responded to it.
    AdviceAnswered,
    /// An award is final.
    Awarded,
    /// A contract begins.
    ContractBegins,
    /// A contract was ended by the agreed path.
    ContractEnded,
    /// A performance talk is held.
    PerformanceTalk,
}

impl TimelineKind {
    const ALL: [Self; 22] = [
        Self::TrajectoryOpened,
        Self::VisionStated,
        Self::DocumentPublished,
        Self::PhaseOpened,
        Self::PhaseClosed,
        Self::OutreachPublished,
        Self::OutreachAnswered,
        Self::ConsultationPublished,
        Self::ConsultationReported,
        Self::ConsultationAttached,
        Self::Session,
        Self::SessionReported,
        Self::ActionClosed,
        Self::RequirementsPublished,
        Self::QuestionsPublished,
        Self::NotePublished,
        Self::AdviceGiven,
        Self::AdviceAnswered,
        Self::Awarded,
        Self::ContractBegins,
        Self::ContractEnded,
        Self::PerformanceTalk,
    ];

    fn name(self) -> String {
        let name = serde_json::to_value(self).ok();
        name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }
}

impl std::str::FromStr for TimelineKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or(())
    }
}

/// Something that happened, or is held at a moment to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimelineEntry {
    /// When, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What happened.
    pub kind: TimelineKind,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// In which phase, where it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseKind>,
    /// What it is called, where it has a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Which version, note or action it is, where they are numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The name by which it is asked for: that of the session, the round, the talk.
    pub subject: String,
    /// What was learned in a session, for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learnings: Vec<Paragraph>,
}

/// The projection of the timeline.
pub struct Timeline {
    /// Whether what happens under contracts is kept.
    pub with_contracts: bool,
}

impl Projection<AnyEvent> for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE timeline (
             trajectory TEXT NOT NULL, place TEXT NOT NULL, audience TEXT NOT NULL,
             kind TEXT NOT NULL, region TEXT, subject TEXT NOT NULL, body TEXT NOT NULL,
             PRIMARY KEY (trajectory, place)
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX timeline_for ON timeline (trajectory, audience, place);
         CREATE INDEX timeline_kind ON timeline (trajectory, audience, kind, place);
         CREATE INDEX timeline_of_kind ON timeline (trajectory, kind, place);
         CREATE INDEX timeline_region ON timeline (region, audience, place);
         CREATE INDEX timeline_about ON timeline (subject);
         CREATE TABLE timeline_within (trajectory TEXT PRIMARY KEY, region TEXT NOT NULL) STRICT;
         CREATE TABLE timeline_contract (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, provider TEXT NOT NULL
         ) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let list = Timelines { rows, recorded };
        match event {
            AnyEvent::Trajectory(event) => list.trajectory(event),
            AnyEvent::Phase(event) => list.phase(event),
            AnyEvent::Session(event) => list.session(event),
            AnyEvent::Advice(event) => list.advice(event),
            AnyEvent::Contract(event) if self.with_contracts => list.contract(event),
            AnyEvent::PerformanceTalk(PerformanceTalkEvent::PerformanceTalkOpened(new))
                if self.with_contracts =>
            {
                let entry = list.entry(TimelineKind::PerformanceTalk, new.trajectory);
                let at = calendar::end_of_date(new.on).unwrap_or(entry.at);
                list.put(&new.provider.to_string(), &TimelineEntry { at, ..entry })
            }
            other => list.published(other),
        }
    }
}

/// A moment as text that sorts as it does.
fn moment(at: Timestamp) -> String {
    format!("{:020}", at.as_microsecond().max(0))
}

/// The first instant of a day in Amsterdam.
fn beginning(day: Date) -> Option<Timestamp> {
    day.to_zoned(calendar::amsterdam()).ok().map(|day| day.timestamp())
}
