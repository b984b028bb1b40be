//! The agreed path by which a contract ends, step by step.

use super::Staff;
use super::course::change;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use dialogue::contract::{ContractEnded, ContractEndingStopped};
use dialogue::{ContractCommand, ContractId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, log_problem};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_take_ending_step, take_ending_step)
        .with(__path_stop_ending, stop_ending)
        .with(__path_end_contract, end_contract)
}

/// A step of the path for ending.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEndingStep {
    /// Which step: the next one of those that were agreed, from 1.
    #[schema(example = 1)]
    step: Whole,
    /// Why.
    reason: Paragraph,
}

/// Takes the next step of the agreed path for ending, when the period of the last one has passed.
#[utoipa::path(
    post, path = "/contracts/{contract}/ending-steps", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewEndingStep,
    responses((status = 200, body = Receipt, description = "The step is taken.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn take_ending_step(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewEndingStep>,
) -> Result<impl Responder, Problem> {
    let NewEndingStep { step, reason } = body.content;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let command = ContractCommand::TakeEndingStep { step, reason, now };
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContractReason {
    /// Why.
    reason: Paragraph,
}

/// Leaves the path for ending: the contract goes on as before.
#[utoipa::path(
    post, path = "/contracts/{contract}/ending-stop", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = ContractReason,
    responses((status = 200, body = Receipt, description = "The path is left.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn stop_ending(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<ContractReason>,
) -> Result<impl Responder, Problem> {
    let stopped = ContractEndingStopped { reason: body.content.reason };
    let command = ContractCommand::StopEnding(stopped);
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Ends a contract, after every step of the agreed path and its period.
#[utoipa::path(
    post, path = "/contracts/{contract}/ending", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = ContractReason,
    responses((status = 200, body = Receipt, description = "The contract is ended.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn end_contract(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<ContractReason>,
) -> Result<impl Responder, Problem> {
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let ended = ContractEnded { reason: body.content.reason };
    let command = ContractCommand::End { ended, now };
    change(&app, &staff, *contract, &body.conditions, command).await
}
