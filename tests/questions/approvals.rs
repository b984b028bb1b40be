//! Answers: two approvals, documents that they change, and what deserves a second look.

use super::Enquiry;
use crate::kit::{MEMBER, Person};
use identity::{Party, Role};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_round_can_want_a_content_and_a_legal_approval_of_two_people() {
    let enquiry = Enquiry::open(json!({ "approvals": "content-and-legal" })).await;
    let question = enquiry.asked(&enquiry.cast().oak.session, "Telt reistijd mee?").await;
    let answer = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, de helft." });
    enquiry.draft(&question, &answer).await.expect(200);
    enquiry.close().await;
    let told = enquiry.approve(&question, &json!({})).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/aspect"]);
    enquiry.approve(&question, &json!({ "aspect": "content" })).await.expect(200);
    enquiry.approve(&question, &json!({ "aspect": "legal" })).await.refused(403, "two-approvers");
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    assert_eq!(enquiry.tasks(&question).await, ["approve-answer"]);

    let lawyer = Person::new("jurist", Party::Municipality, MEMBER, &[Role::Approver]);
    let lawyer = enquiry.thread.world.enter(&lawyer);
    let path = format!("/questions/{question}/approval");
    lawyer.post(&path, &json!({ "aspect": "legal" })).await.expect(200);
    let seen = enquiry.seen(&question).await;
    assert_eq!(seen["status"], "approved");
    assert_eq!(seen["answer"]["approvals"].as_array().unwrap().len(), 2);

    // Another draft voids both.
    let answer = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, helemaal." });
    enquiry.draft(&question, &answer).await.expect(200);
    lawyer.post(&path, &json!({ "aspect": "legal" })).await.expect(200);
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    enquiry.approve(&question, &json!({ "aspect": "content" })).await.expect(200);
    enquiry.publish(true).await.expect(201);
    let round = enquiry.cast().anyone.get(&enquiry.path("")).await.expect(200).json();
    assert_eq!(round["approvals"], "content-and-legal");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_changes_a_document_is_approved_once_that_version_is_there() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let about = json!({
        "text": "Klopt § 3.2?", "reference": { "document": enquiry.thread.place("3.2") },
    });
    let question = enquiry.ask(oak, &about).await.expect(201).id();
    let answer = |version: u32| {
        let mut place = enquiry.thread.place("3.2");
        place["version"] = json!(version);
        json!({ "wording": "Klopt § 3.2?", "answer": "Nee, dit is aangepast.", "amends": place })
    };
    let told = enquiry.draft(&question, &answer(3)).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/amends/version"]);
    enquiry.draft(&question, &answer(1)).await.expect(200);
    enquiry.approve(&question, &json!({})).await.refused(409, "amended-version-not-newer");
    enquiry.draft(&question, &answer(2)).await.expect(200);
    enquiry.approve(&question, &json!({})).await.refused(409, "amended-version-missing");

    let buyer = &enquiry.cast().buyer;
    let file = buyer.hand_in("text/plain", b"Inkoopleidraad, versie 2.").await;
    let version = json!({
        "kind": "tender-guide", "title": "Inkoopleidraad", "change": "Tarief verbeterd.",
        "sections": [{ "number": "3.2", "title": "Tarieven" }],
        "file": { "name": "inkoopleidraad-2.txt", "sha256": file },
    });
    let path = enquiry.thread.path(&format!("/documents/{}/versions", enquiry.thread.document));
    buyer.post(&path, &version).await.expect(200);
    enquiry.approve(&question, &json!({})).await.expect(200);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_only_points_to_the_documents_is_warned_about() {
    let enquiry = Enquiry::open(json!({})).await;
    let question = enquiry.asked(&enquiry.cast().oak.session, "Telt reistijd mee?").await;
    let bare = json!({ "wording": "Telt reistijd mee?", "answer": "Zie de documenten, § 3.2." });
    let drafted = enquiry.draft(&question, &bare).await.expect(200).json();
    assert_eq!(drafted["warnings"][0]["kind"], "only-refers");
    assert!(drafted["position"].is_u64(), "it is a receipt as well: {drafted}");
    assert_eq!(enquiry.seen(&question).await["warnings"], drafted["warnings"]);
    enquiry.approve(&question, &json!({})).await.expect(200);
    let path = enquiry.path("/clarification-note-preview");
    let preview = enquiry.cast().buyer.get(&path).await.expect(200).json();
    assert_eq!(preview["warnings"][0]["question"], question);
    assert_eq!(preview["warnings"][0]["kind"], "only-refers");

    let sound = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, de helft. Zie § 3.2." });
    let drafted = enquiry.draft(&question, &sound).await.expect(200).json();
    assert_eq!(drafted["warnings"], json!([]));
    assert_eq!(enquiry.seen(&question).await.get("warnings"), None);
    enquiry.platform.stop().await;
}
