//! What is new in a dossier, for all who follow it at one moment, and what was decided about what
//! one provider put in, for that provider alone.

use crate::given::{Stage, TRAJECTORY, provider, provider_id, term, told};
use crate::readers::{cast, followers, says, words};
use jiff::Timestamp;
use serde_json::{Value, json};

const SESSION: &str = "5e550000-0000-4000-8000-000000000001";
const DOCUMENT: &str = "c0f10000-0000-4000-8000-000000000001";
const COMPLAINT: &str = "c1a50000-0000-4000-8000-000000000001";
const OBJECTION: &str = "0b1e0000-0000-4000-8000-000000000001";
const EVALUATION: &str = "e0a10000-0000-4000-8000-000000000001";

fn noon() -> Value {
    term("2026-06-04T10:00:00Z".parse::<Timestamp>().unwrap())
}

#[tokio::test]
async fn followers_are_told_of_each_version_of_a_document() {
    let stage = cast().await;
    stage.happens("TrajectoryDocumentPublished", TRAJECTORY, json!({ "version": 1 })).await;
    let first = stage.delivers().await;
    stage.happens("TrajectoryDocumentPublished", TRAJECTORY, json!({ "version": 2 })).await;
    let second = stage.delivers().await;

    for mails in [first, second] {
        assert_eq!(told(&mails), followers("dossier_changed"));
        let link = format!("https://samenspraak.example/trajecten/{TRAJECTORY}#document-");
        let moment = mails[0].date;
        for mail in &mails {
            says(mail, &["Er is een nieuw stuk of een nieuwe versie", &link]);
            assert_eq!(mail.date, moment, "all at one moment");
        }
    }
}

#[tokio::test]
async fn followers_are_told_when_a_document_under_embargo_is_public_and_not_before() {
    let stage = cast().await;
    let title = json!({ "title": "Conceptleidraad" });
    stage.happens("ConfidentialDocumentShared", DOCUMENT, title.clone()).await;
    stage.happens("ConfidentialityDeclared", DOCUMENT, json!({})).await;
    assert!(stage.delivers().await.is_empty());
    stage.happens("ConfidentialDocumentReleased", DOCUMENT, title).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), followers("dossier_changed"));
    says(&mails[0], &["Een stuk is nu openbaar", "Conceptleidraad"]);
}

#[tokio::test]
async fn followers_are_told_of_a_session_until_when_they_can_register_and_when_it_is_off() {
    let stage = cast().await;
    let changes = json!({ "title": "Gesprekken over de percelen", "registration": noon() });
    stage.happens("SessionAnnounced", SESSION, changes).await;
    let announced = stage.delivers().await;
    stage.happens("SessionCancelled", SESSION, json!({})).await;
    let cancelled = stage.delivers().await;

    assert_eq!(told(&announced), followers("dossier_changed"));
    let words = [
        "Er is een bijeenkomst gepland",
        "Gesprekken over de percelen",
        "Aanmelden kan t/m donderdag 4 juni 2026 12.00 uur.",
    ];
    says(&announced[0], &words);
    assert_eq!(told(&cancelled), followers("dossier_changed"));
    says(&cancelled[0], &["Een bijeenkomst gaat niet door", "Gesprekken over de percelen"]);
}

#[tokio::test]
async fn followers_are_told_until_when_they_can_tender_each_time_that_changes() {
    for (event, words) in [
        ("TrajectoryTenderClosingSet", "De sluiting voor inschrijvingen is bekend"),
        ("TrajectoryTenderClosingMoved", "De sluiting voor inschrijvingen is verplaatst"),
        ("TrajectoryTenderingReopened", "Inschrijven kan opnieuw"),
    ] {
        let stage = cast().await;
        stage.happens(event, TRAJECTORY, json!({ "closing": noon() })).await;
        let mails = stage.delivers().await;
        assert_eq!(told(&mails), followers("dossier_changed"), "{event}");
        says(&mails[0], &[words, "Inschrijven kan t/m donderdag 4 juni 2026 12.00 uur."]);
    }
    let stage = cast().await;
    stage.happens("TrajectoryTenderClosingSuspended", TRAJECTORY, json!({})).await;
    let mails = stage.delivers().await;
    says(&mails[0], &["De sluiting voor inschrijvingen is opgeschort"]);
}

/// Two providers with somebody who reads along, whether they follow the trajectory or not.
async fn parties() -> Stage {
    let stage = Stage::followed_by(&["anna"]).await;
    stage.subscribes("bram", provider("bram")).await;
    stage.outbox_is_made().await;
    stage
}

#[tokio::test]
async fn who_complained_or_objected_is_told_that_it_was_decided_and_nobody_else() {
    for (kind, id, heading) in [
        ("Complaint", COMPLAINT, "Er is beslist op uw klacht"),
        ("Objection", OBJECTION, "Er is beslist op uw bezwaar"),
    ] {
        let stage = parties().await;
        let changes = json!({ "provider": provider_id("bram"), "subject": "Het geheime punt" });
        stage.happens(&format!("{kind}Filed"), id, changes).await;
        assert!(stage.delivers().await.is_empty());
        let changes = json!({ "reasons": "Het geheime punt klopt." });
        stage.happens(&format!("{kind}Decided"), id, changes).await;
        let mails = stage.delivers().await;
        assert_eq!(told(&mails), ["decision_told bram"]);
        says(&mails[0], &[heading, "Log in om de beslissing te lezen"]);
        assert!(!words(&mails[0]).contains("geheime"), "what was decided is read after signing in");
    }
}

#[tokio::test]
async fn who_applied_for_admission_is_told_that_it_was_decided_and_nobody_else() {
    let stage = parties().await;
    stage.happens("AdmissionOpened", EVALUATION, json!({})).await;
    let applied = json!({ "application": COMPLAINT, "provider": provider_id("bram") });
    stage.happens("AdmissionApplied", EVALUATION, applied).await;
    assert!(stage.delivers().await.is_empty());
    stage.happens("AdmissionDecided", EVALUATION, json!({ "application": COMPLAINT })).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), ["decision_told bram"]);
    says(&mails[0], &["Er is beslist op uw aanvraag", "met wat u"]);
}

#[tokio::test]
async fn all_tenderers_are_told_of_an_award_decision_at_one_moment_and_of_its_withdrawal() {
    let stage = parties().await;
    stage.subscribes("carla", provider("carla")).await;
    let message = |name: &str, awarded: bool| {
        json!({
            "tenderer": provider_id(name), "awarded": awarded,
            "message": format!("Alleen voor {name}."), "scores": [],
        })
    };
    let messages = json!([message("anna", true), message("bram", false)]);
    let changes = json!({ "messages": messages, "standstill": noon() });
    stage.happens("AwardDecisionSent", EVALUATION, changes).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), ["decision_told anna", "decision_told bram"]);
    assert_eq!(mails[0].date, mails[1].date, "at one moment");
    for mail in &mails {
        let standstill = "De opschortende termijn loopt t/m donderdag 4 juni 2026 12.00 uur.";
        says(mail, &["Er is een gunningsbeslissing voor u", standstill]);
        // Who won and who lost read the same.
        assert_eq!(words(mail), words(&mails[0]));
        assert!(!words(mail).contains("Alleen voor"));
    }

    stage.happens("AwardDecisionWithdrawn", EVALUATION, json!({})).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), ["decision_told anna", "decision_told bram"]);
    says(&mails[0], &["Een gunningsbeslissing is ingetrokken"]);

    stage.happens("AwardConfirmed", EVALUATION, json!({})).await;
    let mails = stage.delivers().await;
    assert_eq!(told(&mails), ["dossier_changed anna"], "who follows");
    says(&mails[0], &["De gunning is definitief"]);
}
