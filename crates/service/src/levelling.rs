//! The levelling file (art. 2.51 Aanbestedingswet 2012): everything that each party received, and
//! when, so that nobody who was involved early knows more than others.
//!
//! What was published goes to everyone at one moment. What went to one party alone is kept under
//! that party where its own people read it, and without any name where staff do.

use crate::{ConsultationRoundView, Model, NoteView, SessionView};
use dialogue::session::{SessionEvent, SessionHandout};
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ConsultationRoundEvent, EvaluationEvent,
    FileReference, PhaseEvent, ProviderId, QuestionRoundEvent, StoredEvent, TrajectoryEvent,
    TrajectoryId,
};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Who received something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recipients {
    /// Everyone, at one moment.
    Everyone,
    /// One party alone.
    OneParty,
}

/// A file that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceivedFile {
    /// The municipality that gave it.
    pub by: String,
    /// The file.
    pub file: FileReference,
}

/// Something that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LevellingEntry {
    /// Its position in the log.
    pub position: u64,
    /// The log's hash up to and including it.
    pub hash: String,
    /// When it was recorded, by the log's clock, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// The type of the event.
    #[schema(example = "TrajectoryDocumentPublished")]
    pub event: String,
    /// Who received it.
    pub recipients: Recipients,
    /// What it is called.
    pub title: String,
    /// The files in it.
    pub files: Vec<ReceivedFile>,
}

/// An entry as it is kept: with what was received.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) entry: LevellingEntry,
    pub(crate) content: Value,
}

/// Whose levelling files a read model holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readership {
    /// Of staff: that one party received something is kept, without its name and what it was.
    Staff,
    /// Of providers: what one party received is kept for that party.
    Providers,
}

/// The projection of the levelling files. It reads the rows of the dossier.
pub struct Levelling(pub Readership);

impl Projection<AnyEvent> for Levelling {
    fn name(&self) -> &'static str {
        "levelling"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE levelling (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             recipient TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX levelling_of ON levelling (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        if let Some(received) = published(rows, recorded, event)? {
            put(rows, recorded, "", Recipients::Everyone, received)?;
        }
        (1..).zip(to_one(rows, recorded, event)?).try_for_each(
            |(number, (provider, mut received)): (u32, _)| {
                let recipient = match self.0 {
                    Readership::Staff => {
                        received.content = Value::Null;
                        format!("party-{number}")
                    }
                    Readership::Providers => provider.to_string(),
                };
                put(rows, recorded, &recipient, Recipients::OneParty, received)
            },
        )
    }
}

/// Something that was received in a trajectory.
struct Received {
    trajectory: String,
    title: String,
    files: Vec<ReceivedFile>,
    content: Value,
}

impl Received {
    fn new(trajectory: impl ToString, title: impl ToString, content: Value) -> Self {
        Self {
            trajectory: trajectory.to_string(),
            title: title.to_string(),
            files: vec![],
            content,
        }
    }
}

fn put(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    recipient: &str,
    recipients: Recipients,
    received: Received,
) -> Result<(), ProjectionError> {
    let place = format!("{:020}", recorded.position.0);
    let kept = Kept {
        entry: LevellingEntry {
            position: recorded.position.0,
            hash: recorded.hash.to_string(),
            recorded_at: recorded.recorded_at,
            event: recorded.event_type.clone(),
            recipients,
            title: received.title,
            files: received.files,
        },
        content: received.content,
    };
    let id = format!("{place}|{recipient}");
    let columns: [(&str, &dyn ToSql); 3] =
        [("trajectory", &received.trajectory), ("place", &id), ("recipient", &recipient)];
    rows.put("levelling", &id, &columns, &kept)
}

/// What everyone received with an event: as the dossier tells it, which holds no name of anyone.
fn published(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AnyEvent,
) -> Result<Option<Received>, ProjectionError> {
    let id = recorded.stream.id();
    Ok(match event {
        AnyEvent::Trajectory(event) => of_trajectory(id, recorded, event)?,
        AnyEvent::Phase(PhaseEvent::PhaseOpened(opened)) => id.split_once('.').map(|(of, kind)| {
            Received::new(of, format!("Dialoogplan van de fase {kind}"), json!(opened.plan))
        }),
        AnyEvent::ConsultationRound(event) => {
            let view = rows.get::<ConsultationRoundView>("consultation_round", id)?;
            view.filter(|_| !matches!(event, ConsultationRoundEvent::ConsultationRoundClosed(_)))
                .map(|view| Received::new(view.trajectory, &view.title, json!(view)))
        }
        AnyEvent::QuestionRound(
            QuestionRoundEvent::QuestionRoundPublished(_)
            | QuestionRoundEvent::QuestionRoundExtended(_),
        ) => {
            let view = rows.get::<crate::QuestionRoundView>("question_round", id)?;
            view.map(|view| Received::new(view.trajectory, &view.title, json!(view)))
        }
        AnyEvent::ClarificationNote(ClarificationNoteEvent::ClarificationNotePublished(_)) => {
            let view = rows.get::<NoteView>("clarification_note", id)?;
            view.map(|view| Received::new(view.trajectory, &view.title, json!(view)))
        }
        AnyEvent::Session(event) => of_session(rows, id, event)?,
        AnyEvent::Advice(
            AdviceEvent::AdviceFiled(_)
            | AdviceEvent::AdviceFiledUnasked(_)
            | AdviceEvent::AdviceResponseGiven(_),
        ) => {
            let view = rows.get::<crate::AdviceView>("advice", id)?;
            view.map(|view| Received::new(view.trajectory, &view.subject, json!(view)))
        }
        AnyEvent::Evaluation(EvaluationEvent::AwardConfirmed(award)) => {
            Some(Received::new(award.trajectory, "Definitieve gunning", json!(award)))
        }
        _ => None,
    })
}

/// The events of a trajectory that publish all they hold.
const PUBLISHED: [&str; 11] = [
    "TrajectoryOpened",
    "TrajectoryLotAdded",
    "TrajectoryInstrumentChosen",
    "TrajectoryTermsChosen",
    "TrajectoryPrinciplesRecorded",
    "TrajectoryPlanned",
    "TrajectoryDocumentPublished",
    "TrajectoryTenderClosingSet",
    "TrajectoryTenderClosingMoved",
    "TrajectoryCouncilTermsChosen",
    "TrajectoryNoticeLinked",
];

fn of_trajectory(
    id: &str,
    recorded: &RecordedEvent,
    event: &TrajectoryEvent,
) -> Result<Option<Received>, ProjectionError> {
    // What is not known to be published is not told.
    if !PUBLISHED.contains(&event.name()) {
        return Ok(None);
    }
    let content = serde_json::from_str(&event.payload()?)?;
    let mut received = Received::new(id, event.name(), content);
    match event {
        TrajectoryEvent::TrajectoryOpened(opened) => {
            received.title = opened.profile.title.to_string();
        }
        TrajectoryEvent::TrajectoryDocumentPublished(new) => {
            received.title = format!("{}, versie {}", new.title, new.version);
            received.files = vec![ReceivedFile { by: publisher(recorded), file: new.file.clone() }];
        }
        _ => {}
    }
    Ok(Some(received))
}

/// The municipality that published, as the log names it: a public code.
fn publisher(recorded: &RecordedEvent) -> String {
    recorded.metadata().map(|metadata| metadata.actor.organisation).unwrap_or_default()
}

fn of_session(
    rows: &Rows<'_>,
    id: &str,
    event: &SessionEvent,
) -> Result<Option<Received>, ProjectionError> {
    let Some(view) = rows.get::<SessionView>("session", id)? else { return Ok(None) };
    let files = |handouts: &[SessionHandout]| {
        let given = handouts.iter().cloned();
        given.map(|SessionHandout { file, by, .. }| ReceivedFile { by, file }).collect()
    };
    let (title, files, content) = match event {
        SessionEvent::SessionAnnounced(_)
        | SessionEvent::SessionCancelled(_)
        | SessionEvent::SessionReportPublished(_) => (view.title.to_string(), vec![], json!(view)),
        SessionEvent::SessionHandoutPublished(new) => {
            let handout = std::slice::from_ref(&new.handout);
            (new.handout.title.to_string(), files(handout), json!({ "session": view.id }))
        }
        SessionEvent::SessionTalkReported(talk) => (
            format!("Gesprek in: {}", view.title),
            files(&talk.handouts),
            json!({ "session": view.id, "answers": talk.answers, "told": talk.told }),
        ),
        SessionEvent::SessionRegistrationMade(_)
        | SessionEvent::SessionRegistrationWithdrawn(_)
        | SessionEvent::SessionAttendanceRecorded(_) => return Ok(None),
    };
    Ok(Some(Received { files, ..Received::new(view.trajectory, title, content) }))
}

/// What one party received, or was part of, that others were not.
fn to_one(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AnyEvent,
) -> Result<Vec<(ProviderId, Received)>, ProjectionError> {
    let id = recorded.stream.id();
    Ok(match event {
        AnyEvent::Session(event) => {
            let Some(view) = rows.get::<SessionView>("session", id)? else { return Ok(vec![]) };
            let received = |what: &str| {
                let title = format!("{what}: {}", view.title);
                Received::new(view.trajectory, title, json!({ "session": view.id }))
            };
            match event {
                SessionEvent::SessionAttendanceRecorded(attendance) => {
                    let present = attendance.present.iter();
                    present.map(|it| (it.provider, received("Aanwezig bij"))).collect()
                }
                SessionEvent::SessionTalkReported(talk) => {
                    vec![(talk.provider, received("Eigen gesprek in"))]
                }
                _ => vec![],
            }
        }
        AnyEvent::Evaluation(EvaluationEvent::AwardDecisionSent(sent)) => {
            let messages = sent.messages.iter();
            messages
                .map(|message| {
                    let content = json!({
                        "awarded": message.awarded, "message": message.message,
                        "scores": message.scores, "standstill": sent.standstill,
                    });
                    let title = "Gunningsbeslissing";
                    (message.tenderer, Received::new(sent.trajectory, title, content))
                })
                .collect()
        }
        _ => vec![],
    })
}

impl Model {
    /// A page of the levelling file of a trajectory: for staff of all parties, for a provider
    /// what everyone and itself received.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn levelling_file(
        &self,
        id: TrajectoryId,
        own: Option<ProviderId>,
        paging: &Paging,
    ) -> Result<List<LevellingEntry>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, json_remove(body, '$.content') FROM levelling \
                   WHERE trajectory = ?1 AND place > ?2 \
                       AND (?3 IS NULL OR recipient IN ('', ?3)) ORDER BY place LIMIT ?4";
        let own = own.map(|own| own.to_string());
        let values = (id.to_string(), paging.after(), own, paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// All of the levelling file, with what was received.
    pub(crate) fn whole_levelling_file(
        &self,
        id: TrajectoryId,
        own: Option<ProviderId>,
    ) -> Result<Vec<Kept>, Problem> {
        let sql = "SELECT body FROM levelling WHERE trajectory = ?1 \
                       AND (?2 IS NULL OR recipient IN ('', ?2)) ORDER BY place";
        let own = own.map(|own| own.to_string());
        self.with(|read| read.documents(sql, (id.to_string(), own)))
    }
}
