//! Sessions as everyone sees them: announced, with what was handed out and said.

use crate::{Model, SessionCommitmentView};
use calendar::Term;
use dialogue::consultation::Disclosure;
use dialogue::performance::ActionOwner;
use dialogue::session::{
    ActionOutcome, AgendaItem, GroupHeard, Invitation, ItemMinutes, ScriptAnswer, ScriptQuestion,
    SeatPlan, SessionAction, SessionActionClosed, SessionAnnounced, SessionCommitment,
    SessionEvent, SessionHandout, SessionKind, SessionReportPublished, SessionStatement,
};
use dialogue::{ConsultationRoundId, PhaseKind, SessionId, StandingConsultationId, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use jiff::civil::Date;
use projection::{ProjectionError, Rows, ToSql};
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

/// Something that is to be done after a session, until it has its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionActionView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The session.
    pub session: SessionId,
    /// What the session is called.
    pub session_title: Title,
    /// Its number within the session.
    pub number: Whole,
    /// What is done.
    pub text: Paragraph,
    /// Who does it.
    pub owner: ActionOwner,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// What became of it; absent as long as it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ActionOutcome>,
    /// What it brought, or why it is not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Paragraph>,
    /// When it was closed, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
}

/// A remark about the draft of a report, and what was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemarkView {
    /// The remark, in words that do not tell by whom.
    pub wording: Paragraph,
    /// Whether the report follows it.
    pub adopted: bool,
    /// Why.
    pub reason: Paragraph,
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
    /// The groups that were heard and do not register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<GroupHeard>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<SessionCommitment>,
    /// What became of promises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments_closed: Vec<SessionCommitmentView>,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<SessionAction>,
    /// Remarks about the draft, and what was done with them, in no order that tells by whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RemarkView>,
    /// What was learned, for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learnings: Vec<Paragraph>,
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
    /// The standing consultation of which it is a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<StandingConsultationId>,
    /// Who is invited in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Invitation>,
    /// How many can sit, by which criteria, and where the others react.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<SeatPlan>,
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
    match event.clone() {
        SessionEvent::SessionAnnounced(announced) => return announce(rows, recorded, announced),
        SessionEvent::SessionReportPublished(report) => begin_actions(rows, id, &report)?,
        SessionEvent::SessionActionClosed(closed) => close_action(rows, recorded, &closed)?,
        _ => {}
    }
    rows.change::<SessionView>("session", id, &[], |view| {
        match event.clone() {
            SessionEvent::SessionCancelled(cancelled) => {
                view.status = SessionStatus::Cancelled;
                view.cancellation_reason = Some(cancelled.reason);
            }
            // Who comes, sits and says what of a draft is for nobody to know; not even that
            // somebody does, by the version. An action has a row of its own.
            SessionEvent::SessionAnnounced(_)
            | SessionEvent::SessionRegistrationMade(_)
            | SessionEvent::SessionRegistrationWithdrawn(_)
            | SessionEvent::SessionSeatsAssigned(_)
            | SessionEvent::SessionAttendanceRecorded(_)
            | SessionEvent::SessionMinutesDrafted(_)
            | SessionEvent::SessionMinutesChecked(_)
            | SessionEvent::SessionActionClosed(_) => return,
            SessionEvent::SessionCommitmentClosed(closed) => {
                let closed = SessionCommitmentView::of(closed, recorded.recorded_at);
                view.report.iter_mut().for_each(|it| it.commitments_closed.push(closed.clone()));
            }
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
                view.report = Some(report_view(report, recorded.recorded_at));
            }
        }
        view.version = recorded.version.0;
    })
}

fn announce(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    announced: SessionAnnounced,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(session) = id.parse() else { return Ok(()) };
    let trajectory = announced.trajectory.to_string();
    let disclosed = announced.disclosure == Disclosure::Municipality;
    let inviting = announced.invited.as_ref().map(|_| announced.registration.at.to_string());
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
        consultation: announced.consultation,
        invited: announced.invited,
        seats: announced.seats,
        status: SessionStatus::Announced,
        cancellation_reason: None,
        handouts: vec![],
        talks: vec![],
        report: None,
        announced_at: recorded.recorded_at,
    };
    let columns: [(&str, &dyn ToSql); 3] =
        [("trajectory", &trajectory), ("disclosed", &disclosed), ("inviting", &inviting)];
    rows.put("session", id, &columns, &view)
}

fn report_view(report: SessionReportPublished, published_at: Timestamp) -> SessionReportView {
    let remarks = report.remarks.into_iter();
    let mut remarks: Vec<_> = remarks
        .map(|it| RemarkView { wording: it.wording, adopted: it.adopted, reason: it.reason })
        .collect();
    remarks.sort_by(|one, other| one.wording.as_str().cmp(other.wording.as_str()));
    SessionReportView {
        summary: report.summary,
        attended: report.attended,
        minutes: report.minutes,
        statements: report.statements,
        others: report.others,
        commitments: report.commitments,
        commitments_closed: vec![],
        actions: report.actions,
        remarks,
        learnings: report.learnings,
        published_at,
    }
}

/// The name of an action in the table of actions.
fn action_id(session: &str, number: Whole) -> String {
    format!("{session}.{}", number.get())
}

fn begin_actions(
    rows: &Rows<'_>,
    session: &str,
    report: &SessionReportPublished,
) -> Result<(), ProjectionError> {
    let Some(view) = rows.get::<SessionView>("session", session)? else { return Ok(()) };
    let trajectory = view.trajectory.to_string();
    for action in &report.actions {
        let id = action_id(session, action.number);
        let place = format!("{}|{id}", action.due);
        let row = SessionActionView {
            trajectory: view.trajectory,
            session: view.id,
            session_title: view.title.clone(),
            number: action.number,
            text: action.text.clone(),
            owner: action.owner.clone(),
            due: action.due,
            outcome: None,
            result: None,
            closed_at: None,
        };
        let columns: [(&str, &dyn ToSql); 4] = [
            ("trajectory", &trajectory),
            ("session", &session),
            ("open", &true),
            ("place", &place),
        ];
        rows.put("session_action", &id, &columns, &row)?;
    }
    Ok(())
}

fn close_action(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    closed: &SessionActionClosed,
) -> Result<(), ProjectionError> {
    let id = action_id(recorded.stream.id(), closed.action);
    rows.change::<SessionActionView>("session_action", &id, &[("open", &false)], |view| {
        view.outcome = Some(closed.outcome);
        view.result = Some(closed.result.clone());
        view.closed_at = Some(recorded.recorded_at);
    })
}

impl Model {
    /// A page of what is to be done after the sessions of a trajectory, what is due first; with
    /// `open`, only what is open or only what is not.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn session_actions(
        &self,
        id: TrajectoryId,
        open: Option<bool>,
        paging: &Paging,
    ) -> Result<List<SessionActionView>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM session_action \
                   WHERE trajectory = ?1 AND place > ?2 AND (?4 IS NULL OR open = ?4) \
                   ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows(), open);
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// What is still to be done after a session.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn open_actions(&self, session: SessionId) -> Result<Vec<SessionActionView>, Problem> {
        let sql = "SELECT body FROM session_action WHERE session = ?1 AND open = 1 ORDER BY place";
        self.with(|read| read.documents(sql, [session.to_string()]))
    }

    /// The sessions to which somebody is invited in particular and can still register.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn inviting_sessions(&self, now: Timestamp) -> Result<Vec<SessionView>, Problem> {
        let sql = "SELECT body FROM session WHERE inviting >= ?1 ORDER BY inviting LIMIT 1000";
        let mut found: Vec<SessionView> =
            self.with(|read| read.documents(sql, [now.to_string()]))?;
        found.retain(|it| it.status == SessionStatus::Announced);
        Ok(found)
    }
}
