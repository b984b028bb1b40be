//! Passages that worked: shared by a municipality, and withdrawn by it.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::passage::{PassageRefusal, PassageShared, PassageSubject, PassageWithdrawn};
use dialogue::{DocumentReference, Passage, PassageCommand, PassageId, Refusal, TrajectoryId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_share_passage, share_passage)
        .with(__path_withdraw_passage, withdraw_passage)
}

/// A passage that is to be shared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassage {
    /// Where it stands: a published version of a document of the trajectory.
    source: DocumentReference,
    /// What it is about.
    subject: PassageSubject,
    /// What it is called.
    title: Title,
    /// What was written.
    text: Prose,
    /// Why it worked.
    why: Paragraph,
    /// What came of it, as far as is known.
    #[serde(default)]
    result: Option<Paragraph>,
}

/// Shares a passage of a published document that worked, for all regions to use.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/passages", tag = "passages",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewPassage,
    responses((status = 201, body = Receipt, description = "It is shared.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn share_passage(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewPassage>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let outcome = app
        .shared
        .execute::<Passage, _>(
            &staff,
            &body.conditions,
            Target::new(PassageId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, *trajectory).await?;
                let known = own.document(new.source.document, new.source.version.get());
                let Some(known) = known else {
                    let told = "Deze versie van het document is er niet.";
                    return Err(Refusal::from(Faults::one("/source", told)).into());
                };
                Ok(PassageCommand::Share(Box::new(PassageShared {
                    municipality: staff.caller.organisation.clone(),
                    trajectory: *trajectory,
                    source: new.source.clone(),
                    kind: known.kind,
                    subject: new.subject,
                    title: new.title.clone(),
                    text: new.text.clone(),
                    why: new.why.clone(),
                    result: new.result.clone(),
                    by: staff.caller.person,
                })))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |_| "/public/v1/passages".to_owned()))
}

/// Why a passage is withdrawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassageWithdrawal {
    /// Why.
    reason: Paragraph,
}

/// Withdraws a passage that one's own municipality shared: it is found no more.
#[utoipa::path(
    post, path = "/passages/{passage}/withdrawal", tag = "passages",
    params(("passage" = inline(PassageId), Path, description = "The passage.")),
    request_body = NewPassageWithdrawal,
    responses((status = 200, body = Receipt, description = "It is withdrawn.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn withdraw_passage(
    app: Data<App>,
    staff: Staff,
    passage: Path<PassageId>,
    body: Body<NewPassageWithdrawal>,
) -> Result<impl Responder, Problem> {
    let (reason, by, id) = (body.content.reason, staff.caller.person, *passage);
    let withdrawn = PassageWithdrawn { reason, by };
    let outcome = app
        .shared
        .execute::<Passage, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<Passage>(id).await?;
                if state.shared()?.municipality != staff.caller.organisation {
                    return Err(Refusal::from(PassageRefusal::Unknown).into());
                }
                Ok(PassageCommand::Withdraw(withdrawn.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
