//! Complaint, objection and court: three things, each with its own way, and what follows from them.

use crate::kit::{Cast, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

fn complaint(thread: &Thread) -> Value {
    json!({
        "subject": "Het tarief dekt de kosten niet", "remedy": "Bereken het tarief opnieuw.",
        "grounds": [{
            "title": "Geen reële prijs", "argument": "De reistijd ontbreekt.",
            "topic": "reasonable-price",
            "places": [{ "document": thread.document, "version": 1, "section": "3.2" }],
        }],
        "pointers": [{
            "place": { "document": thread.document, "version": 1, "section": "3.2" },
            "shows": "Hier staat alleen het uurloon.",
        }],
    })
}

pub(crate) async fn closing(thread: &Thread, at: &str) {
    let set =
        json!({ "closing": thread.term(at.parse().unwrap()), "noteRule": "clarification-note" });
    let buyer = &thread.cast.buyer;
    buyer.put_over(&thread.path(""), &thread.path("/tender-closing"), &set).await.expect(200);
}

/// A complaint that was decided, with its effects.
pub(crate) async fn decided(thread: &Thread, effects: &Value) -> String {
    let Cast { birch, complaint_handler, .. } = &thread.cast;
    let filed = birch.session.post(&thread.path("/complaints"), &complaint(thread)).await;
    let id = filed.expect(201).id();
    let path = format!("/complaints/{id}");
    complaint_handler.post(&format!("{path}/handling"), &json!({})).await.expect(200);
    let decision = json!({
        "outcome": "upheld", "reasons": "Het onderzoek was niet compleet.", "effects": effects,
    });
    complaint_handler.post(&format!("{path}/decision"), &decision).await.expect(200);
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_nothing_may_complain_and_only_an_independent_handler_sees_it() {
    let (_platform, thread) = begun().await;
    let Cast { birch, oak, aspen, buyer, approver, complaint_handler, .. } = &thread.cast;
    let path = thread.path("/complaints");
    let mut wrong = complaint(&thread);
    wrong["pointers"][0]["place"]["version"] = json!(7);
    wrong["pointers"][0]["file"] = json!(1);
    wrong["grounds"][0]["places"][0]["version"] = json!(7);
    let told = birch.session.post(&path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/grounds/0/places/0", "/pointers/0/place", "/pointers/0/file"]);
    let id = birch.session.post(&path, &complaint(&thread)).await.expect(201).id();
    let one = format!("/complaints/{id}");
    for session in [&oak.session, &aspen.session] {
        session.get(&one).await.refused(404, "complaint-unknown");
    }
    for session in [buyer, approver] {
        session.get(&one).await.expect(403);
    }
    let seen = complaint_handler.get(&one).await.expect(200).json();
    assert_eq!(seen["filed"]["grounds"][0]["topic"], "reasonable-price");
    let advice = json!({ "advice": "Gegrond.", "followed": true, "response": "Wij volgen het." });
    let committee = format!("{one}/committee-advice");
    complaint_handler.post(&committee, &advice).await.refused(409, "complaint-not-referred");
    let referral = json!({ "reason": "Wij zijn het niet eens." });
    let referrals = format!("{one}/committee-referral");
    birch.session.post(&referrals, &referral).await.refused(409, "complaint-not-decided");
    let decision = json!({ "outcome": "rejected", "reasons": "Het tarief klopt." });
    let decisions = format!("{one}/decision");
    complaint_handler.post(&decisions, &decision).await.refused(409, "complaint-not-taken-up");
    complaint_handler.post(&format!("{one}/handling"), &json!({})).await.expect(200);
    complaint_handler.post(&decisions, &decision).await.expect(200);
    // A complaint is no objection: each has its own list.
    let objections = complaint_handler.get(&thread.path("/objections")).await.expect(200).json();
    assert_eq!(objections["items"], json!([]));

    birch.session.post(&referrals, &referral).await.expect(200);
    complaint_handler.post(&committee, &advice).await.expect(200);
    let own = birch.session.get(&one).await.expect(200).json();
    assert_eq!(own["advice"]["followed"], true);
    assert_eq!(own["referral"]["by"], "provider");
    let routes: Vec<_> = own["decision"]["remedies"].as_array().unwrap().iter().collect();
    let routes: Vec<_> = routes.iter().map(|it| it["route"].as_str().unwrap()).collect();
    assert_eq!(routes, ["committee", "civil-court"]);
    birch
        .session
        .post(&format!("{one}/withdrawal"), &json!({}))
        .await
        .refused(409, "complaint-decided");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_decision_orders_is_carried_out_one_by_one_and_the_decision_shows_what_is_open() {
    let (_platform, thread) = begun().await;
    let Cast { birch, buyer, anyone, .. } = &thread.cast;
    closing(&thread, "2027-10-01T10:00:00Z").await;
    let effect = |kind: &str| json!({ "kind": kind, "instruction": "Eerst een nieuw onderzoek." });
    let effects = ["suspend-closing", "split-lot", "reopen", "extend-for-all"].map(effect);
    let id = decided(&thread, &json!(effects)).await;
    let ordered = async || {
        let seen = buyer.get(&thread.path("/ordered-effects")).await.expect(200);
        assert!(!seen.text().contains(birch.marker), "{}", seen.text());
        let seen = seen.json()["effects"].as_array().unwrap().clone();
        seen.iter().map(|it| it.get("carriedOut").is_some()).collect::<Vec<_>>()
    };
    assert_eq!(ordered().await, [false; 4]);

    let by = |effect: u32| json!({ "complaint": id, "effect": effect });
    let reason = "De klacht over het tarief is gegrond.";
    let suspension = |effect| json!({ "decision": by(effect), "reason": reason });
    let path = thread.path("/tender-closing/suspension");
    for (wrong, field) in [
        (suspension(2), "/decision/effect"),
        (suspension(9), "/decision/effect"),
        (json!({ "decision": { "effect": 1 }, "reason": reason }), "/decision"),
    ] {
        assert_eq!(buyer.post(&path, &wrong).await.expect(400).fields(), [field]);
    }
    buyer.post(&path, &suspension(1)).await.expect(200);
    let seen = anyone.get(&thread.path("")).await.expect(200).json();
    assert_eq!(seen["tenderClosing"]["suspended"], reason);
    let mut again = suspension(1);
    again["reason"] = json!("Nog een keer.");
    buyer.post(&path, &again).await.refused(409, "effect-carried-out");

    let lot = |number: u32, title: &str| {
        let description = "Een deel van perceel 2.";
        json!({ "number": number, "title": title, "description": description })
    };
    let mut split = json!({
        "decision": by(2), "lot": 2, "reason": reason,
        "into": [lot(1, "2a Instellingen"), lot(22, "2b Vrijgevestigden")],
    });
    let path = thread.path("/lot-splits");
    let told = buyer.post(&path, &split).await.expect(400);
    assert_eq!(told.fields(), ["/into/0/number"]);
    split["into"][0]["number"] = json!(21);
    buyer.post(&path, &split).await.expect(200);

    let later = |effect: u32, at: &str| {
        let closing = thread.term(at.parse().unwrap());
        json!({ "decision": by(effect), "closing": closing, "reason": reason })
    };
    let path = thread.path("/tender-closing/reopening");
    let told = buyer.post(&path, &later(3, "2027-09-01T10:00:00Z")).await.expect(400);
    assert_eq!(told.fields(), ["/closing/at"]);
    buyer.post(&path, &later(3, "2028-10-31T11:00:00Z")).await.expect(200);
    assert_eq!(ordered().await, [true, true, true, false]);
    let path = thread.path("/tender-closing/ordered-extension");
    buyer.post(&path, &later(4, "2028-11-30T11:00:00Z")).await.expect(200);
    assert_eq!(ordered().await, [true; 4]);

    let seen = anyone.get(&thread.path("")).await.expect(200).json();
    assert_eq!(seen["tenderClosing"]["closing"]["at"], "2028-11-30T11:00:00Z");
    assert_eq!(seen["tenderClosing"].get("suspended"), None);
    assert_eq!(seen["splits"], json!([{ "lot": 2, "into": [21, 22], "reason": reason }]));
    let own = birch.session.get(&format!("/complaints/{id}")).await.expect(200).json();
    assert_eq!(own["decision"]["carriedOut"].as_array().unwrap().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn interim_relief_holds_the_award_back_until_the_court_has_decided() {
    let (platform, mut thread) = begun().await;
    thread.send_award_decision().await;
    let Cast { oak, birch, aspen, approver, complaint_handler, .. } = &thread.cast;
    let path = thread.path("/legal-proceedings");
    let notice = json!({
        "evaluation": thread.evaluation, "kind": "interim-relief",
        "court": "Rechtbank Gelderland", "claim": "Verbied de gunning.",
    });
    // Whoever does not tender holds nothing back, and does not learn that there is an evaluation.
    aspen.session.post(&path, &notice).await.refused(404, "evaluation-unknown");
    birch.session.post(&path, &notice).await.expect(201);
    let confirmation = format!("/evaluations/{}/award-confirmation", thread.evaluation);
    let announcement = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
    platform.time.pass("2029-01-01T00:00:00Z".parse().unwrap()).await;
    approver.post(&confirmation, &announcement).await.refused(409, "award-frozen");
    let evaluation = format!("/evaluations/{}", thread.evaluation);
    assert_eq!(approver.get(&evaluation).await.expect(200).json()["frozen"], true);
    assert!(oak.session.get(&path).await.expect(200).json()["items"] == json!([]));

    let all = complaint_handler.get(&path).await.expect(200).json();
    let id = all["items"][0]["id"].as_str().unwrap();
    let outcome = json!({
        "outcome": "denied", "judgment": "ECLI:NL:RBGEL:2029:1",
        "summary": "De vordering is afgewezen.", "consequence": "De gunning gaat door.",
    });
    let outcomes = format!("/legal-proceedings/{id}/outcome");
    approver.post(&outcomes, &outcome).await.expect(200);
    approver.post(&confirmation, &announcement).await.expect(200);
    let own = birch.session.get(&path).await.expect(200).json();
    assert_eq!(own["items"][0]["outcome"]["outcome"], "denied");
    let summons = json!({
        "number": "NL-KVK-90000044", "evaluation": thread.evaluation, "kind": "appeal",
        "court": "Gerechtshof Arnhem-Leeuwarden", "claim": "Vernietig het vonnis.",
    });
    approver.post(&path, &summons).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_done_depends_on_the_instrument_and_the_moment() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let routes = async |moment: &str| {
        let seen = anyone.get(&thread.path("/remedies")).await.expect(200).json();
        let moments = seen["moments"].as_array().unwrap().clone();
        let at = moments.into_iter().find(|it| it["moment"] == moment).unwrap();
        let routes = at["remedies"].as_array().unwrap().clone();
        routes.iter().map(|it| it["route"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(routes("award-decision").await, ["civil-court"]);
    assert_eq!(routes("before-closing").await, ["complaints-desk", "civil-court"]);
    let subsidy = json!({ "instrument": "subsidy", "reason": "Wij kopen niet in." });
    let read = thread.path("");
    buyer.put_over(&read, &thread.path("/instrument"), &subsidy).await.expect(200);
    assert_eq!(routes("award-decision").await, ["administrative-objection"]);
    assert_eq!(routes("after-decision").await, ["administrative-court"]);
}
