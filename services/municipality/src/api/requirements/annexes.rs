//! What belongs to the requirements: the goals they serve, the risks, how is learned, the region.

use super::change;
use crate::App;
use crate::api::Staff;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::Scope;
use dialogue::requirement::{Goal, LearningProcess, RegionTraits, Risk};
use dialogue::{Refusal, RequirementSetCommand, Trajectory, TrajectoryId};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_record_goals, record_goals)
        .with(__path_record_risks, record_risks)
        .with(__path_describe_learning, describe_learning)
        .with(__path_describe_region, describe_region)
}

/// Executes a command that needs nothing else.
async fn execute(
    app: &App,
    staff: &Staff,
    trajectory: TrajectoryId,
    conditions: &Conditions,
    command: RequirementSetCommand,
) -> Result<Written, Problem> {
    let prepare = async |_: &mut Scope<'_, Refusal>, _: &Trajectory| Ok(command.clone());
    let outcome = change(app, staff, trajectory, conditions, prepare).await?;
    Ok(Written::changed(&outcome))
}

/// The goals.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Goals {
    /// The goals; they take the place of earlier ones.
    #[schema(max_items = 50)]
    goals: Vec<Goal>,
}

/// Records the goals that requirements serve.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/requirement-set/goals", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Goals,
    responses((status = 200, body = Receipt, description = "The goals are recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_goals(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Goals>,
) -> Result<impl Responder, Problem> {
    let command = RequirementSetCommand::RecordGoals(body.content.goals);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// The risks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Risks {
    /// The risks; they take the place of earlier ones.
    #[schema(max_items = 100)]
    risks: Vec<Risk>,
}

/// Records who bears which risk, who can bear it best, and what it does to the price.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/requirement-set/risks", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Risks,
    responses((status = 200, body = Receipt, description = "The risks are recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_risks(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Risks>,
) -> Result<impl Responder, Problem> {
    let command = RequirementSetCommand::RecordRisks(body.content.risks);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Describes how is learned while the contract runs.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/requirement-set/learning-process",
    tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = LearningProcess,
    responses((status = 200, body = Receipt, description = "It is described.")),
    security(("bearer" = ["buyer"])),
)]
async fn describe_learning(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<LearningProcess>,
) -> Result<impl Responder, Problem> {
    let command = RequirementSetCommand::DescribeLearning(body.content);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Describes what the region is like, and what follows from it for what is asked.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/requirement-set/region-traits", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = RegionTraits,
    responses((status = 200, body = Receipt, description = "It is described.")),
    security(("bearer" = ["buyer"])),
)]
async fn describe_region(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<RegionTraits>,
) -> Result<impl Responder, Problem> {
    let command = RequirementSetCommand::DescribeRegion(body.content);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}
