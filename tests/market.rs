//! Market consultation: questions, answers, reactions to articles, and what stays out of a report.

use crate::kit::{Cast, LEAD, Person, Platform, Provider};
use crate::thread::Thread;
use identity::{Party, Role};
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

fn submitted(contribution: &Value) -> Value {
    json!({ "status": "submitted", "contribution": contribution })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_asks_and_a_contribution_answers_and_reacts_article_by_article() {
    let (_platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    let Cast { buyer, oak, anyone, .. } = &thread.cast;
    let round = format!("/consultation-rounds/{}", thread.market);
    let shown = anyone.get(&round).await.expect(200).json();
    assert_eq!(shown["questions"], thread.market_round(closes)["questions"]);

    // A section that the document does not have is marked, and not refused.
    let own = format!("/contributions/{}", thread.market_contributions[0]);
    let mut contribution = thread.market_contribution(oak);
    contribution["reactions"][0]["document"]["section"] = json!("9.9");
    oak.session.put(&own, &contribution).await.expect(200);
    let seen = buyer.get(&own).await.expect(200).json();
    assert_eq!(seen["answers"], contribution["answers"]);
    assert_eq!(seen["sensitive"], json!(["proposal"]));
    let reaction = &seen["reactions"][0];
    assert_eq!(reaction["sectionUnknown"], true);
    assert_eq!(reaction["current"], contribution["reactions"][0]["current"]);
    assert_eq!(reaction["proposed"], contribution["reactions"][0]["proposed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_answers_and_reactions_is_told_at_once_and_nothing_changes() {
    let (platform, mut thread) = begun().await;
    thread.open_market().await;
    let Cast { buyer, oak, .. } = &thread.cast;
    let mut wrong = thread.market_contribution(oak);
    wrong["theme"] = json!("budget");
    wrong["answers"] = json!([
        { "question": 1 }, { "question": 2, "options": ["Per kilometer"] },
        { "question": 4, "step": 11 }, { "question": 9, "text": "Wat?" },
    ]);
    let document = uuid::Uuid::new_v4();
    wrong["reactions"] = json!([
        { "document": { "document": thread.document, "version": 7 }, "reason": "Onduidelijk." },
        { "document": { "document": document, "version": 1, "section": "1" }, "reason": "Weg." },
    ]);
    let before = platform.head().await;
    let path = format!("/consultation-rounds/{}/contributions", thread.market);
    let told = oak.session.post(&path, &submitted(&wrong)).await.expect(400);
    assert_eq!(
        told.fields(),
        [
            "/contribution/theme",
            "/contribution/answers/0/text",
            "/contribution/answers/1/options",
            "/contribution/answers/2/step",
            "/contribution/answers/3/question",
            "/contribution/reactions/0/document/section",
            "/contribution/reactions/0/document/version",
            "/contribution/reactions/1/document/document",
        ]
    );
    let mut round = thread.market_round(thread.time.term());
    round["questions"][0]["number"] = json!(3);
    round["questions"][1]["options"] = json!(["Alleen dit"]);
    round["questions"][3].as_object_mut().unwrap().remove("scale");
    let path = thread.path("/phases/strategy/consultation-rounds");
    let told = buyer.post(&path, &round).await.expect(400);
    assert_eq!(
        told.fields(),
        ["/questions/0/number", "/questions/1/options", "/questions/3/scale"]
    );
    assert_eq!(platform.head().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sensitive_comes_in_no_report() {
    let (_platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.time.pass(closes).await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let round = format!("/consultation-rounds/{}", thread.market);
    buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
    let path = format!("/contributions/{}/disposition", thread.market_contributions[0]);
    let telling = json!({
        "disposition": "adopted", "wording": "Een uur kost een aanbieder 86,40.",
        "reason": "Vergoed de reistijd.",
    });
    let told = buyer.post(&path, &telling).await.expect(400);
    assert_eq!(told.fields(), ["/wording", "/reason"]);

    for contribution in &thread.market_contributions {
        let fine = json!({
            "disposition": "adopted", "wording": "Een aanbieder vindt het tarief te laag.",
            "reason": "Wij laten de kosten onderzoeken.",
        });
        buyer.post(&format!("/contributions/{contribution}/disposition"), &fine).await.expect(200);
    }
    let report = |summary: &str| json!({ "summary": summary });
    let told = buyer.post(&format!("{round}/report"), &report("Het kost 86,40.")).await.expect(400);
    assert_eq!(told.fields(), ["/summary"]);
    let fine = report("Het tarief is te laag.");
    buyer.post(&format!("{round}/report"), &fine).await.expect(200);
    let shown = anyone.get(&round).await.expect(200);
    assert!(!shown.text().contains("86,40") && !shown.text().contains("Vergoed de reistijd"));
    // Two answered: too few to count them.
    let tallies = &shown.json()["report"]["tallies"];
    assert_eq!(*tallies, json!([{ "question": 2 }, { "question": 3 }, { "question": 4 }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_tells_size_domains_registers_certificates_and_municipalities() {
    let (_platform, thread) = begun().await;
    let session = &thread.cast.oak.session;
    let mut profile = thread.cast.oak.organisation();
    profile["domains"] = json!(["mental-health", "social-support"]);
    profile["registers"] = json!(["youth-professionals", "health-professionals"]);
    profile["certificates"] = json!(["iso-9001"]);
    profile["civicInitiative"] = json!(true);
    session.put("/organisation", &profile).await.expect(200);
    let shown = session.get("/organisation").await.expect(200).json();
    for field in ["size", "domains", "registers", "certificates", "municipalities"] {
        assert_eq!(shown[field], profile[field], "{field}");
    }
    assert_eq!(shown["civicInitiative"], true);
    profile["registers"] = json!(["biografie"]);
    profile["certificates"] = json!(["iso-1"]);
    let told = session.put("/organisation", &profile).await.expect(400);
    let mut fields = told.fields();
    fields.sort();
    assert_eq!(fields, ["/certificates/0", "/registers/0"]);
}

/// The least that a contribution holds: a theme and a text.
#[tokio::test(flavor = "multi_thread")]
async fn a_practice_of_one_person_takes_part_with_what_is_asked_of_everyone() {
    let (platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    let providers = [("90000021", "one-person", true), ("90000022", "large", false)];
    let mut made = vec![];
    for (digits, size, civic) in providers {
        let number = format!("NL-KVK-{digits}");
        let person = Person::new(size, Party::Provider, &number, &[Role::Submitter]);
        let session = platform.world.enter(&person);
        let provider = Provider { session, marker: "Salixmerk", voice: "wilgenstem", number };
        let mut profile = provider.organisation();
        profile["size"] = json!(size);
        profile["municipalities"] = json!([LEAD]);
        profile["civicInitiative"] = json!(civic);
        provider.session.put("/organisation", &profile).await.expect(200);
        let path = format!("/consultation-rounds/{}/contributions", thread.market);
        let least = json!({ "theme": "tarieven", "text": "Het tarief is te laag." });
        made.push(provider.session.post(&path, &submitted(&least)).await.expect(201).id());
    }
    // A round cannot make a file, an answer or a presence a condition.
    let path = thread.path("/phases/strategy/consultation-rounds");
    for condition in ["attachmentRequired", "answersRequired", "sessionRequired", "minimumSize"] {
        let mut round = thread.market_round(closes);
        round[condition] = json!(true);
        let told = thread.cast.buyer.post(&path, &round).await.expect(400);
        assert_eq!(told.fields(), [format!("/{condition}")]);
    }
    // Staff see no difference between the two.
    let seen = async |id: &str| {
        let mut seen =
            thread.cast.buyer.get(&format!("/contributions/{id}")).await.expect(200).json();
        seen.as_object_mut().unwrap().remove("id");
        seen
    };
    assert_eq!(seen(&made[0]).await, seen(&made[1]).await);
}
