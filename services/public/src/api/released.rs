//! Documents that a council read before they were public, from their release on.

use crate::pages::document::{content, disposition};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use dialogue::confidential::{ConfidentialDocumentEvent, ConfidentialityRefusal};
use dialogue::{AnyEvent, ConfidentialDocumentId, FileReference, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Operations, PageQuery, Problem, QueryReader};
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::{Model, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_released_documents, list_released_documents)
        .with(__path_get_released_file, get_released_file)
}

/// A document that a council read before it was public.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReleasedDocument {
    /// The document.
    pub(crate) id: ConfidentialDocumentId,
    /// What it is called.
    pub(crate) title: Title,
    /// The council that had it before.
    council: CouncilCode,
    /// The file.
    pub(crate) file: FileReference,
    /// The municipality that shared it.
    by: String,
    /// When it became public, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) released_at: Timestamp,
}

/// The projection of what was released; before that, nothing of it is here.
pub(crate) struct Released;

impl Projection<AnyEvent> for Released {
    fn name(&self) -> &'static str {
        "released"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE released_document (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX released_document_of ON released_document (trajectory, id);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::ConfidentialDocument(
            ConfidentialDocumentEvent::ConfidentialDocumentReleased(released),
        ) = event
        else {
            return Ok(());
        };
        let id = recorded.stream.id();
        let Ok(document) = id.parse() else { return Ok(()) };
        let released = released.clone();
        let view = ReleasedDocument {
            id: document,
            title: released.title,
            council: released.council,
            file: released.file,
            by: released.by,
            released_at: recorded.recorded_at,
        };
        let trajectory = released.trajectory.to_string();
        let columns: [(&str, &dyn ToSql); 1] = [("trajectory", &trajectory)];
        rows.put("released_document", id, &columns, &view)
    }
}

/// Where the file of one is downloaded.
pub(crate) fn file_path(id: ConfidentialDocumentId) -> String {
    format!("{BASE}/released-documents/{id}/file")
}

/// All of a trajectory, the first that was released first.
pub(crate) fn released_documents(
    model: &Model,
    trajectory: TrajectoryId,
) -> Result<Vec<ReleasedDocument>, Problem> {
    let sql = "SELECT body FROM released_document WHERE trajectory = ?1";
    let mut all: Vec<ReleasedDocument> =
        model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    all.sort_by_key(|it| it.released_at);
    Ok(all)
}

/// A page of them.
type ReleasedDocumentList = List<ReleasedDocument>;

/// Lists the documents that a council read before they were public.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/released-documents", tag = "dossier",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = ReleasedDocumentList, description = "A page.")),
)]
async fn list_released_documents(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let sql = "SELECT id, body FROM released_document WHERE trajectory = ?1 AND id > ?2 \
               ORDER BY id LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ReleasedDocumentList::new(page.items, page.next)))
}

/// Gives the file of a document that was released.
#[utoipa::path(
    get, path = "/released-documents/{confidential}/file", tag = "dossier",
    params(("confidential" = ConfidentialDocumentId, Path, description = "The document.")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
)]
async fn get_released_file(
    app: Data<App>,
    confidential: Path<ConfidentialDocumentId>,
) -> Result<impl Responder, Problem> {
    let sql = "SELECT body FROM released_document WHERE id = ?1";
    let found = app
        .model
        .with(|read| read.document::<ReleasedDocument>(sql, [confidential.to_string()]))?;
    let found = found.ok_or_else(|| refusal_problem(&ConfidentialityRefusal::Unknown.into()))?;
    Ok(HttpResponse::Ok()
        .insert_header(disposition(&found.file.name))
        .content_type(found.file.media_type.as_str())
        .body(content(&app, &found.by, &found.file).await?))
}
