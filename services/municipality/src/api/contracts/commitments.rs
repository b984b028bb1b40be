//! Promises that must be kept under a contract.

use super::course::change;
use super::{Staff, own_contract};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::contract::{
    CommitmentOrigin, ContractCommitmentKept, ContractCommitmentMarked, ContractCommitmentReleased,
    Side,
};
use dialogue::{
    ConsultationRound, Contract, ContractCommand, ContractCommitmentId, ContractId, Contribution,
    ContributionId, Evaluation, EvaluationId, PerformanceTalk, PerformanceTalkId, Question,
    QuestionId, QuestionRound, Refusal,
};
use http::{Body, Operations, Problem};
use jiff::civil::Date;
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Faults, Paragraph, Prose};

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
    let commitment = ContractCommitmentId::from(staff.name_for(&body.conditions));
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
                    CommitmentOrigin::AwardMotivation => {
                        let id = EvaluationId::from(reference);
                        let found = scope.glance::<Evaluation>(id).await?;
                        found.opened().is_ok_and(|opened| opened.trajectory == here)
                    }
                    CommitmentOrigin::PerformanceTalk => {
                        let id = PerformanceTalkId::from(reference);
                        let found = scope.glance::<PerformanceTalk>(id).await?;
                        found.opened().is_ok_and(|opened| opened.contract == *contract)
                    }
                    CommitmentOrigin::Answer => {
                        let id = QuestionId::from(reference);
                        let found = scope.glance::<Question>(id).await?;
                        match found.asked() {
                            Ok(asked) => {
                                let round = scope.glance::<QuestionRound>(asked.round).await?;
                                round.published().is_ok_and(|it| it.trajectory == here)
                            }
                            Err(_) => false,
                        }
                    }
                    CommitmentOrigin::Disposition => {
                        let id = ContributionId::from(reference);
                        let found = scope.glance::<Contribution>(id).await?;
                        match found.current() {
                            Ok(current) => {
                                let round =
                                    scope.glance::<ConsultationRound>(current.round).await?;
                                round.published().is_ok_and(|it| it.trajectory == here)
                            }
                            Err(_) => false,
                        }
                    }
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

/// What became of a commitment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommitmentFulfilment {
    /// The commitment.
    commitment: ContractCommitmentId,
    /// What shows that it was kept.
    #[serde(default)]
    proof: Option<Paragraph>,
    /// Why it need not be kept any more.
    #[serde(default)]
    reason: Option<Paragraph>,
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
    let CommitmentFulfilment { commitment, proof, reason } = body.content;
    let command = match (proof, reason) {
        (Some(proof), None) => {
            ContractCommand::KeepCommitment(ContractCommitmentKept { commitment, proof })
        }
        (None, Some(reason)) => {
            ContractCommand::ReleaseCommitment(ContractCommitmentReleased { commitment, reason })
        }
        _ => {
            let told = "Geef óf het bewijs dat de toezegging is nagekomen, óf de reden waarom dat \
                        niet meer hoeft.";
            return Err(Problem::faults(Faults::one("/proof", told)));
        }
    };
    change(&app, &staff, *contract, &body.conditions, command).await
}
