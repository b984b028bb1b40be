//! One's own involvement in a trajectory: commitment to the guiding principles, use of what is
//! near, plans with their progress, and self-evaluation.

use super::{Caller, check_registered};
use crate::App;
use crate::projections::involvements::OwnInvolvement;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::consultation::Disclosure;
use dialogue::involvement::{
    InvolvementId, NetworkUse, NetworkUseShown, PlannedStep, PrinciplesCommitted, Progress,
    SelfEvaluationRecorded, StepOf, StepProgressReported, TransformationPlanRecorded,
};
use dialogue::{Involvement, InvolvementCommand, Refusal, Trajectory, TrajectoryId};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Tagged, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_involvement, get_involvement)
        .with(__path_commit, commit)
        .with(__path_withdraw_commitment, withdraw_commitment)
        .with(__path_show_network_use, show_network_use)
        .with(__path_record_transformation_plan, record_transformation_plan)
        .with(__path_record_self_evaluation, record_self_evaluation)
        .with(__path_report_progress, report_progress)
}

/// Shows one's own involvement in a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/involvement", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses(
        (status = 200, body = OwnInvolvement, description = "The involvement."),
        (status = 404, body = http::ProblemDetail, content_type = "application/problem+json",
         description = "There is no such trajectory, or nothing in it yet."),
    ),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_involvement(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let (provider, id) = (call.caller.organisation.id, id(&call, *trajectory).to_string());
    let content: OwnInvolvement = own::document(model, Table::Involvement, provider, &id)?
        .ok_or_else(|| {
            let detail = "Uw organisatie heeft hier nog niets vastgelegd.".to_owned();
            Problem::unknown(http::Told { code: "involvement-empty", detail, faults: vec![] })
        })?;
    Ok(Tagged { version: content.version, content })
}

pub(super) fn id(call: &Caller, trajectory: TrajectoryId) -> InvolvementId {
    InvolvementId { trajectory, provider: call.caller.organisation.id }
}

/// Executes a command on one's own involvement; `command` gets which version of the principles
/// holds now.
pub(super) async fn change(
    app: &App,
    call: &Caller,
    trajectory: TrajectoryId,
    conditions: &Conditions,
    command: impl Fn(u32) -> InvolvementCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Involvement, _>(
            call,
            conditions,
            Target::existing(id(call, trajectory)),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, call).await?;
                let state = scope.glance::<Trajectory>(trajectory).await?;
                state.profile()?;
                Ok(command(state.principles_version()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A commitment to the guiding principles.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCommitment {
    /// Which version of the principles.
    version: Whole,
    /// What it means for one's own organisation.
    #[serde(default)]
    meaning: Option<Prose>,
    /// Whether staff see who commits itself.
    disclosure: Disclosure,
}

/// Commits one's organisation to the guiding principles of a trajectory, in one version.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/involvement/commitment", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewCommitment,
    responses((status = 200, body = Receipt, description = "One is committed.")),
    security(("bearer" = ["submitter"])),
)]
async fn commit(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewCommitment>,
) -> Result<impl Responder, Problem> {
    let NewCommitment { version, meaning, disclosure } = body.content;
    let provider = call.caller.organisation.id;
    let commitment =
        PrinciplesCommitted { trajectory: *trajectory, provider, version, meaning, disclosure };
    change(&app, &call, *trajectory, &body.conditions, |current| InvolvementCommand::Commit {
        commitment: commitment.clone(),
        current,
    })
    .await
}

/// Why something is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalReason {
    /// Why.
    reason: Paragraph,
}

/// Takes back one's commitment to the guiding principles.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/involvement/commitment-withdrawal",
    tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = WithdrawalReason,
    responses((status = 200, body = Receipt, description = "It is taken back.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_commitment(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<WithdrawalReason>,
) -> Result<impl Responder, Problem> {
    let reason = body.content.reason;
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::WithdrawCommitment(reason.clone())
    })
    .await
}

/// How one would use what is near.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNetworkUse {
    /// How.
    network: NetworkUse,
    /// Whether staff see whose it is.
    disclosure: Disclosure,
}

/// Shows how one would use the local network, the centre for youth and family, informal help,
/// scaling up and down, and proximity.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/involvement/network-use", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewNetworkUse,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn show_network_use(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewNetworkUse>,
) -> Result<impl Responder, Problem> {
    let NewNetworkUse { network, disclosure } = body.content;
    let provider = call.caller.organisation.id;
    let shown = NetworkUseShown { trajectory: *trajectory, provider, network, disclosure };
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::ShowNetworkUse(shown.clone())
    })
    .await
}

/// A milestone or an action that is to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStep {
    /// Its number.
    number: Whole,
    /// What is to be reached.
    goal: Paragraph,
    /// How it is seen that it was reached.
    measure: Paragraph,
    /// Until when.
    term: NewTerm,
}

impl From<NewStep> for PlannedStep {
    fn from(new: NewStep) -> Self {
        let NewStep { number, goal, measure, term } = new;
        Self { number, goal, measure, term: term.into() }
    }
}

/// A plan or a self-evaluation, with its steps.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSteps {
    /// What it is called or about.
    title: Title,
    /// The ambition of a plan, or the findings of an evaluation.
    text: Prose,
    /// The milestones or the improvement actions.
    #[schema(min_items = 1, max_items = 50)]
    steps: Vec<NewStep>,
    /// Whether staff see whose it is.
    disclosure: Disclosure,
}

/// Records one's plan for transformation and innovation, with its milestones.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/involvement/transformation-plan",
    tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewSteps,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn record_transformation_plan(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewSteps>,
) -> Result<impl Responder, Problem> {
    let NewSteps { title, text, steps, disclosure } = body.content;
    let plan = TransformationPlanRecorded {
        trajectory: *trajectory,
        provider: call.caller.organisation.id,
        title,
        ambition: text,
        steps: steps.into_iter().map(PlannedStep::from).collect(),
        disclosure,
    };
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::RecordPlan(plan.clone())
    })
    .await
}

/// Records one's self-evaluation, with what is to be improved.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/involvement/self-evaluation", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewSteps,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn record_self_evaluation(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewSteps>,
) -> Result<impl Responder, Problem> {
    let NewSteps { title, text, steps, disclosure } = body.content;
    let evaluation = SelfEvaluationRecorded {
        trajectory: *trajectory,
        provider: call.caller.organisation.id,
        subject: title,
        findings: text,
        steps: steps.into_iter().map(PlannedStep::from).collect(),
        disclosure,
    };
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::RecordEvaluation(evaluation.clone())
    })
    .await
}

/// How far a step is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewProgress {
    /// What the step belongs to.
    of: StepOf,
    /// The number of the step.
    number: Whole,
    /// How far it is.
    progress: Progress,
    /// What there is to tell about it.
    account: Paragraph,
}

/// Reports how far a milestone or an action is.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/involvement/progress", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewProgress,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn report_progress(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewProgress>,
) -> Result<impl Responder, Problem> {
    let NewProgress { of, number, progress, account } = body.content;
    let report = StepProgressReported { of, number, progress, account };
    change(&app, &call, *trajectory, &body.conditions, |_| {
        InvolvementCommand::ReportProgress(report.clone())
    })
    .await
}
