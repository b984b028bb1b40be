//! Who one is, and where one wants mail.

use super::Member;
use crate::App;
use actix_web::Responder;
use actix_web::web::Json;
use dialogue::PersonId;
use http::Operations;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::CouncilCode;

pub(super) fn operations(operations: Operations) -> Operations {
    notifications::operations(operations.with(__path_get_myself, get_myself))
}

service::notification_operations! {
    app: App,
    call: Member,
    roles: ["member", "secretary", "chair"],
}

/// Who one is to this service.
#[derive(Serialize, ToSchema)]
struct Myself {
    /// The council that one speaks for.
    council: CouncilCode,
    /// One's pseudonym: how the log knows one.
    person: PersonId,
    /// The role in which one speaks here.
    role: &'static str,
}

/// Tells who one is to this service.
#[utoipa::path(
    get, path = "/me", tag = "myself",
    responses((status = 200, body = Myself, description = "Who one is.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_myself(call: Member) -> impl Responder {
    Json(Myself {
        council: call.caller.organisation,
        person: call.caller.person,
        role: call.caller.role.as_str(),
    })
}
