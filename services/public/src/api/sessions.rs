//! Sessions as everyone sees them, and what was handed out in them.

use crate::App;
use crate::pages::document::{content, disposition};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use dialogue::{SessionId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{SessionActionView, SessionView, StandingConsultationView, Tagged};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_session, get_session)
        .with(__path_get_handout, get_handout)
        .with(__path_list_session_actions, list_session_actions)
        .with(__path_list_standing_consultations, list_standing_consultations)
}

/// Shows a session, with what was handed out and said in it.
#[utoipa::path(
    get, path = "/sessions/{session}", tag = "dossier",
    params(("session" = SessionId, Path, description = "The session."), ThingQuery),
    responses((status = 200, body = SessionView, description = "The session.")),
)]
async fn get_session(
    app: Data<App>,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.session(*session)?;
    Ok(Tagged { version: content.version, content })
}

/// Gives something that was handed out in a session.
#[utoipa::path(
    get, path = "/sessions/{session}/handouts/{number}", tag = "dossier",
    params(
        ("session" = SessionId, Path, description = "The session."),
        ("number" = usize, Path, description = "The number of the hand-out, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
)]
async fn get_handout(
    app: Data<App>,
    path: Path<(SessionId, usize)>,
) -> Result<impl Responder, Problem> {
    let (session, number) = path.into_inner();
    let view = app.model.session(session)?;
    let handout = number
        .checked_sub(1)
        .and_then(|place| view.handouts.get(place))
        .ok_or_else(Problem::no_such_address)?;
    let file = &handout.file;
    Ok(HttpResponse::Ok()
        .insert_header(disposition(&file.name))
        .content_type(file.media_type.as_str())
        .body(content(&app, &handout.by, file).await?))
}

/// A page of actions.
type SessionActionViewList = List<SessionActionView>;

/// Lists what was agreed to be done in the sessions of a trajectory, with what it brought.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/session-actions", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = SessionActionViewList, description = "A page.")),
)]
async fn list_session_actions(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.session_actions(*trajectory, None, &paging).map(Json)
}

/// A page of standing consultations.
type StandingConsultationViewList = List<StandingConsultationView>;

/// Lists the standing consultations to which subjects of a trajectory were attached.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/standing-consultations", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = StandingConsultationViewList, description = "A page.")),
)]
async fn list_standing_consultations(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.attached_consultations(*trajectory, &paging).map(Json)
}
