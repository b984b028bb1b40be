//! Evaluations: criteria, tenderers and the scores on which assessors agree.

use super::evaluation_views::EvaluationView;
use super::{Staff, hide, own_thing, own_trajectory};
use crate::projections::evaluations::EvaluationRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::evaluation::{
    Criterion, EvaluationOpened, EvaluationRefusal, EvaluationTendererAdded,
    EvaluationTendererScored, FairnessWarning, fairness_warnings,
};
use dialogue::{
    Evaluation, EvaluationCommand, EvaluationId, ProviderId, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    OrganisationIdentity, Receipt, Refused, Role, Tagged, Written, provider_subject,
    refusal_problem, seal,
};
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Faults, OrganisationNumber, Prose, Slug, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_evaluation, open_evaluation)
        .with(__path_list_evaluations, list_evaluations)
        .with(__path_get_evaluation, get_evaluation)
        .with(__path_add_tenderer, add_tenderer)
        .with(__path_score_tenderer, score_tenderer)
        .with(__path_check_fairness, check_fairness)
}

/// An evaluation that is to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEvaluation {
    /// The lot, when there are lots.
    #[serde(default)]
    lot: Option<Whole>,
    /// The criteria. Their weights add up to a hundred.
    #[schema(min_items = 1, max_items = 50)]
    criteria: Vec<Criterion>,
}

/// Opens an evaluation.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/evaluations", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewEvaluation,
    responses((status = 201, body = Receipt, description = "The evaluation is opened.")),
    security(("bearer" = ["buyer"])),
)]
async fn open_evaluation(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewEvaluation>,
) -> Result<impl Responder, Problem> {
    let NewEvaluation { lot, criteria } = body.content;
    let opened = EvaluationOpened { trajectory: *trajectory, lot, criteria };
    let outcome = app
        .shared
        .execute::<Evaluation, _>(
            &staff,
            &body.conditions,
            Target::new(EvaluationId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, opened.trajectory).await?;
                let known = opened.lot.is_none_or(|lot| own.has_lot(lot));
                if !known {
                    let fault = Faults::one("/lot", "Dit traject heeft dit perceel niet.");
                    return Err(Refusal::from(fault).into());
                }
                Ok(EvaluationCommand::Open(opened.clone()))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/evaluations/{id}")))
}

/// The evaluations of a trajectory.
#[derive(Serialize, ToSchema)]
struct Evaluations {
    /// The evaluations.
    evaluations: Vec<EvaluationView>,
}

/// Lists the evaluations of a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/evaluations", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Evaluations, description = "The evaluations.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn list_evaluations(
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
    let sql = "SELECT body FROM evaluation WHERE trajectory = ?1";
    let rows: Vec<EvaluationRow> =
        model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    let evaluations =
        rows.into_iter().map(|row| EvaluationView::of(&app, row)).collect::<Result<_, _>>()?;
    Ok(Json(Evaluations { evaluations }))
}

/// Shows an evaluation; to an assessor, the one that the assessor was appointed for.
#[utoipa::path(
    get, path = "/evaluations/{evaluation}", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation."), ThingQuery),
    responses((status = 200, body = EvaluationView, description = "The evaluation.")),
    security(("bearer" = ["buyer", "approver", "assessor"])),
)]
async fn get_evaluation(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_evaluation(&app, &staff, *evaluation, &request).await?;
    let version = row.version;
    Ok(Tagged { content: EvaluationView::of(&app, row)?, version })
}

/// Whether the caller sees evaluations by role. Anybody else sees those that one was appointed for.
fn evaluates(staff: &Staff) -> bool {
    matches!(staff.caller.role, Role::Buyer | Role::Approver)
}

/// An evaluation in which the caller's municipality buys. An assessor knows of those that the
/// assessor was appointed for, and of no other.
pub(super) async fn own_evaluation(
    app: &App,
    staff: &Staff,
    id: EvaluationId,
    request: &HttpRequest,
) -> Result<EvaluationRow, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let row: EvaluationRow = own_thing(app, staff, "evaluation", id, EvaluationRefusal::Unknown)?;
    if !evaluates(staff) && !row.is_assessed_by(staff.caller.person) {
        return Err(refusal_problem(&EvaluationRefusal::Unknown.into()));
    }
    Ok(row)
}

/// What to look at again in the criteria, in the interest of small and specialist parties.
#[derive(Serialize, ToSchema)]
struct FairnessCheck {
    /// The warnings; none when there is nothing to look at again.
    warnings: Vec<FairnessWarning>,
}

/// Tells what in the criteria rewards the best writer, or asks more than a small party can do.
#[utoipa::path(
    get, path = "/evaluations/{evaluation}/fairness-check", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation."), ThingQuery),
    responses((status = 200, body = FairnessCheck, description = "What to look at again.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn check_fairness(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_evaluation(&app, &staff, *evaluation, &request).await?;
    Ok(Json(FairnessCheck { warnings: fairness_warnings(&row.criteria) }))
}

/// Executes a command on an evaluation in a trajectory of the caller's own.
pub(super) async fn change(
    app: &App,
    staff: &Staff,
    id: EvaluationId,
    conditions: &Conditions,
    command: EvaluationCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Evaluation, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let evaluation = scope.glance::<Evaluation>(id).await?;
                check_own(scope, staff, &evaluation).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Whether the caller may know of an evaluation: its municipality buys there, and an assessor was
/// appointed there.
pub(super) async fn check_own(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    evaluation: &Evaluation,
) -> Result<Arc<Trajectory>, Refused> {
    let unknown = || Refused::Refused(EvaluationRefusal::Unknown.into());
    if !evaluates(staff) && !evaluation.is_assessor(staff.caller.person) {
        return Err(unknown());
    }
    own_trajectory(scope, staff, evaluation.opened()?.trajectory)
        .await
        .map_err(|error| hide(error, EvaluationRefusal::Unknown))
}

/// A tenderer that is to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTenderer {
    /// Its number, with the register that gave it.
    number: OrganisationNumber,
    /// Its name.
    name: Title,
}

/// Adds a tenderer.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/tenderers", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewTenderer,
    responses((status = 200, body = Receipt, description = "The tenderer is added.")),
    security(("bearer" = ["buyer"])),
)]
async fn add_tenderer(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewTenderer>,
) -> Result<impl Responder, Problem> {
    let NewTenderer { number, name } = body.content;
    let tenderer = provider_subject(&app.shared.vault, &number)?;
    let identity = OrganisationIdentity { name, numbers: vec![number] };
    let identity = seal(&app.shared.vault, tenderer, &identity)?;
    let command = EvaluationCommand::AddTenderer(EvaluationTendererAdded { tenderer, identity });
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// A score for a tenderer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewScore {
    /// The tenderer.
    tenderer: ProviderId,
    /// The criterion.
    criterion: Slug,
    /// The score, from 0 to 100.
    #[schema(example = 80)]
    score: Whole,
    /// Why.
    motivation: Prose,
}

/// Records the score on which the assessors agree, once the scores of all of them are in; it takes
/// the place of an earlier one.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/scores", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewScore,
    responses((status = 200, body = Receipt, description = "The tenderer is scored.")),
    security(("bearer" = ["buyer"])),
)]
async fn score_tenderer(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewScore>,
) -> Result<impl Responder, Problem> {
    let NewScore { tenderer, criterion, score, motivation } = body.content;
    let by = staff.caller.person;
    let scored = EvaluationTendererScored { tenderer, criterion, score, motivation, by };
    let command = EvaluationCommand::Score(scored);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}
