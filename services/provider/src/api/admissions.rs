//! Admissions: what one can apply for, and one's own applications.

use super::{Caller, check_registered};
use crate::App;
use crate::projections::admissions::OwnApplication;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::admission_procedure::AdmissionApplied;
use dialogue::price_sheet::Money;
use dialogue::{
    AdmissionCommand, AdmissionId, AdmissionProcedure, ApplicationId, Refusal, TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, Written};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_apply_for_admission, apply_for_admission)
        .with(__path_list_own_applications, list_own_applications)
}

/// An application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApplication {
    /// How one meets each condition, by its key.
    statements: BTreeMap<Slug, Prose>,
    /// How much one asks for, in euros; for a subsidy.
    #[serde(default)]
    amount: Option<Money>,
}

/// Applies for admission, while applications are taken.
#[utoipa::path(
    post, path = "/admissions/{admission}/applications", tag = "evaluation",
    params(("admission" = AdmissionId, Path, description = "The admission.")),
    request_body = NewApplication,
    responses((status = 200, body = Receipt, description = "The application is received.")),
    security(("bearer" = ["submitter"])),
)]
async fn apply_for_admission(
    app: Data<App>,
    call: Caller,
    admission: Path<AdmissionId>,
    body: Body<NewApplication>,
) -> Result<impl Responder, Problem> {
    let NewApplication { statements, amount } = body.content;
    let application: ApplicationId = call.name_for(&body.conditions).into();
    let provider = call.caller.organisation.id;
    let applied = AdmissionApplied { application, provider, statements, amount };
    let outcome = app
        .shared
        .execute::<AdmissionProcedure, _>(
            &call,
            &body.conditions,
            Target::existing(*admission),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let known = scope.glance::<AdmissionProcedure>(*admission).await?;
                let opened = known.opened()?;
                scope.not_before(opened.opens);
                if let Some(closes) = &opened.closes {
                    scope.not_after(closes.at);
                }
                Ok(AdmissionCommand::Apply(Box::new(applied.clone())))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A page of one's own applications.
type ApplicationList = List<OwnApplication>;

/// Lists one's own applications in a trajectory, with what was decided about them.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/applications", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ApplicationList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_applications(
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
    let page = own::page(model, Table::Application, provider, &trajectory.to_string(), &paging)?;
    Ok(Json(ApplicationList::new(page.items, page.next)))
}
