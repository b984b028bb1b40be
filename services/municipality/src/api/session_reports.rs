//! What came of a session: who was there, what was handed out and said, talk by talk.

use super::Staff;
use super::sessions::change;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use dialogue::session::{
    ItemMinutes, ReportSession, ReportTalk, ScriptAnswer, SessionHandout, SessionStatement,
};
use dialogue::{RegistrationId, SessionCommand, SessionId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{FileInput, Receipt, file_reference};
use utoipa::ToSchema;
use vocabulary::{Prose, Title};

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
    let (present, by) = (body.content.present, staff.caller.person);
    let command = SessionCommand::RecordAttendance { present, by };
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
}

/// Publishes the report of a session, once it has ended.
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
    let NewSessionReport { summary, minutes, statements } = body.content;
    let report = ReportSession { summary, minutes, statements };
    let command = SessionCommand::PublishReport(report);
    change(&app, &staff, *session, &body.conditions, |it| Some(it.ends), command).await
}
