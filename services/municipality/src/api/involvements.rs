//! What providers let staff see of their commitment, plans and progress.

use super::Staff;
use crate::App;
use crate::projections::involvements::InvolvementRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{Sealed, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader};
use serde::Serialize;
use service::{
    Commitment, OrganisationIdentity, ProgressReport, StatedNetworkUse, StatedSteps, open,
};
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_involvements, list_involvements)
}

/// What a provider lets staff see of its involvement.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvolvementView {
    /// Which organisation it is; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationIdentity>,
    /// Its commitment to the guiding principles.
    #[serde(skip_serializing_if = "Option::is_none")]
    commitment: Option<Commitment>,
    /// How it would use network, informal help, scaling and proximity.
    #[serde(skip_serializing_if = "Option::is_none")]
    network_use: Option<StatedNetworkUse>,
    /// Its plan for transformation and innovation.
    #[serde(skip_serializing_if = "Option::is_none")]
    transformation_plan: Option<StatedSteps>,
    /// Its self-evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    self_evaluation: Option<StatedSteps>,
    /// What it reported about steps, the oldest first.
    progress: Vec<ProgressReport>,
}

/// A page of them.
type InvolvementList = List<InvolvementView>;

/// Lists what providers let staff see: commitments, use of the network, plans and progress. Whoever
/// chose to stay hidden is not in it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/involvements", tag = "involvement",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = InvolvementList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_involvements(
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
    let sql = "SELECT id, body FROM involvement WHERE trajectory = ?1 AND id > ?2 \
               ORDER BY id LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    let mut items = vec![];
    for raw in page.items {
        let row: InvolvementRow =
            serde_json::from_str(raw.get()).map_err(|error| Problem::internal(&error))?;
        let sql = "SELECT body FROM provider WHERE id = ?1";
        let sealed = model.with(|read| read.document::<Sealed>(sql, [row.provider.to_string()]))?;
        let organisation = match sealed {
            Some(sealed) => open(&app.shared.vault, &sealed)?,
            None => None,
        };
        let view = InvolvementView {
            organisation,
            commitment: row.commitment,
            network_use: row.network_use,
            transformation_plan: row.transformation_plan,
            self_evaluation: row.self_evaluation,
            progress: row.progress,
        };
        let raw = serde_json::value::to_raw_value(&view);
        items.push(raw.map_err(|error| Problem::internal(&error))?);
    }
    Ok(Json(InvolvementList::new(items, page.next)))
}
