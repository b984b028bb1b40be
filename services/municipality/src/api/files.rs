//! Handing in files.

use super::Staff;
use crate::App;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, Responder};
use http::{Operations, Problem};
use service::{FileReceipt, receive_file};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_put_file, put_file)
}

/// Hands in a file under its fingerprint, to refer to it afterwards. At most 25 MB.
#[utoipa::path(
    put, path = "/files/{sha256}", tag = "files",
    params(("sha256" = String, Path, description = "The SHA-256 of the content.")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FileReceipt, description = "The file is kept.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn put_file(
    app: Data<App>,
    staff: Staff,
    sha256: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<impl Responder, Problem> {
    let owner = staff.caller.organisation.as_str();
    receive_file(&app.shared, owner, &sha256, &request, payload).await
}
