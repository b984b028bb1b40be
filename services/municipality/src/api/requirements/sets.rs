//! The requirements of a trajectory: shown as drafted, checked, published in versions.

use super::change;
use crate::api::Staff;
use crate::projections::evaluations::EvaluationRow;
use crate::projections::requirements::RequirementSetRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::Scope;
use dialogue::party::ProviderProfile;
use dialogue::requirement::{
    Coherence, CoherenceOrigin, MinimumException, NumberedRequirement, Proportionality,
    RequirementCheck, RequirementRefusal, Specification,
};
use dialogue::{
    Refusal, RequirementId, RequirementSet, RequirementSetCommand, Trajectory, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Receipt, RequirementSetView, Tagged, Written, refusal_problem};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_requirement_draft, get_requirement_draft)
        .with(__path_get_requirement, get_requirement)
        .with(__path_check_requirements, check_requirements)
        .with(__path_check_proportionality, check_proportionality)
        .with(__path_get_coherence, get_coherence)
        .with(__path_publish_requirements, publish_requirements)
        .with(__path_get_requirement_set, get_requirement_set)
}

/// The requirements of a trajectory, as they are drafted.
#[derive(Serialize, ToSchema)]
struct RequirementDraftView {
    /// The trajectory.
    trajectory: TrajectoryId,
    /// Its version.
    version: u64,
    /// What is drafted.
    specification: Specification,
    /// The number of the version that was published last.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<u32>,
}

/// The draft of a trajectory of the caller's own; empty while nothing was drafted.
async fn own_draft(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    request: &HttpRequest,
) -> Result<RequirementSetRow, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(id, &staff.caller.organisation)?;
    let sql = "SELECT body FROM requirement_draft WHERE id = ?1";
    let row = model.with(|read| read.document::<RequirementSetRow>(sql, [id.to_string()]))?;
    row.ok_or_else(|| refusal_problem(&RequirementRefusal::SetUnknown.into()))
}

/// Shows the requirements as they are drafted.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-set", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RequirementDraftView, description = "The draft.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_requirement_draft(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_draft(&app, &staff, *trajectory, &request).await?;
    let content = RequirementDraftView {
        trajectory: *trajectory,
        version: row.version,
        specification: row.set.draft().clone(),
        published: row.set.published().ok().map(|published| published.version),
    };
    Ok(Tagged { version: row.version, content })
}

/// Shows a requirement as it is drafted.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-set/requirements/{requirement}",
    tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("requirement" = RequirementId, Path, description = "The requirement."),
        ThingQuery,
    ),
    responses((status = 200, body = NumberedRequirement, description = "The requirement.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_requirement(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, RequirementId)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, id) = path.into_inner();
    let row = own_draft(&app, &staff, trajectory, &request).await?;
    let requirement = row.set.draft().requirement(id).cloned();
    let requirement =
        requirement.ok_or_else(|| refusal_problem(&RequirementRefusal::Unknown.into()))?;
    Ok(Tagged { version: row.version, content: NumberedRequirement { id, requirement } })
}

/// Checks the draft: what the law asks and is missing, what overlaps or is tested already, how it
/// is balanced, and what it costs in time.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-set/check", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RequirementCheck, description = "The check.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn check_requirements(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_draft(&app, &staff, *trajectory, &request).await?;
    let view = app.model.trajectory(*trajectory)?;
    let instrument = view.instrument.map(|chosen| chosen.instrument);
    Ok(Json(row.set.draft().check(&view.laws, instrument)))
}

/// Tells of each suitability requirement how many known providers of the region would meet it, by
/// what their profiles say. Counts come in steps, and never tell who.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-set/proportionality",
    tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Proportionality, description = "The counts.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn check_proportionality(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_draft(&app, &staff, *trajectory, &request).await?;
    let view = app.model.trajectory(*trajectory)?;
    let region: Vec<_> =
        [view.lead].into_iter().chain(view.members).map(|buyer| buyer.code).collect();
    let sql = "SELECT body FROM provider_profile";
    let profiles: Vec<ProviderProfile> = app.model.with(|read| read.documents(sql, []))?;
    Ok(Json(row.set.draft().proportionality(&profiles, &region)))
}

/// The criteria by which tenders are judged; none while no evaluation was opened.
pub(in crate::api) fn criteria(
    app: &App,
    trajectory: TrajectoryId,
) -> Result<Option<BTreeSet<Slug>>, Problem> {
    let sql = "SELECT body FROM evaluation WHERE trajectory = ?1";
    let id = trajectory.to_string();
    let rows = app.model.with(|read| read.documents::<EvaluationRow>(sql, [id]))?;
    let keys = rows.iter().flat_map(|row| row.criteria.iter().map(|it| it.key.clone()));
    let keys: BTreeSet<_> = keys.collect();
    Ok((!rows.is_empty()).then_some(keys))
}

/// Shows the thread through the draft, from the goals of the vision to what is measured and
/// learned, with every gap in it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/coherence", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Coherence, description = "The thread.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_coherence(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_draft(&app, &staff, *trajectory, &request).await?;
    let view = app.model.trajectory(*trajectory)?;
    let criteria = criteria(&app, *trajectory)?;
    let vision = app.model.vision_of(*trajectory)?;
    let origin = CoherenceOrigin { vision: &vision, principles: &view.principles };
    Ok(Json(row.set.draft().coherence(origin, criteria.as_ref())))
}

/// A version that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRequirementSet {
    /// What changed since the version before, and why; needed from the second version on.
    #[serde(default)]
    change: Option<Paragraph>,
    /// What of the legal minimum is left out, and why.
    #[serde(default)]
    #[schema(max_items = 100)]
    exceptions: Vec<MinimumException>,
}

/// Publishes the draft as the next version, for everyone to read. It is refused while something
/// of the legal minimum is missing without a reason, or a provider waits for an answer.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-sets", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewRequirementSet,
    responses((status = 201, body = Receipt, description = "The version is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_requirements(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewRequirementSet>,
) -> Result<impl Responder, Problem> {
    let NewRequirementSet { change: what, exceptions } = body.content;
    let prepare = async |_: &mut Scope<'_, Refusal>, own: &Trajectory| {
        Ok(RequirementSetCommand::Publish {
            change: what.clone(),
            exceptions: exceptions.clone(),
            laws: own.profile()?.laws.clone(),
            instrument: own.instrument(),
        })
    };
    let outcome = change(&app, &staff, *trajectory, &body.conditions, prepare).await?;
    let id = *trajectory;
    let published = app.shared.look_up::<RequirementSet>(id).await?;
    let number = published.published().map_or(1, |published| published.version);
    Ok(Written::created(&outcome, |_| {
        format!("{BASE}/trajectories/{id}/requirement-sets/{number}")
    }))
}

/// Shows a version of the requirements.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-sets/{number}", tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the version."),
        ThingQuery,
    ),
    responses((status = 200, body = RequirementSetView, description = "The version.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "complaint-handler", "reader"])),
)]
async fn get_requirement_set(
    app: Data<App>,
    _: Staff,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let (trajectory, number) = path.into_inner();
    app.model.at(position).await?.requirement_set(trajectory, number).map(Json)
}
