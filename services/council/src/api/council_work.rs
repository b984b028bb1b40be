//! How a council comes to its advice: by when, who drafts, how it is adopted and signed.

use super::Member;
use super::advice::change;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use dialogue::advice::{
    Adoption, AdviceAdopted, AdviceDraftingGroupFormed, AdviceExtensionRequested, AdviceSigned,
    AdviceUrgencyAgreed, AdviceUrgencyRefused, CouncilOffice,
};
use dialogue::{AdviceCommand, AdviceId, PersonId};
use http::{Body, NoBody, Operations, Problem};
use jiff::civil::Date;
use serde::Deserialize;
use service::{Receipt, Role};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_decide_advice_urgency, decide_advice_urgency)
        .with(__path_request_advice_extension, request_advice_extension)
        .with(__path_form_drafting_group, form_drafting_group)
        .with(__path_adopt_advice, adopt_advice)
        .with(__path_sign_advice, sign_advice)
}

/// Whether the council agrees to a shorter term.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UrgencyDecision {
    /// Whether it agrees.
    agreed: bool,
    /// Why it does not; needed then.
    reason: Option<Paragraph>,
}

/// Tells whether the council agrees to a shorter term. Without that the ordinary one holds.
#[utoipa::path(
    post, path = "/advices/{advice}/urgency-decision", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = UrgencyDecision,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn decide_advice_urgency(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<UrgencyDecision>,
) -> Result<impl Responder, Problem> {
    let by = call.caller.person;
    let command = match (body.content.agreed, body.content.reason) {
        (true, None) => AdviceCommand::AgreeToUrgency(AdviceUrgencyAgreed { by }),
        (false, Some(reason)) => AdviceCommand::RefuseUrgency(AdviceUrgencyRefused { reason, by }),
        (true, Some(_)) => return Err(faulty("Stemt u in, dan is er geen reden nodig.")),
        (false, None) => return Err(faulty("Stemt u niet in, vertel dan waarom.")),
    };
    change(&app, &call, *advice, &body.conditions, command).await
}

fn faulty(reason: &str) -> Problem {
    Problem::faults(Faults::one("/reason", reason))
}

/// A request for more time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExtensionRequest {
    /// Until and including which day.
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// Why.
    reason: Paragraph,
}

/// Asks the municipality for more time.
#[utoipa::path(
    post, path = "/advices/{advice}/extension-request", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = NewExtensionRequest,
    responses((status = 200, body = Receipt, description = "It is asked.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn request_advice_extension(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<NewExtensionRequest>,
) -> Result<impl Responder, Problem> {
    let NewExtensionRequest { until, reason } = body.content;
    let asked = AdviceExtensionRequested { until, reason, by: call.caller.person };
    let command = AdviceCommand::RequestExtension(asked);
    change(&app, &call, *advice, &body.conditions, command).await
}

/// Who drafts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftingGroup {
    /// The members, by the pseudonym that `GET /me` tells each of them.
    #[schema(min_items = 1, max_items = 50)]
    members: Vec<PersonId>,
}

/// Forms the group that drafts the advice. From then on nobody else changes the draft but the
/// chair and the secretary, and the council adopts and signs it before it is given.
#[utoipa::path(
    put, path = "/advices/{advice}/drafting-group", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = DraftingGroup,
    responses((status = 200, body = Receipt, description = "The group is formed.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn form_drafting_group(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<DraftingGroup>,
) -> Result<impl Responder, Problem> {
    let DraftingGroup { members } = body.content;
    let formed = AdviceDraftingGroupFormed { members, by: call.caller.person };
    let command = AdviceCommand::FormDraftingGroup(formed);
    change(&app, &call, *advice, &body.conditions, command).await
}

/// Records that the whole council adopted the draft, with the view of a minority. Another draft
/// needs to be adopted again.
#[utoipa::path(
    post, path = "/advices/{advice}/adoption", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = Adoption,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn adopt_advice(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<Adoption>,
) -> Result<impl Responder, Problem> {
    let adopted = AdviceAdopted { adoption: body.content, by: call.caller.person };
    let command = AdviceCommand::Adopt(adopted);
    change(&app, &call, *advice, &body.conditions, command).await
}

/// Signs the adopted draft in one's office. Chair and secretary are two people.
#[utoipa::path(
    post, path = "/advices/{advice}/signature", tag = "advice",
    params(("advice" = AdviceId, Path, description = "The advice.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is signed.")),
    security(("bearer" = ["secretary", "chair"])),
)]
async fn sign_advice(
    app: Data<App>,
    call: Member,
    advice: Path<AdviceId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let office = match call.caller.role {
        Role::Chair => CouncilOffice::Chair,
        _ => CouncilOffice::Secretary,
    };
    let command = AdviceCommand::Sign(AdviceSigned { office, by: call.caller.person });
    change(&app, &call, *advice, &body.conditions, command).await
}
