//! How is bought: one decision at a time, each with its reason and the room that is left.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::strategy::{GateOutcome, StrategyDecided, StrategyDecision, StrategyGateDecided};
use dialogue::{Refusal, Room, Strategy, StrategyCommand, TrajectoryId};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_decide_strategy, decide_strategy).with(__path_decide_gate, decide_gate)
}

async fn execute(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    command: StrategyCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Strategy, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, staff, id).await?;
                if let StrategyCommand::Decide(decided) = &command
                    && let StrategyDecision::LotApproach { lot, .. } = &decided.decision
                    && !own.has_lot(*lot)
                {
                    let fault = Faults::one("/decision/lot", "Dit traject heeft dit perceel niet.");
                    return Err(Refusal::from(fault).into());
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A decision about how is bought.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStrategyDecision {
    /// The decision; it takes the place of an earlier one about the same.
    decision: StrategyDecision,
    /// Why.
    reason: Prose,
    /// How much room is left for input on it.
    room: Room,
}

/// Decides something about how is bought, for everyone to read with its reason.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/strategy-decisions", tag = "strategy",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewStrategyDecision,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["buyer"])),
)]
async fn decide_strategy(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewStrategyDecision>,
) -> Result<impl Responder, Problem> {
    let NewStrategyDecision { decision, reason, room } = body.content;
    let decided = Box::new(StrategyDecided { decision, reason, room });
    let command = StrategyCommand::Decide(decided);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// What comes of a moment of decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGateDecision {
    /// The moment of decision.
    gate: Slug,
    /// What comes of it.
    outcome: GateOutcome,
    /// Why.
    reason: Paragraph,
}

/// Decides whether to go on.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/gate-decisions", tag = "strategy",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewGateDecision,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["buyer"])),
)]
async fn decide_gate(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewGateDecision>,
) -> Result<impl Responder, Problem> {
    let NewGateDecision { gate, outcome, reason } = body.content;
    let command = StrategyCommand::DecideGate(StrategyGateDecided { gate, outcome, reason });
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}
