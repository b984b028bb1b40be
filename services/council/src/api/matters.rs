//! What a council brings beside its advice: signals, items for the agenda, research.

use super::Member;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::advice::AdviceRefusal;
use dialogue::council_matter::{
    CouncilAgendaItemProposed, CouncilMatterRefusal, CouncilResearchProposed,
    CouncilResearchReported, CouncilSignalGiven, ResearchForm, SignalFrequency,
};
use dialogue::{
    CouncilMatter, CouncilMatterCommand, CouncilMatterId, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::Deserialize;
use service::{CouncilMatterView, Receipt, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_council_matters, list_council_matters)
        .with(__path_get_council_matter, get_council_matter)
        .with(__path_give_signal, give_signal)
        .with(__path_propose_agenda_item, propose_agenda_item)
        .with(__path_propose_research, propose_research)
        .with(__path_report_research, report_research)
}

/// A page of what a council brought.
type CouncilMatterViewList = List<CouncilMatterView>;

/// Lists what one's council brought, the oldest first.
#[utoipa::path(
    get, path = "/council-matters", tag = "council-matters", params(PageQuery),
    responses((status = 200, body = CouncilMatterViewList, description = "A page.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn list_council_matters(
    app: Data<App>,
    call: Member,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT place, body FROM council_matter WHERE council = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (call.caller.organisation.as_str(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(CouncilMatterViewList::new(page.items, page.next)))
}

/// Shows something that one's council brought.
#[utoipa::path(
    get, path = "/council-matters/{matter}", tag = "council-matters",
    params(("matter" = CouncilMatterId, Path, description = "Which one."), ThingQuery),
    responses((status = 200, body = CouncilMatterView, description = "What was brought.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_council_matter(
    app: Data<App>,
    call: Member,
    matter: Path<CouncilMatterId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT body FROM council_matter WHERE id = ?1 AND council = ?2";
    let values = [matter.to_string(), call.caller.organisation.to_string()];
    let content = model
        .with(|read| read.document::<CouncilMatterView>(sql, values))?
        .ok_or_else(|| refusal_problem(&CouncilMatterRefusal::Unknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Brings something about a trajectory on which the caller's council advises.
async fn bring(
    app: &App,
    call: &Member,
    conditions: &Conditions,
    trajectory: TrajectoryId,
    command: CouncilMatterCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<CouncilMatter, _>(
            call,
            conditions,
            Target::new(CouncilMatterId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<Trajectory>(trajectory).await?;
                if !known.is_advised_by(&call.caller.organisation) {
                    return Err(Refusal::from(AdviceRefusal::NotOurs).into());
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/council-matters/{id}")))
}

/// A signal from practice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSignal {
    /// What it is about.
    theme: Title,
    /// Whom it is about: a group, never a person.
    group: Title,
    /// How often it is heard.
    frequency: SignalFrequency,
    /// What is heard. Names, addresses and numbers of people are refused.
    text: Prose,
}

/// Tells what the council hears from practice, without a word about anyone.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/signals", tag = "council-matters",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewSignal,
    responses((status = 201, body = Receipt, description = "It is told.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn give_signal(
    app: Data<App>,
    call: Member,
    trajectory: Path<TrajectoryId>,
    body: Body<NewSignal>,
) -> Result<impl Responder, Problem> {
    let NewSignal { theme, group, frequency, text } = body.content;
    let given = CouncilSignalGiven {
        trajectory: *trajectory,
        council: call.caller.organisation.clone(),
        theme,
        group,
        frequency,
        text,
        by: call.caller.person,
    };
    let command = CouncilMatterCommand::GiveSignal(Box::new(given));
    bring(&app, &call, &body.conditions, *trajectory, command).await
}

/// An item for the agenda of the periodic consultation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgendaItem {
    /// What to speak about.
    title: Title,
    /// Why.
    text: Prose,
    /// For which meeting, when it matters.
    #[schema(value_type = Option<String>, format = Date)]
    meeting: Option<Date>,
}

/// Proposes an item for the agenda of the periodic consultation.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/agenda-items", tag = "council-matters",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewAgendaItem,
    responses((status = 201, body = Receipt, description = "It is proposed.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn propose_agenda_item(
    app: Data<App>,
    call: Member,
    trajectory: Path<TrajectoryId>,
    body: Body<NewAgendaItem>,
) -> Result<impl Responder, Problem> {
    let NewAgendaItem { title, text, meeting } = body.content;
    let proposed = CouncilAgendaItemProposed {
        trajectory: *trajectory,
        council: call.caller.organisation.clone(),
        title,
        text,
        meeting,
        by: call.caller.person,
    };
    let command = CouncilMatterCommand::ProposeAgendaItem(Box::new(proposed));
    bring(&app, &call, &body.conditions, *trajectory, command).await
}

/// Research that a council wants to do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewResearch {
    /// In which way it asks people.
    form: ResearchForm,
    /// What it is called.
    title: Title,
    /// What it wants to know, and what it needs for that.
    text: Prose,
}

/// Proposes research of the council's own: a survey, a reporting point, a panel or talks.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/research", tag = "council-matters",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewResearch,
    responses((status = 201, body = Receipt, description = "It is proposed.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn propose_research(
    app: Data<App>,
    call: Member,
    trajectory: Path<TrajectoryId>,
    body: Body<NewResearch>,
) -> Result<impl Responder, Problem> {
    let NewResearch { form, title, text } = body.content;
    let proposed = CouncilResearchProposed {
        trajectory: *trajectory,
        council: call.caller.organisation.clone(),
        form,
        title,
        text,
        by: call.caller.person,
    };
    let command = CouncilMatterCommand::ProposeResearch(Box::new(proposed));
    bring(&app, &call, &body.conditions, *trajectory, command).await
}

/// What came out of research.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewResearchResult {
    /// What came out. Names, addresses and numbers of people are refused.
    text: Prose,
    /// How many people answered.
    #[schema(example = 38)]
    respondents: Whole,
}

/// Tells what came out of the council's own research.
#[utoipa::path(
    post, path = "/council-matters/{matter}/result", tag = "council-matters",
    params(("matter" = CouncilMatterId, Path, description = "The research.")),
    request_body = NewResearchResult,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn report_research(
    app: Data<App>,
    call: Member,
    matter: Path<CouncilMatterId>,
    body: Body<NewResearchResult>,
) -> Result<impl Responder, Problem> {
    let NewResearchResult { text, respondents } = body.content;
    let reported = CouncilResearchReported { text, respondents, by: call.caller.person };
    let id = *matter;
    let outcome = app
        .shared
        .execute::<CouncilMatter, _>(
            &call,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<CouncilMatter>(id).await?;
                let (_, council) = known.subject()?;
                if *council != call.caller.organisation {
                    return Err(Refusal::from(CouncilMatterRefusal::Unknown).into());
                }
                Ok(CouncilMatterCommand::ReportResearch(reported.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
