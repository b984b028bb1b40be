//! Who was heard in a trajectory and who is missing.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{Operations, Problem, QueryReader, ThingQuery};
use service::Representation;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_representation, get_representation)
}

/// Shows who was heard in a trajectory and who is missing, by size and domain, without telling
/// who. Only closed rounds and sessions with a report count; a count is told as a range of five;
/// nothing is told of groups while fewer than five were heard, nor of a group in which fewer than
/// five are known.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/representation", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Representation, description = "Who was heard.")),
)]
async fn get_representation(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.representation(*trajectory, false).map(Json)
}
