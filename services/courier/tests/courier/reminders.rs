//! The reminder that a round closes soon: 48 hours before, as these couriers are set.

use crate::given::{QUESTIONS, Stage, provider, staff, states, term, told};
use courier::State;
use mail::Memory;
use serde_json::json;
use std::sync::Arc;

/// Anna and Bram follow, and were told of a round that is open for so many hours.
async fn told_of_a_round(hours: i64) -> Stage {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.outbox_is_made().await;
    stage.question_round(hours).await;
    assert_eq!(told(&stage.delivers().await), ["round_opened anna", "round_opened bram"]);
    stage
}

#[tokio::test]
async fn followers_are_reminded_once_when_the_deadline_is_near() {
    let stage = told_of_a_round(24 * 14).await;
    stage.hours_pass(24 * 12 - 1);
    assert_eq!(told(&stage.delivers().await), [""; 0]);

    stage.hours_pass(1);
    let mails = stage.delivers().await;
    stage.hours_pass(1);
    let again = stage.delivers().await;

    assert_eq!(told(&mails), ["deadline_near anna", "deadline_near bram"]);
    let words = mails[0].message.render(&mails[0].settings_page).unwrap();
    assert!(words.text.contains("t/m woensdag 15 september 2027 09.00 uur"), "{}", words.text);
    assert!(words.text.contains(&format!("#ronde-{QUESTIONS}")), "{}", words.text);
    assert_eq!(told(&again), [""; 0]);
}

#[tokio::test]
async fn a_courier_that_was_away_when_the_reminder_was_due_reminds_later() {
    let stage = told_of_a_round(24 * 14).await;
    stage.hours_pass(24 * 14 - 1);
    assert_eq!(told(&stage.delivers().await), ["deadline_near anna", "deadline_near bram"]);
}

#[tokio::test]
async fn nobody_is_reminded_of_a_deadline_that_has_passed() {
    let stage = told_of_a_round(24 * 14).await;
    stage.hours_pass(24 * 14);
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn nobody_is_reminded_of_a_round_that_was_closed_meanwhile() {
    let stage = told_of_a_round(24 * 14).await;
    stage.hours_pass(24 * 12);
    stage.happens("QuestionRoundClosed", QUESTIONS, json!({})).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);
    let courier = stage.courier(Arc::new(Memory::new())).await;
    assert_eq!(states(&courier), [(State::Sent, 2)], "only that it was open");
}

#[tokio::test]
async fn nobody_is_reminded_of_a_round_that_is_not_open_yet() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.outbox_is_made().await;
    let (opens, closes) = (stage.in_hours(10), term(stage.in_hours(40)));
    let changes = json!({ "opens": opens, "closes": closes });
    stage.happens("QuestionRoundPublished", QUESTIONS, changes).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn an_extended_round_gets_a_reminder_of_its_new_deadline() {
    let stage = told_of_a_round(24 * 14).await;
    stage.hours_pass(24 * 13);
    assert_eq!(told(&stage.delivers().await), ["deadline_near anna", "deadline_near bram"]);
    let (closes, answers) = (stage.in_hours(24 * 8), stage.in_hours(24 * 16));
    let changes = json!({ "closes": term(closes), "answers": term(answers) });
    stage.happens("QuestionRoundExtended", QUESTIONS, changes).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);

    stage.hours_pass(24 * 7);
    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["deadline_near anna", "deadline_near bram"]);
    let words = mails[0].message.render(&mails[0].settings_page).unwrap();
    assert!(words.text.contains("t/m woensdag 22 september 2027 09.00 uur"), "{}", words.text);
}

#[tokio::test]
async fn who_was_reminded_and_then_follows_for_another_organisation_is_not_reminded_again() {
    let stage = Stage::followed_by(&[]).await;
    stage.follows("anna", staff()).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    stage.hours_pass(24 * 13);
    assert_eq!(told(&stage.delivers().await), ["deadline_near anna", "round_opened anna"]);

    // This subscription comes before the other one in the order of their names.
    stage.follows("anna", provider("anna")).await;
    stage.follows("bram", provider("bram")).await;

    assert_eq!(told(&stage.delivers().await), ["deadline_near bram"]);
}
