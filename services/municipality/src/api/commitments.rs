//! Promises that must be kept under every contract of a trajectory, marked where they were made.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::commitment::{CommitmentKept, CommitmentMarked, CommitmentReleased};
use dialogue::contract::{CommitmentOrigin, Side};
use dialogue::{
    CommitmentId, CommitmentList, CommitmentListCommand, ConsultationRound, Contribution,
    ContributionId, Evaluation, EvaluationId, ProviderId, Question, QuestionId, QuestionRound,
    Refusal, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::{CommitmentView, Receipt, Refused, Written};
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Faults, Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_mark_general_commitment, mark_general_commitment)
        .with(__path_list_general_commitments, list_general_commitments)
        .with(__path_fulfil_general_commitment, fulfil_general_commitment)
}

/// A promise that must be kept under every contract.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGeneralCommitment {
    /// Where it was made: an answer in a note, a disposition, or the motivation of an award.
    origin: CommitmentOrigin,
    /// The question, contribution or evaluation in which it was made.
    reference: Uuid,
    /// For an award: whose contract it is about, as the evaluation names who won. Left out, it is
    /// about every contract.
    #[serde(default)]
    tenderer: Option<ProviderId>,
    /// What was promised, in words that tell of nobody.
    promise: Prose,
    /// Which side keeps it.
    keeper: Side,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    due: Date,
}

/// Marks what was promised in an answer, a disposition or the motivation of an award as a
/// commitment, also when there is no contract yet. Under each contract it is about it stands on the
/// agenda of every talk by which it must be kept, until it is.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/commitments", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewGeneralCommitment,
    responses((status = 200, body = Receipt, description = "It is marked.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn mark_general_commitment(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewGeneralCommitment>,
) -> Result<impl Responder, Problem> {
    let NewGeneralCommitment { origin, reference, tenderer, promise, keeper, due } = body.content;
    let commitment = CommitmentId::from(staff.name_for(&body.conditions));
    let marked = CommitmentMarked { commitment, origin, reference, tenderer, promise, keeper, due };
    let id = *trajectory;
    let outcome = app
        .shared
        .execute::<CommitmentList, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id).await?;
                let mut faults = Faults::none();
                if origin != CommitmentOrigin::PerformanceTalk {
                    faults.unless(
                        said(scope, origin, reference).await? == Some((id, true)),
                        "/reference",
                        "In dit traject is dit niet beantwoord of gemotiveerd, of niet voor \
                         iedereen.",
                    );
                }
                if let Some(tenderer) = tenderer {
                    let evaluation =
                        scope.glance::<Evaluation>(EvaluationId::from(reference)).await?;
                    faults.unless(
                        evaluation.decision().is_ok_and(|decision| {
                            let mut told = decision.messages.iter();
                            told.any(|it| it.awarded && it.tenderer == tenderer)
                        }),
                        "/tenderer",
                        "Deze inschrijver heeft deze gunning niet gewonnen.",
                    );
                }
                faults.check().map_err(|faults| Refused::Refused(faults.into()))?;
                Ok(CommitmentListCommand::Mark(marked.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// In which trajectory something was said that may hold a promise, and whether everyone whom it
/// concerns was told; nothing when there is no such thing.
pub(super) async fn said(
    scope: &mut Scope<'_, Refusal>,
    origin: CommitmentOrigin,
    reference: Uuid,
) -> Result<Option<(TrajectoryId, bool)>, Refused> {
    Ok(match origin {
        CommitmentOrigin::PerformanceTalk => None,
        CommitmentOrigin::AwardMotivation => {
            let found = scope.glance::<Evaluation>(EvaluationId::from(reference)).await?;
            found.opened().ok().map(|opened| (opened.trajectory, found.decision().is_ok()))
        }
        CommitmentOrigin::Answer => {
            let found = scope.glance::<Question>(QuestionId::from(reference)).await?;
            let Ok(asked) = found.asked() else { return Ok(None) };
            let round = scope.glance::<QuestionRound>(asked.round).await?;
            round.published().ok().map(|it| (it.trajectory, found.is_published()))
        }
        CommitmentOrigin::Disposition => {
            let found = scope.glance::<Contribution>(ContributionId::from(reference)).await?;
            let Ok(current) = found.current() else { return Ok(None) };
            let round = scope.glance::<ConsultationRound>(current.round).await?;
            round.published().ok().map(|it| (it.trajectory, found.disposition().is_some()))
        }
    })
}

/// The promises of a trajectory.
#[derive(Serialize, ToSchema)]
struct GeneralCommitments {
    /// The promises, what is due first.
    commitments: Vec<CommitmentView>,
}

/// Lists the promises that must be kept under every contract of a trajectory, what is due first:
/// at most 1000.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/commitments", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = GeneralCommitments, description = "The promises.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_general_commitments(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    Ok(Json(GeneralCommitments { commitments: model.commitments(*trajectory)? }))
}

/// What became of a commitment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommitmentFulfilment {
    /// The commitment.
    commitment: CommitmentId,
    /// What shows that it was kept.
    #[serde(default)]
    proof: Option<Paragraph>,
    /// Why it need not be kept any more.
    #[serde(default)]
    reason: Option<Paragraph>,
}

/// What became of it: what shows that it was kept, or why it need not be kept any more.
pub(super) enum Fulfilment {
    Kept(Paragraph),
    Released(Paragraph),
}

impl CommitmentFulfilment {
    /// What became of which commitment.
    pub(super) fn checked(self) -> Result<(CommitmentId, Fulfilment), Problem> {
        match (self.proof, self.reason) {
            (Some(proof), None) => Ok((self.commitment, Fulfilment::Kept(proof))),
            (None, Some(reason)) => Ok((self.commitment, Fulfilment::Released(reason))),
            _ => {
                let told = "Geef óf het bewijs dat de toezegging is nagekomen, óf de reden waarom \
                            dat niet meer hoeft.";
                Err(Problem::faults(Faults::one("/proof", told)))
            }
        }
    }
}

/// Records that a commitment was kept, with proof, or need not be kept any more, with the reason.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/commitment-fulfilments", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = CommitmentFulfilment,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn fulfil_general_commitment(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<CommitmentFulfilment>,
) -> Result<impl Responder, Problem> {
    let command = match body.content.checked()? {
        (commitment, Fulfilment::Kept(proof)) => {
            CommitmentListCommand::Keep(CommitmentKept { commitment, proof })
        }
        (commitment, Fulfilment::Released(reason)) => {
            CommitmentListCommand::Release(CommitmentReleased { commitment, reason })
        }
    };
    let id = *trajectory;
    let outcome = app
        .shared
        .execute::<CommitmentList, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
