//! While a contract runs: a matter taken higher, a change, an end by the agreed path, who wait,
//! what conversations tell, and promises that come back.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use serde_json::{Value, json};

async fn running() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    thread.time.pass("2027-07-01T08:00:00Z".parse().unwrap()).await;
    (platform, thread)
}

fn path(thread: &Thread, rest: &str) -> String {
    format!("/contracts/{}{rest}", thread.contract)
}

async fn course(thread: &Thread, session: &Session) -> Value {
    session.get(&path(thread, "")).await.expect(200).json()["course"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_escalated_level_by_level_as_was_agreed() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let escalations = path(&thread, "/escalations");
    let to = |level: u32| json!({ "level": level, "reason": "De actie is twee keer te laat." });
    let told = contract_manager.post(&escalations, &to(2)).await;
    assert!(told.refused(409, "escalation-order").text().contains("niveau 1 van 2"));
    contract_manager.post(&escalations, &to(1)).await.expect(200);
    contract_manager.post(&escalations, &to(2)).await.expect(200);
    contract_manager.post(&escalations, &to(3)).await.refused(409, "escalation-order");
    assert_eq!(course(&thread, &oak.session).await["escalated"]["level"], 2);
    let solved = json!({ "outcome": "Er is een nieuwe planning." });
    contract_manager.post(&path(&thread, "/escalation-solution"), &solved).await.expect(200);
    assert_eq!(course(&thread, &oak.session).await["escalated"], Value::Null);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_propose_changes_and_each_is_decided_with_a_reason() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, birch, .. } = &thread.cast;
    let changes = path(&thread, "/changes");
    let change = json!({
        "subject": "Hulp op school", "proposal": "Een dag per week op school.",
        "reason": "Kinderen krijgen dan eerder hulp.",
    });
    birch.session.post(&changes, &change).await.refused(404, "contract-unknown");
    oak.session.post(&changes, &change).await.expect(200);
    contract_manager.post(&changes, &change).await.expect(200);
    let seen = course(&thread, contract_manager).await["changes"].clone();
    assert_eq!(seen[0]["proposed"]["by"], "provider");
    assert_eq!(seen[1]["proposed"]["by"], "municipality");
    let mut decision = json!({
        "change": seen[0]["proposed"]["change"], "accepted": true, "reason": "Dit helpt.",
    });
    let decisions = path(&thread, "/change-decisions");
    let told = contract_manager.post(&decisions, &decision).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/permitted"]);
    decision["permitted"] = json!("De omvang en de prijs blijven gelijk.");
    contract_manager.post(&decisions, &decision).await.expect(200);
    let seen = course(&thread, &oak.session).await["changes"].clone();
    assert_eq!(seen[0]["decided"]["reason"], "Dit helpt.");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_stays_behind_is_limited_and_ended_by_the_agreed_path() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let steps = path(&thread, "/ending-steps");
    let step = |step: u32| json!({ "step": step, "reason": "Drie kwartalen onder het doel." });
    let ending = json!({ "reason": "Er was geen verbetering." });
    let end = path(&thread, "/ending");
    contract_manager.post(&end, &ending).await.refused(409, "not-ending");
    contract_manager.post(&steps, &step(2)).await.refused(409, "ending-order");
    contract_manager.post(&steps, &step(1)).await.expect(200);
    contract_manager.post(&steps, &step(2)).await.refused(409, "ending-too-early");
    thread.time.pass("2027-08-01T08:00:00Z".parse().unwrap()).await;
    contract_manager.post(&steps, &step(2)).await.expect(200);
    let seen = course(&thread, &oak.session).await;
    assert_eq!(seen["ending"].as_array().unwrap().len(), 2, "no new clients come now");
    // It goes better, and later worse again: then the path begins anew.
    let better = json!({ "reason": "Het doel is weer bereikt." });
    contract_manager.post(&path(&thread, "/ending-stop"), &better).await.expect(200);
    contract_manager.post(&steps, &step(3)).await.refused(409, "ending-order");
    for (number, after) in
        [(1, "2027-09-15T08:00:00Z"), (2, "2027-10-20T08:00:00Z"), (3, "2028-02-01T08:00:00Z")]
    {
        contract_manager.post(&steps, &step(number)).await.expect(200);
        contract_manager.post(&end, &ending).await.expect(409);
        thread.time.pass(after.parse().unwrap()).await;
    }
    contract_manager.post(&end, &ending).await.expect(200);
    assert_eq!(course(&thread, &oak.session).await["ended"], ending["reason"]);
    let late = json!({ "level": 1, "reason": "Te laat." });
    let escalations = path(&thread, "/escalations");
    contract_manager.post(&escalations, &late).await.refused(409, "contract-ended");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wait_bridging_care_and_cooperation_stand_with_the_contract() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let mut report = json!({
        "on": "2027-06-30", "lot": 1, "waiting": 12, "longestWeeks": 9, "bridged": 14,
        "measures": "Elke week een belafspraak, en een groep met ouders.",
    });
    let waiting = path(&thread, "/waiting-lists");
    let told = oak.session.post(&waiting, &report).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/bridged"]);
    report["bridged"] = json!(7);
    oak.session.post(&waiting, &report).await.expect(200);
    let cooperation = json!({
        "key": "afschalen", "partners": "De toegang en de huisartsen.",
        "agreement": "Wij bellen voor het einde van de hulp met de toegang.",
    });
    let agreements = path(&thread, "/cooperation-agreements");
    contract_manager.post(&agreements, &cooperation).await.expect(200);
    let seen = course(&thread, contract_manager).await;
    assert_eq!(seen["waiting"][0]["by"], "provider");
    assert_eq!(seen["waiting"][0]["bridged"], 7);
    assert_eq!(course(&thread, &oak.session).await["cooperation"][0]["key"], "afschalen");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_with_clients_reach_the_table_without_telling_who_they_are() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let finding = |text: &str| json!([{ "indicator": "wachttijd", "finding": text }]);
    let mut told = json!({
        "on": "2027-06-20", "with": ["client", "network"], "count": 6,
        "findings": finding("Mevrouw Jansen uit 3841 AB (123456782) wachtte negen weken."),
    });
    let conversations = path(&thread, "/conversations");
    let refused = contract_manager.post(&conversations, &told).await;
    let refused = refused.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/findings/0/finding"; 3]);
    for secret in ["Jansen", "3841", "123456782"] {
        assert!(!refused.text().contains(secret), "{}", refused.text());
    }
    assert!(refused.text().contains("Op teken 1 "), "{}", refused.text());
    told["findings"] = finding("Niemand vertelde hoe lang het zou duren.");
    contract_manager.post(&conversations, &told).await.expect(200);
    let seen = course(&thread, &oak.session).await["conversations"].clone();
    assert_eq!((&seen[0]["count"], &seen[0]["with"]), (&json!(6), &json!(["client", "network"])));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_comes_back_on_the_agenda_until_it_is_kept() {
    let (platform, mut thread) = running().await;
    thread.measure("2027-Q2", "31.5", "81").await;
    thread.open_talk("2027-Q2", "2027-07-12").await;
    let manager = thread.cast.contract_manager.clone();
    let commitments = path(&thread, "/commitments");
    let mut promise = json!({
        "origin": "answer", "reference": thread.talk, "keeper": "municipality",
        "promise": "Wij kijken na een half jaar naar het formulier.", "due": "2027-09-01",
    });
    let told = manager.post(&commitments, &promise).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/reference"], "it is no question");
    promise["origin"] = json!("performance-talk");
    manager.post(&commitments, &promise).await.expect(200);
    promise["due"] = json!("2027-12-01");
    manager.post(&commitments, &promise).await.expect(200);
    let oak = thread.cast.oak.session.clone();
    let seen = course(&thread, &oak).await["commitments"].clone();
    assert_eq!(seen[0]["promise"], promise["promise"]);
    assert_eq!(seen[0]["reference"], Value::Null, "where another asked is not told");
    let id = seen[0]["commitment"].clone();
    thread.open_talk("2027-Q2", "2027-09-12").await;
    let talk = format!("/performance-talks/{}", thread.talk);
    assert_eq!(oak.get(&talk).await.expect(200).json()["commitments"], json!([id]));

    let fulfil = path(&thread, "/commitment-fulfilments");
    let neither = json!({ "commitment": id });
    manager.post(&fulfil, &neither).await.refused(400, "invalid-input");
    let proof = json!({ "commitment": id, "proof": "Het verslag staat in het dossier." });
    manager.post(&fulfil, &proof).await.expect(200);
    let other = json!({ "commitment": id, "reason": "Het formulier is er niet meer." });
    manager.post(&fulfil, &other).await.refused(409, "commitment-fulfilled");
    thread.open_talk("2027-Q2", "2027-09-13").await;
    let talk = format!("/performance-talks/{}", thread.talk);
    assert_eq!(oak.get(&talk).await.expect(200).json()["commitments"], json!([]));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dossiers_of_providers_stand_by_type_and_service() {
    let (platform, mut thread) = running().await;
    thread.contract_with("jh-15", &thread.cast.birch).await;
    thread.measure("2027-Q2", "31.5", "81").await;
    thread.open_talk("2027-Q2", "2027-07-12").await;
    thread.hold_talk().await;
    let Cast { contract_manager, reader, .. } = &thread.cast;
    let path = thread.path("/provider-dossiers");
    reader.get(&path).await.expect(403);
    let seen = contract_manager.get(&path).await.expect(200).json();
    let group = &seen["groups"][0];
    assert_eq!((&group["size"], &group["lot"]), (&json!("small"), &json!(1)));
    let dossiers = group["dossiers"].as_array().unwrap();
    assert_eq!(dossiers.len(), 2);
    assert_eq!(dossiers[0]["offTarget"], json!(["wachttijd"]));
    assert_eq!((&dossiers[0]["talks"], &dossiers[0]["openActions"]), (&json!(1), &json!(1)));
    assert_eq!(dossiers[1]["talks"], 0);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_of_a_contract_are_drawn_against_their_targets_with_a_table_beneath() {
    let (platform, mut thread) = running().await;
    thread.measure("2027-Q2", "31,5", "81").await;
    let Cast { contract_manager, oak, birch, .. } = &thread.cast;
    let trends = path(&thread, "/trends");
    birch.session.get(&trends).await.refused(404, "contract-unknown");
    for session in [contract_manager, &oak.session] {
        let answer = session.get(&trends).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let paper = answer.text();
        assert_eq!(paper.matches("<svg").count(), 2, "{paper}");
        assert_eq!(paper.matches("role=\"img\"").count(), 2);
        for said in ["Het doel is hoogstens 28 dagen.", "31,5", "doel niet gehaald", "doel gehaald"]
        {
            assert!(paper.contains(said), "{said} in {paper}");
        }
    }
    platform.stop().await;
}
