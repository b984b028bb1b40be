//! The performance talks about one's own contract, and whether their minutes are right.

use super::{Caller, own_contract};
use crate::App;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::performance::{PerformanceRefusal, PerformanceTalkMinutesChecked};
use dialogue::{ContractId, PerformanceTalk, PerformanceTalkCommand, PerformanceTalkId, Refusal};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{PerformanceTalkView, Receipt, Refused, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_own_talks, list_own_talks)
        .with(__path_get_own_talk, get_own_talk)
        .with(__path_check_minutes, check_minutes)
}

/// A page of performance talks.
type PerformanceTalkViewList = List<PerformanceTalkView>;

/// Lists the performance talks under one's own contract, the oldest first.
#[utoipa::path(
    get, path = "/contracts/{contract}/performance-talks", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = PerformanceTalkViewList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_talks(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    own_contract(model, provider, *contract)?;
    let page = own::page(model, Table::PerformanceTalk, provider, &contract.to_string(), &paging)?;
    Ok(Json(PerformanceTalkViewList::new(page.items, page.next)))
}

/// Shows a performance talk about one's own contract.
#[utoipa::path(
    get, path = "/performance-talks/{talk}", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk."), ThingQuery),
    responses((status = 200, body = PerformanceTalkView, description = "The talk.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_own_talk(
    app: Data<App>,
    call: Caller,
    talk: Path<PerformanceTalkId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: PerformanceTalkView =
        own::document(model, Table::PerformanceTalk, provider, &talk.to_string())?
            .ok_or_else(|| refusal_problem(&PerformanceRefusal::TalkUnknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Whether the minutes are right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MinutesCheck {
    /// Whether they are confirmed.
    confirmed: bool,
    /// What one remarks; when they are not confirmed, why.
    #[serde(default)]
    remark: Option<Paragraph>,
}

/// Confirms the minutes of a talk, or tells what is not right in them.
#[utoipa::path(
    post, path = "/performance-talks/{talk}/minutes-check", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk.")),
    request_body = MinutesCheck,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn check_minutes(
    app: Data<App>,
    call: Caller,
    talk: Path<PerformanceTalkId>,
    body: Body<MinutesCheck>,
) -> Result<impl Responder, Problem> {
    let MinutesCheck { confirmed, remark } = body.content;
    let checked = PerformanceTalkMinutesChecked { confirmed, remark };
    let outcome = app
        .shared
        .execute::<PerformanceTalk, _>(
            &call,
            &body.conditions,
            Target::existing(*talk),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<PerformanceTalk>(*talk).await?;
                if state.opened()?.provider != call.caller.organisation.id {
                    return Err(Refused::Refused(PerformanceRefusal::TalkUnknown.into()));
                }
                Ok(PerformanceTalkCommand::CheckMinutes(checked.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
