//! What changes while a mail waits: it goes out as things are then, or not at all.

use crate::given::{QUESTIONS, Stage, TRAJECTORY, provider, states, term, told};
use crate::mailers::Down;
use courier::State;
use dialogue::party::{SubscriptionEnded, TrajectoryUnfollowed};
use serde_json::json;
use std::sync::Arc;

/// Anna and Bram are to be told of a round that is open for two weeks, and the mail server was
/// down when they were.
async fn two_are_waiting() -> Stage {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    let mut courier = stage.courier(Arc::new(Down)).await;
    courier.turn().await.unwrap();
    assert_eq!(states(&courier), [(State::Due, 2)]);
    stage
}

#[tokio::test]
async fn a_mail_that_waited_goes_out_with_the_date_of_what_it_tells() {
    let stage = two_are_waiting().await;
    let published = stage.now();
    stage.hours_pass(10);

    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["round_opened anna", "round_opened bram"]);
    assert!(mails.iter().all(|mail| mail.date == published));
}

#[tokio::test]
async fn nobody_is_told_of_a_round_whose_deadline_passed_while_the_mail_waited() {
    let stage = two_are_waiting().await;
    stage.hours_pass(24 * 14 + 1);
    assert_eq!(told(&stage.delivers().await), [""; 0]);
    let courier = stage.courier(Arc::new(Down)).await;
    assert_eq!(states(&courier), [(State::Void, 2)]);
}

#[tokio::test]
async fn nobody_is_told_of_a_round_that_was_closed_while_the_mail_waited() {
    let stage = two_are_waiting().await;
    stage.hours_pass(1);
    stage.happens("QuestionRoundClosed", QUESTIONS, json!({})).await;
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn a_round_that_was_extended_while_the_mail_waited_is_told_with_its_new_deadline() {
    let stage = two_are_waiting().await;
    let (closes, answers) = (stage.in_hours(24 * 21), stage.in_hours(24 * 30));
    let changes = json!({ "closes": term(closes), "answers": term(answers) });
    stage.happens("QuestionRoundExtended", QUESTIONS, changes).await;
    // After the deadline that held before.
    stage.hours_pass(24 * 15);

    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["round_opened anna", "round_opened bram"]);
    let words = mails[0].message.render(&mails[0].settings_page).unwrap();
    assert!(words.text.contains("t/m woensdag 22 september 2027 09.00 uur"), "{}", words.text);
}

#[tokio::test]
async fn a_reminder_that_waited_is_dropped_when_the_deadline_moved() {
    let stage = two_are_waiting().await;
    stage.delivers().await;
    stage.hours_pass(1);
    stage.delivers().await;
    stage.hours_pass(24 * 12);
    let mut courier = stage.courier(Arc::new(Down)).await;
    courier.turn().await.unwrap();
    assert_eq!(states(&courier), [(State::Due, 2), (State::Sent, 2)]);
    drop(courier);
    let (closes, answers) = (stage.in_hours(24 * 21), stage.in_hours(24 * 30));
    let changes = json!({ "closes": term(closes), "answers": term(answers) });
    stage.happens("QuestionRoundExtended", QUESTIONS, changes).await;
    stage.hours_pass(1);

    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn a_round_is_told_when_it_opens() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.outbox_is_made().await;
    let opens = stage.in_hours(24);
    let changes = json!({ "opens": opens, "closes": term(stage.in_hours(24 * 14)) });
    stage.happens("QuestionRoundPublished", QUESTIONS, changes).await;
    stage.hours_pass(23);
    assert_eq!(told(&stage.delivers().await), [""; 0]);

    stage.hours_pass(1);
    let mails = stage.delivers().await;

    assert_eq!(told(&mails), ["round_opened anna"]);
    assert_eq!(mails[0].date, opens);
}

#[tokio::test]
async fn a_person_who_was_erased_gets_nothing_and_the_others_do() {
    let stage = two_are_waiting().await;
    stage.vault.erase(stage.person("anna")).unwrap();
    stage.hours_pass(1);
    assert_eq!(told(&stage.delivers().await), ["round_opened bram"]);

    let note = format!("{TRAJECTORY}.2");
    stage.happens("ClarificationNotePublished", &note, json!({})).await;
    assert_eq!(told(&stage.delivers().await), ["note_published bram"]);
    let courier = stage.courier(Arc::new(Down)).await;
    assert_eq!(states(&courier), [(State::Sent, 2), (State::Void, 2)]);
}

#[tokio::test]
async fn whoever_stopped_all_mail_or_follows_no_longer_gets_none_that_waited() {
    let stage = two_are_waiting().await;
    stage.subscription("anna", &provider("anna"), SubscriptionEnded {}.into()).await;
    let unfollowed = TrajectoryUnfollowed { trajectory: TRAJECTORY.parse().unwrap() };
    stage.subscription("bram", &provider("bram"), unfollowed.into()).await;
    stage.hours_pass(1);
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}

#[tokio::test]
async fn a_mail_that_waited_goes_to_the_address_that_holds_then() {
    let stage = two_are_waiting().await;
    stage.subscribes_at("anna", provider("anna"), "anna-nieuw@lezer.example").await;
    stage.hours_pass(1);
    assert_eq!(told(&stage.delivers().await), ["round_opened anna-nieuw", "round_opened bram"]);
}

#[tokio::test]
async fn a_mail_is_tried_for_days_and_then_given_up() {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.outbox_is_made().await;
    let note = format!("{TRAJECTORY}.2");
    stage.happens("ClarificationNotePublished", &note, json!({})).await;
    let mut courier = stage.courier(Arc::new(Down)).await;
    let mut hours = 0;
    courier.turn().await.unwrap();
    while states(&courier) == [(State::Due, 1)] {
        hours += 1;
        stage.hours_pass(1);
        courier.turn().await.unwrap();
    }
    assert_eq!(states(&courier), [(State::GivenUp, 1)]);
    assert!((24 * 3..24 * 5).contains(&hours), "{hours} hours");
    drop(courier);
    assert_eq!(told(&stage.delivers().await), [""; 0]);
}
