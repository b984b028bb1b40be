//! The standing consultations in which one takes part, and how one appreciates them.

use super::Caller;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::session::Audience;
use dialogue::standing_consultation::{
    StandingConsultationAppreciated, StandingConsultationRefusal,
};
use dialogue::{
    Provider, Refusal, StandingConsultationCommand, StandingConsultationId, StandingConsultations,
    TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, StandingConsultationView, Written};
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_standing_consultations, list_standing_consultations)
        .with(__path_appreciate_consultation, appreciate_consultation)
}

/// A page of standing consultations.
type StandingConsultationViewList = List<StandingConsultationView>;

/// Lists the standing consultations to which subjects of a trajectory were attached.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/standing-consultations", tag = "consultations",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = StandingConsultationViewList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_standing_consultations(
    app: Data<App>,
    _: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.attached_consultations(*trajectory, &paging).map(Json)
}

/// How one appreciates a consultation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProviderAppreciation {
    /// The municipality that holds it.
    municipality: MunicipalityCode,
    /// From 1 to 5.
    #[schema(example = 4)]
    score: Whole,
    /// Why. It is kept, and told to nobody.
    reason: Paragraph,
}

/// Tells how one appreciates a consultation in which organisations of one's size take part. It is
/// counted with at least four others, and never told alone.
#[utoipa::path(
    post, path = "/standing-consultations/{consultation}/appreciation", tag = "consultations",
    params(("consultation" = StandingConsultationId, Path, description = "Which one.")),
    request_body = ProviderAppreciation,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn appreciate_consultation(
    app: Data<App>,
    call: Caller,
    consultation: Path<StandingConsultationId>,
    body: Body<ProviderAppreciation>,
) -> Result<impl Responder, Problem> {
    let ProviderAppreciation { municipality, score, reason } = body.content;
    let consultation = *consultation;
    let provider = call.caller.organisation.id;
    let told =
        StandingConsultationAppreciated { consultation, provider: Some(provider), score, reason };
    let outcome = app
        .shared
        .execute::<StandingConsultations, _>(
            &call,
            &body.conditions,
            Target::existing(&municipality),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = scope.glance::<Provider>(provider).await?.profile()?.size;
                let register = scope.glance::<StandingConsultations>(&municipality).await?;
                let participants = &register.held(consultation)?.profile().participants;
                if !participants.contains(&Audience::of(own)) {
                    let refusal = StandingConsultationRefusal::NotParticipant;
                    return Err(Refusal::from(refusal).into());
                }
                Ok(StandingConsultationCommand::Appreciate(told.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
