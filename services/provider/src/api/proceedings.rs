//! One's own proceedings before a court, told to the municipality.

use super::{Caller, check_registered};
use crate::projections::own::{self, Table};
use crate::projections::proceedings::OwnLegalProceeding;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::evaluation::EvaluationRefusal;
use dialogue::redress::{LegalProceedingNotified, ProceedingKind};
use dialogue::{
    Evaluation, EvaluationCommand, EvaluationId, LegalProceeding, LegalProceedingCommand,
    LegalProceedingId, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Label, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_notify_proceeding, notify_proceeding)
        .with(__path_list_proceedings, list_proceedings)
}

/// A proceeding that one brings.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOwnLegalProceeding {
    /// The evaluation whose award it is about, when it is about one. One tenders in it.
    #[serde(default)]
    evaluation: Option<EvaluationId>,
    /// What kind of proceeding it is.
    kind: ProceedingKind,
    /// The court.
    court: Title,
    /// The number of the case, when it has one.
    #[serde(default)]
    case_number: Option<Label>,
    /// What one claims.
    claim: Prose,
}

/// Tells the municipality of a proceeding. Interim relief about an award in which one tenders holds
/// that award back until the outcome is known.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/legal-proceedings", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewOwnLegalProceeding,
    responses((status = 201, body = Receipt, description = "The proceeding is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn notify_proceeding(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewOwnLegalProceeding>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let new = body.content;
    let notified = LegalProceedingNotified {
        trajectory: *trajectory,
        evaluation: new.evaluation,
        provider,
        kind: new.kind,
        court: new.court,
        case_number: new.case_number,
        claim: new.claim,
    };
    let id = LegalProceedingId::random();
    let outcome = app
        .shared
        .execute::<LegalProceeding, _>(
            &call,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                scope.glance::<Trajectory>(notified.trajectory).await?.profile()?;
                if let Some(evaluation) = notified.evaluation {
                    let known = scope.glance::<Evaluation>(evaluation).await?;
                    let tenders = known.tenderers().any(|(tenderer, _)| tenderer == provider);
                    // Of an evaluation in which one does not tender, one knows nothing.
                    if !tenders || known.opened()?.trajectory != notified.trajectory {
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

/// A page of one's own proceedings.
type LegalProceedingList = List<OwnLegalProceeding>;

/// Lists one's own proceedings about a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/legal-proceedings", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LegalProceedingList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_proceedings(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let provider = call.caller.organisation.id;
    let within = trajectory.to_string();
    let page = own::page(model, Table::LegalProceeding, provider, &within, &paging)?;
    Ok(Json(LegalProceedingList::new(page.items, page.next)))
}
