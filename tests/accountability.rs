//! Accountability: each audience reads what it steers by, everyone what an elected council has to
//! know, and a review finds its evidence in one place.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

/// A trajectory in which five providers were measured.
async fn measured() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    thread.time.pass("2027-09-30T22:00:00Z".parse().unwrap()).await;
    thread.measure_everyone("2027-Q2").await;
    (platform, thread)
}

async fn steering(thread: &Thread, audience: &str) -> Value {
    let path = thread.path(&format!("/steering-information?audience={audience}"));
    let manager = &thread.cast.contract_manager;
    // It has seen what was written.
    manager.get(&thread.path("/contracts")).await.expect(200);
    manager.send(manager.request(reqwest::Method::GET, &path)).await.expect(200).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_performance_report_keeps_the_validated_values_of_then() {
    let (platform, mut thread) = measured().await;
    let Cast { contract_manager, anyone, .. } = &thread.cast;
    let path = thread.path("/performance-reports");
    let unknown = thread.performance_report("executive", &["wachttijd", "iets-anders"]);
    let told = contract_manager.post(&path, &unknown).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/indicators/1"]);
    let council = thread.performance_report("municipal-council", &["doelen-gehaald"]);
    contract_manager.post(&path, &council).await.expect(201);
    let daily = thread.performance_report("operations", &["wachttijd"]);
    contract_manager.post(&path, &daily).await.expect(201);

    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["items"].as_array().unwrap().len(), 1, "and not what is for daily work");
    let figure = shown["items"][0]["figures"][0].clone();
    assert_eq!((&figure["mean"], &figure["providers"]), (&json!("84.2"), &json!(5)));
    assert_eq!((&figure["contracts"], &figure["onTarget"]), (&json!(5), &json!(5)));
    // What comes later changes nothing of it.
    let oak = thread.cast.oak.session.clone();
    let delivery = thread.open_delivery(&thread.contract, &oak, "2027-Q2").await;
    let again = "indicator;waarde\nwachttijd;30\ndoelen;10\ndoelen-gehaald;10\n";
    thread.import(&oak, &delivery, "text/csv", again).await.expect(200);
    thread.check(&delivery, true).await.expect(200);
    thread.delivery = delivery;
    let shown = thread.cast.anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["items"][0]["figures"][0], figure);
    let all = thread.cast.reader.get(&path).await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let told = steering(&thread, "municipal-council").await;
    assert_eq!(told["figures"][0]["mean"], "70");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_of_fewer_than_five_providers_is_not_told_to_everyone() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    thread.time.pass("2027-09-30T22:00:00Z".parse().unwrap()).await;
    thread.measure("2027-Q2", "31,5", "81").await;
    let manager = &thread.cast.contract_manager;
    let path = thread.path("/performance-reports");
    for audience in ["inhabitants", "municipal-council"] {
        let report = thread.performance_report(audience, &["wachttijd"]);
        let told = manager.post(&path, &report).await.refused(400, "invalid-input");
        assert_eq!(told.fields(), ["/indicators"]);
    }
    let report = thread.performance_report("management", &["wachttijd"]);
    manager.post(&path, &report).await.expect(201);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_audience_steers_by_its_own_selection_at_its_own_level() {
    let (platform, mut thread) = measured().await;
    let promise = json!({
        "level": 1, "reason": "De planner is er niet.",
    });
    let path = format!("/contracts/{}/escalations", thread.contract);
    thread.cast.contract_manager.post(&path, &promise).await.expect(200);
    thread.research("2026", "78").await;
    thread.publish_research().await;
    let keys = |told: &Value| -> Vec<String> {
        let figures = told["figures"].as_array().unwrap();
        figures.iter().map(|it| it["indicator"].as_str().unwrap().to_owned()).collect()
    };
    for audience in ["inhabitants", "municipal-council"] {
        let told = steering(&thread, audience).await;
        assert_eq!(keys(&told), ["doelen-gehaald"], "what is accounted for");
        assert_eq!(told["research"][0]["year"], "2026");
    }
    let told = steering(&thread, "executive").await;
    assert_eq!(keys(&told), ["wachttijd"], "what is off target somewhere");
    assert_eq!(told["figures"][0]["onTarget"], 4);
    assert_eq!(told["risks"]["escalations"], 1);
    let told = steering(&thread, "management").await;
    assert_eq!(told["byType"][0]["size"], "small");
    assert_eq!(told["byType"][0]["figures"].as_array().unwrap().len(), 3);
    let told = steering(&thread, "operations").await;
    assert_eq!(told["byContract"].as_array().unwrap().len(), 5);
    let first = &told["byContract"][0];
    assert_eq!(first["number"], "jh-14");
    let late = first["values"].as_array().unwrap().iter().find(|it| it["onTarget"] == false);
    let late = late.unwrap();
    assert_eq!((&late["indicator"], &late["value"]), (&json!("wachttijd"), &json!("31.5")));
    assert_eq!(late["period"], "2027-Q2");
    let path = thread.path("/steering-information?audience=neighbours");
    let manager = &thread.cast.contract_manager;
    let wrong = manager.send(manager.request(reqwest::Method::GET, &path)).await;
    wrong.expect(400);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_the_elected_council_has_indicators_advice_research_and_supervision() {
    let (platform, mut thread) = measured().await;
    thread.supervise().await;
    thread.research("2026", "78").await;
    thread.publish_research().await;
    let report = thread.performance_report("inhabitants", &["doelen-gehaald"]);
    let path = thread.path("/performance-reports");
    thread.cast.contract_manager.post(&path, &report).await.expect(201);
    let path = thread.path("/accountability-file");
    let Cast { anyone, contract_manager, outsider, .. } = &thread.cast;
    let file = contract_manager.get(&path).await.expect(200).json();
    assert_eq!(file["figures"][0]["indicator"], "doelen-gehaald");
    outsider.get(&path).await.refused(404, "trajectory-unknown");
    let file = anyone.get(&path).await.expect(200).json();
    assert!(file.get("figures").is_none());
    assert_eq!(file["reports"][0]["title"], "Hoe het gaat");
    assert_eq!(file["research"][0]["followUp"], "Wij bellen iedereen die wacht.");
    assert_eq!(file["supervision"]["reports"][0]["report"]["source"], "audit-office");
    assert_eq!((&file["advices"], &file["deviations"]), (&json!([]), &json!([])));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_was_deviated_from_an_advice_stands_in_the_file_with_its_reason() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.vision().await;
    let path = thread.path("/accountability-file");
    let file = thread.cast.anyone.get(&path).await.expect(200).json();
    let deviations = file["deviations"].as_array().unwrap();
    assert_eq!(deviations.len(), 1);
    assert_eq!(deviations[0]["recommendation"], 2);
    assert_eq!(deviations[0]["reason"], "Dit past bij onze visie.");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evidence_of_a_review_comes_from_all_sources_and_names_no_complaint() {
    let (platform, mut thread) = measured().await;
    thread.supervise().await;
    thread.research("2026", "78").await;
    thread.publish_research().await;
    let Cast { oak, .. } = &thread.cast;
    let own = format!("/contracts/{}", thread.contract);
    for waiting in [9, 4] {
        let waiting = json!({
            "on": "2027-09-30", "waiting": waiting, "longestWeeks": 5, "bridged": 2,
            "measures": "Bellen.",
        });
        oak.session.post(&format!("{own}/waiting-lists"), &waiting).await.expect(200);
    }
    thread.open_talk("2027-Q2", "2027-10-12").await;
    let pack = async |query: &str| -> Value {
        let manager = &thread.cast.contract_manager;
        manager.get(&own).await.expect(200);
        let path = thread.path(&format!("/evidence-pack{query}"));
        manager.send(manager.request(reqwest::Method::GET, &path)).await.expect(200).json()
    };
    let shown = pack("").await;
    let line = |kind: &str| {
        let all = shown["lines"].as_array().unwrap();
        all.iter().find(|it| it["kind"] == kind).unwrap().clone()
    };
    assert_eq!(line("incident")["references"], json!([thread.signals[1]]));
    assert_eq!(line("supervision-report")["count"], 1);
    assert_eq!(line("client-research")["people"], 124);
    // Of who wait the last count is told.
    assert_eq!((&line("waiting")["count"], &line("waiting")["people"]), (&json!(2), &json!(4)));
    assert_eq!(line("talk-off-target")["references"], json!([thread.talk]));
    assert_eq!(
        (&line("complaint")["count"], &line("complaint")["references"]),
        (&json!(0), &json!([]))
    );
    let before = pack("?until=2020-01-01").await;
    assert!(before["lines"].as_array().unwrap().iter().all(|it| it["count"] == 0));
    let path = thread.path("/evidence-pack/export");
    let file = thread.cast.contract_manager.get(&path).await.expect(200).text();
    assert!(file.contains("gemelde incidenten") && file.contains("cliëntervaringsonderzoeken"));
    platform.stop().await;
}
