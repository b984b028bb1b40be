//! Questions as those see them who answer: not who asked, unless the round's plan says so, and
//! not when, because an order in time would lead back to who it was.

use dialogue::consultation::Disclosure;
use dialogue::{
    AnyEvent, DocumentReference, PersonId, ProviderId, QuestionEvent, QuestionId, QuestionRoundId,
    Reference, Sealed, TrajectoryId,
};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use service::QuestionRoundView;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum QuestionStatus {
    /// Nobody has drafted an answer, or it was returned.
    Unanswered,
    /// An answer waits for the approval of a second person.
    AwaitingApproval,
    /// The answer is approved and waits for a note.
    Approved,
    /// Answered in a published note.
    Published,
    /// Withdrawn by its asker.
    Withdrawn,
}

impl QuestionStatus {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::AwaitingApproval => "awaiting-approval",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for QuestionStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Unanswered, Self::AwaitingApproval, Self::Approved, Self::Published, Self::Withdrawn]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(())
    }
}

/// An answer on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerView {
    /// The question in anonymous words, as the note will show it.
    pub(crate) wording: Prose,
    /// The answer.
    pub(crate) answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amends: Option<DocumentReference>,
    /// Who wrote it.
    pub(crate) drafted_by: PersonId,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) approved_by: Option<PersonId>,
    /// What should be better, when it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) returned_because: Option<Paragraph>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuestionView {
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
    /// Whether the section it names is known.
    pub(crate) section_known: bool,
    /// The question in the asker's own words.
    pub(crate) text: Prose,
    /// Who asked, in a round whose plan lets staff see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asker: Option<AskerView>,
    /// Where it stands.
    pub(crate) status: QuestionStatus,
    /// The answer on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<AnswerView>,
    /// The number of the note in which it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<u32>,
    /// Its number in that note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<u32>,
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct AskerView {
    /// The provider.
    pub(crate) provider: ProviderId,
    /// Which organisation it is, sealed; opened when it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<Sealed>,
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
             id TEXT PRIMARY KEY, round TEXT NOT NULL, trajectory TEXT NOT NULL,
             status TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX question_in ON question (round, id);"
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
            return change(rows, recorded, event);
        };
        let round = asked.round.to_string();
        let (Ok(question), Some(round_view)) =
            (id.parse(), rows.get::<QuestionRoundView>("question_round", &round)?)
        else {
            return Ok(());
        };
        let asker = if round_view.disclosure == Disclosure::Municipality {
            let identity = rows.get("provider", &asked.provider.to_string())?;
            Some(AskerView { provider: asked.provider, identity })
        } else {
            None
        };
        let trajectory = round_view.trajectory.to_string();
        let view = QuestionView {
            id: question,
            version: recorded.version.0,
            round: asked.round,
            trajectory: round_view.trajectory,
            reference: asked.reference,
            section_known: asked.section_known,
            text: asked.text,
            asker,
            status: QuestionStatus::Unanswered,
            answer: None,
            note: None,
            item: None,
        };
        let columns: [(&str, &dyn projection::ToSql); 3] =
            [("round", &round), ("trajectory", &trajectory), ("status", &view.status.as_str())];
        rows.put("question", id, &columns, &view)
    }
}

fn change(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &QuestionEvent,
) -> Result<(), ProjectionError> {
    let status = match event {
        QuestionEvent::QuestionAsked(_) | QuestionEvent::QuestionAnswerReturned(_) => {
            QuestionStatus::Unanswered
        }
        QuestionEvent::QuestionWithdrawn(_) => QuestionStatus::Withdrawn,
        QuestionEvent::QuestionAnswerDrafted(_) => QuestionStatus::AwaitingApproval,
        QuestionEvent::QuestionAnswerApproved(_) => QuestionStatus::Approved,
        QuestionEvent::QuestionPublished(_) => QuestionStatus::Published,
    };
    let columns: [(&str, &dyn projection::ToSql); 1] = [("status", &status.as_str())];
    rows.change::<QuestionView>("question", recorded.stream.id(), &columns, |view| {
        view.version = recorded.version.0;
        view.status = status;
        match event.clone() {
            QuestionEvent::QuestionAsked(_) | QuestionEvent::QuestionWithdrawn(_) => {}
            QuestionEvent::QuestionAnswerDrafted(drafted) => {
                view.answer = Some(AnswerView {
                    wording: drafted.wording,
                    answer: drafted.answer,
                    amends: drafted.amends,
                    drafted_by: drafted.by,
                    approved_by: None,
                    returned_because: None,
                });
            }
            QuestionEvent::QuestionAnswerApproved(approved) => {
                if let Some(answer) = &mut view.answer {
                    answer.approved_by = Some(approved.by);
                }
            }
            QuestionEvent::QuestionAnswerReturned(returned) => {
                if let Some(answer) = &mut view.answer {
                    answer.approved_by = None;
                    answer.returned_because = Some(returned.reason);
                }
            }
            QuestionEvent::QuestionPublished(published) => {
                view.note = Some(published.note);
                view.item = Some(published.item);
            }
        }
    })
}
