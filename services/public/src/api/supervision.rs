//! Supervision and research into the experience of clients, as everyone reads it.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::knowledge::OutcomeTheme;
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{PublishedResearch, SupervisionView};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_supervision, get_supervision)
        .with(__path_list_client_research, list_client_research)
        .with(__path_list_outcome_themes, list_outcome_themes)
}

/// Shows how supervision is arranged, what supervisors reported with what is done with it, and how
/// many incidents were notified.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/supervision", tag = "supervision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = SupervisionView, description = "Supervision.")),
)]
async fn get_supervision(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.supervision(*trajectory).map(Json)
}

/// Research into the experience of clients that was published.
#[derive(Serialize, ToSchema)]
struct PublishedResearches {
    /// The research, the oldest year first.
    research: Vec<PublishedResearch>,
}

/// Lists the research into the experience of clients that was published, each year beside the one
/// before it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/client-research", tag = "client-research",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PublishedResearches, description = "The research.")),
)]
async fn list_client_research(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let research = app.model.at(position).await?.client_research(*trajectory)?;
    Ok(Json(PublishedResearches { research }))
}

/// The themes on which outcomes are asked about.
#[derive(Serialize, ToSchema)]
struct OutcomeThemes {
    /// The themes.
    themes: &'static [OutcomeTheme],
}

/// Lists the themes on which outcomes are asked about, each with its source.
#[utoipa::path(
    get, path = "/outcome-themes", tag = "client-research",
    responses((status = 200, body = OutcomeThemes, description = "The themes.")),
)]
async fn list_outcome_themes(request: HttpRequest) -> Result<impl Responder, Problem> {
    QueryReader::new(&request).finish()?;
    Ok(Json(OutcomeThemes { themes: OutcomeTheme::all() }))
}
