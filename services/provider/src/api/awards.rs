//! Award decisions as sent to oneself.

use super::Caller;
use crate::App;
use crate::projections::awards::{OwnAwardDecision, OwnAwardRow};
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader};
use serde::Serialize;
use serde_json::value::to_raw_value;
use service::{OrganisationIdentity, open};
use utoipa::ToSchema;
use vocabulary::Title;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_award_decisions, list_award_decisions)
}

/// An award decision as told to oneself: with the names of whoever won.
#[derive(Serialize, ToSchema)]
pub(super) struct AwardDecisionTold {
    /// The decision.
    #[serde(flatten)]
    decision: OwnAwardDecision,
    /// For whom the contract is meant, when that is another.
    winners: Vec<Title>,
}

/// A page of award decisions.
type AwardDecisionList = List<AwardDecisionTold>;

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
    let items = page.items.iter().map(|row| {
        let row = serde_json::from_str(row.get()).map_err(|error| Problem::internal(&error))?;
        to_raw_value(&told(&app, row)?).map_err(|error| Problem::internal(&error))
    });
    Ok(Json(AwardDecisionList::new(items.collect::<Result<_, _>>()?, page.next)))
}

/// Who won is opened only here. Of a winner the name is told, and nothing else.
pub(super) fn told(app: &App, row: OwnAwardRow) -> Result<AwardDecisionTold, Problem> {
    let mut winners = vec![];
    for winner in &row.winners {
        let identity = open::<OrganisationIdentity>(&app.shared.vault, winner)?;
        winners.extend(identity.map(|identity| identity.name));
    }
    Ok(AwardDecisionTold { decision: row.view, winners })
}
