//! That a council was handed a document before it is public. What it is, is not kept here: only
//! who declared to keep it confidential may know, and the log decides that.

use calendar::Term;
use dialogue::confidential::ConfidentialDocumentEvent;
use dialogue::{AnyEvent, ConfidentialDocumentId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// A document that waits for a declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConfidentialNotice)]
pub(crate) struct ConfidentialRow {
    /// The document.
    pub(crate) id: ConfidentialDocumentId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What each person declares before reading.
    pub(crate) declaration: Paragraph,
    /// The last instant of the embargo.
    pub(crate) embargo: Term,
    /// Whether it is public now.
    pub(crate) released: bool,
}

pub(crate) struct Confidential;

impl Projection<AnyEvent> for Confidential {
    fn name(&self) -> &'static str {
        "confidential"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE confidential_document (
             id TEXT PRIMARY KEY, council TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX confidential_document_of ON confidential_document (council, id);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::ConfidentialDocument(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event {
            ConfidentialDocumentEvent::ConfidentialDocumentShared(shared) => {
                let Ok(document) = id.parse() else { return Ok(()) };
                let row = ConfidentialRow {
                    id: document,
                    trajectory: shared.trajectory,
                    declaration: shared.declaration.clone(),
                    embargo: shared.embargo.clone(),
                    released: false,
                };
                rows.put(
                    "confidential_document",
                    id,
                    &[("council", &shared.council.as_str())],
                    &row,
                )
            }
            ConfidentialDocumentEvent::ConfidentialDocumentReleased(_) => rows
                .change::<ConfidentialRow>("confidential_document", id, &[], |row| {
                    row.released = true;
                }),
            ConfidentialDocumentEvent::ConfidentialityDeclared(_) => Ok(()),
        }
    }
}
