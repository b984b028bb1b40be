//! Documents of a trajectory, in versions that stay readable.

use super::trajectories::change;
use super::{Staff, own_trajectory};
use crate::{App, BASE};
use actix_web::Responder;
use actix_web::web::{self, Data, Path};
use command::{Scope, Target};
use dialogue::trajectory::{DocumentKind, DocumentMade, PublishDocument, Section};
use dialogue::{DocumentId, Refusal, Trajectory, TrajectoryCommand, TrajectoryId};
use files::authors;
use http::{Body, Operations, Problem, Told};
use serde::Deserialize;
use service::{FileInput, Receipt, Written, file_reference};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_publish_document, publish_document)
        .with(__path_publish_document_version, publish_document_version)
}

/// A version of a document that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewDocument {
    /// What kind of document.
    kind: DocumentKind,
    /// What it is called.
    title: Title,
    /// The file, handed in before.
    file: FileInput,
    /// The sections to which a question can refer.
    #[serde(default)]
    #[schema(max_items = 2000)]
    sections: Vec<Section>,
    /// What changed since the version before, and why; needed from the second version on.
    #[serde(default)]
    change: Option<Paragraph>,
    /// Why the file may name its makers; needed when a program wrote their names into it.
    #[serde(default)]
    authors_accepted: Option<Paragraph>,
    /// Where this version came from, when it was made elsewhere: its number, day and team there.
    #[serde(default)]
    made: Option<DocumentMade>,
}

/// What a file says of its makers is taken out, or named with a reason.
async fn check_authors(app: &App, owner: &str, new: &NewDocument) -> Result<(), Problem> {
    if new.authors_accepted.is_some() {
        return Ok(());
    }
    let (store, owner) = (app.shared.files.clone(), owner.to_owned());
    let sha256 = new.file.sha256.clone();
    // Reading takes a while: other requests go on meanwhile.
    let named = web::block(move || store.read(&owner, &sha256).map(|it| it.map(|it| authors(&it))))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| Problem::internal(&error))?
        .unwrap_or_default();
    if named.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "In dit bestand staat wie het maakte: {}. Haal dat eruit, of geef een reden waarom het mag \
         blijven staan (authorsAccepted).",
        named.join(", ")
    );
    let told = Told {
        faults: Faults::one("/file", detail).into_vec(),
        ..Told::new("file-names-its-makers", "Dit bestand vertelt wie het maakte.")
    };
    Err(Problem::state(told))
}

async fn command(
    app: &App,
    staff: &Staff,
    document: DocumentId,
    new: NewDocument,
) -> Result<PublishDocument, Problem> {
    let owner = staff.caller.organisation.as_str();
    check_authors(app, owner, &new).await?;
    let NewDocument { kind, title, file, sections, change, authors_accepted, made } = new;
    let file = file_reference(&app.shared, owner, file, "/file")?;
    Ok(PublishDocument { document, kind, title, file, sections, change, authors_accepted, made })
}

/// Publishes a document: everyone can read it from now on.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/documents", tag = "documents",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewDocument,
    responses((status = 201, body = Receipt, description = "The document is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_document(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewDocument>,
) -> Result<impl Responder, Problem> {
    // The name follows from the request, so that a repeat names the same document.
    let document = DocumentId::from(staff.name_for(&body.conditions));
    let publish = command(&app, &staff, document, body.content).await?;
    let command = TrajectoryCommand::PublishDocument(publish);
    let id = *trajectory;
    let outcome = app
        .shared
        .execute::<Trajectory, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, id).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::created(&outcome, |_| format!("{BASE}/trajectories/{id}/documents/{document}")))
}

/// Publishes a new version of a document.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/documents/{document}/versions", tag = "documents",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("document" = DocumentId, Path, description = "The document."),
    ),
    request_body = NewDocument,
    responses((status = 200, body = Receipt, description = "The version is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_document_version(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, DocumentId)>,
    body: Body<NewDocument>,
) -> Result<impl Responder, Problem> {
    let (trajectory, document) = path.into_inner();
    let model = app.model.complete(&app.shared).await?;
    model.check_member(trajectory, &staff.caller.organisation)?;
    let view = model.trajectory(trajectory)?;
    if view.documents.iter().all(|known| known.id != document) {
        let told = Told::new("document-unknown", "Dit document hoort niet bij dit traject.");
        return Err(Problem::unknown(told));
    }
    let publish = command(&app, &staff, document, body.content).await?;
    let command = TrajectoryCommand::PublishDocument(publish);
    change(&app, &staff, trajectory, &body.conditions, command).await
}
