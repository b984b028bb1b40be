//! The two tracks: a contribution of a report moves between this purchase and the development
//! agenda, and everyone reads how far what is on the agenda is.

use super::consultations::check_round;
use super::{Staff, hide};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::consultation::{
    AgendaItemProgressed, AgendaStatus, ConsultationRefusal, ReportItemMoved, Track,
};
use dialogue::{
    ConsultationRound, ConsultationRoundCommand, Contribution, ContributionId, Refusal,
};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_move_contribution, move_contribution)
        .with(__path_report_progress, report_progress)
}

/// Executes a command on the round of a contribution; `command` gets what must not be told of it.
async fn execute(
    app: &App,
    staff: &Staff,
    id: ContributionId,
    conditions: &Conditions,
    command: impl Fn(Vec<String>) -> ConsultationRoundCommand,
) -> Result<Written, Problem> {
    let contribution = app.shared.look_up::<Contribution>(id).await?;
    let current = contribution.current().map_err(|refusal| refusal_problem(&refusal))?;
    let sensitive: Vec<_> =
        current.content.sensitive_texts().into_iter().map(str::to_owned).collect();
    let round = current.round;
    let outcome = app
        .shared
        .execute::<ConsultationRound, _>(
            staff,
            conditions,
            Target::existing(round),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, staff, round)
                    .await
                    .map_err(|error| hide(error, ConsultationRefusal::ContributionUnknown))?;
                Ok(command(sensitive.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A move to another track.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTrack {
    /// Where the contribution goes on.
    track: Track,
    /// Why; its contributor and everyone else read it.
    reason: Paragraph,
}

/// Moves a contribution to the other track once the report of its round is published. Until then
/// the track is chosen with the disposition.
#[utoipa::path(
    post, path = "/contributions/{contribution}/track", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = NewTrack,
    responses((status = 200, body = Receipt, description = "It is moved.")),
    security(("bearer" = ["buyer"])),
)]
async fn move_contribution(
    app: Data<App>,
    staff: Staff,
    contribution: Path<ContributionId>,
    body: Body<NewTrack>,
) -> Result<impl Responder, Problem> {
    let NewTrack { track, reason } = body.content;
    let contribution = *contribution;
    let command = |sensitive| {
        let moved = ReportItemMoved { contribution, track, reason: reason.clone() };
        ConsultationRoundCommand::MoveItem { moved, sensitive }
    };
    execute(&app, &staff, contribution, &body.conditions, command).await
}

/// How far something on the development agenda is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgendaStatus {
    /// How far it is.
    status: AgendaStatus,
    /// What was done, what comes next, or why it will not be done.
    explanation: Paragraph,
}

/// Tells how far a contribution on the development agenda is, for everyone to read.
#[utoipa::path(
    post, path = "/contributions/{contribution}/agenda-status", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = NewAgendaStatus,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer"])),
)]
async fn report_progress(
    app: Data<App>,
    staff: Staff,
    contribution: Path<ContributionId>,
    body: Body<NewAgendaStatus>,
) -> Result<impl Responder, Problem> {
    let NewAgendaStatus { status, explanation } = body.content;
    let contribution = *contribution;
    let command = |sensitive| {
        let explanation = explanation.clone();
        let progressed = AgendaItemProgressed { contribution, status, explanation };
        ConsultationRoundCommand::ProgressItem { progressed, sensitive }
    };
    execute(&app, &staff, contribution, &body.conditions, command).await
}
