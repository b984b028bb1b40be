//! Proceedings before a court: a summons that came in, and how it ended. Interim relief about an
//! award holds that award back until then.

use super::{Staff, hide, own_trajectory};
use crate::projections::proceedings::LegalProceedingView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::evaluation::EvaluationRefusal;
use dialogue::redress::{
    LegalProceedingNotified, LegalProceedingOutcomeRecorded, ProceedingKind, ProceedingOutcome,
    RedressRefusal,
};
use dialogue::{
    Evaluation, EvaluationCommand, EvaluationId, LegalProceeding, LegalProceedingCommand,
    LegalProceedingId, Refusal, TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, Written, provider_subject};
use utoipa::ToSchema;
use vocabulary::{Label, OrganisationNumber, Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_notify_proceeding, notify_proceeding)
        .with(__path_list_proceedings, list_proceedings)
        .with(__path_record_proceeding_outcome, record_proceeding_outcome)
}

/// A proceeding of which the municipality heard, such as by a summons.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewLegalProceeding {
    /// The number of whoever brings it, with the register that gave it.
    number: OrganisationNumber,
    /// The evaluation whose award it is about, when it is about one.
    #[serde(default)]
    evaluation: Option<EvaluationId>,
    /// What kind of proceeding it is.
    kind: ProceedingKind,
    /// The court.
    court: Title,
    /// The number of the case, when it has one.
    #[serde(default)]
    case_number: Option<Label>,
    /// What is claimed.
    claim: Prose,
}

/// Records a proceeding of which the municipality heard. Interim relief holds the award back.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/legal-proceedings", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewLegalProceeding,
    responses((status = 201, body = Receipt, description = "The proceeding is recorded.")),
    security(("bearer" = ["approver"])),
)]
async fn notify_proceeding(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewLegalProceeding>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let notified = LegalProceedingNotified {
        trajectory: *trajectory,
        evaluation: new.evaluation,
        provider: provider_subject(&app.shared.vault, &new.number)?,
        kind: new.kind,
        court: new.court,
        case_number: new.case_number,
        claim: new.claim,
    };
    let id = LegalProceedingId::random();
    let outcome = app
        .shared
        .execute::<LegalProceeding, _>(
            &staff,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, notified.trajectory).await?;
                if let Some(evaluation) = notified.evaluation {
                    let of = scope.glance::<Evaluation>(evaluation).await?.opened()?.trajectory;
                    if of != notified.trajectory {
                        return Err(Refusal::from(EvaluationRefusal::Unknown).into());
                    }
                    if notified.kind == ProceedingKind::InterimRelief {
                        let freeze = EvaluationCommand::Freeze { proceeding: id };
                        scope.also::<Evaluation>(evaluation, freeze).await?;
                    }
                }
                Ok(LegalProceedingCommand::Notify(Box::new(notified.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |_| {
        format!("{BASE}/trajectories/{trajectory}/legal-proceedings")
    }))
}

/// A page of them.
type LegalProceedingList = List<LegalProceedingView>;

/// Lists the proceedings about a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/legal-proceedings", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LegalProceedingList, description = "A page.")),
    security(("bearer" = ["approver", "complaint-handler"])),
)]
async fn list_proceedings(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let sql = "SELECT place, body FROM legal_proceeding WHERE trajectory = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(LegalProceedingList::new(page.items, page.next)))
}

/// How a proceeding ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewProceedingOutcome {
    /// How it ended.
    outcome: ProceedingOutcome,
    /// The number under which the judgment can be found (ECLI), when there is one.
    #[serde(default)]
    judgment: Option<Label>,
    /// The outcome in short.
    summary: Prose,
    /// What the municipality does because of it.
    consequence: Paragraph,
}

/// Records how a proceeding ended. It holds an award back no longer.
#[utoipa::path(
    post, path = "/legal-proceedings/{proceeding}/outcome", tag = "objections",
    params(("proceeding" = LegalProceedingId, Path, description = "The proceeding.")),
    request_body = NewProceedingOutcome,
    responses((status = 200, body = Receipt, description = "The outcome is recorded.")),
    security(("bearer" = ["approver"])),
)]
async fn record_proceeding_outcome(
    app: Data<App>,
    staff: Staff,
    proceeding: Path<LegalProceedingId>,
    body: Body<NewProceedingOutcome>,
) -> Result<impl Responder, Problem> {
    let NewProceedingOutcome { outcome, judgment, summary, consequence } = body.content;
    let recorded = LegalProceedingOutcomeRecorded { outcome, judgment, summary, consequence };
    let outcome = app
        .shared
        .execute::<LegalProceeding, _>(
            &staff,
            &body.conditions,
            Target::existing(*proceeding),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<LegalProceeding>(*proceeding).await?;
                let notified = known.notified()?;
                own_trajectory(scope, &staff, notified.trajectory)
                    .await
                    .map_err(|error| hide(error, RedressRefusal::ProceedingUnknown))?;
                if let Some(evaluation) = notified.evaluation {
                    let release = EvaluationCommand::Release { proceeding: *proceeding };
                    scope.also::<Evaluation>(evaluation, release).await?;
                }
                Ok(LegalProceedingCommand::RecordOutcome(Box::new(recorded.clone())))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
