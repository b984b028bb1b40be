//! Clarification notes: gathered from approved answers, published to everyone at one moment.

use super::Staff;
use super::discretion::known_phrases;
use super::note_content::{Composer, questions};
use super::note_items::{QuestionWarning, found, note_items, warnings};
use super::question_rounds::{check_round, own_round};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NoteTiming;
use command::{Scope, Target};
use dialogue::discretion::{AcceptedFinding, NoteFinding};
use dialogue::enquiry::{Announcement, AnswerOrigin, EnquiryRefusal, Erratum, NoteItem, arrange};
use dialogue::{
    ClarificationNote, ClarificationNoteCommand, NoteId, Question, QuestionId, QuestionRound,
    QuestionRoundCommand, QuestionRoundId, Reference, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{NoteView, Receipt, RoundStatus, Written, log_problem, refusal_problem};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_preview_clarification_note, preview_clarification_note)
        .with(__path_publish_clarification_note, publish_clarification_note)
        .with(__path_get_clarification_note, get_clarification_note)
}

/// What a note would hold if it were published now.
#[derive(Serialize, ToSchema)]
struct NotePreview {
    /// The questions with an approved answer, arranged and numbered.
    items: Vec<NoteItem>,
    /// What deserves a second look in the answers.
    warnings: Vec<QuestionWarning>,
    /// The questions that still have no approved answer.
    unanswered: Vec<QuestionId>,
    /// What looks as if it tells who asked. It is changed, or named with a reason.
    findings: Vec<NoteFinding>,
    /// Whether a note comes in time for the closing of tenders if it is published now, and which
    /// closing is advised when it does not; absent while no closing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<NoteTiming>,
}

/// Shows what a note about a round would hold if it were published now.
#[utoipa::path(
    get, path = "/question-rounds/{round}/clarification-note-preview", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = NotePreview, description = "The preview.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn preview_clarification_note(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let view = own_round(&app, &staff, *round, position).await?;
    let trajectory = app.shared.look_up::<Trajectory>(view.trajectory).await?;
    let head = app.shared.log().head().await.map_err(|error| log_problem(&error))?;
    let timing = trajectory.note_timing(head.clock).map_err(|it| refusal_problem(&it))?;
    let known = known_phrases(&app).await?;
    let mut states = BTreeMap::new();
    for id in questions(&app, *round)? {
        states.insert(id, app.shared.look_up::<Question>(id).await?);
    }
    let (mut items, unanswered) = note_items(&states, None);
    arrange(&mut items, &trajectory);
    let findings = found(&states, &items, &known);
    let warnings = warnings(&states, &items);
    Ok(Json(NotePreview { items, warnings, unanswered, findings, timing }))
}

/// An answer that is taken over from a note of another trajectory in which one's municipality buys.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TakenOverAnswer {
    /// The answer.
    pub(super) origin: AnswerOrigin,
    /// What it is about in this trajectory; general when absent.
    #[serde(default)]
    pub(super) reference: Reference,
}

/// Another trajectory in which one's municipality buys, that gets the same note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteAlongside {
    /// The question round there. It is not concluded by it.
    pub(super) round: QuestionRoundId,
    /// What the note is called there.
    pub(super) title: Title,
}

/// A note that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewClarificationNote {
    /// What it is called.
    pub(super) title: Title,
    /// The questions to answer in it; all that have an approved answer when absent.
    #[serde(default)]
    pub(super) questions: Option<BTreeSet<QuestionId>>,
    /// Answers that are taken over from notes of other trajectories.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub(super) taken_over: Vec<TakenOverAnswer>,
    /// What the municipality tells of its own accord.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub(super) announcements: Vec<Announcement>,
    /// Corrections of earlier notes.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub(super) errata: Vec<Erratum>,
    /// Whether it concludes the round: every question in it is then answered.
    pub(super) concludes: bool,
    /// Why it is published though it comes late for the closing of tenders; not needed when it is
    /// in time, or once the closing was moved.
    #[serde(default)]
    pub(super) despite: Option<Paragraph>,
    /// What looks as if it tells who asked, and why it may stand.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub(super) accepted: Vec<AcceptedFinding>,
    /// Other trajectories in which the same answers and announcements are published at the same
    /// moment.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) alongside: Vec<NoteAlongside>,
}

/// Publishes a note about a round: everyone gets the same answers at this moment. A round that
/// was concluded can still have notes that announce or correct something.
#[utoipa::path(
    post, path = "/question-rounds/{round}/clarification-notes", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round.")),
    request_body = NewClarificationNote,
    responses((status = 201, body = Receipt, description = "The note is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_clarification_note(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    body: Body<NewClarificationNote>,
) -> Result<impl Responder, Problem> {
    app.model.complete(&app.shared).await?;
    let view = own_round(&app, &staff, *round, None).await?;
    let (new, round) = (body.content, *round);
    // Once closed, no question comes any more: what the read model has now is all there is.
    if new.concludes && view.status == RoundStatus::Published {
        return Err(refusal_problem(&EnquiryRefusal::RoundOpen.into()));
    }
    let number = next_number(&app, view.trajectory)?;
    let id = NoteId { trajectory: view.trajectory, number };
    let composer = Composer {
        staff: &staff,
        id,
        round,
        all: questions(&app, round)?,
        known: known_phrases(&app).await?,
        now: app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock,
        alongside: alongside(&app, &staff, &new, view.trajectory).await?,
        new,
    };
    let outcome = app
        .shared
        .execute::<ClarificationNote, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, round).await?;
                scope.load::<QuestionRound>(round).await?.published()?;
                let note = composer.compose(scope).await?;
                if note.note.concludes {
                    let conclude = QuestionRoundCommand::Conclude { note: number };
                    scope.also::<QuestionRound>(round, conclude).await?;
                }
                composer.publish_alongside(scope, &note.note).await?;
                Ok(ClarificationNoteCommand::Publish(Box::new(note)))
            },
        )
        .await?;
    let trajectory = id.trajectory;
    Ok(Written::created(&outcome, |id| {
        let number = id.rsplit('.').next().unwrap_or_default();
        format!("{BASE}/trajectories/{trajectory}/clarification-notes/{number}")
    }))
}

fn next_number(app: &App, trajectory: TrajectoryId) -> Result<u32, Problem> {
    let notes = app.model.note_summaries(trajectory)?;
    Ok(1 + u32::try_from(notes.len()).unwrap_or(u32::MAX - 1))
}

/// The notes of other trajectories that are published along, each with its round and title.
async fn alongside(
    app: &App,
    staff: &Staff,
    new: &NewClarificationNote,
    here: TrajectoryId,
) -> Result<Vec<(NoteId, QuestionRoundId, Title)>, Problem> {
    let mut along: Vec<(NoteId, QuestionRoundId, Title)> = vec![];
    let mut faults = Faults::none();
    for (place, other) in new.alongside.iter().enumerate() {
        let trajectory = own_round(app, staff, other.round, None).await?.trajectory;
        let taken = along.iter().any(|(id, ..)| id.trajectory == trajectory);
        faults.unless(
            trajectory != here && !taken,
            format!("/alongside/{place}/round"),
            "Noem van elk ander traject één ronde.",
        );
        let number = next_number(app, trajectory)?;
        along.push((NoteId { trajectory, number }, other.round, other.title.clone()));
    }
    match faults.is_empty() {
        true => Ok(along),
        false => Err(Problem::faults(faults)),
    }
}

/// Shows a clarification note, as everyone sees it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/clarification-notes/{number}", tag = "enquiry",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the note."),
        ThingQuery,
    ),
    responses((status = 200, body = NoteView, description = "The note.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "complaint-handler", "reader"])),
)]
async fn get_clarification_note(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let (trajectory, number) = path.into_inner();
    let model = app.model.at(position).await?;
    model.check_member(trajectory, &staff.caller.organisation)?;
    model.note(NoteId { trajectory, number }).map(Json)
}
