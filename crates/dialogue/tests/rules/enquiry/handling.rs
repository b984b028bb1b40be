//! The rules of handling a question: kept out of the notes, declined, assigned, merged, split,
//! approved by two.

use super::question::{
    approve, approve_for, approved, approver, asked, draft, drafted, publish, question,
    third_person, writer,
};
use crate::examples::{id, place, text};
use crate::harness::{given, given_nothing, state};
use dialogue::enquiry::{
    AnswerPart, Approvals, Aspect, DeclineGround, ImportedQuestion, LateQuestions,
    LateQuestionsCommand, QuestionAnswerApproved, QuestionAnswerDrafted, QuestionAnsweredAlone,
    QuestionAsked, QuestionAssigned, QuestionAssignmentEnded, QuestionDeclined, QuestionImport,
    QuestionImportCommand, QuestionLabelled, QuestionMerged, QuestionPublished, QuestionSeparated,
    QuestionWithdrawn, QuestionWithholdingGranted, QuestionWithholdingRefused, QuestionsImported,
};
use dialogue::{PersonId, Question, QuestionCommand, QuestionEvent, QuestionId, RefusalKind};
use vocabulary::Label;

fn secret() -> QuestionAsked {
    QuestionAsked {
        withholding: Some(text("De vraag gaat over ons bedrijfsgeheim.")),
        ..asked("Geldt eis 4 ook voor ons?")
    }
}

fn granted() -> QuestionWithholdingGranted {
    QuestionWithholdingGranted { reason: text("Dit raakt uw bedrijfsvoering."), by: writer() }
}

fn refused() -> QuestionWithholdingRefused {
    QuestionWithholdingRefused {
        reason: text("De eis geldt voor iedereen."),
        withdrawable_until: crate::examples::instant("2027-09-20T10:00:00Z"),
        by: writer(),
    }
}

fn grant() -> QuestionCommand {
    QuestionCommand::GrantWithholding(granted())
}

fn refuse() -> QuestionCommand {
    QuestionCommand::RefuseWithholding(refused())
}

fn withheld() -> [QuestionEvent; 2] {
    [secret().into(), granted().into()]
}

fn declined(ground: DeclineGround) -> QuestionDeclined {
    QuestionDeclined { ground, reason: text("Dit gaat over een andere inkoop."), by: writer() }
}

fn decline(ground: DeclineGround) -> QuestionCommand {
    QuestionCommand::Decline(declined(ground))
}

fn merged() -> QuestionMerged {
    QuestionMerged { into: id(72), by: writer() }
}

fn merge(published: Option<QuestionPublished>) -> QuestionCommand {
    QuestionCommand::Merge { merged: merged(), published }
}

fn assigned(to: PersonId) -> QuestionAssigned {
    QuestionAssigned { to, by: writer() }
}

fn ended(to: PersonId) -> QuestionAssignmentEnded {
    QuestionAssignmentEnded { to, by: writer() }
}

fn labels(all: &[&str]) -> std::collections::BTreeSet<Label> {
    all.iter().map(|label| label.parse().unwrap()).collect()
}

fn ask(asked: QuestionAsked) -> QuestionCommand {
    QuestionCommand::Ask(Box::new(asked))
}

fn answer_it(answer: &str) -> QuestionCommand {
    QuestionCommand::DraftAnswer(Box::new(draft(answer, writer())))
}

fn send() -> QuestionCommand {
    QuestionCommand::AnswerAlone { by: writer() }
}

pub(crate) fn pool_withheld() -> Vec<QuestionCommand> {
    vec![
        ask(secret()),
        QuestionCommand::Label(labels(&["tarief"])),
        QuestionCommand::Assign(assigned(third_person())),
        QuestionCommand::Label(labels(&[])),
        QuestionCommand::EndAssignment(ended(third_person())),
        grant(),
        refuse(),
        answer_it("Nee."),
        approve(approver()),
        send(),
    ]
}

pub(crate) fn pool_refused() -> Vec<QuestionCommand> {
    vec![
        ask(secret()),
        refuse(),
        answer_it("Nee."),
        QuestionCommand::Assign(assigned(third_person())),
        decline(DeclineGround::Late),
        decline(DeclineGround::OutOfScope),
    ]
}

pub(crate) fn pool_merged() -> Vec<QuestionCommand> {
    let published = QuestionPublished { note: 1, item: 2, further: vec![] };
    vec![
        ask(asked("Geldt eis 4 ook voor ons?")),
        merge(None),
        QuestionCommand::Separate { by: writer() },
        merge(None),
        QuestionCommand::Withdraw,
        publish(1, 3),
        merge(Some(published)),
    ]
}

pub(crate) fn pool_late() -> Vec<LateQuestionsCommand> {
    vec![LateQuestionsCommand::Register(id(71)), LateQuestionsCommand::Register(id(72))]
}

fn import(rows: u32) -> QuestionsImported {
    let question =
        |row| ImportedQuestion { row, question: id(u128::from(70 + row)), section_known: true };
    let questions = (2..2 + rows).map(question).collect();
    QuestionsImported { round: id(22), provider: id(51), questions }
}

pub(crate) fn pool_imported() -> Vec<QuestionImportCommand> {
    [2, 3].map(|rows| QuestionImportCommand::Import(import(rows))).to_vec()
}

#[test]
fn questions_are_imported_once_and_never_none() {
    let command = |rows| QuestionImportCommand::Import(import(rows));
    given_nothing::<QuestionImport>().when(command(2)).then([import(2)]);
    given::<QuestionImport>([import(2)]).when(command(2)).then_nothing();
    given::<QuestionImport>([import(2)]).when(command(3)).then_refused("question-import-exists");
    given_nothing::<QuestionImport>().when(command(0)).then_faults(&["/file"]);
}

#[test]
fn whoever_answers_decides_once_whether_a_question_is_kept_out_of_the_notes() {
    given::<Question>([secret()]).when(grant()).then([granted()]);
    given::<Question>([secret()]).when(refuse()).then([refused()]);
    given::<Question>(withheld()).when(grant()).then_nothing();
    given::<Question>(withheld()).when(refuse()).then_refused("withholding-decided");
    given::<Question>([question()]).when(grant()).then_refused("withholding-not-asked");
    let withdrawn: [QuestionEvent; 2] = [secret().into(), QuestionWithdrawn {}.into()];
    given::<Question>(withdrawn).when(grant()).then_refused("question-withdrawn");
}

#[test]
fn a_question_stands_in_no_note_until_it_is_decided_that_it_may() {
    let ready = [secret().into(), drafted(), approved()];
    given::<Question>(ready.clone()).when(publish(1, 3)).then_refused("withholding-undecided");
    assert!(state::<Question>(ready.clone()).ready().is_none());
    assert!(state::<Question>(ready.clone()).is_pending(), "it blocks the conclusion");
    let refused = [&ready[..], &[refused().into()]].concat();
    let refused: Question = state(refused);
    assert!(refused.ready().is_some());
    let until = crate::examples::instant("2027-09-20T10:00:00Z");
    assert_eq!(refused.in_no_note_until(), Some(until));
}

#[test]
fn a_withheld_question_is_answered_to_its_asker_alone() {
    let answered = QuestionAnsweredAlone { answer: text("Nee."), by: writer() };
    let ready = [&withheld()[..], &[drafted(), approved()]].concat();
    given::<Question>(ready.clone()).when(publish(1, 3)).then_refused("question-withheld");
    given::<Question>(ready.clone()).when(send()).then([answered.clone()]);
    let withheld: Question = state(withheld());
    assert!(!withheld.is_pending(), "it no longer blocks the conclusion");
    let sent = || given::<Question>([&ready[..], &[answered.clone().into()]].concat());
    sent().when(send()).then_nothing();
    sent().when(QuestionCommand::Withdraw).then_refused("question-answered");
    sent().when(answer_it("Ja.")).then_refused("question-answered");
}

#[test]
fn an_answer_goes_to_one_alone_only_when_approved_and_withheld() {
    given::<Question>(withheld()).when(send()).then_refused("answer-missing");
    let unapproved = [&withheld()[..], &[drafted()]].concat();
    given::<Question>(unapproved).when(send()).then_refused("answer-missing");
    given::<Question>([question(), drafted(), approved()])
        .when(send())
        .then_refused("question-not-withheld");
}

#[test]
fn after_a_refusal_the_asker_may_withdraw() {
    given::<Question>([QuestionEvent::from(secret()), refused().into()])
        .when(QuestionCommand::Withdraw)
        .then([QuestionWithdrawn {}]);
}

#[test]
fn a_late_question_is_for_all_or_not_answered() {
    let late = QuestionAsked { late: true, ..asked("Kan dit nog?") };
    given_nothing::<Question>().when(ask(late.clone())).then([late.clone()]);
    given_nothing::<Question>()
        .when(ask(QuestionAsked { late: true, ..secret() }))
        .then_faults(&["/withholding"]);
    given::<Question>([late])
        .when(decline(DeclineGround::Late))
        .then([declined(DeclineGround::Late)]);
    given::<Question>([question()]).when(decline(DeclineGround::Late)).then_faults(&["/ground"]);
}

#[test]
fn a_declined_question_gets_no_answer() {
    let declined = declined(DeclineGround::OutOfScope);
    given::<Question>([question()])
        .when(decline(DeclineGround::OutOfScope))
        .then([declined.clone()]);
    let it = || given::<Question>([question(), declined.clone().into()]);
    it().when(decline(DeclineGround::OutOfScope)).then_nothing();
    for command in [answer_it("Ja."), QuestionCommand::Withdraw, merge(None), publish(1, 1)] {
        it().when(command).then_refused("question-declined");
    }
    assert!(!state::<Question>([question(), declined.into()]).is_pending());
}

#[test]
fn an_answer_needs_both_approvals_where_the_round_says_so() {
    let both = Approvals::ContentAndLegal;
    let give = |by, aspect| approve_for(by, Some(aspect), both);
    let content = QuestionAnswerApproved { aspect: Some(Aspect::Content), by: approver() };
    let legal = QuestionAnswerApproved { aspect: Some(Aspect::Legal), by: third_person() };
    let has = |events: &[QuestionEvent]| {
        let before = [question(), drafted()].into_iter().chain(events.iter().cloned());
        before.collect::<Vec<_>>()
    };
    let [content, legal] = [content, legal].map(QuestionEvent::from);
    given::<Question>(has(&[])).when(give(approver(), Aspect::Content)).then([content.clone()]);
    let one = has(std::slice::from_ref(&content));
    given::<Question>(one.clone()).when(publish(1, 3)).then_refused("answer-not-approved");
    given::<Question>(one.clone()).when(give(third_person(), Aspect::Content)).then_nothing();
    let told = given::<Question>(one.clone())
        .when(give(approver(), Aspect::Legal))
        .then_refused("two-approvers");
    assert_eq!(told.kind, RefusalKind::Forbidden);
    given::<Question>(one.clone()).when(give(writer(), Aspect::Legal)).then_refused("four-eyes");
    given::<Question>(one).when(give(third_person(), Aspect::Legal)).then([legal.clone()]);
    let two = has(&[content.clone(), legal.clone()]);
    assert!(state::<Question>(two.clone()).ready().is_some());
    let again = [&two[..], &[draft("Ja.", writer()).into()]].concat();
    given::<Question>(again).when(publish(1, 3)).then_refused("answer-not-approved");
}

#[test]
fn an_approval_says_what_it_is_about_where_the_round_wants_two() {
    let answered = || given::<Question>([question(), drafted()]);
    answered()
        .when(approve_for(approver(), None, Approvals::ContentAndLegal))
        .then_faults(&["/aspect"]);
    answered()
        .when(approve_for(approver(), Some(Aspect::Legal), Approvals::One))
        .then_faults(&["/aspect"]);
}

#[test]
fn an_answer_that_changes_a_document_names_a_newer_version_that_is_there() {
    let amending = |version| QuestionAnswerDrafted {
        amends: place(id(10), version, Some("3.2")).document,
        ..draft("De leidraad is aangepast.", writer())
    };
    let drafted = |version| given::<Question>([question(), amending(version).into()]);
    drafted(1).when(approve(approver())).then_refused("amended-version-not-newer");
    let unpublished = QuestionCommand::ApproveAnswer {
        by: approver(),
        aspect: None,
        needed: Approvals::One,
        unpublished: true,
    };
    drafted(2).when(unpublished).then_refused("amended-version-missing");
    drafted(2).when(approve(approver())).then([approved()]);
    let elsewhere = QuestionAnswerDrafted {
        amends: place(id(11), 1, None).document,
        ..draft("Bijlage B is aangepast.", writer())
    };
    given::<Question>([question(), elsewhere.into()]).when(approve(approver())).then([approved()]);
}

#[test]
fn labels_take_the_place_of_labels() {
    let labelled = QuestionLabelled { labels: labels(&["tarief", "personeel"]) };
    let label = |all: &[&str]| QuestionCommand::Label(labels(all));
    given::<Question>([question()]).when(label(&["personeel", "tarief"])).then([labelled.clone()]);
    given::<Question>([question(), labelled.into()])
        .when(label(&["tarief", "personeel"]))
        .then_nothing();
    let many: Vec<_> = (0..21).map(|n| format!("label {n}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    given::<Question>([question()]).when(label(&many)).then_faults(&["/labels"]);
    given_nothing::<Question>().when(label(&["tarief"])).then_refused("question-unknown");
}

#[test]
fn a_question_is_assigned_to_at_most_ten_people() {
    let assign = |to| QuestionCommand::Assign(assigned(to));
    given::<Question>([question()]).when(assign(approver())).then([assigned(approver())]);
    let one = || given::<Question>([question(), assigned(approver()).into()]);
    one().when(assign(approver())).then_nothing();
    one().when(QuestionCommand::EndAssignment(ended(approver()))).then([ended(approver())]);
    one().when(QuestionCommand::EndAssignment(ended(writer()))).then_nothing();
    let ten = (100..110).map(|person| assigned(id(person)).into());
    let ten: Vec<QuestionEvent> = [question()].into_iter().chain(ten).collect();
    given::<Question>(ten).when(assign(approver())).then_faults(&["/person"]);
}

#[test]
fn a_merged_question_is_answered_where_the_other_is() {
    given::<Question>([question()]).when(merge(None)).then([merged()]);
    let it = || given::<Question>([question(), merged().into()]);
    it().when(merge(None)).then_nothing();
    it().when(answer_it("Ja.")).then_refused("question-merged");
    let place = QuestionPublished { note: 1, item: 3, further: vec![] };
    it().when(publish(1, 3)).then([place]);
    it().when(QuestionCommand::Separate { by: writer() })
        .then([QuestionSeparated { by: writer() }]);
    given::<Question>([question()]).when(QuestionCommand::Separate { by: writer() }).then_nothing();
    let ready = state::<Question>([question(), drafted(), approved(), merged().into()]);
    assert!(ready.ready().is_none(), "its own draft no longer counts");
}

#[test]
fn what_is_merged_into_an_answered_question_is_answered_at_once() {
    let place = QuestionPublished { note: 1, item: 2, further: vec![] };
    given::<Question>([question()])
        .when(merge(Some(place.clone())))
        .then([QuestionEvent::from(merged()), place.into()]);
    given::<Question>([secret()]).when(merge(None)).then_refused("withholding-undecided");
    given::<Question>(withheld()).when(merge(None)).then_refused("question-withheld");
}

#[test]
fn only_a_question_with_an_answer_to_share_takes_others() {
    let target = |events: &[QuestionEvent], round: u128| {
        let other: Question = state(events.iter().cloned());
        other.check_merge_target(id(round)).map(Option::<&QuestionPublished>::cloned)
    };
    let code = |events: &[QuestionEvent], round| target(events, round).unwrap_err().told().code;
    let place = QuestionPublished { note: 1, item: 3, further: vec![] };
    assert_eq!(target(&[question()], 22), Ok(None));
    let published = [question(), drafted(), approved(), place.clone().into()];
    assert_eq!(target(&published, 23), Ok(Some(place)), "also of another round");
    assert_eq!(code(&[], 22), "question-unknown");
    assert_eq!(code(&[question()], 23), "merge-impossible");
    assert_eq!(code(&[question(), merged().into()], 22), "merge-impossible");
    assert_eq!(code(&[secret().into()], 22), "merge-impossible");
    assert_eq!(code(&[question(), QuestionWithdrawn {}.into()], 22), "merge-impossible");
}

#[test]
fn a_split_question_has_several_parts_and_places() {
    let part = AnswerPart { wording: text("En de reistijd?"), answer: text("Ja."), amends: None };
    let split = QuestionAnswerDrafted { further: vec![part.clone()], ..draft("Nee.", writer()) };
    assert_eq!(split.parts().len(), 2);
    assert_eq!(split.parts()[1], part);
    let before = [question(), split.into(), approved()];
    let published = QuestionPublished { note: 1, item: 3, further: vec![4] };
    given::<Question>(before)
        .when(QuestionCommand::Publish { question: id(71), published: published.clone() })
        .then([published]);
}

#[test]
fn a_round_knows_its_late_questions() {
    let [first, second] = [id::<QuestionId>(71), id(72)];
    let late: LateQuestions = state(
        [first, second].map(|question| dialogue::enquiry::LateQuestionRegistered { question }),
    );
    assert_eq!(late.iter().collect::<Vec<_>>(), [first, second]);
}
