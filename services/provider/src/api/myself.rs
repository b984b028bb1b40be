//! Who one is, and where one wants mail.

use super::Caller;
use crate::App;
use actix_web::Responder;
use actix_web::web::Json;
use dialogue::{PersonId, ProviderId};
use http::Operations;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::OrganisationNumber;

pub(super) fn operations(operations: Operations) -> Operations {
    notifications::operations(operations.with(__path_get_myself, get_myself))
}

service::notification_operations! {
    app: App,
    call: Caller,
    roles: ["submitter", "reader"],
}

/// Who one is to this service.
#[derive(Serialize, ToSchema)]
struct Myself {
    /// The number of the organisation that one speaks for.
    organisation: OrganisationNumber,
    /// Its pseudonym: how the log knows it.
    provider: ProviderId,
    /// One's own pseudonym.
    person: PersonId,
    /// The role in which one speaks here.
    role: &'static str,
}

/// Tells who one is to this service.
#[utoipa::path(
    get, path = "/me", tag = "myself",
    responses((status = 200, body = Myself, description = "Who one is.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_myself(call: Caller) -> impl Responder {
    Json(Myself {
        organisation: call.caller.organisation.number,
        provider: call.caller.organisation.id,
        person: call.caller.person,
        role: call.caller.role.as_str(),
    })
}
