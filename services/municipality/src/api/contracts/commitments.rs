//! Promises that must be kept under a contract.

use super::course::change;
use super::{Staff, own_contract};
use crate::App;
use crate::api::commitments::{CommitmentFulfilment, Fulfilment, said};
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::contract::{
    CommitmentOrigin, ContractCommitmentKept, ContractCommitmentMarked, ContractCommitmentReleased,
    Side,
};
use dialogue::{
    CommitmentId, Contract, ContractCommand, ContractId, PerformanceTalk, PerformanceTalkId,
    Refusal,
};
use http::{Body, Operations, Problem};
use jiff::civil::Date;
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Faults, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_mark_commitment, mark_commitment)
        .with(__path_fulfil_commitment, fulfil_commitment)
}

/// A promise that must be kept under a contract.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCommitment {
    /// Where it was made.
    origin: CommitmentOrigin,
    /// The question, contribution, evaluation or talk in which it was made.
    reference: Uuid,
    /// What was promised.
    promise: Prose,
    /// Which side keeps it.
    keeper: Side,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    due: Date,
}

/// Marks what was promised in an answer, a disposition, the motivation of an award or a talk as a
/// commitment: it stands on the agenda of every talk by which it must be kept, until it is.
#[utoipa::path(
    post, path = "/contracts/{contract}/commitments", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewCommitment,
    responses((status = 200, body = Receipt, description = "It is marked.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn mark_commitment(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewCommitment>,
) -> Result<impl Responder, Problem> {
    let NewCommitment { origin, reference, promise, keeper, due } = body.content;
    let commitment = CommitmentId::from(staff.name_for(&body.conditions));
    let marked = ContractCommitmentMarked { commitment, origin, reference, promise, keeper, due };
    let outcome = app
        .shared
        .execute::<Contract, _>(
            &staff,
            &body.conditions,
            Target::existing(*contract),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_contract(scope, &staff, *contract).await?;
                let here = own.registered()?.trajectory;
                let known = match origin {
                    CommitmentOrigin::PerformanceTalk => {
                        let id = PerformanceTalkId::from(reference);
                        let found = scope.glance::<PerformanceTalk>(id).await?;
                        found.opened().is_ok_and(|opened| opened.contract == *contract)
                    }
                    _ => said(scope, origin, reference).await?.is_some_and(|it| it.0 == here),
                };
                if !known {
                    let told = "Dit hoort niet bij dit contract.";
                    return Err(Refused::Refused(Faults::one("/reference", told).into()));
                }
                Ok(ContractCommand::MarkCommitment(marked.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Records that a commitment was kept, with proof, or need not be kept any more, with the reason.
#[utoipa::path(
    post, path = "/contracts/{contract}/commitment-fulfilments", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = CommitmentFulfilment,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn fulfil_commitment(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<CommitmentFulfilment>,
) -> Result<impl Responder, Problem> {
    let command = match body.content.checked()? {
        (commitment, Fulfilment::Kept(proof)) => {
            ContractCommand::KeepCommitment(ContractCommitmentKept { commitment, proof })
        }
        (commitment, Fulfilment::Released(reason)) => {
            ContractCommand::ReleaseCommitment(ContractCommitmentReleased { commitment, reason })
        }
    };
    change(&app, &staff, *contract, &body.conditions, command).await
}
