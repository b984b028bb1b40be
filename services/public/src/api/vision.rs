//! Why is bought: regions, the vision behind a purchase, its guiding principles in all their
//! versions, the development agenda, and the trail of what was put in.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{RegionId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{
    DevelopmentAgendaView, PrinciplesView, RegionSummary, RegionView, Tagged, TrailEntry,
    TrailKind, TrailQuery, VisionView,
};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_regions, list_regions)
        .with(__path_get_region, get_region)
        .with(__path_get_vision, get_vision)
        .with(__path_get_principles, get_principles)
        .with(__path_get_development_agenda, get_development_agenda)
        .with(__path_get_trail, get_trail)
}

fn position(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish().map(|()| position)
}

/// A page of regions.
type RegionList = List<RegionSummary>;

/// Lists the regions in which municipalities buy together.
#[utoipa::path(
    get, path = "/regions", tag = "regions", params(PageQuery),
    responses((status = 200, body = RegionList, description = "A page.")),
)]
async fn list_regions(app: Data<App>, request: HttpRequest) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.regions(&paging).map(Json)
}

/// Shows a region: who takes part, what is bought at which scale and why, what is joint, and what
/// each municipality adds.
#[utoipa::path(
    get, path = "/regions/{region}", tag = "regions",
    params(("region" = RegionId, Path, description = "The region."), ThingQuery),
    responses((status = 200, body = RegionView, description = "The region.")),
)]
async fn get_region(
    app: Data<App>,
    region: Path<RegionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let content = app.model.at(position(&request)?).await?.region(*region)?;
    Ok(Tagged { version: content.version, content })
}

/// Shows the vision behind a trajectory: its goals with the questions that are open, developments,
/// and the documents that elaborate it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/vision", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = VisionView, description = "The vision.")),
)]
async fn get_vision(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.vision(*trajectory).map(Json)
}

/// Shows the guiding principles in all their versions, with whom each was written, and what came of
/// them in documents, requirements and criteria.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/principles", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PrinciplesView, description = "The principles.")),
)]
async fn get_principles(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.principles(*trajectory).map(Json)
}

/// Shows the development agenda: what was put in and goes on after this purchase, how it came
/// there, and how far it is.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/development-agenda", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = DevelopmentAgendaView, description = "The agenda.")),
)]
async fn get_development_agenda(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    app.model.at(position(&request)?).await?.development_agenda(*trajectory).map(Json)
}

/// A page of a trail.
type TrailEntryList = List<TrailEntry>;

/// Shows the trail of a trajectory as far as it is public: what was put in, how it was answered and
/// why, and in which text or figure it came back.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/trail", tag = "trail",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("open" = Option<bool>, Query, description = "Only what is open, or what is not."),
        ("kind" = Option<TrailKind>, Query, description = "Only of this kind."),
        PageQuery,
    ),
    responses((status = 200, body = TrailEntryList, description = "A page.")),
)]
async fn get_trail(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let wanted = TrailQuery::of(&mut query);
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let page = model.trail(*trajectory, wanted, &paging, None)?;
    Ok(Json(TrailEntryList::new(page.items, page.next)))
}
