//! The figures of a contract over time, in pictures with their tables.

use super::{Staff, own_contract_row};
use crate::App;
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
    operations.with(__path_show_trends, show_trends)
}

/// Shows the figures of a contract over time against their targets, as a document to read, keep
/// and print (HTML, in one file): a picture for each indicator with its table beneath it.
#[utoipa::path(
    get, path = "/contracts/{contract}/trends", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = String, content_type = "text/html",
        description = "The pictures.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn show_trends(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
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
