//! The rules of promises that are kept under every contract of a trajectory.

use crate::examples::{id, text};
use crate::harness::{given, given_nothing};
use dialogue::commitment::{CommitmentKept, CommitmentMarked, CommitmentReleased};
use dialogue::contract::{CommitmentOrigin, Side};
use dialogue::{CommitmentId, CommitmentList, CommitmentListCommand, CommitmentListEvent};

fn marked(number: u128) -> CommitmentMarked {
    CommitmentMarked {
        commitment: id(number),
        origin: CommitmentOrigin::Answer,
        reference: uuid::Uuid::from_u128(7),
        tenderer: None,
        promise: text("Wij betalen de reistijd vanaf een half uur."),
        keeper: Side::Municipality,
        due: text("2028-07-01"),
    }
}

fn about_one(number: u128) -> CommitmentMarked {
    let origin = CommitmentOrigin::AwardMotivation;
    CommitmentMarked { origin, tenderer: Some(id(5)), ..marked(number) }
}

fn mark(new: CommitmentMarked) -> CommitmentListCommand {
    CommitmentListCommand::Mark(new)
}

fn kept(proof: &str) -> CommitmentKept {
    CommitmentKept { commitment: id(41), proof: text(proof) }
}

fn released() -> CommitmentReleased {
    CommitmentReleased { commitment: id(41), reason: text("Niemand reist meer zo ver.") }
}

pub(crate) fn pool() -> Vec<CommitmentListCommand> {
    vec![
        mark(marked(41)),
        CommitmentListCommand::Keep(kept("Het staat in het tariefblad.")),
        mark(about_one(42)),
        CommitmentListCommand::Release(CommitmentReleased { commitment: id(42), ..released() }),
        CommitmentListCommand::Release(released()),
    ]
}

#[test]
fn a_promise_is_marked_once_where_it_was_made() {
    given_nothing::<CommitmentList>().when(mark(marked(41))).then([marked(41)]);
    given_nothing::<CommitmentList>().when(mark(about_one(41))).then([about_one(41)]);
    let known = || given::<CommitmentList>([CommitmentListEvent::from(marked(41))]);
    known().when(mark(marked(41))).then_nothing();
    known().when(mark(about_one(41))).then_refused("commitment-exists");
    let wrong = CommitmentMarked {
        origin: CommitmentOrigin::PerformanceTalk,
        tenderer: Some(id(5)),
        promise: text("Bel mevrouw De Vries op 06-12345678."),
        ..marked(41)
    };
    let fields = ["/promise", "/promise", "/origin", "/tenderer"];
    given_nothing::<CommitmentList>().when(mark(wrong)).then_faults(&fields);
}

#[test]
fn what_became_of_a_promise_is_told_once() {
    let keep = |proof: &str| CommitmentListCommand::Keep(kept(proof));
    let release = CommitmentListCommand::Release;
    given_nothing::<CommitmentList>().when(release(released())).then_refused("commitment-unknown");
    let known = || vec![CommitmentListEvent::from(marked(41))];
    let proof = "Het staat in het tariefblad.";
    given::<CommitmentList>(known()).when(keep(proof)).then([kept(proof)]);
    given::<CommitmentList>(known()).when(release(released())).then([released()]);
    given::<CommitmentList>(known()).when(keep("Mail jan@zorg.nl.")).then_faults(&["/proof"]);
    let done = || [known(), vec![kept(proof).into()]].concat();
    given::<CommitmentList>(done()).when(keep(proof)).then_nothing();
    given::<CommitmentList>(done()).when(release(released())).then_refused("commitment-fulfilled");
}

#[test]
fn a_promise_is_open_by_its_day_under_the_contracts_it_is_about() {
    let mut list = CommitmentList::default();
    for new in [marked(41), about_one(42)] {
        dialogue::Decider::evolve(&mut list, &new.into());
    }
    let open = |by: &str, provider: u128| -> Vec<CommitmentId> {
        list.open(text(by), id(provider)).collect()
    };
    assert_eq!(open("2028-07-01", 5), [id(41), id(42)]);
    assert_eq!(open("2028-07-01", 6), [id(41)], "the other promise is about another contract");
    assert!(open("2028-06-30", 5).is_empty());
}
