//! One's own questions, and where they were answered.

use super::ReceiptView;
use dialogue::enquiry::DeclineGround;
use dialogue::{AnyEvent, QuestionEvent, QuestionId, QuestionRoundId, Reference, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::QuestionRoundView;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// Where a question stands, as its asker may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnQuestionStatus {
    /// Received; the answer comes in a clarification note, or to you alone.
    Asked,
    /// Withdrawn.
    Withdrawn,
    /// Answered in a clarification note.
    Answered,
    /// Answered to you alone.
    AnsweredAlone,
    /// Declined: it gets no answer, for the reason that is given.
    Declined,
}

/// What became of the wish to keep one's own question out of the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnWithholdingStatus {
    /// The municipality has not decided.
    Undecided,
    /// The question stays out of every note; you alone get the answer.
    Granted,
    /// The question is answered for all, unless you withdraw it first.
    Refused,
}

/// The wish to keep one's own question out of the notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnWithholding {
    /// Why you want so.
    pub(crate) reason: Paragraph,
    /// Where it stands.
    pub(crate) status: OwnWithholdingStatus,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decision_reason: Option<Paragraph>,
    /// Until when the question is in no note, so that you can withdraw it, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) withdrawable_until: Option<Timestamp>,
}

/// Why one's own question gets no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnDecline {
    /// On which ground.
    pub(crate) ground: DeclineGround,
    /// Why.
    pub(crate) reason: Paragraph,
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
    /// What you told those who answer beside it. It never stands in a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) background: Option<Prose>,
    /// Whether it came after the term of the round.
    pub(crate) late: bool,
    /// The wish to keep it out of the notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withholding: Option<OwnWithholding>,
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
    /// The numbers of its further parts, when it was split in that note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) further_items: Vec<u32>,
    /// The answer, when it is for you alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Prose>,
    /// Why it gets no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) declined: Option<OwnDecline>,
}

pub(crate) struct Questions;

impl Projection<AnyEvent> for Questions {
    fn name(&self) -> &'static str {
        "questions"
    }

    fn version(&self) -> u32 {
        4
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE question (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX question_own ON question (provider, place, within, trajectory);"
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
            return rows.change::<OwnQuestion>("question", id, &[], |known| {
                let before = known.clone();
                tell(known, event.clone());
                if *known != before {
                    known.version = recorded.version.0;
                }
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
            background: asked.background,
            late: asked.late,
            withholding: asked.withholding.map(|reason| OwnWithholding {
                reason,
                status: OwnWithholdingStatus::Undecided,
                decision_reason: None,
                withdrawable_until: None,
            }),
            status: OwnQuestionStatus::Asked,
            receipt: ReceiptView::of(recorded),
            note: None,
            item: None,
            further_items: vec![],
            answer: None,
            declined: None,
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

/// What an event tells the asker. How an answer comes about is not for the asker: nobody hears it
/// before the note.
fn tell(known: &mut OwnQuestion, event: QuestionEvent) {
    match event {
        QuestionEvent::QuestionWithdrawn(_) => known.status = OwnQuestionStatus::Withdrawn,
        QuestionEvent::QuestionWithholdingGranted(granted) => {
            if let Some(withholding) = &mut known.withholding {
                withholding.status = OwnWithholdingStatus::Granted;
                withholding.decision_reason = Some(granted.reason);
            }
        }
        QuestionEvent::QuestionWithholdingRefused(refused) => {
            if let Some(withholding) = &mut known.withholding {
                withholding.status = OwnWithholdingStatus::Refused;
                withholding.decision_reason = Some(refused.reason);
                withholding.withdrawable_until = Some(refused.withdrawable_until);
            }
        }
        QuestionEvent::QuestionAnsweredAlone(answered) => {
            known.status = OwnQuestionStatus::AnsweredAlone;
            known.answer = Some(answered.answer);
        }
        QuestionEvent::QuestionDeclined(declined) => {
            known.status = OwnQuestionStatus::Declined;
            known.declined = Some(OwnDecline { ground: declined.ground, reason: declined.reason });
        }
        QuestionEvent::QuestionPublished(published) => {
            known.status = OwnQuestionStatus::Answered;
            known.note = Some(published.note);
            known.item = Some(published.item);
            known.further_items = published.further;
        }
        QuestionEvent::QuestionAsked(_)
        | QuestionEvent::QuestionLabelled(_)
        | QuestionEvent::QuestionAssigned(_)
        | QuestionEvent::QuestionAssignmentEnded(_)
        | QuestionEvent::QuestionMerged(_)
        | QuestionEvent::QuestionSeparated(_)
        | QuestionEvent::QuestionAnswerDrafted(_)
        | QuestionEvent::QuestionAnswerApproved(_)
        | QuestionEvent::QuestionAnswerReturned(_) => {}
    }
}
