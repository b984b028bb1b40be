//! What the provider of a contract is told while it runs, and nobody else; and what everyone who
//! follows a trajectory is told of an outreach.

use crate::given::{ADVICE, Stage, provider, provider_id, term, told};
use crate::readers::{cast, followers, says, words};
use jiff::Timestamp;
use serde_json::{Value, json};

const CONTRACT: &str = "c0a70000-0000-4000-8000-000000000001";
const DELIVERY: &str = "da7a0000-0000-4000-8000-000000000001";
const TALK: &str = "7a1c0000-0000-4000-8000-000000000001";
const OUTREACH: &str = "0a7e0000-0000-4000-8000-000000000001";

fn noon() -> Value {
    term("2026-06-04T10:00:00Z".parse::<Timestamp>().unwrap())
}

/// Two providers with somebody who reads along. The contract is with the second.
async fn parties() -> Stage {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.subscribes("bram", provider("bram")).await;
    stage.outbox_is_made().await;
    let registered = json!({ "provider": provider_id("bram") });
    stage.happens("ContractRegistered", CONTRACT, registered).await;
    assert!(stage.delivers().await.is_empty());
    stage
}

async fn happens(stage: &Stage, name: &str, id: &str, changes: Value, told_of: &[&str]) {
    stage.happens(name, id, changes).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), ["contract_told bram"], "{name}");
    says(&mails[0], told_of);
    assert!(!words(&mails[0]).contains("geheim"), "{name}: that is read after signing in");
}

#[tokio::test]
async fn what_happens_under_a_contract_is_told_to_its_provider_alone() {
    let stage = parties().await;
    let secret = "Dit is geheim.";
    let promise = json!({ "promise": secret, "due": "2026-06-04" });
    let by = "t/m donderdag 4 juni 2026 24.00 uur";
    let told_of = ["Er is een toezegging vastgelegd", by];
    happens(&stage, "ContractCommitmentMarked", CONTRACT, promise, &told_of).await;
    let reason = json!({ "reason": secret });
    for (name, heading) in [
        ("ContractChangeDecided", "Er is beslist op een voorstel voor uw contract"),
        ("ContractEscalated", "Een punt gaat naar een hoger niveau van overleg"),
        ("ContractEnded", "Uw contract is beëindigd"),
    ] {
        happens(&stage, name, CONTRACT, reason.clone(), &[heading, "Log in"]).await;
    }
    let step = json!({ "reason": secret, "until": "2026-06-04T10:00:00Z" });
    let told_of = ["naar het einde van uw contract", "t/m donderdag 4 juni 2026 12.00 uur"];
    happens(&stage, "ContractEndingStepTaken", CONTRACT, step, &told_of).await;
    stage.happens("ContractCommitmentKept", CONTRACT, json!({})).await;
    assert!(stage.delivers().await.is_empty());
}

#[tokio::test]
async fn a_provider_is_told_until_when_data_is_asked_and_when_it_is_not_right() {
    let stage = parties().await;
    let asked = json!({ "provider": provider_id("bram"), "due": noon(), "purpose": "geheim" });
    let told_of = ["De gemeente vraagt u om gegevens", "Aanleveren kan t/m donderdag 4 juni"];
    happens(&stage, "DataRequested", DELIVERY, asked, &told_of).await;
    let told_of = ["Uw gegevens kloppen nog niet"];
    happens(&stage, "DataDeliveryRejected", DELIVERY, json!({}), &told_of).await;

    let own = "da7a0000-0000-4000-8000-000000000002";
    stage.happens("DataDeliveryOpened", own, json!({ "provider": provider_id("bram") })).await;
    stage.happens("DataDeliveryValidated", own, json!({})).await;
    assert!(stage.delivers().await.is_empty());
    happens(&stage, "DataDeliveryRejected", own, json!({}), &["kloppen nog niet"]).await;
}

#[tokio::test]
async fn a_provider_is_told_of_the_day_of_a_talk_and_of_its_minutes() {
    let stage = parties().await;
    let talk = json!({ "provider": provider_id("bram"), "on": "2026-06-04" });
    let told_of =
        ["Er is een gesprek over uw contract", "Het gesprek is op donderdag 4 juni 2026."];
    happens(&stage, "PerformanceTalkOpened", TALK, talk, &told_of).await;
    let told_of = ["Er is een verslag om na te kijken"];
    happens(&stage, "PerformanceTalkMinutesRecorded", TALK, json!({}), &told_of).await;
}

#[tokio::test]
async fn followers_are_told_of_an_outreach_and_of_what_is_done_with_it() {
    let stage = cast().await;
    let trajectory = crate::given::TRAJECTORY;
    let changes =
        json!({ "trajectory": trajectory, "title": "Vertel hoe het ging", "closes": noon() });
    stage.happens("OutreachPublished", OUTREACH, changes).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), followers("dossier_changed"));
    let link = format!("https://samenspraak.example/trajecten/{trajectory}/oproepen/{OUTREACH}");
    says(&mails[0], &["Vertel hoe het ging", "Vertellen kan t/m donderdag 4 juni", &link]);
    stage.happens("OutreachAnswered", OUTREACH, json!({})).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), followers("dossier_changed"));
    says(&mails[0], &["U kunt lezen wat er met ervaringen gebeurt", &link]);
}

#[tokio::test]
async fn a_council_is_told_whether_it_gets_more_time() {
    let stage = cast().await;
    stage.happens("AdviceRequested", ADVICE, json!({ "subject": "De visie" })).await;
    stage.delivers().await;
    stage.happens("AdviceTermExtended", ADVICE, json!({ "term": noon() })).await;
    let more = stage.delivers().await;
    stage.happens("AdviceExtensionDeclined", ADVICE, json!({})).await;
    let no_more = stage.delivers().await;
    assert!(!more.is_empty());
    assert_eq!(told(&more), told(&no_more));
    assert!(told(&more).iter().all(|it| it.starts_with("extension_decided ")));
    says(&more[0], &["meer tijd", "De visie", "Advies geven kan t/m donderdag 4 juni 2026"]);
    says(&no_more[0], &["geen extra tijd", "De visie"]);
}

#[tokio::test]
async fn a_file_of_an_older_version_takes_in_what_it_passed_over_and_mails_none_of_it() {
    let stage = parties().await;
    let talk = json!({ "provider": provider_id("bram"), "on": "2026-06-04" });
    stage.happens("PerformanceTalkOpened", TALK, talk).await;
    assert_eq!(told(&stage.delivers().await), ["contract_told bram"]);
    let older = rusqlite::Connection::open(stage.file()).unwrap();
    older.execute_batch("DELETE FROM filing; PRAGMA user_version = 4;").unwrap();
    drop(older);
    assert!(stage.delivers().await.is_empty());
    happens(&stage, "ContractEnded", CONTRACT, json!({}), &["is beëindigd"]).await;
}
