//! What one party received, or was part of, that others were not: for the levelling files.

use crate::SessionView;
use crate::levelling::{Readership, Received};
use dialogue::session::SessionEvent;
use dialogue::{
    AnyEvent, ComplaintEvent, EvaluationEvent, ObjectionEvent, ProviderId, QuestionEvent,
    TrajectoryId,
};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Whose question, complaint or objection it is, and in which trajectory.
#[derive(Serialize, Deserialize)]
struct Party {
    trajectory: TrajectoryId,
    /// Kept where providers read alone: staff do not find here who asked what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<ProviderId>,
}

/// Notes whose question, complaint or objection it is, for what is sent about it later.
pub(crate) fn note_party(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AnyEvent,
    readership: Readership,
) -> Result<(), ProjectionError> {
    let (trajectory, provider) = match event {
        AnyEvent::Question(QuestionEvent::QuestionAsked(asked)) => {
            let round = asked.round.to_string();
            let round = rows.get::<crate::QuestionRoundView>("question_round", &round)?;
            let Some(round) = round else { return Ok(()) };
            (round.trajectory, asked.provider)
        }
        AnyEvent::Complaint(ComplaintEvent::ComplaintFiled(filed)) => {
            (filed.trajectory, filed.provider)
        }
        AnyEvent::Objection(ObjectionEvent::ObjectionFiled(filed)) => {
            (filed.trajectory, filed.provider)
        }
        _ => return Ok(()),
    };
    let provider = (readership == Readership::Providers).then_some(provider);
    rows.put("levelling_party", recorded.stream.id(), &[], &Party { trajectory, provider })
}

/// What one party received. Who it was is not known where staff read.
type ToOne = (Option<ProviderId>, Received);

/// What one party received, or was part of, that others were not.
pub(crate) fn to_one(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AnyEvent,
) -> Result<Vec<ToOne>, ProjectionError> {
    let id = recorded.stream.id();
    let of_party = |title: &str, content| {
        let party = rows.get::<Party>("levelling_party", id)?;
        let received = party.map(|Party { trajectory, provider }| {
            (provider, Received::new(trajectory, title, content))
        });
        Ok(received.into_iter().collect())
    };
    match event {
        AnyEvent::Session(event) => of_session(rows, id, event),
        AnyEvent::Question(QuestionEvent::QuestionAnsweredAlone(answered)) => {
            let content = json!({ "question": id, "answer": answered.answer });
            of_party("Antwoord alleen aan de vrager", content)
        }
        AnyEvent::Complaint(ComplaintEvent::ComplaintDecided(decided)) => {
            let content = json!({
                "complaint": id, "outcome": decided.outcome, "reasons": decided.reasons,
                "measures": decided.measures, "remedies": decided.remedies,
            });
            of_party("Beslissing op een klacht", content)
        }
        AnyEvent::Objection(ObjectionEvent::ObjectionDecided(decided)) => {
            let content = json!({
                "objection": id, "outcome": decided.outcome, "reasons": decided.reasons,
                "measures": decided.measures, "remedies": decided.remedies,
            });
            of_party("Beslissing op een bezwaar", content)
        }
        AnyEvent::Evaluation(EvaluationEvent::AwardDecisionSent(sent)) => {
            let messages = sent.messages.iter();
            let received = messages.map(|message| {
                let content = json!({
                    "awarded": message.awarded, "message": message.message,
                    "scores": message.scores, "standstill": sent.standstill,
                });
                let received = Received::new(sent.trajectory, "Gunningsbeslissing", content);
                (Some(message.tenderer), received)
            });
            Ok(received.collect())
        }
        _ => Ok(vec![]),
    }
}

fn of_session(
    rows: &Rows<'_>,
    id: &str,
    event: &SessionEvent,
) -> Result<Vec<ToOne>, ProjectionError> {
    let Some(view) = rows.get::<SessionView>("session", id)? else { return Ok(vec![]) };
    let received = |what: &str| {
        let title = format!("{what}: {}", view.title);
        Received::new(view.trajectory, title, json!({ "session": view.id }))
    };
    Ok(match event {
        SessionEvent::SessionAttendanceRecorded(attendance) => {
            let present = attendance.present.iter();
            present.map(|it| (Some(it.provider), received("Aanwezig bij"))).collect()
        }
        SessionEvent::SessionTalkReported(talk) => {
            vec![(Some(talk.provider), received("Eigen gesprek in"))]
        }
        _ => vec![],
    })
}
