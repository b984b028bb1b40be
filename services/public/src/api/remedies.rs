//! What can be done by whoever does not agree, by the instrument of a trajectory.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::local;
use dialogue::TrajectoryId;
use dialogue::redress::{RemedyClause, RemedyMoment, RemedyTold};
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::log_problem;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_remedies, list_remedies)
}

/// What can be done at one moment.
#[derive(Serialize, ToSchema)]
struct RemediesAtMoment {
    /// The moment.
    moment: RemedyMoment,
    /// What can be done then.
    remedies: Vec<RemedyTold>,
}

/// What can be done by whoever does not agree.
#[derive(Serialize, ToSchema)]
struct Remedies {
    /// By moment; nothing while no instrument was chosen.
    moments: Vec<RemediesAtMoment>,
}

/// Tells what can be done by whoever does not agree: it differs by instrument and moment.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/remedies", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Remedies, description = "What can be done.")),
)]
async fn list_remedies(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let chosen = model.trajectory(*trajectory)?.instrument.map(|it| it.instrument);
    let now = app.log.head().await.map_err(|error| log_problem(&error))?.clock;
    let at = |moment| {
        let clauses =
            chosen.into_iter().flat_map(|it| RemedyClause::of(it, moment, local(now).date()));
        RemediesAtMoment { moment, remedies: clauses.map(|clause| clause.told(None)).collect() }
    };
    let moments = chosen.into_iter().flat_map(|_| RemedyMoment::ALL).map(at).collect();
    Ok(Json(Remedies { moments }))
}
