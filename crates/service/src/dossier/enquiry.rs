//! Clarification notes as everyone sees them.

use super::{NoteItemView, NoteView, PlaceView, QuestionRoundView, TrajectoryView};
use dialogue::enquiry::{ClarificationNotePublished, Erratum, NoteItem};
use dialogue::{ClarificationNoteEvent, DocumentReference, NoteId, Reference};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ClarificationNoteEvent,
) -> Result<(), ProjectionError> {
    let ClarificationNoteEvent::ClarificationNotePublished(note) = event;
    let trajectory = note.trajectory.to_string();
    let Some(dossier) = rows.get::<TrajectoryView>("trajectory", &trajectory)? else {
        return Ok(());
    };
    let round = note.round.to_string();
    rows.change::<QuestionRoundView>("question_round", &round, &[], |view| {
        view.notes.push(note.number);
    })?;
    let round_title = rows
        .get::<QuestionRoundView>("question_round", &round)?
        .map_or_else(|| note.title.clone(), |round| round.title);
    let view = NoteView {
        trajectory: note.trajectory,
        number: note.number,
        round: note.round,
        round_title,
        title: note.title.clone(),
        items: note.items.iter().map(|item| item_view(item, &dossier)).collect(),
        announcements: note.announcements.clone(),
        errata: note.errata.clone(),
        concludes: note.concludes,
        late: note.late.clone(),
        corrected_in: vec![],
        published_at: recorded.recorded_at,
        position: recorded.position.0,
        hash: recorded.hash.to_string(),
    };
    let columns: [(&str, &dyn projection::ToSql); 2] =
        [("trajectory", &trajectory), ("number", &note.number)];
    rows.put("clarification_note", recorded.stream.id(), &columns, &view)?;
    note.errata.iter().try_for_each(|erratum| point_forward(rows, note, erratum))
}

fn item_view(item: &NoteItem, dossier: &TrajectoryView) -> NoteItemView {
    NoteItemView {
        number: item.number,
        place: place(&item.reference, dossier),
        wording: item.wording.clone(),
        questions: match item.merged.len() {
            0 => None,
            merged => u32::try_from(1 + merged).ok(),
        },
        answer: item.answer.clone(),
        amends: item.amends.as_ref().map(|at| document_place(at, dossier)),
        origin: item.origin,
        corrected_in: vec![],
    }
}

/// What a reference points to, with the title of the document.
pub(crate) fn place(reference: &Reference, dossier: &TrajectoryView) -> PlaceView {
    let place = reference.document.as_ref().map(|at| document_place(at, dossier));
    PlaceView { lot: reference.lot, ..place.unwrap_or_default() }
}

fn document_place(at: &DocumentReference, dossier: &TrajectoryView) -> PlaceView {
    let title = dossier
        .documents
        .iter()
        .find(|document| document.id == at.document)
        .and_then(|document| {
            document.versions.iter().find(|version| version.version == at.version.get())
        })
        .map(|version| version.title.clone());
    PlaceView {
        document: Some(at.document),
        title,
        version: Some(at.version),
        section: at.section.clone(),
        lot: None,
    }
}

/// Marks what is corrected, so that nobody reads an old answer for the last word.
fn point_forward(
    rows: &Rows<'_>,
    note: &ClarificationNotePublished,
    erratum: &Erratum,
) -> Result<(), ProjectionError> {
    let id = NoteId { trajectory: note.trajectory, number: erratum.note.get() }.to_string();
    rows.change::<NoteView>("clarification_note", &id, &[], |earlier| {
        let item = erratum
            .item
            .and_then(|number| earlier.items.iter_mut().find(|item| item.number == number.get()));
        match item {
            Some(item) => item.corrected_in.push(note.number),
            None => earlier.corrected_in.push(note.number),
        }
    })
}
