//! The cycle goes round: a trajectory is reviewed with everyone it concerns, and the next one opens
//! with what was learned and with everything that was left open.

use crate::kit::{Cast, LEAD, MEMBER, OUTSIDER, Platform};
use crate::thread::review::{conclusion, finding};
use crate::thread::{Thread, experience, profile};
use serde_json::{Value, json};

/// A trajectory with a goal, an outreach, a report and a contract that runs.
async fn played() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.envision().await;
    thread.reach_out().await;
    let told = experience("client", "Ik wachtte vier maanden.");
    let path = format!("/outreaches/{}/experiences", thread.outreach);
    thread.cast.anyone.post(&path, &told).await.expect(201);
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    thread.time.pass(closes).await;
    thread.report().await;
    (platform, thread)
}

async fn public(thread: &Thread, trajectory: &str, rest: &str) -> Value {
    let path = format!("/trajectories/{trajectory}{rest}");
    thread.cast.anyone.get(&path).await.expect(200).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_hears_everyone_and_finds_before_it_is_published_as_a_whole() {
    let (platform, mut thread) = played().await;
    thread.keep_contract().await;
    let unknown = json!({
        "title": "Terugblik", "from": "2027-01-01", "until": "2030-12-31",
        "subjects": [{ "kind": "goal", "goal": "iets-anders" }],
    });
    let manager = thread.cast.contract_manager.clone();
    let told = manager.post(&thread.path("/reviews"), &unknown).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/subjects/0"]);
    thread.open_review().await;
    let path = |rest: &str| format!("/reviews/{}{rest}", thread.review);
    let elsewhere = json!({
        "group": "clients", "people": 3, "heard": "Het duurde lang.",
        "through": { "kind": "outreach", "outreach": uuid::Uuid::new_v4() },
    });
    let told = manager.post(&path("/involvement"), &elsewhere).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/through"]);
    let mut naming = finding(&json!({ "kind": "goal", "goal": "eerder-hulp" }));
    naming["evidence"][0]["says"] = json!("Vraag het kind met BSN 111222333.");
    let told = manager.post(&path("/findings"), &naming).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/evidence/0/says"]);
    assert!(!told.text().contains("111222333"));

    let early = manager.post(&path("/conclusion"), &conclusion()).await;
    let told = early.refused(409, "review-incomplete");
    let open = ["/subjects/0", "/subjects/1", "/missing", "/missing", "/missing"];
    assert_eq!(told.fields(), open);
    thread.hear_everyone().await;
    let shown = manager.get(&path("")).await.expect(200).json();
    assert_eq!(shown["notHeard"], json!(["citizens"]));
    assert_eq!(shown["withoutFinding"].as_array().unwrap().len(), 2);
    thread.find().await;
    assert_eq!(public(&thread, &thread.trajectory, "/reviews").await["items"], json!([]));
    thread.cast.outsider.get(&path("")).await.refused(404, "review-unknown");
    manager.post(&path("/conclusion"), &conclusion()).await.expect(200);
    manager.post(&path("/findings"), &naming).await.refused(409, "review-concluded");

    let shown = public(&thread, &thread.trajectory, "/reviews").await;
    let review = &shown["items"][0];
    assert_eq!(review["findings"].as_array().unwrap().len(), 2);
    // Three people are not told more precisely.
    assert_eq!(review["involvement"][0]["people"], json!({ "least": 1, "most": 4 }));
    assert_eq!(review["missing"][0]["group"], "citizens");
    assert_eq!(review["lessons"][0]["from"][0]["indicator"], "wachttijd");
    let listed = thread.cast.reader.get(&thread.path("/reviews")).await.expect(200).json();
    assert_eq!(listed["reviews"][0]["conclusion"], "Het hielp, met te veel papier.");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_trajectory_opens_with_what_was_learned_and_answers_all_of_it() {
    let (platform, mut thread) = played().await;
    thread.work_on_agenda().await;
    thread.perform().await;
    let promise = json!({
        "origin": "performance-talk", "reference": thread.talk, "keeper": "municipality",
        "promise": "Wij verwijzen gelijkmatiger over het jaar.", "due": "2027-12-01",
    });
    let commitments = format!("/contracts/{}/commitments", thread.contract);
    thread.cast.contract_manager.post(&commitments, &promise).await.expect(200);
    thread.take_over().await;
    let kinds = async |thread: &Thread| -> Vec<String> {
        let items = thread.taken_over().await;
        items.iter().map(|it| it["origin"]["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&thread).await, ["commitment", "action", "agenda-item", "agenda-item"]);
    // The review was concluded later: it comes to it, and what has a number keeps it.
    thread.review().await;
    let next = |rest: &str| format!("/trajectories/{}{rest}", thread.successor);
    let Cast { buyer, .. } = &thread.cast;
    let predecessor = json!({ "predecessor": thread.trajectory });
    buyer.post(&next("/carry-over"), &predecessor).await.expect(200);
    assert_eq!(kinds(&thread).await.last().unwrap(), "lesson", "and not the one that is closed");
    let lesson = &thread.taken_over().await[4];
    assert_eq!(lesson["origin"]["review"], thread.review);
    assert_eq!(lesson["origin"]["from"][0]["indicator"], "wachttijd");

    let waiting = async || {
        let list = buyer.get("/work-list?kind=answer-carry-over").await.expect(200).json();
        list["items"].as_array().unwrap().len()
    };
    assert_eq!(waiting().await, 5);
    let path = next("/phases/vision");
    let plan = json!({ "plan": crate::thread::dialogue_plan() });
    buyer.put_over(&path, &format!("{path}/dialogue-plan"), &plan).await.expect(200);
    buyer.post(&format!("{path}/opening"), &json!({})).await.expect(200);
    let outcome = json!({ "outcome": "De visie staat." });
    let closing = format!("{path}/closing");
    let told = buyer.post(&closing, &outcome).await.refused(409, "phase-has-unanswered-input");
    assert!(told.text().contains("5 keer wacht een punt uit het vorige traject"));
    thread.answer_carry_over().await;
    assert_eq!(waiting().await, 0);
    buyer.post(&closing, &outcome).await.expect(200);

    // Everyone follows the thread from both sides, without what is between contract parties.
    let after = public(&thread, &thread.successor, "/carry-over").await["takenOver"].clone();
    let before = public(&thread, &thread.trajectory, "/carry-over").await["passedOn"].clone();
    assert_eq!(before, json!([after]));
    assert_eq!((&after["withheld"], after["items"].as_array().unwrap().len()), (&json!(2), 3));
    let lesson = &after["items"][2];
    assert_eq!(lesson["answer"]["disposition"], "adopted");
    let goal = json!({ "in": "goal", "goal": "minder-papier" });
    assert_eq!(lesson["links"][0]["target"], goal);
    assert!(!after.to_string().contains(&thread.contract));
    assert!(!after.to_string().contains(&thread.talk));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_open_goes_to_the_same_municipalities_alone() {
    let (platform, mut thread) = played().await;
    let buyer = thread.cast.buyer.clone();
    let opened = async |change: fn(&mut Value)| {
        let mut new = profile();
        change(&mut new);
        buyer.post("/trajectories", &new).await.expect(201).id()
    };
    let path = |id: &str| format!("/trajectories/{id}/carry-over");
    let predecessor = json!({ "predecessor": thread.trajectory });
    let wider = opened(|new| {
        new["members"] = json!([
            { "code": MEMBER, "name": "Harderwijk" }, { "code": OUTSIDER, "name": "Apeldoorn" },
        ]);
    });
    let told = buyer.post(&path(&wider.await), &predecessor).await;
    told.refused(409, "carry-over-other-municipalities");
    let alone = opened(|new| new["members"] = json!([])).await;
    buyer.post(&path(&alone), &predecessor).await.expect(200);
    let other = json!({ "predecessor": alone });
    let third = opened(|_| {}).await;
    buyer.post(&path(&third), &other).await.refused(409, "carry-over-other-municipalities");
    let itself = json!({ "predecessor": third });
    let told = buyer.post(&path(&third), &itself).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/predecessor"]);

    // Of a trajectory of others nothing is told.
    let mut strange = profile();
    strange["lead"] = json!({ "code": OUTSIDER, "name": "Apeldoorn" });
    strange["members"] = json!([]);
    let outsider = &thread.cast.outsider;
    let strange = outsider.post("/trajectories", &strange).await.expect(201).id();
    outsider.post(&path(&strange), &predecessor).await.refused(404, "trajectory-unknown");
    assert_ne!(LEAD, OUTSIDER);
    let answer = json!({ "item": 1, "disposition": "adopted", "reason": "Het past." });
    let answers = format!("/trajectories/{third}/carry-over-answers");
    buyer.post(&answers, &answer).await.refused(404, "carry-over-unknown");
    thread.successor = alone;
    thread.cast.colleague.get(&path(&thread.successor)).await.refused(404, "trajectory-unknown");
    platform.stop().await;
}
