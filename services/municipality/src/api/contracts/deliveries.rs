//! Data: requested once, delivered over a period, and checked before it counts.

use super::{Staff, hide, own_contract, own_contract_row, own_thing, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::performance::{
    DataChecks, DataDeliveryOpened, DataRequested, DeliveredBefore, PerformanceRefusal, Period,
};
use dialogue::{
    ContractId, DataDelivery, DataDeliveryCommand, DataDeliveryId, Refusal, RulePressure,
    TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{
    DataDeliveryView, FileInput, NewImport, Receipt, Refused, Tagged, Written, import_values,
    log_problem, refusal_problem, year_of,
};
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_request_data, request_data)
        .with(__path_open_delivery, open_delivery)
        .with(__path_list_deliveries, list_deliveries)
        .with(__path_get_delivery, get_delivery)
        .with(__path_import_delivery, import_delivery)
        .with(__path_check_delivery, check_delivery)
}

/// Data that is to be requested.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDataRequest {
    /// Over which period.
    period: Period,
    /// Which indicators.
    #[schema(min_items = 1, max_items = 2000)]
    indicators: Vec<Slug>,
    /// By when.
    due: NewTerm,
    /// What it is needed for.
    purpose: Paragraph,
    /// Why it is requested although it was delivered or requested before; for that case.
    #[serde(default)]
    again: Option<Paragraph>,
    /// Why it is requested beyond the target for the year; for that case.
    #[serde(default, rename = "aboveTarget")]
    above_target: Option<Paragraph>,
}

/// Requests data of a provider. What was delivered or requested before is refused, with where it
/// stands, unless a reason is given; and so is what goes beyond the target for the year.
#[utoipa::path(
    post, path = "/contracts/{contract}/data-requests", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewDataRequest,
    responses((status = 201, body = Receipt, description = "It is requested.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn request_data(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewDataRequest>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let model = app.model.complete(&app.shared).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
    let before = model.delivered_before(row.id, new.period, &new.indicators)?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let trajectory = row.registered.trajectory;
    let made = model.requests_in(trajectory, year_of(now))?;
    let outcome = app
        .shared
        .execute::<DataDelivery, _>(
            &staff,
            &body.conditions,
            Target::new(DataDeliveryId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = own_contract(scope, &staff, *contract).await?;
                let registered = state.registered()?;
                let request = DataRequested {
                    trajectory: registered.trajectory,
                    contract: *contract,
                    provider: registered.provider,
                    period: new.period,
                    indicators: new.indicators.clone(),
                    due: new.due.clone().into(),
                    purpose: new.purpose.clone(),
                    again: new.again.clone(),
                    above_target: new.above_target.clone(),
                };
                let reasoned = new.above_target.is_some();
                let targets = scope.load::<RulePressure>(trajectory).await?;
                targets.check_request(year_of(now), made, reasoned)?;
                let before: Vec<DeliveredBefore> = before.clone();
                Ok(DataDeliveryCommand::Request { request: Box::new(request), before })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/data-deliveries/{id}")))
}

/// A delivery that is to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDelivery {
    /// Over which period.
    period: Period,
    /// Where the values come from.
    source: Paragraph,
}

/// Opens a delivery of data that the municipality has itself, about all contracts.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/data-deliveries", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewDelivery,
    responses((status = 201, body = Receipt, description = "The delivery is open.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn open_delivery(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewDelivery>,
) -> Result<impl Responder, Problem> {
    let NewDelivery { period, source } = body.content;
    let opened = DataDeliveryOpened {
        trajectory: *trajectory,
        contract: None,
        provider: None,
        period,
        source,
    };
    let outcome = app
        .shared
        .execute::<DataDelivery, _>(
            &staff,
            &body.conditions,
            Target::new(DataDeliveryId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, opened.trajectory).await?;
                Ok(DataDeliveryCommand::Open(opened.clone()))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/data-deliveries/{id}")))
}

/// A page of deliveries.
type DataDeliveryViewList = List<DataDeliveryView>;

/// Lists the deliveries of data in a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/data-deliveries", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = DataDeliveryViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_deliveries(
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
    let sql = "SELECT place, body FROM data_delivery WHERE trajectory = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(DataDeliveryViewList::new(page.items, page.next)))
}

/// Shows a delivery: how far it is, also while values are taken in.
#[utoipa::path(
    get, path = "/data-deliveries/{delivery}", tag = "performance",
    params(("delivery" = DataDeliveryId, Path, description = "The delivery."), ThingQuery),
    responses((status = 200, body = DataDeliveryView, description = "The delivery.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_delivery(
    app: Data<App>,
    staff: Staff,
    delivery: Path<DataDeliveryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = PerformanceRefusal::DeliveryUnknown;
    let content: DataDeliveryView = own_thing(&app, &staff, "data_delivery", *delivery, unknown)?;
    Ok(Tagged { version: content.version, content })
}

/// A file with values.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDataImport {
    /// The file, which was handed in before.
    file: FileInput,
}

/// A delivery that the municipality fills itself.
async fn own_delivery(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: DataDeliveryId,
) -> Result<Arc<DataDelivery>, Refused> {
    let delivery = scope.glance::<DataDelivery>(id).await?;
    own_trajectory(scope, staff, delivery.basis()?.trajectory)
        .await
        .map_err(|error| hide(error, PerformanceRefusal::DeliveryUnknown))?;
    Ok(delivery)
}

/// Takes in the values of a file: CSV, XLSX or JSON lines, at most 100,000 values. When anything is
/// wrong, everything that is wrong is told by row, and nothing is taken. How far it is can be seen
/// at the delivery; what was broken off goes on when the same is asked again.
///
/// A spreadsheet has the headings `contract` (the number of the contract), `indicator` (its key),
/// `periode` (that of the delivery when absent), `waarde`, `bewijs` (the form of evidence, where
/// there is a choice) and `toelichting`, in any order. A line of JSON is an object with the texts
/// `contract`, `indicator`, `period`, `value`, `evidence` and `note`.
#[utoipa::path(
    post, path = "/data-deliveries/{delivery}/imports", tag = "performance",
    params(("delivery" = DataDeliveryId, Path, description = "The delivery.")),
    request_body = NewDataImport,
    responses((status = 200, body = Receipt, description = "All values are in.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn import_delivery(
    app: Data<App>,
    staff: Staff,
    delivery: Path<DataDeliveryId>,
    body: Body<NewDataImport>,
) -> Result<impl Responder, Problem> {
    let model = app.model.complete(&app.shared).await?;
    let unknown = PerformanceRefusal::DeliveryUnknown;
    let view: DataDeliveryView = own_thing(&app, &staff, "data_delivery", *delivery, unknown)?;
    let state = app.shared.look_up::<DataDelivery>(*delivery).await?;
    if state.basis().is_ok_and(|basis| basis.provider.is_some()) {
        return Err(refusal_problem(&PerformanceRefusal::DeliveryOfProvider.into()));
    }
    let contracts = model.contracts_of(view.trajectory)?;
    let new = NewImport {
        delivery: *delivery,
        file: body.content.file,
        owner: staff.caller.organisation.to_string(),
        contracts: contracts.iter().map(service::ContractRow::known).collect(),
    };
    import_values(&app.shared, &staff, &body.conditions, new).await
}

/// Checks a delivery on completeness, correctness and timeliness. Good in all three it is
/// validated, and can be talked about; else it counts for nothing, and the findings tell why.
#[utoipa::path(
    post, path = "/data-deliveries/{delivery}/checks", tag = "performance",
    params(("delivery" = DataDeliveryId, Path, description = "The delivery.")),
    request_body = DataChecks,
    responses((status = 200, body = Receipt, description = "It is checked.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn check_delivery(
    app: Data<App>,
    staff: Staff,
    delivery: Path<DataDeliveryId>,
    body: Body<DataChecks>,
) -> Result<impl Responder, Problem> {
    let (checks, by) = (Box::new(body.content), staff.caller.person);
    let outcome = app
        .shared
        .execute::<DataDelivery, _>(
            &staff,
            &body.conditions,
            Target::existing(*delivery),
            async |scope: &mut Scope<'_, Refusal>| {
                own_delivery(scope, &staff, *delivery).await?;
                Ok(DataDeliveryCommand::Check { checks: checks.clone(), by })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
