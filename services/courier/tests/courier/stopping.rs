//! A courier at work: it is woken by what happens, and stops when it is told to.

use crate::given::{Stage, states, told};
use crate::mailers::{Halting, Moment, OnceOnly};
use courier::State;
use mail::Memory;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Long enough for anything that goes on without waiting for the clock.
const SOON: Duration = Duration::from_secs(10);

async fn ends_soon(work: JoinHandle<()>) {
    tokio::time::timeout(SOON, work).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_courier_at_work_is_woken_by_what_is_published() {
    let stage = Stage::followed_by(&["anna"]).await;
    let memory = Arc::new(Memory::new());
    let halting = Halting::at(Moment::Taken, 0, memory.clone());
    let courier = stage.courier(halting.clone()).await;
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(courier.run(stopped));

    stage.question_round(24 * 14).await;
    tokio::time::timeout(SOON, halting.halted()).await.unwrap();
    halting.release();

    assert_eq!(told(&memory.delivered()), ["round_opened anna"]);
    stop.send_replace(true);
    ends_soon(work).await;
}

#[tokio::test]
async fn a_mail_that_was_not_handed_over_when_the_courier_stopped_goes_out_afterwards() {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    let mailer = Arc::new(OnceOnly::default());
    let halting = Halting::at(Moment::Before, 0, mailer.clone());
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(stage.courier(halting.clone()).await.run(stopped));
    halting.halted().await;

    stop.send_replace(true);
    ends_soon(work).await;

    assert_eq!(told(&mailer.0.delivered()), [""; 0]);
    stage.courier(mailer.clone()).await.turn().await.unwrap();
    assert_eq!(told(&mailer.0.delivered()), ["round_opened anna", "round_opened bram"]);
}

#[tokio::test]
async fn a_mail_that_is_being_handed_over_when_the_courier_stops_is_handed_over() {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    let mailer = Arc::new(OnceOnly::default());
    let halting = Halting::at(Moment::Recorded, 0, mailer.clone());
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(stage.courier(halting.clone()).await.run(stopped));
    halting.halted().await;

    stop.send_replace(true);
    // The courier sees that it must stop before the mailer goes on.
    tokio::task::yield_now().await;
    halting.release();
    ends_soon(work).await;

    assert_eq!(told(&mailer.0.delivered()).len(), 1);
    let courier = stage.courier(mailer).await;
    assert_eq!(states(&courier), [(State::Due, 1), (State::Sent, 1)]);
}

#[tokio::test]
async fn a_courier_that_nobody_can_stop_any_more_stops() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    let memory = Arc::new(Memory::new());
    let halting = Halting::at(Moment::Before, 0, memory.clone());
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(stage.courier(halting.clone()).await.run(stopped));
    halting.halted().await;

    drop(stop);

    ends_soon(work).await;
    assert_eq!(told(&memory.delivered()), [""; 0]);
}
