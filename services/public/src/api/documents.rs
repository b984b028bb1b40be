//! The register of documents, to take along: every version with its day, who made it and what
//! changed (wijzigingsbeheer).

use crate::App;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{Operations, Problem, QueryReader, ThingQuery};
use service::{DocumentVersionView, DocumentView, csv_file};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_document_register, get_document_register)
}

const HEADINGS: [&str; 13] = [
    "document",
    "soort",
    "titel",
    "versie",
    "gepubliceerd op",
    "gepubliceerd door",
    "versie van de maker",
    "gemaakt op",
    "gemaakt door",
    "wijziging",
    "bestand",
    "grootte in bytes",
    "sha256",
];

/// Gives every version of every document of a trajectory as a table for a spreadsheet (CSV): with
/// its day, who published it, who made it where it came from elsewhere, and what changed.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/document-register", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "The register.")),
)]
async fn get_document_register(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let view = app.model.at(position).await?.trajectory(*trajectory)?;
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    for document in &view.documents {
        rows.extend(document.versions.iter().map(|version| row(document, version)));
    }
    Ok(csv_file("documenten.csv", &rows))
}

fn row(document: &DocumentView, version: &DocumentVersionView) -> Vec<String> {
    let kind = serde_json::to_value(document.kind).ok();
    let kind = kind.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let made = version.made.as_ref();
    let (made_version, made_on, editor) = made.map_or_else(Default::default, |made| {
        (made.version.to_string(), made.on.to_string(), made.editor.to_string())
    });
    vec![
        document.id.to_string(),
        kind,
        version.title.to_string(),
        version.version.to_string(),
        version.published_at.to_string(),
        version.published_by.clone(),
        made_version,
        made_on,
        editor,
        version.change.as_ref().map(ToString::to_string).unwrap_or_default(),
        version.file.name.to_string(),
        version.file.size.to_string(),
        version.file.sha256.to_string(),
    ]
}
