//! The levelling file (art. 2.51 Aanbestedingswet 2012): everything that each party received, and
//! when, so that nobody who was involved early knows more than others.
//!
//! What was published goes to everyone at one moment. What went to one party alone is kept under
//! that party where its own people read it, and without any name where staff do.

use crate::levelling_parties::{note_party, to_one};
use crate::{ConsultationRoundView, Model, NoteView, SessionView};
use dialogue::admission_procedure::AdmissionEvent;
use dialogue::confidential::ConfidentialDocumentEvent;
use dialogue::price_sheet::PriceSheetEvent;
use dialogue::procurement::ProcurementEvent;
use dialogue::session::{SessionEvent, SessionHandout};
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ConsultationRoundEvent, EvaluationEvent,
    FileReference, PhaseEvent, ProviderId, QuestionRoundEvent, RequirementSetEvent, StoredEvent,
    TrajectoryEvent, TrajectoryId,
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
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE levelling (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             recipient TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX levelling_of ON levelling (trajectory, place);
         CREATE TABLE levelling_party (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
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
        note_party(rows, recorded, event, self.0)?;
        (1..).zip(to_one(rows, recorded, event)?).try_for_each(
            |(number, (provider, mut received)): (u32, _)| {
                let recipient = match (self.0, provider) {
                    (Readership::Providers, Some(provider)) => provider.to_string(),
                    (Readership::Providers, None) => return Ok(()),
                    (Readership::Staff, _) => {
                        received.content = Value::Null;
                        format!("party-{number}")
                    }
                };
                put(rows, recorded, &recipient, Recipients::OneParty, received)
            },
        )
    }
}

/// Something that was received in a trajectory.
pub(crate) struct Received {
    trajectory: String,
    title: String,
    files: Vec<ReceivedFile>,
    content: Value,
}

impl Received {
    pub(crate) fn new(trajectory: impl ToString, title: impl ToString, content: Value) -> Self {
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
        AnyEvent::ConfidentialDocument(
            ConfidentialDocumentEvent::ConfidentialDocumentReleased(new),
        ) => {
            let files = vec![ReceivedFile { by: new.by.clone(), file: new.file.clone() }];
            let content = json!({ "council": new.council });
            Some(Received { files, ..Received::new(new.trajectory, &new.title, content) })
        }
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
        AnyEvent::RequirementSet(RequirementSetEvent::RequirementSetPublished(set)) => {
            Some(Received::new(id, format!("Eisen, versie {}", set.version), json!(set)))
        }
        AnyEvent::Strategy(_) => Some(Received::new(id, "Inkoopstrategie", payload(event)?)),
        AnyEvent::PriceSheet(PriceSheetEvent::PriceSheetPublished(sheet)) => {
            let title = format!("Prijsblad, versie {}", sheet.version);
            Some(Received::new(sheet.trajectory, title, json!(sheet)))
        }
        AnyEvent::Procurement(ProcurementEvent::AwardModelRecorded(recorded)) => {
            let title = format!("Gunningsmodel, versie {}", recorded.version);
            Some(Received::new(recorded.trajectory, title, json!(recorded)))
        }
        AnyEvent::Procurement(ProcurementEvent::GoverningDecisionRecorded(recorded)) => {
            Some(Received::new(recorded.trajectory, "Bestuursbesluit", json!(recorded)))
        }
        AnyEvent::Admission(AdmissionEvent::AdmissionOpened(opened)) => {
            Some(Received::new(opened.trajectory, &opened.title, json!(opened)))
        }
        _ => None,
    })
}

/// The events of a trajectory that publish all they hold.
const PUBLISHED: [&str; 14] = [
    "TrajectoryOpened",
    "TrajectoryLotAdded",
    "TrajectoryInstrumentChosen",
    "TrajectoryTermsChosen",
    "TrajectoryPrinciplesRecorded",
    "TrajectoryPlanned",
    "TrajectoryDocumentPublished",
    "TrajectoryTenderClosingSet",
    "TrajectoryTenderClosingMoved",
    "TrajectoryTenderClosingSuspended",
    "TrajectoryTenderingReopened",
    "TrajectoryLotSplit",
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
    let mut content: Value = serde_json::from_str(&event.payload()?)?;
    // What a decision on a complaint or an objection brings about concerns everyone; which
    // decision it was does not.
    if let Some(fields) = content.as_object_mut() {
        fields.remove("decision");
    }
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

fn payload(event: &AnyEvent) -> Result<Value, ProjectionError> {
    Ok(serde_json::from_str(&event.payload()?)?)
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
        | SessionEvent::SessionSeatsAssigned(_)
        | SessionEvent::SessionAttendanceRecorded(_)
        | SessionEvent::SessionMinutesDrafted(_)
        | SessionEvent::SessionMinutesChecked(_)
        | SessionEvent::SessionActionClosed(_)
        | SessionEvent::SessionCommitmentClosed(_) => return Ok(None),
    };
    Ok(Some(Received { files, ..Received::new(view.trajectory, title, content) }))
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
