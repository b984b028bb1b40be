//! Questions that a provider brought in with one spreadsheet: all of them, or none.
//!
//! The names of the events are the storage format: they never change.

use super::EnquiryRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{ProviderId, QuestionId, QuestionRoundId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Faults;

/// A question with the row of the spreadsheet that it stood in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportedQuestion {
    /// The number of the row. The heading is row 1.
    pub row: u32,
    /// The question that it became.
    pub question: QuestionId,
    /// Whether the section it names is known; an unknown one is flagged, not refused.
    pub section_known: bool,
}

/// The questions of a spreadsheet were asked, all at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuestionsImported {
    /// The round.
    pub round: QuestionRoundId,
    /// The provider.
    pub provider: ProviderId,
    /// The questions, in the order of their rows.
    pub questions: Vec<ImportedQuestion>,
}

events! {
    /// What can have happened to an import of questions.
    QuestionImportEvent in "question-import" {
        QuestionsImported v 1,
    }
}

/// What can be asked of an import of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum QuestionImportCommand {
    Import(QuestionsImported),
}

/// The state of an import of questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionImport {
    imported: Option<QuestionsImported>,
}

impl Decider for QuestionImport {
    const CATEGORY: &'static str = "question-import";
    type Command = QuestionImportCommand;
    type Event = QuestionImportEvent;

    fn decide(
        &self,
        QuestionImportCommand::Import(new): QuestionImportCommand,
    ) -> Result<Vec<QuestionImportEvent>, Refusal> {
        match &self.imported {
            Some(same) if *same == new => Ok(vec![]),
            Some(_) => Err(EnquiryRefusal::ImportExists.into()),
            None if new.questions.is_empty() => {
                Err(Faults::one("/file", "In deze spreadsheet staat geen vraag.").into())
            }
            None => Ok(vec![new.into()]),
        }
    }

    fn evolve(&mut self, event: &QuestionImportEvent) {
        let QuestionImportEvent::QuestionsImported(imported) = event;
        self.imported = Some(imported.clone());
    }
}

aggregate!(QuestionImport);
