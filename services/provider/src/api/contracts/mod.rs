//! One's own contracts: what was agreed, what is measured, and the talks about it.

mod course;
mod deliveries;
mod incidents;
mod talks;
mod trends;

use super::Caller;
use crate::App;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::contract::ContractRefusal;
use dialogue::{ContractId, ProviderId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{
    ContractRow, ContractView, IndicatorValues, IndicatorView, Model, Tagged, refusal_problem,
};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    let operations = operations
        .with(__path_list_own_contracts, list_own_contracts)
        .with(__path_get_own_contract, get_own_contract)
        .with(__path_list_indicators, list_indicators)
        .with(__path_list_own_values, list_own_values);
    let operations = course::operations(operations);
    let operations = deliveries::operations(operations);
    let operations = incidents::operations(operations);
    let operations = trends::operations(operations);
    talks::operations(operations)
}

/// One's own contract. Somebody else's is not there.
fn own_contract(
    model: &Model,
    provider: ProviderId,
    contract: ContractId,
) -> Result<ContractRow, Problem> {
    own::document(model, Table::Contract, provider, &contract.to_string())?
        .ok_or_else(|| refusal_problem(&ContractRefusal::Unknown.into()))
}

/// One's own contracts.
#[derive(Serialize, ToSchema)]
struct OwnContracts {
    /// The contracts.
    contracts: Vec<ContractView>,
}

/// Lists one's own contracts in a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/contracts", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = OwnContracts, description = "One's own contracts.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_contracts(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let provider = call.caller.organisation.id;
    let rows: Vec<ContractRow> =
        own::all(model, Table::Contract, provider, &trajectory.to_string())?;
    let of_all = model.commitments(*trajectory)?;
    let rows = rows.into_iter().map(|row| row.with_commitments(&of_all));
    let contracts = rows.map(|row| Ok(row.shown(&app.shared.vault)?.for_provider()));
    Ok(Json(OwnContracts { contracts: contracts.collect::<Result<_, Problem>>()? }))
}

/// Shows one's own contract.
#[utoipa::path(
    get, path = "/contracts/{contract}", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract."), ThingQuery),
    responses((status = 200, body = ContractView, description = "The contract.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_own_contract(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract(model, call.caller.organisation.id, *contract)?;
    let row = row.clone().with_commitments(&model.commitments(row.registered.trajectory)?);
    let version = row.version;
    Ok(Tagged { content: row.shown(&app.shared.vault)?.for_provider(), version })
}

/// A page of indicators.
type IndicatorViewList = List<IndicatorView>;

/// Lists the indicators of a trajectory, by their key.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/indicators", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = IndicatorViewList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_indicators(
    app: Data<App>,
    _: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let page = model.indicators(*trajectory, &paging)?;
    Ok(Json(IndicatorViewList::new(page.items, page.next)))
}

/// A page of indicators with their values.
type IndicatorValuesList = List<IndicatorValues>;

/// Lists the indicators of one's own contract, each with everything that was delivered.
#[utoipa::path(
    get, path = "/contracts/{contract}/values", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = IndicatorValuesList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_values(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract(model, call.caller.organisation.id, *contract)?;
    model.values(&row, &paging).map(Json)
}
