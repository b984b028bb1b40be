//! The rules of contracts: who keeps them on either side, and what must be agreed beforehand.

use crate::examples::{id, sealed, text, whole};
use crate::harness::given_nothing;
use dialogue::contract::*;
use dialogue::party::{CareDomain, OrganisationSize};
use dialogue::{Contract, ContractCommand};

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

pub(crate) fn pool() -> Vec<ContractCommand> {
    vec![register(registered())]
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
