//! What providers learned and share with everyone. One is named only when one chooses so.

use super::Caller;
use super::board::{NewSignature, Signature, kept, raw, shown, sign};
use super::involvement::change;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::involvement::LearningShared;
use dialogue::{InvolvementCommand, LearningId, TrajectoryId};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader};
use serde::{Deserialize, Serialize};
use service::{KeptLearning, Receipt};
use utoipa::ToSchema;
use vocabulary::{Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_learnings, list_learnings)
        .with(__path_share_learning, share_learning)
        .with(__path_withdraw_learning, withdraw_learning)
}

/// Something that a provider learned.
#[derive(Serialize, ToSchema)]
struct LearningView {
    /// What was learned.
    id: LearningId,
    /// What it is called.
    title: Title,
    /// What was learned.
    text: Prose,
    /// Who shared it, when that provider chose to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Signature>,
    /// Whether it is one's own.
    own: bool,
}

/// A page of them.
type LearningList = List<LearningView>;

/// Lists what providers in a trajectory learned and shared, in no order that tells when.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/learnings", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LearningList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_learnings(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let page = app.model.at(position).await?.learnings(*trajectory, &paging)?;
    let mut items = vec![];
    for item in &page.items {
        let KeptLearning { id, title, text, author } = kept(item)?;
        let (signature, own) = shown(&app, call.caller.organisation.id, author)?;
        items.push(raw(&LearningView { id, title, text, signature, own })?);
    }
    Ok(Json(LearningList::new(items, page.next)))
}

/// What one learned and wants to share.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLearning {
    /// What it is called.
    title: Title,
    /// What was learned, for whoever could use it.
    text: Prose,
    /// That one wants to be named; absent when not.
    #[serde(default)]
    signature: Option<NewSignature>,
}

/// Shares what one learned, for everyone to read.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/learnings", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewLearning,
    responses((status = 200, body = Receipt, description = "It is shared.")),
    security(("bearer" = ["submitter"])),
)]
async fn share_learning(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewLearning>,
) -> Result<impl Responder, Problem> {
    let NewLearning { title, text, signature } = body.content;
    let shared = LearningShared {
        learning: LearningId::from(call.name_for(&body.conditions)),
        trajectory: *trajectory,
        provider: call.caller.organisation.id,
        title,
        text,
        signature: sign(&app, &call, signature).await?,
    };
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::ShareLearning(shared.clone())
    })
    .await
}

/// Takes back what one shared.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/learnings/{learning}/withdrawal",
    tag = "involvement",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("learning" = LearningId, Path, description = "What was shared."),
    ),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is taken back.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_learning(
    app: Data<App>,
    call: Caller,
    path: Path<(TrajectoryId, LearningId)>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let (trajectory, learning) = path.into_inner();
    change(&app, &call, trajectory, &body.conditions, |_| {
        InvolvementCommand::WithdrawLearning(learning)
    })
    .await
}
