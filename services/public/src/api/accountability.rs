//! Accountability, as everyone reads it.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{AccountabilityFile, PerformanceReportView};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_performance_reports, list_performance_reports)
        .with(__path_get_accountability_file, get_accountability_file)
}

/// A page of performance reports.
type PerformanceReportViewList = List<PerformanceReportView>;

/// Lists the performance reports for inhabitants and for the elected councils, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/performance-reports", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PerformanceReportViewList, description = "A page.")),
)]
async fn list_performance_reports(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.performance_reports(*trajectory, &paging).map(Json)
}

/// Shows what an elected council has to know: performance reports, advice with the response and
/// where was deviated from it, research among clients, supervision and reviews.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/accountability-file", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = AccountabilityFile, description = "The file.")),
)]
async fn get_accountability_file(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.accountability_file(*trajectory).map(Json)
}
