//! The dossiers of providers, by type of provider and service.

use super::Staff;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::party::OrganisationSize;
use dialogue::performance::Period;
use dialogue::{ContractId, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::Serialize;
use service::{OrganisationIdentity, PerformanceTalkView};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Slug, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_provider_dossiers, list_provider_dossiers)
}

/// What the dossier of one contract comes to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DossierEntry {
    /// The contract.
    contract: ContractId,
    /// Its number.
    number: Slug,
    /// Which organisation it is; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// How many performance talks there were.
    talks: usize,
    /// About which period the last one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_period: Option<Period>,
    /// What was off target then.
    off_target: Vec<Slug>,
    /// How many actions are open.
    open_actions: usize,
    /// How many promises are to be kept.
    open_commitments: usize,
    /// How many proposals for a change wait for a decision.
    open_changes: usize,
    /// To which level a matter was taken that is not solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    escalated_to: Option<Whole>,
    /// Which step of ending was taken last.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending_step: Option<Whole>,
    /// How many waited at the last count.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<Whole>,
}

/// The dossiers of providers of one type, for one service.
#[derive(Serialize, ToSchema)]
struct DossierGroup {
    /// The type of provider: its size.
    size: OrganisationSize,
    /// The service: the lot; absent for contracts about everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Whole>,
    /// The dossiers, by the number of the contract.
    dossiers: Vec<DossierEntry>,
}

/// The dossiers of a trajectory.
#[derive(Serialize, ToSchema)]
struct ProviderDossiers {
    /// By type of provider and service.
    groups: Vec<DossierGroup>,
}

/// Shows the dossiers of providers, by type of provider and service. A contract about several lots
/// stands under each.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/provider-dossiers", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ProviderDossiers, description = "The dossiers.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_provider_dossiers(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let mut groups: BTreeMap<(String, Option<Whole>), DossierGroup> = BTreeMap::new();
    let of_all = model.commitments(*trajectory)?;
    for row in model.contracts_of(*trajectory)? {
        let sql = "SELECT body FROM performance_talk WHERE provider = ?1 AND within = ?2 \
                   ORDER BY place";
        let of = [row.registered.provider.to_string(), row.id.to_string()];
        let talks: Vec<PerformanceTalkView> = model.with(|read| read.documents(sql, of))?;
        let view = row.with_commitments(&of_all).shown(&app.shared.vault)?;
        let (agreement, course) = (&view.agreement, &view.course);
        let lots: Vec<_> = agreement.lots.iter().copied().map(Some).collect();
        let lots = if lots.is_empty() { vec![None] } else { lots };
        for lot in lots {
            let actions = talks.iter().flat_map(|talk| &talk.actions);
            let last = talks.last();
            let entry = DossierEntry {
                contract: view.id,
                number: agreement.number.clone(),
                organisation: view.organisation.clone(),
                talks: talks.len(),
                last_period: last.map(|talk| talk.period),
                off_target: last.map(|talk| talk.off_target.clone()).unwrap_or_default(),
                open_actions: actions.filter(|action| action.closed.is_none()).count(),
                open_commitments: course.commitments.iter().filter(|it| it.is_open()).count(),
                open_changes: course.changes.iter().filter(|it| it.decided.is_none()).count(),
                escalated_to: course.escalated.as_ref().map(|it| it.level),
                ending_step: course.ending.last().map(|it| it.step),
                waiting: course.waiting.last().map(|it| it.waiting),
            };
            let key = (format!("{:?}", agreement.size), lot);
            let size = agreement.size;
            let group = groups.entry(key).or_insert(DossierGroup { size, lot, dossiers: vec![] });
            group.dossiers.push(entry);
        }
    }
    Ok(Json(ProviderDossiers { groups: groups.into_values().collect() }))
}
