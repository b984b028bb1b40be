//! Sessions: seen by everyone, and one's own registration for them.

use super::{Caller, check_registered};
use crate::projections::own::{self, Table};
use crate::projections::registrations::OwnRegistration;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::session::SessionRegistrationMade;
use dialogue::{Refusal, RegistrationId, Session, SessionCommand, SessionId};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, SessionView, Tagged, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_session, get_session)
        .with(__path_list_registrations, list_registrations)
        .with(__path_register, register)
        .with(__path_withdraw_registration, withdraw_registration)
        .with(__path_check_session_minutes, check_session_minutes)
}

/// Shows a session.
#[utoipa::path(
    get, path = "/sessions/{session}", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session."), ThingQuery),
    responses((status = 200, body = SessionView, description = "The session.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_session(
    app: Data<App>,
    _: Caller,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = app.model.at(position).await?.session(*session)?;
    Ok(Tagged { version: content.version, content })
}

/// A page of one's own registrations.
type OwnRegistrationList = List<OwnRegistration>;

/// Lists one's own registrations for a session, the oldest first: at most one of them stands.
#[utoipa::path(
    get, path = "/sessions/{session}/registrations", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session."), PageQuery),
    responses((status = 200, body = OwnRegistrationList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_registrations(
    app: Data<App>,
    call: Caller,
    session: Path<SessionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.session(*session)?;
    let provider = call.caller.organisation.id;
    let page = own::page(model, Table::Registration, provider, &session.to_string(), &paging)?;
    Ok(Json(OwnRegistrationList::new(page.items, page.next)))
}

/// A registration for a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRegistration {
    /// With how many people one comes: 1 to 20.
    people: Whole,
}

/// Registers for a session, until its term. Other providers never see who registered.
#[utoipa::path(
    post, path = "/sessions/{session}/registrations", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewRegistration,
    responses((status = 201, body = Receipt, description = "One is registered.")),
    security(("bearer" = ["submitter"])),
)]
async fn register(
    app: Data<App>,
    call: Caller,
    session: Path<SessionId>,
    body: Body<NewRegistration>,
) -> Result<impl Responder, Problem> {
    let made = SessionRegistrationMade {
        registration: RegistrationId::from(call.name_for(&body.conditions)),
        provider: call.caller.organisation.id,
        people: body.content.people,
    };
    let outcome = app
        .shared
        .execute::<Session, _>(
            &call,
            &body.conditions,
            Target::existing(*session),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let state = scope.glance::<Session>(*session).await?;
                scope.not_after(state.announced()?.registration.at);
                Ok(SessionCommand::Register(made.clone()))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/sessions/{id}/registrations")))
}

/// Withdraws one's own registration, until the session begins.
#[utoipa::path(
    post, path = "/sessions/{session}/registration-withdrawal", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The registration is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_registration(
    app: Data<App>,
    call: Caller,
    session: Path<SessionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<Session, _>(
            &call,
            &body.conditions,
            Target::existing(*session),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Session>(*session).await?;
                scope.not_after(state.announced()?.begins);
                Ok(SessionCommand::WithdrawRegistration(provider))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What one says of the minutes of a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMinutesCheck {
    /// What should be otherwise; leave it out when they are right.
    #[serde(default)]
    remark: Option<Paragraph>,
}

/// Confirms the minutes of a session in draft, or makes a remark. Who was there does, until the
/// moment that was set for it; what one says takes the place of what one said before.
#[utoipa::path(
    post, path = "/sessions/{session}/minutes-check", tag = "sessions",
    params(("session" = SessionId, Path, description = "The session.")),
    request_body = NewMinutesCheck,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn check_session_minutes(
    app: Data<App>,
    call: Caller,
    session: Path<SessionId>,
    body: Body<NewMinutesCheck>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let remark = body.content.remark;
    let outcome = app
        .shared
        .execute::<Session, _>(
            &call,
            &body.conditions,
            Target::existing(*session),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Session>(*session).await?;
                state.announced()?;
                if let Some(until) = state.checked_until() {
                    scope.not_after(until);
                }
                Ok(SessionCommand::CheckMinutes { provider, remark: remark.clone() })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
