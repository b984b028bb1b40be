//! The timeline of a trajectory and of a region: what was published, in the order of time.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{RegionId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader};
use service::{TimelineEntry, TimelineFor, TimelineKind, TimelinePart};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_timeline, get_timeline)
        .with(__path_get_region_timeline, get_region_timeline)
}

/// A page of a timeline.
type TimelineEntryList = List<TimelineEntry>;

/// Shows what was published in a trajectory, from its vision to its contracts and beyond, the
/// earliest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/timeline", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("year" = Option<u16>, Query, description = "Only this calendar year."),
        ("kind" = Option<TimelineKind>, Query, description = "Only what is of this kind."),
        PageQuery,
    ),
    responses((status = 200, body = TimelineEntryList, description = "A page.")),
)]
async fn get_timeline(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let part = TimelinePart::read(&mut query);
    query.finish()?;
    let model = app.model.at(position).await?;
    model.timeline(*trajectory, TimelineFor::Everyone, part, &paging).map(Json)
}

/// Shows what was published in all trajectories of a region, the earliest first: also what was
/// learned in its sessions.
#[utoipa::path(
    get, path = "/regions/{region}/timeline", tag = "regions",
    params(
        ("region" = RegionId, Path, description = "The region."),
        ("year" = Option<u16>, Query, description = "Only this calendar year."),
        ("kind" = Option<TimelineKind>, Query, description = "Only what is of this kind."),
        PageQuery,
    ),
    responses((status = 200, body = TimelineEntryList, description = "A page.")),
)]
async fn get_region_timeline(
    app: Data<App>,
    region: Path<RegionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let part = TimelinePart::read(&mut query);
    query.finish()?;
    app.model.at(position).await?.region_timeline(*region, part, &paging).map(Json)
}
