//! Research into the experience of clients: planned, held and published every year.

use super::{Staff, hide, own_thing, own_trajectory};
use crate::projections::client_research::{ClientResearchRow, ClientResearchView};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::client_research::{
    ClientResearchPlanned, ClientResearchRefusal, ClientResearchResultsRecorded, ResearchQuestion,
};
use dialogue::council_matter::ResearchForm;
use dialogue::performance::{Measure, Period};
use dialogue::trajectory::Law;
use dialogue::{ClientResearch, ClientResearchCommand, ClientResearchId, Refusal, TrajectoryId};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Model, Receipt, Tagged, Written, log_problem, refusal_problem};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_plan_client_research, plan_client_research)
        .with(__path_list_client_research, list_client_research)
        .with(__path_get_client_research, get_client_research)
        .with(__path_record_client_research_results, record_client_research_results)
        .with(__path_publish_client_research, publish_client_research)
}

/// Research that is to be held.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClientResearch {
    /// Under which act.
    law: Law,
    /// Over which year.
    year: Period,
    /// In which form people are asked.
    form: ResearchForm,
    /// Who are asked: groups, never persons.
    whom: Paragraph,
    /// What is asked, each on a theme of outcomes.
    #[schema(min_items = 1, max_items = 100)]
    questions: Vec<ResearchQuestion>,
}

/// Plans research into the experience of clients over a year (art. 2.5.1 Wmo 2015; art. 2.10
/// Jeugdwet).
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/client-research", tag = "client-research",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewClientResearch,
    responses((status = 201, body = Receipt, description = "It is planned.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn plan_client_research(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewClientResearch>,
) -> Result<impl Responder, Problem> {
    let NewClientResearch { law, year, form, whom, questions } = body.content;
    let trajectory = *trajectory;
    let planned = ClientResearchPlanned { trajectory, law, year, form, whom, questions };
    let outcome = app
        .shared
        .execute::<ClientResearch, _>(
            &staff,
            &body.conditions,
            Target::new(ClientResearchId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, trajectory).await?;
                let laws = own.profile()?.laws.clone();
                Ok(ClientResearchCommand::Plan { planned: Box::new(planned.clone()), laws })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/client-research/{id}")))
}

/// The research into the experience of clients of a trajectory.
#[derive(Serialize, ToSchema)]
struct ClientResearches {
    /// The research, the oldest year first.
    research: Vec<ClientResearchView>,
}

/// Lists the research into the experience of clients of a trajectory, also what is planned.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/client-research", tag = "client-research",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ClientResearches, description = "The research.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_client_research(
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
    let rows = rows_of(model, *trajectory)?;
    let research = rows.iter().filter_map(ClientResearchRow::shown).collect();
    Ok(Json(ClientResearches { research }))
}

fn rows_of(model: &Model, id: TrajectoryId) -> Result<Vec<ClientResearchRow>, Problem> {
    let sql = "SELECT body FROM client_research_work WHERE trajectory = ?1 ORDER BY place";
    model.with(|read| read.documents(sql, [id.to_string()]))
}

/// Shows research into the experience of clients.
#[utoipa::path(
    get, path = "/client-research/{research}", tag = "client-research",
    params(("research" = ClientResearchId, Path, description = "The research."), ThingQuery),
    responses((status = 200, body = ClientResearchView, description = "The research.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_client_research(
    app: Data<App>,
    staff: Staff,
    research: Path<ClientResearchId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = ClientResearchRefusal::Unknown;
    let row: ClientResearchRow =
        own_thing(&app, &staff, "client_research_work", *research, unknown)?;
    let content = row.shown().ok_or_else(|| refusal_problem(&unknown.into()))?;
    Ok(Tagged { version: row.version, content })
}

/// Records what came out; it takes the place of what was recorded before.
#[utoipa::path(
    post, path = "/client-research/{research}/results", tag = "client-research",
    params(("research" = ClientResearchId, Path, description = "The research.")),
    request_body = ClientResearchResultsRecorded,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn record_client_research_results(
    app: Data<App>,
    staff: Staff,
    research: Path<ClientResearchId>,
    body: Body<ClientResearchResultsRecorded>,
) -> Result<impl Responder, Problem> {
    let command = ClientResearchCommand::RecordResults(Box::new(body.content));
    change(&app, &staff, *research, &body.conditions, command).await
}

/// What is done with what came out.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ResearchPublication {
    /// What is done with it.
    follow_up: Prose,
}

/// Publishes what came out and what is done with it, with the scores of the year before beside it.
/// It is late from 1 July of the next year on; what fewer than five people answered is not told.
#[utoipa::path(
    post, path = "/client-research/{research}/publication", tag = "client-research",
    params(("research" = ClientResearchId, Path, description = "The research.")),
    request_body = ResearchPublication,
    responses((status = 200, body = Receipt, description = "It is published.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn publish_client_research(
    app: Data<App>,
    staff: Staff,
    research: Path<ClientResearchId>,
    body: Body<ResearchPublication>,
) -> Result<impl Responder, Problem> {
    let follow_up = body.content.follow_up;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let model = app.model.complete(&app.shared).await?;
    let unknown = ClientResearchRefusal::Unknown;
    let row: ClientResearchRow =
        own_thing(&app, &staff, "client_research_work", *research, unknown)?;
    let planned = row.research.planned().map_err(|refusal| refusal_problem(&refusal))?;
    let previous = before(model, planned)?;
    let command = ClientResearchCommand::Publish { follow_up, previous, now };
    change(&app, &staff, *research, &body.conditions, command).await
}

/// The scores that were published last under the same act, of an earlier year.
fn before(
    model: &Model,
    planned: &ClientResearchPlanned,
) -> Result<BTreeMap<Slug, Measure>, Problem> {
    let all = model.client_research(planned.trajectory)?;
    let earlier = all.into_iter().map(|it| it.published);
    let mut earlier = earlier.filter(|it| it.law == planned.law && it.year < planned.year);
    let last = earlier.next_back();
    let scores = last.into_iter().flat_map(|it| it.scores);
    Ok(scores.filter_map(|it| Some((it.question.key, it.score?))).collect())
}

async fn change(
    app: &App,
    staff: &Staff,
    id: ClientResearchId,
    conditions: &Conditions,
    command: ClientResearchCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<ClientResearch, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<ClientResearch>(id).await?;
                let trajectory = known.planned()?.trajectory;
                own_trajectory(scope, staff, trajectory)
                    .await
                    .map_err(|error| hide(error, ClientResearchRefusal::Unknown))?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
