//! One's own contributions: kept as a draft, submitted, replaced until the closing, withdrawn.

use super::contribution_input::{ContributionInput, checked, content};
use super::{Caller, check_registered, within};
use crate::projections::contributions::OwnContribution;
use crate::projections::own::{self, Table};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::consultation::{ConsultationRefusal, ContributionDrafted, ContributionSubmitted};
use dialogue::{
    ConsultationRound, ConsultationRoundId, Contribution, ContributionCommand, ContributionId,
    Refusal,
};
use http::{
    Body, Conditions, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery,
};
use serde::Deserialize;
use service::{Receipt, Refused, Tagged, Written, refusal_problem, send_file};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_create_contribution, create_contribution)
        .with(__path_list_contributions, list_contributions)
        .with(__path_get_contribution, get_contribution)
        .with(__path_get_attachment, get_attachment)
        .with(__path_replace_contribution, replace_contribution)
        .with(__path_submit_contribution, submit_contribution)
        .with(__path_withdraw_contribution, withdraw_contribution)
}

/// What becomes of a new contribution.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum NewStatus {
    /// Keep it as a draft. It has NOT been submitted.
    Draft,
    /// Submit it at once.
    Submitted,
}

/// A contribution that is to be kept or submitted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContribution {
    /// What becomes of it.
    status: NewStatus,
    /// What one contributes.
    contribution: ContributionInput,
}

/// Contributes to a consultation round: at once, or as a draft.
#[utoipa::path(
    post, path = "/consultation-rounds/{round}/contributions", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round.")),
    request_body = NewContribution,
    responses((status = 201, body = Receipt, description = "It is submitted, or kept as draft.")),
    security(("bearer" = ["submitter"])),
)]
async fn create_contribution(
    app: Data<App>,
    call: Caller,
    round: Path<ConsultationRoundId>,
    body: Body<NewContribution>,
) -> Result<impl Responder, Problem> {
    let (round, provider) = (*round, call.caller.organisation.id);
    let NewContribution { status, contribution } = body.content;
    let content = content(&app, &call, contribution, "/contribution")?;
    let outcome = app
        .shared
        .execute::<Contribution, _>(
            &call,
            &body.conditions,
            Target::new(ContributionId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let state = scope.load::<ConsultationRound>(round).await?;
                let admission = state.admission()?;
                let content = checked(scope, &state, content.clone(), "/contribution").await?;
                Ok(match status {
                    NewStatus::Draft => {
                        scope.not_after(admission.closes);
                        ContributionCommand::Draft(ContributionDrafted { round, provider, content })
                    }
                    NewStatus::Submitted => {
                        within(scope, admission);
                        let submitted = ContributionSubmitted { round, provider, content };
                        ContributionCommand::Submit(submitted)
                    }
                })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/contributions/{id}")))
}

/// A page of one's own contributions.
type ContributionList = List<OwnContribution>;

/// Lists one's own contributions to a round, the oldest first.
#[utoipa::path(
    get, path = "/consultation-rounds/{round}/contributions", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round."), PageQuery),
    responses((status = 200, body = ContributionList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_contributions(
    app: Data<App>,
    call: Caller,
    round: Path<ConsultationRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.consultation_round(*round)?;
    let provider = call.caller.organisation.id;
    let page = own::page(model, Table::Contribution, provider, &round.to_string(), &paging)?;
    Ok(Json(ContributionList::new(page.items, page.next)))
}

fn own_contribution(
    app: &App,
    call: &Caller,
    id: ContributionId,
) -> Result<OwnContribution, Problem> {
    let provider = call.caller.organisation.id;
    own::document(&app.model, Table::Contribution, provider, &id.to_string())?
        .ok_or_else(|| refusal_problem(&ConsultationRefusal::ContributionUnknown.into()))
}

/// Shows one's own contribution, with its receipt and what was done with it.
#[utoipa::path(
    get, path = "/contributions/{contribution}", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution."), ThingQuery),
    responses((status = 200, body = OwnContribution, description = "The contribution.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_contribution(
    app: Data<App>,
    call: Caller,
    contribution: Path<ContributionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let content = own_contribution(&app, &call, *contribution)?;
    Ok(Tagged { version: content.version, content })
}

/// Gives a file of one's own contribution.
#[utoipa::path(
    get, path = "/contributions/{contribution}/attachments/{number}", tag = "consultation",
    params(
        ("contribution" = ContributionId, Path, description = "The contribution."),
        ("number" = usize, Path, description = "The number of the file, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_attachment(
    app: Data<App>,
    call: Caller,
    path: Path<(ContributionId, usize)>,
) -> Result<impl Responder, Problem> {
    let (id, number) = path.into_inner();
    let view = own_contribution(&app, &call, id)?;
    let file = number
        .checked_sub(1)
        .and_then(|place| view.content.attachments.get(place))
        .ok_or_else(Problem::no_such_address)?;
    let owner = call.caller.organisation.id.to_string();
    send_file(&app.shared, owner, file, file.name.as_str()).await
}

/// What a change to a contribution is prepared from.
struct Change<'r> {
    call: &'r Caller,
    id: ContributionId,
    /// Whether the round must have opened: a draft can be kept before.
    opened: bool,
}

impl Change<'_> {
    /// Lets the change through while the round takes it, and only to its own provider.
    async fn admit(&self, scope: &mut Scope<'_, Refusal>) -> Result<(), Refused> {
        let contribution = scope.glance::<Contribution>(self.id).await?;
        let current = contribution.current()?;
        if current.provider != self.call.caller.organisation.id {
            return Err(Refusal::from(ConsultationRefusal::ContributionUnknown).into());
        }
        let admission = scope.load::<ConsultationRound>(current.round).await?.admission()?;
        if self.opened || contribution.counts() {
            within(scope, admission);
        } else {
            scope.not_after(admission.closes);
        }
        Ok(())
    }

    async fn execute(
        &self,
        app: &App,
        conditions: &Conditions,
        command: ContributionCommand,
    ) -> Result<Written, Problem> {
        let outcome = app
            .shared
            .execute::<Contribution, _>(
                self.call,
                conditions,
                Target::existing(self.id),
                async |scope: &mut Scope<'_, Refusal>| {
                    self.admit(scope).await?;
                    let ContributionCommand::Replace(content) = &command else {
                        return Ok(command.clone());
                    };
                    let round = scope.glance::<Contribution>(self.id).await?.current()?.round;
                    let round = scope.glance::<ConsultationRound>(round).await?;
                    let content = checked(scope, &round, content.clone(), "").await?;
                    Ok(ContributionCommand::Replace(content))
                },
            )
            .await?;
        Ok(Written::changed(&outcome))
    }
}

/// Replaces one's own contribution, draft or submitted, until the round closes.
#[utoipa::path(
    put, path = "/contributions/{contribution}", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = ContributionInput,
    responses((status = 200, body = Receipt, description = "It is replaced.")),
    security(("bearer" = ["submitter"])),
)]
async fn replace_contribution(
    app: Data<App>,
    call: Caller,
    contribution: Path<ContributionId>,
    body: Body<ContributionInput>,
) -> Result<impl Responder, Problem> {
    let content = content(&app, &call, body.content, "")?;
    let change = Change { call: &call, id: *contribution, opened: false };
    change.execute(&app, &body.conditions, ContributionCommand::Replace(content)).await
}

/// Submits one's own draft.
#[utoipa::path(
    post, path = "/contributions/{contribution}/submission", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is submitted.")),
    security(("bearer" = ["submitter"])),
)]
async fn submit_contribution(
    app: Data<App>,
    call: Caller,
    contribution: Path<ContributionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let change = Change { call: &call, id: *contribution, opened: true };
    change.execute(&app, &body.conditions, ContributionCommand::SubmitDraft).await
}

/// Withdraws one's own contribution, until the round closes.
#[utoipa::path(
    post, path = "/contributions/{contribution}/withdrawal", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_contribution(
    app: Data<App>,
    call: Caller,
    contribution: Path<ContributionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let change = Change { call: &call, id: *contribution, opened: false };
    change.execute(&app, &body.conditions, ContributionCommand::Withdraw).await
}
