//! When tenders close: set once, and moved for everyone alike.

use super::trajectories::change;
use super::{Staff, own_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use calendar::{Moment, NewTerm, Term};
use command::{Scope, Target};
use dialogue::trajectory::{TrajectoryRefusal, TrajectoryTenderClosingSet};
use dialogue::{Refusal, Trajectory, TrajectoryCommand, TrajectoryId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_set_tender_closing, set_tender_closing)
        .with(__path_move_tender_closing, move_tender_closing)
}

/// When tenders close.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewTenderClosing {
    /// The closing.
    closing: NewTerm,
    /// The rule of the trajectory's profile that limits until when a clarification note can come,
    /// such as `clarification-note`.
    note_rule: Slug,
    /// Why another rule than the usual one limits it, such as urgency; needed for any other rule.
    #[serde(default)]
    note_rule_reason: Option<Paragraph>,
}

/// Sets when tenders close, for everyone. From then on each clarification note is held against it.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/tender-closing", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewTenderClosing,
    responses((status = 200, body = Receipt, description = "The closing is set.")),
    security(("bearer" = ["buyer"])),
)]
async fn set_tender_closing(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewTenderClosing>,
) -> Result<impl Responder, Problem> {
    let NewTenderClosing { closing, note_rule, note_rule_reason } = body.content;
    let set = TrajectoryTenderClosingSet { closing: closing.into(), note_rule, note_rule_reason };
    let command = TrajectoryCommand::SetTenderClosing(set);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}

/// A later closing.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TenderClosingExtension {
    /// The closing from now on.
    closing: NewTerm,
    /// Why, and why by so much.
    reason: Paragraph,
    /// When the clarification note comes for which it moves. The extension that is advised for it
    /// is kept with the closing, which has to be late enough for the note.
    #[serde(default)]
    note_publication: Option<Moment>,
}

/// Moves the closing of tenders to a later moment, for everyone. Not after it has passed.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/tender-closing/extension", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = TenderClosingExtension,
    responses((status = 200, body = Receipt, description = "The closing is moved.")),
    security(("bearer" = ["buyer"])),
)]
async fn move_tender_closing(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<TenderClosingExtension>,
) -> Result<impl Responder, Problem> {
    let TenderClosingExtension { closing, reason, note_publication } = body.content;
    let (id, closing) = (*trajectory, Term::from(closing));
    let published = note_publication.map(Moment::instant);
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, id).await?;
                let current = own
                    .tender_closing()
                    .ok_or_else(|| Refusal::from(TrajectoryRefusal::TenderClosingNotSet))?;
                scope.not_after(current.at);
                let (closing, reason) = (closing.clone(), reason.clone());
                Ok(TrajectoryCommand::MoveTenderClosing { closing, reason, published })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
