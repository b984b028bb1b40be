//! Trajectories: what is bought, by whom, how, in which parts.

use super::{Staff, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{ChosenTerms, NewTerm};
use command::{Scope, Target};
use dialogue::trajectory::{
    Instrument, Lot, Milestone, Principle, PrincipleAuthor, ProductDescription, Profile,
    RecordPrinciples, Situation,
};
use dialogue::{PhaseKind, Refusal, Region, Trajectory, TrajectoryCommand, TrajectoryId};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Tagged, TrajectorySummary, TrajectoryView, Written};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_trajectory, open_trajectory)
        .with(__path_list_trajectories, list_trajectories)
        .with(__path_get_trajectory, get_trajectory)
        .with(__path_add_lot, add_lot)
        .with(__path_choose_instrument, choose_instrument)
        .with(__path_choose_terms, choose_terms)
        .with(__path_record_principles, record_principles)
        .with(__path_plan_trajectory, plan_trajectory)
        .with(__path_describe_situation, describe_situation)
        .with(__path_describe_products, describe_products)
}

/// Opens a trajectory. The caller's municipality is its lead or buys along.
#[utoipa::path(
    post, path = "/trajectories", tag = "trajectories", request_body = Profile,
    responses((status = 201, body = Receipt, description = "The trajectory is opened.")),
    security(("bearer" = ["buyer"])),
)]
async fn open_trajectory(
    app: Data<App>,
    staff: Staff,
    body: Body<Profile>,
) -> Result<impl Responder, Problem> {
    let Body { content: profile, conditions } = body;
    let own = &staff.caller.organisation;
    if profile.buyers().all(|buyer| buyer.code != *own) {
        return Err(Problem::faults(Faults::one(
            "/lead/code",
            "Uw eigen gemeente is trekker of doet mee.",
        )));
    }
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            &staff,
            &conditions,
            Target::new(TrajectoryId::random()),
            async |_: &mut Scope<'_, Refusal>| Ok(TrajectoryCommand::Open(profile.clone())),
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/trajectories/{id}")))
}

/// A page of them.
type TrajectoryList = List<TrajectorySummary>;

/// Lists the trajectories in which one's municipality buys, the newest first.
#[utoipa::path(
    get, path = "/trajectories", tag = "trajectories", params(PageQuery),
    responses((status = 200, body = TrajectoryList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "complaint-handler", "reader"])),
)]
async fn list_trajectories(
    app: Data<App>,
    staff: Staff,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectories_of(&staff.caller.organisation, &paging).map(Json)
}

/// Shows a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = TrajectoryView, description = "The trajectory.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "complaint-handler", "reader"])),
)]
async fn get_trajectory(
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
    let content = model.trajectory(*trajectory)?;
    Ok(Tagged { version: content.version, content })
}

/// Adds a lot.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/lots", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Lot,
    responses((status = 200, body = Receipt, description = "The lot is added.")),
    security(("bearer" = ["buyer"])),
)]
async fn add_lot(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Lot>,
) -> Result<impl Responder, Problem> {
    change(&app, &staff, *trajectory, &body.conditions, TrajectoryCommand::AddLot(body.content))
        .await
}

/// The instrument, with the reason for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChosenInstrument {
    /// The way of buying.
    instrument: Instrument,
    /// Why this one.
    reason: Prose,
}

/// Chooses the instrument, or another one.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/instrument", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = ChosenInstrument,
    responses((status = 200, body = Receipt, description = "The instrument is chosen.")),
    security(("bearer" = ["buyer"])),
)]
async fn choose_instrument(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<ChosenInstrument>,
) -> Result<impl Responder, Problem> {
    let ChosenInstrument { instrument, reason } = body.content;
    let command = TrajectoryCommand::ChooseInstrument { instrument, reason };
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Chooses the rules for terms: a profile in one version, and where it is departed from.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/terms", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = ChosenTerms,
    responses((status = 200, body = Receipt, description = "The rules are chosen.")),
    security(("bearer" = ["buyer"])),
)]
async fn choose_terms(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<ChosenTerms>,
) -> Result<impl Responder, Problem> {
    let command = TrajectoryCommand::ChooseTerms(body.content);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// The guiding principles.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Principles {
    /// The principles; they take the place of earlier ones.
    #[schema(max_items = 50)]
    principles: Vec<Principle>,
    /// With whom they were written.
    #[serde(default)]
    #[schema(max_items = 8)]
    written_with: BTreeSet<PrincipleAuthor>,
    /// What changed since the version before, and why; needed from the second version on.
    #[serde(default)]
    change: Option<Paragraph>,
}

/// Records the guiding principles, in a new version; earlier versions stay readable.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/principles", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Principles,
    responses((status = 200, body = Receipt, description = "The principles are recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_principles(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Principles>,
) -> Result<impl Responder, Problem> {
    let Principles { principles, written_with, change: why } = body.content;
    let new = RecordPrinciples { principles, written_with, change: why };
    let command = TrajectoryCommand::RecordPrinciples(new);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// A milestone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMilestone {
    /// What happens then.
    title: Title,
    /// In which phase.
    phase: PhaseKind,
    /// Until when, and on what ground.
    term: NewTerm,
}

/// The planning.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Planning {
    /// The milestones; they take the place of earlier ones.
    #[schema(max_items = 200)]
    milestones: Vec<NewMilestone>,
}

/// Plans the trajectory.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/planning", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Planning,
    responses((status = 200, body = Receipt, description = "The trajectory is planned.")),
    security(("bearer" = ["buyer"])),
)]
async fn plan_trajectory(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Planning>,
) -> Result<impl Responder, Problem> {
    let milestones = body
        .content
        .milestones
        .into_iter()
        .map(|new| Milestone { title: new.title, phase: new.phase, term: new.term.into() })
        .collect();
    let command = TrajectoryCommand::Plan(milestones);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Describes from where the purchase starts: for whom care is bought, how many use it now, under
/// which contracts, and when the new ones are to start.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/situation", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Situation,
    responses((status = 200, body = Receipt, description = "The situation is described.")),
    security(("bearer" = ["buyer"])),
)]
async fn describe_situation(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Situation>,
) -> Result<impl Responder, Problem> {
    if let Some(region) = body.content.region {
        let known = app.shared.look_up::<Region>(region).await?;
        if known.profile().is_err() {
            return Err(Problem::faults(Faults::one("/region", "Deze regio bestaat niet.")));
        }
    }
    let command = TrajectoryCommand::DescribeSituation(body.content);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// The products.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Products {
    /// The products; they take the place of earlier descriptions.
    #[schema(max_items = 200)]
    products: Vec<ProductDescription>,
}

/// Describes the products for inhabitants: what one gets, for whom it is, how to get it, and what
/// one can choose.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/products", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Products,
    responses((status = 200, body = Receipt, description = "The products are described.")),
    security(("bearer" = ["buyer"])),
)]
async fn describe_products(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Products>,
) -> Result<impl Responder, Problem> {
    let command = TrajectoryCommand::DescribeProducts(body.content.products);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// Executes a command on a trajectory of the caller's own.
pub(super) async fn change(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    command: TrajectoryCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, staff, id).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
