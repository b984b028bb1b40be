//! Which questions a note answers, and where: merged ones in one place, a split one in several.

use super::discretion::in_item;
use dialogue::discretion::{KnownPhrases, NoteFinding};
use dialogue::enquiry::{AnswerWarning, NoteItem, QuestionPublished, answer_warnings};
use dialogue::{Question, QuestionId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::ToSchema;

/// Something in the answer to a question that deserves a second look.
#[derive(Serialize, ToSchema)]
pub(super) struct QuestionWarning {
    /// The question.
    question: QuestionId,
    /// What was noticed.
    #[serde(flatten)]
    warning: AnswerWarning,
}

/// What deserves a second look in the answers of items.
pub(super) fn warnings(
    states: &BTreeMap<QuestionId, Arc<Question>>,
    items: &[NoteItem],
) -> Vec<QuestionWarning> {
    let questions: BTreeSet<_> = items.iter().map(|item| item.question).collect();
    let found = questions.into_iter().flat_map(|question| {
        let draft = states.get(&question).and_then(|state| state.drafted());
        let found = draft.map(answer_warnings).unwrap_or_default();
        found.into_iter().map(move |warning| QuestionWarning { question, warning })
    });
    found.collect()
}

/// The items that questions give, of those wanted (all when that is not said), not yet arranged;
/// and the questions that would be left without an answer.
pub(super) fn note_items(
    states: &BTreeMap<QuestionId, Arc<Question>>,
    wanted: Option<&BTreeSet<QuestionId>>,
) -> (Vec<NoteItem>, Vec<QuestionId>) {
    let (mut items, mut unanswered) = (vec![], vec![]);
    let mut merged: BTreeMap<QuestionId, Vec<QuestionId>> = BTreeMap::new();
    for (question, state) in states {
        let lead = lead(states, *question);
        let answered = states.get(&lead).is_some_and(|lead| lead.ready().is_some())
            && wanted.is_none_or(|wanted| wanted.contains(&lead));
        match state.is_pending() {
            true if !answered => unanswered.push(*question),
            true if lead != *question => merged.entry(lead).or_default().push(*question),
            _ => {}
        }
    }
    for (question, state) in states {
        let Some((asked, draft)) = state.ready() else { continue };
        if !wanted.is_none_or(|wanted| wanted.contains(question)) {
            continue;
        }
        items.extend(draft.parts().into_iter().map(|part| NoteItem {
            number: 0,
            question: *question,
            merged: merged.get(question).cloned().unwrap_or_default(),
            reference: asked.reference.clone(),
            wording: part.wording,
            answer: part.answer,
            amends: part.amends,
            origin: None,
        }));
    }
    (items, unanswered)
}

/// The question in which one is answered: itself, or the one it was merged into. Nobody merges
/// into one that is merged itself, so this ends.
fn lead(states: &BTreeMap<QuestionId, Arc<Question>>, question: QuestionId) -> QuestionId {
    let mut lead = question;
    while let Some(next) = states.get(&lead).and_then(|state| state.merged_into()) {
        lead = next;
    }
    lead
}

/// What was found in items that tells of whoever asked: the asker, or one of those whose questions
/// were merged.
pub(super) fn found(
    states: &BTreeMap<QuestionId, Arc<Question>>,
    items: &[NoteItem],
    known: &KnownPhrases,
) -> Vec<NoteFinding> {
    let text = |question: &QuestionId| Some(states.get(question)?.asked().ok()?.text.to_string());
    items
        .iter()
        .flat_map(|item| {
            let all = std::iter::once(&item.question).chain(&item.merged);
            let originals: Vec<_> = all.filter_map(text).collect();
            in_item(item, Some(&originals.join("\n")), known)
        })
        .collect()
}

/// Where each question is answered in a note with these items, arranged and numbered. What was
/// taken over from elsewhere answers no question here.
pub(super) fn published(items: &[NoteItem], note: u32) -> BTreeMap<QuestionId, QuestionPublished> {
    let mut places: BTreeMap<QuestionId, QuestionPublished> = BTreeMap::new();
    for item in items.iter().filter(|item| item.origin.is_none()) {
        for question in [item.question].iter().chain(&item.merged) {
            places
                .entry(*question)
                .and_modify(|place| place.further.push(item.number))
                .or_insert(QuestionPublished { note, item: item.number, further: vec![] });
        }
    }
    places
}
