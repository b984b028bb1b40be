//! The timeline: one dialogue over phases, trajectories of a region and years of contracts, each
//! role with what it may see.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use serde_json::Value;

async fn entries(session: &Session, path: &str) -> Vec<Value> {
    session.get(path).await.expect(200).json()["items"].as_array().unwrap().clone()
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|it| it["kind"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_goes_on_over_years_and_shows_each_role_what_it_may_see() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.envision().await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.consult_standing().await;
    let begins = thread.open_table().await;
    thread.time.pass(closes).await;
    thread.report_on_market().await;
    thread.hold_table(begins).await;
    thread.perform().await;
    let Cast { buyer, oak, birch, reader, outsider, anyone, .. } = &thread.cast;

    let path = thread.path("/timeline?limit=100");
    let public = entries(anyone, &path).await;
    let at: Vec<_> = public.iter().map(|it| it["at"].as_str().unwrap()).collect();
    assert!(at.is_sorted(), "{at:?}");
    assert_eq!(kinds(&public)[..2], ["trajectory-opened", "document-published"]);
    for kind in [
        "vision-stated",
        "phase-opened",
        "consultation-reported",
        "session",
        "session-reported",
        "action-closed",
        "consultation-attached",
    ] {
        assert!(kinds(&public).contains(&kind), "{kind} is not in {:?}", kinds(&public));
    }
    assert!(!kinds(&public).contains(&"performance-talk"), "that is for its two sides");

    // Under a contract its two sides see what happens, and no other provider does.
    let talks = thread.path("/timeline?kind=performance-talk");
    assert!(!entries(buyer, &talks).await.is_empty());
    assert_eq!(entries(&oak.session, &talks).await, entries(buyer, &talks).await);
    assert!(entries(&birch.session, &talks).await.is_empty());
    assert!(entries(anyone, &talks).await.is_empty());
    reader.get(&path).await.expect(403);
    outsider.get(&path).await.refused(404, "trajectory-unknown");
    let own = entries(&oak.session, &path).await;
    let of_oak = own.iter().filter(|it| public.iter().all(|other| other != *it)).count();
    assert_eq!(own.len(), public.len() + of_oak);
    assert!(of_oak >= 2, "the contract and its talk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_reads_what_its_sessions_taught_by_year_and_page_by_page() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let closes = thread.open_market().await;
    thread.consult_standing().await;
    let begins = thread.open_table().await;
    thread.time.pass(closes).await;
    thread.hold_table(begins).await;
    // What happened before it was told which region buys, is of the region as well.
    thread.envision().await;
    let anyone = &thread.cast.anyone;
    let region = format!("/regions/{}/timeline", thread.region);
    let learned = entries(anyone, &format!("{region}?kind=session-reported")).await;
    assert_eq!(learned[0]["learnings"], serde_json::json!(["Warm overdragen scheelt een week."]));
    let all = entries(anyone, &region).await;
    let year = &all[0]["at"].as_str().unwrap()[..4];
    assert_eq!(entries(anyone, &format!("{region}?year={year}")).await, all);
    assert!(entries(anyone, &format!("{region}?year=2019")).await.is_empty());

    let mut paged = vec![];
    let mut next = format!("{region}?limit=3");
    loop {
        let page = anyone.get(&next).await.expect(200).json();
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        next = format!("{region}?limit=3&cursor={cursor}");
    }
    assert_eq!(paged, all);
    let wrong = anyone.get(&format!("{region}?kind=anything&year=soon")).await.expect(400);
    assert_eq!(wrong.fields().len(), 2);
}
