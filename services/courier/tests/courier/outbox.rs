//! The courier's file: where a new one begins, and that one courier at a time has it.

use crate::given::{QUESTIONS, Stage, states, term, told};
use courier::{CourierError, State};
use mail::Memory;
use serde_json::json;
use std::fs;
use std::sync::Arc;

#[tokio::test]
async fn a_new_outbox_begins_at_the_end_of_the_log_and_knows_what_stands_before_it() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.question_round(24 * 14).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);

    let changes = json!({ "title": "Tweede vragenronde", "closes": term(stage.in_hours(24 * 7)) });
    stage.happens("QuestionRoundPublished", &QUESTIONS.replace('7', "8"), changes).await;
    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["round_opened anna"]);
    let words = mails[0].message.render(&mails[0].settings_page).unwrap();
    assert!(words.text.contains("Tweede vragenronde"), "{}", words.text);
    assert!(words.text.contains("Jeugdhulp Veluwerand vanaf 2028"), "{}", words.text);
}

#[tokio::test]
async fn an_outbox_that_was_lost_repeats_nothing() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    assert_eq!(told(&stage.delivers().await), ["round_opened anna"]);
    stage.hours_pass(24 * 13);
    assert_eq!(told(&stage.delivers().await), ["deadline_near anna"]);
    for file in ["courier.sqlite", "courier.sqlite-wal", "courier.sqlite-shm"] {
        let _ = fs::remove_file(stage.directory.path().join(file));
    }
    assert!(!stage.file().exists());

    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn a_new_outbox_still_reminds_of_a_deadline_that_was_not_near() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.question_round(24 * 14).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);
    stage.hours_pass(24 * 13);
    assert_eq!(told(&stage.delivers().await), ["deadline_near anna"]);
}

#[tokio::test]
async fn a_second_courier_on_the_same_outbox_is_refused_until_the_first_is_gone() {
    let stage = Stage::followed_by(&["anna"]).await;
    let (first, second) = (Arc::new(Memory::new()), Arc::new(Memory::new()));
    let mut courier = stage.courier(first.clone()).await;
    courier.turn().await.unwrap();
    stage.question_round(24 * 14).await;

    let refused = stage.try_courier(&stage.file(), second.clone()).await;
    assert!(matches!(refused, Err(CourierError::InUse(_))));
    courier.turn().await.unwrap();
    drop(courier);
    let mut courier = stage.courier(second.clone()).await;
    courier.turn().await.unwrap();

    assert_eq!(told(&first.delivered()), ["round_opened anna"]);
    assert_eq!(told(&second.delivered()), [""; 0]);
    assert_eq!(states(&courier), [(State::Sent, 1)]);
}

#[tokio::test]
async fn an_outbox_of_a_newer_program_is_left_alone() {
    let stage = Stage::followed_by(&[]).await;
    stage.outbox_is_made().await;
    let outbox = rusqlite::Connection::open(stage.file()).unwrap();
    outbox.pragma_update(None, "user_version", 1_000).unwrap();
    drop(outbox);

    let refused = stage.try_courier(&stage.file(), Arc::new(Memory::new())).await;

    assert!(matches!(refused, Err(CourierError::TooNew(_))));
}

#[tokio::test]
async fn an_outbox_that_has_seen_more_than_the_log_holds_is_refused() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.question_round(24 * 14).await;
    stage.delivers().await;
    let outbox = rusqlite::Connection::open(stage.file()).unwrap();
    outbox.execute("UPDATE checkpoint SET position = position + 1", []).unwrap();
    drop(outbox);

    let refused = stage.try_courier(&stage.file(), Arc::new(Memory::new())).await;

    let refused = refused.err().unwrap();
    assert!(matches!(refused, CourierError::Ahead { .. }), "{refused}");
    assert!(refused.to_string().contains("Take the outbox away"), "{refused}");
}
