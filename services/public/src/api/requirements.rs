//! Requirements: the versions that were published, how they differ, what they cost, what became
//! of what providers said; and what is known before anything is asked.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::knowledge::{Figure, KnownSource};
use dialogue::requirement::{
    Balance, Coherence, CoherenceOrigin, RequirementComparison, SetChanges, Specification,
};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use serde_json::value::to_raw_value;
use service::{RequirementRemarkView, RequirementSetView};
use utoipa::IntoParams;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_known_sources, list_known_sources)
        .with(__path_list_reference_figures, list_reference_figures)
        .with(__path_get_requirement_set, get_requirement_set)
        .with(__path_get_requirement_changes, get_requirement_changes)
        .with(__path_get_requirement_balance, get_requirement_balance)
        .with(__path_list_requirement_remarks, list_requirement_remarks)
        .with(__path_get_coherence, get_coherence)
        .with(__path_compare_requirements, compare_requirements)
}

/// The position that the caller has seen, when that is all a query may hold.
fn position(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish().map(|()| position)
}

/// All items of something that comes with the program.
fn all<T: Serialize>(items: &[T], request: &HttpRequest) -> Result<Json<List<T>>, Problem> {
    QueryReader::new(request).finish()?;
    let items = items.iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(List::new(items.map_err(|error| Problem::internal(&error))?, None)))
}

/// All of them.
type KnownSourceList = List<KnownSource>;

/// Lists the known sources of requirements in every version: law, frameworks, marks, registers.
#[utoipa::path(
    get, path = "/known-sources", tag = "requirements",
    responses((status = 200, body = KnownSourceList, description = "All of them.")),
)]
async fn list_known_sources(request: HttpRequest) -> Result<impl Responder, Problem> {
    all(KnownSource::all(), &request)
}

/// All of them.
type FigureList = List<Figure>;

/// Lists the figures to compare with, in every version.
#[utoipa::path(
    get, path = "/reference-figures", tag = "requirements",
    responses((status = 200, body = FigureList, description = "All of them.")),
)]
async fn list_reference_figures(request: HttpRequest) -> Result<impl Responder, Problem> {
    all(Figure::all(), &request)
}

/// Shows a version of the requirements.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-sets/{number}", tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the version."),
        ThingQuery,
    ),
    responses((status = 200, body = RequirementSetView, description = "The version.")),
)]
async fn get_requirement_set(
    app: Data<App>,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, number) = path.into_inner();
    app.model.at(position(&request)?).await?.requirement_set(trajectory, number).map(Json)
}

/// Shows what changed since the version before (was-wordtlijst).
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-sets/{number}/changes",
    tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the version."),
        ThingQuery,
    ),
    responses((status = 200, body = SetChanges, description = "The changes.")),
)]
async fn get_requirement_changes(
    app: Data<App>,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, number) = path.into_inner();
    let model = app.model.at(position(&request)?).await?;
    let now = model.requirement_set(trajectory, number)?.specification;
    let was = match number {
        1 => Specification::default(),
        _ => model.requirement_set(trajectory, number - 1)?.specification,
    };
    Ok(Json(now.changes_since(&was)))
}

/// Shows how a version is balanced and what it costs in time, beside the figures of the study.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-sets/{number}/balance",
    tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the version."),
        ThingQuery,
    ),
    responses((status = 200, body = Balance, description = "The balance.")),
)]
async fn get_requirement_balance(
    app: Data<App>,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, number) = path.into_inner();
    let model = app.model.at(position(&request)?).await?;
    let set = model.requirement_set(trajectory, number)?;
    Ok(Json(set.specification.balance()))
}

/// A page of them.
type RequirementRemarkList = List<RequirementRemarkView>;

/// Lists what providers said about the requirements, in anonymous words, with what is done with
/// it and why.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-remarks", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = RequirementRemarkList, description = "A page.")),
)]
async fn list_requirement_remarks(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.requirement_remarks(*trajectory, &paging).map(Json)
}

/// Shows the thread from the goals of the vision through the last version of the requirements to
/// what is measured and learned, with every gap in it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/coherence", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Coherence, description = "The thread.")),
)]
async fn get_coherence(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let model = app.model.at(position(&request)?).await?;
    let principles = model.trajectory(*trajectory)?.principles;
    let vision = model.vision_of(*trajectory)?;
    // The thread begins in the vision, before anything is asked.
    let specification = match model.last_requirement_set(*trajectory) {
        Ok(set) => set.specification,
        Err(_) if vision.goals().next().is_some() => Specification::default(),
        Err(none) => return Err(none),
    };
    let origin = CoherenceOrigin { vision: &vision, principles: &principles };
    Ok(Json(specification.coherence(origin, None)))
}

/// With which trajectory.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct ComparisonQuery {
    /// The trajectory of the other region.
    #[param(value_type = String, format = Uuid,
            example = "00000000-0000-4000-8000-000000000000")]
    with: TrajectoryId,
}

/// Shows how the requirements of two regions differ, by their last versions: what is the same,
/// what differs and in what, and what is asked in one alone.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-comparison", tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ComparisonQuery,
        ThingQuery,
    ),
    responses((status = 200, body = RequirementComparison, description = "The difference.")),
)]
async fn compare_requirements(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let with = query.required::<TrajectoryId>("with", "Geef het nummer van een traject.");
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let here = model.last_requirement_set(*trajectory)?.specification;
    let there = model.last_requirement_set(with.unwrap_or_default())?.specification;
    Ok(Json(here.compared_with(&there)))
}
