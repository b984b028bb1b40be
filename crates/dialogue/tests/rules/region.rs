//! The rules of a region: its lead changes it, each municipality adds its own.

use crate::examples::{text, whole};
use crate::harness::{given, given_nothing};
use dialogue::region::{
    LocalAddition, PurchaseScale, RegionAdditionsRecorded, RegionChanged, RegionMember,
    RegionProfile, RegionRegistered, RegionSubject,
};
use dialogue::trajectory::Buyer;
use dialogue::{Region, RegionCommand};

const LEAD: &str = "GM0233";
const MEMBER: &str = "GM0243";
const STRANGER: &str = "GM0302";

fn member(code: &str, population: u32) -> RegionMember {
    let municipality = Buyer { code: text(code), name: text("Ergens") };
    RegionMember { municipality, population: whole(population) }
}

fn subject(key: &str, scale: PurchaseScale) -> RegionSubject {
    RegionSubject { key: text(key), title: text(key), scale, reason: text("Zo werkt het.") }
}

fn profile() -> RegionProfile {
    RegionProfile {
        title: text("Hogeland"),
        lead: text(LEAD),
        members: vec![member(LEAD, 27_500), member(MEMBER, 49_200)],
        subjects: vec![
            subject("ambulant", PurchaseScale::Regional),
            subject("gesloten", PurchaseScale::National),
        ],
        joint: text("Wij kopen samen in."),
    }
}

fn registered() -> RegionRegistered {
    RegionRegistered { region: profile() }
}

fn register(by: &str, region: RegionProfile) -> RegionCommand {
    RegionCommand::Register { by: text(by), region }
}

fn changed(region: RegionProfile) -> RegionChanged {
    RegionChanged { region, change: text("De samenwerking is anders.") }
}

fn change(by: &str, region: RegionProfile) -> RegionCommand {
    RegionCommand::Change { by: text(by), changed: changed(region) }
}

fn additions(by: &str, subject: Option<&str>) -> RegionAdditionsRecorded {
    let addition = LocalAddition {
        subject: subject.map(text),
        text: text("Op elke school is een begeleider."),
        reason: text("Hier wonen veel gezinnen."),
    };
    RegionAdditionsRecorded { municipality: text(by), additions: vec![addition] }
}

/// Without the subject that somebody can have added something about.
fn smaller() -> RegionProfile {
    let mut region = profile();
    region.subjects.remove(0);
    region
}

pub(crate) fn pool() -> Vec<RegionCommand> {
    let handed_over = RegionProfile { lead: text(MEMBER), ..profile() };
    vec![
        register(LEAD, profile()),
        RegionCommand::RecordAdditions(additions(MEMBER, Some("ambulant"))),
        RegionCommand::RecordAdditions(additions(LEAD, None)),
        change(LEAD, smaller()),
        RegionCommand::RecordAdditions(additions(STRANGER, None)),
        change(LEAD, handed_over),
        change(MEMBER, profile()),
    ]
}

#[test]
fn the_lead_registers_a_region_in_which_it_takes_part() {
    given_nothing::<Region>().when(register(LEAD, profile())).then([registered()]);
    given::<Region>([registered()]).when(register(LEAD, profile())).then_nothing();
    given::<Region>([registered()]).when(register(LEAD, smaller())).then_refused("region-exists");
    given_nothing::<Region>().when(register(MEMBER, profile())).then_faults(&["/lead"]);
    let mut wrong = profile();
    wrong.members = vec![member(MEMBER, 0), member(MEMBER, 1)];
    wrong.subjects.push(subject("ambulant", PurchaseScale::Local));
    given_nothing::<Region>().when(register(LEAD, wrong)).then_faults(&[
        "/members/0/population",
        "/members/1/municipality/code",
        "/subjects/2/key",
        "/lead",
    ]);
}

#[test]
fn only_the_lead_changes_a_region_and_may_hand_it_over() {
    given_nothing::<Region>().when(change(LEAD, profile())).then_refused("region-unknown");
    let known = || given::<Region>([registered()]);
    known().when(change(MEMBER, smaller())).then_refused("region-led-by-another");
    known().when(change(LEAD, smaller())).then([changed(smaller())]);
    let handed_over = RegionProfile { lead: text(MEMBER), ..profile() };
    known().when(change(LEAD, handed_over.clone())).then([changed(handed_over)]);
}

#[test]
fn each_municipality_that_takes_part_adds_its_own_with_a_reason() {
    let known = || given::<Region>([registered()]);
    let record = RegionCommand::RecordAdditions;
    let own = additions(MEMBER, Some("ambulant"));
    known().when(record(own.clone())).then([own]);
    known().when(record(additions(STRANGER, None))).then_refused("region-not-member");
    known().when(record(additions(MEMBER, Some("elders")))).then_faults(&["/additions/0/subject"]);
}

#[test]
fn what_a_municipality_added_does_not_vanish_by_what_the_lead_changes() {
    let added = || additions(MEMBER, Some("ambulant"));
    let known = || given::<Region>([registered().into(), dialogue::RegionEvent::from(added())]);
    known().when(change(LEAD, smaller())).then_faults(&["/region/subjects"]);
    // Whoever leaves takes along what was added.
    let alone = RegionProfile { members: vec![member(LEAD, 27_500)], ..smaller() };
    known().when(change(LEAD, alone.clone())).then([changed(alone)]);
}
