//! What regions learn from each other: passages that worked, and how much is asked of providers in
//! a year against its target.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_that_worked_is_found_by_every_region_until_it_is_withdrawn() {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let Cast { buyer, outsider, anyone, .. } = &thread.cast;
    let path = thread.path("/passages");
    let passage = thread.passage();
    let mut wrong = passage.clone();
    wrong["source"]["version"] = json!(7);
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/source"]);
    wrong = passage.clone();
    wrong["why"] = json!("Vraag het mevrouw De Vries.");
    assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), ["/why"]);
    outsider.post(&path, &passage).await.refused(404, "trajectory-unknown");
    let shared = buyer.post(&path, &passage).await.expect(201).id();

    let found = async |query: &str| {
        let path = format!("/passages?{query}");
        anyone.get(&path).await.expect(200).json()["items"].as_array().unwrap().len()
    };
    assert_eq!(found("subject=accountability").await, 1);
    assert_eq!(found("subject=award").await, 0);
    assert_eq!(found("words=Jaar%20verantwoordt").await, 1, "all words, in any case");
    assert_eq!(found("words=jaar%20wachtlijst").await, 0);
    let wrong = anyone.get("/passages?words=0612345678&subject=x").await.expect(400);
    assert_eq!(wrong.fields().len(), 2, "numbers do not stand in an address");
    let reason = json!({ "reason": "Er is een betere." });
    let withdrawal = format!("/passages/{shared}/withdrawal");
    outsider.post(&withdrawal, &reason).await.refused(404, "passage-unknown");
    buyer.post(&withdrawal, &reason).await.expect(200);
    assert_eq!(found("subject=accountability").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_providers_is_counted_and_beyond_the_target_takes_a_reason() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_market().await;
    thread.keep_contract().await;
    let year = thread.time.now().to_string()[..4].parse::<u16>().unwrap();
    let Cast { contract_manager, anyone, .. } = &thread.cast;
    let target = |requests: u32| {
        json!({
            "year": year, "most": { "requests": requests, "forms": 9, "fields": 99 },
            "reason": "Een derde minder dan vorig jaar.",
        })
    };
    let targets = thread.path("/rule-pressure-targets");
    let mut wrong = target(1);
    wrong["year"] = json!(1999);
    let told = contract_manager.post(&targets, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/year"]);
    contract_manager.post(&targets, &target(1)).await.expect(200);

    let requests = format!("/contracts/{}/data-requests", thread.contract);
    let mut request = json!({
        "period": "2027-Q1", "indicators": ["wachttijd"], "due": thread.term(thread.time.term()),
        "purpose": "Voor het gesprek.",
    });
    contract_manager.post(&requests, &request).await.expect(201);
    request["period"] = json!("2027-Q2");
    let refused = contract_manager.post(&requests, &request).await;
    assert!(refused.text().contains("1 keer"), "{}", refused.text());
    refused.refused(409, "data-request-above-target");
    request["aboveTarget"] = json!("De raad vroeg ernaar, en de cijfers zijn er niet.");
    contract_manager.post(&requests, &request).await.expect(201);

    let path = thread.path("/rule-pressure");
    let shown = anyone.get(&path).await.expect(200).json();
    let of_year: &Value = &shown["years"][0];
    assert_eq!(of_year["year"], json!(year));
    assert_eq!(
        of_year["asked"],
        json!({ "requests": 2, "forms": 3, "fields": 4 }),
        "two requests, and a list of four questions"
    );
    assert_eq!(of_year["within"], false);
    assert_eq!(contract_manager.get(&path).await.expect(200).json(), shown);
    contract_manager.post(&targets, &target(2)).await.expect(200);
    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["years"][0]["within"], true);
}
