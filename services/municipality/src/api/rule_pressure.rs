//! The pressure of rules: how much is asked of providers in a year, and how much that may be.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::rule_pressure::{AskedOfProviders, RulePressureTargetSet};
use dialogue::{Refusal, RulePressure, RulePressureCommand, TrajectoryId};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, RulePressureView, Written};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_rule_pressure, get_rule_pressure)
        .with(__path_set_rule_pressure_target, set_rule_pressure_target)
}

/// Shows how much is asked of providers, year by year, beside its target.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/rule-pressure", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RulePressureView, description = "What is asked.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_rule_pressure(
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
    model.rule_pressure(*trajectory).map(Json)
}

/// How much may be asked of providers in a year.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRulePressureTarget {
    /// The calendar year.
    #[schema(example = 2027)]
    year: u16,
    /// At most so much.
    most: AskedOfProviders,
    /// Why that is enough, for everyone to read.
    reason: Paragraph,
}

/// Sets how much may be asked of providers in a year. It takes the place of what was set before;
/// beyond it a request for data takes a reason.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/rule-pressure-targets", tag = "performance",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewRulePressureTarget,
    responses((status = 200, body = Receipt, description = "It is set.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn set_rule_pressure_target(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewRulePressureTarget>,
) -> Result<impl Responder, Problem> {
    let NewRulePressureTarget { year, most, reason } = body.content;
    let by = staff.caller.person;
    let target = RulePressureTargetSet { year, most, reason, by };
    let outcome = app
        .shared
        .execute::<RulePressure, _>(
            &staff,
            &body.conditions,
            Target::existing(*trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, *trajectory).await?;
                Ok(RulePressureCommand::SetTarget(target.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
