//! Notices in TenderNed, linked to the trajectory by their number.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::trajectory::TrajectoryNoticeLinked;
use dialogue::{ClarificationNote, NoteId, Refusal, Trajectory, TrajectoryCommand, TrajectoryId};
use http::{Body, Operations, Problem};
use service::{Receipt, Written};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_link_notice, link_notice)
}

/// Links a notice in TenderNed, such as a rectification. The platform takes the place of none.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/notices", tag = "trajectories",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = TrajectoryNoticeLinked,
    responses((status = 200, body = Receipt, description = "The notice is linked.")),
    security(("bearer" = ["buyer"])),
)]
async fn link_notice(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<TrajectoryNoticeLinked>,
) -> Result<impl Responder, Problem> {
    let (trajectory, notice) = (*trajectory, body.content);
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            &staff,
            &body.conditions,
            Target::existing(trajectory),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, trajectory).await?;
                // A note that is there stays there, so it needs no guard.
                let number = notice.note.map_or(0, |note| note.get());
                let note = scope.glance::<ClarificationNote>(NoteId { trajectory, number }).await?;
                let notes = if note.size().is_some() { number } else { 0 };
                Ok(TrajectoryCommand::LinkNotice { notice: notice.clone(), notes })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
