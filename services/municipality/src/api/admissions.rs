//! Admissions: a subsidy or an open house, in which everyone who meets the conditions is admitted.

use super::remedies::{objection_term, told_of};
use super::{Staff, hide, own_thing, own_trajectory};
use crate::projections::admissions::AdmissionRow;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{Moment, NewTerm, end_of_day};
use command::{Scope, Target};
use dialogue::admission_procedure::{
    AdmissionApplied, AdmissionCondition, AdmissionDecided, AdmissionKind, AdmissionOpened,
    AdmissionRefusal, ConditionFinding, ToldWithDecision,
};
use dialogue::price_sheet::Money;
use dialogue::redress::RemedyMoment;
use dialogue::trajectory::Instrument;
use dialogue::{
    AdmissionCommand, AdmissionId, AdmissionProcedure, ApplicationId, Refusal, Trajectory,
    TrajectoryId,
};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::{Model, OrganisationIdentity, Receipt, Written, log_problem, open};
use utoipa::ToSchema;
use vocabulary::Title;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_admission, open_admission)
        .with(__path_list_applications, list_applications)
        .with(__path_decide_application, decide_application)
}

/// An admission that is to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAdmission {
    /// Which path it is.
    kind: AdmissionKind,
    /// What it is called.
    title: Title,
    /// What whoever applies must meet.
    #[schema(min_items = 1, max_items = 50)]
    conditions: Vec<AdmissionCondition>,
    /// The most that is given in all, in euros; for a subsidy.
    #[serde(default)]
    ceiling: Option<Money>,
    /// From when applications are taken.
    opens: Moment,
    /// Until when; absent when one can always apply.
    #[serde(default)]
    closes: Option<NewTerm>,
}

/// Opens an admission: everyone can know of it from now on.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/admissions", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewAdmission,
    responses((status = 201, body = Receipt, description = "The admission is opened.")),
    security(("bearer" = ["buyer"])),
)]
async fn open_admission(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewAdmission>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let opened = AdmissionOpened {
        trajectory: *trajectory,
        kind: new.kind,
        title: new.title,
        conditions: new.conditions,
        ceiling: new.ceiling,
        opens: new.opens.instant(),
        closes: new.closes.map(Into::into),
    };
    let outcome = app
        .shared
        .execute::<AdmissionProcedure, _>(
            &staff,
            &body.conditions,
            Target::new(AdmissionId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, opened.trajectory).await?;
                Ok(AdmissionCommand::Open(Box::new(opened.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/admissions/{id}/applications")))
}

/// An application, with who applied.
#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationView {
    /// What was applied for.
    pub(super) applied: AdmissionApplied,
    /// Who applied; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organisation: Option<OrganisationIdentity>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decided: Option<AdmissionDecided>,
}

/// The applications for an admission.
#[derive(Serialize, ToSchema)]
pub(super) struct Applications {
    /// The admission.
    pub(super) admission: AdmissionId,
    /// What was opened.
    pub(super) opened: AdmissionOpened,
    /// The applications, in order of receipt.
    pub(super) applications: Vec<ApplicationView>,
}

impl Applications {
    fn of(app: &App, admission: AdmissionId, row: AdmissionRow) -> Result<Self, Problem> {
        let mut applications = vec![];
        for application in row.applications {
            let organisation = match &application.identity {
                Some(identity) => open(&app.shared.vault, identity)?,
                None => None,
            };
            let (applied, decided) = (application.applied, application.decided);
            applications.push(ApplicationView { applied, organisation, decided });
        }
        Ok(Self { admission, opened: row.opened, applications })
    }
}

/// Every admission of a trajectory with who applied.
pub(super) fn all_applications(
    app: &App,
    model: &Model,
    trajectory: TrajectoryId,
) -> Result<Vec<Applications>, Problem> {
    let sql = "SELECT json_array(id, json(body)) FROM admission_procedure \
               WHERE trajectory = ?1 ORDER BY body ->> '$.opened.opens', id";
    let rows: Vec<(AdmissionId, AdmissionRow)> =
        model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    rows.into_iter().map(|(id, row)| Applications::of(app, id, row)).collect()
}

/// Lists the applications for an admission, in order of receipt.
#[utoipa::path(
    get, path = "/admissions/{admission}/applications", tag = "evaluation",
    params(("admission" = AdmissionId, Path, description = "The admission."), ThingQuery),
    responses((status = 200, body = Applications, description = "The applications.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn list_applications(
    app: Data<App>,
    staff: Staff,
    admission: Path<AdmissionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = AdmissionRefusal::Unknown;
    let row: AdmissionRow = own_thing(&app, &staff, "admission_procedure", *admission, unknown)?;
    Ok(Json(Applications::of(&app, *admission, row)?))
}

/// What was found about an application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Findings {
    /// Whether each condition is met, with the reason.
    #[schema(min_items = 1, max_items = 50)]
    findings: Vec<ConditionFinding>,
}

/// Decides about an application. The outcome follows from the findings: whoever meets every
/// condition is admitted, up to the ceiling when there is one.
#[utoipa::path(
    post, path = "/admissions/{admission}/applications/{application}/decision", tag = "evaluation",
    params(
        ("admission" = AdmissionId, Path, description = "The admission."),
        ("application" = ApplicationId, Path, description = "The application."),
    ),
    request_body = Findings,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["approver"])),
)]
async fn decide_application(
    app: Data<App>,
    staff: Staff,
    path: Path<(AdmissionId, ApplicationId)>,
    body: Body<Findings>,
) -> Result<impl Responder, Problem> {
    let (admission, application) = path.into_inner();
    let findings = body.content.findings;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let outcome = app
        .shared
        .execute::<AdmissionProcedure, _>(
            &staff,
            &body.conditions,
            Target::existing(admission),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<AdmissionProcedure>(admission).await?;
                let opened = known.opened()?;
                let trajectory = own_trajectory(scope, &staff, opened.trajectory)
                    .await
                    .map_err(|error| hide(error, AdmissionRefusal::Unknown))?;
                // Its terms count from the day on which it is made known: the log must be in it.
                scope.not_after(end_of_day(now));
                let told = told_with(&trajectory, opened.kind, now);
                Ok(AdmissionCommand::Decide { application, findings: findings.clone(), told })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What the applicant is told to be able to do: it follows from the path of the admission, whatever
/// else is bought in the trajectory. Only a subsidy is a decision to which one can object.
fn told_with(trajectory: &Trajectory, kind: AdmissionKind, now: Timestamp) -> ToldWithDecision {
    let instrument = match kind {
        AdmissionKind::Subsidy => Instrument::Subsidy,
        AdmissionKind::OpenHouse => Instrument::OpenHouse,
    };
    let moment = RemedyMoment::AwardDecision;
    let objection = (kind == AdmissionKind::Subsidy).then(|| objection_term(trajectory, now));
    ToldWithDecision {
        remedies: told_of(instrument, trajectory, moment, now, None),
        objection: objection.flatten().map(Box::new),
    }
}
