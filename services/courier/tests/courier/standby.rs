//! Two couriers on one outbox: one works, the other stands by.

use crate::given::{Stage, told};
use crate::mailers::{Halting, Moment, OnceOnly};
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
