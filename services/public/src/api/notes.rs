//! All clarification notes as one, and what they changed in the documents.

use crate::App;
use crate::changes::{DocumentChanges, changes};
use crate::consolidated::{ConsolidatedNote, Filter, consolidated, table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::{DocumentId, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use service::csv_file;
use utoipa::IntoParams;
use vocabulary::Whole;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_consolidated_note, get_consolidated_note)
        .with(__path_export_consolidated_note, export_consolidated_note)
        .with(__path_get_document_changes, get_document_changes)
}

/// Which questions.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct FilterQuery {
    /// Only questions about this document, in whichever version.
    document: Option<DocumentId>,
    /// Only questions about this lot.
    lot: Option<u32>,
}

fn filter(query: &mut QueryReader) -> Filter {
    Filter {
        document: query.optional("document", "Geef de naam van een document: een uuid."),
        lot: query.optional::<u32>("lot", "Geef het nummer van een perceel.").map(Whole::new),
    }
}

/// Shows all clarification notes of a trajectory as one, with a number that never changes, and
/// each correction beside what it corrects.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/consolidated-note", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        FilterQuery,
        ThingQuery,
    ),
    responses((status = 200, body = ConsolidatedNote, description = "The notes.")),
)]
async fn get_consolidated_note(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (filter, position) = (filter(&mut query), query.min_position());
    query.finish()?;
    consolidated(app.model.at(position).await?, *trajectory, filter).map(Json)
}

/// Gives the same as a list for a spreadsheet (CSV). What could be taken for a formula is made
/// text.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/consolidated-note/export", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        FilterQuery,
        ThingQuery,
    ),
    responses((status = 200, body = String, content_type = "text/csv",
               description = "The list.")),
)]
async fn export_consolidated_note(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (filter, position) = (filter(&mut query), query.min_position());
    query.finish()?;
    let note = consolidated(app.model.at(position).await?, *trajectory, filter)?;
    Ok(csv_file("nota-van-inlichtingen.csv", &table(&note)))
}

/// Which versions.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct VersionsQuery {
    /// The earlier version; the one before the later one when absent.
    from: Option<u32>,
    /// The later version; the last one when absent.
    to: Option<u32>,
}

/// Shows what changed between two versions of a document (was-wordt-lijst): by section, with the
/// reasons, and the answers that led to it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/documents/{document}/changes", tag = "dossier",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("document" = DocumentId, Path, description = "The document."),
        VersionsQuery,
        ThingQuery,
    ),
    responses((status = 200, body = DocumentChanges, description = "The changes.")),
)]
async fn get_document_changes(
    app: Data<App>,
    path: Path<(TrajectoryId, DocumentId)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, document) = path.into_inner();
    let mut query = QueryReader::new(&request);
    let number = "Geef het nummer van een versie, vanaf 1.";
    let (from, to) = (query.optional("from", number), query.optional("to", number));
    let position = query.min_position();
    query.finish()?;
    changes(app.model.at(position).await?, trajectory, document, from, to).map(Json)
}
