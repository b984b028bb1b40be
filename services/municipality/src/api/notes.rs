//! Clarification notes: gathered from approved answers, published to everyone at one moment.

use super::Staff;
use super::question_rounds::{check_round, own_round};
use crate::projections::questions::QuestionView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::enquiry::{
    Announcement, ClarificationNotePublished, EnquiryRefusal, Erratum, NoteItem,
    PublishClarificationNote, arrange,
};
use dialogue::{
    ClarificationNote, ClarificationNoteCommand, NoteId, Question, QuestionCommand, QuestionId,
    QuestionRound, QuestionRoundCommand, QuestionRoundId, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{NoteView, Receipt, Refused, RoundStatus, Written, refusal_problem};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Title};

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
    /// The questions that still have no approved answer.
    unanswered: Vec<QuestionId>,
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
    let mut preview = NotePreview { items: vec![], unanswered: vec![] };
    for id in questions(&app, *round)? {
        let question = app.shared.look_up::<Question>(id).await?;
        match note_item(id, &question) {
            Some(item) => preview.items.push(item),
            None if question.is_pending() => preview.unanswered.push(id),
            None => {}
        }
    }
    arrange(&mut preview.items, &trajectory);
    Ok(Json(preview))
}

/// A note that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClarificationNote {
    /// What it is called.
    title: Title,
    /// The questions to answer in it; all that have an approved answer when absent.
    #[serde(default)]
    questions: Option<BTreeSet<QuestionId>>,
    /// What the municipality tells of its own accord.
    #[serde(default)]
    #[schema(max_items = 200)]
    announcements: Vec<Announcement>,
    /// Corrections of earlier notes.
    #[serde(default)]
    #[schema(max_items = 200)]
    errata: Vec<Erratum>,
    /// Whether it concludes the round: every question in it is then answered.
    concludes: bool,
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
    let all = questions(&app, round)?;
    let number = 1 + u32::try_from(app.model.notes(view.trajectory)?.len()).unwrap_or(u32::MAX);
    let id = NoteId { trajectory: view.trajectory, number };
    let outcome = app
        .shared
        .execute::<ClarificationNote, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, round).await?;
                scope.load::<QuestionRound>(round).await?.published()?;
                let note = compose(scope, id, round, &all, &new).await?;
                if new.concludes {
                    let conclude = QuestionRoundCommand::Conclude { note: number };
                    scope.also::<QuestionRound>(round, conclude).await?;
                }
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

/// Gathers the note, and marks every question in it as published, in the same append.
async fn compose(
    scope: &mut Scope<'_, Refusal>,
    id: NoteId,
    round: QuestionRoundId,
    all: &[QuestionId],
    new: &NewClarificationNote,
) -> Result<PublishClarificationNote, Refused> {
    let (mut items, mut unanswered) = (vec![], vec![]);
    for question in all {
        let state = scope.load::<Question>(*question).await?;
        let wanted = new.questions.as_ref().is_none_or(|wanted| wanted.contains(question));
        match note_item(*question, &state).filter(|_| wanted) {
            Some(item) => items.push(item),
            None if state.is_pending() => unanswered.push(*question),
            None => {}
        }
    }
    if let Some(wanted) = &new.questions {
        check_wanted(wanted, &items)?;
    }
    arrange(&mut items, scope.glance::<Trajectory>(id.trajectory).await?.as_ref());
    for item in &items {
        let (question, note, item) = (item.question, id.number, item.number);
        let publish = QuestionCommand::Publish { question, note, item };
        scope.also::<Question>(question, publish).await?;
    }
    let mut earlier = vec![];
    for number in 1..id.number {
        let note = scope.glance::<ClarificationNote>(NoteId { number, ..id }).await?;
        earlier.extend(note.size());
    }
    let note = ClarificationNotePublished {
        trajectory: id.trajectory,
        round,
        number: id.number,
        title: new.title.clone(),
        items,
        announcements: new.announcements.clone(),
        errata: new.errata.clone(),
        concludes: new.concludes,
    };
    Ok(PublishClarificationNote { note, earlier, unanswered })
}

fn check_wanted(wanted: &BTreeSet<QuestionId>, items: &[NoteItem]) -> Result<(), Refusal> {
    let mut faults = Faults::none();
    for (place, question) in wanted.iter().enumerate() {
        faults.unless(
            items.iter().any(|item| item.question == *question),
            format!("/questions/{place}"),
            "Deze vraag hoort niet bij deze ronde of heeft geen goedgekeurd antwoord.",
        );
    }
    Ok(faults.check()?)
}

fn note_item(id: QuestionId, question: &Question) -> Option<NoteItem> {
    let (asked, answer) = question.ready()?;
    Some(NoteItem {
        number: 0,
        question: id,
        reference: asked.reference.clone(),
        wording: answer.wording.clone(),
        answer: answer.answer.clone(),
        amends: answer.amends.clone(),
    })
}

/// The questions of a round.
fn questions(app: &App, round: QuestionRoundId) -> Result<Vec<QuestionId>, Problem> {
    let sql = "SELECT body FROM question WHERE round = ?1 ORDER BY id";
    let all: Vec<QuestionView> = app.model.with(|read| read.documents(sql, [round.to_string()]))?;
    Ok(all.into_iter().map(|view| view.id).collect())
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
