//! Advice: what is asked, drafts, what is given, and the response to each recommendation.

use super::Member;
use crate::projections::desk::{AdviceStatus, DeskAdvice};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::advice::{AdviceContent, AdviceFiledUnasked, AdviceRefusal, DraftAdvice, PolicyStep};
use dialogue::{
    Advice, AdviceCommand, AdviceId, Phase, PhaseCommand, PhaseId, PhaseKind, Refusal, Trajectory,
    TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use service::{Receipt, Role, Tagged, Written, log_problem, refusal_problem};
use utoipa::ToSchema;
use vocabulary::Title;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_advices, list_advices)
        .with(__path_get_advice, get_advice)
        .with(__path_draft_advice, draft_advice)
        .with(__path_file_advice, file_advice)
        .with(__path_file_unasked_advice, file_unasked_advice)
}

/// An advice on the desk.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeskItem {
    /// The advice.
    #[serde(flatten)]
    advice: DeskAdvice,
    /// How many whole days are left to give it; negative when its term has passed, absent when
    /// there is no term or it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 12)]
    days_left: Option<i64>,
}

impl DeskItem {
    fn at(advice: DeskAdvice, now: Timestamp) -> Self {
        let term = advice.term.as_ref().filter(|_| advice.status == AdviceStatus::Requested);
        let days_left = term.map(|term| {
            let left: SignedDuration = term.at.duration_since(now);
            left.as_hours().div_euclid(24)
        });
        Self { advice, days_left }
    }
}

/// The desk of a council.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeskPage {
    /// The advice, the oldest first.
    items: Vec<DeskItem>,
    /// Give it as `cursor` to get the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Lists the advice on one's desk: asked, given, answered.
#[utoipa::path(
    get, path = "/advices", tag = "advice",
    params(
        ("status" = Option<AdviceStatus>, Query, description = "Only advice that stands here."),
        PageQuery,
    ),
    responses((status = 200, body = DeskPage, description = "A page.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn list_advices(
    app: Data<App>,
    call: Member,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let status = query
        .optional::<AdviceStatus>("status", "Kies een van: requested, filed, answered.")
        .map(AdviceStatus::as_str);
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT place, body FROM desk WHERE council = ?1 AND place > ?2 \
                   AND (?3 IS NULL OR status = ?3) ORDER BY place LIMIT ?4";
    let values = (call.caller.organisation.as_str(), paging.after(), status, paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    let now = now(&app).await?;
    let items = page
        .items
        .iter()
        .map(|raw| serde_json::from_str(raw.get()).map(|advice| DeskItem::at(advice, now)))
        .collect::<Result<_, _>>()
        .map_err(|error| Problem::internal(&error))?;
    let next_cursor = List::<DeskAdvice>::new(vec![], page.next).next_cursor;
    Ok(Json(DeskPage { items, next_cursor }))
}

/// The log's clock: the one by which terms are kept.
pub(super) async fn now(app: &App) -> Result<Timestamp, Problem> {
    app.shared.log().head().await.map(|head| head.clock).map_err(|error| log_problem(&error))
}

/// Shows an advice on one's desk.
#[utoipa::path(
    get, path = "/advices/{advice}", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice."), ThingQuery),
    responses((status = 200, body = DeskItem, description = "The advice.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn get_advice(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT body FROM desk WHERE id = ?1 AND council = ?2";
    let values = [advice.to_string(), call.caller.organisation.to_string()];
    let view = model
        .with(|read| read.document::<DeskAdvice>(sql, values))?
        .ok_or_else(|| refusal_problem(&AdviceRefusal::Unknown.into()))?;
    let version = view.version;
    Ok(Tagged { content: DeskItem::at(view, now(&app).await?), version })
}

/// Executes a command on an advice of the caller's own council.
pub(super) async fn change(
    app: &App,
    call: &Member,
    id: AdviceId,
    conditions: &Conditions,
    command: AdviceCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Advice, _>(
            call,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let advice = scope.glance::<Advice>(id).await?;
                let (_, _, council) = advice.subject()?;
                if *council != call.caller.organisation {
                    return Err(Refusal::from(AdviceRefusal::Unknown).into());
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Keeps a draft of an advice that was asked. Only one's own council sees it.
#[utoipa::path(
    put, path = "/advices/{advice}/draft", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = AdviceContent,
    responses((status = 200, body = Receipt, description = "The draft is kept.")),
    security(("bearer" = ["member", "secretary", "chair"])),
)]
async fn draft_advice(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<AdviceContent>,
) -> Result<impl Responder, Problem> {
    let draft = DraftAdvice {
        content: body.content,
        by: call.caller.person,
        leads: call.caller.role != Role::Member,
    };
    let command = AdviceCommand::Draft(draft);
    change(&app, &call, *advice, &body.conditions, command).await
}

/// Gives the advice that was asked. It is public from now on, the request included. Advice after
/// its term is taken too, and marked as late.
#[utoipa::path(
    post, path = "/advices/{advice}/filing", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = AdviceContent,
    responses((status = 200, body = Receipt, description = "The advice is given.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn file_advice(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<AdviceContent>,
) -> Result<impl Responder, Problem> {
    let command = AdviceCommand::File(body.content);
    change(&app, &call, *advice, &body.conditions, command).await
}

/// Advice of the council's own accord.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUnaskedAdvice {
    /// The trajectory.
    trajectory: TrajectoryId,
    /// A phase that runs. It cannot close before each recommendation has its response.
    phase: PhaseKind,
    /// What it is about.
    subject: Title,
    /// What is advised.
    advice: AdviceContent,
    /// Where the policy stands.
    step: Option<PolicyStep>,
}

/// Gives advice of one's own accord. It is public from now on.
#[utoipa::path(
    post, path = "/advices", tag = "advice", request_body = NewUnaskedAdvice,
    responses((status = 201, body = Receipt, description = "The advice is given.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn file_unasked_advice(
    app: Data<App>,
    call: Member,
    body: Body<NewUnaskedAdvice>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let id = AdviceId::random();
    let phase = PhaseId { trajectory: new.trajectory, kind: new.phase };
    let filed = AdviceFiledUnasked {
        trajectory: new.trajectory,
        phase: new.phase,
        council: call.caller.organisation.clone(),
        subject: new.subject,
        content: new.advice,
        step: new.step,
    };
    let outcome = app
        .shared
        .execute::<Advice, _>(
            &call,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<Trajectory>(filed.trajectory).await?;
                if !trajectory.is_advised_by(&filed.council) {
                    return Err(Refusal::from(AdviceRefusal::NotOurs).into());
                }
                scope.also::<Phase>(phase, PhaseCommand::RegisterAdvice(id)).await?;
                Ok(AdviceCommand::FileUnasked(Box::new(filed.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/advices/{id}")))
}
