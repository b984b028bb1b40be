//! The rules of a session: registration, one script for every talk, and a report for everyone.

use crate::examples::{file, id, instant, term, text, whole};
use crate::harness::{Given, given, given_nothing};
use dialogue::consultation::{Disclosure, Disposition};
use dialogue::session::{
    AgendaItem, Attendee, ItemMinutes, ReportSession, ReportTalk, ScriptAnswer, ScriptQuestion,
    SessionAnnounced, SessionAttendanceRecorded, SessionCancelled, SessionHandout,
    SessionHandoutPublished, SessionKind, SessionRegistrationMade, SessionRegistrationWithdrawn,
    SessionReportPublished, SessionStatement, SessionTalkReported,
};
use dialogue::{PhaseKind, Session, SessionCommand, SessionEvent};

pub(crate) fn announced(kind: SessionKind) -> SessionAnnounced {
    let question =
        |number, words: &str| ScriptQuestion { number: whole(number), text: text(words) };
    let talks = kind == SessionKind::OneToOne;
    SessionAnnounced {
        trajectory: id(1),
        phase: PhaseKind::Strategy,
        round: Some(id(21)),
        kind,
        title: text("Gesprekken"),
        purpose: text("Wij horen graag hoe u hierover denkt."),
        location: text("Gemeentehuis"),
        begins: instant("2027-02-10T08:00:00Z"),
        ends: instant("2027-02-10T16:00:00Z"),
        registration: term("2027-02-05T12:00:00+01:00"),
        script: if talks {
            vec![question(1, "Wat kost tijd?"), question(2, "Wat helpt?")]
        } else {
            vec![]
        },
        agenda: vec![],
        disclosure: Disclosure::Hidden,
        consultation: None,
        invited: None,
        seats: None,
    }
}

/// A session with everyone that has an agenda of two items.
fn with_agenda() -> SessionAnnounced {
    let item = |number, minutes| AgendaItem {
        number: whole(number),
        title: text("Artikelen"),
        minutes: whole(minutes),
        description: None,
        part: None,
    };
    SessionAnnounced { agenda: vec![item(1, 240), item(2, 240)], ..announced(SessionKind::Plenary) }
}

fn minutes(items: &[u32]) -> Vec<ItemMinutes> {
    let part = |item: &u32| ItemMinutes { item: whole(*item), text: text("Wij kwamen eruit.") };
    items.iter().map(part).collect()
}

pub(crate) fn announce(announced: SessionAnnounced) -> SessionCommand {
    SessionCommand::Announce(Box::new(announced))
}

pub(crate) fn made(number: u128) -> SessionRegistrationMade {
    SessionRegistrationMade {
        registration: id(80 + number),
        provider: id(50 + number),
        people: whole(2),
    }
}

pub(crate) fn attended(numbers: &[u128]) -> SessionAttendanceRecorded {
    let attendee =
        |number: &u128| Attendee { registration: id(80 + number), provider: id(50 + number) };
    let present = numbers.iter().map(attendee).collect();
    SessionAttendanceRecorded { present, others: vec![], by: id(61) }
}

pub(crate) fn attend(numbers: &[u128]) -> SessionCommand {
    let present = numbers.iter().map(|number| id(80 + number)).collect();
    SessionCommand::RecordAttendance { present, others: vec![], by: id(61) }
}

fn handout(title: &str) -> SessionHandout {
    SessionHandout { title: text(title), file: file("gunningsmodel.pdf"), by: "GM0233".to_owned() }
}

fn answers() -> Vec<ScriptAnswer> {
    let answer =
        |question, words: &str| ScriptAnswer { question: whole(question), answer: text(words) };
    vec![answer(1, "Gegevens opvragen."), answer(2, "Eén aanspreekpunt.")]
}

fn talk(number: u128) -> ReportTalk {
    ReportTalk {
        registration: id(80 + number),
        answers: answers(),
        told: Some(text("Er komt een aanspreekpunt.")),
        handouts: vec![handout("Planning")],
        by: id(61),
    }
}

fn talked(number: u128) -> SessionTalkReported {
    let ReportTalk { registration, answers, told, handouts, by } = talk(number);
    SessionTalkReported { registration, provider: id(50 + number), answers, told, handouts, by }
}

pub(crate) fn statement() -> SessionStatement {
    SessionStatement {
        wording: text("Een aanspreekpunt scheelt tijd."),
        disposition: Disposition::Adopted,
        reason: text("Dat nemen wij over."),
    }
}

/// A report without minutes and without anything that was agreed.
pub(crate) fn bare_report(summary: &str) -> ReportSession {
    ReportSession {
        summary: text(summary),
        minutes: vec![],
        statements: vec![statement()],
        commitments: vec![],
        actions: vec![],
        remarks: vec![],
        learnings: vec![],
    }
}

fn report(summary: &str) -> SessionCommand {
    report_with(summary, &[])
}

fn report_with(summary: &str, items: &[u32]) -> SessionCommand {
    let minutes = minutes(items);
    SessionCommand::PublishReport(Box::new(ReportSession { minutes, ..bare_report(summary) }))
}

pub(crate) fn reported(attended: Option<u32>) -> SessionReportPublished {
    SessionReportPublished {
        summary: text("Het ging over tijd."),
        attended: attended.map(whole),
        minutes: vec![],
        statements: vec![statement()],
        others: vec![],
        commitments: vec![],
        actions: vec![],
        remarks: vec![],
        learnings: vec![],
    }
}

/// Talks for which these have registered.
fn talks(numbers: &[u128], more: Vec<SessionEvent>) -> Given<Session> {
    let announced = SessionEvent::from(announced(SessionKind::OneToOne));
    let registered = numbers.iter().map(|number| made(*number).into());
    given::<Session>([announced].into_iter().chain(registered).chain(more))
}

pub(crate) fn pool() -> Vec<SessionCommand> {
    vec![
        announce(announced(SessionKind::OneToOne)),
        announce(announced(SessionKind::Plenary)),
        SessionCommand::Register(made(1)),
        SessionCommand::Register(made(2)),
        SessionCommand::WithdrawRegistration(id(52)),
        SessionCommand::Register(SessionRegistrationMade { registration: id(89), ..made(2) }),
        SessionCommand::PublishHandout(handout("Gunningsmodel")),
        attend(&[1]),
        attend(&[1, 3]),
        SessionCommand::ReportTalk(talk(1)),
        SessionCommand::ReportTalk(ReportTalk { told: None, ..talk(1) }),
        report("Het ging over tijd."),
        SessionCommand::Cancel(text("De spreker is ziek.")),
    ]
}

/// The same commands; here it is cancelled before it is held.
pub(crate) fn pool_cancelled() -> Vec<SessionCommand> {
    let mut pool = pool();
    let cancel = pool.remove(12);
    pool.insert(7, cancel);
    pool
}

#[test]
fn a_session_is_announced_once_with_a_script_when_there_are_talks() {
    for kind in [
        SessionKind::OneToOne,
        SessionKind::Plenary,
        SessionKind::Information,
        SessionKind::AwardModel,
        SessionKind::Deepening,
        SessionKind::WorkingGroup,
        SessionKind::PracticeTest,
        SessionKind::WorkVisit,
        SessionKind::CitizensCouncil,
        SessionKind::DigitalPanel,
        SessionKind::ClientSession,
        SessionKind::PersonaWorkshop,
        SessionKind::QualityDialogue,
        SessionKind::QuarterlyTalk,
    ] {
        given_nothing::<Session>().when(announce(announced(kind))).then([announced(kind)]);
    }
    given::<Session>([announced(SessionKind::Plenary)])
        .when(announce(announced(SessionKind::Plenary)))
        .then_nothing();
    given::<Session>([announced(SessionKind::Plenary)])
        .when(announce(announced(SessionKind::Deepening)))
        .then_refused("session-exists");
}

#[test]
fn everything_that_is_wrong_with_an_announcement_is_told_at_once() {
    let mut wrong = announced(SessionKind::OneToOne);
    wrong.ends = wrong.begins;
    wrong.registration = term("2027-02-10T09:00:01+01:00");
    wrong.script[1].number = whole(7);
    given_nothing::<Session>().when(announce(wrong)).then_faults(&[
        "/ends",
        "/registration/at",
        "/script",
    ]);
    let silent = SessionAnnounced { script: vec![], ..announced(SessionKind::OneToOne) };
    given_nothing::<Session>().when(announce(silent)).then_faults(&["/script"]);
    let script = announced(SessionKind::OneToOne).script;
    let scripted = SessionAnnounced { script, ..announced(SessionKind::Plenary) };
    given_nothing::<Session>().when(announce(scripted)).then_faults(&["/script"]);
}

#[test]
fn an_agenda_fits_in_the_session_and_each_item_is_reported_about() {
    given_nothing::<Session>().when(announce(with_agenda())).then([with_agenda()]);
    let mut wrong = with_agenda();
    wrong.agenda[1].number = whole(3);
    wrong.agenda[1].minutes = whole(241);
    given_nothing::<Session>().when(announce(wrong)).then_faults(&["/agenda", "/agenda"]);
    let talks =
        SessionAnnounced { agenda: with_agenda().agenda, ..announced(SessionKind::OneToOne) };
    given_nothing::<Session>().when(announce(talks)).then_faults(&["/agenda"]);

    let summary = "Het ging over tijd.";
    let held = || given::<Session>([SessionEvent::from(with_agenda()), attended(&[]).into()]);
    for items in [&[][..], &[1], &[2, 1], &[1, 1, 2], &[1, 2, 3]] {
        held().when(report_with(summary, items)).then_faults(&["/minutes"]);
    }
    let whole = SessionReportPublished { minutes: minutes(&[1, 2]), ..reported(None) };
    held().when(report_with(summary, &[1, 2])).then([whole.clone()]);
    let done = [SessionEvent::from(with_agenda()), attended(&[]).into(), whole.into()];
    given::<Session>(done.clone()).when(report_with(summary, &[1, 2])).then_nothing();
    given::<Session>(done).when(report_with(summary, &[])).then_refused("session-reported");
    // Where there is no agenda, there is nothing to report item by item.
    let bare = SessionEvent::from(announced(SessionKind::Plenary));
    given::<Session>([bare, attended(&[]).into()])
        .when(report_with(summary, &[1]))
        .then_faults(&["/minutes"]);
}

#[test]
fn a_provider_registers_once_at_a_time() {
    talks(&[], vec![]).when(SessionCommand::Register(made(1))).then([made(1)]);
    talks(&[1], vec![]).when(SessionCommand::Register(made(1))).then_nothing();
    let again = SessionRegistrationMade { registration: id(89), ..made(1) };
    talks(&[1], vec![])
        .when(SessionCommand::Register(again.clone()))
        .then_refused("session-registered");
    let withdrawn = SessionRegistrationWithdrawn { registration: id(81) };
    talks(&[1], vec![withdrawn.clone().into()])
        .when(SessionCommand::Register(again.clone()))
        .then([again]);
    talks(&[1], vec![])
        .when(SessionCommand::WithdrawRegistration(id(51)))
        .then([withdrawn.clone()]);
    talks(&[1], vec![withdrawn.into()])
        .when(SessionCommand::WithdrawRegistration(id(51)))
        .then_nothing();
    talks(&[1], vec![])
        .when(SessionCommand::WithdrawRegistration(id(52)))
        .then_refused("session-not-registered");
    for people in [0, 21] {
        let many = SessionRegistrationMade { people: whole(people), ..made(1) };
        talks(&[], vec![]).when(SessionCommand::Register(many)).then_faults(&["/people"]);
    }
    given_nothing::<Session>()
        .when(SessionCommand::Register(made(1)))
        .then_refused("session-unknown");
}

#[test]
fn only_who_is_registered_can_have_been_there() {
    talks(&[1, 2], vec![]).when(attend(&[2, 1])).then([attended(&[1, 2])]);
    talks(&[1, 2], vec![attended(&[1, 2]).into()]).when(attend(&[1, 2])).then_nothing();
    talks(&[1, 2], vec![attended(&[1, 2]).into()]).when(attend(&[2])).then([attended(&[2])]);
    let withdrawn = SessionRegistrationWithdrawn { registration: id(82) };
    talks(&[1, 2], vec![withdrawn.into()])
        .when(attend(&[1, 2, 3]))
        .then_faults(&["/present/1", "/present/2"]);
}

#[test]
fn each_talk_answers_the_whole_script_and_nothing_else() {
    talks(&[1], vec![]).when(SessionCommand::ReportTalk(talk(1))).then([talked(1)]);
    let mut shuffled = talk(1);
    shuffled.answers.reverse();
    talks(&[1], vec![]).when(SessionCommand::ReportTalk(shuffled.clone())).then([talked(1)]);
    talks(&[1], vec![talked(1).into()]).when(SessionCommand::ReportTalk(shuffled)).then_nothing();
    let other = ReportTalk { told: None, ..talk(1) };
    talks(&[1], vec![talked(1).into()])
        .when(SessionCommand::ReportTalk(other))
        .then_refused("talk-reported");
    let half = ReportTalk { answers: answers()[..1].to_vec(), ..talk(1) };
    talks(&[1], vec![]).when(SessionCommand::ReportTalk(half)).then_faults(&["/answers"]);
    let twice = ReportTalk { answers: [answers(), answers()].concat(), ..talk(2) };
    talks(&[1], vec![])
        .when(SessionCommand::ReportTalk(twice))
        .then_faults(&["/registration", "/answers"]);
    given::<Session>([SessionEvent::from(announced(SessionKind::Plenary)), made(1).into()])
        .when(SessionCommand::ReportTalk(ReportTalk { answers: vec![], ..talk(1) }))
        .then_faults(&["/registration"]);
}

#[test]
fn what_is_handed_out_is_handed_out_once() {
    let planning = SessionCommand::PublishHandout(handout("Planning"));
    talks(&[], vec![])
        .when(planning.clone())
        .then([SessionHandoutPublished { handout: handout("Planning") }]);
    talks(&[1], vec![talked(1).into()]).when(planning).then_nothing();
}

#[test]
fn a_report_comes_after_the_attendance_and_every_talk() {
    let summary = "Het ging over tijd.";
    talks(&[1], vec![]).when(report(summary)).then_refused("attendance-missing");
    talks(&[1, 2], vec![attended(&[1, 2]).into(), talked(1).into()])
        .when(report(summary))
        .then_refused("talk-report-missing");
    let held = || talks(&[1], vec![attended(&[1]).into(), talked(1).into()]);
    held().when(report(summary)).then([reported(None)]);
    let done = || talks(&[1], vec![attended(&[1]).into(), talked(1).into(), reported(None).into()]);
    done().when(report(summary)).then_nothing();
    done().when(report("Iets anders.")).then_refused("session-reported");
    done().when(attend(&[])).then_refused("session-reported");
    // From five on it is told how many were there.
    let numbers = [1, 2, 3, 4, 5];
    let registered = numbers.iter().map(|number| SessionEvent::from(made(*number)));
    let plenary = [announced(SessionKind::Plenary).into()].into_iter().chain(registered);
    given::<Session>(plenary.chain([attended(&numbers).into()]))
        .when(report(summary))
        .then([reported(Some(5))]);
}

#[test]
fn a_session_is_cancelled_before_it_is_held() {
    let cancel = |words: &str| SessionCommand::Cancel(text(words));
    let cancelled = SessionCancelled { reason: text("De spreker is ziek.") };
    talks(&[1], vec![]).when(cancel("De spreker is ziek.")).then([cancelled.clone()]);
    let gone = || talks(&[1], vec![cancelled.clone().into()]);
    gone().when(cancel("De spreker is ziek.")).then_nothing();
    gone().when(SessionCommand::Register(made(2))).then_refused("session-cancelled");
    talks(&[1], vec![attended(&[1]).into()])
        .when(cancel("Toch niet."))
        .then_refused("session-held");
}
