//! What providers say about requirements: read without a name, answered with a reason.

use crate::App;
use crate::api::{Staff, hide, own_thing, own_trajectory};
use crate::projections::requirement_flags::RequirementFlagView;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::consultation::Disposition;
use dialogue::requirement::RequirementRefusal;
use dialogue::{
    Refusal, RequirementFlag, RequirementFlagCommand, RequirementFlagId, RequirementSet,
    RequirementSetCommand, TrajectoryId,
};
use files::Kind;
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Tagged, Written, refusal_problem, send_file};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_requirement_flags, list_requirement_flags)
        .with(__path_get_requirement_flag, get_requirement_flag)
        .with(__path_get_flag_evidence, get_flag_evidence)
        .with(__path_answer_requirement_flag, answer_requirement_flag)
}

/// A page of them.
type RequirementFlagList = List<RequirementFlagView>;

/// Lists what providers say about the requirements of a trajectory, by requirement.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-flags", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = RequirementFlagList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_requirement_flags(
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
    let sql = "SELECT place, body FROM requirement_flag \
               WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(RequirementFlagList::new(page.items, page.next)))
}

fn own_flag(
    app: &App,
    staff: &Staff,
    id: RequirementFlagId,
) -> Result<RequirementFlagView, Problem> {
    own_thing(app, staff, "requirement_flag", id, RequirementRefusal::FlagUnknown)
}

/// Shows what a provider says about a requirement.
#[utoipa::path(
    get, path = "/requirement-flags/{flag}", tag = "requirements",
    params(("flag" = RequirementFlagId, Path, description = "The flag."), ThingQuery),
    responses((status = 200, body = RequirementFlagView, description = "The flag.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_requirement_flag(
    app: Data<App>,
    staff: Staff,
    flag: Path<RequirementFlagId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let content = own_flag(&app, &staff, *flag)?;
    Ok(Tagged { version: content.version, content })
}

/// Gives a file that supports a flag, under a neutral name.
#[utoipa::path(
    get, path = "/requirement-flags/{flag}/evidence/{number}", tag = "requirements",
    params(
        ("flag" = RequirementFlagId, Path, description = "The flag."),
        ("number" = usize, Path, description = "The number of the file, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_flag_evidence(
    app: Data<App>,
    staff: Staff,
    path: Path<(RequirementFlagId, usize)>,
) -> Result<impl Responder, Problem> {
    let (id, number) = path.into_inner();
    own_flag(&app, &staff, id)?;
    // Whose it is stands in the log alone; it goes no further than to find the file.
    let flag = app.shared.look_up::<RequirementFlag>(id).await?;
    let flagged = flag.flagged().map_err(|refusal| refusal_problem(&refusal))?;
    let file = number
        .checked_sub(1)
        .and_then(|place| flagged.evidence.get(place))
        .ok_or_else(Problem::no_such_address)?;
    let kind = Kind::of_media_type(file.media_type.as_str());
    let extension = kind.map_or("bin", Kind::extension);
    let name = format!("bijlage-{number}.{extension}");
    send_file(&app.shared, flagged.provider.to_string(), file, &name).await
}

/// What is done with what a provider says about a requirement, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFlagDisposition {
    /// What is done with it.
    disposition: Disposition,
    /// What was said, in anonymous words: everyone reads them.
    wording: Prose,
    /// Why this is done.
    reason: Paragraph,
}

/// Answers what a provider says about a requirement. Everyone reads the answer at that moment.
#[utoipa::path(
    post, path = "/requirement-flags/{flag}/disposition", tag = "requirements",
    params(("flag" = RequirementFlagId, Path, description = "The flag.")),
    request_body = NewFlagDisposition,
    responses((status = 200, body = Receipt, description = "It is answered.")),
    security(("bearer" = ["buyer"])),
)]
async fn answer_requirement_flag(
    app: Data<App>,
    staff: Staff,
    flag: Path<RequirementFlagId>,
    body: Body<NewFlagDisposition>,
) -> Result<impl Responder, Problem> {
    let NewFlagDisposition { disposition, wording, reason } = body.content;
    let (id, by) = (*flag, staff.caller.person);
    let outcome = app
        .shared
        .execute::<RequirementFlag, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let flag = scope.glance::<RequirementFlag>(id).await?;
                let trajectory = flag.flagged()?.trajectory;
                own_trajectory(scope, &staff, trajectory)
                    .await
                    .map_err(|error| hide(error, RequirementRefusal::FlagUnknown))?;
                let answered = RequirementSetCommand::AnswerFlag(id);
                scope.also::<RequirementSet>(trajectory, answered).await?;
                Ok(RequirementFlagCommand::GiveDisposition {
                    disposition,
                    wording: wording.clone(),
                    reason: reason.clone(),
                    by,
                })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
