//! Sessions: announced to everyone, talks by one script, and what is handed out goes to all.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_market().await;
    (platform, thread)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_talk_has_the_same_questions_and_its_handouts_go_to_everyone() {
    let (_platform, mut thread) = begun().await;
    let begins = thread.open_talks().await;
    let Cast { buyer, oak, aspen, anyone, .. } = &thread.cast;
    let session = format!("/sessions/{}", thread.session);
    let early = json!({ "present": thread.registrations });
    buyer.post(&format!("{session}/attendance"), &early).await.refused(409, "too-early");
    let talk = thread.talk_report(&thread.registrations[0], "Er komt een onderzoek.");
    buyer.post(&format!("{session}/talk-reports"), &talk).await.refused(409, "too-early");
    thread.time.pass(begins).await;
    let mut half = talk.clone();
    half["answers"].as_array_mut().unwrap().pop();
    let told = buyer.post(&format!("{session}/talk-reports"), &half).await.expect(400);
    assert_eq!(told.fields(), ["/answers"]);
    let report = json!({ "summary": "Klaar.", "statements": [] });
    let early = buyer.post(&format!("{session}/report"), &report).await;
    early.refused(409, "attendance-missing");
    thread.hold_talks(begins).await;

    let shown = anyone.get(&session).await.expect(200).json();
    assert_eq!(shown["status"], "reported");
    assert_eq!(shown["talks"].as_array().unwrap().len(), 2);
    assert!(
        shown["talks"].as_array().unwrap().iter().all(|talk| talk["answers"][1]["question"] == 2)
    );
    assert_eq!(shown["report"]["statements"][0]["disposition"], "adopted");
    assert!(shown["report"].get("attended").is_none(), "two is too few to tell");
    let path = format!("{session}/handouts/1");
    let file = anyone.send(anyone.request(Method::GET, &path)).await.expect(200);
    assert_eq!(file.text(), "Planning van de gesprekken.");
    anyone.send(anyone.request(Method::GET, &format!("{session}/handouts/2"))).await.expect(404);

    // Each finds its own talk, and nobody another's.
    let own = async |provider: &crate::kit::Provider| {
        let path = format!("{session}/registrations");
        provider.session.get(&path).await.expect(200).json()["items"].clone()
    };
    let mine = own(oak).await;
    assert_eq!(mine[0]["status"], "present");
    assert_eq!(mine[0]["told"], "Het tarief volgt in stap 1.");
    assert_eq!(own(aspen).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn registering_ends_with_its_term_and_can_be_withdrawn_until_the_session_begins() {
    let (platform, mut thread) = begun().await;
    let begins = thread.open_talks().await;
    let Cast { buyer, oak, aspen, .. } = &thread.cast;
    let path = format!("/sessions/{}/registrations", thread.session);
    let one = json!({ "people": 1 });
    oak.session.post(&path, &one).await.refused(409, "session-registered");
    let told = aspen.session.post(&path, &json!({ "people": 99 })).await.expect(400);
    assert_eq!(told.fields(), ["/people"]);
    let withdrawal = format!("/sessions/{}/registration-withdrawal", thread.session);
    aspen.session.post(&withdrawal, &json!({})).await.refused(404, "session-not-registered");
    oak.session.post(&withdrawal, &json!({})).await.expect(200);
    let seen = buyer.get(&path).await.expect(200).json();
    let seen: Vec<_> = seen["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(seen, [&json!(thread.registrations[1])]);
    oak.session.post(&path, &one).await.expect(201);
    platform.set(begins + SignedDuration::from_micros(1));
    aspen.session.post(&path, &one).await.refused(409, "too-late");
    oak.session.post(&withdrawal, &json!({})).await.refused(409, "too-late");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_who_registers_only_where_a_session_tells_so_beforehand() {
    let (_platform, mut thread) = begun().await;
    let begins = thread.open_talks().await;
    let Cast { buyer, oak, approver, .. } = &thread.cast;
    let hidden = buyer.get(&format!("/sessions/{}/registrations", thread.session)).await;
    assert!(!hidden.expect(200).text().to_lowercase().contains(&oak.marker.to_lowercase()));
    let mut open = thread.talks(begins);
    open["disclosure"] = json!("municipality");
    open["kind"] = json!("award-model");
    open["script"] = json!([]);
    let path = thread.path("/phases/strategy/sessions");
    let open = buyer.post(&path, &open).await.expect(201).id();
    let path = format!("/sessions/{open}/registrations");
    oak.session.post(&path, &json!({ "people": 3 })).await.expect(201);
    let seen = buyer.get(&path).await.expect(200).json();
    assert_eq!(seen["items"][0]["people"], 3);
    let name = seen["items"][0]["organisation"]["name"].as_str().unwrap();
    assert!(name.contains(oak.marker), "{name}");
    approver.get(&path).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phase_waits_for_the_report_of_its_session_unless_it_is_cancelled() {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("strategy").await;
    let Cast { buyer, oak, anyone, .. } = &thread.cast;
    let mut session = thread.talks(thread.time.term());
    session.as_object_mut().unwrap().remove("round");
    let path = thread.path("/phases/strategy/sessions");
    let mut wrong = session.clone();
    wrong["ends"] = wrong["begins"].clone();
    wrong["script"] = json!([]);
    let told = buyer.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/ends", "/script"]);
    wrong = session.clone();
    wrong["round"] = json!(uuid::Uuid::new_v4());
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/round"]);
    let session = buyer.post(&path, &session).await.expect(201).id();
    thread.close_phase("strategy").await.refused(409, "phase-has-unanswered-input");
    let reason = json!({ "reason": "De zaal is niet beschikbaar." });
    let path = format!("/sessions/{session}");
    buyer.post(&format!("{path}/cancellation"), &reason).await.expect(200);
    let registration = format!("{path}/registrations");
    let refused = oak.session.post(&registration, &json!({ "people": 1 })).await;
    refused.refused(409, "session-cancelled");
    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["cancellationReason"], reason["reason"]);
    thread.close_phase("strategy").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_with_an_agenda_is_reported_item_by_item_for_everyone() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let begins = thread.time.term();
    let mut session = thread.talks(begins);
    session["kind"] = json!("plenary");
    session["script"] = json!([]);
    let item = |number: u32, title: &str, minutes: u32| {
        let title = title.to_owned();
        json!({ "number": number, "title": title, "minutes": minutes })
    };
    session["agenda"] = json!([item(1, "Opening", 20), item(2, "Artikelen", 470)]);
    let path = thread.path("/phases/strategy/sessions");
    let told = buyer.post(&path, &session).await.expect(400);
    assert_eq!(told.fields(), ["/agenda"]);
    assert!(told.text().contains("samen 490 minuten"), "{}", told.text());
    session["agenda"][1]["minutes"] = json!(45);
    let session_id = buyer.post(&path, &session).await.expect(201).id();
    let path = format!("/sessions/{session_id}");
    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["agenda"], session["agenda"], "everyone reads it beforehand");

    thread.time.pass(begins + SignedDuration::from_hours(8)).await;
    buyer.post(&format!("{path}/attendance"), &json!({ "present": [] })).await.expect(200);
    let part = |item: u32, text: &str| json!({ "item": item, "text": text });
    let mut report = json!({
        "summary": "Wij kwamen tot artikel 7.", "statements": [],
        "minutes": [part(1, "De voorzitter opende.")],
    });
    let told = buyer.post(&format!("{path}/report"), &report).await.expect(400);
    assert_eq!(told.fields(), ["/minutes"]);
    report["minutes"] =
        json!([part(1, "De voorzitter opende."), part(2, "Artikel 8 kwam niet aan de orde.")]);
    buyer.post(&format!("{path}/report"), &report).await.expect(200);
    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["report"]["minutes"], report["minutes"]);
}
