//! Questions sorted out: labels, colleagues and outside experts, merged and split.

use super::{Enquiry, own};
use crate::kit::Session;
use serde_json::{Value, json};

async fn myself(session: &Session) -> String {
    session.send(session.request(reqwest::Method::GET, "/me")).await.expect(200).json()["person"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn subjects(session: &Session, query: &str) -> Vec<String> {
    let list = session.get(&format!("/work-list{query}")).await.expect(200).json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|task| task["subject"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_has_labels_that_those_read_who_answer() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let question = enquiry.asked(oak, "Telt reistijd mee?").await;
    let buyer = &enquiry.cast().buyer;
    let path = format!("/questions/{question}");
    let labels = json!({ "labels": ["tarief", "reistijd"] });
    buyer.put_over(&path, &format!("{path}/labels"), &labels).await.expect(200);
    assert_eq!(enquiry.seen(&question).await["labels"], json!(["reistijd", "tarief"]));
    let list = buyer.get(&enquiry.path("/questions")).await.expect(200).json();
    assert_eq!(list["items"][0]["labels"], json!(["reistijd", "tarief"]));
    assert_eq!(own(oak, &question).await.get("labels"), None);
    let wrong = json!({ "labels": ["", "tarief"] });
    let told = buyer.put_over(&path, &format!("{path}/labels"), &wrong).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/labels/0"]);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outside_expert_sees_and_answers_only_what_is_assigned_to_them() {
    let enquiry = Enquiry::open(json!({ "disclosure": "municipality" })).await;
    let (oak, expert) = (&enquiry.cast().oak.session, &enquiry.cast().expert);
    let theirs = enquiry.asked(oak, "Telt reistijd mee?").await;
    let other = enquiry.asked(oak, "Wanneer start het contract?").await;
    let person = json!({ "person": myself(expert).await });
    let hidden = |question: &str| format!("/questions/{question}");
    expert.get(&hidden(&theirs)).await.refused(404, "question-unknown");
    assert_eq!(subjects(expert, "").await, [""; 0]);

    enquiry.handle(&theirs, "assignment", &person).await.expect(200);
    expert.get(&hidden(&theirs)).await.refused(403, "declaration-missing");
    let answer = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, de helft." });
    let draft = async |question: &str| {
        let tag = enquiry.cast().buyer.get(&hidden(question)).await.header("etag").to_owned();
        let path = format!("/questions/{question}/answer");
        let request = expert.request(reqwest::Method::PUT, &path).header("If-Match", tag);
        expert.send(request.json(&answer)).await
    };
    draft(&theirs).await.refused(403, "declaration-missing");
    enquiry.thread.declare_as_expert().await;
    let seen = expert.get(&hidden(&theirs)).await.expect(200).json();
    assert_eq!(seen["text"], "Telt reistijd mee?");
    assert_eq!(seen.get("asker"), None, "who asked is not for those from outside");
    assert!(enquiry.seen(&theirs).await.get("asker").is_some());
    assert_eq!(subjects(expert, "").await, std::slice::from_ref(&theirs));
    expert.get(&hidden(&other)).await.refused(404, "question-unknown");
    draft(&theirs).await.expect(200);
    draft(&other).await.refused(404, "question-unknown");
    enquiry.approve(&theirs, &json!({})).await.expect(200);
    for path in [enquiry.path("/questions"), enquiry.thread.path("")] {
        expert.get(&path).await.refused(403, "role-missing");
    }

    enquiry.handle(&theirs, "assignment-ending", &person).await.expect(200);
    expert.get(&hidden(&theirs)).await.refused(404, "question-unknown");
    draft(&theirs).await.refused(404, "question-unknown");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_list_can_be_narrowed_to_what_is_assigned_to_one() {
    let enquiry = Enquiry::open(json!({})).await;
    let (oak, colleague) = (&enquiry.cast().oak.session, &enquiry.cast().colleague);
    let theirs = enquiry.asked(oak, "Telt reistijd mee?").await;
    let other = enquiry.asked(oak, "Wanneer start het contract?").await;
    let person = json!({ "person": myself(colleague).await });
    enquiry.handle(&theirs, "assignment", &person).await.expect(200);
    assert_eq!(subjects(colleague, "?assignedTo=me").await, std::slice::from_ref(&theirs));
    assert!(subjects(colleague, "").await.contains(&other));
    assert_eq!(subjects(&enquiry.cast().buyer, "?assignedTo=me").await, [""; 0]);
    let list = colleague.get(&enquiry.path("/questions?assignedTo=me")).await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let told = colleague.get("/work-list?assignedTo=anton").await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["assignedTo"]);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_questions_get_one_wording_and_each_asker_sees_where() {
    let enquiry = Enquiry::open(json!({})).await;
    let (oak, birch) = (&enquiry.cast().oak.session, &enquiry.cast().birch.session);
    let lead = enquiry.asked(oak, "Telt reistijd mee in het tarief?").await;
    let same = enquiry.asked(birch, "Is reistijd begrepen in het tarief?").await;
    let into = |question: &str| json!({ "into": question });
    let told = enquiry.handle(&same, "merging", &into(&same)).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/into"]);
    let nothing = uuid::Uuid::new_v4().to_string();
    let told = enquiry.handle(&same, "merging", &into(&nothing)).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/into"]);
    enquiry.handle(&same, "merging", &into(&lead)).await.expect(200);
    assert_eq!(enquiry.seen(&same).await["mergedInto"], lead);
    assert_eq!(enquiry.seen(&lead).await["merged"], json!([same]));
    enquiry.handle(&lead, "merging", &into(&same)).await.refused(409, "merge-impossible");
    let answer = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, de helft." });
    enquiry.draft(&same, &answer).await.refused(409, "question-merged");

    enquiry.close().await;
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    enquiry.answer(&lead, "Telt reistijd mee?", "Ja, de helft.").await;
    enquiry.publish(true).await.expect(201);
    let note = enquiry.note(1).await;
    assert_eq!(note["items"].as_array().unwrap().len(), 1);
    assert_eq!(note["items"][0]["questions"], 2);
    let place = |question: &Value| (question["note"].clone(), question["item"].clone());
    let (first, second) = (own(oak, &lead).await, own(birch, &same).await);
    assert_eq!(place(&first), place(&second));
    assert_eq!(second["text"], "Is reistijd begrepen in het tarief?", "the original stays");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_merged_into_a_question_that_falls_away_needs_its_own_answer() {
    let enquiry = Enquiry::open(json!({})).await;
    let (oak, birch) = (&enquiry.cast().oak.session, &enquiry.cast().birch.session);
    let lead = enquiry.asked(oak, "Telt reistijd mee in het tarief?").await;
    let same = enquiry.asked(birch, "Is reistijd begrepen in het tarief?").await;
    enquiry.handle(&same, "merging", &json!({ "into": lead })).await.expect(200);
    assert_eq!(enquiry.tasks(&same).await, [""; 0]);
    oak.post(&format!("/questions/{lead}/withdrawal"), &json!({})).await.expect(200);
    assert_eq!(enquiry.tasks(&same).await, ["answer-question"]);
    enquiry.close().await;
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    enquiry.handle(&same, "separation", &json!({})).await.expect(200);
    enquiry.answer(&same, "Telt reistijd mee?", "Ja, de helft.").await;
    enquiry.publish(true).await.expect(201);
    assert_eq!(own(birch, &same).await["item"], 1);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_a_later_round_is_merged_into_one_that_a_note_answered() {
    let mut enquiry = Enquiry::open(json!({})).await;
    let first = enquiry.asked(&enquiry.cast().oak.session, "Telt reistijd mee?").await;
    enquiry.answer(&first, "Telt reistijd mee?", "Ja, de helft.").await;
    enquiry.close().await;
    enquiry.publish(true).await.expect(201);
    enquiry.closes = enquiry.thread.time.term();
    enquiry.thread.question_round = enquiry.round(enquiry.closes, json!({})).await;
    let birch = &enquiry.cast().birch.session;
    let again = enquiry.asked(birch, "Telt de reistijd mee?").await;
    enquiry.handle(&again, "merging", &json!({ "into": first })).await.expect(200);
    let told = own(birch, &again).await;
    assert_eq!(
        (&told["status"], &told["note"], &told["item"]),
        (&json!("answered"), &json!(1), &json!(1))
    );
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_question_stands_in_the_note_as_several() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let question = enquiry.asked(oak, "Telt reistijd mee, en wanneer start het contract?").await;
    let parts = json!({
        "wording": "Telt reistijd mee?", "answer": "Ja, de helft.",
        "further": [{ "wording": "Wanneer start het contract?", "answer": "Zie de leidraad." }],
    });
    let drafted = enquiry.draft(&question, &parts).await.expect(200).json();
    assert_eq!(drafted["warnings"][0]["part"], 2);
    enquiry.approve(&question, &json!({})).await.expect(200);
    enquiry.close().await;
    enquiry.publish(true).await.expect(201);
    let note = enquiry.note(1).await;
    let wordings: Vec<_> =
        note["items"].as_array().unwrap().iter().map(|item| item["wording"].clone()).collect();
    assert_eq!(wordings, ["Telt reistijd mee?", "Wanneer start het contract?"]);
    let told = own(oak, &question).await;
    assert_eq!((&told["item"], &told["furtherItems"]), (&json!(1), &json!([2])));
    enquiry.platform.stop().await;
}
