//! The record: where it ends, so that a receipt can be compared with it.

use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Json};
use http::{Operations, Problem};
use jiff::Timestamp;
use serde::Serialize;
use service::log_problem;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_record_head, get_record_head)
}

/// The end of the record.
#[derive(Serialize, ToSchema)]
struct RecordHead {
    /// The last position.
    position: u64,
    /// The log's hash up to and including it.
    hash: String,
    /// The log's clock, in UTC: the one by which deadlines are kept.
    #[schema(value_type = String, format = DateTime)]
    clock: Timestamp,
}

/// Shows where the record ends. Whoever writes this down can see later that nothing before it
/// was changed.
#[utoipa::path(
    get, path = "/record-head", tag = "record",
    responses((status = 200, body = RecordHead, description = "The end of the record.")),
)]
async fn get_record_head(app: Data<App>) -> Result<impl Responder, Problem> {
    let head = app.log.head().await.map_err(|error| log_problem(&error))?;
    Ok(Json(RecordHead {
        position: head.position.0,
        hash: head.hash.to_string(),
        clock: head.clock,
    }))
}
