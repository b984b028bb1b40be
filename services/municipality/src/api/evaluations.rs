//! Evaluations: criteria, tenderers, scores, the award decision as sent to each.

use super::consultations::after;
use super::{Staff, hide, own_trajectory};
use crate::projections::evaluations::EvaluationRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{NewTerm, Term};
use command::{Scope, Target};
use dialogue::evaluation::{
    AwardDecisionSent, Criterion, EvaluationOpened, EvaluationRefusal, EvaluationTendererAdded,
    EvaluationTendererScored, TendererDecision,
};
use dialogue::{
    Evaluation, EvaluationCommand, EvaluationId, ProviderId, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    OrganisationIdentity, Receipt, Tagged, Written, open, provider_subject, refusal_problem, seal,
};
use utoipa::ToSchema;
use vocabulary::{Faults, OrganisationNumber, Prose, Slug, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_evaluation, open_evaluation)
        .with(__path_list_evaluations, list_evaluations)
        .with(__path_get_evaluation, get_evaluation)
        .with(__path_add_tenderer, add_tenderer)
        .with(__path_score_tenderer, score_tenderer)
        .with(__path_send_award_decision, send_award_decision)
        .with(__path_confirm_award, confirm_award)
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

/// A score.
#[derive(Serialize, ToSchema)]
struct ScoreView {
    /// The criterion.
    criterion: Slug,
    /// The score, from 0 to 100.
    score: Whole,
    /// Why.
    motivation: Prose,
}

/// A tenderer.
#[derive(Serialize, ToSchema)]
struct TendererView {
    /// The tenderer.
    tenderer: ProviderId,
    /// Which organisation it is; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// Its scores.
    scores: Vec<ScoreView>,
}

/// An evaluation.
#[derive(Serialize, ToSchema)]
struct EvaluationView {
    /// The evaluation.
    id: EvaluationId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Whole>,
    /// The criteria.
    criteria: Vec<Criterion>,
    /// The tenderers.
    tenderers: Vec<TendererView>,
    /// The decision, once sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<AwardDecisionSent>,
    /// Whether the award is final.
    confirmed: bool,
}

impl EvaluationView {
    fn of(app: &App, row: EvaluationRow) -> Result<Self, Problem> {
        let mut tenderers = Vec::with_capacity(row.tenderers.len());
        for tenderer in row.tenderers {
            let scores = tenderer
                .scores
                .into_iter()
                .map(|scored| ScoreView {
                    criterion: scored.criterion,
                    score: scored.score,
                    motivation: scored.motivation,
                })
                .collect();
            let organisation = open(&app.shared.vault, &tenderer.identity)?;
            tenderers.push(TendererView { tenderer: tenderer.tenderer, organisation, scores });
        }
        Ok(Self {
            id: row.id,
            trajectory: row.trajectory,
            lot: row.lot,
            criteria: row.criteria,
            tenderers,
            decision: row.decision,
            confirmed: row.confirmed,
        })
    }
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

/// Shows an evaluation.
#[utoipa::path(
    get, path = "/evaluations/{evaluation}", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation."), ThingQuery),
    responses((status = 200, body = EvaluationView, description = "The evaluation.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn get_evaluation(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let unknown = || refusal_problem(&EvaluationRefusal::Unknown.into());
    let model = app.model.at(position).await?;
    let sql = "SELECT body FROM evaluation WHERE id = ?1";
    let row = model
        .with(|read| read.document::<EvaluationRow>(sql, [evaluation.to_string()]))?
        .ok_or_else(unknown)?;
    model.check_member(row.trajectory, &staff.caller.organisation).map_err(|_| unknown())?;
    let version = row.version;
    Ok(Tagged { content: EvaluationView::of(&app, row)?, version })
}

/// Executes a command on an evaluation in a trajectory of the caller's own.
async fn change(
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
                own_trajectory(scope, staff, evaluation.opened()?.trajectory)
                    .await
                    .map_err(|error| hide(error, EvaluationRefusal::Unknown))?;
                // No contract before the standstill is over.
                if let EvaluationCommand::Confirm { .. } = &command
                    && let Some(standstill) = &evaluation.decision()?.standstill
                {
                    scope.not_before(after(standstill.at));
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
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

/// Scores a tenderer on a criterion; it takes the place of an earlier score.
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

/// An award decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAwardDecision {
    /// What each tenderer is told. Each also sees its own scores, and nobody else's.
    #[schema(min_items = 1, max_items = 500)]
    decisions: Vec<TendererDecision>,
    /// Until when no contract is signed. Statutory in regular procedures, by choice for social
    /// and other specific services.
    #[serde(default)]
    standstill: Option<NewTerm>,
}

/// Sends the award decision to each tenderer, to all at one moment.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/award-decision", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAwardDecision,
    responses((status = 200, body = Receipt, description = "The decision is sent.")),
    security(("bearer" = ["approver"])),
)]
async fn send_award_decision(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAwardDecision>,
) -> Result<impl Responder, Problem> {
    let NewAwardDecision { decisions, standstill } = body.content;
    let standstill = match standstill {
        Some(term) => Some(followed(&app, *evaluation, term.into()).await?),
        None => None,
    };
    let command = EvaluationCommand::SendAwardDecision { decisions, standstill };
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// The standstill, held against the rule that it names.
async fn followed(app: &App, evaluation: EvaluationId, term: Term) -> Result<Term, Problem> {
    let evaluation = app.shared.look_up::<Evaluation>(evaluation).await?;
    // Of an evaluation that is not there, the command tells.
    let Ok(opened) = evaluation.opened() else { return Ok(term) };
    let trajectory = app.shared.look_up::<Trajectory>(opened.trajectory).await?;
    trajectory.follow(term, "/standstill").map_err(|refusal| refusal_problem(&refusal))
}

/// What everyone is told of an award.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnnouncement {
    /// Who gets a contract.
    announcement: Prose,
}

/// Makes the award final, once the standstill is over, and known to everyone.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/award-confirmation", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAnnouncement,
    responses((status = 200, body = Receipt, description = "The award is final.")),
    security(("bearer" = ["approver"])),
)]
async fn confirm_award(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAnnouncement>,
) -> Result<impl Responder, Problem> {
    let command = EvaluationCommand::Confirm { announcement: body.content.announcement };
    change(&app, &staff, *evaluation, &body.conditions, command).await
}
