//! One's own complaints: filed, withdrawn, brought before the committee. A complaint follows a
//! question where one was asked; whoever asked nothing may complain as well.

use super::objections::check_redress;
use super::{Caller, check_registered};
use crate::projections::complaints::OwnComplaint;
use crate::projections::own::{self, Table};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::objection::ObjectionGround;
use dialogue::redress::{
    ComplaintFiled, ComplaintReferredToCommittee, EvidencePointer, RedressRefusal, Referrer,
};
use dialogue::{
    Complaint, ComplaintCommand, ComplaintId, QuestionId, Reference, Refusal, TrajectoryId,
};
use http::{
    Body, Conditions, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery,
};
use serde::Deserialize;
use service::{FileInput, Receipt, Tagged, Written, file_references, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_file_complaint, file_complaint)
        .with(__path_list_complaints, list_complaints)
        .with(__path_get_complaint, get_complaint)
        .with(__path_withdraw_complaint, withdraw_complaint)
        .with(__path_refer_complaint, refer_complaint)
}

/// A complaint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComplaint {
    /// What it is about.
    subject: Title,
    /// The place in the documents, when it is about one.
    #[serde(default)]
    reference: Reference,
    /// One's own question that it follows, when one was asked. None is needed.
    #[serde(default)]
    follows: Option<QuestionId>,
    /// The grounds.
    #[schema(min_items = 1, max_items = 50)]
    grounds: Vec<ObjectionGround>,
    /// The evidence: files handed in before.
    #[serde(default)]
    #[schema(max_items = 50)]
    evidence: Vec<FileInput>,
    /// Evidence that points to a place in a document.
    #[serde(default)]
    #[schema(max_items = 100)]
    pointers: Vec<EvidencePointer>,
    /// What one asks for.
    remedy: Prose,
}

/// Files a complaint at the complaints desk.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/complaints", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewComplaint,
    responses((status = 201, body = Receipt, description = "The complaint is received.")),
    security(("bearer" = ["submitter"])),
)]
async fn file_complaint(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewComplaint>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let new = body.content;
    let evidence = file_references(&app.shared, &provider.to_string(), new.evidence, "/evidence")?;
    let filed = ComplaintFiled {
        trajectory: *trajectory,
        provider,
        subject: new.subject,
        reference: new.reference,
        follows: new.follows,
        grounds: new.grounds,
        evidence,
        pointers: new.pointers,
        remedy: new.remedy,
    };
    let outcome = app
        .shared
        .execute::<Complaint, _>(
            &call,
            &body.conditions,
            Target::new(ComplaintId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let ComplaintFiled { trajectory, reference, follows, grounds, pointers, .. } =
                    &filed;
                let files = filed.evidence.len();
                check_redress(scope, *trajectory, provider, reference, *follows).await?;
                super::objections::check_places(scope, *trajectory, grounds, pointers, files)
                    .await?;
                Ok(ComplaintCommand::File(Box::new(filed.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/complaints/{id}")))
}

/// A page of one's own complaints.
type ComplaintList = List<OwnComplaint>;

/// Lists one's own complaints in a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/complaints", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ComplaintList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_complaints(
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
    let page = own::page(model, Table::Complaint, provider, &trajectory.to_string(), &paging)?;
    Ok(Json(ComplaintList::new(page.items, page.next)))
}

/// Shows one's own complaint, with its receipt, the decision and what became of that.
#[utoipa::path(
    get, path = "/complaints/{complaint}", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint."), ThingQuery),
    responses((status = 200, body = OwnComplaint, description = "The complaint.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_complaint(
    app: Data<App>,
    call: Caller,
    complaint: Path<ComplaintId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: OwnComplaint =
        own::document(model, Table::Complaint, provider, &complaint.to_string())?
            .ok_or_else(|| refusal_problem(&RedressRefusal::ComplaintUnknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Executes a command on a complaint of one's own.
async fn change(
    app: &App,
    call: &Caller,
    id: ComplaintId,
    conditions: &Conditions,
    command: ComplaintCommand,
) -> Result<Written, Problem> {
    let provider = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<Complaint, _>(
            call,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                if scope.glance::<Complaint>(id).await?.filed()?.provider != provider {
                    return Err(Refusal::from(RedressRefusal::ComplaintUnknown).into());
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Withdraws one's own complaint, until it is decided about.
#[utoipa::path(
    post, path = "/complaints/{complaint}/withdrawal", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The complaint is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_complaint(
    app: Data<App>,
    call: Caller,
    complaint: Path<ComplaintId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    change(&app, &call, *complaint, &body.conditions, ComplaintCommand::Withdraw).await
}

/// How a complaint is brought before the committee.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommitteeReferral {
    /// Why one does not agree with the decision.
    reason: Paragraph,
    /// The number that the committee gave it, when it did.
    #[serde(default)]
    number: Option<Label>,
}

/// Tells that one brought a complaint before the Commissie van Aanbestedingsexperts, after the
/// decision about it.
#[utoipa::path(
    post, path = "/complaints/{complaint}/committee-referral", tag = "objections",
    params(("complaint" = ComplaintId, Path, description = "The complaint.")),
    request_body = CommitteeReferral,
    responses((status = 200, body = Receipt, description = "The referral is recorded.")),
    security(("bearer" = ["submitter"])),
)]
async fn refer_complaint(
    app: Data<App>,
    call: Caller,
    complaint: Path<ComplaintId>,
    body: Body<CommitteeReferral>,
) -> Result<impl Responder, Problem> {
    let CommitteeReferral { reason, number } = body.content;
    let referred = ComplaintReferredToCommittee { by: Referrer::Provider, reason, number };
    let command = ComplaintCommand::Refer(referred);
    change(&app, &call, *complaint, &body.conditions, command).await
}
