//! The rules of contracts: who keeps them on either side, and what must be agreed beforehand.

use crate::examples::{id, instant, sealed, text, whole};
use crate::harness::{Given, given_nothing};
use dialogue::contract::*;
use dialogue::party::{CareDomain, OrganisationSize};
use dialogue::{Contract, ContractCommand, Decider};

pub(crate) fn registered() -> ContractRegistered {
    let roles = [Side::Municipality, Side::Provider].into_iter().flat_map(|side| {
        ContractTask::ALL.map(|task| ContractRole { side, task, function: text("Adviseur") })
    });
    ContractRegistered {
        trajectory: id(1),
        provider: id(51),
        identity: sealed(51),
        origin: ContractOrigin::Award { evaluation: id(71) },
        agreement: ContractAgreement {
            number: text("jh-14"),
            lots: vec![whole(1)],
            begins: "2028-01-01".parse().unwrap(),
            ends: "2031-12-31".parse().unwrap(),
            size: OrganisationSize::Small,
            domains: [CareDomain::MentalHealth].into(),
            weight: ContractWeight::Medium,
            roles: roles.collect(),
            consultations: vec![
                consultation(ConsultationLevel::Operational),
                consultation(ConsultationLevel::Strategic),
            ],
            escalation: vec![level("Afdelingshoofd en directeur"), level("Wethouder en bestuur")],
            ending: vec![
                EndingStep {
                    title: text("Ingebrekestelling"),
                    effect: EndingEffect::Notice,
                    minimum_days: whole(30),
                },
                EndingStep {
                    title: text("Overdracht"),
                    effect: EndingEffect::Transfer,
                    minimum_days: whole(90),
                },
            ],
        },
    }
}

fn consultation(level: ConsultationLevel) -> Consultation {
    Consultation {
        level,
        times_a_year: whole(4),
        participants: text("Contractmanager en teamleider"),
    }
}

fn level(title: &str) -> EscalationLevel {
    EscalationLevel { title: text(title), when: text("Als het lager niet lukt.") }
}

fn register(new: ContractRegistered) -> ContractCommand {
    ContractCommand::Register(Box::new(new))
}

fn escalate(level: u32) -> ContractCommand {
    let reason = text("De actie is twee keer te laat.");
    ContractCommand::Escalate(ContractEscalated { level: whole(level), reason, talk: None })
}

fn proposed() -> ContractChangeProposed {
    ContractChangeProposed {
        change: id(61),
        by: Side::Provider,
        subject: text("Hulp op school"),
        proposal: text("Een dag per week op school."),
        reason: text("Dan is hulp er eerder."),
    }
}

fn decide(accepted: bool, permitted: Option<&str>) -> ContractCommand {
    ContractCommand::DecideChange(ContractChangeDecided {
        change: id(61),
        accepted,
        reason: text("Dit past bij het doel."),
        permitted: permitted.map(text),
    })
}

fn step(step: u32, now: &str) -> ContractCommand {
    let reason = text("Geen verbetering.");
    ContractCommand::TakeEndingStep { step: whole(step), reason, now: instant(now) }
}

fn end(now: &str) -> ContractCommand {
    let ended = ContractEnded { reason: text("Er was geen verbetering.") };
    ContractCommand::End { ended, now: instant(now) }
}

fn waiting(waiting: u32, bridged: u32) -> ContractCommand {
    ContractCommand::ReportWaiting(ContractWaitingReported {
        by: Side::Provider,
        on: "2028-03-31".parse().unwrap(),
        lot: None,
        waiting: whole(waiting),
        longest_weeks: whole(9),
        bridged: whole(bridged),
        measures: text("Elke week een belafspraak."),
    })
}

fn conversations(count: u32) -> ContractCommand {
    let finding = text("Niemand vertelde hoe lang het duurt.");
    ContractCommand::Converse(ContractConversationsHeld {
        on: "2028-03-20".parse().unwrap(),
        with: [ConversationPartner::Client].into(),
        count: whole(count),
        findings: vec![ConversationFinding { indicator: text("wachttijd"), finding }],
    })
}

fn marked(number: u128) -> ContractCommitmentMarked {
    ContractCommitmentMarked {
        commitment: id(number),
        origin: CommitmentOrigin::Answer,
        reference: id(21),
        promise: text("Wij kijken er na een half jaar naar."),
        keeper: Side::Municipality,
        due: "2028-07-01".parse().unwrap(),
    }
}

fn kept(number: u128) -> ContractCommand {
    let proof = text("Het verslag staat in het dossier.");
    ContractCommand::KeepCommitment(ContractCommitmentKept { commitment: id(number), proof })
}

fn released(number: u128) -> ContractCommand {
    let reason = text("Het formulier is er niet meer.");
    let commitment = id(number);
    ContractCommand::ReleaseCommitment(ContractCommitmentReleased { commitment, reason })
}

pub(crate) fn pool() -> Vec<ContractCommand> {
    let solved = ContractEscalationSolved { outcome: text("Er is een nieuwe planning.") };
    let stopped = ContractEndingStopped { reason: text("Het doel is bereikt.") };
    let cooperation = ContractCooperationAgreed {
        key: text("afschalen"),
        partners: text("De toegang."),
        agreement: text("Wij bellen voor het einde."),
    };
    vec![
        register(registered()),
        escalate(1),
        escalate(2),
        ContractCommand::Solve(solved),
        ContractCommand::ProposeChange(proposed()),
        decide(true, Some("De omvang blijft gelijk.")),
        waiting(12, 7),
        ContractCommand::AgreeCooperation(cooperation),
        conversations(6),
        ContractCommand::MarkCommitment(marked(41)),
        ContractCommand::MarkCommitment(marked(42)),
        kept(41),
        released(42),
        step(1, "2028-04-01T10:00:00Z"),
        ContractCommand::StopEnding(stopped),
        step(1, "2028-05-01T10:00:00Z"),
        step(2, "2028-06-01T10:00:00Z"),
        end("2028-12-01T10:00:00Z"),
    ]
}

/// A contract to which this happened.
fn after(commands: Vec<ContractCommand>) -> Given<Contract> {
    let mut state = Contract::default();
    for command in commands {
        for event in state.decide(command).unwrap() {
            state.evolve(&event);
        }
    }
    Given::of(state)
}

fn running(more: Vec<ContractCommand>) -> Given<Contract> {
    after([vec![register(registered())], more].concat())
}

#[test]
fn a_matter_is_taken_to_the_next_agreed_level_and_to_no_other() {
    running(vec![]).when(escalate(2)).then_refused("escalation-order");
    running(vec![escalate(1)]).when(escalate(2)).into_events();
    running(vec![escalate(1), escalate(2)]).when(escalate(3)).then_refused("escalation-order");
    let solved = ContractEscalationSolved { outcome: text("Er is een planning.") };
    running(vec![]).when(ContractCommand::Solve(solved.clone())).then_refused("not-escalated");
    running(vec![escalate(1)]).when(ContractCommand::Solve(solved.clone())).then([solved]);
}

#[test]
fn a_change_from_the_table_is_decided_with_a_reason_and_is_no_other_purchase() {
    let propose = || vec![ContractCommand::ProposeChange(proposed())];
    running(vec![]).when(decide(false, None)).then_refused("change-unknown");
    running(propose()).when(decide(true, None)).then_faults(&["/permitted"]);
    running(propose()).when(decide(false, Some("Klein."))).then_faults(&["/permitted"]);
    running(propose()).when(decide(false, None)).into_events();
    let decided = [propose(), vec![decide(false, None)]].concat();
    running(decided).when(decide(true, Some("Klein."))).then_refused("change-decided");
}

#[test]
fn a_contract_ends_by_the_agreed_path_step_by_step_and_not_sooner() {
    running(vec![]).when(end("2028-04-01T10:00:00Z")).then_refused("not-ending");
    running(vec![]).when(step(2, "2028-04-01T10:00:00Z")).then_refused("ending-order");
    let first = || vec![step(1, "2028-04-01T10:00:00Z")];
    // Thirty days from 1 April are over at the end of 1 May, in the Netherlands.
    running(first()).when(step(2, "2028-05-01T21:59:59Z")).then_refused("ending-too-early");
    running(first()).when(step(2, "2028-05-01T22:00:00Z")).into_events();
    running(first()).when(end("2028-06-01T10:00:00Z")).then_refused("ending-order");
    let both = [first(), vec![step(2, "2028-05-02T10:00:00Z")]].concat();
    running(both.clone()).when(end("2028-07-30T10:00:00Z")).then_refused("ending-too-early");
    running(both.clone()).when(end("2028-08-01T10:00:00Z")).into_events();
    let ended = [both, vec![end("2028-08-01T10:00:00Z")]].concat();
    running(ended).when(escalate(1)).then_refused("contract-ended");
}

#[test]
fn no_more_people_are_bridged_than_wait_and_conversations_were_held() {
    running(vec![]).when(waiting(3, 4)).then_faults(&["/bridged"]);
    running(vec![]).when(waiting(3, 3)).into_events();
    running(vec![]).when(conversations(0)).then_faults(&["/count"]);
}

#[test]
fn no_text_of_a_running_contract_tells_of_a_person() {
    let reason = || text("De heer Jansen belt niet terug.");
    let escalated = ContractEscalated { level: whole(1), reason: reason(), talk: None };
    let change =
        ContractChangeProposed { proposal: text("Mail naar a.jansen@zorg.example."), ..proposed() };
    let promise =
        ContractCommitmentMarked { promise: text("Wij bellen 06-12345678."), ..marked(41) };
    let proof = text("Zie het dossier van mevrouw De Vries.");
    let kept = ContractCommitmentKept { commitment: id(41), proof };
    let first_step = || vec![step(1, "2028-04-01T10:00:00Z")];
    let stopped = ContractEndingStopped { reason: reason() };
    for (before, command, field) in [
        (vec![], ContractCommand::Escalate(escalated), "/reason"),
        (vec![], ContractCommand::ProposeChange(change), "/proposal"),
        (vec![], ContractCommand::MarkCommitment(promise), "/promise"),
        (
            vec![ContractCommand::MarkCommitment(marked(41))],
            ContractCommand::KeepCommitment(kept),
            "/proof",
        ),
        (first_step(), ContractCommand::StopEnding(stopped), "/reason"),
    ] {
        let told = running(before).when(command).then_faults(&[field]);
        assert!(!told.faults[0].detail.contains("Jansen"), "{:?}", told.faults);
    }
}

#[test]
fn a_commitment_stays_open_until_it_is_kept_or_released() {
    let mark = || vec![ContractCommand::MarkCommitment(marked(41))];
    running(vec![]).when(kept(41)).then_refused("commitment-unknown");
    running(mark()).when(kept(41)).into_events();
    running([mark(), vec![kept(41)]].concat())
        .when(released(41))
        .then_refused("commitment-fulfilled");
    let mut state = Contract::default();
    let open = |state: &Contract, by: &str| state.open_commitments(by.parse().unwrap()).count();
    for command in [vec![register(registered())], mark()].concat() {
        state.decide(command).unwrap().iter().for_each(|event| state.evolve(event));
    }
    assert_eq!((open(&state, "2028-06-30"), open(&state, "2028-07-01")), (0, 1));
    state.decide(kept(41)).unwrap().iter().for_each(|event| state.evolve(event));
    assert_eq!(open(&state, "2028-07-01"), 0);
}

#[test]
fn a_contract_has_a_role_for_every_task_on_both_sides() {
    given_nothing::<Contract>().when(register(registered())).then([registered()]);
    let mut wrong = registered();
    wrong
        .agreement
        .roles
        .retain(|it| it.side == Side::Municipality || it.task != ContractTask::Quality);
    let told = given_nothing::<Contract>().when(register(wrong));
    let told = told.then_faults(&["/agreement/roles"]);
    assert!(told.faults[0].detail.contains("kwaliteit"), "{:?}", told.faults);
}

#[test]
fn what_has_to_be_agreed_beforehand_is_told_all_at_once() {
    let mut wrong = registered();
    let agreement = &mut wrong.agreement;
    agreement.ends = "2027-12-31".parse().unwrap();
    agreement.domains.clear();
    agreement.consultations.reverse();
    agreement.consultations[0].times_a_year = whole(53);
    agreement.escalation.clear();
    agreement.ending.clear();
    given_nothing::<Contract>().when(register(wrong)).then_faults(&[
        "/agreement/ends",
        "/agreement/domains",
        "/agreement/consultations",
        "/agreement/consultations/0/timesAYear",
        "/agreement/escalation",
        "/agreement/ending",
    ]);
}
