//! Phases and their dialogue plans.

use super::consultations::after;
use super::{Staff, own_trajectory};
use crate::App;
use crate::projections::plans::PlanView;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::phase::{PhaseRefusal, RoundOfPhase, Unanswered};
use dialogue::{
    Advice, CarryOver, ConsultationRound, DialoguePlan, Outreach, Phase, PhaseCommand, PhaseId,
    PhaseKind, Question, QuestionId, QuestionRound, Refusal, RequirementSet, Session, TrajectoryId,
};
use http::{Body, NoBody, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Refused, Tagged, Written, log_problem, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_phase, get_phase)
        .with(__path_record_dialogue_plan, record_dialogue_plan)
        .with(__path_open_phase, open_phase)
        .with(__path_close_phase, close_phase)
}

/// The address of a phase; a kind that does not exist leads nowhere.
pub(super) fn phase_id(path: Path<(TrajectoryId, String)>) -> Result<PhaseId, Problem> {
    let (trajectory, kind) = path.into_inner();
    let kind: PhaseKind = kind.parse().map_err(|()| Problem::no_such_address())?;
    Ok(PhaseId { trajectory, kind })
}

/// Shows a phase with its dialogue plan, also before it is opened.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/phases/{phase}", tag = "phases",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
        ThingQuery,
    ),
    responses((status = 200, body = PlanView, description = "The phase.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "complaint-handler", "reader"])),
)]
async fn get_phase(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let id = phase_id(path)?;
    let model = app.model.at(position).await?;
    model.check_member(id.trajectory, &staff.caller.organisation)?;
    let sql = "SELECT body FROM plan WHERE id = ?1";
    let content = model
        .with(|read| read.document::<PlanView>(sql, [id.to_string()]))?
        .ok_or_else(|| refusal_problem(&PhaseRefusal::Unknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// A dialogue plan, complete or not.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDialoguePlan {
    /// The plan. It takes the place of the one before.
    plan: DialoguePlan,
    /// Why it changes; needed once the phase is open.
    #[serde(default)]
    reason: Option<Paragraph>,
}

/// Records the dialogue plan of a phase.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/phases/{phase}/dialogue-plan", tag = "phases",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = NewDialoguePlan,
    responses((status = 200, body = Receipt, description = "The plan is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_dialogue_plan(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<NewDialoguePlan>,
) -> Result<impl Responder, Problem> {
    let id = phase_id(path)?;
    let NewDialoguePlan { plan, reason } = body.content;
    let outcome = app
        .shared
        .execute::<Phase, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id.trajectory).await?;
                Ok(PhaseCommand::RecordPlan { plan: plan.clone(), reason: reason.clone() })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Opens a phase. Its dialogue plan must be complete.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/phases/{phase}/opening", tag = "phases",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The phase is open.")),
    security(("bearer" = ["buyer"])),
)]
async fn open_phase(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let id = phase_id(path)?;
    let outcome = app
        .shared
        .execute::<Phase, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id.trajectory).await?;
                Ok(PhaseCommand::Open)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What came out of a phase.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PhaseOutcome {
    /// What came out of it, for everyone to read.
    outcome: Prose,
}

/// Closes a phase. Everyone who spoke in it must have an answer.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/phases/{phase}/closing", tag = "phases",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = PhaseOutcome,
    responses((status = 200, body = Receipt, description = "The phase is closed.")),
    security(("bearer" = ["buyer"])),
)]
async fn close_phase(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<PhaseOutcome>,
) -> Result<impl Responder, Problem> {
    let id = phase_id(path)?;
    let outcome = body.content.outcome;
    // Once a round is concluded, no question of it can be withheld any more: these are all.
    let sql = "SELECT json_quote(id) FROM question WHERE trajectory = ?1 AND withholding";
    let model = app.model.complete(&app.shared).await?;
    let withheld: Vec<QuestionId> =
        model.with(|read| read.documents(sql, [id.trajectory.to_string()]))?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let outreaches = model.all_outreaches(id.trajectory)?;
    let outcome = app
        .shared
        .execute::<Phase, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id.trajectory).await?;
                let mut unanswered = unanswered(scope, id, &withheld).await?;
                // They are asked in no phase: what was heard is answered before the next one ends.
                for outreach in &outreaches {
                    if scope.load::<Outreach>(outreach.id).await?.awaits_answer(now) {
                        unanswered.push(Unanswered::Outreach(outreach.id));
                    }
                }
                Ok(PhaseCommand::Close { outcome: outcome.clone(), unanswered })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Whoever spoke in a phase and still waits for an answer. Everything that was looked at is
/// guarded: an advice that comes in meanwhile keeps the phase open.
async fn unanswered(
    scope: &mut Scope<'_, Refusal>,
    id: PhaseId,
    withheld: &[QuestionId],
) -> Result<Vec<Unanswered>, Refused> {
    let phase = scope.glance::<Phase>(id).await?;
    let mut waiting = vec![];
    for question in withheld {
        let state = scope.load::<Question>(*question).await?;
        let round = RoundOfPhase::Questions(state.asked()?.round);
        if state.awaits_answer_alone() && phase.rounds().contains(&round) {
            waiting.push(Unanswered::Withheld(*question));
        }
    }
    for round in phase.rounds() {
        match *round {
            RoundOfPhase::Consultation(round) => {
                if !scope.load::<ConsultationRound>(round).await?.is_reported() {
                    waiting.push(Unanswered::Consultation(round));
                }
            }
            RoundOfPhase::Questions(round) => {
                if !scope.load::<QuestionRound>(round).await?.is_concluded() {
                    waiting.push(Unanswered::Questions(round));
                }
            }
        }
    }
    for session in phase.sessions() {
        if !scope.load::<Session>(*session).await?.is_answered() {
            waiting.push(Unanswered::Session(*session));
        }
    }
    for advice in phase.advices() {
        let state = scope.load::<Advice>(*advice).await?;
        let numbers = state.unanswered();
        if !numbers.is_empty() {
            waiting.push(Unanswered::Recommendations(*advice, numbers));
        }
        // A council that was asked keeps its term.
        if let Some(term) = state.awaited_until() {
            scope.not_before(after(term.at));
        }
    }
    if id.kind == PhaseKind::Specification {
        let flags = scope.load::<RequirementSet>(id.trajectory).await?.unanswered().count();
        if flags > 0 {
            waiting.push(Unanswered::RequirementFlags(flags));
        }
    }
    if id.kind == PhaseKind::Vision {
        let open = scope.load::<CarryOver>(id.trajectory).await?.unanswered();
        if open > 0 {
            waiting.push(Unanswered::CarryOver(open));
        }
    }
    Ok(waiting)
}
