//! Sessions as everyone sees them: announced, with what was handed out and said.

use calendar::Term;
use dialogue::consultation::Disclosure;
use dialogue::session::{
    AgendaItem, ItemMinutes, ScriptAnswer, ScriptQuestion, SessionEvent, SessionHandout,
    SessionKind, SessionStatement,
};
use dialogue::{ConsultationRoundId, PhaseKind, SessionId, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SessionStatus {
    /// Announced.
    Announced,
    /// It does not take place.
    Cancelled,
    /// Its report is out.
    Reported,
}

/// The report of one talk, in words that do not tell with whom it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TalkView {
    /// What the municipality told, beside the script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Prose>,
    /// The answer to each question of the script.
    pub answers: Vec<ScriptAnswer>,
}

/// The report of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionReportView {
    /// What came out of the session as a whole.
    pub summary: Prose,
    /// How many organisations were there; absent when fewer than five were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended: Option<Whole>,
    /// What was said about each item of the agenda.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<ItemMinutes>,
    /// What was said, and what is done with it.
    pub statements: Vec<SessionStatement>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The session.
    pub id: SessionId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// The consultation round that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<ConsultationRoundId>,
    /// What kind of session it is.
    pub kind: SessionKind,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub purpose: Prose,
    /// Where it is held, or how one joins.
    pub location: Paragraph,
    /// When it begins, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub begins: Timestamp,
    /// When it ends, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub ends: Timestamp,
    /// Until when providers can register.
    pub registration: Term,
    /// The script of talks with one provider at a time.
    pub script: Vec<ScriptQuestion>,
    /// The agenda of a session with everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// Whether staff see who registers.
    pub disclosure: Disclosure,
    /// Where it stands.
    pub status: SessionStatus,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_reason: Option<Paragraph>,
    /// What was handed out, also in talks.
    pub handouts: Vec<SessionHandout>,
    /// The talks that were reported, in no order that tells with whom or when.
    pub talks: Vec<TalkView>,
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<SessionReportView>,
    /// When it was announced, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub announced_at: Timestamp,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &SessionEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let SessionEvent::SessionAnnounced(announced) = event.clone() {
        let Ok(session) = id.parse() else { return Ok(()) };
        let trajectory = announced.trajectory.to_string();
        let disclosed = announced.disclosure == Disclosure::Municipality;
        let view = SessionView {
            id: session,
            version: recorded.version.0,
            trajectory: announced.trajectory,
            phase: announced.phase,
            round: announced.round,
            kind: announced.kind,
            title: announced.title,
            purpose: announced.purpose,
            location: announced.location,
            begins: announced.begins,
            ends: announced.ends,
            registration: announced.registration,
            script: announced.script,
            agenda: announced.agenda,
            disclosure: announced.disclosure,
            status: SessionStatus::Announced,
            cancellation_reason: None,
            handouts: vec![],
            talks: vec![],
            report: None,
            announced_at: recorded.recorded_at,
        };
        return rows.put(
            "session",
            id,
            &[("trajectory", &trajectory), ("disclosed", &disclosed)],
            &view,
        );
    }
    rows.change::<SessionView>("session", id, &[], |view| {
        match event.clone() {
            SessionEvent::SessionAnnounced(_) => {}
            SessionEvent::SessionCancelled(cancelled) => {
                view.status = SessionStatus::Cancelled;
                view.cancellation_reason = Some(cancelled.reason);
            }
            // Who comes is for nobody to know; not even that somebody does, by the version.
            SessionEvent::SessionRegistrationMade(_)
            | SessionEvent::SessionRegistrationWithdrawn(_)
            | SessionEvent::SessionAttendanceRecorded(_) => return,
            SessionEvent::SessionTalkReported(talk) => {
                view.handouts.extend(talk.handouts);
                view.talks.push(TalkView { told: talk.told, answers: talk.answers });
                view.talks.sort_by_cached_key(|talk| serde_json::to_string(talk).ok());
            }
            SessionEvent::SessionHandoutPublished(published) => {
                view.handouts.push(published.handout);
            }
            SessionEvent::SessionReportPublished(report) => {
                view.status = SessionStatus::Reported;
                view.report = Some(SessionReportView {
                    summary: report.summary,
                    attended: report.attended,
                    minutes: report.minutes,
                    statements: report.statements,
                    published_at: recorded.recorded_at,
                });
            }
        }
        view.version = recorded.version.0;
    })
}
