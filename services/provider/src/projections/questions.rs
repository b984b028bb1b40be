//! One's own questions, and where they were answered.

use super::ReceiptView;
use dialogue::{AnyEvent, QuestionEvent, QuestionId, QuestionRoundId, Reference, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::QuestionRoundView;
use utoipa::ToSchema;
use vocabulary::Prose;

/// Where a question stands, as its asker may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnQuestionStatus {
    /// Received; the answer comes in a clarification note.
    Asked,
    /// Withdrawn.
    Withdrawn,
    /// Answered in a clarification note.
    Answered,
}

/// One's own question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnQuestion {
    /// The question.
    pub(crate) id: QuestionId,
    /// Its version.
    pub(crate) version: u64,
    /// The round.
    pub(crate) round: QuestionRoundId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What it is about.
    pub(crate) reference: Reference,
    /// Whether the section it names is known. When not, it is answered all the same.
    pub(crate) section_known: bool,
    /// The question.
    pub(crate) text: Prose,
    /// Where it stands.
    pub(crate) status: OwnQuestionStatus,
    /// Proof that it was received.
    pub(crate) receipt: ReceiptView,
    /// The number of the note in which it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<u32>,
    /// Its number in that note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<u32>,
}

pub(crate) struct Questions;

impl Projection<AnyEvent> for Questions {
    fn name(&self) -> &'static str {
        "questions"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE question (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX question_own ON question (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Question(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let QuestionEvent::QuestionAsked(asked) = event.clone() else {
            // How an answer comes about is not for the asker: nobody hears it before the note.
            let (status, published) = match event {
                QuestionEvent::QuestionWithdrawn(_) => (OwnQuestionStatus::Withdrawn, None),
                QuestionEvent::QuestionPublished(published) => {
                    (OwnQuestionStatus::Answered, Some(published.clone()))
                }
                _ => return Ok(()),
            };
            return rows.change::<OwnQuestion>("question", id, &[], |known| {
                known.version = recorded.version.0;
                known.status = status;
                known.note = published.as_ref().map(|published| published.note);
                known.item = published.map(|published| published.item);
            });
        };
        let within = asked.round.to_string();
        let (Ok(question), Some(round)) =
            (id.parse(), rows.get::<QuestionRoundView>("question_round", &within)?)
        else {
            return Ok(());
        };
        let view = OwnQuestion {
            id: question,
            version: recorded.version.0,
            round: asked.round,
            trajectory: round.trajectory,
            reference: asked.reference,
            section_known: asked.section_known,
            text: asked.text,
            status: OwnQuestionStatus::Asked,
            receipt: ReceiptView::of(recorded),
            note: None,
            item: None,
        };
        let (provider, trajectory) = (asked.provider.to_string(), round.trajectory.to_string());
        let place = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &within),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("question", id, &columns, &view)
    }
}
