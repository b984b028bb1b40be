//! The library of a municipality: requirements at hand, to pick from in its trajectories.

use crate::api::Staff;
use crate::projections::requirements::LibraryEntryView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Outcome, Scope, Target};
use dialogue::requirement::{Requirement, RequirementRefusal};
use dialogue::{
    Refusal, RequirementId, RequirementLibrary, RequirementLibraryCommand, TrajectoryId,
};
use http::{Body, Conditions, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_library, list_library)
        .with(__path_list_region_library, list_region_library)
        .with(__path_get_library_entry, get_library_entry)
        .with(__path_add_library_entry, add_library_entry)
        .with(__path_revise_library_entry, revise_library_entry)
        .with(__path_retire_library_entry, retire_library_entry)
}

/// A page of them.
type LibraryEntryList = List<LibraryEntryView>;

/// Lists the requirements in the library of one's own municipality, the oldest first.
#[utoipa::path(
    get, path = "/requirement-library", tag = "requirements", params(PageQuery),
    responses((status = 200, body = LibraryEntryList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_library(
    app: Data<App>,
    staff: Staff,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let sql = "SELECT place, body FROM library_entry \
               WHERE municipality = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (staff.caller.organisation.as_str(), paging.after(), paging.rows());
    let model = app.model.at(position).await?;
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(LibraryEntryList::new(page.items, page.next)))
}

/// Lists the requirements in the libraries of all municipalities that buy in a trajectory, the
/// oldest first: from these one picks.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/requirement-library", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = LibraryEntryList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_region_library(
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
    let sql = "SELECT place, body FROM library_entry \
               JOIN membership ON membership.member = library_entry.municipality \
               WHERE membership.trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(LibraryEntryList::new(page.items, page.next)))
}

/// Shows an entry of one's own library.
#[utoipa::path(
    get, path = "/requirement-library/entries/{entry}", tag = "requirements",
    params(("entry" = RequirementId, Path, description = "The entry."), ThingQuery),
    responses((status = 200, body = LibraryEntryView, description = "The entry.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_library_entry(
    app: Data<App>,
    staff: Staff,
    entry: Path<RequirementId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let sql = "SELECT body FROM library_entry WHERE id = ?1 AND municipality = ?2";
    let values = [&entry.to_string(), staff.caller.organisation.as_str()];
    let model = app.model.at(position).await?;
    let mut content = model
        .with(|read| read.document::<LibraryEntryView>(sql, values))?
        .ok_or_else(|| refusal_problem(&RequirementRefusal::EntryUnknown.into()))?;
    // A change names the version of the whole library.
    let sql = "SELECT CAST(MAX(json_extract(body, '$.version')) AS TEXT) FROM library_entry \
               WHERE municipality = ?1";
    let own = [staff.caller.organisation.as_str()];
    content.version = model.with(|read| read.document(sql, own))?.unwrap_or(content.version);
    Ok(Tagged { version: content.version, content })
}

async fn execute(
    app: &App,
    staff: &Staff,
    conditions: &Conditions,
    command: RequirementLibraryCommand,
) -> Result<Outcome, Problem> {
    app.shared
        .execute::<RequirementLibrary, _>(
            staff,
            conditions,
            Target::existing(&staff.caller.organisation),
            async |_: &mut Scope<'_, Refusal>| Ok(command.clone()),
        )
        .await
}

/// A requirement for the library.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLibraryEntry {
    /// The requirement, without goal and lots: these belong to a trajectory.
    requirement: Requirement,
}

/// Adds a requirement to the library of one's own municipality.
#[utoipa::path(
    post, path = "/requirement-library/entries", tag = "requirements",
    request_body = NewLibraryEntry,
    responses((status = 201, body = Receipt, description = "The entry is added.")),
    security(("bearer" = ["buyer"])),
)]
async fn add_library_entry(
    app: Data<App>,
    staff: Staff,
    body: Body<NewLibraryEntry>,
) -> Result<impl Responder, Problem> {
    let entry = RequirementId::from(staff.name_for(&body.conditions));
    let requirement = Box::new(body.content.requirement);
    let command = RequirementLibraryCommand::Add { entry, requirement };
    let outcome = execute(&app, &staff, &body.conditions, command).await?;
    Ok(Written::created(&outcome, |_| format!("{BASE}/requirement-library/entries/{entry}")))
}

/// A next version of an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RevisedLibraryEntry {
    /// The requirement.
    requirement: Requirement,
    /// What changed, and why.
    change: Paragraph,
}

/// Revises an entry. Whoever picked an earlier version keeps that.
#[utoipa::path(
    put, path = "/requirement-library/entries/{entry}", tag = "requirements",
    params(("entry" = RequirementId, Path, description = "The entry.")),
    request_body = RevisedLibraryEntry,
    responses((status = 200, body = Receipt, description = "The entry is revised.")),
    security(("bearer" = ["buyer"])),
)]
async fn revise_library_entry(
    app: Data<App>,
    staff: Staff,
    entry: Path<RequirementId>,
    body: Body<RevisedLibraryEntry>,
) -> Result<impl Responder, Problem> {
    let RevisedLibraryEntry { requirement, change } = body.content;
    let requirement = Box::new(requirement);
    let command = RequirementLibraryCommand::Revise { entry: *entry, requirement, change };
    let outcome = execute(&app, &staff, &body.conditions, command).await?;
    Ok(Written::changed(&outcome))
}

/// Why an entry is no longer used.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LibraryRetirement {
    /// Why.
    reason: Paragraph,
}

/// Retires an entry: it can no longer be picked.
#[utoipa::path(
    post, path = "/requirement-library/entries/{entry}/retirement", tag = "requirements",
    params(("entry" = RequirementId, Path, description = "The entry.")),
    request_body = LibraryRetirement,
    responses((status = 200, body = Receipt, description = "The entry is retired.")),
    security(("bearer" = ["buyer"])),
)]
async fn retire_library_entry(
    app: Data<App>,
    staff: Staff,
    entry: Path<RequirementId>,
    body: Body<LibraryRetirement>,
) -> Result<impl Responder, Problem> {
    let reason = body.content.reason;
    let command = RequirementLibraryCommand::Retire { entry: *entry, reason };
    let outcome = execute(&app, &staff, &body.conditions, command).await?;
    Ok(Written::changed(&outcome))
}
