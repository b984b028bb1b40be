//! Terms: rules that are chosen for a trajectory, and deadlines that anyone can compute again.

use crate::kit::{Answer, Platform};
use crate::thread::{Thread, profile};
use reqwest::Method;
use serde_json::{Value, json};

/// The profile of an open procedure, with a standstill that is longer than its own.
fn terms() -> Value {
    json!({
        "profile": { "id": "open-procedure", "version": 1 },
        "overrides": [{
            "rule": {
                "id": "standstill", "kind": "standstill", "name": "Opschortende termijn",
                "event": "het verzenden van de gunningsbeslissing",
                "ground": { "kind": "tender-document", "source": "Inkoopleidraad, § 5.2" },
                "reference": "Inkoopleidraad, versie 2", "validFrom": "2026-01-01",
                "direction": "forward", "count": 25, "unit": "days",
                "start": "next-day", "end": "end-of-day", "purpose": "wait-until",
                "generalTermsAct": "silent",
            },
            "reason": "De sluiting valt in de zomer: wie wil klagen, krijgt vijf dagen meer.",
        }],
    })
}

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn choose(thread: &Thread, terms: &Value) {
    let buyer = &thread.cast.buyer;
    buyer.put_over(&thread.path(""), &thread.path("/terms"), terms).await.expect(200);
}

/// What anyone is answered about the rules of the trajectory.
async fn asked(thread: &Thread, rest: &str) -> Answer {
    thread.cast.anyone.get(&thread.path(&format!("/terms{rest}"))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_computes_a_deadline_again_with_every_step() {
    let (_platform, thread) = begun().await;
    choose(&thread, &terms()).await;

    // The closing of a tender on Friday 5 June 2026 at 12.00.
    let rest = "/clarification-note/deadline?event=2026-06-05T10:00:00Z";
    let deadline = asked(&thread, rest).await.expect(200).json();
    assert_eq!(deadline["inWords"], "t/m maandag 25 mei 2026 24.00 uur");
    assert_eq!(deadline["at"], "2026-05-25T21:59:59.999999Z");
    assert_eq!(deadline["profile"], json!({ "id": "open-procedure", "version": 1 }));
    assert_eq!(deadline["rule"]["ground"]["kind"], "law");
    assert!(deadline["steps"].as_array().unwrap().len() > 2, "{deadline}");
    let readings: Vec<_> =
        deadline["readings"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(readings, ["literal", "full-days"]);

    // Where the trajectory departs from its profile, that is told with the reason.
    let rest = "/standstill/deadline?event=2026-10-12T10:00:00%2B02:00";
    let deadline = asked(&thread, rest).await.expect(200).json();
    assert_eq!(deadline["overridden"]["rule"]["count"], 20);
    let warnings = deadline["warnings"].to_string();
    assert!(warnings.contains("wie wil klagen"), "{warnings}");
    assert!(deadline["inWords"].as_str().unwrap().contains("november 2026"), "{deadline}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_comes_late_is_told_with_the_closing_that_is_advised() {
    let (_platform, thread) = begun().await;
    choose(&thread, &terms()).await;
    let timing = async |published: &str| {
        let rest = format!(
            "/clarification-note/note-timing?closing=2026-06-05T10:00:00Z&published={published}"
        );
        asked(&thread, &rest).await.expect(200).json()
    };
    let early = timing("2026-05-25T08:00:00Z").await;
    assert_eq!((&early["verdict"], &early["advice"]), (&json!("in-time"), &Value::Null));
    let late = timing("2026-05-28T08:00:00Z").await;
    assert_eq!(late["verdict"], "late");
    let advice = &late["advice"];
    assert_eq!(advice["inWords"], "t/m maandag 8 juni 2026 12.00 uur");
    assert_eq!(advice["daysLater"], 3);
    assert!(advice["ground"]["source"].as_str().unwrap().contains("2.73"), "{advice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_are_shown_to_everyone_and_stay_in_the_version_that_was_chosen() {
    let (_platform, thread) = begun().await;
    let first = asked(&thread, "").await.expect(200).json();
    assert_eq!(first["profile"], json!({ "id": "social-services", "version": 1 }));
    choose(&thread, &terms()).await;

    let shown = asked(&thread, "").await.expect(200).json();
    assert_eq!(shown["profile"], terms()["profile"]);
    let overridden: Vec<_> = shown["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it.get("overridden").is_some())
        .map(|it| it["rule"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(overridden, ["standstill"]);
    let trajectory = thread.cast.buyer.get(&thread.path("")).await.expect(200).json();
    assert_eq!(trajectory["terms"], terms());

    let anyone = &thread.cast.anyone;
    let profiles = anyone.send(anyone.request(Method::GET, "/term-profiles")).await;
    let profiles = profiles.expect(200).json();
    let known = profiles["items"].as_array().unwrap().iter();
    let known: Vec<_> = known.map(|it| (&it["id"], &it["version"])).collect();
    assert!(known.contains(&(&json!("open-procedure"), &json!(1))), "{known:?}");
    assert!(known.contains(&(&json!("subsidy"), &json!(1))), "{known:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_chosen_or_computed_is_told_and_changes_nothing() {
    let (_platform, thread) = begun().await;
    let buyer = &thread.cast.buyer;
    let (read, path) = (thread.path(""), thread.path("/terms"));
    let mut wrong = terms();
    wrong["profile"]["version"] = json!(7);
    let told = buyer.put_over(&read, &path, &wrong).await.expect(400);
    assert_eq!(told.fields(), ["/profile"]);
    let mut wrong = terms();
    wrong["overrides"][0]["rule"]["id"] = json!("een-andere-regel");
    wrong["overrides"][0]["rule"]["count"] = json!(0);
    let told = buyer.put_over(&read, &path, &wrong).await.expect(400);
    assert!(told.fields().contains(&"/overrides/0/rule/id".to_owned()), "{:?}", told.fields());
    assert!(told.fields().contains(&"/overrides/0/rule/count".to_owned()), "{:?}", told.fields());
    let kept = asked(&thread, "").await.expect(200).json();
    assert_eq!(kept["profile"]["id"], "social-services");
    let empty = buyer.post("/trajectories", &profile()).await.expect(201).id();
    let none = thread.cast.anyone.get(&format!("/trajectories/{empty}/terms")).await;
    none.refused(404, "terms-not-chosen");

    choose(&thread, &terms()).await;
    for (rest, status, field) in [
        ("/standstill/deadline", 400, "event"),
        ("/standstill/deadline?event=morgen", 400, "event"),
        // 02.30 does not exist that night.
        ("/standstill/deadline?event=2027-03-28T02:30:00%2B01:00", 400, "event"),
        ("/standstill/deadline?event=2026-06-05T10:00:00Z&more=1", 400, "more"),
        ("/clarification-note/note-timing?published=2026-06-05T10:00:00Z", 400, "closing"),
        (
            "/standstill/note-timing?closing=2026-06-05T10:00:00Z&published=2026-06-01T10:00:00Z",
            400,
            "closing",
        ),
        ("/geen-regel/deadline?event=2026-06-05T10:00:00Z", 404, ""),
    ] {
        let told = asked(&thread, rest).await.expect(status);
        let fields = told.fields();
        assert!(
            fields.iter().map(String::as_str).eq(Some(field).filter(|it| !it.is_empty())),
            "{rest}: {fields:?}"
        );
    }
}
