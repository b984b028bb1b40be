//! Answers to questions: drafted, approved by others, sent to an asker alone.

use super::Staff;
use super::questions::own_question;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::enquiry::{
    AnswerPart, AnswerWarning, Aspect, QuestionAnswerDrafted, answer_warnings,
};
use dialogue::{
    DocumentReference, Question, QuestionCommand, QuestionId, QuestionRound, Reference, Refusal,
    Trajectory,
};
use http::{Body, NoBody, Operations, Problem};
use serde::{Deserialize, Serialize};
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_draft_answer, draft_answer)
        .with(__path_approve_answer, approve_answer)
        .with(__path_return_answer, return_answer)
        .with(__path_send_answer, send_answer)
}

/// An answer in draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    /// The question in anonymous words, as the note will show it.
    wording: Prose,
    /// The answer.
    answer: Prose,
    /// The version of a document in which the answer has been worked in. It may be the next one;
    /// the answer is approved once that is published.
    #[serde(default)]
    amends: Option<DocumentReference>,
    /// Further parts, when the question is split: each stands in the note on its own.
    #[serde(default)]
    #[schema(max_items = 20)]
    further: Vec<AnswerPart>,
}

/// What deserves a second look in an answer.
#[derive(Serialize, ToSchema)]
struct AnswerAdvice {
    /// Everything that was noticed. Nothing of it is refused.
    warnings: Vec<AnswerWarning>,
}

/// The receipt of a draft.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "it says what `Written::with` gives")]
struct AnswerReceipt {
    /// The receipt.
    #[serde(flatten)]
    receipt: Receipt,
    /// What deserves a second look.
    #[serde(flatten)]
    advice: AnswerAdvice,
}

/// Drafts an answer, or another one. Earlier approvals no longer count. An outside expert does so
/// for a question that is assigned to them.
#[utoipa::path(
    put, path = "/questions/{question}/answer", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = NewAnswer,
    responses((status = 200, body = AnswerReceipt, description = "The answer is drafted.")),
    security(("bearer" = ["buyer", "expert"])),
)]
async fn draft_answer(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<NewAnswer>,
) -> Result<impl Responder, Problem> {
    let NewAnswer { wording, answer, amends, further } = body.content;
    let by = staff.caller.person;
    let drafted = QuestionAnswerDrafted { wording, answer, amends, further, by };
    let outcome = app
        .shared
        .execute::<Question, _>(
            &staff,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = own_question(scope, &staff, *question).await?;
                check_amended(&trajectory, &drafted).map_err(Refusal::from)?;
                Ok(QuestionCommand::DraftAnswer(Box::new(drafted.clone())))
            },
        )
        .await?;
    let advice = AnswerAdvice { warnings: answer_warnings(&drafted) };
    Ok(Written::changed(&outcome).with(advice))
}

/// Whether every document that an answer changes exists, in that version or the one before.
fn check_amended(trajectory: &Trajectory, draft: &QuestionAnswerDrafted) -> Result<(), Faults> {
    let mut faults = Faults::none();
    for (place, part) in draft.parts().into_iter().enumerate() {
        let Some(amends) = part.amends else { continue };
        let at = match place {
            0 => "/amends".to_owned(),
            place => format!("/further/{}/amends", place - 1),
        };
        let before = amends.version.get().saturating_sub(1);
        if amends.version.get() > 1 && trajectory.document(amends.document, before).is_some() {
            continue;
        }
        let reference = Reference { document: Some(amends), lot: None };
        if let Err(wrong) = trajectory.check_reference(&reference, &at) {
            for fault in wrong.into_vec() {
                // The reference to a document stands one level higher here.
                let field = fault.field.replacen(&format!("{at}/document"), &at, 1);
                faults.add(field, fault.detail);
            }
        }
    }
    faults.check()
}

/// What is approved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApproval {
    /// What is approved of the answer, in a round that wants two approvals.
    #[serde(default)]
    aspect: Option<Aspect>,
}

/// Approves an answer. Whoever wrote it cannot, and nobody gives both of two approvals.
#[utoipa::path(
    post, path = "/questions/{question}/approval", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Option<NewApproval>,
    responses((status = 200, body = Receipt, description = "The answer is approved.")),
    security(("bearer" = ["approver"])),
)]
async fn approve_answer(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<NewApproval>,
) -> Result<impl Responder, Problem> {
    let (by, aspect) = (staff.caller.person, body.content.aspect);
    let outcome = app
        .shared
        .execute::<Question, _>(
            &staff,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = own_question(scope, &staff, *question).await?;
                let state = scope.load::<Question>(*question).await?;
                let round = scope.glance::<QuestionRound>(state.asked()?.round).await?;
                let needed = round.published()?.approvals;
                let parts = state.drafted().map(QuestionAnswerDrafted::parts).unwrap_or_default();
                let unpublished = parts.into_iter().filter_map(|part| part.amends).any(|amends| {
                    trajectory.document(amends.document, amends.version.get()).is_none()
                });
                Ok(QuestionCommand::ApproveAnswer { by, aspect, needed, unpublished })
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

/// Returns an answer to its writer. Earlier approvals no longer count.
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

/// Sends the approved answer to the asker alone, of a question that is withheld.
#[utoipa::path(
    post, path = "/questions/{question}/sending", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The answer is sent.")),
    security(("bearer" = ["buyer"])),
)]
async fn send_answer(
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
                Ok(QuestionCommand::AnswerAlone { by })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
