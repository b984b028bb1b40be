//! The trail: everything that was put in, promised or taken on, with what became of it.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use serde_json::{Value, json};

/// The entries of a trail, over all its pages.
pub(crate) async fn trail_of(session: &Session, trajectory: &str, query: &str) -> Vec<Value> {
    let (mut entries, mut cursor) = (vec![], String::new());
    loop {
        let path = format!("/trajectories/{trajectory}/trail?limit=50{query}{cursor}");
        let page = session.get(&path).await.expect(200).json();
        entries.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return entries,
        }
    }
}

async fn trail(session: &Session, thread: &Thread, query: &str) -> Vec<Value> {
    trail_of(session, &thread.trajectory, query).await
}

pub(crate) fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|it| it["kind"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_in_is_open_until_everyone_hears_the_answer() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    let Cast { buyer, anyone, reader, outsider, .. } = &thread.cast;
    reader.get(&thread.path("/trail")).await.expect(403);
    outsider.get(&thread.path("/trail")).await.refused(404, "trajectory-unknown");
    let waiting = trail(buyer, &thread, "&open=true").await;
    assert_eq!(kinds(&waiting), ["contribution"; 3]);
    assert!(waiting.iter().all(|it| it.get("text").is_none()), "{waiting:?}");
    assert!(trail(anyone, &thread, "").await.is_empty(), "nobody knows that anyone said anything");
    thread.time.pass(closes).await;
    thread.report().await;

    assert!(trail(&thread.cast.buyer, &thread, "&open=true").await.is_empty());
    let told = trail(&thread.cast.anyone, &thread, "&kind=contribution").await;
    let outcomes: Vec<_> = told.iter().map(|it| it["answer"]["outcome"].clone()).collect();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.contains(&json!("moved-to-development-agenda")), "{outcomes:?}");
    assert!(told.iter().all(|it| it["answer"]["reason"].is_string() && it.get("input").is_none()));
    for name in &thread.contributions {
        assert!(!told.iter().any(|it| it.to_string().contains(name)), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_what_was_said_everyone_follows_it_to_the_text_and_the_figure() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    let document = json!({ "document": thread.document, "version": 1, "section": "3.2" });
    let link = |contribution: &str, target: Value| {
        json!({
            "input": { "kind": "contribution", "contribution": contribution },
            "links": [{ "target": target, "explanation": "Het tarief rekent nu met reistijd." }],
        })
    };
    let first = thread.contributions[0].clone();
    let in_document = link(&first, json!({ "in": "document", "document": document }));
    let path = thread.path("/input-links");
    let early = thread.cast.buyer.post(&path, &in_document).await;
    assert_eq!(early.refused(400, "invalid-input").fields(), ["/input"], "it has no answer yet");
    thread.time.pass(closes).await;
    thread.report().await;
    let by_figure = link(&first, json!({ "in": "indicator", "indicator": "wachttijd" }));
    let told = thread.cast.buyer.post(&path, &by_figure).await;
    let fields = told.refused(400, "invalid-input").fields();
    assert_eq!(fields, ["/links/0/target/indicator"]);
    thread.link_contribution().await;
    thread.define_indicators().await;
    let mut both = by_figure.clone();
    let also = in_document["links"][0].clone();
    both["links"].as_array_mut().unwrap().push(also);
    thread.cast.contract_manager.post(&path, &both).await.expect(200);

    for session in [&thread.cast.buyer, &thread.cast.anyone] {
        let entries = trail(session, &thread, "&kind=contribution&open=false").await;
        let linked: Vec<_> = entries.iter().filter(|it| it.get("links").is_some()).collect();
        assert_eq!(linked.len(), 1);
        assert_eq!(linked[0]["links"], both["links"]);
        assert_eq!(linked[0]["text"], "Een aanbieder vraagt om betaalde reistijd.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn promises_and_actions_stand_in_the_trail_until_they_are_kept() {
    let platform = Platform::start().await;
    let mut thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    thread.perform().await;
    let buyer = thread.cast.buyer.clone();
    let open = trail(&buyer, &thread, "&open=true").await;
    assert_eq!(kinds(&open), ["commitment", "council-matter", "performance-action"]);
    assert_eq!(open[0]["due"], "2027-10-01");
    let told = trail(&thread.cast.anyone, &thread, "").await;
    for hidden in ["commitment", "council-matter", "performance-action", "objection", "complaint"] {
        assert!(!kinds(&told).contains(&hidden), "{hidden}");
    }
    let all = trail(&buyer, &thread, "").await;
    for kind in ["complaint", "objection"] {
        let one = all.iter().find(|it| it["kind"] == kind).unwrap();
        assert!(one.get("text").is_none() && one["answer"].get("reason").is_none(), "{one}");
    }
    let recommendations: Vec<_> = all.iter().filter(|it| it["kind"] == "recommendation").collect();
    assert_eq!(recommendations.len(), 3);
    assert!(recommendations.iter().all(|it| it["answer"]["reason"].is_string()));

    let manager = &thread.cast.contract_manager;
    let contract = manager.get(&format!("/contracts/{}", thread.contract)).await.expect(200);
    let promise = contract.json()["course"]["commitments"][0]["commitment"].clone();
    let kept = json!({ "commitment": promise, "proof": "Het verslag staat in het dossier." });
    let path = format!("/contracts/{}/commitment-fulfilments", thread.contract);
    manager.post(&path, &kept).await.expect(200);
    let promises = trail(&buyer, &thread, "&kind=commitment").await;
    assert_eq!(promises[0]["open"], false);
    assert_eq!(promises[0]["answer"]["outcome"], "kept");
    assert_eq!(promises[0]["answer"]["reason"], kept["proof"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trail_is_asked_for_by_what_exists() {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let told = thread.cast.buyer.get(&thread.path("/trail?open=soms&kind=brief")).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["open", "kind"]);
}
