//! Advice: asked of a council, and responded to recommendation by recommendation.

use super::{Staff, hide, own_trajectory};
use crate::projections::advice::AdviceRequestView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::advice::{
    AdviceRefusal, AdviceRequested, AdviceResponseGiven, RecommendationResponse,
};
use dialogue::{
    Advice, AdviceCommand, AdviceId, DocumentReference, Phase, PhaseCommand, PhaseId, PhaseKind,
    Reference, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{AdviceView, Receipt, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_request_advice, request_advice)
        .with(__path_list_advices, list_advices)
        .with(__path_get_advice, get_advice)
        .with(__path_respond_to_advice, respond_to_advice)
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
                request.term = own.follow_council(&request.council, request.term, "/term")?;
                scope.also::<Phase>(phase, PhaseCommand::RegisterAdvice(id)).await?;
                scope.not_after(request.term.at);
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
    let outcome =
        app.shared
            .execute::<Advice, _>(
                &staff,
                &body.conditions,
                Target::existing(*advice),
                async |scope: &mut Scope<'_, Refusal>| {
                    let (trajectory, ..) =
                        scope.glance::<Advice>(*advice).await?.subject().map(
                            |(trajectory, phase, council)| (trajectory, phase, council.clone()),
                        )?;
                    own_trajectory(scope, &staff, trajectory)
                        .await
                        .map_err(|error| hide(error, AdviceRefusal::Unknown))?;
                    Ok(AdviceCommand::Respond(given.clone()))
                },
            )
            .await?;
    Ok(Written::changed(&outcome))
}
