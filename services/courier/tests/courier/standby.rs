//! Two couriers: on one outbox one works and the other stands by; with an outbox each, as on two
//! hosts, one of them sends a mail.

use crate::given::{Stage, states, told};
use crate::mailers::{Halting, Moment, OnceOnly};
use courier::State;
use mail::Memory;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// Longer than it takes to see that an outbox was given up.
const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn who_stands_by_goes_on_where_the_other_one_was_broken_off() {
    // Given a courier at work, a second one that stands by,
    let stage = Stage::followed_by(&["anna", "bram", "carla"]).await;
    let mailer = Arc::new(OnceOnly::default());
    let first = Halting::at(Moment::Taken, 1, mailer.clone());
    let active = stage.standby(first.clone()).await;
    assert!(!active.stands_by());
    let second = Halting::at(Moment::Taken, 0, mailer.clone());
    let standby = stage.standby(second.clone()).await;
    assert!(standby.stands_by());
    let (stop, stopped) = watch::channel(false);
    let waiting = tokio::spawn(standby.run(stopped.clone()));
    // and three mails of which two are out,
    let active = tokio::spawn(active.run(stopped));
    stage.question_round(24 * 14).await;
    timeout(SOON, first.halted()).await.unwrap();

    // when the first one dies,
    active.abort();
    assert!(active.await.unwrap_err().is_cancelled());

    // then the second one sends the third mail, and no other.
    timeout(SOON, second.halted()).await.unwrap();
    let readers = ["anna", "bram", "carla"].map(|name| format!("round_opened {name}"));
    assert_eq!(told(&mailer.0.delivered()), readers);
    stop.send_replace(true);
    second.release();
    timeout(SOON, waiting).await.unwrap().unwrap();
}

#[tokio::test]
async fn who_stands_by_sends_nothing_and_stops_when_it_is_told() {
    let stage = Stage::followed_by(&["anna"]).await;
    let (first, second) = (Arc::new(Memory::new()), Arc::new(Memory::new()));
    let mut courier = stage.courier(first.clone()).await;
    courier.turn().await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let standby = tokio::spawn(stage.standby(second.clone()).await.run(stopped));
    stage.question_round(24 * 14).await;
    courier.turn().await.unwrap();

    stop.send_replace(true);
    timeout(SOON, standby).await.unwrap().unwrap();

    assert_eq!(told(&first.delivered()), ["round_opened anna"]);
    assert_eq!(told(&second.delivered()), [""; 0]);
}

#[tokio::test]
async fn of_couriers_with_an_outbox_each_one_sends_a_mail() {
    // Given two hosts with a courier each,
    let stage = Stage::followed_by(&["anna", "bram", "carla"]).await;
    let (here, there) = (Arc::new(Memory::new()), Arc::new(Memory::new()));
    let mut first = stage.courier(here.clone()).await;
    let elsewhere = stage.directory.path().join("elsewhere.sqlite");
    let mut second = stage.try_courier(&elsewhere, there.clone()).await.unwrap();

    // when something is told that both have to tell,
    stage.question_round(24 * 14).await;
    let (one, other) = tokio::join!(first.turn(), second.turn());
    one.unwrap();
    other.unwrap();
    stage.hours_pass(24 * 13);
    second.turn().await.unwrap();
    first.turn().await.unwrap();

    // then everybody hears it once, from one or the other.
    let all = [here.delivered(), there.delivered()].concat();
    let readers = ["anna", "bram", "carla"];
    let expected = [("deadline_near", readers), ("round_opened", readers)]
        .map(|(kind, readers)| readers.map(|name| format!("{kind} {name}")))
        .concat();
    assert_eq!(told(&all), expected);
    let count = |courier, wanted| {
        let all: Vec<(State, u64)> = states(courier);
        all.iter().find(|(state, _)| *state == wanted).map_or(0, |(_, count)| *count)
    };
    assert_eq!(count(&first, State::Sent), count(&second, State::Elsewhere));
    assert_eq!(count(&second, State::Sent), count(&first, State::Elsewhere));
}

#[tokio::test]
async fn a_mail_stays_with_the_courier_that_claimed_it() {
    // Given a courier that claimed a mail and was broken off before it was handed over,
    let stage = Stage::followed_by(&["anna"]).await;
    let mailer = Arc::new(Memory::new());
    let first = Halting::at(Moment::Before, 0, mailer.clone());
    let active = stage.standby(first.clone()).await;
    let elsewhere = stage.directory.path().join("elsewhere.sqlite");
    let there = Arc::new(Memory::new());
    let mut second = stage.try_courier(&elsewhere, there.clone()).await.unwrap();
    let (_stop, stopped) = watch::channel(false);
    let active = tokio::spawn(active.run(stopped));
    stage.question_round(24 * 14).await;
    timeout(SOON, first.halted()).await.unwrap();
    active.abort();
    assert!(active.await.unwrap_err().is_cancelled());

    // when another one comes to it, then it leaves it,
    second.turn().await.unwrap();
    assert_eq!(told(&there.delivered()), [""; 0]);
    assert_eq!(states(&second), [(State::Elsewhere, 1)]);

    // and the first one sends it once it is back.
    assert_eq!(told(&stage.delivers().await), ["round_opened anna"]);
}
