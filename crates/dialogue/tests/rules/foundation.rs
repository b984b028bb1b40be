//! What a trajectory tells of itself in versions: its principles, its situation, its products.

use crate::examples::{text, whole};
use crate::harness::given;
use crate::trajectory::opened;
use dialogue::region::PurchaseScale;
use dialogue::trajectory::{
    CurrentContracts, Law, Principle, PrincipleAuthor, ProductDescription, RecordPrinciples,
    Situation, TargetGroup, TrajectoryPrinciplesRecorded, TrajectoryProductsDescribed,
    TrajectorySituationDescribed,
};
use dialogue::{Trajectory, TrajectoryCommand};
use std::collections::BTreeSet;

pub(crate) fn principle(key: &str) -> Principle {
    Principle {
        key: text(key),
        title: text("Hulp dichtbij"),
        text: text("Een kind krijgt hulp zo dicht mogelijk bij huis."),
    }
}

/// Principles that were written with clients.
pub(crate) fn record(principles: Vec<Principle>, change: Option<&str>) -> TrajectoryCommand {
    TrajectoryCommand::RecordPrinciples(RecordPrinciples {
        principles,
        written_with: BTreeSet::from([PrincipleAuthor::Clients]),
        change: change.map(text),
    })
}

pub(crate) fn product(key: &str, lot: Option<u32>) -> ProductDescription {
    ProductDescription {
        key: text(key),
        title: text("Begeleiding thuis"),
        lot: lot.map(whole),
        offer: text("Iemand komt bij u thuis."),
        for_whom: text("Voor wie even vastloopt."),
        access: text("U belt het lokale team."),
        choice: text("U kiest zelf een aanbieder."),
    }
}

pub(crate) fn situation(law: Law) -> Situation {
    let group = TargetGroup {
        title: text("Jongeren die somber zijn"),
        law,
        description: text("Zij hebben snel iemand nodig."),
        users: whole(410),
    };
    let contracts = CurrentContracts {
        title: text("Ambulante hulp"),
        scale: PurchaseScale::Regional,
        providers: whole(58),
        ends_on: None,
    };
    Situation {
        region: None,
        target_groups: vec![group],
        current_contracts: vec![contracts],
        planned_start: jiff::civil::date(2029, 1, 1),
    }
}

#[test]
fn principles_are_recorded_in_versions() {
    let recorded = |version, principles, change: Option<&str>| TrajectoryPrinciplesRecorded {
        version,
        principles,
        written_with: BTreeSet::from([PrincipleAuthor::Clients]),
        change: change.map(text),
    };
    let (one, two) = (vec![principle("dichtbij")], vec![principle("samen")]);
    given::<Trajectory>([opened()]).when(record(one.clone(), None)).then([recorded(
        1,
        one.clone(),
        None,
    )]);
    let known = || given::<Trajectory>([opened(), recorded(1, one.clone(), None).into()]);
    known().when(record(one.clone(), None)).then_nothing();
    known().when(record(two.clone(), None)).then_faults(&["/change"]);
    let change = Some("Het gezin staat er nu in.");
    known().when(record(two.clone(), change)).then([recorded(2, two, change)]);
}

#[test]
fn the_situation_is_described_for_the_acts_under_which_is_bought() {
    let describe = |law| TrajectoryCommand::DescribeSituation(situation(law));
    let described =
        |version, law| TrajectorySituationDescribed { version, situation: situation(law) };
    given::<Trajectory>([opened()])
        .when(describe(Law::YouthAct))
        .then([described(1, Law::YouthAct)]);
    given::<Trajectory>([opened(), described(1, Law::YouthAct).into()])
        .when(describe(Law::YouthAct))
        .then_nothing();
    given::<Trajectory>([opened()])
        .when(describe(Law::SocialSupportAct))
        .then_faults(&["/targetGroups/0/law"]);
}

#[test]
fn products_are_described_in_versions_and_belong_to_a_lot_that_is_there() {
    let describe =
        |products: &[ProductDescription]| TrajectoryCommand::DescribeProducts(products.to_vec());
    let one = [product("begeleiding", None)];
    let described = TrajectoryProductsDescribed { version: 1, products: one.to_vec() };
    given::<Trajectory>([opened()]).when(describe(&one)).then([described.clone()]);
    given::<Trajectory>([opened(), described.into()]).when(describe(&one)).then_nothing();
    let wrong = [product("begeleiding", None), product("begeleiding", Some(7))];
    given::<Trajectory>([opened()])
        .when(describe(&wrong))
        .then_faults(&["/products/1/key", "/products/1/lot"]);
}

#[test]
fn every_principle_has_a_key_of_its_own() {
    let keys = ["dichtbij", "samen", "dichtbij", "samen"];
    given::<Trajectory>([opened()])
        .when(record(keys.map(principle).to_vec(), None))
        .then_faults(&["/principles/2/key", "/principles/3/key"]);
}
