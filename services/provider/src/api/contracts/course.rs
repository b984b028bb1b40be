//! What a provider brings while its contract runs: a change, and who wait for its help.

use super::Caller;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::contract::{ContractChangeProposed, ContractRefusal, ContractWaitingReported, Side};
use dialogue::{Contract, ContractChangeId, ContractCommand, ContractId, Refusal};
use http::{Body, Conditions, Operations, Problem};
use jiff::civil::Date;
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_propose_own_change, propose_own_change)
        .with(__path_report_own_waiting, report_own_waiting)
}

async fn change(
    app: &App,
    call: &Caller,
    id: ContractId,
    conditions: &Conditions,
    command: ContractCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Contract, _>(
            call,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Contract>(id).await?;
                if state.registered()?.provider != call.caller.organisation.id {
                    return Err(Refused::Refused(ContractRefusal::Unknown.into()));
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A change that is proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewChange {
    /// What it is about.
    subject: Title,
    /// What would change.
    proposal: Prose,
    /// Why.
    reason: Paragraph,
}

/// Proposes a change of one's own contract, such as another way of helping.
#[utoipa::path(
    post, path = "/contracts/{contract}/changes", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewChange,
    responses((status = 200, body = Receipt, description = "It is proposed.")),
    security(("bearer" = ["submitter"])),
)]
async fn propose_own_change(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    body: Body<NewChange>,
) -> Result<impl Responder, Problem> {
    let NewChange { subject, proposal, reason } = body.content;
    let id = ContractChangeId::from(call.name_for(&body.conditions));
    let by = Side::Provider;
    let new = ContractChangeProposed { change: id, by, subject, proposal, reason };
    let command = ContractCommand::ProposeChange(new);
    change(&app, &call, *contract, &body.conditions, command).await
}

/// Who wait for help.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WaitingReport {
    /// On which day it was counted.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// For which lot.
    #[serde(default)]
    lot: Option<Whole>,
    /// How many wait.
    waiting: Whole,
    /// How many weeks the longest waits.
    longest_weeks: Whole,
    /// How many of them get bridging care.
    bridged: Whole,
    /// What that is, and what is done about the waiting.
    measures: Paragraph,
}

/// Reports who wait for one's own help, and the bridging care they get.
#[utoipa::path(
    post, path = "/contracts/{contract}/waiting-lists", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = WaitingReport,
    responses((status = 200, body = Receipt, description = "It is reported.")),
    security(("bearer" = ["submitter"])),
)]
async fn report_own_waiting(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    body: Body<WaitingReport>,
) -> Result<impl Responder, Problem> {
    let WaitingReport { on, lot, waiting, longest_weeks, bridged, measures } = body.content;
    let by = Side::Provider;
    let new = ContractWaitingReported { by, on, lot, waiting, longest_weeks, bridged, measures };
    let command = ContractCommand::ReportWaiting(new);
    change(&app, &call, *contract, &body.conditions, command).await
}
