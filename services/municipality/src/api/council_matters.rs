//! What councils bring beside their advice, and the answer of the municipality.

use super::{Staff, hide, own_thing, own_trajectory};
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::advice::ResponseKind;
use dialogue::council_matter::{CouncilMatterAnswered, CouncilMatterRefusal};
use dialogue::{CouncilMatter, CouncilMatterCommand, CouncilMatterId, Refusal, TrajectoryId};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::Deserialize;
use service::{CouncilMatterView, Receipt, Tagged, Written};
use utoipa::ToSchema;
use vocabulary::Prose;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_council_matters, list_council_matters)
        .with(__path_get_council_matter, get_council_matter)
        .with(__path_answer_council_matter, answer_council_matter)
}

/// A page of what councils brought.
type CouncilMatterViewList = List<CouncilMatterView>;

/// Lists what councils brought about a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/council-matters", tag = "council-matters",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = CouncilMatterViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_council_matters(
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
    let sql = "SELECT place, body FROM council_matter WHERE trajectory = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(CouncilMatterViewList::new(page.items, page.next)))
}

/// Shows something that a council brought.
#[utoipa::path(
    get, path = "/council-matters/{matter}", tag = "council-matters",
    params(("matter" = CouncilMatterId, Path, description = "Which one."), ThingQuery),
    responses((status = 200, body = CouncilMatterView, description = "What was brought.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_council_matter(
    app: Data<App>,
    staff: Staff,
    matter: Path<CouncilMatterId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = CouncilMatterRefusal::Unknown;
    let content: CouncilMatterView = own_thing(&app, &staff, "council_matter", *matter, unknown)?;
    Ok(Tagged { version: content.version, content })
}

/// An answer to what a council brought.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCouncilAnswer {
    /// What is done with it.
    response: ResponseKind,
    /// Why.
    reason: Prose,
    /// In which meeting it is spoken about, when it is.
    #[schema(value_type = Option<String>, format = Date)]
    meeting: Option<Date>,
}

/// Answers what a council brought, with a reason. An answer is never edited.
#[utoipa::path(
    post, path = "/council-matters/{matter}/answer", tag = "council-matters",
    params(("matter" = CouncilMatterId, Path, description = "Which one.")),
    request_body = NewCouncilAnswer,
    responses((status = 200, body = Receipt, description = "It is answered.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn answer_council_matter(
    app: Data<App>,
    staff: Staff,
    matter: Path<CouncilMatterId>,
    body: Body<NewCouncilAnswer>,
) -> Result<impl Responder, Problem> {
    let NewCouncilAnswer { response, reason, meeting } = body.content;
    let by = staff.caller.person;
    let answered = CouncilMatterAnswered { response, reason, meeting, by };
    let id = *matter;
    let outcome = app
        .shared
        .execute::<CouncilMatter, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let (trajectory, _) = scope
                    .glance::<CouncilMatter>(id)
                    .await?
                    .subject()
                    .map(|(trajectory, council)| (trajectory, council.clone()))?;
                own_trajectory(scope, &staff, trajectory)
                    .await
                    .map_err(|error| hide(error, CouncilMatterRefusal::Unknown))?;
                Ok(CouncilMatterCommand::Answer(answered.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
