//! Price sheets: what care costs, element by element, recorded and published to all at one moment.

use super::{Staff, hide, own_thing, own_trajectory};
use crate::projections::price_sheets::PriceSheetRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::price_sheet::{PriceSheetContent, PriceSheetRefusal};
use dialogue::{
    PriceSheet, PriceSheetCommand, PriceSheetId, Refusal, RequirementSet, Trajectory, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Receipt, Refused, Tagged, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_record_price_sheet, record_price_sheet)
        .with(__path_list_own_price_sheets, list_own_price_sheets)
        .with(__path_get_price_sheet, get_price_sheet)
        .with(__path_revise_price_sheet, revise_price_sheet)
        .with(__path_publish_price_sheet, publish_price_sheet)
}

/// Whether a sheet fits its trajectory, and what is asked there.
async fn check(
    scope: &mut Scope<'_, Refusal>,
    trajectory: &Trajectory,
    id: TrajectoryId,
    content: &PriceSheetContent,
) -> Result<(), Refused> {
    let mut faults = Faults::none();
    let laws = &trajectory.profile()?.laws;
    let text = "Dit traject koopt niet in onder deze wet.";
    faults.unless(laws.contains(&content.law), "/law", text);
    let known = content.lot.is_none_or(|lot| trajectory.has_lot(lot));
    faults.unless(known, "/lot", "Dit traject heeft dit perceel niet.");
    let asked = scope.glance::<RequirementSet>(id).await?;
    for (place, element) in content.elements.iter().enumerate() {
        let cause = element.requirement;
        let known = cause.is_none_or(|cause| asked.draft().requirement(cause).is_some());
        let text = "Dit traject heeft deze eis niet. Geef de id van een eis uit het programma.";
        faults.unless(known, format!("/elements/{place}/requirement"), text);
    }
    Ok(faults.check().map_err(Refusal::from)?)
}

/// Records a price sheet. It is for the buyers alone until it is published.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/price-sheets", tag = "price-sheets",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = PriceSheetContent,
    responses((status = 201, body = Receipt, description = "The sheet is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_price_sheet(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<PriceSheetContent>,
) -> Result<impl Responder, Problem> {
    let content = body.content;
    let outcome = app
        .shared
        .execute::<PriceSheet, _>(
            &staff,
            &body.conditions,
            Target::new(PriceSheetId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, *trajectory).await?;
                check(scope, &own, *trajectory, &content).await?;
                let content = Box::new(content.clone());
                Ok(PriceSheetCommand::Record { trajectory: *trajectory, content })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/price-sheets/{id}")))
}

/// The price sheets of a trajectory.
#[derive(Serialize, ToSchema)]
struct PriceSheets {
    /// The sheets, each in its latest version.
    sheets: Vec<PriceSheetRow>,
}

/// Lists the price sheets of a trajectory, also those that are not published.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/price-sheets", tag = "price-sheets",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PriceSheets, description = "The sheets.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_own_price_sheets(
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
    let sql = "SELECT body FROM price_sheet WHERE trajectory = ?1 ORDER BY place";
    let sheets = model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    Ok(Json(PriceSheets { sheets }))
}

/// Shows a price sheet in its latest version.
#[utoipa::path(
    get, path = "/price-sheets/{sheet}", tag = "price-sheets",
    params(("sheet" = PriceSheetId, Path, description = "The sheet."), ThingQuery),
    responses((status = 200, body = PriceSheetRow, description = "The sheet.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_price_sheet(
    app: Data<App>,
    staff: Staff,
    sheet: Path<PriceSheetId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = PriceSheetRefusal::Unknown;
    let content: PriceSheetRow = own_thing(&app, &staff, "price_sheet", *sheet, unknown)?;
    Ok(Tagged { version: content.revision, content })
}

/// Makes a next version of a price sheet. What was published stays until this is published too.
#[utoipa::path(
    put, path = "/price-sheets/{sheet}", tag = "price-sheets",
    params(("sheet" = PriceSheetId, Path, description = "The sheet.")),
    request_body = PriceSheetContent,
    responses((status = 200, body = Receipt, description = "The version is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn revise_price_sheet(
    app: Data<App>,
    staff: Staff,
    sheet: Path<PriceSheetId>,
    body: Body<PriceSheetContent>,
) -> Result<impl Responder, Problem> {
    let content = body.content;
    let outcome = app
        .shared
        .execute::<PriceSheet, _>(
            &staff,
            &body.conditions,
            Target::existing(*sheet),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<PriceSheet>(*sheet).await?.recorded()?.trajectory;
                let own = own_trajectory(scope, &staff, trajectory)
                    .await
                    .map_err(|error| hide(error, PriceSheetRefusal::Unknown))?;
                check(scope, &own, trajectory, &content).await?;
                let content = Box::new(content.clone());
                Ok(PriceSheetCommand::Record { trajectory, content })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What is asked of those who read a price sheet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PriceSheetPublication {
    /// What the sheet is for, and what is asked of those who read it.
    introduction: Prose,
}

/// Publishes the latest version of a price sheet: everyone can see it from one moment on.
#[utoipa::path(
    post, path = "/price-sheets/{sheet}/publication", tag = "price-sheets",
    params(("sheet" = PriceSheetId, Path, description = "The sheet.")),
    request_body = PriceSheetPublication,
    responses((status = 200, body = Receipt, description = "The sheet is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_price_sheet(
    app: Data<App>,
    staff: Staff,
    sheet: Path<PriceSheetId>,
    body: Body<PriceSheetPublication>,
) -> Result<impl Responder, Problem> {
    let introduction = body.content.introduction;
    let outcome = app
        .shared
        .execute::<PriceSheet, _>(
            &staff,
            &body.conditions,
            Target::existing(*sheet),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<PriceSheet>(*sheet).await?.recorded()?.trajectory;
                own_trajectory(scope, &staff, trajectory)
                    .await
                    .map_err(|error| hide(error, PriceSheetRefusal::Unknown))?;
                Ok(PriceSheetCommand::Publish { introduction: introduction.clone() })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
