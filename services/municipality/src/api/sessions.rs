//! Sessions with providers: announced and cancelled, and who registered for them.

use super::phases::phase_id;
use super::{Staff, hide, own_trajectory};
use crate::projections::registrations::RegistrationRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{Moment, NewTerm};
use command::{Scope, Target};
use dialogue::consultation::Disclosure;
use dialogue::session::{
    AgendaItem, Invitation, ScriptQuestion, SeatPlan, SessionAnnounced, SessionKind, SessionRefusal,
};
use dialogue::{
    ConsultationRound, ConsultationRoundId, Phase, PhaseCommand, PhaseId, PhaseKind, Refusal,
    RegistrationId, Session, SessionCommand, SessionId, StandingConsultationId,
    StandingConsultations, TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    OrganisationIdentity, Receipt, Refused, SessionView, Tagged, Written, open, refusal_problem,
};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_announce_session, announce_session)
        .with(__path_get_session, get_session)
        .with(__path_list_registrations, list_registrations)
        .with(__path_cancel_session, cancel_session)
}

/// A session that is to be announced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSession {
    /// The consultation round that it belongs to, in the same phase.
    #[serde(default)]
    round: Option<ConsultationRoundId>,
    /// What kind of session it is.
    kind: SessionKind,
    /// What it is called.
    title: Title,
    /// What it is for.
    purpose: Prose,
    /// Where it is held, or how one joins.
    location: Paragraph,
    /// When it begins.
    begins: Moment,
    /// When it ends.
    ends: Moment,
    /// Until when providers can register: at its beginning at the latest.
    registration: NewTerm,
    /// The script of talks with one provider at a time; for those alone.
    #[serde(default)]
    #[schema(max_items = 50)]
    script: Vec<ScriptQuestion>,
    /// The agenda; for sessions with everyone.
    #[serde(default)]
    #[schema(max_items = 50)]
    agenda: Vec<AgendaItem>,
    /// Whether staff see who registers.
    disclosure: Disclosure,
    /// The standing consultation of one's municipality of which it is a meeting. Its standing
    /// items are on the agenda.
    #[serde(default)]
    consultation: Option<StandingConsultationId>,
    /// Who is invited in particular.
    #[serde(default)]
    invited: Option<Invitation>,
    /// How many can sit, when not everyone can.
    #[serde(default)]
    seats: Option<SeatPlan>,
}

/// Announces a session to everyone, in an open phase.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/phases/{phase}/sessions", tag = "sessions",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = NewSession,
    responses((status = 201, body = Receipt, description = "The session is announced.")),
    security(("bearer" = ["buyer"])),
)]
async fn announce_session(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<NewSession>,
) -> Result<impl Responder, Problem> {
    let phase = phase_id(path)?;
    let new = body.content;
    let announced = SessionAnnounced {
        trajectory: phase.trajectory,
        phase: phase.kind,
        round: new.round,
        kind: new.kind,
        title: new.title,
        purpose: new.purpose,
        location: new.location,
        begins: new.begins.instant(),
        ends: new.ends.instant(),
        registration: new.registration.into(),
        script: new.script,
        agenda: new.agenda,
        disclosure: new.disclosure,
        consultation: new.consultation,
        invited: new.invited,
        seats: new.seats,
    };
    let id = SessionId::random();
    let outcome = app
        .shared
        .execute::<Session, _>(
            &staff,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, phase.trajectory).await?;
                scope.glance::<Phase>(phase).await?.open()?;
                check_beside(scope, &staff, phase, &announced).await?;
                scope.also::<Phase>(phase, PhaseCommand::RegisterSession(id)).await?;
                scope.not_after(announced.registration.at);
                Ok(SessionCommand::Announce(Box::new(announced.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/sessions/{id}")))
}

/// What an announcement names beside the session: rounds of its phase, and a consultation whose
/// standing items are on the agenda.
async fn check_beside(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    phase: PhaseId,
    announced: &SessionAnnounced,
) -> Result<(), Refused> {
    let mut faults = Faults::none();
    let written = announced.seats.as_ref().map(|seats| ("/seats/written", seats.written));
    for (field, round) in announced.round.map(|it| ("/round", it)).into_iter().chain(written) {
        let round = scope.glance::<ConsultationRound>(round).await?;
        let here = round
            .published()
            .is_ok_and(|round| (round.trajectory, round.phase) == (phase.trajectory, phase.kind));
        faults.unless(here, field, "Deze consultatieronde is er niet in deze fase.");
    }
    if let Some(consultation) = announced.consultation {
        let register = scope.load::<StandingConsultations>(&staff.caller.organisation).await?;
        match register.held(consultation) {
            Ok(held) => faults.extend(held.agenda_faults(&announced.agenda).into_vec()),
            Err(refusal) => faults.add("/consultation", refusal.told().detail),
        }
    }
    faults.check().map_err(|faults| Refusal::from(faults).into())
}

/// A session of a trajectory in which the caller's municipality buys.
pub(super) async fn own_session(
    app: &App,
    staff: &Staff,
    session: SessionId,
    position: Option<u64>,
) -> Result<SessionView, Problem> {
    let model = app.model.at(position).await?;
    let view = model.session(session)?;
    let own = model.check_member(view.trajectory, &staff.caller.organisation);
    own.map_err(|_| refusal_problem(&SessionRefusal::Unknown.into()))?;
    Ok(view)
}

/// Shows a session.
#[utoipa::path(
    get, path = "/sessions/{session}", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session."), ThingQuery),
    responses((status = 200, body = SessionView, description = "The session.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_session(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = own_session(&app, &staff, *session, position).await?;
    Ok(Tagged { version: content.version, content })
}

/// A registration for a session.
#[derive(Serialize, ToSchema)]
struct Registration {
    /// The registration: a random name.
    id: RegistrationId,
    /// With how many people the provider comes.
    people: Whole,
    /// Which organisation it is, in a session that lets staff see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// Whether it was there.
    present: bool,
    /// Whether its talk was reported.
    reported: bool,
    /// Whether it has a seat, where there are seats and it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<bool>,
}

/// A page of them.
type RegistrationList = List<Registration>;

/// Lists the registrations for a session, by their random names.
#[utoipa::path(
    get, path = "/sessions/{session}/registrations", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session."), PageQuery),
    responses((status = 200, body = RegistrationList, description = "A page.")),
    security(("bearer" = ["buyer"])),
)]
async fn list_registrations(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    own_session(&app, &staff, *session, position).await?;
    let sql = "SELECT id, body FROM registration WHERE session = ?1 AND id > ?2 \
               ORDER BY id LIMIT ?3";
    let values = (session.to_string(), paging.after(), paging.rows());
    let page = app.model.with(|read| read.page(sql, values, paging.limit))?;
    let mut items = vec![];
    for raw in page.items {
        let row: RegistrationRow =
            serde_json::from_str(raw.get()).map_err(|error| Problem::internal(&error))?;
        let sealed = row.registrant.and_then(|registrant| registrant.identity);
        let organisation = match sealed {
            Some(sealed) => open(&app.shared.vault, &sealed)?,
            None => None,
        };
        let RegistrationRow { id, people, present, reported, seat, .. } = row;
        let shown = Registration { id, people, organisation, present, reported, seat };
        let shown = serde_json::value::to_raw_value(&shown);
        items.push(shown.map_err(|error| Problem::internal(&error))?);
    }
    Ok(Json(RegistrationList::new(items, page.next)))
}

/// Executes a command on a session of the caller's own trajectory. With `after`, not before the
/// session has begun or ended.
pub(super) async fn change(
    app: &App,
    staff: &Staff,
    session: SessionId,
    conditions: &Conditions,
    after: impl Fn(&SessionAnnounced) -> Option<jiff::Timestamp>,
    command: SessionCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Session, _>(
            staff,
            conditions,
            Target::existing(session),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Session>(session).await?;
                let announced = state.announced()?;
                check_trajectory(scope, staff, announced.trajectory).await?;
                if let Some(instant) = after(announced) {
                    scope.not_before(instant);
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

pub(super) async fn check_trajectory(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    trajectory: TrajectoryId,
) -> Result<(), Refused> {
    own_trajectory(scope, staff, trajectory)
        .await
        .map(|_| ())
        .map_err(|error| hide(error, SessionRefusal::Unknown))
}

/// Why a session does not take place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Cancellation {
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Cancels a session, for everyone.
#[utoipa::path(
    post, path = "/sessions/{session}/cancellation", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = Cancellation,
    responses((status = 200, body = Receipt, description = "The session is cancelled.")),
    security(("bearer" = ["buyer"])),
)]
async fn cancel_session(
    app: Data<App>,
    staff: Staff,
    session: Path<SessionId>,
    body: Body<Cancellation>,
) -> Result<impl Responder, Problem> {
    let command = SessionCommand::Cancel(body.content.reason);
    change(&app, &staff, *session, &body.conditions, |_| None, command).await
}
