//! Published dossiers.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{AdviceId, ConsultationRoundId, NoteId, QuestionRoundId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{
    AdviceView, ConsultationRoundView, NoteView, PublishedDossier, QuestionRoundView, Tagged,
    TrajectorySummary, TrajectoryView,
};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_trajectories, list_trajectories)
        .with(__path_get_trajectory, get_trajectory)
        .with(__path_get_dossier, get_dossier)
        .with(__path_get_clarification_note, get_clarification_note)
        .with(__path_get_consultation_round, get_consultation_round)
        .with(__path_get_question_round, get_question_round)
        .with(__path_get_advice, get_advice)
}

/// The position that the caller has seen, when that is all a query may hold.
fn position(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish().map(|()| position)
}

/// A page of trajectories.
type TrajectoryList = List<TrajectorySummary>;

/// Lists all trajectories, the newest first.
#[utoipa::path(
    get, path = "/trajectories", tag = "dossier", params(PageQuery),
    responses((status = 200, body = TrajectoryList, description = "A page.")),
)]
async fn list_trajectories(
    app: Data<App>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.trajectories(&paging).map(Json)
}

/// Shows a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = TrajectoryView, description = "The trajectory.")),
)]
async fn get_trajectory(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.trajectory(*trajectory)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows what was published about a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/dossier", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PublishedDossier, description = "The dossier.")),
)]
async fn get_dossier(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.published_dossier(*trajectory).map(Json)
}

/// Shows a clarification note (nota van inlichtingen).
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/clarification-notes/{number}", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the note."),
        ThingQuery,
    ),
    responses((status = 200, body = NoteView, description = "The note.")),
)]
async fn get_clarification_note(
    app: Data<App>,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, number) = path.into_inner();
    let id = NoteId { trajectory, number };
    app.model.at(position(&request)?).await?.note(id).map(Json)
}

/// Shows a consultation round, with its report.
#[utoipa::path(
    get, path = "/consultation-rounds/{round}", tag = "dossier",
    params(("round" = ConsultationRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = ConsultationRoundView, description = "The round.")),
)]
async fn get_consultation_round(
    app: Data<App>,
    round: Path<ConsultationRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.consultation_round(*round)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows a question round.
#[utoipa::path(
    get, path = "/question-rounds/{round}", tag = "dossier",
    params(("round" = QuestionRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = QuestionRoundView, description = "The round.")),
)]
async fn get_question_round(
    app: Data<App>,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.question_round(*round)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows an advice, with the response to each recommendation.
#[utoipa::path(
    get, path = "/advices/{advice}", tag = "dossier",
    params(("advice" = AdviceId, Path, description = "The advice."), ThingQuery),
    responses((status = 200, body = AdviceView, description = "The advice.")),
)]
async fn get_advice(
    app: Data<App>,
    advice: Path<AdviceId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.advice(*advice)?;
    Ok(Tagged { version: content.version, content })
}
