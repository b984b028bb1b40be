//! Read models that somebody deletes while they are used.

use super::{Host, at_work, until};
use crate::thread::Thread;
use proof::checker::LogClock;
use reqwest::Method;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Reads the list of a provider's contributions again and again: it is answered in full as far as
/// it ever was, or with 503. Gives how often it was refused.
async fn read(thread: Arc<Thread>, over: Arc<AtomicBool>, told: Arc<AtomicU64>) {
    let path = format!("/consultation-rounds/{}/contributions?limit=200", thread.consultation);
    let session = &thread.cast.aspen.session;
    let mut seen = BTreeSet::new();
    while !over.load(Ordering::SeqCst) {
        let answer = session.send(session.request(Method::GET, &path)).await;
        if answer.status == 503 {
            answer.refused(503, "read-model-behind");
            told.fetch_add(1, Ordering::SeqCst);
            continue;
        }
        let listed = answer.expect(200).json();
        let listed = listed["items"].as_array().unwrap().iter();
        let listed: BTreeSet<_> =
            listed.map(|item| item["id"].as_str().unwrap().to_owned()).collect();
        let gone: Vec<_> = seen.difference(&listed).collect();
        assert!(gone.is_empty() || listed.len() == 200, "not shown any more: {gone:?}");
        seen.extend(listed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn read_models_that_are_deleted_while_they_are_used_are_built_again() {
    let host = Host::start();
    let (thread, load) = at_work(&host).await;
    let thread = Arc::new(thread);
    let round = format!("/consultation-rounds/{}", thread.consultation);
    thread.cast.aspen.session.get(&round).await.expect(200);
    let (over, told) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let readers: Vec<_> =
        (0..4).map(|_| tokio::spawn(read(thread.clone(), over.clone(), told.clone()))).collect();

    let models = host.data().join("read-models");
    let lost = || host.journal().matches("read model lost").count();
    fs::remove_file(models.join("provider.sqlite")).unwrap();
    until("the provider's is missed", || lost() >= 1).await;
    load.progress(20).await;
    for service in ["municipality", "provider", "council", "public"] {
        // One that is being built again at this moment is deleted once it is there.
        let file = models.join(format!("{service}.sqlite"));
        until("there is one to delete", || fs::remove_file(&file).is_ok()).await;
    }
    until("all four are missed", || lost() >= 5).await;
    load.progress(20).await;
    let history = load.end().await;
    over.store(true, Ordering::SeqCst);
    for reader in readers {
        reader.await.unwrap();
    }
    thread.cast.buyer.get("/work-list").await.expect(200);
    thread.cast.anyone.get(&thread.path("/dossier")).await.expect(200);
    for service in ["municipality", "provider", "council", "public"] {
        let file = models.join(format!("{service}.sqlite"));
        until("it is built again", || file.exists()).await;
    }
    host.stop(&history, LogClock::Steady).await;
}
