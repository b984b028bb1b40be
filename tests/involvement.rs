//! What providers do beyond contributing: commit, plan, look for partners, learn; and see it all.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use reqwest::Method;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn put(thread: &Thread, session: &Session, what: &str, body: &Value) -> crate::kit::Answer {
    let own = thread.path("/involvement");
    session.put_over(&own, &format!("{own}/{what}"), body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_commits_itself_to_the_principles_and_chooses_whether_staff_see_it() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, oak, birch, outsider, .. } = &thread.cast;
    let own = &oak.session;
    let told =
        put(&thread, own, "commitment", &json!({ "version": 2, "disclosure": "hidden" })).await;
    assert_eq!(told.expect(400).fields(), ["/version"]);
    let hidden = json!({ "version": 1, "disclosure": "hidden" });
    put(&thread, own, "commitment", &hidden).await.expect(200);
    let list = thread.path("/involvements");
    assert_eq!(buyer.get(&list).await.expect(200).json()["items"], json!([]));
    let open = json!({ "version": 1, "meaning": "Eén plan.", "disclosure": "municipality" });
    put(&thread, own, "commitment", &open).await.expect(200);
    let seen = buyer.get(&list).await.expect(200).json();
    assert_eq!(seen["items"][0]["commitment"], open);
    let name = seen["items"][0]["organisation"]["name"].as_str().unwrap();
    assert!(name.contains(oak.marker));
    outsider.get(&list).await.expect(404);
    birch.session.get(&thread.path("/involvement")).await.refused(404, "involvement-empty");

    let withdrawal = thread.path("/involvement/commitment-withdrawal");
    let reason = json!({ "reason": "De uitgangspunten zijn veranderd." });
    own.post(&withdrawal, &reason).await.expect(200);
    assert_eq!(buyer.get(&list).await.expect(200).json()["items"], json!([]));
    birch.session.post(&withdrawal, &reason).await.refused(409, "not-committed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_shows_its_network_plans_and_reports_progress() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, oak, .. } = &thread.cast;
    let own = &oak.session;
    let mut network = json!({
        "network": {
            "localNetwork": "Wij overleggen met huisarts en school.",
            "youthAndFamilyCentre": "Het CJG denkt mee.", "informalHelp": "Een steungezin.",
            "scaling": "Elk kwartaal bezien.", "proximity": "Thuis en op school.",
        },
        "disclosure": "municipality",
    });
    put(&thread, own, "network-use", &network).await.expect(200);
    put(&thread, own, "transformation-plan", &thread.steps("municipality")).await.expect(200);
    let progress = json!({
        "of": "transformation-plan", "number": 1, "progress": "begun",
        "account": "Wij zijn op weg.",
    });
    let path = thread.path("/involvement/progress");
    own.post(&path, &progress).await.expect(200);
    let mut wrong = progress.clone();
    wrong["number"] = json!(7);
    assert_eq!(own.post(&path, &wrong).await.expect(400).fields(), ["/number"]);
    let mut twice = thread.steps("hidden");
    let step = twice["steps"][0].clone();
    twice["steps"].as_array_mut().unwrap().push(step);
    let told = put(&thread, own, "transformation-plan", &twice).await.expect(400);
    assert_eq!(told.fields(), ["/steps/1/number"]);
    network["network"].as_object_mut().unwrap().remove("scaling");
    let told = put(&thread, own, "network-use", &network).await.expect(400);
    assert_eq!(told.fields(), ["/network/scaling"]);

    let seen = buyer.get(&thread.path("/involvements")).await.expect(200).json();
    assert_eq!(seen["items"][0]["transformationPlan"]["steps"][0]["number"], 1);
    assert_eq!(seen["items"][0]["networkUse"]["network"]["informalHelp"], "Een steungezin.");
    assert_eq!(seen["items"][0]["progress"], json!([progress]));
    // What becomes hidden again is no longer there, nor is the progress of it.
    put(&thread, own, "transformation-plan", &thread.steps("hidden")).await.expect(200);
    let seen = buyer.get(&thread.path("/involvements")).await.expect(200).json();
    assert!(seen["items"][0].get("transformationPlan").is_none());
    assert_eq!(seen["items"][0]["progress"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_for_partners_is_public_and_names_its_provider_only_by_choice() {
    let (_platform, thread) = begun().await;
    let Cast { oak, birch, aspen, anyone, .. } = &thread.cast;
    let board = thread.path("/partner-calls");
    let call = json!({ "lot": 1, "title": "Verblijf gezocht", "text": "Wij zoeken bedden." });
    let mut wrong = call.clone();
    wrong["lot"] = json!(9);
    assert_eq!(oak.session.post(&board, &wrong).await.expect(400).fields(), ["/lot"]);
    let id = oak.session.post(&board, &call).await.expect(201).id();
    let reaction =
        json!({ "text": "Wij hebben bedden.", "signature": { "email": "wij@zorg.example" } });
    let reactions = format!("/partner-calls/{id}/reactions");
    birch.session.post(&reactions, &reaction).await.expect(200);

    let seen = aspen.session.get(&board).await.expect(200);
    let text = seen.text().to_lowercase();
    assert!(!text.contains(&oak.marker.to_lowercase()), "oak did not want to be named");
    assert!(!text.contains(&birch.marks()[1]), "a name is no number");
    let seen = seen.json()["items"][0].clone();
    assert_eq!((&seen["own"], seen.get("signature")), (&json!(false), None));
    let signature = &seen["reactions"][0]["signature"];
    assert!(signature["name"].as_str().unwrap().contains(birch.marker));
    assert_eq!(signature["email"], "wij@zorg.example");
    let public = anyone.get(&board).await.expect(200);
    assert!(!public.text().to_lowercase().contains(&birch.marker.to_lowercase()));
    assert_eq!(public.json()["items"][0]["reactions"][0]["text"], "Wij hebben bedden.");

    let mine = birch.session.get(&board).await.expect(200).json();
    let reaction = mine["items"][0]["reactions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(mine["items"][0]["reactions"][0]["own"], true);
    let withdrawal = format!("{reactions}/{reaction}/withdrawal");
    aspen.session.post(&withdrawal, &json!({})).await.refused(404, "partner-reaction-unknown");
    birch.session.post(&withdrawal, &json!({})).await.expect(200);
    let withdrawal = format!("/partner-calls/{id}/withdrawal");
    aspen.session.post(&withdrawal, &json!({})).await.refused(404, "partner-call-unknown");
    oak.session.post(&withdrawal, &json!({})).await.expect(200);
    for session in [&aspen.session, anyone] {
        assert_eq!(session.get(&board).await.expect(200).json()["items"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_learned_is_shared_with_everyone_and_can_be_taken_back() {
    let (_platform, thread) = begun().await;
    let Cast { oak, birch, anyone, buyer, .. } = &thread.cast;
    let own = &oak.session;
    put(&thread, own, "self-evaluation", &thread.steps("municipality")).await.expect(200);
    let seen = buyer.get(&thread.path("/involvements")).await.expect(200).json();
    assert_eq!(seen["items"][0]["selfEvaluation"]["title"], "Eerder en lichter");
    let path = thread.path("/learnings");
    let learning = json!({ "title": "Eén planner", "text": "Plan samen.", "signature": {} });
    own.post(&path, &learning).await.expect(200);
    let public = anyone.get(&path).await.expect(200);
    assert!(!public.text().to_lowercase().contains(&oak.marker.to_lowercase()));
    assert_eq!(public.json()["items"][0]["title"], "Eén planner");
    let seen = birch.session.get(&path).await.expect(200).json();
    let name = seen["items"][0]["signature"]["name"].as_str().unwrap();
    assert!(name.contains(oak.marker) && seen["items"][0]["own"] == false);
    let id = seen["items"][0]["id"].as_str().unwrap();
    let withdrawal = format!("{path}/{id}/withdrawal");
    birch.session.post(&withdrawal, &json!({})).await.refused(404, "learning-unknown");
    own.post(&withdrawal, &json!({})).await.expect(200);
    assert_eq!(anyone.get(&path).await.expect(200).json()["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_shows_what_was_put_in_what_became_of_it_and_what_is_to_come() {
    let (platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.involve().await;
    let dashboard = async |session: &Session| session.get("/dashboard").await.expect(200).json();
    let kinds = |it: &Value| -> Vec<String> {
        let deadlines = it["deadlines"].as_array().unwrap().iter();
        deadlines.map(|it| it["of"].as_str().unwrap().to_owned()).collect()
    };
    let mine = dashboard(&thread.cast.oak.session).await;
    assert_eq!(mine["contributions"].as_array().unwrap().len(), 1);
    assert_eq!(mine["involvements"][0]["commitment"]["version"], 1);
    assert_eq!(kinds(&mine), ["consultation-round", "milestone"]);
    let words = mine["deadlines"][0]["inWords"].as_str().unwrap();
    assert!(words.starts_with("t/m "), "{words}");
    // Whoever only follows sees what is to come, and nothing of anyone.
    let others = dashboard(&thread.cast.aspen.session).await;
    assert_eq!(kinds(&others), ["consultation-round"]);
    assert_eq!(others["contributions"], json!([]));
    assert_eq!(others["involvements"], json!([]));

    thread.time.pass(closes).await;
    thread.report_on_market().await;
    let mine = dashboard(&thread.cast.oak.session).await;
    assert_eq!(mine["contributions"][0]["outcome"]["disposition"], "adopted");
    assert_eq!(kinds(&mine), ["milestone"]);
    let path = thread.path("/involvement/progress");
    let reached = json!({
        "of": "transformation-plan", "number": 1, "progress": "reached", "account": "Gelukt.",
    });
    thread.cast.oak.session.post(&path, &reached).await.expect(200);
    let mine = dashboard(&thread.cast.oak.session).await;
    assert!(kinds(&mine).is_empty());
    let request = thread.cast.oak.session.request(Method::GET, "/dashboard?limit=5");
    thread.cast.oak.session.send(request).await.expect(400);
    platform.stop().await;
}
