//! What was published about a purchase as a whole: price sheets, and decisions of college and
//! council.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::procurement::AwardModelRecorded;
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{AdmissionView, GoverningDecisionView, PublishedPriceSheet};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_price_sheets, list_price_sheets)
        .with(__path_list_admissions, list_admissions)
        .with(__path_list_governing_decisions, list_governing_decisions)
}

/// Price sheets that were published.
#[derive(Serialize, ToSchema)]
struct PublishedPriceSheets {
    /// The sheets, each in the latest version that was published.
    sheets: Vec<PublishedPriceSheet>,
}

/// Lists the price sheets of a trajectory that were published.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/price-sheets", tag = "price-sheets",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PublishedPriceSheets, description = "The sheets.")),
)]
async fn list_price_sheets(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    Ok(Json(PublishedPriceSheets { sheets: model.price_sheets(*trajectory)? }))
}

/// What one can apply for.
#[derive(Serialize, ToSchema)]
struct PublishedAdmissions {
    /// The admissions, the oldest first.
    admissions: Vec<AdmissionView>,
}

/// Lists what one can apply for in a trajectory: subsidies and open houses, with their conditions.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/admissions", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PublishedAdmissions, description = "The admissions.")),
)]
async fn list_admissions(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    Ok(Json(PublishedAdmissions { admissions: model.admissions(*trajectory)? }))
}

/// How tenders will be chosen between, and what college and council decided.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GoverningDecisions {
    /// How tenders will be chosen between, once recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    award_model: Option<AwardModelRecorded>,
    /// The decisions, the oldest first.
    decisions: Vec<GoverningDecisionView>,
}

/// Lists what college and council decided about a trajectory, with the advice and the dialogue it
/// rests on, and how tenders will be chosen between.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/governing-decisions", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = GoverningDecisions, description = "The decisions.")),
)]
async fn list_governing_decisions(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let award_model = model.award_model(*trajectory)?;
    let decisions = model.governing_decisions(*trajectory)?;
    Ok(Json(GoverningDecisions { award_model, decisions }))
}
