//! A clarification note (nota van inlichtingen): everyone gets the same answers at the same
//! moment. It is numbered within its trajectory and never edited; a later note corrects it.
//!
//! The names of the events are the storage format: they never change.

use super::EnquiryRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{
    DocumentReference, QuestionId, QuestionRoundId, Reference, Refusal, Trajectory, TrajectoryId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title, Whole};

/// A question with its answer, as everyone reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteItem {
    /// Its number in the note, from 1. It never changes.
    pub number: u32,
    /// The question. Only its asker is shown this name.
    pub question: QuestionId,
    /// What it is about.
    pub reference: Reference,
    /// The question in anonymous words.
    pub wording: Prose,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<DocumentReference>,
}

/// Something that the municipality tells of its own accord (mededeling).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// What it is about.
    pub title: Title,
    /// What is told.
    pub text: Prose,
}

/// A correction of an earlier note (rectificatie). What it corrects stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// The number of the note that is corrected.
    #[schema(example = 1)]
    pub note: Whole,
    /// The number of the question in it; absent when it is about something else in the note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Whole>,
    /// What it must be.
    pub correction: Prose,
    /// Why.
    pub reason: Paragraph,
}

/// A note was published, to everyone at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClarificationNotePublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The round whose questions it answers.
    pub round: QuestionRoundId,
    /// Its number within the trajectory, from 1.
    pub number: u32,
    /// What it is called.
    pub title: Title,
    /// The questions with their answers, in the order of the documents.
    pub items: Vec<NoteItem>,
    /// What the municipality tells of its own accord.
    pub announcements: Vec<Announcement>,
    /// Corrections of earlier notes.
    pub errata: Vec<Erratum>,
    /// Whether every question of the round is answered now.
    pub concludes: bool,
}

events! {
    /// What can have happened to a clarification note.
    ClarificationNoteEvent in "clarification-note" {
        ClarificationNotePublished v 1,
    }
}

/// A note that is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishClarificationNote {
    /// What is published, its items arranged.
    pub note: ClarificationNotePublished,
    /// How many questions each earlier note has, from note 1 on: facts from other streams.
    pub earlier: Vec<u32>,
    /// Questions of the round that the note would leave without an answer: likewise facts.
    pub unanswered: Vec<QuestionId>,
}

/// What can be asked of a clarification note.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum ClarificationNoteCommand {
    Publish(Box<PublishClarificationNote>),
}

/// The state of a clarification note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClarificationNote {
    published: Option<ClarificationNotePublished>,
}

impl ClarificationNote {
    /// What was published.
    ///
    /// # Errors
    /// When there is no such note.
    pub fn published(&self) -> Result<&ClarificationNotePublished, Refusal> {
        self.published.as_ref().ok_or_else(|| EnquiryRefusal::NoteUnknown.into())
    }

    /// How many questions it answers, when it exists.
    #[must_use]
    pub fn size(&self) -> Option<u32> {
        let items = self.published.as_ref()?.items.len();
        Some(u32::try_from(items).unwrap_or(u32::MAX))
    }
}

/// Puts items in the order of the trajectory's lots, documents and sections, and numbers them.
/// Within one place their order follows their random names, so that it tells nothing of who
/// asked or when.
pub fn arrange(items: &mut [NoteItem], trajectory: &Trajectory) {
    items.sort_by_cached_key(|item| {
        let document = item.reference.document.as_ref();
        let section = document.and_then(|at| at.section.as_ref());
        (
            item.reference.lot,
            document.map(|at| (trajectory.place_of(at.document), at.version)),
            // What is about the document as a whole comes first, an unknown section last.
            document.zip(section).map(|(at, number)| {
                let place = trajectory.place_of_section(at);
                (place.is_none(), place, natural(number.as_str()))
            }),
            item.question,
        )
    });
    for (number, item) in (1..).zip(items) {
        item.number = number;
    }
}

/// A text cut into words and numbers, so that 3.10 comes after 3.9.
fn natural(text: &str) -> Vec<(u64, String)> {
    let mut parts: Vec<(u64, String)> = vec![];
    for character in text.chars() {
        match (character.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((number, word))) if word.is_empty() => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => parts.push((u64::from(digit), String::new())),
            (None, Some((0, word))) if !word.is_empty() => word.push(character),
            (None, _) => parts.push((0, character.to_string())),
        }
    }
    parts
}

fn check_errata(errata: &[Erratum], earlier: &[u32], faults: &mut Faults) {
    for (place, erratum) in errata.iter().enumerate() {
        let index = erratum.note.get().checked_sub(1).and_then(|n| usize::try_from(n).ok());
        match index.and_then(|index| earlier.get(index)) {
            None => faults.add(
                format!("/errata/{place}/note"),
                "Een rectificatie verbetert een eerdere nota van dit traject.",
            ),
            Some(size) => faults.unless(
                erratum.item.is_none_or(|item| (1..=*size).contains(&item.get())),
                format!("/errata/{place}/item"),
                if *size == 0 {
                    format!("Nota {} bevat geen vragen. Laat dit veld weg.", erratum.note.get())
                } else {
                    format!("Nota {} heeft vraag 1 t/m {size}.", erratum.note.get())
                },
            ),
        }
    }
}

impl Decider for ClarificationNote {
    const CATEGORY: &'static str = "clarification-note";
    type Command = ClarificationNoteCommand;
    type Event = ClarificationNoteEvent;

    fn decide(
        &self,
        ClarificationNoteCommand::Publish(new): ClarificationNoteCommand,
    ) -> Result<Vec<ClarificationNoteEvent>, Refusal> {
        let PublishClarificationNote { mut note, earlier, unanswered } = *new;
        for (number, item) in (1..).zip(&mut note.items) {
            item.number = number;
        }
        match &self.published {
            Some(same) if *same == note => return Ok(vec![]),
            Some(_) => return Err(EnquiryRefusal::NoteExists.into()),
            None => {}
        }
        if note.items.is_empty() && note.announcements.is_empty() && note.errata.is_empty() {
            return Err(Faults::one(
                "",
                "Deze nota zou leeg zijn: er is geen goedgekeurd antwoord, geen mededeling en geen \
                 rectificatie. Vertel in een mededeling bijvoorbeeld dat er geen vragen zijn \
                 gesteld.",
            )
            .into());
        }
        let mut faults = Faults::none();
        faults.unless(
            usize::try_from(note.number).ok() == Some(earlier.len() + 1),
            "/number",
            format!("Nota's zijn doorlopend genummerd; de volgende is {}.", earlier.len() + 1),
        );
        check_errata(&note.errata, &earlier, &mut faults);
        faults.check()?;
        if note.concludes && !unanswered.is_empty() {
            return Err(EnquiryRefusal::Unanswered(unanswered).into());
        }
        Ok(vec![note.into()])
    }

    fn evolve(&mut self, event: &ClarificationNoteEvent) {
        let ClarificationNoteEvent::ClarificationNotePublished(published) = event;
        self.published = Some(published.clone());
    }
}

aggregate!(ClarificationNote);
