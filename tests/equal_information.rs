//! Equal information: who was heard and who is missing, and what everyone received when.

use crate::kit::{Cast, LEAD, MEMBER, Person, Platform, Session};
use crate::questions::Enquiry;
use crate::redress::{closing, decided};
use crate::thread::Thread;
use event_log::Digest;
use identity::{Party, Role};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

/// A provider with a profile.
async fn join(platform: &Platform, number: u32, size: &str, domain: &str) -> Session {
    let digits = format!("NL-KVK-{number}");
    let person = Person::new(&digits, Party::Provider, &digits, &[Role::Submitter]);
    let session = platform.world.enter(&person);
    let profile = json!({
        "name": format!("Praktijk {number}"), "size": size, "domains": [domain],
        "contact": { "name": "Jo", "email": format!("jo{number}@zorg.example") },
        "municipalities": [LEAD],
    });
    session.put("/organisation", &profile).await.expect(200);
    session
}

fn group<'v>(groups: &'v Value, name: &str) -> &'v Value {
    groups.as_array().unwrap().iter().find(|it| it["group"] == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_heard_and_who_is_missing_is_told_without_telling_who() {
    let (platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    let path = format!("/consultation-rounds/{}/contributions", thread.market);
    let least = json!({ "theme": "tarieven", "text": "Het tarief is te laag." });
    let least = json!({ "status": "submitted", "contribution": least });
    let mut large = vec![];
    for number in 90_000_031..90_000_036 {
        large.push(join(&platform, number, "large", "safety").await);
    }
    let mut small = vec![];
    for number in 90_000_041..90_000_046 {
        small.push(join(&platform, number, "micro", "social-support").await);
    }
    for session in &large[..4] {
        session.post(&path, &least).await.expect(201);
    }
    let buyer = &thread.cast.buyer;
    let own = thread.path("/representation");
    let before = buyer.get(&own).await.expect(200).json();
    assert_eq!(before["heard"], json!({ "least": 0, "most": 0 }), "the round is open");
    // Whoever takes back one of two was heard; whoever takes back all was not.
    for (session, contributed) in [(&small[0], 1), (&small[1], 2), (&large[0], 1)] {
        let mut withdrawn = vec![];
        for _ in 0..contributed {
            withdrawn.push(session.post(&path, &least).await.expect(201).id());
        }
        for contribution in withdrawn {
            let withdrawal = format!("/contributions/{contribution}/withdrawal");
            session.post(&withdrawal, &json!({})).await.expect(200);
        }
    }
    thread.cast.oak.session.post(&path, &least).await.expect(201);
    thread.time.pass(closes).await;
    let closing = format!("/consultation-rounds/{}/closing", thread.market);
    buyer.post(&closing, &json!({})).await.expect(200);

    let seen = buyer.get(&own).await.expect(200).json();
    assert_eq!(seen["threshold"], 5);
    assert_eq!(seen["known"], json!({ "least": 10, "most": 14 }));
    assert_eq!(seen["heard"], json!({ "least": 5, "most": 9 }));
    let large = group(&seen["bySize"], "large");
    assert_eq!(large["heard"], json!({ "least": 1, "most": 4 }));
    let micro = group(&seen["bySize"], "micro");
    assert_eq!((&micro["missing"], &micro["heard"]["most"]), (&json!(true), &json!(0)));
    // Three practices of one person are too few to tell whether one of them was heard.
    let one = group(&seen["bySize"], "one-person");
    assert_eq!(one["known"], json!({ "least": 1, "most": 4 }));
    assert!(one.get("heard").is_none() && one["missing"] == false);
    assert_eq!(group(&seen["byDomain"], "social-support")["missing"], true);
    assert_eq!(group(&seen["byMunicipality"], LEAD)["heard"]["least"], 5);
    assert!(group(&seen["byMunicipality"], MEMBER).get("heard").is_none());

    let public = thread.cast.anyone.get(&own).await.expect(200).json();
    assert!(public.get("byMunicipality").is_none());
    assert_eq!(public["bySize"], seen["bySize"]);
    thread.cast.outsider.get(&own).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_than_five_that_were_heard_are_told_of_in_no_group() {
    let (platform, mut thread) = begun().await;
    for number in 90_000_031..90_000_037 {
        join(&platform, number, "one-person", "mental-health").await;
    }
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.time.pass(closes).await;
    thread.report_on_market().await;
    let seen = thread.cast.buyer.get(&thread.path("/representation")).await.expect(200).json();
    assert_eq!(seen["heard"], json!({ "least": 1, "most": 4 }));
    for groups in ["bySize", "byDomain", "byMunicipality"] {
        let told = seen[groups].as_array().unwrap().iter();
        assert!(told.clone().all(|group| group.get("heard").is_none()), "{groups}: {seen}");
        assert!(told.clone().all(|group| group["missing"] == false), "{groups}: {seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_back_its_only_question_after_the_term_was_not_heard() {
    let enquiry = Enquiry::open(json!({})).await;
    let mut asked = vec![];
    for number in 90_000_031..90_000_036 {
        let session = join(&enquiry.platform, number, "large", "safety").await;
        let question = enquiry.asked(&session, "Telt reistijd mee in het tarief?").await;
        asked.push((session, question));
    }
    let (twice, _) = &asked[0];
    let second = enquiry.asked(twice, "Telt de avond mee in het tarief?").await;
    enquiry.close().await;
    let own = enquiry.thread.path("/representation");
    let take_back = async |session: &Session, question: &str| {
        session.post(&format!("/questions/{question}/withdrawal"), &json!({})).await.expect(200);
        enquiry.cast().buyer.get(&own).await.expect(200).json()["heard"].clone()
    };
    let five = json!({ "least": 5, "most": 9 });
    assert_eq!(enquiry.cast().buyer.get(&own).await.expect(200).json()["heard"], five);
    assert_eq!(take_back(twice, &second).await, five, "it asked another one");
    let (session, question) = &asked[4];
    assert_eq!(take_back(session, question).await, json!({ "least": 1, "most": 4 }));
}

/// What of the levelling file is of a type of event, with who received it.
async fn received(session: &Session, thread: &Thread, event: &str) -> Vec<Value> {
    let path = thread.path("/levelling-file?limit=200");
    let items = session.get(&path).await.expect(200).json()["items"].clone();
    let of_type = items.as_array().unwrap().iter().filter(|it| it["event"] == event);
    of_type.map(|it| it["recipients"].clone()).collect()
}

async fn package(session: &Session, thread: &Thread) -> BTreeMap<String, Vec<u8>> {
    let path = thread.path("/levelling-file/package");
    let answer = session.get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    let again = session.send(session.request(Method::GET, &path)).await.expect(200);
    assert_eq!(answer.bytes, again.bytes, "the same content gives the same bytes");
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let mut content = vec![];
            archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
            (name, content)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_levelling_file_holds_what_everyone_received_with_sums_and_positions() {
    let (platform, mut thread) = begun().await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.time.pass(closes).await;
    thread.report_on_market().await;
    let begins = thread.open_talks().await;
    thread.hold_talks(begins).await;
    let Cast { buyer, oak, birch, aspen, outsider, .. } = &thread.cast;

    let listed = async |session: &Session| {
        let path = thread.path("/levelling-file?limit=200");
        let items = session.get(&path).await.expect(200).json()["items"].clone();
        items.as_array().unwrap().clone()
    };
    let events = |items: &[Value]| -> Vec<String> {
        items.iter().map(|it| it["event"].as_str().unwrap().to_owned()).collect()
    };
    let of_all = listed(buyer).await;
    for event in [
        "TrajectoryDocumentPublished",
        "PhaseOpened",
        "ConsultationRoundPublished",
        "ConsultationReportPublished",
        "SessionAnnounced",
        "SessionTalkReported",
        "SessionReportPublished",
    ] {
        assert!(events(&of_all).iter().any(|it| it == event), "{event}: {:?}", events(&of_all));
    }
    assert!(of_all.iter().all(|it| it["position"].as_u64().unwrap() > 0));
    let alone = |items: &[Value]| items.iter().filter(|it| it["recipients"] == "one-party").count();
    // Two were there and talked. Each reads its own, and who was not there nothing of it.
    assert_eq!(alone(&of_all), 4);
    assert_eq!(alone(&listed(&oak.session).await), 2);
    assert_eq!(alone(&listed(&birch.session).await), 2);
    assert_eq!(alone(&listed(&aspen.session).await), 0);
    let everyone = |items: Vec<Value>| -> Vec<Value> {
        items.into_iter().filter(|it| it["recipients"] == "everyone").collect()
    };
    assert_eq!(everyone(listed(&aspen.session).await), everyone(of_all.clone()));
    outsider.get(&thread.path("/levelling-file")).await.expect(404);
    outsider.get(&thread.path("/levelling-file/package")).await.expect(404);

    platform.caught_up().await;
    for session in [buyer, &oak.session, &aspen.session] {
        let content = package(session, &thread).await;
        is_whole(&content, listed(session).await.len());
        tells_nobody(&content, &thread);
    }
}

/// What the manifest names is there with its sum, and so is every file.
fn is_whole(content: &BTreeMap<String, Vec<u8>>, listed: usize) {
    let manifest: Value = serde_json::from_slice(&content["manifest.json"]).unwrap();
    let received = manifest["received"].as_array().unwrap();
    assert_eq!(received.len(), listed);
    let mut named = 0;
    for part in received.iter().flat_map(|it| it["parts"].as_array().unwrap()) {
        let path = part["path"].as_str().unwrap();
        assert_eq!(part["sha256"], Digest::of(&content[path]).to_string(), "{path}");
        named += 1;
    }
    assert_eq!(content.len(), named + 3);
    let sums = String::from_utf8(content["sha256sums.txt"].clone()).unwrap();
    assert_eq!(sums.lines().count(), content.len() - 1);
    let files: Vec<_> = content.iter().filter(|(path, _)| path.starts_with("files/")).collect();
    assert!(files.iter().any(|(_, it)| it.as_slice() == b"Inkoopleidraad, versie 1."));
    assert!(files.iter().any(|(_, it)| it.as_slice() == b"Planning van de gesprekken."));
}

/// Nothing that tells who anybody is, and no word of what another said.
fn tells_nobody(content: &BTreeMap<String, Vec<u8>>, thread: &Thread) {
    let all: String = content.values().map(|it| String::from_utf8_lossy(it)).collect();
    let all = all.to_lowercase();
    for provider in thread.cast.providers() {
        for mark in provider.marks() {
            assert!(!all.contains(&mark), "{mark} is in the package");
        }
        assert!(!all.contains(provider.voice), "{} is in the package", provider.voice);
    }
    for name in thread.registrations.iter().chain(&thread.market_contributions) {
        assert!(!all.contains(name.as_str()), "{name} is in the package");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_one_party_is_told_to_it_and_kept_without_content_for_staff() {
    let enquiry = Enquiry::open(json!({})).await;
    let Cast { buyer, oak, birch, .. } = enquiry.cast();
    let secret = json!({
        "text": "Mag onze eigen werkwijze ook?", "withholding": "Anderen nemen die dan over.",
    });
    let question = enquiry.ask(&oak.session, &secret).await.expect(201).id();
    let granted = json!({ "outcome": "granted", "reason": "Dit is een bedrijfsgeheim." });
    enquiry.handle(&question, "withholding-decision", &granted).await.expect(200);
    enquiry.answer(&question, "Mag een eigen werkwijze?", "Ja, met het keurmerk Zonnebloem.").await;
    let event = "QuestionAnsweredAlone";
    assert!(received(buyer, &enquiry.thread, event).await.is_empty());
    enquiry.handle(&question, "sending", &json!({})).await.expect(200);
    assert_eq!(received(buyer, &enquiry.thread, event).await, ["one-party"]);
    assert_eq!(received(&oak.session, &enquiry.thread, event).await, ["one-party"]);
    assert!(received(&birch.session, &enquiry.thread, event).await.is_empty());

    enquiry.platform.caught_up().await;
    let whole = async |session: &Session| -> String {
        let content = package(session, &enquiry.thread).await;
        content.values().map(|it| String::from_utf8_lossy(it)).collect()
    };
    assert!(whole(&oak.session).await.contains("keurmerk Zonnebloem"));
    for session in [buyer, &birch.session] {
        let whole = whole(session).await;
        assert!(!whole.contains("Zonnebloem") && !whole.contains(&question), "{whole}");
    }
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requirements_and_what_a_complaint_brings_about_reach_everyone_and_the_decision_one_party()
{
    let (platform, mut thread) = begun().await;
    thread.draft_requirements().await;
    thread.publish_requirements(&json!({})).await;
    closing(&thread, "2027-10-01T10:00:00Z").await;
    let effects = json!([{ "kind": "suspend-closing", "instruction": "Eerst een onderzoek." }]);
    let complaint = decided(&thread, &effects).await;
    let suspension = json!({
        "decision": { "complaint": complaint, "effect": 1 }, "reason": "Het tarief klopt niet.",
    });
    let Cast { buyer, oak, birch, aspen, .. } = &thread.cast;
    let path = thread.path("/tender-closing/suspension");
    buyer.post(&path, &suspension).await.expect(200);

    for session in [buyer, &oak.session, &birch.session, &aspen.session] {
        for event in ["RequirementSetPublished", "TrajectoryTenderClosingSuspended"] {
            assert_eq!(received(session, &thread, event).await, ["everyone"], "{event}");
        }
    }
    let event = "ComplaintDecided";
    for session in [buyer, &birch.session] {
        assert_eq!(received(session, &thread, event).await, ["one-party"]);
    }
    assert!(received(&oak.session, &thread, event).await.is_empty());
    platform.caught_up().await;
    for (session, own) in [(buyer, false), (&oak.session, false), (&birch.session, true)] {
        let content = package(session, &thread).await;
        let whole: String = content.values().map(|it| String::from_utf8_lossy(it)).collect();
        assert!(whole.contains("Het tarief klopt niet."));
        assert_eq!(whole.contains("Het onderzoek was niet compleet."), own);
        assert_eq!(whole.contains(&complaint), own, "whose decision it was is not told");
    }
    platform.stop().await;
}
