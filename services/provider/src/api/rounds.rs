//! Rounds, as everyone sees them.

use super::Caller;
use crate::App;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{ConsultationRoundId, QuestionRoundId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use service::{ConsultationRoundView, QuestionRoundView, Tagged};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_consultation_round, get_consultation_round)
        .with(__path_get_question_round, get_question_round)
}

/// Shows a consultation round.
#[utoipa::path(
    get, path = "/consultation-rounds/{round}", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = ConsultationRoundView, description = "The round.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_consultation_round(
    app: Data<App>,
    _: Caller,
    round: Path<ConsultationRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.consultation_round(*round)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows a question round.
#[utoipa::path(
    get, path = "/question-rounds/{round}", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = QuestionRoundView, description = "The round.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_question_round(
    app: Data<App>,
    _: Caller,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.question_round(*round)?;
    Ok(Tagged { version: content.version, content })
}
