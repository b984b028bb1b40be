//! The figures of a contract over time, in pictures with their tables.

use super::own_contract;
use crate::App;
use crate::api::Caller;
use actix_web::http::header::{CONTENT_LANGUAGE, ContentType};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use calendar::moment_in_words;
use dialogue::ContractId;
use http::{Operations, PageQuery, Problem, QueryReader};
use portal::components::Moment;
use portal::paper;
use service::{Trend, log_problem};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_show_own_trends, show_own_trends)
}

/// Shows the figures of one's own contract over time against their targets, as a document to read,
/// keep and print (HTML, in one file): a picture for each indicator with its table beneath it.
#[utoipa::path(
    get, path = "/contracts/{contract}/trends", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = String, content_type = "text/html",
        description = "The pictures.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn show_own_trends(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract(model, call.caller.organisation.id, *contract)?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let made = Moment { words: moment_in_words(now), iso: format!("{now:.0}") };
    let drawn = model.trends(&row, &paging)?.into_iter().map(|trend| {
        let Trend { title, about, target, points } = trend;
        let points = points.into_iter().map(|point| (point.value, point.words)).collect();
        paper::Trend { title, about, target, points }
    });
    let number = row.registered.agreement.number.as_str();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_LANGUAGE, "nl"))
        .content_type(ContentType::html())
        .body(paper::trends(number, made, drawn.collect()).to_string()))
}
