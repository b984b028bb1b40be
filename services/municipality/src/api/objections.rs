//! Objections: taken up and decided about by somebody who took no part in the procedure.

use super::remedies::after_decision;
use super::{Staff, hide, own_trajectory};
use crate::App;
use crate::projections::objections::ObjectionRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Deadline;
use command::{Scope, Target};
use dialogue::objection::{
    DecidedApplication, ObjectionDecided, ObjectionGround, ObjectionOutcome, ObjectionRefusal,
};
use dialogue::redress::{CarriedOut, DecidedEffect, EvidencePointer};
use dialogue::{
    FileReference, Objection, ObjectionCommand, ObjectionId, PersonId, QuestionId, Reference,
    Refusal, Sealed, TrajectoryId,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use service::{
    ContactPerson, OrganisationIdentity, Receipt, Tagged, Written, open, refusal_problem, send_file,
};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_objections, list_objections)
        .with(__path_get_objection, get_objection)
        .with(__path_get_evidence, get_evidence)
        .with(__path_take_up_objection, take_up_objection)
        .with(__path_decide_objection, decide_objection)
}

/// Where an objection stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum ObjectionStatus {
    /// Nobody has taken it up.
    Filed,
    /// Somebody handles it.
    TakenUp,
    /// It was decided about.
    Decided,
    /// It was withdrawn.
    Withdrawn,
}

impl ObjectionStatus {
    fn of(row: &ObjectionRow) -> Self {
        match row {
            ObjectionRow { withdrawn: true, .. } => Self::Withdrawn,
            ObjectionRow { decided: Some(_), .. } => Self::Decided,
            ObjectionRow { handler: Some(_), .. } => Self::TakenUp,
            _ => Self::Filed,
        }
    }
}

/// An objection in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ObjectionSummary {
    /// The objection.
    id: ObjectionId,
    /// What it is against.
    subject: Title,
    /// When it was filed, in UTC.
    #[schema(value_type = String, format = DateTime)]
    filed_at: Timestamp,
    /// Whether it came after its term.
    late: bool,
}

/// A page of them.
type ObjectionList = List<ObjectionSummary>;

/// Lists the objections in a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/objections", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ObjectionList, description = "A page.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn list_objections(
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
                   'filedAt', body -> 'filed_at', 'late', body -> 'late') \
               FROM objection WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ObjectionList::new(page.items, page.next)))
}

/// An objection, with who filed it: its handler must know.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ObjectionDetail {
    /// The objection.
    id: ObjectionId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// Where it stands.
    status: ObjectionStatus,
    /// What it is against.
    subject: Title,
    /// The place in the documents, when it is against one.
    reference: Reference,
    /// The question after which it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<QuestionId>,
    /// The grounds.
    grounds: Vec<ObjectionGround>,
    /// The evidence.
    evidence: Vec<FileReference>,
    /// Evidence that points to a place in a document.
    pointers: Vec<EvidencePointer>,
    /// What the provider asks for.
    remedy: Prose,
    /// Who filed it; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// The contact person; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactPerson>,
    /// When it was filed, in UTC.
    #[schema(value_type = String, format = DateTime)]
    filed_at: Timestamp,
    /// The decision about an application against which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<DecidedApplication>,
    /// Until when it could be filed, computed from that decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<Box<Deadline>>,
    /// Whether it came after that. Its handler judges whether it can be excused (art. 6:11 Awb).
    late: bool,
    /// Who handles it.
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<PersonId>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<ObjectionDecided>,
    /// What of the decision was carried out.
    carried_out: Vec<CarriedOut>,
}

fn own_objection(app: &App, staff: &Staff, id: ObjectionId) -> Result<ObjectionRow, Problem> {
    let unknown = || refusal_problem(&ObjectionRefusal::Unknown.into());
    let sql = "SELECT body FROM objection WHERE id = ?1";
    let row = app
        .model
        .with(|read| read.document::<ObjectionRow>(sql, [id.to_string()]))?
        .ok_or_else(unknown)?;
    app.model
        .check_member(row.filed.trajectory, &staff.caller.organisation)
        .map_err(|_| unknown())?;
    Ok(row)
}

pub(super) fn opened<T: DeserializeOwned>(
    app: &App,
    sealed: Option<&Sealed>,
) -> Result<Option<T>, Problem> {
    sealed.map_or(Ok(None), |sealed| open(&app.shared.vault, sealed))
}

/// Shows an objection.
#[utoipa::path(
    get, path = "/objections/{objection}", tag = "objections",
    params(("objection" = ObjectionId, Path, description = "The objection."), ThingQuery),
    responses((status = 200, body = ObjectionDetail, description = "The objection.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn get_objection(
    app: Data<App>,
    staff: Staff,
    objection: Path<ObjectionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let row = own_objection(&app, &staff, *objection)?;
    let content = ObjectionDetail {
        id: row.id,
        trajectory: row.filed.trajectory,
        status: ObjectionStatus::of(&row),
        organisation: opened(&app, row.identity.as_ref())?,
        contact: opened(&app, row.contact.as_ref())?,
        subject: row.filed.subject,
        reference: row.filed.reference,
        follows: row.filed.follows,
        grounds: row.filed.grounds,
        evidence: row.filed.evidence,
        pointers: row.filed.pointers,
        remedy: row.filed.remedy,
        filed_at: row.filed_at,
        late: row.late,
        against: row.filed.against,
        term: row.filed.term,
        handler: row.handler,
        decision: row.decided,
        carried_out: row.carried_out,
    };
    Ok(Tagged { content, version: row.version })
}

/// Gives a file that was filed as evidence.
#[utoipa::path(
    get, path = "/objections/{objection}/evidence/{number}", tag = "objections",
    params(
        ("objection" = ObjectionId, Path, description = "The objection."),
        ("number" = usize, Path, description = "The number of the file, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn get_evidence(
    app: Data<App>,
    staff: Staff,
    path: Path<(ObjectionId, usize)>,
) -> Result<impl Responder, Problem> {
    let (id, number) = path.into_inner();
    let row = own_objection(&app, &staff, id)?;
    let file = number
        .checked_sub(1)
        .and_then(|place| row.filed.evidence.get(place))
        .ok_or_else(Problem::no_such_address)?;
    send_file(&app.shared, row.filed.provider.to_string(), file, file.name.as_str()).await
}

/// Whether the caller acted in the procedure. The whole log is looked at first.
pub(super) async fn took_part(
    app: &App,
    staff: &Staff,
    trajectory: TrajectoryId,
) -> Result<bool, Problem> {
    let model = app.model.complete(&app.shared).await?;
    let sql = "SELECT 'true' FROM participation WHERE trajectory = ?1 AND person = ?2";
    let values = [trajectory.to_string(), staff.caller.person.to_string()];
    Ok(model.with(|read| read.document::<bool>(sql, values))?.is_some())
}

/// Executes a command on an objection in a trajectory of the caller's own.
async fn change(
    app: &App,
    staff: &Staff,
    id: ObjectionId,
    conditions: &http::Conditions,
    command: ObjectionCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Objection, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<Objection>(id).await?.filed()?.trajectory;
                own_trajectory(scope, staff, trajectory)
                    .await
                    .map_err(|error| hide(error, ObjectionRefusal::Unknown))?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Takes up an objection. Whoever acted in the procedure cannot.
#[utoipa::path(
    post, path = "/objections/{objection}/handling", tag = "objections",
    params(("objection" = ObjectionId, Path, description = "The objection.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The objection is taken up.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn take_up_objection(
    app: Data<App>,
    staff: Staff,
    objection: Path<ObjectionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    app.model.complete(&app.shared).await?;
    let row = own_objection(&app, &staff, *objection)?;
    let took_part = took_part(&app, &staff, row.filed.trajectory).await?;
    let command = ObjectionCommand::TakeUp { handler: staff.caller.person, took_part };
    change(&app, &staff, *objection, &body.conditions, command).await
}

/// A decision about an objection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDecision {
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

/// Decides about an objection.
#[utoipa::path(
    post, path = "/objections/{objection}/decision", tag = "objections",
    params(("objection" = ObjectionId, Path, description = "The objection.")),
    request_body = NewDecision,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["complaint-handler"])),
)]
async fn decide_objection(
    app: Data<App>,
    staff: Staff,
    objection: Path<ObjectionId>,
    body: Body<NewDecision>,
) -> Result<impl Responder, Problem> {
    app.model.complete(&app.shared).await?;
    let row = own_objection(&app, &staff, *objection)?;
    let took_part = took_part(&app, &staff, row.filed.trajectory).await?;
    let NewDecision { outcome, reasons, measures, effects } = body.content;
    let remedies = after_decision(&app, row.filed.trajectory).await?;
    let handler = staff.caller.person;
    let decision = ObjectionDecided { outcome, reasons, measures, effects, remedies, handler };
    let command = ObjectionCommand::Decide { decision: Box::new(decision), took_part };
    change(&app, &staff, *objection, &body.conditions, command).await
}
