//! Complaints: taken up and decided about by somebody who took no part in the procedure, and what
//! the Commissie van Aanbestedingsexperts advised about them.

use super::objections::{opened, took_part};
use super::remedies::after_decision;
use super::{Staff, hide, own_trajectory};
use crate::App;
use crate::projections::complaints::ComplaintRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::objection::ObjectionOutcome;
use dialogue::redress::{
    CarriedOut, ComplaintCommitteeAdvised, ComplaintDecided, ComplaintFiled,
    ComplaintReferredToCommittee, DecidedEffect, RedressRefusal,
};
use dialogue::{Complaint, ComplaintCommand, ComplaintId, PersonId, Refusal, TrajectoryId};
use http::{
    Body, Conditions, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use service::{
    ContactPerson, OrganisationIdentity, Receipt, Tagged, Written, refusal_problem, send_file,
};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_complaints, list_complaints)
        .with(__path_get_complaint, get_complaint)
        .with(__path_get_complaint_evidence, get_complaint_evidence)
        .with(__path_take_up_complaint, take_up_complaint)
        .with(__path_decide_complaint, decide_complaint)
        .with(__path_record_committee_advice, record_committee_advice)
}

/// A complaint in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "only its description is used; rows are JSON already")]
struct ComplaintSummary {
    /// The complaint.
    id: ComplaintId,
    /// What it is about.
    subject: Title,
    /// When it was filed, in UTC.
    #[schema(value_type = String, format = DateTime)]
    filed_at: Timestamp,
}

/// A page of them.
type ComplaintList = List<ComplaintSummary>;

/// Lists the complaints in a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/complaints", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ComplaintList, description = "A page.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn list_complaints(
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
    let sql = "SELECT place, json_object('id', body -> 'id', 'subject', body -> '$.filed.subject', \
                   'filedAt', body -> 'filed_at') \
               FROM complaint WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ComplaintList::new(page.items, page.next)))
}

/// A complaint, with who filed it: its handler must know.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ComplaintDetail {
    /// The complaint.
    id: ComplaintId,
    /// What was filed.
    filed: ComplaintFiled,
    /// When it was filed, in UTC.
    #[schema(value_type = String, format = DateTime)]
    filed_at: Timestamp,
    /// Who filed it; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// The contact person; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactPerson>,
    /// Whether it was withdrawn.
    withdrawn: bool,
    /// Who handles it.
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<PersonId>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<ComplaintDecided>,
    /// What of the decision was carried out.
    carried_out: Vec<CarriedOut>,
    /// How it was brought before the committee, when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    referral: Option<ComplaintReferredToCommittee>,
    /// What the committee advised, and what is done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<ComplaintCommitteeAdvised>,
}

fn own_complaint(app: &App, staff: &Staff, id: ComplaintId) -> Result<ComplaintRow, Problem> {
    let unknown = || refusal_problem(&RedressRefusal::ComplaintUnknown.into());
    let sql = "SELECT body FROM complaint WHERE id = ?1";
    let row = app
        .model
        .with(|read| read.document::<ComplaintRow>(sql, [id.to_string()]))?
        .ok_or_else(unknown)?;
    app.model
        .check_member(row.filed.trajectory, &staff.caller.organisation)
        .map_err(|_| unknown())?;
    Ok(row)
}

/// Shows a complaint.
#[utoipa::path(
    get, path = "/complaints/{complaint}", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint."), ThingQuery),
    responses((status = 200, body = ComplaintDetail, description = "The complaint.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn get_complaint(
    app: Data<App>,
    staff: Staff,
    complaint: Path<ComplaintId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let row = own_complaint(&app, &staff, *complaint)?;
    let content = ComplaintDetail {
        id: row.id,
        organisation: opened(&app, row.identity.as_ref())?,
        contact: opened(&app, row.contact.as_ref())?,
        filed: row.filed,
        filed_at: row.filed_at,
        withdrawn: row.withdrawn,
        handler: row.handler,
        decision: row.decided,
        carried_out: row.carried_out,
        referral: row.referred,
        advice: row.advised,
    };
    Ok(Tagged { content, version: row.version })
}

/// Gives a file that was filed as evidence.
#[utoipa::path(
    get, path = "/complaints/{complaint}/evidence/{number}", tag = "objections",
    params(
        ("complaint" = ComplaintId, Path, description = "The complaint."),
        ("number" = usize, Path, description = "The number of the file, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn get_complaint_evidence(
    app: Data<App>,
    staff: Staff,
    path: Path<(ComplaintId, usize)>,
) -> Result<impl Responder, Problem> {
    let (id, number) = path.into_inner();
    let row = own_complaint(&app, &staff, id)?;
    let file = number
        .checked_sub(1)
        .and_then(|place| row.filed.evidence.get(place))
        .ok_or_else(Problem::no_such_address)?;
    send_file(&app.shared, row.filed.provider.to_string(), file, file.name.as_str()).await
}

/// Executes a command on a complaint in a trajectory of the caller's own.
async fn change(
    app: &App,
    staff: &Staff,
    id: ComplaintId,
    conditions: &Conditions,
    command: ComplaintCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Complaint, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<Complaint>(id).await?.filed()?.trajectory;
                own_trajectory(scope, staff, trajectory)
                    .await
                    .map_err(|error| hide(error, RedressRefusal::ComplaintUnknown))?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Takes up a complaint. Whoever acted in the procedure cannot.
#[utoipa::path(
    post, path = "/complaints/{complaint}/handling", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The complaint is taken up.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn take_up_complaint(
    app: Data<App>,
    staff: Staff,
    complaint: Path<ComplaintId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    app.model.complete(&app.shared).await?;
    let row = own_complaint(&app, &staff, *complaint)?;
    let took_part = took_part(&app, &staff, row.filed.trajectory).await?;
    let command = ComplaintCommand::TakeUp { handler: staff.caller.person, took_part };
    change(&app, &staff, *complaint, &body.conditions, command).await
}

/// A decision about a complaint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComplaintDecision {
    /// The decision.
    outcome: ObjectionOutcome,
    /// Its reasons.
    reasons: Prose,
    /// What the municipality does because of it.
    #[serde(default)]
    measures: Option<Paragraph>,
    /// What the buyer must carry out because of it.
    #[serde(default)]
    #[schema(max_items = 20)]
    effects: Vec<DecidedEffect>,
}

/// Decides about a complaint.
#[utoipa::path(
    post, path = "/complaints/{complaint}/decision", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint.")),
    request_body = NewComplaintDecision,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn decide_complaint(
    app: Data<App>,
    staff: Staff,
    complaint: Path<ComplaintId>,
    body: Body<NewComplaintDecision>,
) -> Result<impl Responder, Problem> {
    app.model.complete(&app.shared).await?;
    let row = own_complaint(&app, &staff, *complaint)?;
    let took_part = took_part(&app, &staff, row.filed.trajectory).await?;
    let NewComplaintDecision { outcome, reasons, measures, effects } = body.content;
    let remedies = after_decision(&app, row.filed.trajectory).await?;
    let handler = staff.caller.person;
    let decision = ComplaintDecided { outcome, reasons, measures, effects, remedies, handler };
    let command = ComplaintCommand::Decide { decision: Box::new(decision), took_part };
    change(&app, &staff, *complaint, &body.conditions, command).await
}

/// What the committee advised.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommitteeAdvice {
    /// The advice in short.
    advice: Prose,
    /// Whether the municipality follows it.
    followed: bool,
    /// Why, and what is done.
    response: Prose,
}

/// Records what the Commissie van Aanbestedingsexperts advised, and what is done with it.
#[utoipa::path(
    post, path = "/complaints/{complaint}/committee-advice", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint.")),
    request_body = CommitteeAdvice,
    responses((status = 200, body = Receipt, description = "The advice is recorded.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn record_committee_advice(
    app: Data<App>,
    staff: Staff,
    complaint: Path<ComplaintId>,
    body: Body<CommitteeAdvice>,
) -> Result<impl Responder, Problem> {
    let CommitteeAdvice { advice, followed, response } = body.content;
    let advised = ComplaintCommitteeAdvised { advice, followed, response };
    let command = ComplaintCommand::RecordAdvice(advised);
    change(&app, &staff, *complaint, &body.conditions, command).await
}
