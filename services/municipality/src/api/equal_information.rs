//! Equal information: who was heard and who is missing, and what every party received when.

use super::Staff;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{LevellingEntry, Representation, send_levelling_package};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_representation, get_representation)
        .with(__path_get_levelling_file, get_levelling_file)
        .with(__path_get_levelling_package, get_levelling_package)
}

/// Shows who was heard in a trajectory and who is missing, by size, domain and municipality,
/// without telling who. Only closed rounds and sessions with a report count; a count is told as a
/// range of five; nothing is told of groups while fewer than five were heard, nor of a group in
/// which fewer than five are known.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/representation", tag = "equal information",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Representation, description = "Who was heard.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_representation(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    model.representation(*trajectory, true).map(Json)
}

/// A page of a levelling file.
type LevellingFile = List<LevellingEntry>;

/// Shows the levelling file: everything that each party received and when, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/levelling-file", tag = "equal information",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LevellingFile, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_levelling_file(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    model.levelling_file(*trajectory, None, &paging).map(Json)
}

/// Gives the levelling file as one package (ZIP): a manifest with the SHA-256 and the position in
/// the log of everything in it, what was published, and the files. At most 256 MB of files.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/levelling-file/package", tag = "equal information",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip",
               description = "The package.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_levelling_package(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    send_levelling_package(&app.shared, model, *trajectory, None).await
}
