//! The work list: what waits for the staff, the most urgent first.

use super::Staff;
use super::questions::{AssignedTo, assignee};
use crate::App;
use crate::projections::task_kind::TaskKind;
use crate::projections::tasks::TaskView;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader};
use identity::Role;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_work, list_work)
}

/// A page of them.
type TaskList = List<TaskView>;

/// Lists what is to be done in the trajectories of one's municipality, the most urgent first. An
/// outside expert sees what is assigned to them.
#[utoipa::path(
    get, path = "/work-list", tag = "work list",
    params(
        ("kind" = Option<TaskKind>, Query, description = "Only tasks of this kind."),
        ("trajectory" = Option<TrajectoryId>, Query, description = "Only in this trajectory."),
        ("assignedTo" = inline(Option<AssignedTo>), Query, description = "Only one's own."),
        PageQuery,
    ),
    responses((status = 200, body = TaskList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader", "expert"])),
)]
async fn list_work(
    app: Data<App>,
    staff: Staff,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let kinds: Vec<_> = TaskKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let kind = query.optional::<TaskKind>("kind", &format!("Kies een van: {}.", kinds.join(", ")));
    let trajectory = query.optional::<TrajectoryId>("trajectory", "Geef de id van een traject.");
    let assignee = assignee(&mut query, &staff).map(|person| person.to_string());
    query.finish()?;
    let model = app.model.at(position).await?;
    // SQLite would go through the tasks of all trajectories in their order.
    let index = match (trajectory, kind) {
        (Some(_), _) => " INDEXED BY task_in",
        (None, Some(_)) => " INDEXED BY task_of_kind",
        (None, None) => "",
    };
    let mut sql = format!("SELECT place, body FROM task{index} WHERE member = ?1 AND place > ?2");
    for (asked, condition) in [
        (kind.is_some(), " AND kind = ?3"),
        (trajectory.is_some(), " AND trajectory = ?4"),
        (
            assignee.is_some(),
            " AND subject IN (SELECT question FROM question_assignment WHERE person = ?5)",
        ),
        (
            !matches!(staff.caller.role, Role::Buyer | Role::Approver),
            " AND kind NOT IN (SELECT value FROM json_each(?6))",
        ),
    ] {
        sql.push_str(if asked { condition } else { "" });
    }
    sql.push_str(" ORDER BY place LIMIT ?7");
    let confidential = TaskKind::CONFIDENTIAL.map(|kind| format!("{:?}", kind.as_str())).join(",");
    let values = (
        staff.caller.organisation.as_str(),
        paging.after(),
        kind.map(TaskKind::as_str),
        trajectory.map(|id| id.to_string()),
        assignee,
        format!("[{confidential}]"),
        paging.rows(),
    );
    let page = model.with(|read| read.page(&sql, values, paging.limit))?;
    Ok(Json(TaskList::new(page.items, page.next)))
}
