//! Performance talks with one provider: opened on validated data, answered in their fixed order,
//! with actions that close on what was measured.

use super::{Staff, hide, own_contract, own_contract_row, own_thing, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::contract::ConsultationLevel;
use dialogue::performance::{
    PerformanceRefusal, PerformanceTalkOpened, Period, TalkAnswer, TalkItem, TalkMinutes,
};
use dialogue::{
    CommitmentList, ContractId, DataDelivery, IndicatorSet, PerformanceTalk,
    PerformanceTalkCommand, PerformanceTalkId, Refusal,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::Deserialize;
use service::{
    PerformanceTalkView, PeriodFigures, Receipt, Refused, Tagged, Written, figures_over,
    refusal_problem,
};
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_talk, open_talk)
        .with(__path_list_talks, list_talks)
        .with(__path_get_talk, get_talk)
        .with(__path_answer_talk, answer_talk)
        .with(__path_record_minutes, record_minutes)
        .with(__path_close_action, close_action)
}

/// A performance talk that is to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTalk {
    /// At which level it is held.
    level: ConsultationLevel,
    /// About which period.
    period: Period,
    /// On which day it is held.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// The agenda: quality always, money apart and last.
    #[schema(min_items = 1, max_items = 50)]
    agenda: Vec<TalkItem>,
}

/// Opens a performance talk about a period, on validated data alone: what is missing is named.
#[utoipa::path(
    post, path = "/contracts/{contract}/performance-talks", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewTalk,
    responses((status = 201, body = Receipt, description = "The talk is open.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn open_talk(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewTalk>,
) -> Result<impl Responder, Problem> {
    let NewTalk { level, period, on, agenda } = body.content;
    let model = app.model.complete(&app.shared).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
    let registered = &row.registered;
    let set = app.shared.look_up::<IndicatorSet>(registered.trajectory).await?;
    let PeriodFigures { figures, missing } = figures_over(model, &set, &row, period)?;
    let talk = PerformanceTalkOpened {
        trajectory: registered.trajectory,
        contract: *contract,
        provider: registered.provider,
        level,
        period,
        on,
        agenda,
        figures,
        commitments: vec![],
    };
    let outcome = app
        .shared
        .execute::<PerformanceTalk, _>(
            &staff,
            &body.conditions,
            Target::new(PerformanceTalkId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_contract(scope, &staff, *contract).await?;
                let mut talk = talk.clone();
                talk.commitments = own.open_commitments(on).collect();
                let of_all = scope.glance::<CommitmentList>(talk.trajectory).await?;
                talk.commitments.extend(of_all.open(on, talk.provider));
                let mut deliveries: Vec<_> = talk.figures.iter().map(|it| it.delivery).collect();
                deliveries.sort_unstable();
                deliveries.dedup();
                for delivery in deliveries {
                    // What was validated stays so.
                    if !scope.glance::<DataDelivery>(delivery).await?.is_validated() {
                        let none = PerformanceRefusal::NotValidated(vec![]);
                        return Err(Refused::Refused(none.into()));
                    }
                }
                let (talk, missing) = (Box::new(talk), missing.clone());
                Ok(PerformanceTalkCommand::Open { talk, missing })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/performance-talks/{id}")))
}

/// A page of performance talks.
type PerformanceTalkViewList = List<PerformanceTalkView>;

/// Lists the performance talks under a contract, the oldest first.
#[utoipa::path(
    get, path = "/contracts/{contract}/performance-talks", tag = "performance",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = PerformanceTalkViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_talks(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
    let sql = "SELECT place, body FROM performance_talk \
               WHERE provider = ?1 AND within = ?2 AND place > ?3 ORDER BY place LIMIT ?4";
    let provider = row.registered.provider.to_string();
    let values = (provider, contract.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(PerformanceTalkViewList::new(page.items, page.next)))
}

/// Shows a performance talk.
#[utoipa::path(
    get, path = "/performance-talks/{talk}", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk."), ThingQuery),
    responses((status = 200, body = PerformanceTalkView, description = "The talk.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_talk(
    app: Data<App>,
    staff: Staff,
    talk: Path<PerformanceTalkId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = PerformanceRefusal::TalkUnknown;
    let content: PerformanceTalkView = own_thing(&app, &staff, "performance_talk", *talk, unknown)?;
    Ok(Tagged { version: content.version, content })
}

/// A talk in a trajectory in which the caller's municipality buys.
async fn own_talk(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: PerformanceTalkId,
) -> Result<Arc<PerformanceTalk>, Refused> {
    let talk = scope.glance::<PerformanceTalk>(id).await?;
    own_trajectory(scope, staff, talk.opened()?.trajectory)
        .await
        .map_err(|error| hide(error, PerformanceRefusal::TalkUnknown))?;
    Ok(talk)
}

async fn change(
    app: &App,
    staff: &Staff,
    id: PerformanceTalkId,
    conditions: &Conditions,
    command: PerformanceTalkCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<PerformanceTalk, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_talk(scope, staff, id).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Answers the next of the five questions, in their fixed order: what, why (two), how, result.
/// Until the next one is answered, another answer takes the place of the last.
#[utoipa::path(
    post, path = "/performance-talks/{talk}/answers", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk.")),
    request_body = TalkAnswer,
    responses((status = 200, body = Receipt, description = "The question is answered.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn answer_talk(
    app: Data<App>,
    staff: Staff,
    talk: Path<PerformanceTalkId>,
    body: Body<TalkAnswer>,
) -> Result<impl Responder, Problem> {
    let command = PerformanceTalkCommand::Answer(Box::new(body.content));
    change(&app, &staff, *talk, &body.conditions, command).await
}

/// The minutes of a talk.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTalkMinutes {
    /// What was said about each item of the agenda.
    #[schema(min_items = 1, max_items = 50)]
    minutes: Vec<TalkMinutes>,
}

/// Records the minutes of a talk in which all questions were answered, for the provider to confirm.
#[utoipa::path(
    post, path = "/performance-talks/{talk}/minutes", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk.")),
    request_body = NewTalkMinutes,
    responses((status = 200, body = Receipt, description = "The minutes are recorded.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn record_minutes(
    app: Data<App>,
    staff: Staff,
    talk: Path<PerformanceTalkId>,
    body: Body<NewTalkMinutes>,
) -> Result<impl Responder, Problem> {
    let (minutes, by) = (body.content.minutes, staff.caller.person);
    let command = PerformanceTalkCommand::RecordMinutes { minutes, by };
    change(&app, &staff, *talk, &body.conditions, command).await
}

/// An action that is to be closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ActionClosing {
    /// The action.
    action: Slug,
    /// What follows from the result.
    conclusion: Paragraph,
}

/// Closes an action on the last value of its indicator that was validated, when that was measured
/// after the period of the talk. Whether what was expected is reached follows from it.
#[utoipa::path(
    post, path = "/performance-talks/{talk}/action-closings", tag = "performance",
    params(("talk" = PerformanceTalkId, Path, description = "The talk.")),
    request_body = ActionClosing,
    responses((status = 200, body = Receipt, description = "The action is closed.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn close_action(
    app: Data<App>,
    staff: Staff,
    talk: Path<PerformanceTalkId>,
    body: Body<ActionClosing>,
) -> Result<impl Responder, Problem> {
    let ActionClosing { action, conclusion } = body.content;
    let model = app.model.complete(&app.shared).await?;
    let state = app.shared.look_up::<PerformanceTalk>(*talk).await?;
    let opened = state.opened().map_err(|it| refusal_problem(&it))?;
    let measured = match state.action(&action) {
        Ok(known) => model.last_validated(opened.contract, &known.indicator)?,
        Err(_) => None,
    };
    let command = PerformanceTalkCommand::CloseAction { action, measured, conclusion };
    change(&app, &staff, *talk, &body.conditions, command).await
}
