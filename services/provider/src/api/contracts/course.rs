//! What a provider brings while its contract runs: a change, and who wait for its help.

use super::Caller;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::contract::{ContractRefusal, Side};
use dialogue::{Contract, ContractChangeId, ContractCommand, ContractId, Refusal};
use http::{Body, Conditions, Operations, Problem};
use service::{NewChange, Receipt, Refused, WaitingReport, Written};

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
    let id = ContractChangeId::from(call.name_for(&body.conditions));
    let command = ContractCommand::ProposeChange(body.content.proposed(id, Side::Provider));
    change(&app, &call, *contract, &body.conditions, command).await
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
    let command = ContractCommand::ReportWaiting(body.content.reported(Side::Provider));
    change(&app, &call, *contract, &body.conditions, command).await
}
