//! Assessors: appointed and released, their declarations of interest, and what each scores alone.

use super::Staff;
use super::evaluations::{change, own_evaluation};
use crate::App;
use crate::projections::evaluations::AssessmentRow;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::evaluation::{
    AssessorCapacity, EvaluationAssessmentSubmitted, EvaluationAssessorAppointed,
    EvaluationAssessorReleased, EvaluationConflictMeasureTaken, EvaluationInterestDeclared,
    IndividualScore,
};
use dialogue::{EvaluationCommand, EvaluationId, PersonId};
use http::{Body, Operations, Problem, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Receipt, Tagged, seal};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_appoint_assessor, appoint_assessor)
        .with(__path_release_assessor, release_assessor)
        .with(__path_declare_interest, declare_interest)
        .with(__path_take_conflict_measure, take_conflict_measure)
        .with(__path_submit_assessment, submit_assessment)
        .with(__path_list_assessments, list_assessments)
}

/// An assessor that is to be appointed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAssessor {
    /// The assessor: the person that `GET /me` tells the assessor.
    assessor: PersonId,
    /// What the assessor is called, for those who evaluate.
    name: Label,
    /// In what capacity.
    capacity: AssessorCapacity,
}

/// Appoints an assessor: staff, an expert from outside, or somebody who speaks for clients.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/assessors", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAssessor,
    responses((status = 200, body = Receipt, description = "The assessor is appointed.")),
    security(("bearer" = ["buyer"])),
)]
async fn appoint_assessor(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAssessor>,
) -> Result<impl Responder, Problem> {
    let NewAssessor { assessor, name, capacity } = body.content;
    let identity = seal(&app.shared.vault, assessor, &name).map_err(|_| {
        Problem::faults(Faults::one(
            "/assessor",
            "Deze persoon is hier nog niet geweest. Laat de beoordelaar eerst GET /me opvragen.",
        ))
    })?;
    let appointed = EvaluationAssessorAppointed { assessor, capacity, identity };
    let command = EvaluationCommand::AppointAssessor(appointed);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// An assessor who assesses no longer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssessorRelease {
    /// The assessor.
    assessor: PersonId,
    /// Why.
    reason: Paragraph,
}

/// Releases an assessor; what that assessor scored does not count.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/assessor-releases", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = AssessorRelease,
    responses((status = 200, body = Receipt, description = "The assessor is released.")),
    security(("bearer" = ["buyer"])),
)]
async fn release_assessor(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<AssessorRelease>,
) -> Result<impl Responder, Problem> {
    let AssessorRelease { assessor, reason } = body.content;
    let released = EvaluationAssessorReleased { assessor, reason };
    let command = EvaluationCommand::ReleaseAssessor(released);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// A declaration of interest.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InterestDeclaration {
    /// Whether one has an interest in who wins. Whoever has, does not score.
    conflict: bool,
    /// The declaration in words.
    statement: Paragraph,
}

/// Declares whether one has an interest in who wins, over the tenderers that are known now.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/interest-declarations", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = InterestDeclaration,
    responses((status = 200, body = Receipt, description = "It is declared.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "assessor"])),
)]
async fn declare_interest(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<InterestDeclaration>,
) -> Result<impl Responder, Problem> {
    let InterestDeclaration { conflict, statement } = body.content;
    let assessor = staff.caller.person;
    let declared = EvaluationInterestDeclared { assessor, conflict, statement };
    let command = EvaluationCommand::DeclareInterest(declared);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// What is done about a conflict of interest.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConflictMeasure {
    /// The assessor who declared it.
    assessor: PersonId,
    /// What is done about it.
    measure: Paragraph,
}

/// Records what is done about a conflict of interest, for the procurement report.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/conflict-measures", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = ConflictMeasure,
    responses((status = 200, body = Receipt, description = "The measure is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn take_conflict_measure(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<ConflictMeasure>,
) -> Result<impl Responder, Problem> {
    let ConflictMeasure { assessor, measure } = body.content;
    let taken = EvaluationConflictMeasureTaken { assessor, measure };
    let command = EvaluationCommand::TakeConflictMeasure(taken);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// What one scores alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAssessment {
    /// The scores; each takes the place of an earlier one on the same.
    #[schema(min_items = 1, max_items = 2000)]
    scores: Vec<IndividualScore>,
}

/// Hands in what one scores alone. Nobody sees it before the scores of all assessors are in; from
/// then on it is fixed.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/assessments", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAssessment,
    responses((status = 200, body = Receipt, description = "The scores are in.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "assessor"])),
)]
async fn submit_assessment(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAssessment>,
) -> Result<impl Responder, Problem> {
    let assessor = staff.caller.person;
    let submitted = EvaluationAssessmentSubmitted { assessor, scores: body.content.scores };
    let command = EvaluationCommand::SubmitAssessment(submitted);
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// What one assessor scored alone.
#[derive(Serialize, ToSchema)]
struct AssessmentView {
    /// The assessor.
    assessor: PersonId,
    /// The scores.
    scores: Vec<IndividualScore>,
}

/// What assessors scored alone.
#[derive(Serialize, ToSchema)]
struct Assessments {
    /// Whether the scores of all are in. Until then only one's own are here.
    revealed: bool,
    /// The scores, by assessor.
    assessments: Vec<AssessmentView>,
}

/// Lists what assessors scored alone: one's own, and those of all once all are in.
#[utoipa::path(
    get, path = "/evaluations/{evaluation}/assessments", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation."), ThingQuery),
    responses((status = 200, body = Assessments, description = "The scores.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "assessor"])),
)]
async fn list_assessments(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let row = own_evaluation(&app, &staff, *evaluation, &request).await?;
    let sql = "SELECT body FROM assessment WHERE evaluation = ?1 AND (?2 OR assessor = ?3) \
               ORDER BY assessor";
    let values = (row.id.to_string(), row.revealed, staff.caller.person.to_string());
    let rows: Vec<AssessmentRow> = app.model.with(|read| read.documents(sql, values))?;
    let of = |row: AssessmentRow| AssessmentView { assessor: row.assessor, scores: row.scores };
    let assessments = rows.into_iter().map(of).collect();
    let content = Assessments { revealed: row.revealed, assessments };
    Ok(Tagged { content, version: row.version })
}
