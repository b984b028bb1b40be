//! The vision behind a purchase: its goals, what came of the guiding principles, developments, and
//! the documents that elaborate it. Everyone reads it from the moment it is written.

use super::requirements::criteria;
use super::{Staff, own_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::requirement::RequirementSetPublished;
use dialogue::vision::{
    CompanionDocumentTracked, Development, DevelopmentEnded, LinkTargets, PolicyGoal,
    PolicyGoalDropped, PolicyGoalReadied, PrincipleLinksRecorded, TrailLink,
};
use dialogue::{
    IndicatorSet, Refusal, RequirementSet, Trajectory, TrajectoryId, Vision, VisionCommand,
};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_state_vision, state_vision)
        .with(__path_record_policy_goal, record_policy_goal)
        .with(__path_ready_policy_goal, ready_policy_goal)
        .with(__path_drop_policy_goal, drop_policy_goal)
        .with(__path_link_principle, link_principle)
        .with(__path_note_development, note_development)
        .with(__path_end_development, end_development)
        .with(__path_track_companion, track_companion)
}

/// Executes a command on the vision behind a trajectory of the caller's own.
pub(super) async fn execute(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    prepare: impl AsyncFn(&mut Scope<'_, Refusal>, &Trajectory) -> Result<VisionCommand, Refused>,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Vision, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, staff, id).await?;
                prepare(scope, &own).await
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Executes a command that needs nothing else.
async fn plainly(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    command: VisionCommand,
) -> Result<Written, Problem> {
    let prepare = async |_: &mut Scope<'_, Refusal>, _: &Trajectory| Ok(command.clone());
    execute(app, staff, id, conditions, prepare).await
}

/// The vision in words.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewVisionStatement {
    /// What the municipality wants for its inhabitants.
    social: Prose,
    /// What it calls good quality.
    quality: Prose,
    /// What changed since the version before, and why; needed from the second version on.
    #[serde(default)]
    change: Option<Paragraph>,
}

/// States the vision in words: what is wanted for inhabitants, and what good quality is.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/vision-statements", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewVisionStatement,
    responses((status = 200, body = Receipt, description = "It is stated.")),
    security(("bearer" = ["buyer"])),
)]
async fn state_vision(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewVisionStatement>,
) -> Result<impl Responder, Problem> {
    let NewVisionStatement { social, quality, change } = body.content;
    let command = VisionCommand::State { social, quality, change };
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Records a policy goal, or changes the one with its key: what is wanted, how, how it is measured,
/// the same for its quality, how is learned, and how clients took part. It is not ready yet.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/policy-goals", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = PolicyGoal,
    responses((status = 200, body = Receipt, description = "The goal is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_policy_goal(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<PolicyGoal>,
) -> Result<impl Responder, Problem> {
    let command = VisionCommand::RecordGoal(Box::new(body.content));
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Calls a policy goal ready. Without a measurable result and an indicator it is refused, and told
/// what is missing.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/ready-policy-goals", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = PolicyGoalReadied,
    responses((status = 200, body = Receipt, description = "The goal is ready.")),
    security(("bearer" = ["buyer"])),
)]
async fn ready_policy_goal(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<PolicyGoalReadied>,
) -> Result<impl Responder, Problem> {
    let command = VisionCommand::ReadyGoal(body.content);
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Drops a policy goal, with a reason that everyone reads.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/dropped-policy-goals", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = PolicyGoalDropped,
    responses((status = 200, body = Receipt, description = "The goal is dropped.")),
    security(("bearer" = ["buyer"])),
)]
async fn drop_policy_goal(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<PolicyGoalDropped>,
) -> Result<impl Responder, Problem> {
    let command = VisionCommand::DropGoal(body.content);
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// What came of a guiding principle.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPrincipleLinks {
    /// The key of the principle.
    principle: Slug,
    /// Where it comes back; it takes the place of what was linked to it before.
    #[schema(max_items = 200)]
    links: Vec<TrailLink>,
}

/// Links a guiding principle to what came of it: published documents, requirements and criteria.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/principle-links", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewPrincipleLinks,
    responses((status = 200, body = Receipt, description = "It is linked.")),
    security(("bearer" = ["buyer"])),
)]
async fn link_principle(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewPrincipleLinks>,
) -> Result<impl Responder, Problem> {
    let NewPrincipleLinks { principle, links } = body.content;
    let id = *trajectory;
    let criteria = criteria(&app, id)?.unwrap_or_default();
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let set = scope.glance::<RequirementSet>(id).await?;
        let indicators = scope.glance::<IndicatorSet>(id).await?;
        let published = set.published().ok();
        let targets = LinkTargets {
            trajectory: own,
            requirements: published.map(|it: &RequirementSetPublished| &it.specification),
            criteria: &criteria,
            indicators: &indicators,
        };
        let recorded = PrincipleLinksRecorded {
            principle: principle.clone(),
            version: own.principles_version(),
            links: links.clone(),
        };
        targets.faults_of_principle(&recorded).check().map_err(Refusal::from)?;
        Ok(VisionCommand::LinkPrinciple(recorded))
    };
    execute(&app, &staff, id, &body.conditions, prepare).await
}

/// Notes a development in the country, the region or a municipality that matters for the purchase,
/// or changes the one with its key.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/developments", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Development,
    responses((status = 200, body = Receipt, description = "It is noted.")),
    security(("bearer" = ["buyer"])),
)]
async fn note_development(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Development>,
) -> Result<impl Responder, Problem> {
    let command = VisionCommand::NoteDevelopment(body.content);
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Tells that a development no longer plays.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/ended-developments", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = DevelopmentEnded,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer"])),
)]
async fn end_development(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<DevelopmentEnded>,
) -> Result<impl Responder, Problem> {
    let command = VisionCommand::EndDevelopment(body.content);
    plainly(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Tells where a document stands that elaborates the vision: the note of strategic choices, the
/// note on steering and funding, or the development agenda.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/companion-documents", tag = "vision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = CompanionDocumentTracked,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer"])),
)]
async fn track_companion(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<CompanionDocumentTracked>,
) -> Result<impl Responder, Problem> {
    let tracked = body.content;
    let prepare = async |_: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let version = tracked.document.as_ref();
        let published = version.and_then(|it| own.document(it.document, it.version.get()));
        let published = published.map(|it| it.kind);
        Ok(VisionCommand::TrackCompanion { tracked: tracked.clone(), published })
    };
    execute(&app, &staff, *trajectory, &body.conditions, prepare).await
}
