//! What decisions about complaints and objections bring about: the buyer sees what is ordered,
//! without who complained, and carries it out, effect by effect.

use super::{Staff, own_trajectory};
use crate::App;
use crate::projections::effects::OrderedEffect;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::objection::ObjectionRefusal;
use dialogue::redress::{CarriedOut, DecisionReference, EffectKind, RedressRefusal};
use dialogue::trajectory::{
    Lot, TrajectoryLotSplit, TrajectoryTenderClosingSuspended, TrajectoryTenderingReopened,
};
use dialogue::{
    Complaint, ComplaintCommand, Objection, ObjectionCommand, Refusal, Trajectory,
    TrajectoryCommand, TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Receipt, Refused, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_ordered_effects, list_ordered_effects)
        .with(__path_suspend_closing, suspend_closing)
        .with(__path_extend_by_decision, extend_by_decision)
        .with(__path_reopen_tendering, reopen_tendering)
        .with(__path_split_lot, split_lot)
}

/// What decisions brought about in a trajectory.
#[derive(Serialize, ToSchema)]
struct OrderedEffects {
    /// The effects, the oldest decision first.
    effects: Vec<OrderedEffect>,
}

/// Lists what decisions about complaints and objections order, and what of it is still open.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/ordered-effects", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = OrderedEffects, description = "The effects.")),
    security(("bearer" = ["buyer", "approver", "complaint-handler"])),
)]
async fn list_ordered_effects(
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
    let sql = "SELECT body FROM ordered_effect WHERE trajectory = ?1 ORDER BY place";
    let effects = model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    Ok(Json(OrderedEffects { effects }))
}

/// Lets the decision record that its effect is carried out, in the same append.
async fn carry_out(
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    decision: &DecisionReference,
    kind: EffectKind,
    what: &Paragraph,
) -> Result<(), Refused> {
    let carried_out = CarriedOut { effect: decision.effect, what: what.clone() };
    match (decision.complaint, decision.objection) {
        (Some(complaint), None) => {
            let known = scope.glance::<Complaint>(complaint).await?;
            if known.filed()?.trajectory != trajectory {
                return Err(Refusal::from(RedressRefusal::ComplaintUnknown).into());
            }
            let command = ComplaintCommand::CarryOut { kind, carried_out };
            scope.also::<Complaint>(complaint, command).await
        }
        (None, Some(objection)) => {
            let known = scope.glance::<Objection>(objection).await?;
            if known.filed()?.trajectory != trajectory {
                return Err(Refusal::from(ObjectionRefusal::Unknown).into());
            }
            let command = ObjectionCommand::CarryOut { kind, carried_out };
            scope.also::<Objection>(objection, command).await
        }
        _ => {
            let text = "Noem de beslissing: op één klacht of op één bezwaar.";
            Err(Refusal::from(Faults::one("/decision", text)).into())
        }
    }
}

/// Carries out an effect of a decision in a trajectory of the caller's own.
async fn change(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    ordered: (&DecisionReference, EffectKind, &Paragraph),
    command: TrajectoryCommand,
) -> Result<Written, Problem> {
    let (decision, kind, what) = ordered;
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, staff, id).await?;
                carry_out(scope, id, decision, kind, what).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A closing that is suspended by a decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClosingSuspension {
    /// The decision that orders it.
    decision: DecisionReference,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Suspends the closing of tenders, for everyone, because a decision orders it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/tender-closing/suspension", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = ClosingSuspension,
    responses((status = 200, body = Receipt, description = "The closing is suspended.")),
    security(("bearer" = ["buyer"])),
)]
async fn suspend_closing(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<ClosingSuspension>,
) -> Result<impl Responder, Problem> {
    let ClosingSuspension { decision, reason } = body.content;
    let suspended =
        TrajectoryTenderClosingSuspended { decision: decision.clone(), reason: reason.clone() };
    let command = TrajectoryCommand::SuspendClosing(suspended);
    let ordered = (&decision, EffectKind::SuspendClosing, &reason);
    change(&app, &staff, *trajectory, &body.conditions, ordered, command).await
}

/// A closing that a decision orders.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderedClosing {
    /// The decision that orders it.
    decision: DecisionReference,
    /// The closing from now on.
    closing: NewTerm,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Moves the closing of tenders, for everyone, because a decision orders it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/tender-closing/ordered-extension",
    tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = OrderedClosing,
    responses((status = 200, body = Receipt, description = "The closing is moved.")),
    security(("bearer" = ["buyer"])),
)]
async fn extend_by_decision(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<OrderedClosing>,
) -> Result<impl Responder, Problem> {
    let OrderedClosing { decision, closing, reason } = body.content;
    let command = TrajectoryCommand::MoveTenderClosing {
        closing: closing.into(),
        reason: reason.clone(),
        published: None,
    };
    let ordered = (&decision, EffectKind::ExtendForAll, &reason);
    change(&app, &staff, *trajectory, &body.conditions, ordered, command).await
}

/// Opens tendering again, for everyone, with a new closing, because a decision orders it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/tender-closing/reopening", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = OrderedClosing,
    responses((status = 200, body = Receipt, description = "Tendering is open again.")),
    security(("bearer" = ["buyer"])),
)]
async fn reopen_tendering(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<OrderedClosing>,
) -> Result<impl Responder, Problem> {
    let OrderedClosing { decision, closing, reason } = body.content;
    let reopened = TrajectoryTenderingReopened {
        decision: decision.clone(),
        closing: closing.into(),
        reason: reason.clone(),
    };
    let command = TrajectoryCommand::ReopenTendering(reopened);
    let ordered = (&decision, EffectKind::Reopen, &reason);
    change(&app, &staff, *trajectory, &body.conditions, ordered, command).await
}

/// A lot that is split by a decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LotSplit {
    /// The decision that orders it.
    decision: DecisionReference,
    /// The lot.
    lot: Whole,
    /// The new lots.
    #[schema(min_items = 2, max_items = 20)]
    into: Vec<Lot>,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Splits a lot, because a decision orders it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/lot-splits", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = LotSplit,
    responses((status = 200, body = Receipt, description = "The lot is split.")),
    security(("bearer" = ["buyer"])),
)]
async fn split_lot(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<LotSplit>,
) -> Result<impl Responder, Problem> {
    let LotSplit { decision, lot, into, reason } = body.content;
    let split =
        TrajectoryLotSplit { decision: decision.clone(), lot, into, reason: reason.clone() };
    let command = TrajectoryCommand::SplitLot(split);
    let ordered = (&decision, EffectKind::SplitLot, &reason);
    change(&app, &staff, *trajectory, &body.conditions, ordered, command).await
}
