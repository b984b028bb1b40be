//! One's own deliveries of data: opened, or asked for by the municipality.

use super::{Caller, own_contract};
use crate::projections::own::{self, Table};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::performance::{DataDeliveryOpened, PerformanceRefusal, Period};
use dialogue::{ContractId, DataDelivery, DataDeliveryCommand, DataDeliveryId, Refusal};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{
    DataDeliveryView, FileInput, Model, NewImport, Receipt, Tagged, Written, import_values,
    refusal_problem,
};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_own_delivery, open_own_delivery)
        .with(__path_list_own_deliveries, list_own_deliveries)
        .with(__path_get_own_delivery, get_own_delivery)
        .with(__path_import_own_delivery, import_own_delivery)
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

/// Opens a delivery of data about one's own contract, asked or not.
#[utoipa::path(
    post, path = "/contracts/{contract}/data-deliveries", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewDelivery,
    responses((status = 201, body = Receipt, description = "The delivery is open.")),
    security(("bearer" = ["submitter"])),
)]
async fn open_own_delivery(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    body: Body<NewDelivery>,
) -> Result<impl Responder, Problem> {
    let NewDelivery { period, source } = body.content;
    let provider = call.caller.organisation.id;
    let model = app.model.complete(&app.shared).await?;
    let row = own_contract(model, provider, *contract)?;
    let opened = DataDeliveryOpened {
        trajectory: row.registered.trajectory,
        contract: Some(*contract),
        provider: Some(provider),
        period,
        source,
    };
    let outcome = app
        .shared
        .execute::<DataDelivery, _>(
            &call,
            &body.conditions,
            Target::new(DataDeliveryId::random()),
            async |_: &mut Scope<'_, Refusal>| Ok(DataDeliveryCommand::Open(opened.clone())),
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/data-deliveries/{id}")))
}

/// A page of deliveries.
type DataDeliveryViewList = List<DataDeliveryView>;

/// Lists what one delivered, and what was requested, under one's own contract.
#[utoipa::path(
    get, path = "/contracts/{contract}/data-deliveries", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = DataDeliveryViewList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_deliveries(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    own_contract(model, provider, *contract)?;
    let page = own::page(model, Table::DataDelivery, provider, &contract.to_string(), &paging)?;
    Ok(Json(DataDeliveryViewList::new(page.items, page.next)))
}

/// One's own delivery.
fn own_delivery(
    model: &Model,
    call: &Caller,
    id: DataDeliveryId,
) -> Result<DataDeliveryView, Problem> {
    let provider = call.caller.organisation.id;
    own::document(model, Table::DataDelivery, provider, &id.to_string())?
        .ok_or_else(|| refusal_problem(&PerformanceRefusal::DeliveryUnknown.into()))
}

/// Shows one's own delivery: how far it is, and what was found when it was checked.
#[utoipa::path(
    get, path = "/data-deliveries/{delivery}", tag = "performance",
    params(("delivery" = DataDeliveryId, Path, description = "The delivery."), ThingQuery),
    responses((status = 200, body = DataDeliveryView, description = "The delivery.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_own_delivery(
    app: Data<App>,
    call: Caller,
    delivery: Path<DataDeliveryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let content = own_delivery(model, &call, *delivery)?;
    Ok(Tagged { version: content.version, content })
}

/// A file with values.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDataImport {
    /// The file, which was handed in before.
    file: FileInput,
}

/// Takes in the values of a file: CSV, XLSX or JSON lines, at most 100,000 values. When anything is
/// wrong, everything that is wrong is told by row, and nothing is taken.
///
/// A spreadsheet has the headings `indicator` (its key), `periode` (that of the delivery when
/// absent), `waarde`, `bewijs` (the form of evidence, where there is a choice), `toelichting` and
/// `contract` (which may be left out), in any order. A line of JSON is an object with the texts
/// `indicator`, `period`, `value`, `evidence`, `note` and `contract`.
#[utoipa::path(
    post, path = "/data-deliveries/{delivery}/imports", tag = "performance",
    params(("delivery" = DataDeliveryId, Path, description = "The delivery.")),
    request_body = NewDataImport,
    responses((status = 200, body = Receipt, description = "All values are in.")),
    security(("bearer" = ["submitter"])),
)]
async fn import_own_delivery(
    app: Data<App>,
    call: Caller,
    delivery: Path<DataDeliveryId>,
    body: Body<NewDataImport>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let model = app.model.complete(&app.shared).await?;
    let view = own_delivery(model, &call, *delivery)?;
    let contract = view
        .contract
        .ok_or_else(|| refusal_problem(&PerformanceRefusal::DeliveryUnknown.into()))?;
    let new = NewImport {
        delivery: *delivery,
        file: body.content.file,
        owner: provider.to_string(),
        contracts: [own_contract(model, provider, contract)?.known()].into(),
    };
    import_values(&app.shared, &call, &body.conditions, new).await
}
