//! The timeline of a trajectory, with what happened under its contracts.

use super::Staff;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader};
use service::{TimelineEntry, TimelineFor, TimelineKind, TimelinePart};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_timeline, get_timeline)
}

/// A page of a timeline.
type TimelineEntryList = List<TimelineEntry>;

/// Shows what was published in a trajectory and what happened under its contracts, the earliest
/// first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/timeline", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("year" = Option<u16>, Query, description = "Only this calendar year."),
        ("kind" = Option<TimelineKind>, Query, description = "Only what is of this kind."),
        PageQuery,
    ),
    responses((status = 200, body = TimelineEntryList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_timeline(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let part = TimelinePart::read(&mut query);
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    model.timeline(*trajectory, TimelineFor::Staff, part, &paging).map(Json)
}
