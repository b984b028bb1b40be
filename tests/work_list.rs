//! The work list: what waits for the staff, of every kind, for those who may know of it.

use crate::kit::{Platform, Session};
use crate::thread::Thread;
use crate::thread::contract::answers;
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

#[tokio::test(flavor = "multi_thread")]
async fn what_clients_were_asked_waits_until_it_is_told_what_is_done_with_it() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let closes = thread.reach_out().await;
    let (buyer, query) = (thread.cast.buyer.clone(), "&kind=answer-outreach");
    let list = buyer.get("/work-list?kind=answer-outreach").await.expect(200).json();
    let task = &list["items"][0];
    assert_eq!(task["title"], "Vertel hoe het ging");
    let due: jiff::Timestamp = task["due"].as_str().unwrap().parse().unwrap();
    assert_eq!((due, &task["subject"]), (closes, &json!(thread.outreach)));
    assert_eq!(tasks(&thread.cast.outsider, query).await, []);
    thread.time.pass(closes).await;
    thread.tell_feedback().await;
    assert_eq!(tasks(&buyer, query).await, []);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_and_proposed_under_a_contract_waits_until_it_is_settled() {
    let platform = Platform::start().await;
    let mut thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    let manager = thread.cast.contract_manager.clone();
    let (promises, changes) = ("&kind=keep-commitment", "&kind=decide-contract-change");
    let before = tasks(&manager, promises).await.len();
    let general = thread.general_promise();
    manager.post(&thread.path("/commitments"), &general).await.expect(200);
    let mut own = general.clone();
    own["promise"] = json!("Wij bellen elke maand.");
    let contract = format!("/contracts/{}", thread.contract);
    manager.post(&format!("{contract}/commitments"), &own).await.expect(200);
    let waiting = tasks(&manager, promises).await;
    assert_eq!(waiting.len(), before + 2);
    let list = manager.get("/work-list?kind=keep-commitment&limit=200").await.expect(200).json();
    let due = list["items"].as_array().unwrap().iter().map(|it| it["due"].clone());
    let day = json!("2027-10-01T21:59:59.999999Z");
    assert_eq!(due.filter(|due| *due == day).count(), 2, "{list}");
    let listed = manager.get(&thread.path("/commitments")).await.expect(200).json();
    let kept = json!({ "commitment": listed["commitments"][0]["commitment"], "proof": "Betaald." });
    manager.post(&thread.path("/commitment-fulfilments"), &kept).await.expect(200);
    let course = manager.get(&contract).await.expect(200).json()["course"].clone();
    let own = course["commitments"].as_array().unwrap().iter();
    let own = own.clone().find(|it| it["promise"] == "Wij bellen elke maand.").unwrap();
    let let_go = json!({ "commitment": own["commitment"], "reason": "Elke week is beter." });
    manager.post(&format!("{contract}/commitment-fulfilments"), &let_go).await.expect(200);
    assert_eq!(tasks(&manager, promises).await.len(), before);

    let change = json!({
        "subject": "Hulp op school", "proposal": "Een dag per week op school.",
        "reason": "Kinderen krijgen dan eerder hulp.",
    });
    thread.cast.oak.session.post(&format!("{contract}/changes"), &change).await.expect(200);
    let waiting = tasks(&manager, changes).await;
    assert_eq!(waiting.len(), 1);
    let decision =
        json!({ "change": waiting[0].1, "accepted": false, "reason": "Dat regelt de school." });
    manager.post(&format!("{contract}/change-decisions"), &decision).await.expect(200);
    assert_eq!(tasks(&manager, changes).await, []);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_from_a_talk_waits_until_its_result_was_measured() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    thread.time.pass("2027-07-01T08:00:00Z".parse().unwrap()).await;
    thread.measure("2027-Q2", "31,5", "81").await;
    thread.open_talk("2027-Q2", "2027-07-12").await;
    let (manager, query) = (thread.cast.contract_manager.clone(), "&kind=close-performance-action");
    let mut all = answers();
    let [deviation, causes, shares, actions, _] = &mut all;
    for answer in [&*deviation, causes, shares] {
        thread.answer_talk(answer).await.expect(200);
    }
    actions["actions"][0]["key"] = json!("opleiding");
    thread.answer_talk(actions).await.expect(200);
    let named = |key: &str| [("close-performance-action".to_owned(), key.to_owned())];
    assert_eq!(tasks(&manager, query).await, named(&format!("{}.opleiding", thread.talk)));
    // Until the next question is answered, another answer takes its place.
    thread.answer_talk(&answers()[3]).await.expect(200);
    assert_eq!(tasks(&manager, query).await, named(&format!("{}.planner", thread.talk)));
    thread.answer_talk(&answers()[4]).await.expect(200);
    thread.time.pass("2027-10-01T08:00:00Z".parse().unwrap()).await;
    thread.measure("2027-Q3", "27", "82").await;
    let closing = json!({ "action": "planner", "conclusion": "Wij zijn er bijna." });
    let path = format!("/performance-talks/{}/action-closings", thread.talk);
    manager.post(&path, &closing).await.expect(200);
    assert_eq!(tasks(&manager, query).await, []);
    platform.stop().await;
}
