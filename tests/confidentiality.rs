//! Documents under embargo: read by a council under declarations, and by everyone afterwards.

use crate::kit::{Answer, Cast, Person, Platform, Session};
use crate::questions::Enquiry;
use crate::thread::{EMBARGOED, Thread};
use identity::{Party, Role};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

async fn plain(session: &Session, path: &str) -> Answer {
    session.send(session.request(Method::GET, path)).await
}

/// The page of the trajectory, as anyone opens it.
async fn page(anyone: &Session, thread: &Thread) -> Answer {
    let page = format!("{}/trajecten/{}", anyone.world.pages(), thread.trajectory);
    anyone.send(anyone.world.http.get(page)).await.expect(200)
}

#[track_caller]
fn tells_nothing(answer: &Answer) {
    for word in EMBARGOED {
        assert!(!answer.text().contains(word), "{word} in {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_document_before_the_declaration_nor_in_public_before_the_embargo() {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let Cast { buyer, member, chair, anyone, outsider, .. } = &thread.cast;
    let embargo = thread.time.term();
    let new = thread.embargoed(embargo).await;
    let path = thread.path("/confidential-documents");
    let mut wrong: Value = new.clone();
    wrong["council"] = json!("een-andere-raad");
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/council"]);
    let id = buyer.post(&path, &new).await.expect(201).id();
    let own = format!("/confidential-documents/{id}");
    let released = thread.path("/released-documents");

    // Before a declaration there is only something to declare about.
    let listed = member.get("/confidential-documents").await.expect(200);
    assert_eq!(listed.json()["items"][0]["declaration"], new["declaration"]);
    tells_nothing(&listed);
    plain(member, &own).await.refused(403, "declaration-missing");
    plain(member, &format!("{own}/file")).await.refused(403, "declaration-missing");
    let declared = json!({ "confidential": "declared" });
    member.post(&format!("{own}/declaration"), &declared).await.expect(200);
    assert_eq!(plain(member, &own).await.expect(200).json()["title"], new["title"]);
    let text = plain(member, &format!("{own}/file")).await.expect(200).text();
    assert!(text.contains("linnaeuswoord"), "{text}");

    // A declaration is one's own, and an interest keeps one from reading.
    plain(chair, &own).await.refused(403, "declaration-missing");
    let interest = json!({ "confidential": "declared", "interest": "Mijn zus werkt er." });
    chair.post(&format!("{own}/declaration"), &interest).await.expect(200);
    plain(chair, &own).await.refused(403, "interest-declared");
    let strange = Person::new("kees", Party::Council, "een-andere-raad", &[Role::Chair]);
    let strange = platform.world.enter(&strange);
    plain(&strange, &own).await.refused(404, "confidential-document-unknown");
    let refused = strange.post(&format!("{own}/declaration"), &declared).await;
    refused.refused(404, "confidential-document-unknown");

    // Nothing of it is public before the embargo has passed, by the log's clock.
    let release = format!("{own}/release");
    platform.set(embargo);
    buyer.post(&release, &json!({})).await.refused(409, "too-early");
    tells_nothing(&anyone.get(&released).await.expect(200));
    tells_nothing(&page(anyone, &thread).await);
    plain(anyone, &format!("/released-documents/{id}/file")).await.expect(404);
    platform.set(embargo + SignedDuration::from_micros(1));
    outsider.post(&release, &json!({})).await.refused(404, "confidential-document-unknown");
    buyer.post(&release, &json!({})).await.expect(200);
    let seen = anyone.get(&released).await.expect(200).json();
    assert_eq!(seen["items"][0]["title"], new["title"]);
    let shown = page(anyone, &thread).await.text();
    assert!(shown.contains("linnaeustitel") && shown.contains(&format!("document-{id}")));
    let text = plain(anyone, &format!("/released-documents/{id}/file")).await.expect(200).text();
    assert!(text.contains("linnaeuswoord"), "{text}");
    plain(chair, &own).await.expect(200);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_is_noted_and_lets_everyone_know_what_some_know() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.share_under_embargo().await;
    let Cast { buyer, approver, reader, chair, anyone, outsider, .. } = &thread.cast;
    let interest = json!({ "confidential": "declared", "interest": "Mijn zus werkt er." });
    let own = format!("/confidential-documents/{}", thread.confidential);
    chair.post(&format!("{own}/declaration"), &interest).await.expect(200);
    let stands = thread.path("/confidentiality");
    let seen = approver.get(&stands).await.expect(200).json();
    let document = &seen["documents"][0];
    assert_eq!(document["id"], thread.confidential);
    assert_eq!(document["declarations"], json!({ "declared": 1, "withInterest": 1 }));
    assert_eq!((&seen["breaches"], document.get("releasedAt")), (&json!([]), None));
    reader.get(&stands).await.refused(403, "role-missing");
    outsider.get(&stands).await.expect(404);

    let path = thread.path("/confidentiality-breaches");
    let breach = json!({
        "document": thread.confidential, "what": "Het concept stond even op een open schijf.",
        "measure": "Wij maken het nu voor iedereen openbaar.",
    });
    let mut wrong = breach.clone();
    wrong["document"] = json!(uuid::Uuid::new_v4());
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/document"]);
    outsider.post(&path, &breach).await.refused(404, "trajectory-unknown");
    let release = format!("{own}/release");
    buyer.post(&release, &json!({})).await.refused(409, "too-early");
    buyer.post(&path, &breach).await.expect(200);
    let seen = buyer.get(&stands).await.expect(200).json();
    assert_eq!(seen["breaches"][0]["what"], breach["what"]);
    assert_eq!(seen["breaches"].as_array().unwrap().len(), 1);

    // An interest that comes up later ends one's reading.
    let member = &thread.cast.member;
    member.post(&format!("{own}/declaration"), &interest).await.expect(200);
    plain(member, &own).await.refused(403, "interest-declared");
    let seen = buyer.get(&stands).await.expect(200).json();
    assert_eq!(seen["documents"][0]["declarations"], json!({ "declared": 0, "withInterest": 2 }));

    // Who must not profit from what leaked gets it as well, before the embargo would have ended.
    buyer.post(&release, &json!({})).await.expect(200);
    let seen = anyone.get(&thread.path("/released-documents")).await.expect(200).json();
    assert_eq!(seen["items"][0]["id"], thread.confidential);
    let seen = buyer.get(&stands).await.expect(200).json();
    assert!(seen["documents"][0]["releasedAt"].is_string());
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outside_expert_declares_for_a_trajectory_and_who_has_an_interest_reads_nothing() {
    let enquiry = Enquiry::open(json!({})).await;
    let Cast { buyer, oak, expert, .. } = enquiry.cast();
    let question = enquiry.asked(&oak.session, "Telt reistijd mee?").await;
    let me = plain(expert, "/me").await.expect(200).json()["person"].clone();
    enquiry.handle(&question, "assignment", &json!({ "person": me })).await.expect(200);
    let path = enquiry.thread.path("/confidentiality-declarations");
    let interest = json!({ "confidential": "declared", "interest": "Ik adviseer ook Eik." });
    buyer.post(&path, &interest).await.refused(403, "role-missing");
    let strange = format!("/trajectories/{}/confidentiality-declarations", uuid::Uuid::new_v4());
    expert.post(&strange, &interest).await.refused(404, "trajectory-unknown");
    expert.post(&path, &json!({})).await.refused(400, "invalid-input");
    expert.post(&path, &interest).await.expect(200);
    let own = format!("/questions/{question}");
    expert.get(&own).await.refused(403, "interest-declared");
    let declared = json!({ "confidential": "declared" });
    expert.post(&path, &declared).await.refused(409, "confidentiality-declared");
    let stands = buyer.get(&enquiry.thread.path("/confidentiality")).await.expect(200).json();
    assert_eq!(stands["experts"], json!({ "declared": 0, "withInterest": 1 }));
    enquiry.platform.stop().await;
}
