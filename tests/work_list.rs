//! The work list: what waits for the staff, of every kind, for those who may know of it.

use crate::kit::{Platform, Session};
use crate::thread::Thread;
use serde_json::{Value, json};

/// What waits, by kind and subject.
async fn tasks(session: &Session, query: &str) -> Vec<(String, String)> {
    let list = session.get(&format!("/work-list?limit=200{query}")).await.expect(200).json();
    let text = |task: &Value, key: &str| task[key].as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|task| (text(task, "kind"), text(task, "subject"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_says_of_a_requirement_waits_until_it_is_answered_or_taken_back() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.draft_requirements().await;
    thread.publish_requirements(&json!({})).await;
    thread.flag_requirement().await;
    let (buyer, query) = (thread.cast.buyer.clone(), "&kind=answer-requirement-flag");
    let mut waiting: Vec<_> =
        tasks(&buyer, query).await.into_iter().map(|(_, subject)| subject).collect();
    waiting.sort();
    let mut flags = thread.flags.clone();
    flags.sort();
    assert_eq!(waiting, flags, "not what was taken back");
    thread.answer_flags().await;
    assert_eq!(tasks(&buyer, query).await, []);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_waits_for_those_who_decide_on_it_and_for_nobody_else() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.take_part().await;
    let query = format!("&kind=decide-application&trajectory={}", thread.trajectory);
    let (approver, reader) = (&thread.cast.approver, &thread.cast.contract_manager);
    let waiting = tasks(approver, &query).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(tasks(reader, &query).await, []);
    assert_eq!(tasks(&thread.cast.outsider, &query).await, []);
    let finding = json!({ "condition": "bereik", "met": false, "reason": "Alleen op dinsdag." });
    let decision = json!({ "findings": [finding] });
    let path = format!("/admissions/{}/applications/{}/decision", thread.admission, waiting[0].1);
    approver.post(&path, &decision).await.expect(200);
    assert_eq!(tasks(approver, &query).await, []);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_on_a_complaint_waits_until_it_is_carried_out() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.draft_requirements().await;
    let (buyer, query) = (thread.cast.buyer.clone(), "&kind=carry-out-effect");
    let decision = thread.complain().await;
    let effect = format!("{}.1", thread.complaint);
    let due = [("carry-out-effect".to_owned(), effect)];
    assert_eq!(tasks(&buyer, query).await, due);
    assert_eq!(tasks(&thread.cast.contract_manager, query).await, []);
    buyer.post(&thread.path("/lot-splits"), &decision).await.expect(200);
    assert_eq!(tasks(&buyer, query).await, []);
    platform.stop().await;
}
