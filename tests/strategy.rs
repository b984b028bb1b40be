//! How is bought: every decision with its reason, what follows from it, and how the planning holds.

use crate::kit::{Answer, Platform};
use crate::thread::Thread;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn decide(thread: &Thread, decision: &Value) -> Answer {
    let reason = "Dit past bij onze visie.";
    let body = json!({ "decision": decision, "reason": reason, "room": "amendable" });
    thread.cast.buyer.post(&thread.path("/strategy-decisions"), &body).await
}

async fn public(thread: &Thread, rest: &str) -> Value {
    thread.cast.anyone.get(&thread.path(rest)).await.expect(200).json()
}

fn kinds(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_purchase_order_is_answered_and_what_is_open_is_told() {
    let (_platform, thread) = begun().await;
    thread.cast.anyone.get(&thread.path("/strategy")).await.refused(404, "strategy-unknown");
    let answer = |question: &str| json!({ "question": question, "answer": "Dat weten wij." });
    let some = json!({ "about": "assignment", "answers": [answer("steering"), answer("budget")] });
    decide(&thread, &some).await.expect(200);
    let shown = public(&thread, "/strategy").await;
    assert_eq!(shown["decisions"][0]["decision"], some);
    assert_eq!(shown["decisions"][0]["reason"], "Dit past bij onze visie.");
    assert!(shown["warnings"][0]["text"].as_str().unwrap().contains("8"), "{shown}");
    let all = [
        "steering",
        "contract-management",
        "cooperation",
        "market-involvement",
        "client-involvement",
        "budget",
        "scope",
        "parties",
        "care-types",
        "relation",
    ];
    let all = json!({ "about": "assignment", "answers": all.map(answer) });
    decide(&thread, &all).await.expect(200);
    assert_eq!(public(&thread, "/strategy").await["warnings"], json!([]));
    let twice = json!({ "about": "assignment", "answers": [answer("scope"), answer("scope")] });
    let told = decide(&thread, &twice).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/decision/answers/1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_and_a_variant_show_what_follows_from_them() {
    let (_platform, mut thread) = begun().await;
    let method = json!({
        "about": "purchasing-method", "method": { "id": "zeeland-model", "version": 1 },
    });
    decide(&thread, &method).await.expect(200);
    let variant = json!({
        "about": "implementation-variant", "variant": { "id": "effort-based", "version": 1 },
    });
    decide(&thread, &variant).await.expect(200);
    let shown = public(&thread, "/strategy").await;
    assert_eq!(kinds(&shown["practices"]), ["implementation-variant", "purchasing-method"]);
    assert_eq!(shown["practices"][0]["levels"], json!(["input", "throughput"]));
    assert!(shown["practices"][0]["consequences"].to_string().contains("Gegevens"));
    let consequences = shown["practices"][1]["consequences"].to_string();
    assert!(consequences.contains("Keuzevrijheid"), "{consequences}");
    assert!(consequences.contains("Nieuwe aanbieders"), "{consequences}");

    // Requirements at another level than the variant are told once they are published.
    assert!(!kinds(&shown["warnings"]).contains(&"level-does-not-fit"));
    thread.draft_requirements().await;
    thread.publish_requirements(&json!({})).await;
    let shown = public(&thread, "/strategy").await;
    assert!(kinds(&shown["warnings"]).contains(&"level-does-not-fit"), "{shown}");

    let unknown = json!({
        "about": "purchasing-method", "method": { "id": "zeeland-model", "version": 9 },
    });
    let told = decide(&thread, &unknown).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/decision/method"]);
    let anyone = &thread.cast.anyone;
    let known = anyone.send(anyone.request(reqwest::Method::GET, "/practices")).await;
    assert_eq!(known.expect(200).json()["items"].as_array().unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn entry_and_term_are_decided_with_a_warning_where_they_are_short_or_long() {
    let (_platform, thread) = begun().await;
    let entry = |model: &str, months: u32| {
        let mut decision = json!({ "about": "entry", "model": model, "extensions": [] });
        decision["months"] = json!(months);
        decision
    };
    let cases =
        [("open", 12, "term-short"), ("open", 120, "term-long"), ("closed", 72, "long-closed")];
    for (model, months, warning) in cases {
        decide(&thread, &entry(model, months)).await.expect(200);
        let shown = public(&thread, "/strategy").await;
        assert!(kinds(&shown["warnings"]).contains(&warning), "{shown}");
    }
    decide(&thread, &entry("limited", 48)).await.expect(200);
    let shown = public(&thread, "/strategy").await;
    assert_eq!(kinds(&shown["warnings"]), ["question-open"]);
    assert_eq!(shown["decisions"].as_array().unwrap().len(), 1, "one decision about the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn access_lots_and_cooperation_are_decided_each_with_its_reason() {
    let (_platform, thread) = begun().await;
    let decisions = [
        json!({
            "about": "access", "model": "local-team",
            "agreements": "Het team en de aanbieder kijken na drie maanden samen terug.",
        }),
        json!({
            "about": "cooperation", "subcontracting": "with-consent", "consortia": "allowed",
            "singleContact": true, "flowDown": "Eisen aan professionals gelden voor iedereen.",
        }),
        json!({
            "about": "lot-approach", "lot": 1, "parts": true,
            "approach": "Een kleine praktijk mag op een deel inschrijven.",
        }),
    ];
    for decision in &decisions {
        decide(&thread, decision).await.expect(200);
    }
    let shown = public(&thread, "/strategy").await;
    let kept: Vec<_> =
        shown["decisions"].as_array().unwrap().iter().map(|it| &it["decision"]).collect();
    for decision in &decisions {
        assert!(kept.contains(&decision), "{decision}");
    }
    let mut nowhere = decisions[2].clone();
    nowhere["lot"] = json!(7);
    let told = decide(&thread, &nowhere).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/decision/lot"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn room_for_experiment_and_the_financial_frame_are_published() {
    let (_platform, thread) = begun().await;
    let room = json!({
        "about": "experiment-room", "budgetPercent": 3, "purpose": "Hulp op school.",
        "incidentalContracts": "Voor een kind dat nergens anders terechtkan.",
    });
    decide(&thread, &room).await.expect(200);
    let frame = |percent: u32| {
        json!({ "about": "financial-frame", "products": [{
            "key": "begeleiding", "title": "Begeleiding", "thousandEuros": 4200,
            "mix": [{ "kind": "effort", "percent": 60 }, { "kind": "task", "percent": percent }],
        }] })
    };
    let told = decide(&thread, &frame(30)).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/decision/products/0/mix"]);
    decide(&thread, &frame(40)).await.expect(200);
    let shown = public(&thread, "/strategy").await;
    assert_eq!(shown["decisions"].as_array().unwrap().len(), 2);
    assert!(shown["decisions"].to_string().contains("4200"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fixed_and_open_choice_is_shown_by_phase_with_its_reason() {
    let (_platform, thread) = begun().await;
    thread.open_phase("vision").await;
    let entry = json!({ "about": "entry", "model": "open", "months": 48, "extensions": [] });
    decide(&thread, &entry).await.expect(200);
    let shown = public(&thread, "/choices").await;
    let choices: Vec<_> = shown["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            assert!(it["reason"].is_string(), "{it}");
            ["phase", "origin", "subject", "room"].map(|key| it[key].as_str().unwrap())
        })
        .collect();
    for choice in [
        ["vision", "dialogue-plan", "Budget", "fixed"],
        ["vision", "dialogue-plan", "Tarieven", "open"],
        ["strategy", "strategy", "entry", "amendable"],
        ["strategy", "instrument", "instrument", "fixed"],
    ] {
        assert!(choices.contains(&choice), "{choice:?}: {choices:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_planning_shows_moments_of_decision_progress_and_slippage() {
    let (_platform, thread) = begun().await;
    let capacity = json!({
        "about": "capacity",
        "people": [{ "expertise": "Juridisch", "phase": "specification", "hours": 120 }],
        "gates": [{
            "key": "start", "milestone": "Start van de contracten", "body": "De colleges",
            "needs": "Het advies van de raad.",
        }],
    });
    let gate = json!({ "gate": "start", "outcome": "go", "reason": "Alles is er." });
    let (buyer, gates) = (&thread.cast.buyer, thread.path("/gate-decisions"));
    buyer.post(&gates, &gate).await.refused(404, "decision-gate-unknown");
    decide(&thread, &capacity).await.expect(200);
    let first = &public(&thread, "/planning").await["milestones"][0];
    assert_eq!(first["slippedDays"], 0);
    assert_eq!(first["gate"]["body"], "De colleges");
    assert!(first.get("outcome").is_none(), "{first}");

    let later = json!({ "milestones": [{
        "title": "Start van de contracten", "phase": "contract",
        "term": thread.term("2030-01-31T11:00:00Z".parse().unwrap()),
    }] });
    buyer.put_over(&thread.path(""), &thread.path("/planning"), &later).await.expect(200);
    buyer.post(&gates, &gate).await.expect(200);
    let shown = public(&thread, "/planning").await;
    assert_eq!(shown["versions"], 2);
    let now = &shown["milestones"][0];
    assert_eq!((&now["slippedDays"], &now["outcome"]), (&json!(30), &json!("go")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_instrument_is_shown_with_its_reason() {
    let (_platform, thread) = begun().await;
    let shown = public(&thread, "").await;
    assert_eq!(shown["instrument"]["instrument"], "social-services");
    assert_eq!(shown["instrument"]["reason"], "Samen verbeteren vraagt vaste partners.");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_known_providers_would_be_suitable_is_told_in_steps_and_never_who() {
    let (_platform, mut thread) = begun().await;
    thread.draft_requirements().await;
    let buyer = &thread.cast.buyer;
    let sources = json!({ "sources": [
        { "id": "hkz", "version": 1 }, { "id": "certified-institution", "version": 1 },
    ] });
    let path = thread.path("/requirement-set/known-sources");
    buyer.post(&path, &sources).await.expect(200);
    let path = thread.path("/requirement-set/proportionality");
    let shown = buyer.get(&path).await.expect(200).json();
    assert_eq!(shown["step"], 5);
    // Three providers are known in the region, and none of them has the certificate.
    assert_eq!(shown["known"], json!({ "atLeast": 0, "atMost": 4 }));
    let hkz = &shown["requirements"][0];
    assert_eq!(hkz["meet"], json!({ "atLeast": 0, "atMost": 4 }));
    assert_eq!(hkz["few"], true);
    let other = &shown["requirements"][1];
    assert!(other.get("meet").is_none(), "profiles do not tell this: {other}");
    thread.cast.outsider.get(&path).await.refused(404, "trajectory-unknown");
}
