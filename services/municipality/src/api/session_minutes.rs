//! Who sits in a session, its minutes in draft, and the actions that were agreed.

use super::Staff;
use super::sessions::{change, check_trajectory, own_session};
use crate::App;
use crate::projections::registrations::SessionMinutesView;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Moment;
use command::{Scope, Target};
use dialogue::session::{
    ActionOutcome, ItemMinutes, SeatDecision, SessionAction, SessionActionClosed,
    SessionCommitment, SessionCommitmentClosed, SessionMinutesDrafted, SessionRefusal,
};
use dialogue::{Refusal, Session, SessionCommand, SessionId, TrajectoryId};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Receipt, SessionActionView, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_assign_seats, assign_seats)
        .with(__path_draft_minutes, draft_minutes)
        .with(__path_get_session_minutes, get_session_minutes)
        .with(__path_list_session_actions, list_session_actions)
        .with(__path_close_session_action, close_session_action)
        .with(__path_close_session_commitment, close_session_commitment)
}

/// Who has a seat, and who has none.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSeats {
    /// About everyone who registered, on the published criteria; later about seats that came free.
    #[schema(min_items = 1, max_items = 1000)]
    decisions: Vec<SeatDecision>,
}

/// Decides who has a seat, once registering has ended. Who has none reads why, and where it can
/// react in writing.
#[utoipa::path(
    post, path = "/sessions/{session}/seats", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewSeats,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["buyer"])),
)]
async fn assign_seats(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewSeats>,
) -> Result<impl Responder, Problem> {
    let (decisions, by) = (body.content.decisions, staff.caller.person);
    let command = SessionCommand::AssignSeats { decisions, by };
    change(&app, &staff, *session, &body.conditions, |it| Some(it.registration.at), command).await
}

/// Minutes in draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMinutes {
    /// What came out of the session as a whole.
    summary: Prose,
    /// What was said about each item of the agenda, in words that do not tell by whom.
    #[serde(default)]
    #[schema(max_items = 50)]
    minutes: Vec<ItemMinutes>,
    /// What was promised.
    #[serde(default)]
    #[schema(max_items = 100)]
    commitments: Vec<SessionCommitment>,
    /// What is to be done.
    #[serde(default)]
    #[schema(max_items = 100)]
    actions: Vec<SessionAction>,
    /// Until when who was there can check them: still to come.
    until: Moment,
}

/// Drafts the minutes of a session, for who was there to check. They take the place of earlier
/// ones, which then have to be checked again.
#[utoipa::path(
    post, path = "/sessions/{session}/minutes", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewMinutes,
    responses((status = 200, body = Receipt, description = "They can be checked.")),
    security(("bearer" = ["buyer"])),
)]
async fn draft_minutes(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewMinutes>,
) -> Result<impl Responder, Problem> {
    let NewMinutes { summary, minutes, commitments, actions, until } = body.content;
    let (until, by) = (until.instant(), staff.caller.person);
    let drafted = SessionMinutesDrafted { summary, minutes, commitments, actions, until, by };
    let id = *session;
    let outcome = app
        .shared
        .execute::<Session, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Session>(id).await?;
                let announced = state.announced()?;
                check_trajectory(scope, &staff, announced.trajectory).await?;
                scope.not_before(announced.begins);
                scope.not_after(until);
                Ok(SessionCommand::DraftMinutes(Box::new(drafted.clone())))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Shows the minutes of a session in draft, with what who was there says of them.
#[utoipa::path(
    get, path = "/sessions/{session}/minutes", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session."), ThingQuery),
    responses((status = 200, body = SessionMinutesView, description = "The minutes.")),
    security(("bearer" = ["buyer"])),
)]
async fn get_session_minutes(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    own_session(&app, &staff, *session, position).await?;
    let sql = "SELECT body FROM session_minutes WHERE id = ?1";
    let found: Option<SessionMinutesView> =
        app.model.with(|read| read.document(sql, [session.to_string()]))?;
    found.map(Json).ok_or_else(|| refusal_problem(&SessionRefusal::MinutesMissing.into()))
}

/// Whether an action is open.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum ActionStatus {
    /// It has no result yet.
    Open,
    /// It has its result.
    Closed,
}

impl std::str::FromStr for ActionStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            _ => Err(()),
        }
    }
}

/// A page of actions.
type SessionActionViewList = List<SessionActionView>;

/// Lists what was agreed to be done in the sessions of a trajectory, what is due first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/session-actions", tag = "sessions",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("status" = inline(Option<ActionStatus>), Query,
         description = "Only what is open, or closed."),
        PageQuery,
    ),
    responses((status = 200, body = SessionActionViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_session_actions(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let status = query.optional::<ActionStatus>("status", "Kies een van: open, closed.");
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let open = status.map(|status| matches!(status, ActionStatus::Open));
    model.session_actions(*trajectory, open, &paging).map(Json)
}

/// What became of an action.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewActionResult {
    /// The number of the action.
    #[schema(example = 1)]
    action: Whole,
    /// What became of it.
    outcome: ActionOutcome,
    /// What it brought, or why it is not done, for everyone to read.
    result: Paragraph,
}

/// Closes an action with its result.
#[utoipa::path(
    post, path = "/sessions/{session}/action-closings", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewActionResult,
    responses((status = 200, body = Receipt, description = "It is closed.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn close_session_action(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewActionResult>,
) -> Result<impl Responder, Problem> {
    let NewActionResult { action, outcome, result } = body.content;
    let by = staff.caller.person;
    let closed = SessionActionClosed { action, outcome, result, by };
    let command = SessionCommand::CloseAction(closed);
    change(&app, &staff, *session, &body.conditions, |_| None, command).await
}

/// What became of a promise.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCommitmentResult {
    /// The number of the promise.
    #[schema(example = 1)]
    commitment: Whole,
    /// What became of it.
    outcome: ActionOutcome,
    /// What shows that it was kept, or why it is not kept any more, for everyone to read.
    result: Paragraph,
}

/// Tells what became of a promise from a session.
#[utoipa::path(
    post, path = "/sessions/{session}/commitment-closings", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewCommitmentResult,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn close_session_commitment(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<NewCommitmentResult>,
) -> Result<impl Responder, Problem> {
    let NewCommitmentResult { commitment, outcome, result } = body.content;
    let by = staff.caller.person;
    let closed = SessionCommitmentClosed { commitment, outcome, result, by };
    let command = SessionCommand::CloseCommitment(closed);
    change(&app, &staff, *session, &body.conditions, |_| None, command).await
}
