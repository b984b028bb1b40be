//! What everyone received in a trajectory, and what one received oneself.

use super::Caller;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{LevellingEntry, send_levelling_package};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_levelling_file, get_levelling_file)
        .with(__path_get_levelling_package, get_levelling_package)
}

/// A page of a levelling file.
type LevellingFile = List<LevellingEntry>;

/// Shows what everyone received in a trajectory and when, and what one received oneself.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/levelling-file", tag = "equal information",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LevellingFile, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_levelling_file(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let own = Some(call.caller.organisation.id);
    app.model.at(position).await?.levelling_file(*trajectory, own, &paging).map(Json)
}

/// Gives the same as one package (ZIP): a manifest with the SHA-256 and the position in the log of
/// everything in it, what was published, and the files. At most 256 MB of files.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/levelling-file/package", tag = "equal information",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip",
               description = "The package.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_levelling_package(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let own = Some(call.caller.organisation.id);
    send_levelling_package(&app.shared, model, *trajectory, own).await
}
