//! All clarification notes of a trajectory as one: numbered on, with corrections beside what they
//! correct.

use dialogue::DocumentId;
use dialogue::enquiry::{Announcement, AnswerOrigin};
use http::Problem;
use jiff::Timestamp;
use serde::Serialize;
use service::{Model, NoteView, PlaceView};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// A correction, beside what it corrects. What was published stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CorrectionView {
    /// The number of the note that corrects.
    pub(crate) note: u32,
    /// Its place among the corrections of that note, from 1.
    pub(crate) place: u32,
    /// What it must be.
    pub(crate) correction: Prose,
    /// Why.
    pub(crate) reason: Paragraph,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) published_at: Timestamp,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsolidatedItem {
    /// Its number over all notes, from 1. A later note goes on from there, so it never changes.
    pub(crate) number: u32,
    /// The number of the note.
    pub(crate) note: u32,
    /// Its number in that note.
    pub(crate) item: u32,
    /// What the round is called.
    pub(crate) round_title: Title,
    /// What it is about.
    pub(crate) place: PlaceView,
    /// The question in anonymous words.
    pub(crate) wording: Prose,
    /// The answer as it was published.
    pub(crate) answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amends: Option<PlaceView>,
    /// The note in another trajectory from which the answer was taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<AnswerOrigin>,
    /// Later corrections of it.
    pub(crate) corrections: Vec<CorrectionView>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) published_at: Timestamp,
}

/// What belongs to a note as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsolidatedPart {
    /// The number of the note.
    pub(crate) note: u32,
    /// What it is called.
    pub(crate) title: Title,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) published_at: Timestamp,
    /// What the municipality told in it of its own accord.
    pub(crate) announcements: Vec<Announcement>,
    /// Later corrections of the note as a whole.
    pub(crate) corrections: Vec<CorrectionView>,
}

/// All clarification notes of a trajectory as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsolidatedNote {
    /// The notes, by number.
    pub(crate) notes: Vec<ConsolidatedPart>,
    /// The questions with their answers, in the order of the notes.
    pub(crate) items: Vec<ConsolidatedItem>,
}

/// Which questions are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Those about a document, in whichever version.
    pub(crate) document: Option<DocumentId>,
    /// Those about a lot.
    pub(crate) lot: Option<Whole>,
}

impl Filter {
    fn holds(self, place: &PlaceView) -> bool {
        self.document.is_none_or(|document| place.document == Some(document))
            && self.lot.is_none_or(|lot| place.lot == Some(lot))
    }
}

/// All clarification notes of a trajectory as one. A filter leaves out questions and never changes
/// a number.
///
/// # Errors
/// When there is no such trajectory.
pub(crate) fn consolidated(
    model: &Model,
    trajectory: dialogue::TrajectoryId,
    filter: Filter,
) -> Result<ConsolidatedNote, Problem> {
    model.trajectory(trajectory)?;
    Ok(of_notes(&model.notes(trajectory)?, filter))
}

/// The same of notes that were read already.
pub(crate) fn of_notes(notes: &[NoteView], filter: Filter) -> ConsolidatedNote {
    let all = notes.iter().flat_map(|note| note.items.iter().map(move |item| (note, item)));
    let items = (1..).zip(all).filter(|(_, (_, item))| filter.holds(&item.place));
    let items = items.map(|(number, (note, item))| ConsolidatedItem {
        number,
        note: note.number,
        item: item.number,
        round_title: note.round_title.clone(),
        place: item.place.clone(),
        wording: item.wording.clone(),
        answer: item.answer.clone(),
        amends: item.amends.clone(),
        origin: item.origin,
        corrections: corrections(notes, note.number, Some(item.number)),
        published_at: note.published_at,
    });
    let parts = notes.iter().map(|note| ConsolidatedPart {
        note: note.number,
        title: note.title.clone(),
        published_at: note.published_at,
        announcements: note.announcements.clone(),
        corrections: corrections(notes, note.number, None),
    });
    ConsolidatedNote { notes: parts.collect(), items: items.collect() }
}

fn corrections(notes: &[NoteView], note: u32, item: Option<u32>) -> Vec<CorrectionView> {
    let later = notes.iter().filter(|later| later.number > note);
    let errata = later.flat_map(|later| {
        (1..).zip(&later.errata).map(move |(place, erratum)| (later, place, erratum))
    });
    errata
        .filter(|(_, _, erratum)| {
            erratum.note.get() == note && erratum.item.map(Whole::get) == item
        })
        .map(|(later, place, erratum)| CorrectionView {
            note: later.number,
            place,
            correction: erratum.correction.clone(),
            reason: erratum.reason.clone(),
            published_at: later.published_at,
        })
        .collect()
}

/// The columns of the list, as buyers and tenderers know them.
const COLUMNS: [&str; 15] = [
    "volgnummer",
    "nota",
    "vraagnummer",
    "ronde",
    "document",
    "versie",
    "paragraaf",
    "perceel",
    "vraag",
    "antwoord",
    "wijzigt document",
    "nieuwe versie",
    "rectificatie",
    "gerectificeerd in nota",
    "gepubliceerd",
];

/// The notes as the rows of a table, the names of the columns first.
pub(crate) fn table(note: &ConsolidatedNote) -> Vec<Vec<String>> {
    let head = COLUMNS.map(str::to_owned).into();
    std::iter::once(head).chain(note.items.iter().map(row)).collect()
}

fn row(item: &ConsolidatedItem) -> Vec<String> {
    let place = &item.place;
    let all = |texts: Vec<String>| texts.join(" | ");
    let number = |whole: Option<Whole>| whole.map_or_else(String::new, |it| it.get().to_string());
    let amended = item.amends.as_ref();
    vec![
        item.number.to_string(),
        item.note.to_string(),
        item.item.to_string(),
        item.round_title.to_string(),
        place.title.as_ref().map_or_else(|| "algemeen".to_owned(), ToString::to_string),
        number(place.version),
        place.section.as_ref().map_or_else(String::new, ToString::to_string),
        number(place.lot),
        item.wording.to_string(),
        item.answer.to_string(),
        if amended.is_some() { "ja" } else { "nee" }.to_owned(),
        number(amended.and_then(|it| it.version)),
        all(item.corrections.iter().map(|it| it.correction.to_string()).collect()),
        all(item.corrections.iter().map(|it| it.note.to_string()).collect()),
        calendar::moment_in_words(item.published_at),
    ]
}
