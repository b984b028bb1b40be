//! What was kept out of the notes, for the record of the procedure (proces-verbaal).

use super::Staff;
use crate::App;
use crate::projections::questions::{QuestionStatus, WithholdingView};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{QuestionId, QuestionRoundId, Reference, TrajectoryId};
use http::{List, Operations, PageQuery, Problem, QueryReader};
use serde::{Deserialize, Serialize};
use service::Model;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_withheld_information, list_withheld_information)
}

/// A question that its asker wanted to keep out of the notes.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct WithheldInformation {
    /// The question.
    pub(super) question: QuestionId,
    /// The round.
    pub(super) round: QuestionRoundId,
    /// What it is about.
    pub(super) reference: Reference,
    /// The request and the decision on it.
    pub(super) withholding: WithholdingView,
    /// Where the question stands.
    pub(super) status: QuestionStatus,
}

/// Such a question, of the rows of questions.
const ENTRY: &str = "json_object('question', body -> 'id', 'round', body -> 'round', \
                         'reference', body -> 'reference', 'withholding', body -> 'withholding', \
                         'status', body -> 'status')";

/// Everything that askers wanted to keep out of the notes of a trajectory.
pub(super) fn withheld_information(
    model: &Model,
    trajectory: TrajectoryId,
) -> Result<Vec<WithheldInformation>, Problem> {
    let sql =
        format!("SELECT {ENTRY} FROM question WHERE trajectory = ?1 AND withholding ORDER BY id");
    model.with(|read| read.documents(&sql, [trajectory.to_string()]))
}

/// A page of it.
type WithheldInformationList = List<WithheldInformation>;

/// Lists the questions that their askers wanted to keep out of the notes, with each decision and
/// its reason: what the record of the procedure tells of information that was withheld (art.
/// 2.132 lid 1 onder f Aanbestedingswet 2012).
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/withheld-information", tag = "enquiry",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = WithheldInformationList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_withheld_information(
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
    let sql = format!(
        "SELECT id, {ENTRY} FROM question WHERE trajectory = ?1 AND withholding AND id > ?2 \
         ORDER BY id LIMIT ?3"
    );
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(&sql, values, paging.limit))?;
    Ok(Json(WithheldInformationList::new(page.items, page.next)))
}
