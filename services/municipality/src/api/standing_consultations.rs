//! The standing consultations of one's own municipality: registered, attached to, appreciated.

use super::{Staff, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Outcome, Scope, Target};
use dialogue::standing_consultation::{
    ConsultationProfile, StandingConsultationAppreciated, StandingConsultationAttached,
    StandingConsultationEnded, StandingConsultationRegistered,
};
use dialogue::{
    Phase, PhaseId, PhaseKind, Refusal, StandingConsultationCommand, StandingConsultationId,
    StandingConsultations, TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, StandingConsultationView, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_standing_consultations, list_standing_consultations)
        .with(__path_register_standing_consultation, register_standing_consultation)
        .with(__path_attach_to_consultation, attach_to_consultation)
        .with(__path_appreciate_consultation, appreciate_consultation)
        .with(__path_end_consultation, end_consultation)
}

/// A page of standing consultations.
type StandingConsultationViewList = List<StandingConsultationView>;

/// Lists the standing consultations of one's own municipality, the oldest first.
#[utoipa::path(
    get, path = "/standing-consultations", tag = "consultations", params(PageQuery),
    responses((status = 200, body = StandingConsultationViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_standing_consultations(
    app: Data<App>,
    staff: Staff,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.consultations_of(&staff.caller.organisation, &paging).map(Json)
}

/// Executes a command on the standing consultations of the caller's own municipality.
async fn change(
    app: &App,
    staff: &Staff,
    conditions: &Conditions,
    command: StandingConsultationCommand,
) -> Result<Outcome, Problem> {
    let target = Target::existing(&staff.caller.organisation);
    app.shared
        .execute::<StandingConsultations, _>(staff, conditions, target, async |_| {
            Ok(command.clone())
        })
        .await
}

/// A consultation that is to be registered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStandingConsultation {
    /// What it is.
    profile: ConsultationProfile,
    /// Why it is added, when there is one of the same level to which one could attach.
    #[serde(default)]
    addition: Option<Paragraph>,
}

/// Registers a standing consultation: with quality always on its agenda, and money apart. Beside
/// one of the same level it takes a reason, for subjects can be attached to that.
#[utoipa::path(
    post, path = "/standing-consultations", tag = "consultations",
    request_body = NewStandingConsultation,
    responses((status = 201, body = Receipt, description = "It is registered.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn register_standing_consultation(
    app: Data<App>,
    staff: Staff,
    body: Body<NewStandingConsultation>,
) -> Result<impl Responder, Problem> {
    let NewStandingConsultation { profile, addition } = body.content;
    let consultation = StandingConsultationId::from(staff.name_for(&body.conditions));
    let by = staff.caller.person;
    let new = StandingConsultationRegistered { consultation, profile, addition, by };
    let command = StandingConsultationCommand::Register(Box::new(new));
    let outcome = change(&app, &staff, &body.conditions, command).await?;
    Ok(Written::created(&outcome, |_| format!("{BASE}/standing-consultations/{consultation}")))
}

/// Subjects that are to be attached.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAttachment {
    /// The trajectory.
    trajectory: TrajectoryId,
    /// The phase, which is open.
    phase: PhaseKind,
    /// What is spoken about.
    #[schema(min_items = 1, max_items = 50)]
    topics: Vec<Title>,
}

/// Attaches subjects of an open phase to a consultation that is there.
#[utoipa::path(
    post, path = "/standing-consultations/{consultation}/attachments", tag = "consultations",
    params(("consultation" = StandingConsultationId, Path, description = "Which one.")),
    request_body = NewAttachment,
    responses((status = 200, body = Receipt, description = "They are attached.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn attach_to_consultation(
    app: Data<App>,
    staff: Staff,
    consultation: Path<StandingConsultationId>,
    body: Body<NewAttachment>,
) -> Result<impl Responder, Problem> {
    let NewAttachment { trajectory, phase, topics } = body.content;
    let (consultation, by) = (*consultation, staff.caller.person);
    let new = StandingConsultationAttached { consultation, trajectory, phase, topics, by };
    let outcome = app
        .shared
        .execute::<StandingConsultations, _>(
            &staff,
            &body.conditions,
            Target::existing(&staff.caller.organisation),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, trajectory).await?;
                scope.glance::<Phase>(PhaseId { trajectory, kind: phase }).await?.open()?;
                Ok(StandingConsultationCommand::Attach(new.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// How one's municipality appreciates a consultation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAppreciation {
    /// From 1 to 5.
    #[schema(example = 4)]
    score: Whole,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Tells how one's municipality appreciates a consultation of its own.
#[utoipa::path(
    post, path = "/standing-consultations/{consultation}/appreciation", tag = "consultations",
    params(("consultation" = StandingConsultationId, Path, description = "Which one.")),
    request_body = NewAppreciation,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn appreciate_consultation(
    app: Data<App>,
    staff: Staff,
    consultation: Path<StandingConsultationId>,
    body: Body<NewAppreciation>,
) -> Result<impl Responder, Problem> {
    let NewAppreciation { score, reason } = body.content;
    let consultation = *consultation;
    let told = StandingConsultationAppreciated { consultation, provider: None, score, reason };
    let command = StandingConsultationCommand::Appreciate(told);
    Ok(Written::changed(&change(&app, &staff, &body.conditions, command).await?))
}

/// Why a consultation is not held any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEnding {
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Ends a consultation of one's own municipality.
#[utoipa::path(
    post, path = "/standing-consultations/{consultation}/ending", tag = "consultations",
    params(("consultation" = StandingConsultationId, Path, description = "Which one.")),
    request_body = NewEnding,
    responses((status = 200, body = Receipt, description = "It is ended.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn end_consultation(
    app: Data<App>,
    staff: Staff,
    consultation: Path<StandingConsultationId>,
    body: Body<NewEnding>,
) -> Result<impl Responder, Problem> {
    let (consultation, by) = (*consultation, staff.caller.person);
    let ended = StandingConsultationEnded { consultation, reason: body.content.reason, by };
    let command = StandingConsultationCommand::End(ended);
    Ok(Written::changed(&change(&app, &staff, &body.conditions, command).await?))
}
