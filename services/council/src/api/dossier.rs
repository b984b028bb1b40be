//! The published dossier, as everyone sees it.

use super::Member;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{NoteId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{NoteView, PublishedDossier, Tagged, TrajectorySummary, TrajectoryView};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_trajectories, list_trajectories)
        .with(__path_get_trajectory, get_trajectory)
        .with(__path_get_dossier, get_dossier)
        .with(__path_get_clarification_note, get_clarification_note)
}

/// A page of trajectories.
type TrajectoryList = List<TrajectorySummary>;

/// Lists all trajectories, the newest first.
#[utoipa::path(
    get, path = "/trajectories", tag = "dossier", params(PageQuery),
    responses((status = 200, body = TrajectoryList, description = "A page.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn list_trajectories(
    app: Data<App>,
    _: Member,
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
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_trajectory(
    app: Data<App>,
    _: Member,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.trajectory(*trajectory)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows what was published about a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/dossier", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PublishedDossier, description = "The dossier.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_dossier(
    app: Data<App>,
    _: Member,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.published_dossier(*trajectory).map(Json)
}

/// Shows a clarification note.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/clarification-notes/{number}", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the note."),
        ThingQuery,
    ),
    responses((status = 200, body = NoteView, description = "The note.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_clarification_note(
    app: Data<App>,
    _: Member,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let (trajectory, number) = path.into_inner();
    app.model.at(position).await?.note(NoteId { trajectory, number }).map(Json)
}
