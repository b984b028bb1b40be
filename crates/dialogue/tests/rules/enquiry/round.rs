//! The rules of a question round: its terms, its closing and its conclusion.

use crate::examples::{id, instant, term, text};
use crate::harness::{given, given_nothing, state};
use dialogue::enquiry::{
    Approvals, QuestionRoundClosed, QuestionRoundConcluded, QuestionRoundExtended,
    QuestionRoundPublished,
};
use dialogue::{
    Admission, Disclosure, PhaseKind, QuestionRound, QuestionRoundCommand, QuestionRoundEvent,
};

const OPENS: &str = "2027-09-01T07:00:00Z";
const CLOSES: &str = "2027-09-15T12:00:00+02:00";
const ANSWERS: &str = "2027-09-24T17:00:00+02:00";
const LATER: &str = "2027-09-22T12:00:00+02:00";
const LATER_ANSWERS: &str = "2027-10-01T17:00:00+02:00";

fn round() -> QuestionRoundPublished {
    QuestionRoundPublished {
        trajectory: id(1),
        phase: PhaseKind::Procedure,
        title: text("Eerste vragenronde"),
        introduction: text("Stel hier uw vragen over de leidraad."),
        opens: instant(OPENS),
        closes: term(CLOSES),
        answers: term(ANSWERS),
        disclosure: Disclosure::Hidden,
        late_questions: false,
        approvals: Approvals::One,
    }
}

fn publish(round: QuestionRoundPublished) -> QuestionRoundCommand {
    QuestionRoundCommand::Publish(Box::new(round))
}

fn extended(closes: &str, answers: &str) -> QuestionRoundExtended {
    QuestionRoundExtended {
        closes: term(closes),
        answers: term(answers),
        reason: text("De leidraad kwam later uit."),
    }
}

fn extend(closes: &str, answers: &str) -> QuestionRoundCommand {
    QuestionRoundCommand::Extend(Box::new(extended(closes, answers)))
}

fn published() -> QuestionRoundEvent {
    round().into()
}

fn closed() -> [QuestionRoundEvent; 2] {
    [published(), QuestionRoundClosed {}.into()]
}

fn concluded() -> [QuestionRoundEvent; 3] {
    let [published, closed] = closed();
    [published, closed, QuestionRoundConcluded { note: 2 }.into()]
}

pub(crate) fn pool() -> Vec<QuestionRoundCommand> {
    let other = QuestionRoundPublished { title: text("Tweede vragenronde"), ..round() };
    vec![
        publish(round()),
        publish(other),
        extend(LATER, LATER_ANSWERS),
        extend("2027-09-29T12:00:00+02:00", LATER_ANSWERS),
        extend(CLOSES, ANSWERS),
        QuestionRoundCommand::Close,
        QuestionRoundCommand::Conclude { note: 1 },
        QuestionRoundCommand::Conclude { note: 2 },
    ]
}

#[test]
fn a_round_is_published_once() {
    given_nothing::<QuestionRound>().when(publish(round())).then([published()]);
    given::<QuestionRound>([published()]).when(publish(round())).then_nothing();
    let other = QuestionRoundPublished { disclosure: Disclosure::Municipality, ..round() };
    given::<QuestionRound>([published()])
        .when(publish(other))
        .then_refused("question-round-exists");
}

#[test]
fn a_round_opens_then_closes_then_is_answered() {
    for (closes, answers, fields) in [
        ("2027-09-01T09:00:00+02:00", ANSWERS, vec!["/closes/at"]),
        ("2027-08-31T12:00:00+02:00", ANSWERS, vec!["/closes/at"]),
        (CLOSES, CLOSES, vec!["/answers/at"]),
        (ANSWERS, CLOSES, vec!["/answers/at"]),
        (
            "2027-08-31T12:00:00+02:00",
            "2027-08-30T12:00:00+02:00",
            vec!["/closes/at", "/answers/at"],
        ),
    ] {
        let wrong =
            QuestionRoundPublished { closes: term(closes), answers: term(answers), ..round() };
        given_nothing::<QuestionRound>().when(publish(wrong)).then_faults(&fields);
    }
}

#[test]
fn nothing_is_known_of_a_round_that_was_not_published() {
    for command in [
        extend(LATER, LATER_ANSWERS),
        QuestionRoundCommand::Close,
        QuestionRoundCommand::Conclude { note: 1 },
    ] {
        given_nothing::<QuestionRound>().when(command).then_refused("question-round-unknown");
    }
}

#[test]
fn a_round_is_extended_only_to_a_later_moment_with_answers_after_it() {
    given::<QuestionRound>([published()])
        .when(extend(LATER, LATER_ANSWERS))
        .then([extended(LATER, LATER_ANSWERS)]);
    for (closes, answers, fields) in [
        (CLOSES, LATER_ANSWERS, vec!["/closes/at"]),
        ("2027-09-10T12:00:00+02:00", ANSWERS, vec!["/closes/at"]),
        (LATER, LATER, vec!["/answers/at"]),
        (CLOSES, CLOSES, vec!["/closes/at", "/answers/at"]),
    ] {
        given::<QuestionRound>([published()]).when(extend(closes, answers)).then_faults(&fields);
    }
}

#[test]
fn a_second_extension_is_later_than_the_first() {
    let once = || given::<QuestionRound>([published(), extended(LATER, LATER_ANSWERS).into()]);
    once().when(extend(LATER, LATER_ANSWERS)).then_nothing();
    once().when(extend("2027-09-20T12:00:00+02:00", LATER_ANSWERS)).then_faults(&["/closes/at"]);
}

#[test]
fn a_closed_round_is_not_extended() {
    given::<QuestionRound>(closed())
        .when(extend(LATER, LATER_ANSWERS))
        .then_refused("question-round-closed");
}

#[test]
fn a_round_closes_once() {
    given::<QuestionRound>([published()])
        .when(QuestionRoundCommand::Close)
        .then([QuestionRoundClosed {}]);
    given::<QuestionRound>(closed()).when(QuestionRoundCommand::Close).then_nothing();
}

#[test]
fn a_round_is_concluded_by_one_note_after_its_closing() {
    given::<QuestionRound>([published()])
        .when(QuestionRoundCommand::Conclude { note: 2 })
        .then_refused("question-round-open");
    given::<QuestionRound>(closed())
        .when(QuestionRoundCommand::Conclude { note: 2 })
        .then([QuestionRoundConcluded { note: 2 }]);
    given::<QuestionRound>(concluded())
        .when(QuestionRoundCommand::Conclude { note: 2 })
        .then_nothing();
    given::<QuestionRound>(concluded())
        .when(QuestionRoundCommand::Conclude { note: 3 })
        .then_refused("question-round-concluded");
}

#[test]
fn questions_are_taken_from_the_opening_to_the_term_that_counts() {
    let admission = |closes: &str| Admission { opens: instant(OPENS), closes: term(closes).at };
    let round: QuestionRound = state([published()]);
    assert_eq!(round.admission(), Ok(admission(CLOSES)));
    let round: QuestionRound = state([published(), extended(LATER, LATER_ANSWERS).into()]);
    assert_eq!(round.admission(), Ok(admission(LATER)));
    assert_eq!(round.closes(), Ok(&term(LATER)));
    let round: QuestionRound = state(closed());
    assert_eq!(round.admission().unwrap_err().told().code, "question-round-closed");
}

#[test]
fn a_round_knows_how_far_it_is() {
    let open: QuestionRound = state([published()]);
    assert!(!open.is_closed() && !open.is_concluded());
    let closed: QuestionRound = state(closed());
    assert!(closed.is_closed() && !closed.is_concluded());
    let concluded: QuestionRound = state(concluded());
    assert!(concluded.is_closed() && concluded.is_concluded());
}

#[test]
fn late_questions_are_taken_from_the_first_instant_after_the_term_until_the_conclusion() {
    let round = QuestionRoundPublished { late_questions: true, ..round() };
    let after = instant("2027-09-15T10:00:00.000001Z");
    let known = |more: &[QuestionRoundEvent]| {
        let events = [round.clone().into()].into_iter().chain(more.iter().cloned());
        state::<QuestionRound>(events).late_from()
    };
    assert_eq!(known(&[]), Ok(after));
    assert_eq!(known(&[QuestionRoundClosed {}.into()]), Ok(after));
    let concluded =
        known(&[QuestionRoundClosed {}.into(), QuestionRoundConcluded { note: 2 }.into()]);
    assert_eq!(concluded.unwrap_err().told().code, "question-round-concluded");
    let extended = known(&[extended(LATER, LATER_ANSWERS).into()]);
    assert_eq!(extended, Ok(instant("2027-09-22T10:00:00.000001Z")));
}

#[test]
fn a_round_takes_late_questions_only_when_it_says_so() {
    let round: QuestionRound = state(closed());
    assert_eq!(round.late_from().unwrap_err().told().code, "no-late-questions");
    let nothing = QuestionRound::default().late_from();
    assert_eq!(nothing.unwrap_err().told().code, "question-round-unknown");
}
