//! Taking part: admissions in which everyone who qualifies is admitted, and combinations of parties
//! that tender together.

use crate::kit::{Cast, Platform, Provider};
use crate::thread::Thread;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

fn admission(kind: &str, opens: &str) -> Value {
    json!({
        "kind": kind, "title": "Inloop in de wijk", "opens": opens,
        "conditions": [
            { "key": "bereik", "title": "Bereik", "kind": "condition",
              "text": "U bent elke werkdag open." },
            { "key": "ervaring", "title": "Ervaring", "kind": "selection-criterion",
              "text": "U doet dit al een jaar." },
        ],
    })
}

fn application(amount: Option<&str>) -> Value {
    let mut new = json!({ "statements": {
        "bereik": "Elke dag open.", "ervaring": "Drie jaar ervaring.",
    } });
    if let Some(amount) = amount {
        new["amount"] = json!(amount);
    }
    new
}

fn findings(met: bool) -> Value {
    let of = |key: &str| json!({ "condition": key, "met": met, "reason": "Zie de stukken." });
    json!({ "findings": [of("bereik"), of("ervaring")] })
}

async fn applications(thread: &Thread, id: &str) -> Vec<Value> {
    let path = format!("/admissions/{id}/applications");
    let seen = thread.cast.approver.get(&path).await.expect(200).json();
    seen["applications"].as_array().unwrap().clone()
}

/// What a provider was told about its applications.
async fn outcomes(thread: &Thread, provider: &Provider) -> Vec<Value> {
    let own = provider.session.get(&thread.path("/applications")).await.expect(200).json();
    let own = own["items"].as_array().unwrap().clone();
    own.iter().map(|it| it["decided"]["outcome"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_an_open_house_everyone_who_qualifies_is_admitted_whenever_they_come() {
    let (platform, thread) = begun().await;
    let Cast { buyer, approver, oak, birch, anyone, .. } = &thread.cast;
    let path = thread.path("/admissions");
    let opens = platform.time.now().to_string();
    let mut wrong = admission("open-house", &opens);
    wrong["ceiling"] = json!("10.00");
    wrong["conditions"][1]["key"] = json!("bereik");
    let told = buyer.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/conditions/1/key", "/ceiling"]);
    let id = buyer.post(&path, &admission("open-house", &opens)).await.expect(201).id();
    let seen = anyone.get(&path).await.expect(200).json();
    assert_eq!(seen["admissions"][0]["id"], id);

    let apply = format!("/admissions/{id}/applications");
    let told = oak.session.post(&apply, &application(Some("5.00"))).await.expect(400);
    assert_eq!(told.fields(), ["/amount"]);
    oak.session.post(&apply, &application(None)).await.expect(200);
    oak.session.post(&apply, &application(None)).await.refused(409, "application-exists");
    // Years later another comes: there is no closing.
    platform.time.pass("2031-01-01T00:00:00Z".parse().unwrap()).await;
    birch.session.post(&apply, &application(None)).await.expect(200);
    let all = applications(&thread, &id).await;
    assert_eq!(all[0]["organisation"]["name"], oak.organisation()["name"]);
    for (application, met) in all.iter().zip([true, false]) {
        let application = application["applied"]["application"].as_str().unwrap();
        let path = format!("{apply}/{application}/decision");
        approver.post(&path, &json!({ "findings": [] })).await.expect(400);
        approver.post(&path, &findings(met)).await.expect(200);
    }
    assert_eq!(outcomes(&thread, oak).await, ["admitted"]);
    assert_eq!(outcomes(&thread, birch).await, ["not-qualified"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subsidy_is_given_in_order_of_receipt_up_to_its_ceiling_and_while_it_is_open() {
    let (platform, thread) = begun().await;
    let Cast { buyer, approver, oak, birch, aspen, .. } = &thread.cast;
    let opens = platform.time.now() + jiff::SignedDuration::from_hours(24);
    let mut subsidy = admission("subsidy", &opens.to_string());
    let closes = opens + jiff::SignedDuration::from_hours(24);
    subsidy["ceiling"] = json!("100.00");
    subsidy["closes"] = thread.term(closes);
    let made = buyer.post(&thread.path("/admissions"), &subsidy).await.expect(201);
    let id = made.id();
    let apply = format!("/admissions/{id}/applications");
    oak.session.post(&apply, &application(Some("60.00"))).await.refused(409, "too-early");
    platform.time.pass(opens).await;
    for provider in [oak, birch] {
        provider.session.post(&apply, &application(Some("60.00"))).await.expect(200);
    }
    platform.time.pass(closes).await;
    aspen.session.post(&apply, &application(Some("1.00"))).await.refused(409, "too-late");
    let all = applications(&thread, &id).await;
    let path = |place: usize| {
        format!("{apply}/{}/decision", all[place]["applied"]["application"].as_str().unwrap())
    };
    approver.post(&path(1), &findings(true)).await.refused(409, "earlier-application-waits");
    approver.post(&path(0), &findings(true)).await.expect(200);
    approver.post(&path(1), &findings(true)).await.expect(200);
    assert_eq!(outcomes(&thread, oak).await, ["admitted"]);
    assert_eq!(outcomes(&thread, birch).await, ["ceiling-reached"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_combination_counts_once_each_member_confirms_it_and_competition_is_checked() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, oak, birch, aspen, .. } = &thread.cast;
    let combination = |with: &[&Provider]| {
        let members: Vec<_> = with
            .iter()
            .map(|it| json!({ "number": it.number, "name": it.organisation()["name"] }))
            .collect();
        json!({
            "lot": 1, "members": members, "division": "Wij doen de intake.",
            "competition": { "couldTenderAlone": true, "reason": "Samen gaat het sneller." },
        })
    };
    let path = thread.path("/combinations");
    let told = oak.session.post(&path, &combination(&[birch, birch])).await.expect(400);
    assert_eq!(told.fields(), ["/members/1/number"]);
    let id = oak.session.post(&path, &combination(&[birch])).await.expect(200).id();
    aspen.session.post(&path, &combination(&[birch])).await.expect(200);
    let own = birch.session.get(&path).await.expect(200).json();
    let of = own["combinations"].as_array().unwrap().iter();
    let of = of.clone().find(|it| it["id"] == json!(id)).unwrap();
    assert_eq!((&of["toConfirm"], &of["lead"]), (&json!(true), &json!(false)));
    assert_eq!(of["members"][0], oak.organisation()["name"]);
    // Whoever is not in it, does not see it.
    let strangers = aspen.session.get(&path).await.expect(200);
    assert!(!strangers.text().contains(oak.marker), "{}", strangers.text());
    let confirmation = format!("/combinations/{id}/confirmation");
    aspen.session.post(&confirmation, &json!({})).await.refused(404, "combination-unknown");
    let assessment = json!({ "admitted": true, "reasons": "De leden vullen elkaar aan." });
    let assess = format!("/combinations/{id}/assessment");
    buyer.post(&assess, &assessment).await.refused(409, "combination-unconfirmed");
    birch.session.post(&confirmation, &json!({})).await.expect(200);
    buyer.post(&assess, &assessment).await.expect(200);
    let seen = buyer.get(&path).await.expect(200).json();
    let of = seen["combinations"].as_array().unwrap().iter();
    let of = of.clone().find(|it| it["id"] == json!(id)).unwrap();
    assert_eq!(of["overlaps"].as_array().unwrap().len(), 1, "birch is in another as well");
    assert_eq!(of["warnings"].as_array().unwrap().len(), 2);
    let own = oak.session.get(&path).await.expect(200).json();
    assert_eq!(own["combinations"][0]["assessed"]["admitted"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_on_a_subsidy_tells_how_to_object_and_what_comes_after_that_is_flagged() {
    let (platform, thread) = begun().await;
    let Cast { buyer, approver, complaint_handler, oak, birch, .. } = &thread.cast;
    let mut decided = vec![];
    for (kind, amount) in [("subsidy", Some("60.00")), ("open-house", None)] {
        let mut new = admission(kind, &platform.time.now().to_string());
        new["title"] = json!(format!("Inloop: {kind}"));
        let id = buyer.post(&thread.path("/admissions"), &new).await.expect(201).id();
        let apply = format!("/admissions/{id}/applications");
        oak.session.post(&apply, &application(amount)).await.expect(200);
        let of = applications(&thread, &id).await[0]["applied"]["application"].clone();
        let path = format!("{apply}/{}/decision", of.as_str().unwrap());
        approver.post(&path, &findings(false)).await.expect(200);
        decided.push(json!({ "admission": id, "application": of }));
    }
    let own = oak.session.get(&thread.path("/applications")).await.expect(200).json();
    let told = |place: usize| own["items"][place]["decided"].clone();
    assert_eq!(told(0)["remedies"][0]["route"], "administrative-objection");
    assert_eq!(told(0)["remedies"][0]["until"], told(0)["objection"]["inWords"]);
    assert_eq!(told(0)["objection"]["rule"]["id"], "objection");
    assert_eq!(told(1)["remedies"][0]["route"], "civil-court");
    assert_eq!(told(1).get("objection"), None, "to a contract one cannot object");

    let path = thread.path("/objections");
    let mut objection = thread.objection();
    objection["against"] = decided[0].clone();
    let refused = birch.session.post(&path, &objection).await.expect(400);
    assert_eq!(refused.fields(), ["/against"], "another's application");
    let until = told(0)["objection"]["at"].as_str().unwrap().parse().unwrap();
    platform.set(until);
    let in_time = oak.session.post(&path, &objection).await.expect(201).id();
    platform.set(until + jiff::SignedDuration::from_micros(1));
    let late = oak.session.post(&path, &objection).await.expect(201).id();
    objection["against"] = decided[1].clone();
    let without_term = oak.session.post(&path, &objection).await.expect(201).id();
    for (id, flagged) in [(&in_time, false), (&late, true), (&without_term, false)] {
        let one = format!("/objections/{id}");
        for session in [&oak.session, complaint_handler] {
            let seen = session.get(&one).await.expect(200).json();
            assert_eq!(seen["late"], flagged, "{id}");
            assert_eq!(seen.get("term").is_some(), *id != without_term);
        }
    }
    let listed = complaint_handler.get(&path).await.expect(200).json();
    let listed: Vec<_> = listed["items"].as_array().unwrap().iter().collect();
    let listed: Vec<_> = listed.iter().map(|it| it["late"].clone()).collect();
    assert_eq!(listed, [false, true, false]);
    platform.stop().await;
}
