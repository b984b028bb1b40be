//! The rules of what a trajectory takes over: every item gets an answer, and keeps it.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use crate::review::requirement;
use dialogue::carry_over::{
    CarryOverExtended, CarryOverItem, CarryOverItemAnswered, CarryOverItemLinked, CarryOverOrigin,
    CarryOverStarted, CarryOverTarget, CarryOverTargets,
};
use dialogue::{CarryOver, CarryOverCommand, CarryOverEvent, Disposition, Trajectory, Vision};
use vocabulary::Prose;

fn lesson() -> (CarryOverOrigin, Prose) {
    let (review, from) = (id(81), vec![requirement()]);
    (CarryOverOrigin::Lesson { review, lesson: whole(1), from }, text("Vraag minder papier."))
}

fn commitment() -> (CarryOverOrigin, Prose) {
    let origin = CarryOverOrigin::Commitment { contract: id(91), commitment: id(92) };
    (origin, text("Wij kijken naar het formulier."))
}

fn start(predecessor: u128, open: Vec<(CarryOverOrigin, Prose)>) -> CarryOverCommand {
    CarryOverCommand::Start { trajectory: id(2), predecessor: id(predecessor), open }
}

fn item(number: u32, (origin, text): (CarryOverOrigin, Prose)) -> CarryOverItem {
    CarryOverItem { number: whole(number), origin, text }
}

fn started() -> CarryOverEvent {
    CarryOverStarted { predecessor: id(1), items: vec![item(1, lesson())] }.into()
}

fn answered(disposition: Disposition) -> CarryOverItemAnswered {
    CarryOverItemAnswered { item: whole(1), disposition, reason: text("Dat past in de visie.") }
}

fn answer(disposition: Disposition) -> CarryOverCommand {
    CarryOverCommand::Answer(answered(disposition))
}

fn linked() -> CarryOverItemLinked {
    CarryOverItemLinked {
        item: whole(1),
        target: CarryOverTarget::Goal { goal: text("minder-papier") },
        explanation: text("Het is nu een doel."),
    }
}

pub(crate) fn pool() -> Vec<CarryOverCommand> {
    vec![
        start(1, vec![lesson()]),
        answer(Disposition::Adopted),
        CarryOverCommand::Link(linked()),
        start(1, vec![lesson(), commitment()]),
        answer(Disposition::NotAdopted),
        start(3, vec![]),
    ]
}

#[test]
fn a_trajectory_begins_with_what_the_one_before_left_open() {
    given_nothing::<CarryOver>().when(start(1, vec![lesson()])).then([started()]);
    given::<CarryOver>([started()]).when(start(1, vec![lesson()])).then_nothing();
    // What came to it since is added, and the rest keeps its number.
    given::<CarryOver>([started()])
        .when(start(1, vec![commitment(), lesson()]))
        .then([CarryOverExtended { items: vec![item(2, commitment())] }]);
    given::<CarryOver>([started()])
        .when(start(3, vec![]))
        .then_refused("carry-over-other-predecessor");
    given_nothing::<CarryOver>().when(start(2, vec![])).then_faults(&["/predecessor"]);
    let many = (0..=1_000).map(|number| {
        let origin = CarryOverOrigin::AgendaItem { round: id(number), item: whole(1) };
        (origin, text("Een punt."))
    });
    given_nothing::<CarryOver>().when(start(1, many.collect())).then_refused("carry-over-too-many");
}

#[test]
fn every_item_is_answered_once_and_comes_back_where_it_was_adopted() {
    given_nothing::<CarryOver>()
        .when(answer(Disposition::Adopted))
        .then_refused("carry-over-unknown");
    given::<CarryOver>([started()])
        .when(CarryOverCommand::Link(linked()))
        .then_refused("carry-over-item-not-adopted");
    given::<CarryOver>([started()])
        .when(answer(Disposition::Adopted))
        .then([answered(Disposition::Adopted)]);
    let after = || [started(), answered(Disposition::Adopted).into()];
    given::<CarryOver>(after()).when(answer(Disposition::Adopted)).then_nothing();
    given::<CarryOver>(after())
        .when(answer(Disposition::NotAdopted))
        .then_refused("carry-over-item-answered");
    given::<CarryOver>(after()).when(CarryOverCommand::Link(linked())).then([linked()]);
    let elsewhere = CarryOverItemAnswered { item: whole(9), ..answered(Disposition::Adopted) };
    given::<CarryOver>(after())
        .when(CarryOverCommand::Answer(elsewhere))
        .then_refused("carry-over-item-unknown");
    let naming = CarryOverItemAnswered {
        reason: text("Bel mevrouw De Vries."),
        ..answered(Disposition::Adopted)
    };
    given::<CarryOver>([started()])
        .when(CarryOverCommand::Answer(naming))
        .then_faults(&["/reason"]);
}

#[test]
fn an_item_comes_back_in_what_is_there() {
    let (trajectory, vision) = (Trajectory::default(), Vision::default());
    let targets = CarryOverTargets { trajectory: &trajectory, vision: &vision, requirements: None };
    let field = |target| targets.faults_of(&target).into_vec()[0].field.clone();
    assert_eq!(field(linked().target), "/target/goal");
    let principle = CarryOverTarget::Principle { principle: text("een-plan") };
    assert_eq!(field(principle), "/target/principle");
    let requirement = CarryOverTarget::Requirement { requirement: id(41) };
    assert_eq!(field(requirement), "/target/requirement");
}

#[test]
fn what_is_between_the_parties_of_a_contract_is_not_public() {
    assert!(lesson().0.is_public());
    assert!(!commitment().0.is_public());
    let action = CarryOverOrigin::Action { talk: id(93), action: text("planner") };
    assert!(!action.is_public());
}
