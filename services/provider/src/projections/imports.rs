//! One's own imports of questions: which row became which question.

use super::ReceiptView;
use dialogue::enquiry::{ImportedQuestion, QuestionImportEvent};
use dialogue::{AnyEvent, QuestionImportId, QuestionRoundId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::QuestionRoundView;
use utoipa::ToSchema;

/// One's own import of questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnImport {
    /// The import.
    pub(crate) id: QuestionImportId,
    /// The round.
    pub(crate) round: QuestionRoundId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The questions, in the order of their rows.
    pub(crate) questions: Vec<ImportedQuestion>,
    /// Proof that they were received, all at once.
    pub(crate) receipt: ReceiptView,
}

pub(crate) struct Imports;

impl Projection<AnyEvent> for Imports {
    fn name(&self) -> &'static str {
        "question-imports"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE question_import (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::QuestionImport(QuestionImportEvent::QuestionsImported(imported)) = event
        else {
            return Ok(());
        };
        let (id, round) = (recorded.stream.id(), imported.round.to_string());
        let (Ok(import), Some(round)) =
            (id.parse(), rows.get::<QuestionRoundView>("question_round", &round)?)
        else {
            return Ok(());
        };
        let view = OwnImport {
            id: import,
            round: imported.round,
            trajectory: round.trajectory,
            questions: imported.questions.clone(),
            receipt: ReceiptView::of(recorded),
        };
        let provider = imported.provider.to_string();
        let columns: [(&str, &dyn ToSql); 1] = [("provider", &provider)];
        rows.put("question_import", id, &columns, &view)
    }
}
