//! Documents that a council reads before they are public.

use super::{Staff, hide, own_trajectory};
use crate::{App, BASE};
use actix_web::Responder;
use actix_web::web::{Data, Path};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::confidential::{ConfidentialDocumentShared, ConfidentialityRefusal};
use dialogue::{
    ConfidentialDocument, ConfidentialDocumentCommand, ConfidentialDocumentId, Confidentiality,
    Refusal, TrajectoryId,
};
use http::{Body, NoBody, Operations, Problem};
use serde::Deserialize;
use service::{FileInput, Receipt, Written, file_reference};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, Paragraph, Prose, Title};

use super::consultations::after;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_share_confidentially, share_confidentially)
        .with(__path_release_document, release_document)
}

/// A document that is handed to a council before it is public.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConfidentialDocument {
    /// A council that advises about the trajectory.
    council: CouncilCode,
    /// What it is called.
    title: Title,
    /// What it is for.
    explanation: Prose,
    /// The file, handed in before.
    file: FileInput,
    /// What each person declares before reading.
    declaration: Paragraph,
    /// The last instant of the embargo.
    embargo: NewTerm,
}

/// Hands a document to a council before it is public. Each person of the council sees it only
/// after a declaration of confidentiality, and nobody else before its embargo has passed.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/confidential-documents", tag = "confidentiality",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewConfidentialDocument,
    responses((status = 201, body = Receipt, description = "The council can declare and read.")),
    security(("bearer" = ["buyer"])),
)]
async fn share_confidentially(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewConfidentialDocument>,
) -> Result<impl Responder, Problem> {
    let new = body.content;
    let by = staff.caller.organisation.to_string();
    let file = file_reference(&app.shared, &by, new.file, "/file")?;
    let shared = ConfidentialDocumentShared {
        trajectory: *trajectory,
        council: new.council,
        title: new.title,
        explanation: new.explanation,
        file,
        by,
        declaration: new.declaration,
        embargo: new.embargo.into(),
    };
    let outcome = app
        .shared
        .execute::<ConfidentialDocument, _>(
            &staff,
            &body.conditions,
            Target::new(ConfidentialDocumentId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = own_trajectory(scope, &staff, shared.trajectory).await?;
                if !state.is_advised_by(&shared.council) {
                    let told = "Deze raad adviseert niet over dit traject.";
                    return Err(Refusal::from(Faults::one("/council", told)).into());
                }
                scope.not_after(shared.embargo.at);
                Ok(ConfidentialDocumentCommand::Share(Box::new(shared.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/confidential-documents/{id}")))
}

/// Makes a document public for everyone at one moment: once its embargo has passed by the log's
/// clock, or at once when a breach of it was noted.
#[utoipa::path(
    post, path = "/confidential-documents/{confidential}/release", tag = "confidentiality",
    params(("confidential" = ConfidentialDocumentId, Path, description = "The document.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is public.")),
    security(("bearer" = ["buyer"])),
)]
async fn release_document(
    app: Data<App>,
    staff: Staff,
    confidential: Path<ConfidentialDocumentId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let outcome = app
        .shared
        .execute::<ConfidentialDocument, _>(
            &staff,
            &body.conditions,
            Target::existing(*confidential),
            async |scope: &mut Scope<'_, Refusal>| {
                let state = scope.glance::<ConfidentialDocument>(*confidential).await?;
                let shared = state.shared()?;
                own_trajectory(scope, &staff, shared.trajectory)
                    .await
                    .map_err(|error| hide(error, ConfidentialityRefusal::Unknown))?;
                let kept = scope.load::<Confidentiality>(shared.trajectory).await?;
                if !kept.is_broken(*confidential) {
                    scope.not_before(after(shared.embargo.at));
                }
                Ok(ConfidentialDocumentCommand::Release)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
