//! The dossier of a provider: what was published, and one's own input with what became of it.

use super::Caller;
use super::awards::{AwardDecisionTold, told};
use crate::App;
use crate::projections::awards::OwnAwardRow;
use crate::projections::contributions::OwnContribution;
use crate::projections::objections::OwnObjection;
use crate::projections::own::{self, Table};
use crate::projections::questions::OwnQuestion;
use crate::projections::registrations::OwnRegistration;
use crate::projections::requirement_flags::OwnRequirementFlag;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{NoteId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{NoteView, PublishedDossier, Tagged, TrajectorySummary, TrajectoryView};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_trajectories, list_trajectories)
        .with(__path_get_trajectory, get_trajectory)
        .with(__path_get_dossier, get_dossier)
        .with(__path_get_clarification_note, get_clarification_note)
}

/// A page of trajectories.
type TrajectoryList = List<TrajectorySummary>;

/// Lists all trajectories, the newest first.
#[utoipa::path(
    get, path = "/trajectories", tag = "dossier", params(PageQuery),
    responses((status = 200, body = TrajectoryList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_trajectories(
    app: Data<App>,
    _: Caller,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.trajectories(&paging).map(Json)
}

/// Shows a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = TrajectoryView, description = "The trajectory.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_trajectory(
    app: Data<App>,
    _: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.trajectory(*trajectory)?;
    Ok(Tagged { version: content.version, content })
}

/// What was published, and one's own input.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProviderDossier {
    /// What was published.
    #[serde(flatten)]
    published: PublishedDossier,
    /// One's own contributions, with what was done with them.
    contributions: Vec<OwnContribution>,
    /// One's own registrations for sessions.
    registrations: Vec<OwnRegistration>,
    /// One's own questions, with where they were answered.
    questions: Vec<OwnQuestion>,
    /// One's own objections.
    objections: Vec<OwnObjection>,
    /// What one said about requirements, with the answer.
    requirement_flags: Vec<OwnRequirementFlag>,
    /// The award decisions sent to oneself.
    award_decisions: Vec<AwardDecisionTold>,
}

/// Shows one's dossier of a trajectory: rounds, notes, own input, and what happened with it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/dossier", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ProviderDossier, description = "The dossier.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_dossier(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let (id, provider) = (*trajectory, call.caller.organisation.id);
    let published = model.published_dossier(id)?;
    let within = id.to_string();
    let awards: Vec<OwnAwardRow> = own::all(model, Table::AwardDecision, provider, &within)?;
    Ok(Json(ProviderDossier {
        published,
        contributions: own::all(model, Table::Contribution, provider, &within)?,
        registrations: own::all(model, Table::Registration, provider, &within)?,
        questions: own::all(model, Table::Question, provider, &within)?,
        objections: own::all(model, Table::Objection, provider, &within)?,
        requirement_flags: own::all(model, Table::RequirementFlag, provider, &within)?,
        award_decisions: awards.into_iter().map(|row| told(&app, row)).collect::<Result<_, _>>()?,
    }))
}

/// Shows a clarification note, as everyone sees it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/clarification-notes/{number}", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("number" = u32, Path, description = "The number of the note."),
        ThingQuery,
    ),
    responses((status = 200, body = NoteView, description = "The note.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_clarification_note(
    app: Data<App>,
    _: Caller,
    path: Path<(TrajectoryId, u32)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let (trajectory, number) = path.into_inner();
    app.model.at(position).await?.note(NoteId { trajectory, number }).map(Json)
}
