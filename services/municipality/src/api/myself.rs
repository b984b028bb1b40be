//! Who one is, and where one wants mail.

use super::Staff;
use crate::App;
use actix_web::Responder;
use actix_web::web::Json;
use dialogue::PersonId;
use http::Operations;
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::MunicipalityCode;

pub(super) fn operations(operations: Operations) -> Operations {
    notifications::operations(operations.with(__path_get_myself, get_myself))
}

service::notification_operations! {
    app: App,
    call: Staff,
    roles: ["buyer", "approver", "contract-manager", "complaint-handler", "reader"],
}

/// Who one is to this service.
#[derive(Serialize, ToSchema)]
struct Myself {
    /// The municipality that one speaks for.
    municipality: MunicipalityCode,
    /// One's pseudonym: how the log knows one.
    person: PersonId,
    /// The role in which one speaks here.
    role: &'static str,
}

/// Tells who one is to this service.
#[utoipa::path(
    get, path = "/me", tag = "myself",
    responses((status = 200, body = Myself, description = "Who one is.")),
    security(("bearer" = [
        "buyer", "approver", "contract-manager", "complaint-handler", "reader", "assessor",
        "expert",
    ])),
)]
async fn get_myself(staff: Staff) -> impl Responder {
    Json(Myself {
        municipality: staff.caller.organisation,
        person: staff.caller.person,
        role: staff.caller.role.as_str(),
    })
}
