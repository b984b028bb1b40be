//! Questions: read, answered in draft, approved by a second person.

use super::question_rounds::{check_round, own_round};
use super::{Staff, hide};
use crate::App;
use crate::projections::questions::{AnswerView, AskerView, QuestionStatus, QuestionView};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::enquiry::{EnquiryRefusal, QuestionAnswerDrafted};
use dialogue::{
    DocumentReference, Question, QuestionCommand, QuestionId, QuestionRoundId, Reference, Refusal,
    Trajectory, TrajectoryId,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{OrganisationIdentity, Receipt, Refused, Tagged, Written, open, refusal_problem};
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_questions, list_questions)
        .with(__path_get_question, get_question)
        .with(__path_draft_answer, draft_answer)
        .with(__path_approve_answer, approve_answer)
        .with(__path_return_answer, return_answer)
}

/// A question in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuestionSummary {
    /// The question.
    id: QuestionId,
    /// What it is about.
    reference: Reference,
    /// Whether the section it names is known.
    section_known: bool,
    /// The question in the asker's own words.
    text: Prose,
    /// Where it stands.
    status: QuestionStatus,
}

/// A page of them.
type QuestionList = List<QuestionSummary>;

/// Lists the questions of a round, in no order that tells who asked or when.
#[utoipa::path(
    get, path = "/question-rounds/{round}/questions", tag = "enquiry",
    params(
        ("round" = QuestionRoundId, Path, description = "The round."),
        ("status" = Option<QuestionStatus>, Query, description = "Only questions that stand here."),
        PageQuery,
    ),
    responses((status = 200, body = QuestionList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_questions(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let status = query.optional::<QuestionStatus>(
        "status",
        "Kies een van: unanswered, awaiting-approval, approved, published, withdrawn.",
    );
    query.finish()?;
    own_round(&app, &staff, *round, position).await?;
    let sql = "SELECT id, json_object('id', body -> 'id', 'reference', body -> 'reference', \
                   'sectionKnown', body -> 'sectionKnown', 'text', body -> 'text', \
                   'status', body -> 'status') \
               FROM question WHERE round = ?1 AND id > ?2 AND (?3 IS NULL OR status = ?3) \
               ORDER BY id LIMIT ?4";
    let status = status.map(QuestionStatus::as_str);
    let values = (round.to_string(), paging.after(), status, paging.rows());
    let page = app.model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(QuestionList::new(page.items, page.next)))
}

/// A question, with who asked it when the round's plan lets staff see that.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuestionDetail {
    /// The question.
    id: QuestionId,
    /// The round.
    round: QuestionRoundId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// What it is about.
    reference: Reference,
    /// Whether the section it names is known.
    section_known: bool,
    /// The question in the asker's own words.
    text: Prose,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    asker: Option<OrganisationIdentity>,
    /// Where it stands.
    status: QuestionStatus,
    /// The answer on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerView>,
    /// The number of the note in which it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<u32>,
    /// Its number in that note.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
}

/// Shows a question.
#[utoipa::path(
    get, path = "/questions/{question}", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question."), ThingQuery),
    responses((status = 200, body = QuestionDetail, description = "The question.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let unknown = || refusal_problem(&EnquiryRefusal::QuestionUnknown.into());
    let model = app.model.at(position).await?;
    let sql = "SELECT body FROM question WHERE id = ?1";
    let view = model
        .with(|read| read.document::<QuestionView>(sql, [question.to_string()]))?
        .ok_or_else(unknown)?;
    model.check_member(view.trajectory, &staff.caller.organisation).map_err(|_| unknown())?;
    let asker = match view.asker {
        Some(AskerView { identity: Some(sealed), .. }) => open(&app.shared.vault, &sealed)?,
        _ => None,
    };
    let content = QuestionDetail {
        id: view.id,
        round: view.round,
        trajectory: view.trajectory,
        reference: view.reference,
        section_known: view.section_known,
        text: view.text,
        asker,
        status: view.status,
        answer: view.answer,
        note: view.note,
        item: view.item,
    };
    Ok(Tagged { content, version: view.version })
}

/// A question of a trajectory in which the caller's municipality buys.
async fn own_question(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: QuestionId,
) -> Result<Arc<Trajectory>, Refused> {
    let round = scope.glance::<Question>(id).await?.asked()?.round;
    match check_round(scope, staff, round).await {
        Ok(trajectory) => scope.glance::<Trajectory>(trajectory).await,
        Err(error) => Err(hide(error, EnquiryRefusal::QuestionUnknown)),
    }
}

/// An answer in draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    /// The question in anonymous words, as the note will show it.
    wording: Prose,
    /// The answer.
    answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default)]
    amends: Option<DocumentReference>,
}

/// Drafts an answer, or another one. An earlier approval no longer counts.
#[utoipa::path(
    put, path = "/questions/{question}/answer", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = NewAnswer,
    responses((status = 200, body = Receipt, description = "The answer is drafted.")),
    security(("bearer" = ["buyer"])),
)]
async fn draft_answer(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<NewAnswer>,
) -> Result<impl Responder, Problem> {
    let NewAnswer { wording, answer, amends } = body.content;
    let by = staff.caller.person;
    let drafted = QuestionAnswerDrafted { wording, answer, amends, by };
    let outcome = app
        .shared
        .execute::<Question, _>(
            &staff,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = own_question(scope, &staff, *question).await?;
                if let Some(amends) = drafted.amends.clone() {
                    let reference = Reference { document: Some(amends), lot: None };
                    trajectory
                        .check_reference(&reference, "/amends")
                        .map_err(|faults| Refusal::from(at_amends(faults)))?;
                }
                Ok(QuestionCommand::DraftAnswer(drafted.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// The reference to a document stands one level higher here.
fn at_amends(faults: vocabulary::Faults) -> vocabulary::Faults {
    let mut here = vocabulary::Faults::none();
    for fault in faults.into_vec() {
        here.add(fault.field.replacen("/amends/document", "/amends", 1), fault.detail);
    }
    here
}

/// Approves an answer. Whoever wrote it cannot.
#[utoipa::path(
    post, path = "/questions/{question}/approval", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The answer is approved.")),
    security(("bearer" = ["approver"])),
)]
async fn approve_answer(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let by = staff.caller.person;
    let outcome = app
        .shared
        .execute::<Question, _>(
            &staff,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                own_question(scope, &staff, *question).await?;
                Ok(QuestionCommand::ApproveAnswer { by })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Why an answer is returned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnReason {
    /// What should be better.
    reason: Paragraph,
}

/// Returns an answer to its writer.
#[utoipa::path(
    post, path = "/questions/{question}/return", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = ReturnReason,
    responses((status = 200, body = Receipt, description = "The answer is returned.")),
    security(("bearer" = ["approver"])),
)]
async fn return_answer(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<ReturnReason>,
) -> Result<impl Responder, Problem> {
    let (by, reason) = (staff.caller.person, body.content.reason);
    let outcome = app
        .shared
        .execute::<Question, _>(
            &staff,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                own_question(scope, &staff, *question).await?;
                Ok(QuestionCommand::ReturnAnswer { reason: reason.clone(), by })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
