//! Libraries for whoever wants to start from an example: criteria, and templates for advice.

use actix_web::web::Json;
use actix_web::{HttpRequest, Responder};
use dialogue::evaluation::CriterionTemplate;
use dialogue::knowledge::AdviceTemplate;
use http::{List, Operations, Problem, QueryReader};
use serde_json::value::to_raw_value;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_criteria, list_criteria)
        .with(__path_list_advice_templates, list_advice_templates)
}

/// All of them.
type CriterionTemplateList = List<CriterionTemplate>;

/// Lists the library of criteria, in every version that a criterion may name.
#[utoipa::path(
    get, path = "/criteria-library", tag = "evaluation",
    responses((status = 200, body = CriterionTemplateList, description = "All of them.")),
)]
async fn list_criteria(request: HttpRequest) -> Result<impl Responder, Problem> {
    QueryReader::new(&request).finish()?;
    let all = CriterionTemplate::all().iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(CriterionTemplateList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}

/// All of them.
type AdviceTemplateList = List<AdviceTemplate>;

/// Lists the templates for advice: points on which a council can look at what is proposed.
#[utoipa::path(
    get, path = "/advice-templates", tag = "advice",
    responses((status = 200, body = AdviceTemplateList, description = "All of them.")),
)]
async fn list_advice_templates(request: HttpRequest) -> Result<impl Responder, Problem> {
    QueryReader::new(&request).finish()?;
    let all = AdviceTemplate::all().iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(AdviceTemplateList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}
