//! One's own questions: asked about a place in the documents or in general, withdrawn.

use super::{Caller, check_registered, within};
use crate::projections::own::{self, Table};
use crate::projections::questions::OwnQuestion;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::enquiry::{EnquiryRefusal, LateQuestions, LateQuestionsCommand, QuestionAsked};
use dialogue::{
    Question, QuestionCommand, QuestionId, QuestionRound, QuestionRoundId, Reference, Refusal,
    Trajectory,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_ask_question, ask_question)
        .with(__path_list_questions, list_questions)
        .with(__path_get_question, get_question)
        .with(__path_withdraw_question, withdraw_question)
}

/// A question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewQuestion {
    /// What it is about: a place in a version of a document, a lot, or nothing in particular.
    #[serde(default)]
    reference: Reference,
    /// The question. Others read it in anonymous words, in the clarification note.
    text: Prose,
    /// What those who answer should know beside it. Only the municipality reads it, and it never
    /// stands in a note.
    #[serde(default)]
    background: Option<Prose>,
    /// Why question and answer should stay out of every note, when you ask that (art. 2.53 lid 3
    /// Aanbestedingswet 2012). The municipality decides; you hear why.
    #[serde(default)]
    withholding: Option<Paragraph>,
    /// Whether you know that it comes after the term of the round. It is then taken when the round
    /// takes late questions and is not concluded, and answered for all or not at all.
    #[serde(default)]
    late: bool,
}

/// Asks a question in a question round. Before the term it is asked as it is; after the term only
/// with `late`, in a round that takes late questions.
#[utoipa::path(
    post, path = "/question-rounds/{round}/questions", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round.")),
    request_body = NewQuestion,
    responses((status = 201, body = Receipt, description = "The question is received.")),
    security(("bearer" = ["submitter"])),
)]
async fn ask_question(
    app: Data<App>,
    call: Caller,
    round: Path<QuestionRoundId>,
    body: Body<NewQuestion>,
) -> Result<impl Responder, Problem> {
    let (round, provider) = (*round, call.caller.organisation.id);
    let NewQuestion { reference, text, background, withholding, late } = body.content;
    let id = QuestionId::random();
    let asked = QuestionAsked {
        round,
        provider,
        reference,
        section_known: true,
        text,
        background,
        withholding,
        late,
    };
    let outcome = app
        .shared
        .execute::<Question, _>(
            &call,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let state = scope.load::<QuestionRound>(round).await?;
                if late {
                    // The log alone decides that the term has passed.
                    scope.not_before(state.late_from()?);
                    let register = LateQuestionsCommand::Register(id);
                    scope.also::<LateQuestions>(round, register).await?;
                } else {
                    within(scope, state.admission()?);
                }
                // Documents and lots are only ever added: what is known stays known.
                let trajectory = state.published()?.trajectory;
                let trajectory = scope.glance::<Trajectory>(trajectory).await?;
                let section_known = trajectory
                    .check_reference(&asked.reference, "/reference")
                    .map_err(Refusal::from)?;
                let asked = QuestionAsked { section_known, ..asked.clone() };
                Ok(QuestionCommand::Ask(Box::new(asked)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/questions/{id}")))
}
/// A page of one's own questions.
type QuestionList = List<OwnQuestion>;

/// Lists one's own questions in a round, the oldest first.
#[utoipa::path(
    get, path = "/question-rounds/{round}/questions", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round."), PageQuery),
    responses((status = 200, body = QuestionList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_questions(
    app: Data<App>,
    call: Caller,
    round: Path<QuestionRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.question_round(*round)?;
    let provider = call.caller.organisation.id;
    let page = own::page(model, Table::Question, provider, &round.to_string(), &paging)?;
    Ok(Json(QuestionList::new(page.items, page.next)))
}

/// Shows one's own question, with its receipt and where it was answered.
#[utoipa::path(
    get, path = "/questions/{question}", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question."), ThingQuery),
    responses((status = 200, body = OwnQuestion, description = "The question.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_question(
    app: Data<App>,
    call: Caller,
    question: Path<QuestionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: OwnQuestion =
        own::document(model, Table::Question, provider, &question.to_string())?
            .ok_or_else(|| refusal_problem(&EnquiryRefusal::QuestionUnknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Withdraws one's own question, until it is answered in a published note.
#[utoipa::path(
    post, path = "/questions/{question}/withdrawal", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The question is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_question(
    app: Data<App>,
    call: Caller,
    question: Path<QuestionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<Question, _>(
            &call,
            &body.conditions,
            Target::existing(*question),
            async |scope: &mut Scope<'_, Refusal>| {
                if scope.glance::<Question>(*question).await?.asked()?.provider != provider {
                    return Err(Refusal::from(EnquiryRefusal::QuestionUnknown).into());
                }
                Ok(QuestionCommand::Withdraw)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
