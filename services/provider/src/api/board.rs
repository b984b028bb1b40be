//! The board on which providers look for partners: calls with reactions. One is named only when
//! one chooses so, by the name of one's own profile.

use super::{Caller, check_registered};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::party::{PartnerCallPublished, PartnerReactionGiven};
use dialogue::{
    PartnerCall, PartnerCallCommand, PartnerCallId, PartnerReactionId, Provider, ProviderId,
    Reference, Refusal, Sealed, Trajectory, TrajectoryId,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use service::{Author, KeptCall, OrganisationIdentity, Receipt, Written, open, seal};
use utoipa::ToSchema;
use vocabulary::{EmailAddress, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_partner_calls, list_partner_calls)
        .with(__path_call_for_partners, call_for_partners)
        .with(__path_withdraw_partner_call, withdraw_partner_call)
        .with(__path_react, react)
        .with(__path_withdraw_reaction, withdraw_reaction)
}

/// How somebody who chose to be named is shown.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    /// The name in the profile.
    name: Title,
    /// Where to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddress>,
}

/// That one wants to be named.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSignature {
    /// Where others can write to.
    #[serde(default)]
    email: Option<EmailAddress>,
}

/// Seals the name in one's own profile, when one wants to be named.
pub(super) async fn sign(
    app: &App,
    call: &Caller,
    signature: Option<NewSignature>,
) -> Result<Option<Sealed>, Problem> {
    let Some(NewSignature { email }) = signature else { return Ok(None) };
    let own = call.caller.organisation.id;
    let provider = app.shared.look_up::<Provider>(own).await?;
    let profile = provider.profile().map_err(|refusal| service::refusal_problem(&refusal))?;
    let identity = open::<OrganisationIdentity>(&app.shared.vault, &profile.identity)?;
    let Some(OrganisationIdentity { name, .. }) = identity else { return Ok(None) };
    seal(&app.shared.vault, own, &Signature { name, email }).map(Some)
}

/// What others see of whoever shared something, and whether it is oneself.
pub(super) fn shown(
    app: &App,
    own: ProviderId,
    author: Option<Author>,
) -> Result<(Option<Signature>, bool), Problem> {
    let Some(Author { provider, signature }) = author else { return Ok((None, false)) };
    let signature = match signature {
        Some(sealed) => open(&app.shared.vault, &sealed)?,
        None => None,
    };
    Ok((signature, provider == own))
}

pub(super) fn raw<T: Serialize>(view: &T) -> Result<Box<RawValue>, Problem> {
    serde_json::value::to_raw_value(view).map_err(|error| Problem::internal(&error))
}

pub(super) fn kept<'r, T: Deserialize<'r>>(raw: &'r RawValue) -> Result<T, Problem> {
    serde_json::from_str(raw.get()).map_err(|error| Problem::internal(&error))
}

/// A reaction to a call for partners.
#[derive(Serialize, ToSchema)]
struct PartnerReactionView {
    /// The reaction.
    id: PartnerReactionId,
    /// What it says.
    text: Prose,
    /// Who reacted, when that provider chose to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Signature>,
    /// Whether it is one's own.
    own: bool,
}

/// A call for partners.
#[derive(Serialize, ToSchema)]
struct PartnerCallView {
    /// The call.
    id: PartnerCallId,
    /// The lot, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Whole>,
    /// What it is called.
    title: Title,
    /// What is offered and looked for.
    text: Prose,
    /// Who called, when that provider chose to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Signature>,
    /// Whether it is one's own.
    own: bool,
    /// The reactions.
    reactions: Vec<PartnerReactionView>,
}

/// A page of them.
type PartnerCallList = List<PartnerCallView>;

/// Lists the calls for partners in a trajectory with the reactions, in no order that tells when.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/partner-calls", tag = "partners",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PartnerCallList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_partner_calls(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let page = app.model.at(position).await?.partner_calls(*trajectory, &paging)?;
    let own = call.caller.organisation.id;
    let mut items = vec![];
    for item in &page.items {
        let call: KeptCall = kept(item)?;
        let mut reactions = vec![];
        for reaction in call.reactions {
            let (signature, own) = shown(&app, own, reaction.author)?;
            let (id, text) = (reaction.id, reaction.text);
            reactions.push(PartnerReactionView { id, text, signature, own });
        }
        let (signature, own) = shown(&app, own, call.author)?;
        let KeptCall { id, lot, title, text, .. } = call;
        items.push(raw(&PartnerCallView { id, lot, title, text, signature, own, reactions })?);
    }
    Ok(Json(PartnerCallList::new(items, page.next)))
}

/// A call for partners that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPartnerCall {
    /// The lot, when it is about one.
    #[serde(default)]
    lot: Option<Whole>,
    /// What it is called.
    title: Title,
    /// What one offers and looks for.
    text: Prose,
    /// That one wants to be named; absent when not.
    #[serde(default)]
    signature: Option<NewSignature>,
}

/// Calls for partners: everyone can read it, and who it is only when one wants to be named.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/partner-calls", tag = "partners",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewPartnerCall,
    responses((status = 201, body = Receipt, description = "The call is published.")),
    security(("bearer" = ["submitter"])),
)]
async fn call_for_partners(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewPartnerCall>,
) -> Result<impl Responder, Problem> {
    let NewPartnerCall { lot, title, text, signature } = body.content;
    let published = PartnerCallPublished {
        trajectory: *trajectory,
        provider: call.caller.organisation.id,
        lot,
        title,
        text,
        signature: sign(&app, &call, signature).await?,
    };
    let outcome = app
        .shared
        .execute::<PartnerCall, _>(
            &call,
            &body.conditions,
            Target::new(PartnerCallId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let state = scope.glance::<Trajectory>(published.trajectory).await?;
                state.profile()?;
                let reference = Reference { document: None, lot: published.lot };
                state.check_reference(&reference, "").map_err(Refusal::from)?;
                Ok(PartnerCallCommand::Publish(published.clone()))
            },
        )
        .await?;
    let within = *trajectory;
    Ok(Written::created(&outcome, |_| format!("{BASE}/trajectories/{within}/partner-calls")))
}

/// Executes a command on a call for partners.
async fn on_call(
    app: &App,
    call: &Caller,
    id: PartnerCallId,
    body: &http::Conditions,
    command: PartnerCallCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<PartnerCall, _>(
            call,
            body,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, call).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Withdraws one's own call for partners; it is gone from the board, with its reactions.
#[utoipa::path(
    post, path = "/partner-calls/{call}/withdrawal", tag = "partners",
    params(("call" = PartnerCallId, Path, description = "The call.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_partner_call(
    app: Data<App>,
    call: Caller,
    id: Path<PartnerCallId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let command = PartnerCallCommand::Withdraw(call.caller.organisation.id);
    on_call(&app, &call, *id, &body.conditions, command).await
}

/// A reaction that is to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPartnerReaction {
    /// The reaction.
    text: Prose,
    /// That one wants to be named; absent when not.
    #[serde(default)]
    signature: Option<NewSignature>,
}

/// Reacts to a call for partners.
#[utoipa::path(
    post, path = "/partner-calls/{call}/reactions", tag = "partners",
    params(("call" = PartnerCallId, Path, description = "The call.")),
    request_body = NewPartnerReaction,
    responses((status = 200, body = Receipt, description = "The reaction is given.")),
    security(("bearer" = ["submitter"])),
)]
async fn react(
    app: Data<App>,
    call: Caller,
    id: Path<PartnerCallId>,
    body: Body<NewPartnerReaction>,
) -> Result<impl Responder, Problem> {
    let NewPartnerReaction { text, signature } = body.content;
    let given = PartnerReactionGiven {
        reaction: PartnerReactionId::from(call.name_for(&body.conditions)),
        provider: call.caller.organisation.id,
        text,
        signature: sign(&app, &call, signature).await?,
    };
    let command = PartnerCallCommand::React(given);
    on_call(&app, &call, *id, &body.conditions, command).await
}

/// Withdraws one's own reaction.
#[utoipa::path(
    post, path = "/partner-calls/{call}/reactions/{reaction}/withdrawal", tag = "partners",
    params(
        ("call" = PartnerCallId, Path, description = "The call."),
        ("reaction" = PartnerReactionId, Path, description = "The reaction."),
    ),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_reaction(
    app: Data<App>,
    call: Caller,
    path: Path<(PartnerCallId, PartnerReactionId)>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let (id, reaction) = path.into_inner();
    let provider = call.caller.organisation.id;
    let command = PartnerCallCommand::WithdrawReaction { reaction, provider };
    on_call(&app, &call, id, &body.conditions, command).await
}
