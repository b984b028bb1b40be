//! Runs of many clients at once, whatever they do: a right run has no fault, and what is taken
//! out of it or put into it is noticed.

use crate::scene::{Ask, CLOSES, Scene};
use event_log::StreamId;
use proof::checker::Kind;
use proptest::prelude::*;

/// One request of a client's row, by how long each part of it takes.
#[derive(Clone, Debug)]
struct Part {
    pause: u64,
    way: u64,
    back: u64,
    arrives: bool,
    heard: bool,
    again: bool,
}

fn part() -> impl Strategy<Value = Part> {
    let span = || prop_oneof![0_u64..3, 0_u64..50_000];
    (span(), span(), span(), prop::bool::weighted(0.9), prop::bool::weighted(0.8), any::<bool>())
        .prop_map(|(pause, way, back, arrives, heard, again)| Part {
            pause,
            way,
            back,
            arrives,
            heard,
            again,
        })
}

/// Rows of requests, one row for each client, around the close.
fn asks() -> impl Strategy<Value = Vec<Ask>> {
    let row = (CLOSES - 200_000..CLOSES + 50_000, prop::collection::vec(part(), 1..8));
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        (1..)
            .zip(rows)
            .flat_map(|(client, (begins, parts))| row_of(client, begins, parts))
            .collect()
    })
}

fn row_of(client: u32, begins: u64, parts: Vec<Part>) -> Vec<Ask> {
    let (mut now, mut number, mut row) = (begins, 1, vec![]);
    for part in parts {
        let sent = now + part.pause;
        let decided = sent + part.way;
        let answered = decided + part.back;
        let heard = part.arrives && part.heard;
        row.push(Ask {
            client,
            number,
            sent,
            decided: part.arrives.then_some(decided),
            answered: heard.then_some(answered),
        });
        // Who hears nothing may ask again under the same key; who was answered may as well.
        number += u32::from(!part.again);
        now = answered;
    }
    row
}

proptest! {
    #[test]
    fn a_right_run_has_no_fault(asks in asks()) {
        let verdict = Scene::play(&asks).verdict();
        prop_assert!(verdict.holds(), "{:#?}", verdict.faults);
    }

    #[test]
    fn whatever_is_dropped_is_noticed(asks in asks(), which in any::<prop::sample::Index>()) {
        let mut scene = Scene::play(&asks);
        prop_assume!(!scene.events.is_empty());
        let dropped = scene.events.remove(which.index(scene.events.len()));
        scene.number();
        let verdict = scene.verdict();
        let acknowledged = scene.history.exchanges.iter().any(|exchange| {
            exchange.sent.key == dropped.stream.id()
                && matches!(&exchange.outcome, proof::history::Outcome::Answered(_))
        });
        let lost = verdict.faults.iter().any(|fault| {
            fault.kind == Kind::Lost && fault.key.as_deref() == Some(dropped.stream.id())
        });
        prop_assert_eq!(lost, acknowledged, "{:#?}", verdict.faults);
    }

    #[test]
    fn whatever_is_doubled_is_noticed(asks in asks(), which in any::<prop::sample::Index>()) {
        let mut scene = Scene::play(&asks);
        prop_assume!(!scene.events.is_empty());
        let mut again = scene.events[which.index(scene.events.len())].clone();
        let key = again.stream.id().to_owned();
        again.stream = StreamId::new("contribution", "nog-een");
        scene.events.push(again);
        scene.number();
        let faults = scene.verdict().faults;
        let named = |kind| {
            faults.iter().any(|it| it.kind == kind && it.key.as_deref() == Some(key.as_str()))
        };
        prop_assert!(named(Kind::Doubled), "{:#?}", faults);
    }
}
