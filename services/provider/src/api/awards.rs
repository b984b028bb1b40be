//! Award decisions as sent to oneself.

use super::Caller;
use crate::App;
use crate::projections::awards::OwnAwardDecision;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_award_decisions, list_award_decisions)
}

/// A page of award decisions.
type AwardDecisionList = List<OwnAwardDecision>;

/// Lists the award decisions sent to oneself in a trajectory, with one's own scores.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/award-decisions", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = AwardDecisionList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_award_decisions(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let provider = call.caller.organisation.id;
    let within = trajectory.to_string();
    let page = own::page(model, Table::AwardDecision, provider, &within, &paging)?;
    Ok(Json(AwardDecisionList::new(page.items, page.next)))
}
