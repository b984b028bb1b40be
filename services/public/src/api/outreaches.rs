//! For inhabitants: what is bought and what one can choose, and telling of one's experience. Nobody
//! signs in, and nothing tells who it was.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Outcome, Scope, Target};
use dialogue::outreach::{ExperienceChannel, ExperienceShared, ExperienceVoice};
use dialogue::{
    Experience, ExperienceCommand, ExperienceId, Outreach, OutreachId, Refusal, TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{OutreachView, PurchaseOverview, Receipt, Written, execute_for_anyone};
use utoipa::ToSchema;
use vocabulary::{Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_overview, get_overview)
        .with(__path_list_outreaches, list_outreaches)
        .with(__path_share_experience, share_experience)
}

/// Shows what is bought in words for those who need it: the products with what one can choose, the
/// choices of the municipalities, and what was done with what people said.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/overview", tag = "outreach",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = PurchaseOverview, description = "The overview.")),
)]
async fn get_overview(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.overview(*trajectory).map(Json)
}

/// A page of outreaches.
type OutreachList = List<OutreachView>;

/// Lists the outreaches of a trajectory, with what was heard and what is done with it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/outreaches", tag = "outreach",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = OutreachList, description = "A page.")),
)]
async fn list_outreaches(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.outreaches(*trajectory, &paging).map(Json)
}

/// An experience, told without saying who one is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExperience {
    /// From which side.
    voice: ExperienceVoice,
    /// On which theme of the outreach.
    theme: Slug,
    /// What is told, without anything that tells of whom it is.
    text: Prose,
    /// Whether one consents to what the outreach says is done with it.
    consent: bool,
}

/// Tells of an experience. Nobody signs in, and nothing is kept of who it was; what tells who
/// somebody is, such as a BSN, a name or an address, is refused with its place.
#[utoipa::path(
    post, path = "/outreaches/{outreach}/experiences", tag = "outreach",
    params(("outreach" = OutreachId, Path, description = "The outreach.")),
    request_body = NewExperience,
    responses((status = 201, body = Receipt, description = "It is kept.")),
)]
async fn share_experience(
    app: Data<App>,
    outreach: Path<OutreachId>,
    body: Body<NewExperience>,
) -> Result<impl Responder, Problem> {
    let NewExperience { voice, theme, text, consent } = body.content;
    let (id, channel) = (*outreach, ExperienceChannel::Form);
    let shared = ExperienceShared { outreach: id, channel, voice, theme, text, consent };
    let outcome = share(&app, &body.conditions, ExperienceId::random(), &shared).await?;
    let trajectory = app.model.outreach(id).map(|view| view.trajectory);
    Ok(Written::created(&outcome, |_| match trajectory {
        Ok(trajectory) => format!("{}/trajectories/{trajectory}/outreaches", crate::BASE),
        Err(_) => format!("{}/trajectories", crate::BASE),
    }))
}

/// Keeps an experience, when it is one that its outreach asks for.
pub(crate) async fn share(
    app: &App,
    conditions: &Conditions,
    id: ExperienceId,
    shared: &ExperienceShared,
) -> Result<Outcome, Problem> {
    execute_for_anyone::<Experience>(
        &app.commander,
        conditions,
        Target::new(id),
        async |scope: &mut Scope<'_, Refusal>| {
            let known = scope.glance::<Outreach>(shared.outreach).await?;
            scope.not_after(known.closes()?);
            known.faults_of(shared)?.check().map_err(Refusal::from)?;
            Ok(ExperienceCommand::Share(shared.clone()))
        },
    )
    .await
}
