//! Promises that hold for every contract: marked where they were made, kept where they must be.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use crate::trail::trail_of;
use serde_json::{Value, json};

async fn promises(session: &Session, contract: &str) -> Vec<Value> {
    let shown = session.get(&format!("/contracts/{contract}")).await.expect(200).json();
    shown["course"]["commitments"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_marked_before_there_is_a_contract_and_comes_back_in_each_talk() {
    let platform = Platform::start().await;
    let mut thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    let promise = thread.general_promise();
    let path = thread.path("/commitments");
    let Cast { contract_manager, buyer, outsider, oak, anyone, .. } = &thread.cast;
    let (contract_manager, buyer) = (contract_manager.clone(), buyer.clone());
    let (oak, anyone) = (oak.session.clone(), anyone.clone());
    let mut wrong = promise.clone();
    wrong["origin"] = json!("disposition");
    let told = buyer.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/reference"], "it is no contribution");
    wrong["origin"] = json!("performance-talk");
    wrong["promise"] = json!("Bel 06-12345678.");
    let told = buyer.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/promise", "/origin"]);
    assert!(!told.text().contains("12345678"), "{}", told.text());
    buyer.post(&path, &promise).await.expect(200);
    outsider.get(&path).await.refused(404, "trajectory-unknown");

    thread.keep_contract().await;
    thread.time.pass("2027-09-30T22:00:00Z".parse().unwrap()).await;
    thread.measure("2027-Q2", "31,5", "81").await;
    thread.open_talk("2027-Q2", "2027-10-12").await;
    let staff = contract_manager.get(&path).await.expect(200).json()["commitments"].clone();
    let of_oak = promises(&oak, &thread.contract).await;
    assert_eq!((staff[0]["reference"].as_str(), of_oak.len()), (promise["reference"].as_str(), 1));
    assert_eq!(of_oak[0]["promise"], promise["promise"]);
    assert!(of_oak[0].get("reference").is_none(), "who asked is not told");
    let talk = format!("/performance-talks/{}", thread.talk);
    let shown = oak.get(&talk).await.expect(200).json();
    assert_eq!(shown["commitments"], json!([staff[0]["commitment"]]));
    let open = trail_of(&buyer, &thread.trajectory, "&kind=commitment&open=true").await;
    assert_eq!(open[0]["text"], promise["promise"]);
    assert!(trail_of(&anyone, &thread.trajectory, "&kind=commitment").await.is_empty());

    let fulfil = thread.path("/commitment-fulfilments");
    let id = staff[0]["commitment"].clone();
    let neither = json!({ "commitment": id });
    buyer.post(&fulfil, &neither).await.refused(400, "invalid-input");
    let kept = json!({ "commitment": id, "proof": "De reistijd staat in het tariefblad." });
    buyer.post(&fulfil, &kept).await.expect(200);
    let other = json!({ "commitment": id, "reason": "Het hoeft niet meer." });
    buyer.post(&fulfil, &other).await.refused(409, "commitment-fulfilled");
    thread.open_talk("2027-Q2", "2027-10-13").await;
    let talk = format!("/performance-talks/{}", thread.talk);
    let shown = contract_manager.get(&talk).await.expect(200).json();
    assert_eq!(shown["commitments"], json!([]));
    assert_eq!(promises(&oak, &thread.contract).await[0]["kept"], kept["proof"]);
    let done = trail_of(&buyer, &thread.trajectory, "&kind=commitment&open=false").await;
    assert_eq!(done[0]["answer"]["reason"], kept["proof"]);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_from_the_motivation_of_an_award_is_about_the_contract_of_who_won() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("procedure").await;
    let standstill = thread.send_award_decision().await;
    let tenderers = thread.tenderers().await;
    let mut promise = json!({
        "origin": "award-motivation", "reference": thread.evaluation, "tenderer": tenderers[1],
        "promise": "Een vaste planner begint in de eerste maand.", "keeper": "provider",
        "due": "2027-09-01",
    });
    let path = thread.path("/commitments");
    let manager = thread.cast.contract_manager.clone();
    let told = manager.post(&path, &promise).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/tenderer"], "it did not win");
    promise["tenderer"] = json!(tenderers[0]);
    manager.post(&path, &promise).await.expect(200);
    thread.time.pass(standstill).await;
    let announcement = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
    let confirmation = format!("/evaluations/{}/award-confirmation", thread.evaluation);
    thread.cast.approver.post(&confirmation, &announcement).await.expect(200);
    thread.keep_contract().await;
    let of_birch = thread.contract_with("jh-15", &thread.cast.birch).await;
    let Cast { oak, birch, .. } = &thread.cast;
    let own = promises(&oak.session, &thread.contract).await;
    assert_eq!(own[0]["promise"], promise["promise"]);
    assert!(own[0].get("tenderer").is_none());
    assert!(promises(&birch.session, &of_birch).await.is_empty(), "it is about another contract");
    assert!(promises(&manager, &of_birch).await.is_empty());
    platform.stop().await;
}
