//! The rules of a clarification note: what it holds, in which order, and what it may correct.

use crate::examples::{id, in_lot, instant, place, text, whole};
use crate::harness::{given, given_nothing, state};
use crate::trajectory::{lot_added, opened, sections_published};
use calendar::{ChosenTerms, Holidays, NoteVerdict, TermProfileVersion};
use dialogue::discretion::{AcceptedFinding, NoteFinding};
use dialogue::enquiry::{
    Announcement, ClarificationNotePublished, Erratum, LateNote, NoteItem,
    PublishClarificationNote, arrange,
};
use dialogue::{ClarificationNote, ClarificationNoteCommand, QuestionId, Reference, Trajectory};
use proptest::prelude::*;

fn item(question: u128, reference: Reference) -> NoteItem {
    NoteItem {
        number: 0,
        question: id(question),
        merged: vec![],
        reference,
        wording: text("Geldt eis 4 ook voor een praktijk van één persoon?"),
        answer: text("Nee."),
        amends: None,
        origin: None,
    }
}

fn numbered(number: u32, item: NoteItem) -> NoteItem {
    NoteItem { number, ..item }
}

fn note(items: Vec<NoteItem>) -> ClarificationNotePublished {
    ClarificationNotePublished {
        trajectory: id(1),
        round: id(22),
        number: 3,
        title: text("Derde nota van inlichtingen"),
        items,
        announcements: vec![],
        errata: vec![],
        concludes: false,
        late: None,
        accepted: vec![],
    }
}

fn two_items() -> Vec<NoteItem> {
    vec![item(71, Reference::default()), item(72, place(id(10), 1, Some("3.2")))]
}

fn published() -> ClarificationNotePublished {
    let items = (1..).zip(two_items());
    note(items.map(|(number, item)| numbered(number, item)).collect())
}

fn announcement() -> Announcement {
    Announcement {
        title: text("De bijeenkomst gaat door"),
        text: text("U bent welkom in het gemeentehuis."),
    }
}

fn erratum(note: u32, item: Option<u32>) -> Erratum {
    Erratum {
        note: whole(note),
        item: item.map(whole),
        correction: text("De termijn is zes weken."),
        reason: text("In de eerste nota stond een tikfout."),
    }
}

/// Publishes after two notes, of five questions and of two.
fn publish(
    note: ClarificationNotePublished,
    unanswered: &[QuestionId],
) -> ClarificationNoteCommand {
    publish_after(&[5, 2], note, unanswered)
}

/// Publishes after notes of so many questions.
fn publish_after(
    earlier: &[u32],
    note: ClarificationNotePublished,
    unanswered: &[QuestionId],
) -> ClarificationNoteCommand {
    ClarificationNoteCommand::Publish(Box::new(PublishClarificationNote {
        note,
        earlier: earlier.to_vec(),
        unanswered: unanswered.to_vec(),
        timing: None,
        findings: vec![],
    }))
}

/// A note in which something was found, and what was accepted of that.
pub(crate) fn publish_finding(
    findings: Vec<NoteFinding>,
    accepted: Vec<AcceptedFinding>,
) -> (ClarificationNoteCommand, ClarificationNotePublished) {
    let note = ClarificationNotePublished { accepted, ..published() };
    let publish = PublishClarificationNote {
        note: note.clone(),
        earlier: vec![5, 2],
        unanswered: vec![],
        timing: None,
        findings,
    };
    (ClarificationNoteCommand::Publish(Box::new(publish)), note)
}

/// Publishes at an instant, while tenders close on Friday 5 June 2026 at noon.
fn publish_at(at: &str, late: Option<LateNote>) -> ClarificationNoteCommand {
    let profile = TermProfileVersion { id: text("open-procedure"), version: whole(1) };
    let terms = ChosenTerms { profile, overrides: vec![] }.effective("").unwrap();
    let closing = text("2026-06-05T12:00:00+02:00");
    let days = Holidays::known();
    let timing = terms.note_timing("clarification-note", closing, instant(at), &days).unwrap();
    ClarificationNoteCommand::Publish(Box::new(PublishClarificationNote {
        note: ClarificationNotePublished { late, ..published() },
        earlier: vec![5, 2],
        unanswered: vec![],
        timing: Some(timing),
        findings: vec![],
    }))
}

#[test]
fn a_late_note_needs_another_closing_or_a_reason() {
    given_nothing::<ClarificationNote>()
        .when(publish_at("2026-05-25T10:00:00Z", None))
        .then([published()]);
    for (at, advised) in [
        ("2026-05-26T10:00:00Z", "maandag 8 juni 2026"),
        ("2026-05-28T10:00:00Z", "maandag 8 juni 2026"),
        ("2026-06-05T11:00:00Z", "al voorbij"),
    ] {
        let told = given_nothing::<ClarificationNote>()
            .when(publish_at(at, None))
            .then_refused("clarification-note-late");
        assert!(told.detail.contains(advised), "{}", told.detail);
    }
    let late = LateNote {
        closing: instant("2026-06-05T10:00:00Z"),
        limit: instant("2026-05-25T21:59:59.999999Z"),
        verdict: NoteVerdict::Late,
        advised: Some(instant("2026-06-08T10:00:00Z")),
        reason: text("De nota bevestigt alleen wat in de leidraad staat."),
    };
    let note = ClarificationNotePublished { late: Some(late.clone()), ..published() };
    given_nothing::<ClarificationNote>()
        .when(publish_at("2026-05-28T10:00:00Z", Some(late)))
        .then([note]);
}

pub(crate) fn pool() -> Vec<ClarificationNoteCommand> {
    let concluding = ClarificationNotePublished { concludes: true, ..note(two_items()) };
    let announcing =
        ClarificationNotePublished { announcements: vec![announcement()], ..note(vec![]) };
    let correcting = ClarificationNotePublished {
        errata: vec![erratum(1, Some(5)), erratum(2, None)],
        ..published()
    };
    vec![
        publish(note(vec![]), &[]),
        publish_after(&[5], note(two_items()), &[]),
        publish(concluding.clone(), &[id(73)]),
        publish(note(two_items()), &[id(73)]),
        publish(concluding, &[]),
        publish(announcing, &[]),
        publish(correcting, &[]),
        publish_after(&[5, 2, 2], note(two_items()), &[]),
    ]
}

#[test]
fn a_note_numbers_its_questions_from_one() {
    given_nothing::<ClarificationNote>().when(publish(note(two_items()), &[])).then([published()]);
    let misnumbered = two_items().into_iter().map(|item| numbered(9, item));
    given_nothing::<ClarificationNote>()
        .when(publish(note(misnumbered.collect()), &[]))
        .then([published()]);
}

#[test]
fn a_note_is_published_once_and_never_edited() {
    given::<ClarificationNote>([published()]).when(publish(note(two_items()), &[])).then_nothing();
    let mut edited = note(two_items());
    edited.items[1].answer = text("Ja.");
    given::<ClarificationNote>([published()])
        .when(publish(edited, &[]))
        .then_refused("clarification-note-exists");
}

#[test]
fn a_note_that_is_published_stays_so_when_later_notes_have_come() {
    given::<ClarificationNote>([published()])
        .when(publish_after(&[5, 2, 2, 7], note(two_items()), &[]))
        .then_nothing();
}

#[test]
fn notes_are_numbered_on_from_the_earlier_ones() {
    let with_number = |number| ClarificationNotePublished { number, ..published() };
    for (earlier, next) in [(vec![], 1), (vec![5], 2), (vec![5, 2], 3), (vec![5, 0, 2], 4)] {
        given_nothing::<ClarificationNote>()
            .when(publish_after(&earlier, with_number(next), &[]))
            .then([with_number(next)]);
        for wrong in [0, next - 1, next + 1, u32::MAX] {
            let told = given_nothing::<ClarificationNote>()
                .when(publish_after(&earlier, with_number(wrong), &[]))
                .then_faults(&["/number"]);
            let detail = &told.faults[0].detail;
            assert!(detail.ends_with(&format!("de volgende is {next}.")), "{detail}");
        }
    }
}

#[test]
fn a_note_without_any_content_is_refused_and_told_what_it_may_hold() {
    let told =
        given_nothing::<ClarificationNote>().when(publish(note(vec![]), &[])).then_faults(&[""]);
    assert!(told.faults[0].detail.contains("dat er geen vragen zijn gesteld"));
}

#[test]
fn one_announcement_or_one_erratum_is_content_enough() {
    let announcing =
        ClarificationNotePublished { announcements: vec![announcement()], ..note(vec![]) };
    let correcting = ClarificationNotePublished { errata: vec![erratum(1, None)], ..note(vec![]) };
    for enough in [announcing, correcting] {
        given_nothing::<ClarificationNote>().when(publish(enough.clone(), &[])).then([enough]);
    }
}

#[test]
fn an_erratum_corrects_a_question_of_an_earlier_note_or_the_note_itself() {
    let correcting = ClarificationNotePublished {
        errata: vec![
            erratum(1, Some(1)),
            erratum(1, Some(5)),
            erratum(2, Some(2)),
            erratum(2, None),
        ],
        ..published()
    };
    given_nothing::<ClarificationNote>().when(publish(correcting.clone(), &[])).then([correcting]);
}

#[test]
fn an_erratum_outside_the_earlier_notes_names_its_field() {
    let wrong = ClarificationNotePublished {
        errata: vec![
            erratum(0, None),
            erratum(3, Some(1)),
            erratum(1, None),
            erratum(1, Some(0)),
            erratum(1, Some(6)),
            erratum(2, Some(3)),
        ],
        ..published()
    };
    let told = given_nothing::<ClarificationNote>().when(publish(wrong, &[])).then_faults(&[
        "/errata/0/note",
        "/errata/1/note",
        "/errata/3/item",
        "/errata/4/item",
        "/errata/5/item",
    ]);
    assert!(told.faults[4].detail.contains("vraag 1 t/m 2"));
}

#[test]
fn an_erratum_on_a_note_without_questions_is_about_the_note_itself() {
    let correcting = |item| ClarificationNotePublished {
        number: 2,
        errata: vec![erratum(1, item)],
        ..published()
    };
    given_nothing::<ClarificationNote>()
        .when(publish_after(&[0], correcting(None), &[]))
        .then([correcting(None)]);
    for item in [0, 1] {
        let told = given_nothing::<ClarificationNote>()
            .when(publish_after(&[0], correcting(Some(item)), &[]))
            .then_faults(&["/errata/0/item"]);
        assert_eq!(told.faults[0].detail, "Nota 1 bevat geen vragen. Laat dit veld weg.");
    }
}

#[test]
fn a_concluding_note_leaves_no_question_unanswered() {
    let concluding = ClarificationNotePublished { concludes: true, ..published() };
    for (unanswered, words) in
        [(vec![id(73)], "1 vraag heeft"), (vec![id(73), id(74)], "2 vragen hebben")]
    {
        let told = given_nothing::<ClarificationNote>()
            .when(publish(concluding.clone(), &unanswered))
            .then_refused("questions-unanswered");
        assert!(told.detail.contains(words), "{}", told.detail);
    }
    given_nothing::<ClarificationNote>().when(publish(concluding.clone(), &[])).then([concluding]);
}

#[test]
fn a_note_that_does_not_conclude_may_leave_questions_for_the_next() {
    given_nothing::<ClarificationNote>().when(publish(published(), &[id(73)])).then([published()]);
}

#[test]
fn a_note_knows_what_it_says_and_how_much() {
    let known: ClarificationNote = state([published()]);
    assert_eq!(known.published(), Ok(&published()));
    assert_eq!(known.size(), Some(2));
    let unknown = ClarificationNote::default();
    assert_eq!(unknown.size(), None);
    assert_eq!(unknown.published().unwrap_err().told().code, "clarification-note-unknown");
}

/// Two lots and two documents; the one with the higher name came first. Its sections stand in an
/// order that no reading of their numbers gives, and in another one in its second version.
fn trajectory() -> Trajectory {
    state([
        opened(),
        lot_added(1),
        lot_added(2),
        sections_published(20, 1, &["Inleiding", "3.10", "3.9", "1", "Bijlage B", "Bijlage A"]),
        sections_published(10, 1, &["1"]),
        sections_published(20, 2, &["Bijlage A", "1", "3.9"]),
    ])
}

/// Questions in the order in which a note must show them. Their names run against that order.
fn in_order() -> Vec<NoteItem> {
    let general = Reference::default;
    let references = [
        general(),
        general(),
        // What is about the document as a whole comes before its sections.
        place(id(20), 1, None),
        place(id(20), 1, Some("Inleiding")),
        place(id(20), 1, Some("3.10")),
        place(id(20), 1, Some("3.10")),
        place(id(20), 1, Some("3.9")),
        place(id(20), 1, Some("1")),
        place(id(20), 1, Some("Bijlage B")),
        place(id(20), 1, Some("Bijlage A")),
        // Sections that are not in the list come last, as their numbers are read.
        place(id(20), 1, Some("Artikel 4")),
        place(id(20), 1, Some("2")),
        place(id(20), 1, Some("3")),
        place(id(20), 1, Some("3.2")),
        place(id(20), 1, Some("3.8")),
        place(id(20), 1, Some("3.11")),
        place(id(20), 1, Some("10.1")),
        place(id(20), 2, None),
        place(id(20), 2, Some("Bijlage A")),
        place(id(20), 2, Some("1")),
        place(id(20), 2, Some("3.9")),
        place(id(20), 2, Some("3.10")),
        place(id(10), 1, Some("1")),
        place(id(10), 1, Some("3.9")),
        place(id(10), 1, Some("3.10")),
        in_lot(1, general()),
        in_lot(1, place(id(20), 1, Some("3.10"))),
        in_lot(1, place(id(20), 1, Some("3.9"))),
        in_lot(1, place(id(10), 1, None)),
        in_lot(2, general()),
        in_lot(2, place(id(20), 1, None)),
        in_lot(2, place(id(20), 1, Some("Bijlage 2"))),
        in_lot(2, place(id(20), 1, Some("Bijlage 2b"))),
        in_lot(2, place(id(20), 1, Some("Bijlage 10"))),
    ];
    let mut names: Vec<u128> = (700..).take(references.len()).collect();
    names.reverse();
    // Within one place the names decide: there the lower one comes first.
    names.swap(0, 1);
    names.swap(4, 5);
    let numbered_from_one = (1..).zip(names.into_iter().zip(references));
    numbered_from_one
        .map(|(number, (name, reference))| numbered(number, item(name, reference)))
        .collect()
}

proptest! {
    #[test]
    fn questions_stand_in_the_order_of_lots_documents_and_sections_however_they_came_in(
        mut shuffled in Just(in_order()).prop_shuffle()
    ) {
        arrange(&mut shuffled, &trajectory());
        prop_assert_eq!(shuffled, in_order());
    }
}
