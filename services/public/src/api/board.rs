//! What providers share with everyone, without who they are: calls for partners, and what they
//! learned.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{LearningId, PartnerCallId, PartnerReactionId, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader};
use utoipa::ToSchema;
use vocabulary::{Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_partner_calls, list_partner_calls)
        .with(__path_list_learnings, list_learnings)
}

/// A reaction to a call for partners.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the row is given as it is kept; this describes it")]
struct PublicReaction {
    /// The reaction.
    id: PartnerReactionId,
    /// What it says.
    text: Prose,
}

/// A call for partners.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the row is given as it is kept; this describes it")]
struct PublicPartnerCall {
    /// The call.
    id: PartnerCallId,
    /// The lot, when it is about one.
    lot: Option<Whole>,
    /// What it is called.
    title: Title,
    /// What is offered and looked for.
    text: Prose,
    /// The reactions.
    reactions: Vec<PublicReaction>,
}

/// Something that a provider learned.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the row is given as it is kept; this describes it")]
struct PublicLearning {
    /// What was learned.
    id: LearningId,
    /// What it is called.
    title: Title,
    /// What was learned.
    text: Prose,
}

/// A page of calls.
type PublicPartnerCallList = List<PublicPartnerCall>;

/// Lists the calls for partners in a trajectory. Who called is shown to nobody here.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/partner-calls", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PublicPartnerCallList, description = "A page.")),
)]
async fn list_partner_calls(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let page = app.model.at(position).await?.partner_calls(*trajectory, &paging)?;
    Ok(Json(PublicPartnerCallList::new(page.items, page.next)))
}

/// A page of what was learned.
type PublicLearningList = List<PublicLearning>;

/// Lists what providers in a trajectory learned and shared. Who did is shown to nobody here.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/learnings", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PublicLearningList, description = "A page.")),
)]
async fn list_learnings(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let page = app.model.at(position).await?.learnings(*trajectory, &paging)?;
    Ok(Json(PublicLearningList::new(page.items, page.next)))
}
