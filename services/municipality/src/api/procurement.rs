//! A purchase as a whole: how tenders will be chosen between, decisions of college and council, and
//! the facts for the procurement report that only the buyer knows.

use super::{Staff, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::procurement::{
    AwardModel, AwardModelRecorded, GoverningDecision, ProcurementFacts, ProcurementRefusal,
};
use dialogue::{Procurement, ProcurementCommand, Refusal, TrajectoryId};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use service::{Receipt, Tagged, Written, refusal_problem};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_award_model, get_award_model)
        .with(__path_record_award_model, record_award_model)
        .with(__path_record_governing_decision, record_governing_decision)
        .with(__path_record_procurement_facts, record_procurement_facts)
}

async fn change(
    app: &App,
    staff: &Staff,
    trajectory: TrajectoryId,
    conditions: &http::Conditions,
    command: ProcurementCommand,
) -> Result<command::Outcome, Problem> {
    app.shared
        .execute::<Procurement, _>(
            staff,
            conditions,
            Target::existing(trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, staff, trajectory).await?;
                Ok(command.clone())
            },
        )
        .await
}

/// Shows how tenders will be chosen between.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/award-model", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = AwardModelRecorded, description = "The model.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_award_model(
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
    let content = model
        .award_model(*trajectory)?
        .ok_or_else(|| refusal_problem(&ProcurementRefusal::Nothing.into()))?;
    Ok(Tagged { version: u64::from(content.version), content })
}

/// Records how tenders will be chosen between: where each quality element does its work, with what
/// it is substantiated, and what is done for small parties and combinations.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/award-models", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = AwardModel,
    responses((status = 201, body = Receipt, description = "The model is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_award_model(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<AwardModel>,
) -> Result<impl Responder, Problem> {
    let (trajectory, model) = (*trajectory, Box::new(body.content));
    let command = ProcurementCommand::RecordAwardModel { trajectory, model };
    let outcome = change(&app, &staff, trajectory, &body.conditions, command).await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/trajectories/{id}/award-model")))
}

/// Records a decision of college or council. It tells of every advice that was given in the phase
/// how it was weighed, and what the dialogue brought.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/governing-decisions", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = GoverningDecision,
    responses((status = 201, body = Receipt, description = "The decision is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_governing_decision(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<GoverningDecision>,
) -> Result<impl Responder, Problem> {
    let trajectory = *trajectory;
    let model = app.model.complete(&app.shared).await?;
    let phase = body.content.phase;
    let given = model.advices(trajectory)?.into_iter().filter(|advice| advice.phase == phase);
    let given = given.map(|advice| advice.id).collect();
    let decision = Box::new(body.content);
    let command = ProcurementCommand::RecordDecision { trajectory, decision, given };
    let outcome = change(&app, &staff, trajectory, &body.conditions, command).await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/trajectories/{id}/procurement-report")))
}

/// Records the facts for the procurement report that no other event holds; they take the place of
/// earlier ones.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/procurement-facts", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = ProcurementFacts,
    responses((status = 201, body = Receipt, description = "The facts are recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_procurement_facts(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<ProcurementFacts>,
) -> Result<impl Responder, Problem> {
    let (trajectory, facts) = (*trajectory, Box::new(body.content));
    let command = ProcurementCommand::RecordFacts { trajectory, facts };
    let outcome = change(&app, &staff, trajectory, &body.conditions, command).await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/trajectories/{id}/procurement-report")))
}
