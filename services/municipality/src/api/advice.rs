//! Advice: asked of a council, and responded to recommendation by recommendation.

use super::{Staff, hide, own_trajectory};
use crate::projections::advice::AdviceRequestView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{NewTerm, Term};
use command::{Scope, Target};
use dialogue::advice::{
    AdviceCopySent, AdviceExtensionDeclined, AdviceFollowUpRecorded, AdviceRefusal,
    AdviceRequested, AdviceResponseGiven, AdviceTermExtended, PolicyStep, RecommendationResponse,
    Urgency,
};
use dialogue::{
    Advice, AdviceCommand, AdviceId, DocumentReference, Phase, PhaseCommand, PhaseId, PhaseKind,
    Reference, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::{AdviceView, Receipt, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, Paragraph, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_request_advice, request_advice)
        .with(__path_list_advices, list_advices)
        .with(__path_get_advice, get_advice)
        .with(__path_respond_to_advice, respond_to_advice)
        .with(__path_decide_advice_extension, decide_advice_extension)
        .with(__path_record_advice_follow_up, record_advice_follow_up)
        .with(__path_send_advice_copy, send_advice_copy)
}

/// A request for advice.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAdviceRequest {
    /// The phase in which it is asked. It cannot close before each recommendation has its
    /// response.
    phase: PhaseKind,
    /// The council that is asked.
    council: CouncilCode,
    /// What it is about.
    subject: Title,
    /// What it is about, in plain Dutch.
    summary: Paragraph,
    /// Why advice is asked now.
    reason: Prose,
    /// What the municipality asks.
    question: Prose,
    /// Which alternatives were considered.
    #[schema(min_items = 1, max_items = 50)]
    alternatives: Vec<Paragraph>,
    /// The documents to read.
    #[serde(default)]
    #[schema(max_items = 200)]
    documents: Vec<DocumentReference>,
    /// Until when the advice can be taken into account.
    term: NewTerm,
    /// What happens with the advice afterwards.
    follow_up: Paragraph,
    /// Where the policy stands.
    step: Option<PolicyStep>,
    /// A shorter term, when it cannot wait. It holds once the council agrees.
    urgency: Option<NewUrgency>,
}

/// A shorter term than the ordinance gives.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUrgency {
    /// Why it cannot wait.
    reason: Paragraph,
    /// Until when the advice can be taken into account, when the council agrees.
    term: NewTerm,
}

/// Asks a council for advice.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/advice-requests", tag = "advice",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewAdviceRequest,
    responses((status = 201, body = Receipt, description = "The advice is asked.")),
    security(("bearer" = ["buyer"])),
)]
async fn request_advice(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewAdviceRequest>,
) -> Result<impl Responder, Problem> {
    let (trajectory, new) = (*trajectory, body.content);
    if new.alternatives.is_empty() {
        let detail = "Noem minstens één alternatief dat is overwogen.";
        return Err(Problem::faults(Faults::one("/alternatives", detail)));
    }
    let request = AdviceRequested {
        trajectory,
        phase: new.phase,
        council: new.council,
        subject: new.subject,
        summary: new.summary,
        reason: new.reason,
        question: new.question,
        alternatives: new.alternatives,
        documents: new.documents,
        term: new.term.into(),
        follow_up: new.follow_up,
        step: new.step,
        urgency: new
            .urgency
            .map(|NewUrgency { reason, term }| Urgency { reason, term: term.into() }),
    };
    let id = AdviceId::random();
    let phase = PhaseId { trajectory, kind: request.phase };
    let outcome = app
        .shared
        .execute::<Advice, _>(
            &staff,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, trajectory).await?;
                check_request(&own, &request).map_err(Refusal::from)?;
                let mut request = request.clone();
                let council = request.council.clone();
                request.term = own.follow_council_ordinarily(&council, request.term, "/term")?;
                if let Some(urgency) = &mut request.urgency {
                    let term = urgency.term.clone();
                    urgency.term = own.follow_council(&council, term, "/urgency/term")?;
                }
                scope.also::<Phase>(phase, PhaseCommand::RegisterAdvice(id)).await?;
                let first = request.urgency.as_ref().map_or(&request.term, |it| &it.term);
                scope.not_after(first.at);
                Ok(AdviceCommand::Request(Box::new(request)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/advices/{id}")))
}

fn check_request(trajectory: &Trajectory, request: &AdviceRequested) -> Result<(), Faults> {
    let mut faults = Faults::none();
    faults.unless(
        trajectory.is_advised_by(&request.council),
        "/council",
        "Deze raad adviseert niet over dit traject. Bij de opening is bepaald welke dat wel doen.",
    );
    for (place, document) in request.documents.iter().enumerate() {
        let reference = Reference { document: Some(document.clone()), lot: None };
        if let Err(wrong) = trajectory.check_reference(&reference, "") {
            faults.extend(wrong.into_vec().into_iter().map(|mut fault| {
                fault.field = fault.field.replacen("/document", &format!("/documents/{place}"), 1);
                fault
            }));
        }
    }
    faults.check()
}

/// The advice about a trajectory.
#[derive(Serialize, ToSchema)]
struct Advices {
    /// What was asked and not given yet.
    requested: Vec<AdviceRequestView>,
    /// What was given, with the responses.
    given: Vec<AdviceView>,
}

/// Lists the advice about a trajectory: what was asked, and what was given.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/advices", tag = "advice",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Advices, description = "The advice.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_advices(
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
    let sql = "SELECT body FROM advice_request WHERE trajectory = ?1";
    let requested = model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    Ok(Json(Advices { requested, given: model.advices(*trajectory)? }))
}

/// Shows an advice that was given.
#[utoipa::path(
    get, path = "/advices/{advice}", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice."), ThingQuery),
    responses((status = 200, body = AdviceView, description = "The advice.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_advice(
    app: Data<App>,
    staff: Staff,
    advice: Path<AdviceId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let content = model.advice(*advice)?;
    model
        .check_member(content.trajectory, &staff.caller.organisation)
        .map_err(|_| refusal_problem(&AdviceRefusal::Unknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Responses to recommendations.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewResponses {
    /// The responses, each to a recommendation that has none yet.
    #[schema(min_items = 1, max_items = 100)]
    responses: Vec<RecommendationResponse>,
}

/// Responds to recommendations. What is said here is public at once and never edited.
#[utoipa::path(
    post, path = "/advices/{advice}/responses", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = NewResponses,
    responses((status = 200, body = Receipt, description = "The responses are given.")),
    security(("bearer" = ["buyer"])),
)]
async fn respond_to_advice(
    app: Data<App>,
    staff: Staff,
    advice: Path<AdviceId>,
    body: Body<NewResponses>,
) -> Result<impl Responder, Problem> {
    let given = AdviceResponseGiven { responses: body.content.responses, by: staff.caller.person };
    let command = |_: &Trajectory, _: &CouncilCode| Ok(AdviceCommand::Respond(given.clone()));
    change(&app, &staff, *advice, &body.conditions, command).await
}

/// Executes a command on an advice about a trajectory in which the caller's municipality buys.
async fn change(
    app: &App,
    staff: &Staff,
    advice: AdviceId,
    conditions: &Conditions,
    command: impl Fn(&Trajectory, &CouncilCode) -> Result<AdviceCommand, Refusal>,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Advice, _>(
            staff,
            conditions,
            Target::existing(advice),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<Advice>(advice).await?;
                let (trajectory, _, council) = known.subject()?;
                let own = own_trajectory(scope, staff, trajectory)
                    .await
                    .map_err(|error| hide(error, AdviceRefusal::Unknown))?;
                Ok(command(&own, council)?)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What is decided about more time for an advice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExtensionDecision {
    /// Until when the advice can be taken into account from now on; absent when the term stays.
    term: Option<NewTerm>,
    /// Why.
    reason: Paragraph,
}

/// Gives a council more time, whether it asked for it or not, or tells why the term stays.
#[utoipa::path(
    post, path = "/advices/{advice}/extension-decision", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = NewExtensionDecision,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["buyer"])),
)]
async fn decide_advice_extension(
    app: Data<App>,
    staff: Staff,
    advice: Path<AdviceId>,
    body: Body<NewExtensionDecision>,
) -> Result<impl Responder, Problem> {
    let NewExtensionDecision { term, reason } = body.content;
    let (term, by) = (term.map(Term::from), staff.caller.person);
    change(&app, &staff, *advice, &body.conditions, |own, council| {
        let reason = reason.clone();
        Ok(match term.clone() {
            Some(term) => {
                let term = own.follow_council_ordinarily(council, term, "/term")?;
                AdviceCommand::ExtendTerm(AdviceTermExtended { term, reason, by })
            }
            None => AdviceCommand::DeclineExtension(AdviceExtensionDeclined { reason, by }),
        })
    })
    .await
}

/// Which text followed from a recommendation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFollowUp {
    /// The number of the recommendation.
    #[schema(example = 1)]
    number: Whole,
    /// The text: a document in one version, and where in it.
    document: DocumentReference,
    /// What changed in it.
    change: Prose,
}

/// Tells which text followed from a recommendation that was adopted, wholly or partly.
#[utoipa::path(
    post, path = "/advices/{advice}/follow-ups", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = NewFollowUp,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_advice_follow_up(
    app: Data<App>,
    staff: Staff,
    advice: Path<AdviceId>,
    body: Body<NewFollowUp>,
) -> Result<impl Responder, Problem> {
    let NewFollowUp { number, document, change: what } = body.content;
    let by = staff.caller.person;
    let followed = AdviceFollowUpRecorded { number, document, change: what, by };
    change(&app, &staff, *advice, &body.conditions, |own, _| {
        let reference = Reference { document: Some(followed.document.clone()), lot: None };
        own.check_reference(&reference, "")?;
        Ok(AdviceCommand::RecordFollowUp(followed.clone()))
    })
    .await
}

/// A copy for the elected council of the municipality.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAdviceCopy {
    /// When it was sent.
    #[schema(value_type = String, format = Date)]
    sent_on: Date,
}

/// Records that the elected council of the municipality got a copy of the advice and the response.
#[utoipa::path(
    post, path = "/advices/{advice}/municipal-council-copy", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = NewAdviceCopy,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn send_advice_copy(
    app: Data<App>,
    staff: Staff,
    advice: Path<AdviceId>,
    body: Body<NewAdviceCopy>,
) -> Result<impl Responder, Problem> {
    let sent = AdviceCopySent { sent_on: body.content.sent_on, by: staff.caller.person };
    let command = |_: &Trajectory, _: &CouncilCode| Ok(AdviceCommand::SendCopy(sent.clone()));
    change(&app, &staff, *advice, &body.conditions, command).await
}
