//! From a clarification note in the dossier to the note as a page.

use crate::pages::words::{
    document_place, lot, moment, municipalities, note_link, prose, trajectory_name,
};
use dialogue::{DocumentReference, enquiry};
use portal::components::{Announcement, DocumentPlace, Erratum, Link, NoteItem, Reference};
use portal::pages::NotePage;
use portal::paths;
use service::{NoteItemView, NoteView, PlaceView, TrajectoryView};
use vocabulary::Whole;

/// The page of a note; `later` are the notes that correct something in it.
pub(super) fn page(trajectory: &TrajectoryView, note: &NoteView, later: &[NoteView]) -> NotePage {
    let announcements = (1..).zip(&note.announcements).map(|(place, told)| Announcement {
        place,
        title: told.title.to_string(),
        text: prose(&told.text),
    });
    NotePage {
        trajectory: trajectory_name(trajectory),
        municipalities: municipalities(trajectory),
        number: note.number,
        title: note.title.to_string(),
        published: moment(note.published_at),
        position: note.position,
        hash: note.hash.clone(),
        round: Link {
            text: note.round_title.to_string(),
            href: paths::round(&note.trajectory.to_string(), &note.round.to_string()),
        },
        concludes: note.concludes,
        late: note.late.as_ref().map(|late| prose(&late.reason)),
        corrections: corrections(note, None, later),
        errata: (1..).zip(&note.errata).map(|(place, it)| erratum(note, place, it)).collect(),
        announcements: announcements.collect(),
        items: note.items.iter().map(|it| item(trajectory, note, it, later)).collect(),
    }
}

/// A question with its answer; `later` are notes that may correct it.
pub(in crate::pages) fn item(
    trajectory: &TrajectoryView,
    note: &NoteView,
    item: &NoteItemView,
    later: &[NoteView],
) -> NoteItem {
    NoteItem {
        note: note.number,
        number: item.number,
        reference: reference(trajectory, &item.place),
        question: prose(&item.wording),
        answer: prose(&item.answer),
        amends: item.amends.as_ref().and_then(|place| document(trajectory, place)),
        corrections: corrections(note, Some(item.number), later),
    }
}

fn reference(trajectory: &TrajectoryView, place: &PlaceView) -> Reference {
    Reference {
        document: document(trajectory, place),
        lot: place.lot.map(|number| format!("perceel {}", lot(trajectory, number))),
    }
}

fn document(trajectory: &TrajectoryView, place: &PlaceView) -> Option<DocumentPlace> {
    let (document, version) = (place.document?, place.version?);
    let at = DocumentReference { document, version, section: place.section.clone() };
    Some(document_place(trajectory, &at))
}

/// The corrections in later notes of a question of this note, or of the note as a whole.
fn corrections(note: &NoteView, item: Option<u32>, later: &[NoteView]) -> Vec<Link> {
    let errata = later.iter().flat_map(|later| {
        let errata = (1..).zip(&later.errata);
        errata.map(|(place, erratum)| (later.number, place, erratum))
    });
    errata
        .filter(|(_, _, erratum)| {
            erratum.note.get() == note.number && erratum.item.map(Whole::get) == item
        })
        .map(|(number, place, _)| Link {
            text: format!("nota van inlichtingen {number}, rectificatie {place}"),
            href: paths::erratum(&note.trajectory.to_string(), number, place),
        })
        .collect()
}

fn erratum(note: &NoteView, place: u32, erratum: &enquiry::Erratum) -> Erratum {
    let corrected = note_link(note.trajectory, erratum.note.get());
    let corrects = match erratum.item.map(Whole::get) {
        None => corrected,
        Some(item) => Link {
            text: format!("vraag {item} van {}", corrected.text),
            href: paths::question(&note.trajectory.to_string(), erratum.note.get(), item),
        },
    };
    Erratum {
        place,
        corrects,
        correction: prose(&erratum.correction),
        reason: prose(&erratum.reason),
    }
}
