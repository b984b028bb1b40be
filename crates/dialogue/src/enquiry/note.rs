//! A clarification note (nota van inlichtingen): everyone gets the same answers at the same
//! moment. It is numbered within its trajectory and never edited; a later note corrects it.
//!
//! The names of the events are the storage format: they never change.

use super::EnquiryRefusal;
use crate::decider::{Decider, aggregate};
use crate::discretion::{AcceptedFinding, NoteFinding};
use crate::events::events;
use crate::{
    DocumentReference, QuestionId, QuestionRoundId, Reference, Refusal, Trajectory, TrajectoryId,
};
use calendar::{NoteTiming, NoteVerdict};
use jiff::Timestamp;
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
    /// Other questions that were merged into it, and are answered here as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<QuestionId>,
    /// What it is about.
    pub reference: Reference,
    /// The question in anonymous words.
    pub wording: Prose,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<DocumentReference>,
    /// The note in another trajectory from which the answer was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<AnswerOrigin>,
}

/// An answer in a note of another trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerOrigin {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The number of the note.
    #[schema(example = 1)]
    pub note: Whole,
    /// The number of the question in it.
    #[schema(example = 1)]
    pub item: Whole,
}

/// Why a note is published though it comes late for the closing of tenders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LateNote {
    /// The closing of tenders, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub closing: Timestamp,
    /// Until when the note could come, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub limit: Timestamp,
    /// Whether that is certain, or disputed.
    pub verdict: NoteVerdict,
    /// The closing that was advised, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub advised: Option<Timestamp>,
    /// Why it is published all the same, without moving the closing.
    pub reason: Paragraph,
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
    /// Why it comes late for the closing of tenders, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<LateNote>,
    /// What looked as if it told who asked, and why it may stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<AcceptedFinding>,
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
    /// Whether it comes in time for the closing of tenders, when that was set: likewise.
    pub timing: Option<NoteTiming>,
    /// What in it looks as if it tells who asked: likewise.
    pub findings: Vec<NoteFinding>,
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

/// A note that comes late needs another closing, or a reason.
fn in_time(timing: Option<&NoteTiming>, late: Option<&LateNote>) -> Result<(), Refusal> {
    match timing {
        Some(timing) if timing.verdict != NoteVerdict::InTime && late.is_none() => {
            let advice = timing.advice.as_ref();
            let advice = advice.map(|it| format!("Geadviseerde sluiting: {}.", it.in_words));
            let reasons = timing.reasons.iter().cloned().chain(advice);
            Err(EnquiryRefusal::NoteLate(reasons.collect::<Vec<_>>().join(" ")).into())
        }
        _ => Ok(()),
    }
}

/// What looks as if it tells who asked is changed, or named with a reason.
fn accepted(findings: &[NoteFinding], accepted: &[AcceptedFinding]) -> Result<(), Refusal> {
    let open = findings.iter().filter(|finding| !accepted.iter().any(|it| it.is_about(finding)));
    let open: Vec<_> = open.cloned().collect();
    if open.is_empty() { Ok(()) } else { Err(EnquiryRefusal::Telling(open).into()) }
}

impl Decider for ClarificationNote {
    const CATEGORY: &'static str = "clarification-note";
    type Command = ClarificationNoteCommand;
    type Event = ClarificationNoteEvent;

    fn decide(
        &self,
        ClarificationNoteCommand::Publish(new): ClarificationNoteCommand,
    ) -> Result<Vec<ClarificationNoteEvent>, Refusal> {
        let PublishClarificationNote { mut note, earlier, unanswered, timing, findings } = *new;
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
        in_time(timing.as_ref(), note.late.as_ref())?;
        accepted(&findings, &note.accepted)?;
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
