//! One's own dashboard: everything one put in over all trajectories, what became of it, and what
//! is still to come.

use super::Caller;
use crate::App;
use crate::projections::contributions::OwnContribution;
use crate::projections::involvements::OwnInvolvement;
use crate::projections::objections::OwnObjection;
use crate::projections::own::{self, NEWEST, Table};
use crate::projections::profiles::ProfileRow;
use crate::projections::questions::OwnQuestion;
use crate::projections::registrations::{OwnRegistration, RegistrationStatus};
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, Responder};
use dialogue::involvement::{Progress, StepOf};
use dialogue::{ProviderId, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::Serialize;
use service::{
    Model, RoundStatus, SessionActionView, SessionStatus, SessionView, StatedSteps, log_problem,
    subscriptions,
};
use std::collections::BTreeSet;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_dashboard, get_dashboard)
}

/// What has a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum DeadlineOf {
    /// A consultation round: until when contributions are taken.
    ConsultationRound,
    /// A question round: until when questions are taken.
    QuestionRound,
    /// A session: until when one can register.
    SessionRegistration,
    /// A milestone of one's own transformation plan.
    Milestone,
    /// An action of one's own self-evaluation.
    ImprovementAction,
}

/// Something that is still to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DashboardDeadline {
    /// Until when, in UTC.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What has it.
    of: DeadlineOf,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// The round or session, or the number of the step.
    subject: String,
    /// What it is called.
    title: String,
    /// Until when, in words.
    #[schema(example = "t/m donderdag 4 juni 2026 12.00 uur")]
    in_words: String,
}

/// One's own dashboard: of each kind the newest fifty.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Dashboard {
    /// What is still to come in the trajectories that one follows or takes part in.
    deadlines: Vec<DashboardDeadline>,
    /// One's own contributions, with what was done with them.
    contributions: Vec<OwnContribution>,
    /// One's own questions, with where they were answered.
    questions: Vec<OwnQuestion>,
    /// One's own registrations for sessions.
    registrations: Vec<OwnRegistration>,
    /// Sessions to which organisations like one's own are invited in particular.
    invitations: Vec<SessionView>,
    /// What is still to be done after sessions where one was.
    session_actions: Vec<SessionActionView>,
    /// One's own objections, with what was decided.
    objections: Vec<OwnObjection>,
    /// One's own commitments, plans and progress.
    involvements: Vec<OwnInvolvement>,
}

/// Shows one's own dashboard: contributions, questions, objections and what was done with them,
/// commitments, and deadlines.
#[utoipa::path(
    get, path = "/dashboard", tag = "dashboard", params(ThingQuery),
    responses((status = 200, body = Dashboard, description = "The dashboard.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_dashboard(
    app: Data<App>,
    call: Caller,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let head = app.shared.log().head().await.map_err(|error| log_problem(&error))?;
    let mut dashboard = Dashboard {
        deadlines: vec![],
        contributions: own::newest(model, Table::Contribution, provider)?,
        questions: own::newest(model, Table::Question, provider)?,
        registrations: own::newest(model, Table::Registration, provider)?,
        invitations: invitations(model, provider, head.clock)?,
        session_actions: vec![],
        objections: own::newest(model, Table::Objection, provider)?,
        involvements: own::newest(model, Table::Involvement, provider)?,
    };
    let there = |it: &&OwnRegistration| it.status == RegistrationStatus::Present;
    let attended: BTreeSet<_> =
        dashboard.registrations.iter().filter(there).map(|it| it.session).collect();
    for session in attended {
        dashboard.session_actions.extend(model.open_actions(session)?);
    }
    dashboard.session_actions.sort_by_key(|it| it.due);
    // Whoever set no address follows nothing.
    let settings = subscriptions::settings(&app.shared, model, &call).ok();
    let mut trajectories = settings.map(|it| it.content.follows).unwrap_or_default();
    trajectories.extend(dashboard.contributions.iter().map(|it| it.trajectory));
    trajectories.extend(dashboard.questions.iter().map(|it| it.trajectory));
    trajectories.extend(dashboard.registrations.iter().map(|it| it.trajectory));
    trajectories.extend(dashboard.involvements.iter().map(|it| it.trajectory));
    dashboard.deadlines = deadlines(model, &trajectories, &dashboard.involvements)?;
    dashboard.deadlines.retain(|deadline| deadline.at >= head.clock);
    dashboard.deadlines.sort();
    dashboard.deadlines.truncate(NEWEST);
    Ok(Json(dashboard))
}

/// The sessions to which organisations of one's size and domains are invited in particular.
fn invitations(
    model: &Model,
    provider: ProviderId,
    now: Timestamp,
) -> Result<Vec<SessionView>, Problem> {
    let own = own::document::<ProfileRow>(model, Table::Profile, provider, &provider.to_string())?;
    let Some(ProfileRow { profile, .. }) = own else { return Ok(vec![]) };
    let mut all = model.inviting_sessions(now)?;
    all.retain(|it| {
        let invited = it.invited.as_ref();
        invited.is_some_and(|invited| invited.reaches(profile.size, &profile.domains))
    });
    all.truncate(NEWEST);
    Ok(all)
}

fn deadlines(
    model: &Model,
    trajectories: &BTreeSet<TrajectoryId>,
    involvements: &[OwnInvolvement],
) -> Result<Vec<DashboardDeadline>, Problem> {
    let mut all = vec![];
    let mut add = |of, trajectory, subject: String, title: String, at| {
        let in_words = calendar::until_in_words(at);
        all.push(DashboardDeadline { at, of, trajectory, subject, title, in_words });
    };
    for trajectory in trajectories {
        for it in model.consultation_rounds(*trajectory)? {
            if it.status == RoundStatus::Published {
                let (id, title) = (it.id.to_string(), it.title.to_string());
                add(DeadlineOf::ConsultationRound, *trajectory, id, title, it.closes.at);
            }
        }
        for it in model.question_rounds(*trajectory)? {
            if it.status == RoundStatus::Published {
                let (id, title) = (it.id.to_string(), it.title.to_string());
                add(DeadlineOf::QuestionRound, *trajectory, id, title, it.closes.at);
            }
        }
        for it in model.sessions(*trajectory)? {
            if it.status == SessionStatus::Announced {
                let (id, title) = (it.id.to_string(), it.title.to_string());
                add(DeadlineOf::SessionRegistration, *trajectory, id, title, it.registration.at);
            }
        }
    }
    for own in involvements {
        let plans = [
            (DeadlineOf::Milestone, StepOf::TransformationPlan, &own.transformation_plan),
            (DeadlineOf::ImprovementAction, StepOf::SelfEvaluation, &own.self_evaluation),
        ];
        for (of, kind, plan) in plans {
            for step in plan.iter().flat_map(|StatedSteps { steps, .. }| steps) {
                let mut reports = own.progress.iter().rev();
                let last = reports.find(|it| (it.of, it.number) == (kind, step.number));
                let done = last.is_some_and(|it| {
                    matches!(it.progress, Progress::Reached | Progress::Abandoned)
                });
                if !done {
                    let (number, goal) = (step.number.get().to_string(), step.goal.to_string());
                    add(of, own.trajectory, number, goal, step.term.at);
                }
            }
        }
    }
    Ok(all)
}
