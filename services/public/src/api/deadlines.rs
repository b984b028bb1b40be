//! The deadlines in the record of a trajectory, each of which explains itself.

use crate::App;
use crate::deadlines::{DeadlineView, deadlines};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, Problem, QueryReader, ThingQuery};
use serde_json::value::to_raw_value;
use vocabulary::Slug;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_deadlines, list_deadlines).with(__path_get_deadline, get_deadline)
}

/// All of them.
type DeadlineViewList = List<DeadlineView>;

/// Lists the deadlines that stand in the record of a trajectory, by when they end. Each says on
/// what ground it rests, and when it follows a rule, how it was computed.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/deadlines", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = DeadlineViewList, description = "All of them.")),
)]
async fn list_deadlines(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let all = deadlines(app.model.at(position).await?, *trajectory)?;
    let all = all.iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(DeadlineViewList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}

/// Explains a deadline: rule, source, version and every step.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/deadlines/{deadline}", tag = "terms",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("deadline" = Slug, Path, description = "Its name in the list, such as `tender-closing`."),
        ThingQuery,
    ),
    responses((status = 200, body = DeadlineView, description = "The deadline.")),
)]
async fn get_deadline(
    app: Data<App>,
    path: Path<(TrajectoryId, Slug)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, key) = path.into_inner();
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let all = deadlines(app.model.at(position).await?, trajectory)?;
    let found = all.into_iter().find(|deadline| deadline.key == key.as_str());
    found.map(Json).ok_or_else(Problem::no_such_address)
}
