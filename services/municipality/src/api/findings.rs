//! What in an answer on its way may tell who asked, for whoever writes or approves it.

use super::Staff;
use super::discretion::{in_texts, known_phrases};
use super::questions::own_view;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::QuestionId;
use dialogue::discretion::NoteFinding;
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_answer_findings, get_answer_findings)
}

/// What in an answer on its way may tell who asked.
#[derive(Serialize, ToSchema)]
struct AnswerFindings {
    /// What was found; nothing without a draft.
    findings: Vec<NoteFinding>,
}

/// Shows what in the answer to a question, and in its anonymous wording, may tell who asked. A note
/// with it is refused, unless it is named with a reason.
#[utoipa::path(
    get, path = "/questions/{question}/answer-findings", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question."), ThingQuery),
    responses((status = 200, body = AnswerFindings, description = "What was found.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn get_answer_findings(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let view = own_view(&app, &staff, *question)?;
    let known = known_phrases(&app).await?;
    let findings = view.answer.map_or_else(Vec::new, |answer| {
        in_texts(view.id, &answer.wording, &answer.answer, Some(view.text.as_str()), &known)
    });
    Ok(Json(AnswerFindings { findings }))
}
