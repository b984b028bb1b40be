//! The requirements of a trajectory, and what one says about them.

use super::{Caller, check_registered};
use crate::projections::own::{self, Table};
use crate::projections::requirement_flags::OwnRequirementFlag;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::requirement::{FlagAlternative, FlagKind, RequirementFlagged, RequirementRefusal};
use dialogue::{
    Refusal, RequirementFlag, RequirementFlagCommand, RequirementFlagId, RequirementId,
    RequirementSet, RequirementSetCommand, TrajectoryId,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{
    FileInput, Receipt, RequirementSetView, Tagged, Written, file_references, refusal_problem,
};
use utoipa::ToSchema;
use vocabulary::{Prose, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_requirement_set, get_requirement_set)
        .with(__path_flag_requirement, flag_requirement)
        .with(__path_list_requirement_flags, list_requirement_flags)
        .with(__path_get_requirement_flag, get_requirement_flag)
        .with(__path_withdraw_requirement_flag, withdraw_requirement_flag)
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
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_requirement_set(
    app: Data<App>,
    _: Caller,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let (trajectory, number) = path.into_inner();
    app.model.at(position).await?.requirement_set(trajectory, number).map(Json)
}

/// What one says about a requirement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRequirementFlag {
    /// The requirement, in the version of the set that was published last.
    requirement: RequirementId,
    /// What is the matter.
    kind: FlagKind,
    /// What it comes to in practice.
    text: Prose,
    /// How many minutes a year it takes; needed for a burden.
    #[serde(default)]
    minutes: Option<Whole>,
    /// The evidence: files handed in before.
    #[serde(default)]
    #[schema(max_items = 20)]
    evidence: Vec<FileInput>,
    /// What could be accepted instead; needed for a conflict.
    #[serde(default)]
    alternative: Option<FlagAlternative>,
}

/// Flags a requirement: its burden, that others ask or test the same, that it asks for what is
/// scarce, or that it does not go with another framework. It gets an answer with a reason.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-flags", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewRequirementFlag,
    responses((status = 201, body = Receipt, description = "It is received.")),
    security(("bearer" = ["submitter"])),
)]
async fn flag_requirement(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewRequirementFlag>,
) -> Result<impl Responder, Problem> {
    let (provider, trajectory) = (call.caller.organisation.id, *trajectory);
    let new = body.content;
    let evidence = file_references(&app.shared, &provider.to_string(), new.evidence, "/evidence")?;
    let flagged = RequirementFlagged {
        trajectory,
        requirement: new.requirement,
        version: 0,
        provider,
        kind: new.kind,
        text: new.text,
        minutes: new.minutes,
        evidence,
        alternative: new.alternative,
    };
    let flag = RequirementFlagId::random();
    let outcome = app
        .shared
        .execute::<RequirementFlag, _>(
            &call,
            &body.conditions,
            Target::new(flag),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let set = scope.glance::<RequirementSet>(trajectory).await?;
                let version = set.published()?.version;
                let requirement = flagged.requirement;
                let register = RequirementSetCommand::RegisterFlag { flag, requirement };
                scope.also::<RequirementSet>(trajectory, register).await?;
                let flagged = RequirementFlagged { version, ..flagged.clone() };
                Ok(RequirementFlagCommand::Flag(Box::new(flagged)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/requirement-flags/{id}")))
}

/// A page of what one said.
type RequirementFlagList = List<OwnRequirementFlag>;

/// Lists what one said about the requirements of a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-flags", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = RequirementFlagList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_requirement_flags(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let provider = call.caller.organisation.id;
    let within = trajectory.to_string();
    let page = own::page(model, Table::RequirementFlag, provider, &within, &paging)?;
    Ok(Json(RequirementFlagList::new(page.items, page.next)))
}

/// Shows what one said about a requirement, with its receipt and the answer.
#[utoipa::path(
    get, path = "/requirement-flags/{flag}", tag = "requirements",
    params(("flag" = RequirementFlagId, Path, description = "The flag."), ThingQuery),
    responses((status = 200, body = OwnRequirementFlag, description = "The flag.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_requirement_flag(
    app: Data<App>,
    call: Caller,
    flag: Path<RequirementFlagId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: OwnRequirementFlag =
        own::document(model, Table::RequirementFlag, provider, &flag.to_string())?
            .ok_or_else(|| refusal_problem(&RequirementRefusal::FlagUnknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Withdraws what one said, until it is answered.
#[utoipa::path(
    post, path = "/requirement-flags/{flag}/withdrawal", tag = "requirements",
    params(("flag" = RequirementFlagId, Path, description = "The flag.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_requirement_flag(
    app: Data<App>,
    call: Caller,
    flag: Path<RequirementFlagId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let id = *flag;
    let outcome = app
        .shared
        .execute::<RequirementFlag, _>(
            &call,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let flag = scope.glance::<RequirementFlag>(id).await?;
                let flagged = flag.flagged()?;
                if flagged.provider != provider {
                    return Err(Refusal::from(RequirementRefusal::FlagUnknown).into());
                }
                let answered = RequirementSetCommand::AnswerFlag(id);
                scope.also::<RequirementSet>(flagged.trajectory, answered).await?;
                Ok(RequirementFlagCommand::Withdraw)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
