//! What came of a session: who was there, what was handed out and said, talk by talk.

use super::Staff;
use super::sessions::{change, check_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::session::{
    GroupAttendance, ItemMinutes, RemarkHandled, ReportSession, ReportTalk, ScriptAnswer,
    SessionAction, SessionCommitment, SessionHandout, SessionStatement,
};
use dialogue::{Refusal, RegistrationId, Session, SessionCommand, SessionId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{FileInput, Receipt, Written, file_reference};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_record_attendance, record_attendance)
        .with(__path_hand_out, hand_out)
        .with(__path_report_talk, report_talk)
        .with(__path_publish_session_report, publish_session_report)
}

/// Who was there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Attendance {
    /// The registrations of the organisations that were there.
    #[schema(max_items = 1000)]
    present: Vec<RegistrationId>,
    /// How many were there of groups that do not register: clients, inhabitants, referrers.
    #[serde(default)]
    #[schema(max_items = 12)]
    others: Vec<GroupAttendance>,
}

/// Records who of those who registered was there, once the session has begun.
#[utoipa::path(
    post, path = "/sessions/{session}/attendance", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = Attendance,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_attendance(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<Attendance>,
) -> Result<impl Responder, Problem> {
    let (Attendance { present, others }, by) = (body.content, staff.caller.person);
    let command = SessionCommand::RecordAttendance { present, others, by };
    change(&app, &staff, *session, &body.conditions, |it| Some(it.begins), command).await
}

/// Something that is handed out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewHandout {
    /// What it is called.
    title: Title,
    /// The file, handed in before.
    file: FileInput,
}

fn handout(app: &App, staff: &Staff, new: NewHandout, at: &str) -> Result<SessionHandout, Problem> {
    let by = staff.caller.organisation.to_string();
    let file = file_reference(&app.shared, &by, new.file, &format!("{at}/file"))?;
    Ok(SessionHandout { title: new.title, file, by })
}

/// Hands something out, to everyone at once.
#[utoipa::path(
    post, path = "/sessions/{session}/handouts", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewHandout,
    responses((status = 200, body = Receipt, description = "Everyone has it.")),
    security(("bearer" = ["buyer"])),
)]
async fn hand_out(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewHandout>,
) -> Result<impl Responder, Problem> {
    let command = SessionCommand::PublishHandout(handout(&app, &staff, body.content, "")?);
    change(&app, &staff, *session, &body.conditions, |_| None, command).await
}

/// The report of a talk with one provider.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTalkReport {
    /// The registration of the provider.
    registration: RegistrationId,
    /// The answer to each question of the script, in words that do not tell whose it is.
    #[schema(min_items = 1, max_items = 50)]
    answers: Vec<ScriptAnswer>,
    /// What was told, beside the script.
    #[serde(default)]
    told: Option<Prose>,
    /// What was handed out; it goes to everyone.
    #[serde(default)]
    #[schema(max_items = 20)]
    handouts: Vec<NewHandout>,
}

/// Reports a talk, for everyone to read: the answer to each question of the script, what was told
/// beside it and what was handed out.
#[utoipa::path(
    post, path = "/sessions/{session}/talk-reports", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewTalkReport,
    responses((status = 200, body = Receipt, description = "The talk is reported.")),
    security(("bearer" = ["buyer"])),
)]
async fn report_talk(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewTalkReport>,
) -> Result<impl Responder, Problem> {
    let NewTalkReport { registration, answers, told, handouts } = body.content;
    let handouts = handouts
        .into_iter()
        .enumerate()
        .map(|(place, new)| handout(&app, &staff, new, &format!("/handouts/{place}")))
        .collect::<Result<_, _>>()?;
    let by = staff.caller.person;
    let talk = ReportTalk { registration, answers, told, handouts, by };
    let command = SessionCommand::ReportTalk(talk);
    change(&app, &staff, *session, &body.conditions, |it| Some(it.begins), command).await
}

/// The report of a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSessionReport {
    /// What came out of the session as a whole.
    summary: Prose,
    /// What was said about each item of the agenda, in words that do not tell by whom.
    #[serde(default)]
    #[schema(max_items = 50)]
    minutes: Vec<ItemMinutes>,
    /// What was said, and what is done with it.
    #[schema(max_items = 500)]
    statements: Vec<SessionStatement>,
    /// What was promised, as who was there checked it.
    #[serde(default)]
    #[schema(max_items = 100)]
    commitments: Vec<SessionCommitment>,
    /// What is to be done, as who was there checked it.
    #[serde(default)]
    #[schema(max_items = 100)]
    actions: Vec<SessionAction>,
    /// What was done with each remark about the draft.
    #[serde(default)]
    #[schema(max_items = 1000)]
    remarks: Vec<RemarkHandled>,
    /// What was learned, for everyone.
    #[serde(default)]
    #[schema(max_items = 100)]
    learnings: Vec<Paragraph>,
}

/// Publishes the report of a session, once it has ended; where minutes were drafted, once who was
/// there checked them or the time for it has passed.
#[utoipa::path(
    post, path = "/sessions/{session}/report", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewSessionReport,
    responses((status = 200, body = Receipt, description = "The report is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_session_report(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewSessionReport>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let report = ReportSession {
        summary: new.summary,
        minutes: new.minutes,
        statements: new.statements,
        commitments: new.commitments,
        actions: new.actions,
        remarks: new.remarks,
        learnings: new.learnings,
    };
    let id = *session;
    let outcome = app
        .shared
        .execute::<Session, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Session>(id).await?;
                let announced = state.announced()?;
                check_trajectory(scope, &staff, announced.trajectory).await?;
                scope.not_before(announced.ends);
                if let Some(until) = state.report_waits_until() {
                    scope.not_before(until);
                }
                Ok(SessionCommand::PublishReport(Box::new(report.clone())))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
