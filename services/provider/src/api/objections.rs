//! One's own objections: filed, withdrawn. An objection is not a question, and needs none first.

use super::{Caller, check_registered};
use crate::projections::objections::OwnObjection;
use crate::projections::own::{self, Table};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Deadline;
use command::{Scope, Target};
use dialogue::objection::{DecidedApplication, ObjectionFiled, ObjectionGround, ObjectionRefusal};
use dialogue::redress::EvidencePointer;
use dialogue::{
    AdmissionProcedure, Objection, ObjectionCommand, ObjectionId, ProviderId, Question, QuestionId,
    Reference, Refusal, Trajectory, TrajectoryId,
};
use http::{Body, List, NoBody, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{FileInput, Receipt, Refused, Tagged, Written, file_references, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Faults, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_file_objection, file_objection)
        .with(__path_list_objections, list_objections)
        .with(__path_get_objection, get_objection)
        .with(__path_withdraw_objection, withdraw_objection)
}

/// An objection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewObjection {
    /// What it is against.
    subject: Title,
    /// The place in the documents, when it is against one.
    #[serde(default)]
    reference: Reference,
    /// One's own question after which it comes, when one was asked.
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
    /// The decision about one's own application, when it is against one. What comes after its term
    /// is received all the same, and shown as late.
    #[serde(default)]
    against: Option<DecidedApplication>,
}

/// Files an objection. It is handled by somebody who took no part in the procedure.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/objections", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewObjection,
    responses((status = 201, body = Receipt, description = "The objection is received.")),
    security(("bearer" = ["submitter"])),
)]
async fn file_objection(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewObjection>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let new = body.content;
    let evidence = file_references(&app.shared, &provider.to_string(), new.evidence, "/evidence")?;
    let filed = ObjectionFiled {
        trajectory: *trajectory,
        provider,
        subject: new.subject,
        reference: new.reference,
        follows: new.follows,
        grounds: new.grounds,
        evidence,
        pointers: new.pointers,
        remedy: new.remedy,
        against: new.against,
        term: None,
    };
    let outcome = app
        .shared
        .execute::<Objection, _>(
            &call,
            &body.conditions,
            Target::new(ObjectionId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let ObjectionFiled { trajectory, reference, follows, grounds, pointers, .. } =
                    &filed;
                let files = filed.evidence.len();
                check_redress(scope, *trajectory, provider, reference, *follows).await?;
                check_places(scope, *trajectory, grounds, pointers, files).await?;
                let mut filed = filed.clone();
                filed.term = objection_term(scope, &filed).await?;
                Ok(ObjectionCommand::File(Box::new(filed)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/objections/{id}")))
}

/// Until when one can object to the decision that an objection is against.
async fn objection_term(
    scope: &mut Scope<'_, Refusal>,
    filed: &ObjectionFiled,
) -> Result<Option<Box<Deadline>>, Refused> {
    let Some(against) = &filed.against else { return Ok(None) };
    let procedure = scope.glance::<AdmissionProcedure>(against.admission).await?;
    let here = procedure.opened().is_ok_and(|it| it.trajectory == filed.trajectory);
    let decided = procedure.decided_about(against.application, filed.provider);
    match decided.filter(|_| here) {
        Some(decided) => Ok(decided.objection.clone()),
        None => {
            let told = "Over een aanvraag van uw organisatie is geen besluit met dit nummer.";
            Err(Refusal::from(Faults::one("/against", told)).into())
        }
    }
}

/// Whether what an objection or a complaint is about belongs to the trajectory, and the question
/// that it follows to the provider.
pub(super) async fn check_redress(
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    provider: ProviderId,
    reference: &Reference,
    follows: Option<QuestionId>,
) -> Result<(), Refused> {
    let trajectory = scope.glance::<Trajectory>(trajectory).await?;
    trajectory.profile()?;
    let mut faults = Faults::none();
    if let Err(wrong) = trajectory.check_reference(reference, "/reference") {
        faults.extend(wrong.into_vec());
    }
    if let Some(follows) = follows {
        let question = scope.glance::<Question>(follows).await?;
        faults.unless(
            question.asked().is_ok_and(|asked| asked.provider == provider),
            "/follows",
            "Dit is geen vraag van uw organisatie.",
        );
    }
    Ok(faults.check().map_err(Refusal::from)?)
}

/// Whether the places that grounds and evidence point to are there, and the files that support
/// them.
pub(super) async fn check_places(
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    grounds: &[ObjectionGround],
    pointers: &[EvidencePointer],
    files: usize,
) -> Result<(), Refused> {
    let trajectory = scope.glance::<Trajectory>(trajectory).await?;
    let of_grounds = grounds.iter().enumerate().flat_map(|(n, ground)| {
        let places = ground.places.iter().enumerate();
        places.map(move |(m, place)| (format!("/grounds/{n}/places/{m}"), place))
    });
    let of_pointers = pointers.iter().enumerate();
    let of_pointers = of_pointers.map(|(n, it)| (format!("/pointers/{n}/place"), &it.place));
    let mut faults = Faults::none();
    for (at, place) in of_grounds.chain(of_pointers) {
        let there = trajectory.document(place.document, place.version.get()).is_some();
        faults.unless(
            there,
            at,
            "Dit document hoort niet bij dit traject, of niet in deze versie.",
        );
    }
    for (n, pointer) in pointers.iter().enumerate() {
        let number = pointer.file.map_or(1, |file| usize::try_from(file.get()).unwrap_or(0));
        faults.unless(
            pointer.file.is_none() || (1..=files).contains(&number),
            format!("/pointers/{n}/file"),
            format!("U stuurt {files} bestanden mee. Noem het nummer van een daarvan."),
        );
    }
    Ok(faults.check().map_err(Refusal::from)?)
}

/// A page of one's own objections.
type ObjectionList = List<OwnObjection>;

/// Lists one's own objections in a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/objections", tag = "objections",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ObjectionList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_objections(
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
    let page = own::page(model, Table::Objection, provider, &trajectory.to_string(), &paging)?;
    Ok(Json(ObjectionList::new(page.items, page.next)))
}

/// Shows one's own objection, with its receipt and the decision.
#[utoipa::path(
    get, path = "/objections/{objection}", tag = "objections",
    params(("objection" = ObjectionId, Path, description = "The objection."), ThingQuery),
    responses((status = 200, body = OwnObjection, description = "The objection.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn get_objection(
    app: Data<App>,
    call: Caller,
    objection: Path<ObjectionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    let content: OwnObjection =
        own::document(model, Table::Objection, provider, &objection.to_string())?
            .ok_or_else(|| refusal_problem(&ObjectionRefusal::Unknown.into()))?;
    Ok(Tagged { version: content.version, content })
}

/// Withdraws one's own objection, until it is decided about.
#[utoipa::path(
    post, path = "/objections/{objection}/withdrawal", tag = "objections",
    params(("objection" = ObjectionId, Path, description = "The objection.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The objection is withdrawn.")),
    security(("bearer" = ["submitter"])),
)]
async fn withdraw_objection(
    app: Data<App>,
    call: Caller,
    objection: Path<ObjectionId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<Objection, _>(
            &call,
            &body.conditions,
            Target::existing(*objection),
            async |scope: &mut Scope<'_, Refusal>| {
                if scope.glance::<Objection>(*objection).await?.filed()?.provider != provider {
                    return Err(Refusal::from(ObjectionRefusal::Unknown).into());
                }
                Ok(ObjectionCommand::Withdraw)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
