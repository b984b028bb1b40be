//! How requirements come into the draft: written, referred to, picked; and how they leave it.

use super::change;
use crate::api::Staff;
use crate::{App, BASE};
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Outcome, Scope};
use dialogue::knowledge::{KnownSource, KnownSourceVersion};
use dialogue::requirement::{LibraryReference, Requirement, RequirementRefusal};
use dialogue::{
    Refusal, RequirementId, RequirementLibrary, RequirementSet, RequirementSetCommand, Trajectory,
    TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Refused, Written};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, MunicipalityCode, Paragraph, Slug, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_draft_requirement, draft_requirement)
        .with(__path_redraft_requirement, redraft_requirement)
        .with(__path_refer_to_known_sources, refer_to_known_sources)
        .with(__path_pick_requirement, pick_requirement)
        .with(__path_drop_requirement, drop_requirement)
}

/// Whether a trajectory has these lots.
fn check_lots(trajectory: &Trajectory, lots: &BTreeSet<Whole>) -> Result<(), Refused> {
    let mut faults = Faults::none();
    for (place, lot) in lots.iter().enumerate() {
        let text = format!("Dit traject heeft geen perceel {}.", lot.get());
        faults.unless(trajectory.has_lot(*lot), format!("/lots/{place}"), text);
    }
    faults.check().map_err(|faults| Refusal::from(faults).into())
}

/// Drafts a requirement under a name; when it is `known`, in the place of another text.
async fn draft(
    app: &App,
    staff: &Staff,
    (trajectory, id): (TrajectoryId, RequirementId),
    conditions: &Conditions,
    (requirement, known): (Requirement, bool),
) -> Result<Outcome, Problem> {
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let set = scope.glance::<RequirementSet>(trajectory).await?;
        if known && set.draft().requirement(id).is_none() {
            return Err(Refusal::from(RequirementRefusal::Unknown).into());
        }
        check_lots(own, &requirement.lots)?;
        let laws = own.profile()?.laws.clone();
        let requirements = vec![(id, requirement.clone())];
        Ok(RequirementSetCommand::Draft { requirements, laws })
    };
    change(app, staff, trajectory, conditions, prepare).await
}

/// Drafts a requirement. An own one is refused without a goal, a way to verify it and an estimate
/// of what it costs in time.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-set/requirements", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = Requirement,
    responses((status = 201, body = Receipt, description = "The requirement is drafted.")),
    security(("bearer" = ["buyer"])),
)]
async fn draft_requirement(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<Requirement>,
) -> Result<impl Responder, Problem> {
    let id = RequirementId::from(staff.name_for(&body.conditions));
    let at = (*trajectory, id);
    let outcome = draft(&app, &staff, at, &body.conditions, (body.content, false)).await?;
    Ok(Written::created(&outcome, |set| {
        format!("{BASE}/trajectories/{set}/requirement-set/requirements/{id}")
    }))
}

/// Drafts another text of a requirement.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/requirement-set/requirements/{requirement}",
    tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("requirement" = RequirementId, Path, description = "The requirement."),
    ),
    request_body = Requirement,
    responses((status = 200, body = Receipt, description = "The requirement is drafted.")),
    security(("bearer" = ["buyer"])),
)]
async fn redraft_requirement(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, RequirementId)>,
    body: Body<Requirement>,
) -> Result<impl Responder, Problem> {
    let at = path.into_inner();
    let outcome = draft(&app, &staff, at, &body.conditions, (body.content, true)).await?;
    Ok(Written::changed(&outcome))
}

/// Known sources to refer to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KnownPicks {
    /// The sources: law, frameworks, marks, registers.
    #[schema(min_items = 1, max_items = 100)]
    sources: Vec<KnownSourceVersion>,
    /// The goal that they serve.
    #[serde(default)]
    goal: Option<Slug>,
    /// For which lots; none is for all.
    #[serde(default)]
    #[schema(max_items = 99)]
    lots: BTreeSet<Whole>,
}

impl KnownPicks {
    /// A requirement for each, in its model sentence.
    fn requirements(&self) -> Result<Vec<(RequirementId, Requirement)>, Faults> {
        let mut faults = Faults::none();
        let mut requirements = vec![];
        for (place, wanted) in self.sources.iter().enumerate() {
            match KnownSource::find(wanted).and_then(Requirement::of_known) {
                None => faults.add(
                    format!("/sources/{place}"),
                    "Deze bron is niet bekend, of niet in deze versie.",
                ),
                Some(known) => {
                    let (goal, lots) = (self.goal.clone(), self.lots.clone());
                    let requirement = Requirement { goal, lots, ..known };
                    requirements.push((RequirementId::random(), requirement));
                }
            }
        }
        faults.check().map(|()| requirements)
    }
}

/// Refers to known sources in their model sentences. What is referred to already stays as it is.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-set/known-sources", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = KnownPicks,
    responses((status = 200, body = Receipt, description = "They are in the draft.")),
    security(("bearer" = ["buyer"])),
)]
async fn refer_to_known_sources(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<KnownPicks>,
) -> Result<impl Responder, Problem> {
    let picks = body.content;
    let requirements = picks.requirements().map_err(Problem::faults)?;
    let prepare = async |_: &mut Scope<'_, Refusal>, own: &Trajectory| {
        check_lots(own, &picks.lots)?;
        let laws = own.profile()?.laws.clone();
        Ok(RequirementSetCommand::DraftKnown { requirements: requirements.clone(), laws })
    };
    let outcome = change(&app, &staff, *trajectory, &body.conditions, prepare).await?;
    Ok(Written::changed(&outcome))
}

/// An entry of a library to pick.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LibraryPick {
    /// Whose library: that of a municipality that buys in the trajectory.
    municipality: MunicipalityCode,
    /// The entry.
    entry: RequirementId,
    /// The goal that it serves here.
    #[serde(default)]
    goal: Option<Slug>,
    /// For which lots; none is for all.
    #[serde(default)]
    #[schema(max_items = 99)]
    lots: BTreeSet<Whole>,
    /// The award criterion in which it is weighed here.
    #[serde(default)]
    criterion: Option<Slug>,
}

/// Picks a requirement from a library of the region, in its last version.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-set/library-picks", tag = "requirements",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = LibraryPick,
    responses((status = 201, body = Receipt, description = "The requirement is drafted.")),
    security(("bearer" = ["buyer"])),
)]
async fn pick_requirement(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<LibraryPick>,
) -> Result<impl Responder, Problem> {
    let pick = body.content;
    let id = RequirementId::from(staff.name_for(&body.conditions));
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        if !own.is_of(&pick.municipality) {
            let text = "Deze gemeente koopt niet in bij dit traject.";
            return Err(Refusal::from(Faults::one("/municipality", text)).into());
        }
        check_lots(own, &pick.lots)?;
        let library = scope.load::<RequirementLibrary>(&pick.municipality).await?;
        let known = library.entry(pick.entry)?;
        let requirement = Requirement {
            goal: pick.goal.clone(),
            lots: pick.lots.clone(),
            criterion: pick.criterion.clone(),
            library: Some(LibraryReference {
                municipality: pick.municipality.clone(),
                entry: pick.entry,
                version: known.version,
            }),
            ..known.requirement.clone()
        };
        let laws = own.profile()?.laws.clone();
        Ok(RequirementSetCommand::Draft { requirements: vec![(id, requirement)], laws })
    };
    let outcome = change(&app, &staff, *trajectory, &body.conditions, prepare).await?;
    Ok(Written::created(&outcome, |set| {
        format!("{BASE}/trajectories/{set}/requirement-set/requirements/{id}")
    }))
}

/// Why a requirement is taken out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequirementDropping {
    /// Why.
    reason: Paragraph,
}

/// Takes a requirement out of the draft.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/requirement-set/requirements/{requirement}/dropping",
    tag = "requirements",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("requirement" = RequirementId, Path, description = "The requirement."),
    ),
    request_body = RequirementDropping,
    responses((status = 200, body = Receipt, description = "The requirement is dropped.")),
    security(("bearer" = ["buyer"])),
)]
async fn drop_requirement(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, RequirementId)>,
    body: Body<RequirementDropping>,
) -> Result<impl Responder, Problem> {
    let (trajectory, id) = path.into_inner();
    let reason = body.content.reason;
    let prepare = async |_: &mut Scope<'_, Refusal>, _: &Trajectory| {
        Ok(RequirementSetCommand::Drop { id, reason: reason.clone() })
    };
    let outcome = change(&app, &staff, trajectory, &body.conditions, prepare).await?;
    Ok(Written::changed(&outcome))
}
