//! Supervision and research into the experience of clients: every signal gets an answer, what is
//! about one provider stays with it, and clients are asked every year.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

/// A trajectory with a contract that runs.
async fn running() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    (platform, thread)
}

async fn public(thread: &Thread, rest: &str) -> Value {
    thread.cast.anyone.get(&thread.path(rest)).await.expect(200).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn supervision_is_arranged_by_act_with_a_reason() {
    let (platform, mut thread) = running().await;
    let own = json!({
        "law": "youth-act", "model": "own", "supervisor": "De gemeente", "reason": "Dichtbij.",
    });
    let path = thread.path("/supervision-models");
    let told = thread.cast.buyer.post(&path, &own).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/model"]);
    thread.supervise().await;
    let shown = public(&thread, "/supervision").await;
    assert_eq!(shown["models"][0]["model"], "inspectorate");
    assert_eq!(shown["models"][0]["reason"], "Zo regelt de Jeugdwet het.");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_and_incident_is_a_signal_that_gets_an_answer() {
    let (platform, mut thread) = running().await;
    thread.supervise().await;
    let Cast { contract_manager, oak, birch, outsider, .. } = &thread.cast;
    let waiting = async || {
        let path = "/work-list?kind=answer-supervision-signal";
        contract_manager.get(path).await.expect(200).json()["items"].as_array().unwrap().len()
    };
    assert_eq!(waiting().await, 2);
    let own = format!("/contracts/{}", thread.contract);
    let named = json!({
        "kind": "violence", "occurred": thread.day(1), "noticed": thread.day(1),
        "text": "Het kind met BSN 111222333 werd geslagen.",
    });
    let incidents = format!("{own}/incidents");
    let told = oak.session.post(&incidents, &named).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/text"]);
    assert!(!told.text().contains("111222333"));
    birch.session.post(&incidents, &thread.incident(1)).await.refused(404, "contract-unknown");
    oak.session.post(&incidents, &thread.incident(1)).await.expect(201);
    contract_manager.post(&incidents, &thread.incident(2)).await.expect(201);

    let list = contract_manager.get(&thread.path("/supervision-signals")).await.expect(200);
    let list = list.json();
    let late: Vec<_> = list["items"].as_array().unwrap()[1..]
        .iter()
        .map(|it| it["incident"]["late"].as_bool().unwrap())
        .collect();
    assert_eq!(late, [true, false, false], "nine days is not without delay");
    let signal = format!("/supervision-signals/{}", thread.signals[1]);
    outsider.get(&signal).await.refused(404, "supervision-signal-unknown");
    thread.answer_signals().await;
    assert_eq!(waiting().await, 2);
    let again = json!({ "followUp": "Toch niet.", "reason": "Het viel mee." });
    let told = contract_manager.post(&format!("{signal}/answer"), &again).await;
    told.refused(409, "supervision-signal-answered");

    // The provider reads its own, with the answer; everyone reads the report and a count.
    let shown = oak.session.get(&format!("{own}/supervision-signals")).await.expect(200).json();
    assert_eq!(shown["items"].as_array().unwrap().len(), 3);
    assert_eq!(shown["items"][0]["answer"]["followUp"], "Wij kijken er elke maand naar.");
    let path = format!("{own}/supervision-signals");
    birch.session.get(&path).await.refused(404, "contract-unknown");
    let shown = public(&thread, "/supervision").await;
    assert_eq!(shown["reports"].as_array().unwrap().len(), 1);
    assert_eq!(shown["reports"][0]["answer"]["reason"], "Zo zien wij het op tijd.");
    assert_eq!(shown["incidents"][0]["count"], json!({ "least": 1, "most": 4 }));
    assert!(!shown.to_string().contains(oak.voice));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_about_one_contract_is_for_its_parties() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let mut report = json!({
        "source": "inspectorate", "title": "Bezoek aan een locatie", "on": thread.day(3),
        "findings": "De dossiers zijn op orde.", "contract": uuid::Uuid::new_v4(),
    });
    let path = thread.path("/supervision-reports");
    let told = contract_manager.post(&path, &report).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/contract"]);
    report["contract"] = json!(thread.contract);
    contract_manager.post(&path, &report).await.expect(201);
    let own = format!("/contracts/{}/supervision-signals", thread.contract);
    let shown = oak.session.get(&own).await.expect(200).json();
    assert_eq!(shown["items"][0]["report"]["title"], "Bezoek aan een locatie");
    assert_eq!(public(&thread, "/supervision").await["reports"], json!([]));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_asked_every_year_and_everyone_reads_what_came_out() {
    let (platform, mut thread) = running().await;
    let themes = thread
        .cast
        .anyone
        .send(thread.cast.anyone.request(reqwest::Method::GET, "/outcome-themes"));
    assert_eq!(themes.await.expect(200).json()["themes"].as_array().unwrap().len(), 16);
    thread.time.pass("2028-05-01T10:00:00Z".parse().unwrap()).await;
    thread.research("2027", "78").await;
    let manager = thread.cast.contract_manager.clone();
    let tasks = manager.get("/work-list?kind=publish-client-research").await.expect(200).json();
    assert_eq!(tasks["items"][0]["due"], "2028-06-30T21:59:59.999999Z");
    assert_eq!(public(&thread, "/client-research").await["research"], json!([]));
    thread.publish_research().await;
    thread.time.pass("2029-07-01T10:00:00Z".parse().unwrap()).await;
    thread.research("2028", "81.5").await;
    let own = format!("/client-research/{}", thread.research);
    thread.cast.outsider.get(&own).await.refused(404, "client-research-unknown");
    thread.publish_research().await;
    let shown = manager.get(&own).await.expect(200).json();
    assert_eq!(shown["published"]["late"], true);
    let listed = manager.get(&thread.path("/client-research")).await.expect(200).json();
    assert_eq!(listed["research"].as_array().unwrap().len(), 2);

    let shown = public(&thread, "/client-research").await;
    let years: Vec<_> = shown["research"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["year"].clone(), it["late"].clone()))
        .collect();
    assert_eq!(years, [(json!("2027"), json!(false)), (json!("2028"), json!(true))]);
    let scores = &shown["research"][1]["scores"];
    assert!(scores[0].get("score").is_none(), "four people answered it");
    assert_eq!((&scores[1]["score"], &scores[1]["previous"]), (&json!("81.5"), &json!("78")));
    platform.stop().await;
}
