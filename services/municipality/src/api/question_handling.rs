//! What is done with a question before it is answered: kept out of the notes or not, declined,
//! labelled, assigned, merged with others.

use super::Staff;
use super::questions::own_question;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use calendar::Moment;
use command::{Scope, Target};
use dialogue::enquiry::{
    DeclineGround, QuestionAssigned, QuestionAssignmentEnded, QuestionDeclined, QuestionMerged,
    QuestionWithholdingGranted, QuestionWithholdingRefused,
};
use dialogue::{PersonId, Question, QuestionCommand, QuestionId, QuestionRound, Refusal};
use http::{Body, Conditions, NoBody, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_decide_withholding, decide_withholding)
        .with(__path_decline_question, decline_question)
        .with(__path_label_question, label_question)
        .with(__path_assign_question, assign_question)
        .with(__path_end_assignment, end_assignment)
        .with(__path_merge_question, merge_question)
        .with(__path_separate_question, separate_question)
}

/// Executes a command on a question of a trajectory in which the caller's municipality buys.
async fn execute(
    app: &App,
    staff: &Staff,
    conditions: &Conditions,
    question: QuestionId,
    command: impl AsyncFn(&mut Scope<'_, Refusal>) -> Result<QuestionCommand, Refused>,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Question, _>(
            staff,
            conditions,
            Target::existing(question),
            async |scope: &mut Scope<'_, Refusal>| {
                own_question(scope, staff, question).await?;
                command(scope).await
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Whether a question is kept out of the notes.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum WithholdingOutcome {
    /// It stays out of every note; its asker alone gets the answer.
    Granted,
    /// It is answered for all, unless its asker withdraws it.
    Refused,
}

/// The decision on a request to keep a question out of the notes.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WithholdingDecision {
    /// What is decided.
    outcome: WithholdingOutcome,
    /// Why, for the asker to read and for the record of the procedure.
    reason: Paragraph,
    /// When it is refused: until when the question is in no note, so that its asker can withdraw
    /// it.
    #[serde(default)]
    withdrawable_until: Option<Moment>,
}

/// Decides whether a question is kept out of the notes, as its asker wishes (art. 2.53 lid 3
/// Aanbestedingswet 2012). When that is refused the asker can withdraw the question first.
#[utoipa::path(
    post, path = "/questions/{question}/withholding-decision", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = WithholdingDecision,
    responses((status = 200, body = Receipt, description = "The decision is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn decide_withholding(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<WithholdingDecision>,
) -> Result<impl Responder, Problem> {
    let WithholdingDecision { outcome, reason, withdrawable_until } = body.content;
    let (by, until) = (staff.caller.person, withdrawable_until.map(|moment| moment.instant()));
    let command = match (outcome, until) {
        (WithholdingOutcome::Granted, None) => {
            QuestionCommand::GrantWithholding(QuestionWithholdingGranted { reason, by })
        }
        (WithholdingOutcome::Refused, Some(withdrawable_until)) => {
            let refused = QuestionWithholdingRefused { reason, withdrawable_until, by };
            QuestionCommand::RefuseWithholding(refused)
        }
        (outcome, _) => {
            let told = if outcome == WithholdingOutcome::Granted {
                "Dit veld hoort bij een weigering. Laat het weg."
            } else {
                "Noem bij een weigering tot wanneer de vraagsteller de vraag kan intrekken, \
                 voordat zij in een nota komt."
            };
            return Err(Problem::faults(Faults::one("/withdrawableUntil", told)));
        }
    };
    execute(&app, &staff, &body.conditions, *question, async |scope| {
        if let Some(until) = until {
            scope.not_after(until);
        }
        Ok(command.clone())
    })
    .await
}

/// Why a question gets no answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decline {
    /// On which ground. Only a question that came late can be declined for that.
    ground: DeclineGround,
    /// Why, for the asker to read.
    reason: Paragraph,
}

/// Declines a question: it gets no answer, and its asker reads why.
#[utoipa::path(
    post, path = "/questions/{question}/declining", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Decline,
    responses((status = 200, body = Receipt, description = "The question is declined.")),
    security(("bearer" = ["buyer"])),
)]
async fn decline_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<Decline>,
) -> Result<impl Responder, Problem> {
    let Decline { ground, reason } = body.content;
    let declined = QuestionDeclined { ground, reason, by: staff.caller.person };
    execute(&app, &staff, &body.conditions, *question, async |_| {
        Ok(QuestionCommand::Decline(declined.clone()))
    })
    .await
}

/// The labels of a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionLabels {
    /// All of them; what is not there goes.
    #[schema(max_items = 20)]
    labels: BTreeSet<Label>,
}

/// Gives a question its labels.
#[utoipa::path(
    put, path = "/questions/{question}/labels", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = QuestionLabels,
    responses((status = 200, body = Receipt, description = "It has these labels.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn label_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<QuestionLabels>,
) -> Result<impl Responder, Problem> {
    let labels = body.content.labels;
    execute(&app, &staff, &body.conditions, *question, async |_| {
        Ok(QuestionCommand::Label(labels.clone()))
    })
    .await
}

/// Somebody to whom a question is assigned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Assignee {
    /// The person, by the pseudonym that `GET /me` gives them.
    #[schema(value_type = PersonId)]
    person: PersonId,
}

/// Assigns a question to a colleague or to an outside expert. An expert sees nothing else.
#[utoipa::path(
    post, path = "/questions/{question}/assignment", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Assignee,
    responses((status = 200, body = Receipt, description = "It is assigned.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn assign_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<Assignee>,
) -> Result<impl Responder, Problem> {
    let assigned = QuestionAssigned { to: body.content.person, by: staff.caller.person };
    execute(&app, &staff, &body.conditions, *question, async |_| {
        Ok(QuestionCommand::Assign(assigned.clone()))
    })
    .await
}

/// Ends the assignment of a question to somebody.
#[utoipa::path(
    post, path = "/questions/{question}/assignment-ending", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Assignee,
    responses((status = 200, body = Receipt, description = "It is not assigned to them.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn end_assignment(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<Assignee>,
) -> Result<impl Responder, Problem> {
    let ended = QuestionAssignmentEnded { to: body.content.person, by: staff.caller.person };
    execute(&app, &staff, &body.conditions, *question, async |_| {
        Ok(QuestionCommand::EndAssignment(ended.clone()))
    })
    .await
}

/// The question into which another is merged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Merge {
    /// A question of the same round that waits for an answer, or one of the trajectory that a note
    /// has answered.
    #[schema(value_type = QuestionId)]
    into: QuestionId,
}

/// Merges a question into another: it is answered where that one is. Its own text stays.
#[utoipa::path(
    post, path = "/questions/{question}/merging", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Merge,
    responses((status = 200, body = Receipt, description = "It is merged.")),
    security(("bearer" = ["buyer"])),
)]
async fn merge_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<Merge>,
) -> Result<impl Responder, Problem> {
    let (question, into, by) = (*question, body.content.into, staff.caller.person);
    let wrong = |told: &str| Refusal::from(Faults::one("/into", told));
    execute(&app, &staff, &body.conditions, question, async |scope| {
        if into == question {
            return Err(wrong("Een vraag gaat niet op in zichzelf. Kies een andere vraag.").into());
        }
        let own = scope.load::<Question>(question).await?.asked()?.round;
        let other = scope.load::<Question>(into).await?;
        let unknown = || wrong("Deze vraag bestaat niet in dit traject.");
        let theirs = other.asked().map_err(|_| unknown())?.round;
        let of = async |scope: &mut Scope<'_, Refusal>, round| {
            Ok::<_, Refused>(scope.glance::<QuestionRound>(round).await?.published()?.trajectory)
        };
        if of(scope, own).await? != of(scope, theirs).await? {
            return Err(unknown().into());
        }
        let published = other.check_merge_target(own)?.cloned();
        Ok(QuestionCommand::Merge { merged: QuestionMerged { into, by }, published })
    })
    .await
}

/// Takes a question apart again from the one it was merged into.
#[utoipa::path(
    post, path = "/questions/{question}/separation", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It stands on its own.")),
    security(("bearer" = ["buyer"])),
)]
async fn separate_question(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let by = staff.caller.person;
    execute(&app, &staff, &body.conditions, *question, async |_| {
        Ok(QuestionCommand::Separate { by })
    })
    .await
}
