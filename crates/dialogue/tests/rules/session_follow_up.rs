//! The rules of a session beyond being held: seats by published criteria, minutes that who was
//! there checks, groups that were heard, and actions until each has its result.

use crate::examples::{id, text, whole};
use crate::harness::{Given, given, given_nothing};
use crate::session::{announce, announced, attend, attended, bare_report, made, reported};
use dialogue::contract::Side;
use dialogue::party::{CareDomain, OrganisationSize};
use dialogue::performance::{ActionOwner, AgendaPart};
use dialogue::session::{
    ActionOutcome, AgendaItem, Audience, GroupAttendance, GroupHeard, Invitation, RemarkHandled,
    ReportSession, SeatCriterion, SeatDecision, SeatPlan, SessionAction, SessionActionClosed,
    SessionAnnounced, SessionAttendanceRecorded, SessionCommitment, SessionCommitmentClosed,
    SessionKind, SessionMinutesChecked, SessionMinutesDrafted, SessionRegistrationWithdrawn,
    SessionReportPublished, SessionSeatsAssigned,
};
use dialogue::{Session, SessionCommand, SessionEvent};
use jiff::civil::date;
use std::collections::BTreeSet;

/// A table with two seats.
fn table() -> SessionAnnounced {
    let criterion = |key: &str, words: &str| SeatCriterion { key: text(key), text: text(words) };
    SessionAnnounced {
        invited: Some(Invitation {
            groups: BTreeSet::from([Audience::SmallProviders, Audience::Referrers]),
            domains: BTreeSet::from([CareDomain::MentalHealth]),
        }),
        seats: Some(SeatPlan {
            number: whole(2),
            criteria: vec![
                criterion("omvang", "Van elke omvang komt er een."),
                criterion("domein", "Elk domein van hulp is er."),
            ],
            written: id(21),
        }),
        ..announced(SessionKind::WorkingGroup)
    }
}

fn decision(number: u128, granted: bool) -> SeatDecision {
    SeatDecision {
        registration: id(80 + number),
        granted,
        criteria: BTreeSet::from([text("omvang")]),
        reason: text("Van deze omvang is er nog geen."),
    }
}

fn assign(decisions: &[SeatDecision]) -> SessionCommand {
    SessionCommand::AssignSeats { decisions: decisions.to_vec(), by: id(61) }
}

fn assigned(decisions: &[SeatDecision]) -> SessionSeatsAssigned {
    SessionSeatsAssigned { decisions: decisions.to_vec(), by: id(61) }
}

/// A table for which these registered.
fn at_table(numbers: &[u128], more: Vec<SessionEvent>) -> Given<Session> {
    let registered = numbers.iter().map(|number| made(*number).into());
    given::<Session>([SessionEvent::from(table())].into_iter().chain(registered).chain(more))
}

fn owner() -> ActionOwner {
    ActionOwner { side: Side::Municipality, function: text("Contractmanager") }
}

fn action(number: u32) -> SessionAction {
    let due = date(2027, 4, 1);
    SessionAction { number: whole(number), text: text("Een werkwijze maken."), owner: owner(), due }
}

fn promise() -> SessionCommitment {
    let (text, due) = (text("Er komt een vast aanspreekpunt."), None);
    SessionCommitment { number: whole(1), text, owner: owner(), due }
}

fn drafted() -> SessionMinutesDrafted {
    SessionMinutesDrafted {
        summary: text("Het ging over tijd."),
        minutes: vec![],
        commitments: vec![promise()],
        actions: vec![action(1)],
        until: text("2027-02-20T16:00:00Z"),
        by: id(61),
    }
}

fn draft(drafted: SessionMinutesDrafted) -> SessionCommand {
    SessionCommand::DraftMinutes(Box::new(drafted))
}

fn check(number: u128, remark: Option<&str>) -> SessionCommand {
    SessionCommand::CheckMinutes { provider: id(50 + number), remark: remark.map(text) }
}

fn checked(number: u128, remark: Option<&str>) -> SessionMinutesChecked {
    SessionMinutesChecked { registration: id(80 + number), remark: remark.map(text) }
}

fn handled(number: u128, adopted: bool) -> RemarkHandled {
    RemarkHandled {
        registration: id(80 + number),
        wording: text("Het aanspreekpunt was al toegezegd."),
        adopted,
        reason: text("Dat stond in het vorige verslag."),
    }
}

fn full_report() -> ReportSession {
    ReportSession {
        commitments: vec![promise()],
        actions: vec![action(1)],
        learnings: vec![text("Een warme overdracht scheelt een week.")],
        ..bare_report("Het ging over tijd.")
    }
}

fn publish(report: ReportSession) -> SessionCommand {
    SessionCommand::PublishReport(Box::new(report))
}

fn published() -> SessionReportPublished {
    let ReportSession { commitments, actions, learnings, .. } = full_report();
    SessionReportPublished { commitments, actions, learnings, ..reported(None) }
}

/// A working group where one and two were, with these later events.
fn held(more: Vec<SessionEvent>) -> Given<Session> {
    let begun = [
        SessionEvent::from(announced(SessionKind::WorkingGroup)),
        made(1).into(),
        made(2).into(),
        attended(&[1, 2]).into(),
    ];
    given::<Session>(begun.into_iter().chain(more))
}

fn kept() -> SessionCommitmentClosed {
    SessionCommitmentClosed {
        commitment: whole(1),
        outcome: ActionOutcome::Done,
        result: text("Het aanspreekpunt is er sinds mei."),
        by: id(61),
    }
}

fn closed() -> SessionActionClosed {
    SessionActionClosed {
        action: whole(1),
        outcome: ActionOutcome::Done,
        result: text("De werkwijze wordt gebruikt."),
        by: id(61),
    }
}

pub(crate) fn pool() -> Vec<SessionCommand> {
    vec![
        announce(table()),
        SessionCommand::Register(made(1)),
        SessionCommand::Register(made(2)),
        SessionCommand::Register(made(3)),
        assign(&[decision(1, true), decision(2, true), decision(3, false)]),
        SessionCommand::WithdrawRegistration(id(52)),
        assign(&[decision(3, true)]),
        attend(&[1, 3]),
        draft(drafted()),
        check(1, None),
        check(3, Some("Het aanspreekpunt was al toegezegd.")),
        publish(ReportSession { remarks: vec![handled(3, true)], ..full_report() }),
        SessionCommand::CloseAction(closed()),
        SessionCommand::CloseCommitment(kept()),
        SessionCommand::Cancel(text("Er zijn te weinig mensen.")),
    ]
}

#[test]
fn seats_are_given_on_published_criteria_to_everyone_who_registered() {
    given_nothing::<Session>().when(announce(table())).then([table()]);
    let mut wrong = table();
    let plan = wrong.seats.as_mut().unwrap();
    plan.number = whole(0);
    plan.criteria[1].key = text("omvang");
    wrong.invited = Some(Invitation { groups: BTreeSet::new(), domains: BTreeSet::new() });
    given_nothing::<Session>().when(announce(wrong)).then_faults(&[
        "/invited/groups",
        "/seats/number",
        "/seats/criteria",
    ]);

    let all = [decision(1, true), decision(2, true), decision(3, false)];
    at_table(&[1, 2, 3], vec![]).when(assign(&all)).then([assigned(&all)]);
    at_table(&[1, 2, 3], vec![assigned(&all).into()]).when(assign(&all)).then_nothing();
    at_table(&[1, 2, 3], vec![]).when(assign(&all[..2])).then_faults(&["/decisions"]);
    let many = [decision(1, true), decision(2, true), decision(3, true)];
    at_table(&[1, 2, 3], vec![]).when(assign(&many)).then_faults(&["/decisions"]);
    let mut unfounded = all.clone();
    unfounded[0].criteria = BTreeSet::from([text("bekend")]);
    unfounded[1].criteria.clear();
    unfounded[2].reason = text("Mevrouw De Vries kwam niet.");
    at_table(&[1, 2, 3], vec![]).when(assign(&unfounded)).then_faults(&[
        "/decisions/0/criteria",
        "/decisions/1/criteria",
        "/decisions/2/reason",
    ]);
    given::<Session>([SessionEvent::from(announced(SessionKind::Plenary)), made(1).into()])
        .when(assign(&[decision(1, true)]))
        .then_refused("session-without-seats");
}

#[test]
fn only_a_seat_that_came_free_is_given_later_and_only_who_sits_was_there() {
    let all = [decision(1, true), decision(2, true), decision(3, false)];
    let seated = || at_table(&[1, 2, 3], vec![assigned(&all).into()]);
    seated().when(assign(&[decision(3, true)])).then_faults(&["/decisions"]);
    seated().when(assign(&[decision(1, false)])).then_faults(&["/decisions"]);
    seated().when(attend(&[1, 3])).then_faults(&["/present/1"]);
    let withdrawn = SessionRegistrationWithdrawn { registration: id(82) };
    let freed = || at_table(&[1, 2, 3], vec![assigned(&all).into(), withdrawn.clone().into()]);
    freed().when(assign(&[decision(3, true)])).then([assigned(&[decision(3, true)])]);
    at_table(&[1], vec![]).when(attend(&[1])).then_faults(&["/present/0"]);
}

#[test]
fn an_invitation_reaches_providers_by_size_and_domain() {
    let invited = table().invited.unwrap();
    let domains = |domain| BTreeSet::from([domain]);
    let mental = domains(CareDomain::MentalHealth);
    assert!(invited.reaches(OrganisationSize::Micro, &mental));
    assert!(!invited.reaches(OrganisationSize::Large, &mental));
    assert!(!invited.reaches(OrganisationSize::Small, &domains(CareDomain::Safety)));
    let anyone = Invitation { domains: BTreeSet::new(), ..invited };
    assert!(anyone.reaches(OrganisationSize::Small, &domains(CareDomain::Safety)));
}

#[test]
fn money_comes_last_on_the_agenda() {
    let item = |number, part| AgendaItem {
        number: whole(number),
        title: text("Een punt"),
        minutes: whole(10),
        description: None,
        part: Some(part),
    };
    let mut session = announced(SessionKind::QuarterlyTalk);
    session.agenda = vec![item(1, AgendaPart::Quality), item(2, AgendaPart::Finance)];
    given_nothing::<Session>().when(announce(session.clone())).then([session.clone()]);
    session.agenda = vec![item(1, AgendaPart::Finance), item(2, AgendaPart::Quality)];
    given_nothing::<Session>().when(announce(session)).then_faults(&["/agenda"]);
}

#[test]
fn who_was_there_checks_the_minutes_before_the_report() {
    held(vec![]).when(draft(drafted())).then([drafted()]);
    held(vec![drafted().into()]).when(draft(drafted())).then_nothing();
    let bare = [SessionEvent::from(announced(SessionKind::WorkingGroup))];
    given::<Session>(bare).when(draft(drafted())).then_refused("attendance-missing");
    let mut wrong = drafted();
    wrong.actions[0].number = whole(2);
    wrong.commitments[0].text = text("Mevrouw De Vries belt terug.");
    held(vec![]).when(draft(wrong)).then_faults(&["/commitments/0/text", "/actions"]);

    held(vec![]).when(check(1, None)).then_refused("session-minutes-missing");
    held(vec![drafted().into()]).when(check(3, None)).then_refused("session-not-present");
    let draft = || vec![SessionEvent::from(drafted())];
    held(draft()).when(check(1, None)).then([checked(1, None)]);
    held([draft(), vec![checked(1, None).into()]].concat()).when(check(1, None)).then_nothing();
    held(draft()).when(check(1, Some("Bel 06-12345678."))).then_faults(&["/remark"]);
}

#[test]
fn the_report_follows_what_was_checked_and_answers_each_remark() {
    let remark = "Het aanspreekpunt was al toegezegd.";
    let draft = || vec![SessionEvent::from(drafted()), checked(1, None).into()];
    held(vec![]).when(publish(full_report())).then_faults(&["/actions"]);
    held(draft()).when(publish(full_report())).then([published()]);
    let mut changed = full_report();
    changed.actions.push(action(2));
    held(draft()).when(publish(changed.clone())).then_faults(&["/actions"]);
    let remarked = || [draft(), vec![checked(2, Some(remark)).into()]].concat();
    held(remarked()).when(publish(full_report())).then_faults(&["/remarks"]);
    changed.remarks = vec![handled(2, false)];
    held(remarked()).when(publish(changed.clone())).then_faults(&["/actions"]);
    changed.remarks = vec![handled(2, true)];
    let actions = changed.actions.clone();
    held(remarked()).when(publish(changed)).then([SessionReportPublished {
        actions,
        remarks: vec![handled(2, true)],
        ..published()
    }]);
    let told = ReportSession { learnings: vec![text("Mail jan@zorg.nl.")], ..full_report() };
    held(draft()).when(publish(told)).then_faults(&["/learnings/0"]);
}

#[test]
fn an_action_closes_once_with_its_result() {
    let reported = || held(vec![drafted().into(), published().into()]);
    let close = SessionCommand::CloseAction;
    reported().when(close(closed())).then([closed()]);
    let unknown = SessionActionClosed { action: whole(7), ..closed() };
    reported().when(close(unknown)).then_refused("session-action-unknown");
    held(vec![]).when(close(closed())).then_refused("session-action-unknown");
    let done = || held(vec![drafted().into(), published().into(), closed().into()]);
    done().when(close(closed())).then_nothing();
    let dropped = SessionActionClosed { outcome: ActionOutcome::Dropped, ..closed() };
    done().when(close(dropped)).then_refused("session-action-closed");
    let personal = SessionActionClosed { result: text("Bel 06-12345678."), ..closed() };
    reported().when(close(personal)).then_faults(&["/result"]);
}

#[test]
fn what_became_of_a_promise_from_a_session_is_told_once() {
    let reported = || held(vec![drafted().into(), published().into()]);
    let close = SessionCommand::CloseCommitment;
    reported().when(close(kept())).then([kept()]);
    let unknown = SessionCommitmentClosed { commitment: whole(7), ..kept() };
    reported().when(close(unknown)).then_refused("commitment-unknown");
    held(vec![]).when(close(kept())).then_refused("commitment-unknown");
    let done = || held(vec![drafted().into(), published().into(), kept().into()]);
    done().when(close(kept())).then_nothing();
    let dropped = SessionCommitmentClosed { outcome: ActionOutcome::Dropped, ..kept() };
    done().when(close(dropped)).then_refused("commitment-fulfilled");
    let personal = SessionCommitmentClosed { result: text("Bel 06-12345678."), ..kept() };
    reported().when(close(personal)).then_faults(&["/result"]);
}

#[test]
fn clients_are_counted_by_group_and_fewer_than_five_are_not_told() {
    let panel = || given::<Session>([SessionEvent::from(announced(SessionKind::DigitalPanel))]);
    let register = SessionCommand::Register(made(1));
    panel().when(register).then_refused("session-not-for-providers");
    let present = |group, count| GroupAttendance { group, count: whole(count) };
    let attend = |others| SessionCommand::RecordAttendance { present: vec![], others, by: id(61) };
    let recorded = |others| SessionAttendanceRecorded { present: vec![], others, by: id(61) };
    let both = vec![present(Audience::Clients, 9), present(Audience::InformalCare, 4)];
    panel().when(attend(both.clone())).then([recorded(both.clone())]);
    for wrong in [
        vec![present(Audience::LargeProviders, 1)],
        vec![present(Audience::Clients, 0)],
        vec![present(Audience::Clients, 6), present(Audience::Clients, 7)],
    ] {
        panel().when(attend(wrong)).then_faults(&["/others"]);
    }
    let summary = "Het ging over tijd.";
    let begun = |others| {
        let announced = SessionEvent::from(announced(SessionKind::DigitalPanel));
        given::<Session>([announced, recorded(others).into()])
    };
    begun(vec![]).when(publish(bare_report(summary))).then_refused("session-groups-missing");
    let heard = vec![
        GroupHeard { group: Audience::Clients, count: Some(whole(9)) },
        GroupHeard { group: Audience::InformalCare, count: None },
    ];
    let told = SessionReportPublished { others: heard, ..reported(None) };
    begun(both).when(publish(bare_report(summary))).then([told]);
}
