//! How is bought: what was decided and why, which room is left, how the planning holds.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::knowledge::Practice;
use http::{List, Operations, Problem, QueryReader, ThingQuery};
use serde_json::value::to_raw_value;
use service::{ChoicesView, PlanningView, StrategyView, Tagged};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_practices, list_practices)
        .with(__path_get_strategy, get_strategy)
        .with(__path_get_choices, get_choices)
        .with(__path_get_planning, get_planning)
}

fn position(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish().map(|()| position)
}

/// All of them.
type PracticeList = List<Practice>;

/// Lists the ways of purchasing and of paying in every version, with what follows from each.
#[utoipa::path(
    get, path = "/practices", tag = "strategy",
    responses((status = 200, body = PracticeList, description = "All of them.")),
)]
async fn list_practices(request: HttpRequest) -> Result<impl Responder, Problem> {
    QueryReader::new(&request).finish()?;
    let all = Practice::all().iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(PracticeList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}

/// Shows the strategy: every decision with its reason, what follows from it, and what is to be
/// said about it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/strategy", tag = "strategy",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = StrategyView, description = "The strategy.")),
)]
async fn get_strategy(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.strategy(*trajectory)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows every choice, fixed and open, by phase, with its reason.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/choices", tag = "strategy",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ChoicesView, description = "The choices.")),
)]
async fn get_choices(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.choices(*trajectory).map(Json)
}

/// Shows the planning with its moments of decision, and how far it has slipped.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/planning", tag = "strategy",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PlanningView, description = "The planning.")),
)]
async fn get_planning(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.planning(*trajectory).map(Json)
}
