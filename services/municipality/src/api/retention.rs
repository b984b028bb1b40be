//! Until when the dossier of a trajectory is kept.

use super::Staff;
use super::procurement_report::evaluations;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Deadline;
use dialogue::{Retention, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_retention, get_retention)
}

/// Until when the dossier is kept, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Retention)]
struct RetentionView {
    /// Until when it must be kept at least, in UTC; absent while nothing was awarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Why, in Dutch.
    reason: String,
    /// How it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<Deadline>,
    /// Whether anything in the dossier can be erased now. It never can: the log only grows.
    erasable: bool,
}

/// Tells until when the dossier of a trajectory must be kept, and why.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/retention", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RetentionView, description = "Until when, and why.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_retention(
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
    let rows = evaluations(model, *trajectory)?;
    let concluded = rows.iter().map(|row| {
        let end = row.confirmed.as_ref().or(row.ended.as_ref());
        end.map(|(_, at)| *at)
    });
    let terms = model.trajectory(*trajectory)?.terms;
    let kept = |reason: &str| RetentionView {
        until: None,
        reason: reason.to_owned(),
        computed: None,
        erasable: false,
    };
    let deadline = match Retention::of(terms.as_ref(), concluded) {
        Retention::Undecided => {
            return Ok(Json(kept(
                "Er is nog niet over elke opdracht beslist. De bewaartermijn begint pas bij de \
                 gunning; tot dan blijft alles bewaard.",
            )));
        }
        Retention::NoRule => {
            return Ok(Json(kept(
                "Het termijnprofiel van dit traject noemt geen bewaartermijn. Houd de \
                 selectielijst van gemeenten aan; tot dan blijft alles bewaard.",
            )));
        }
        Retention::Until(deadline) => *deadline,
    };
    Ok(Json(RetentionView {
        until: Some(deadline.at),
        reason: format!(
            "Bewaar het dossier minstens {} na de gunning ({}). De selectielijst kan een langere \
             termijn noemen.",
            deadline.rule.unit.count_in_words(deadline.rule.count.get()),
            deadline.rule.ground.source
        ),
        computed: Some(deadline),
        erasable: false,
    }))
}
