//! Indicators: defined for a trajectory, and shown in the forms that were agreed.

use super::{Staff, own_contract, own_contract_row, own_trajectory};
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::performance::{EvidenceForm, Indicator, IndicatorEvidenceAgreed, IndicatorRetired};
use dialogue::{ContractId, IndicatorSet, IndicatorSetCommand, Refusal, TrajectoryId};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{IndicatorValues, IndicatorView, Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_define_indicator, define_indicator)
        .with(__path_list_indicators, list_indicators)
        .with(__path_retire_indicator, retire_indicator)
        .with(__path_agree_evidence, agree_evidence)
        .with(__path_list_values, list_values)
}

/// An indicator that is to be defined, or changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewIndicator {
    /// What is measured, and how.
    indicator: Indicator,
    /// Why it changes, when there is one with this key already.
    #[serde(default)]
    change: Option<Paragraph>,
}

/// Defines an indicator, or a next version of it: for which goal it is, against which target, from
/// which source, how often, and in which forms it may be shown.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/indicators", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewIndicator,
    responses((status = 200, body = Receipt, description = "The indicator is defined.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn define_indicator(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewIndicator>,
) -> Result<impl Responder, Problem> {
    let NewIndicator { indicator, change } = body.content;
    let outcome = app
        .shared
        .execute::<IndicatorSet, _>(
            &staff,
            &body.conditions,
            Target::existing(*trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, *trajectory).await?;
                let (indicator, change) = (Box::new(indicator.clone()), change.clone());
                Ok(IndicatorSetCommand::Define { indicator, change })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A page of indicators.
type IndicatorViewList = List<IndicatorView>;

/// Lists the indicators of a trajectory, by their key.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/indicators", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = IndicatorViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_indicators(
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
    let page = model.indicators(*trajectory, &paging)?;
    Ok(Json(IndicatorViewList::new(page.items, page.next)))
}

/// An indicator that is to be measured no longer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Retirement {
    /// The indicator.
    indicator: Slug,
    /// Why.
    reason: Paragraph,
}

/// Stops measuring an indicator. What was measured stays.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/indicator-retirements", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Retirement,
    responses((status = 200, body = Receipt, description = "It is measured no longer.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn retire_indicator(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Retirement>,
) -> Result<impl Responder, Problem> {
    let Retirement { indicator, reason } = body.content;
    let retired = IndicatorRetired { indicator, reason };
    let outcome = app
        .shared
        .execute::<IndicatorSet, _>(
            &staff,
            &body.conditions,
            Target::existing(*trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, *trajectory).await?;
                Ok(IndicatorSetCommand::Retire(retired.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Forms of evidence that are to be agreed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEvidence {
    /// The indicator.
    indicator: Slug,
    /// The forms, beside those of everyone; none that is not in it counts any more.
    #[schema(min_items = 1, max_items = 20)]
    evidence: Vec<EvidenceForm>,
    /// Why these show the same.
    reason: Paragraph,
}

/// Agrees with one provider in which forms of its own it shows an indicator.
#[utoipa::path(
    post, path = "/contracts/{contract}/evidence-agreements", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewEvidence,
    responses((status = 200, body = Receipt, description = "It is agreed.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn agree_evidence(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewEvidence>,
) -> Result<impl Responder, Problem> {
    let NewEvidence { indicator, evidence, reason } = body.content;
    let agreed = IndicatorEvidenceAgreed { indicator, contract: *contract, evidence, reason };
    let known = app.shared.look_up::<dialogue::Contract>(*contract).await?;
    let registered = known.registered().map_err(|it| service::refusal_problem(&it))?;
    let outcome = app
        .shared
        .execute::<IndicatorSet, _>(
            &staff,
            &body.conditions,
            Target::existing(registered.trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_contract(scope, &staff, *contract).await?;
                Ok(IndicatorSetCommand::AgreeEvidence(agreed.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A page of indicators with their values.
type IndicatorValuesList = List<IndicatorValues>;

/// Lists the indicators of a contract, each with everything that was delivered: look here before
/// requesting data.
#[utoipa::path(
    get, path = "/contracts/{contract}/values", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = IndicatorValuesList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_values(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
    model.values(&row, &paging).map(Json)
}
