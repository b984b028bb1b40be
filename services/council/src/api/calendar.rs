//! What is to come: decisions and milestones of the trajectories on which a council advises, and
//! the advice that is asked.

use super::Member;
use super::advice::now;
use crate::App;
use crate::projections::desk::DeskAdvice;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, Responder};
use dialogue::session::Audience;
use dialogue::{AdviceId, PhaseKind, SessionId, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::Serialize;
use service::{SessionStatus, SessionView};
use utoipa::ToSchema;
use vocabulary::Title;

/// How many moments are shown at most: the nearest.
const MOMENTS_MAX: usize = 200;

/// How many trajectories are looked at: the newest.
const TRAJECTORIES_MAX: u32 = 200;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_calendar, get_calendar)
}

/// What kind of moment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum MomentKind {
    /// A decision is taken.
    Decision,
    /// Something else is planned.
    Milestone,
    /// The advice of this council is awaited.
    Advice,
    /// A session begins to which client councils are invited.
    Session,
}

/// A moment to come.
#[derive(Serialize, ToSchema)]
struct CalendarMoment {
    /// What kind of moment it is.
    kind: MomentKind,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// In which phase.
    phase: PhaseKind,
    /// What happens then, or what the advice is about.
    title: Title,
    /// When, in UTC.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The advice that is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<AdviceId>,
    /// The session.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionId>,
}

/// What is to come, the nearest first.
#[derive(Serialize, ToSchema)]
struct CouncilCalendar {
    /// At most 200.
    items: Vec<CalendarMoment>,
}

/// Shows what is to come in the trajectories on which one's council advises, so that it can think
/// along before things are decided.
#[utoipa::path(
    get, path = "/calendar", tag = "advice", params(ThingQuery),
    responses((status = 200, body = CouncilCalendar, description = "What is to come.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_calendar(
    app: Data<App>,
    call: Member,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let now = now(&app).await?;
    let model = app.model.at(position).await?;
    let council = call.caller.organisation.as_str();
    let sql = "SELECT json_quote(trajectory) FROM advising \
               JOIN trajectory ON trajectory.id = advising.trajectory \
               WHERE council = ?1 ORDER BY place LIMIT ?2";
    let known: Vec<TrajectoryId> =
        model.with(|read| read.documents(sql, (council, TRAJECTORIES_MAX)))?;
    let sql = "SELECT body FROM desk WHERE council = ?1 AND status = 'requested' ORDER BY place";
    let asked: Vec<DeskAdvice> = model.with(|read| read.documents(sql, [council]))?;
    let mut items: Vec<_> = asked.into_iter().filter_map(awaited).collect();
    for trajectory in known {
        for milestone in model.planning(trajectory)?.milestones {
            let decision = milestone.gate.is_some();
            items.extend(milestone.now.map(|at| CalendarMoment {
                kind: if decision { MomentKind::Decision } else { MomentKind::Milestone },
                trajectory,
                phase: milestone.phase,
                title: milestone.title,
                at,
                advice: None,
                session: None,
            }));
        }
        items.extend(model.sessions(trajectory)?.into_iter().filter_map(invited));
    }
    items.retain(|item| item.at >= now);
    items.sort_by_key(|item| item.at);
    items.truncate(MOMENTS_MAX);
    Ok(Json(CouncilCalendar { items }))
}

fn awaited(advice: DeskAdvice) -> Option<CalendarMoment> {
    let DeskAdvice { id, trajectory, phase, subject, term, .. } = advice;
    Some(CalendarMoment {
        kind: MomentKind::Advice,
        trajectory,
        phase,
        title: subject,
        at: term?.at,
        advice: Some(id),
        session: None,
    })
}

fn invited(session: SessionView) -> Option<CalendarMoment> {
    let SessionView { id, trajectory, phase, title, begins, status, invited, .. } = session;
    let there = invited?.groups.contains(&Audience::ClientCouncils);
    (there && status == SessionStatus::Announced).then_some(CalendarMoment {
        kind: MomentKind::Session,
        trajectory,
        phase,
        title,
        at: begins,
        advice: None,
        session: Some(id),
    })
}
