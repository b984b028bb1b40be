//! The rules of a question: four eyes on its answer, and one publication.

use crate::examples::{id, place, text};
use crate::harness::{given, given_nothing, state};
use dialogue::enquiry::{
    Approvals, Aspect, QuestionAnswerApproved, QuestionAnswerDrafted, QuestionAnswerReturned,
    QuestionAsked, QuestionPublished, QuestionWithdrawn,
};
use dialogue::{PersonId, Question, QuestionCommand, QuestionEvent, Reference, RefusalKind};

pub(super) fn writer() -> PersonId {
    id(61)
}

pub(super) fn approver() -> PersonId {
    id(62)
}

pub(super) fn third_person() -> PersonId {
    id(63)
}

pub(super) fn asked(words: &str) -> QuestionAsked {
    QuestionAsked {
        round: id(22),
        provider: id(51),
        reference: place(id(10), 1, Some("3.2")),
        section_known: true,
        text: text(words),
        background: None,
        withholding: None,
        late: false,
    }
}

pub(super) fn question() -> QuestionEvent {
    asked("Geldt eis 4 ook voor ons?").into()
}

pub(super) fn draft(answer: &str, by: PersonId) -> QuestionAnswerDrafted {
    QuestionAnswerDrafted {
        wording: text("Geldt eis 4 ook voor een praktijk van één persoon?"),
        answer: text(answer),
        amends: place(id(10), 2, Some("3.2")).document,
        further: vec![],
        by,
    }
}

pub(super) fn drafted() -> QuestionEvent {
    draft("Nee.", writer()).into()
}

pub(super) fn approved() -> QuestionEvent {
    QuestionAnswerApproved { aspect: None, by: approver() }.into()
}

fn returned() -> QuestionEvent {
    QuestionAnswerReturned { reason: text("Noem ook de paragraaf."), by: approver() }.into()
}

fn published() -> QuestionEvent {
    QuestionPublished { note: 1, item: 3, further: vec![] }.into()
}

pub(super) fn approve(by: PersonId) -> QuestionCommand {
    approve_for(by, None, Approvals::One)
}

pub(super) fn approve_for(
    by: PersonId,
    aspect: Option<Aspect>,
    needed: Approvals,
) -> QuestionCommand {
    QuestionCommand::ApproveAnswer { by, aspect, needed, unpublished: false }
}

fn send_back(reason: &str, by: PersonId) -> QuestionCommand {
    QuestionCommand::ReturnAnswer { reason: text(reason), by }
}

pub(super) fn publish(note: u32, item: u32) -> QuestionCommand {
    QuestionCommand::Publish {
        question: id(71),
        published: QuestionPublished { note, item, further: vec![] },
    }
}

pub(crate) fn pool_published() -> Vec<QuestionCommand> {
    vec![
        QuestionCommand::Ask(Box::new(asked("Geldt eis 4 ook voor ons?"))),
        QuestionCommand::Ask(Box::new(asked("Geldt eis 5 ook voor ons?"))),
        QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))),
        approve(writer()),
        send_back("Noem ook de paragraaf.", approver()),
        QuestionCommand::DraftAnswer(Box::new(draft("Nee, zie paragraaf 3.2.", writer()))),
        QuestionCommand::DraftAnswer(Box::new(draft("Nee.", approver()))),
        approve(approver()),
        approve(third_person()),
        send_back("Dit is te kort.", third_person()),
        QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))),
        approve(approver()),
        publish(1, 3),
        publish(2, 1),
        QuestionCommand::Withdraw,
    ]
}

/// The same commands; here the question is withdrawn before it can be published.
pub(crate) fn pool_withdrawn() -> Vec<QuestionCommand> {
    let mut pool = pool_published();
    pool.retain(|command| !matches!(command, QuestionCommand::Publish { .. }));
    pool
}

#[test]
fn a_question_is_asked_once() {
    given_nothing::<Question>()
        .when(QuestionCommand::Ask(Box::new(asked("Geldt eis 4 ook voor ons?"))))
        .then([question()]);
    given::<Question>([question()])
        .when(QuestionCommand::Ask(Box::new(asked("Geldt eis 4 ook voor ons?"))))
        .then_nothing();
    given::<Question>([question()])
        .when(QuestionCommand::Ask(Box::new(asked("Geldt eis 5 ook voor ons?"))))
        .then_refused("question-exists");
}

#[test]
fn a_question_about_an_unknown_section_is_flagged_and_taken() {
    let flagged = QuestionAsked { section_known: false, ..asked("Wat betekent paragraaf 9.9?") };
    given_nothing::<Question>()
        .when(QuestionCommand::Ask(Box::new(flagged.clone())))
        .then([flagged]);
}

#[test]
fn a_general_question_is_taken() {
    let general =
        QuestionAsked { reference: Reference::default(), ..asked("Wanneer start het contract?") };
    given_nothing::<Question>()
        .when(QuestionCommand::Ask(Box::new(general.clone())))
        .then([general]);
}

fn every_step() -> [QuestionCommand; 5] {
    [
        QuestionCommand::Withdraw,
        QuestionCommand::DraftAnswer(Box::new(draft("Ja.", writer()))),
        approve(approver()),
        send_back("Dit is te kort.", approver()),
        publish(2, 1),
    ]
}

#[test]
fn nothing_happens_to_a_question_that_was_not_asked() {
    for command in every_step() {
        given_nothing::<Question>().when(command).then_refused("question-unknown");
    }
}

#[test]
fn a_question_that_is_withdrawn_gets_no_answer() {
    let withdrawn = || [question(), drafted(), QuestionWithdrawn {}.into()];
    let [withdraw, steps @ ..] = every_step();
    given::<Question>(withdrawn()).when(withdraw).then_nothing();
    for command in steps {
        given::<Question>(withdrawn()).when(command).then_refused("question-withdrawn");
    }
}

#[test]
fn a_question_that_is_published_never_changes() {
    for command in every_step() {
        given::<Question>([question(), drafted(), approved(), published()])
            .when(command)
            .then_refused("question-published");
    }
}

#[test]
fn a_question_can_be_withdrawn_until_it_is_published() {
    for before in
        [vec![question()], vec![question(), drafted()], vec![question(), drafted(), approved()]]
    {
        given::<Question>(before).when(QuestionCommand::Withdraw).then([QuestionWithdrawn {}]);
    }
}

#[test]
fn an_answer_is_drafted_and_another_takes_its_place() {
    given::<Question>([question()])
        .when(QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))))
        .then([drafted()]);
    given::<Question>([question(), drafted()])
        .when(QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))))
        .then_nothing();
    given::<Question>([question(), drafted()])
        .when(QuestionCommand::DraftAnswer(Box::new(draft("Ja.", writer()))))
        .then([draft("Ja.", writer())]);
}

#[test]
fn an_answer_is_approved_by_a_second_person() {
    given::<Question>([question(), drafted()]).when(approve(approver())).then([approved()]);
}

#[test]
fn whoever_wrote_an_answer_cannot_approve_it() {
    let told = given::<Question>([question(), drafted()])
        .when(approve(writer()))
        .then_refused("four-eyes");
    assert_eq!(told.kind, RefusalKind::Forbidden);
    given::<Question>([question(), drafted(), draft("Ja.", approver()).into()])
        .when(approve(approver()))
        .then_refused("four-eyes");
}

#[test]
fn an_approved_answer_needs_no_further_approval() {
    for by in [approver(), third_person()] {
        given::<Question>([question(), drafted(), approved()]).when(approve(by)).then_nothing();
    }
}

#[test]
fn there_is_nothing_to_approve_or_return_without_an_answer() {
    for command in [approve(approver()), send_back("Dit is te kort.", approver())] {
        given::<Question>([question()]).when(command).then_refused("answer-missing");
    }
}

#[test]
fn an_answer_is_returned_before_and_after_its_approval() {
    for before in [vec![question(), drafted()], vec![question(), drafted(), approved()]] {
        given::<Question>(before)
            .when(send_back("Noem ook de paragraaf.", approver()))
            .then([returned()]);
    }
}

#[test]
fn a_returned_answer_waits_for_its_writer() {
    let back = || given::<Question>([question(), drafted(), approved(), returned()]);
    back().when(send_back("Noem ook de paragraaf.", approver())).then_nothing();
    back().when(send_back("Dit is te kort.", third_person())).then_refused("answer-missing");
    back().when(approve(approver())).then_refused("answer-missing");
    back().when(publish(1, 3)).then_refused("answer-not-approved");
}

#[test]
fn a_returned_answer_can_be_offered_again() {
    given::<Question>([question(), drafted(), returned()])
        .when(QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))))
        .then([drafted()]);
    given::<Question>([question(), drafted(), returned(), drafted()])
        .when(approve(approver()))
        .then([approved()]);
}

#[test]
fn another_draft_voids_the_approval() {
    let redrafted =
        || given::<Question>([question(), drafted(), approved(), draft("Ja.", writer()).into()]);
    let told = redrafted().when(publish(1, 3)).then_refused("answer-not-approved");
    assert!(told.detail.contains("00000000-0000-0000-0000-000000000047"), "{}", told.detail);
    redrafted().when(approve(approver())).then([approved()]);
}

#[test]
fn an_approval_survives_the_same_draft() {
    given::<Question>([question(), drafted(), approved()])
        .when(QuestionCommand::DraftAnswer(Box::new(draft("Nee.", writer()))))
        .then_nothing();
}

#[test]
fn only_an_approved_answer_is_published() {
    for before in [vec![question()], vec![question(), drafted()]] {
        given::<Question>(before).when(publish(1, 3)).then_refused("answer-not-approved");
    }
    given::<Question>([question(), drafted(), approved()]).when(publish(1, 3)).then([published()]);
    given::<Question>([question(), drafted(), approved(), published()])
        .when(publish(1, 3))
        .then_nothing();
}

#[test]
fn a_question_knows_whether_it_waits_and_whether_it_is_ready() {
    let stand = |events: &[QuestionEvent]| {
        let question: Question = state(events.iter().cloned());
        (question.is_pending(), question.ready().is_some())
    };
    let withdrawn = QuestionWithdrawn {}.into();
    assert_eq!(stand(&[]), (false, false));
    assert_eq!(stand(&[question()]), (true, false));
    assert_eq!(stand(&[question(), drafted()]), (true, false));
    assert_eq!(stand(&[question(), drafted(), approved()]), (true, true));
    assert_eq!(stand(&[question(), drafted(), approved(), returned()]), (true, false));
    assert_eq!(stand(&[question(), drafted(), approved(), published()]), (false, false));
    assert_eq!(stand(&[question(), drafted(), approved(), withdrawn]), (false, false));
}

#[test]
fn a_ready_question_gives_what_the_note_needs() {
    let question: Question = state([question(), drafted(), approved()]);
    let asked = asked("Geldt eis 4 ook voor ons?");
    assert_eq!(question.ready(), Some((&asked, &draft("Nee.", writer()))));
    assert_eq!(question.asked(), Ok(&asked));
}
