//! Clients, inhabitants, referrers and partners tell of their experience without saying who they
//! are, and read what was done with it; everyone reads what is bought and what one can choose.

use crate::kit::{Answer, Platform, Session};
use crate::thread::{Thread, experience, product};
use event_log::Position;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn share(session: &Session, outreach: &str, experience: &Value) -> Answer {
    session.post(&format!("/outreaches/{outreach}/experiences"), experience).await
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_tells_of_an_experience_without_signing_in_and_reads_what_was_done() {
    let (platform, mut thread) = begun().await;
    let closes = thread.reach_out().await;
    let id = thread.outreach.clone();
    let (anyone, buyer) = (&thread.cast.anyone, &thread.cast.buyer);
    share(anyone, &id, &experience("client", "Ik wachtte vier maanden.")).await.expect(201);
    let mut heard = experience("relative", "Het team dacht goed mee.");
    heard["channel"] = json!("panel");
    share(buyer, &id, &heard).await.expect(201);
    share(&thread.cast.outsider, &id, &heard).await.refused(404, "outreach-unknown");
    let foreign = thread.cast.outsider.get(&format!("/outreaches/{id}/experiences")).await;
    foreign.refused(404, "outreach-unknown");

    let told = buyer.get(&format!("/outreaches/{id}/experiences")).await.expect(200).json();
    let channels: Vec<_> =
        told["items"].as_array().unwrap().iter().map(|it| it["channel"].clone()).collect();
    assert!(channels.contains(&json!("form")) && channels.contains(&json!("panel")), "{told}");
    let events = platform.parts.shared.log().read_all(Position::START, 10_000).await.unwrap();
    let event = events.iter().find(|it| it.payload.contains("vier maanden")).unwrap();
    let actor = event.metadata().unwrap().actor;
    assert_eq!((actor.party.as_str(), actor.role.as_str()), ("public", "anyone"));
    assert!(actor.person.is_empty() && actor.organisation.is_empty(), "{actor:?}");

    // Each theme on which something was told gets an answer, after the term.
    let path = format!("/outreaches/{id}/feedback");
    let feedback = json!({ "feedback": [{
        "theme": "wachten", "heard": "Velen wisten niet hoe lang het nog duurde.",
        "disposition": "adopted", "reason": "Wij vragen aanbieders om dit te vertellen.",
    }] });
    buyer.post(&path, &feedback).await.refused(409, "outreach-open");
    thread.time.pass(closes).await;
    let late = share(anyone, &id, &experience("client", "Ik wachtte vijf maanden.")).await;
    late.refused(409, "too-late");
    let nothing = buyer.post(&path, &json!({ "feedback": [] })).await;
    assert_eq!(nothing.refused(400, "invalid-input").fields(), ["/feedback"]);
    buyer.post(&path, &feedback).await.expect(200);
    let shown = anyone.get(&thread.path("/outreaches")).await.expect(200).json();
    assert_eq!(shown["items"][0]["feedback"], feedback["feedback"]);
    assert!(!shown.to_string().contains("vier maanden"), "what was told stays with staff");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_without_consent_or_with_what_tells_who_it_is() {
    let (platform, mut thread) = begun().await;
    thread.reach_out().await;
    let (anyone, id) = (&thread.cast.anyone, thread.outreach.as_str());
    let before = platform.head().await;
    let mut silent = experience("client", "Ik wachtte vier maanden.");
    silent["consent"] = json!(false);
    let told = share(anyone, id, &silent).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/consent"]);
    for (text, from, to) in [
        ("Mijn BSN is 111222333.", 13, 21),
        ("Ik heet Fatima.", 9, 14),
        ("Wij wonen in de Dorpsstraat 12.", 17, 30),
    ] {
        let told = share(anyone, id, &experience("client", text)).await;
        let told = told.refused(400, "invalid-input");
        assert_eq!(told.fields(), ["/text"], "{text}");
        let place = format!("teken {from} t/m {to} ");
        assert!(told.text().contains(&place), "{}", told.text());
        let marked: String = text.chars().skip(from - 1).take(to + 1 - from).collect();
        assert!(!told.text().contains(&marked), "{marked} is repeated");
    }
    let elsewhere = json!({ "voice": "education", "theme": "wachten", "text": "Wij zien veel.",
        "consent": true });
    let told = share(anyone, id, &elsewhere).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/voice"]);
    assert_eq!(platform.head().await, before, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn referrers_schools_and_partners_are_asked_theme_by_theme() {
    let (_platform, thread) = begun().await;
    let mut outreach = thread.new_outreach(thread.time.term());
    outreach["voices"] = json!(["education", "partner", "referrer"]);
    let made = thread.cast.buyer.post(&thread.path("/outreaches"), &outreach).await.expect(201);
    let id = made.id();
    let anyone = &thread.cast.anyone;
    for voice in ["referrer", "education", "partner"] {
        for theme in ["wachten", "samenwerken"] {
            let mut told = experience(voice, "Wij bellen nu drie mensen per kind.");
            told["theme"] = json!(theme);
            share(anyone, &id, &told).await.expect(201);
        }
    }
    let path = format!("/outreaches/{id}/experiences");
    let told = thread.cast.reader.get(&path).await.expect(200).json();
    let themes: Vec<_> =
        told["items"].as_array().unwrap().iter().map(|it| it["theme"].as_str().unwrap()).collect();
    assert_eq!(themes, [["samenwerken"; 3], ["wachten"; 3]].concat(), "by theme, not in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_reads_what_is_bought_what_one_can_choose_and_what_input_led_to() {
    let (_platform, mut thread) = begun().await;
    let (read, path) = (thread.path(""), thread.path("/products"));
    let buyer = thread.cast.buyer.clone();
    let mut wrong = product();
    wrong["lot"] = json!(7);
    let told = buyer.put_over(&read, &path, &json!({ "products": [wrong] })).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/products/0/lot"]);
    let products = json!({ "products": [product()] });
    buyer.put_over(&read, &path, &products).await.expect(200);
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    thread.time.pass(closes).await;
    thread.report().await;
    let closes = thread.reach_out().await;
    thread.time.pass(closes).await;
    thread.tell_feedback().await;

    let anyone = &thread.cast.anyone;
    let shown = anyone.get(&thread.path("/overview")).await.expect(200).json();
    assert_eq!(shown["products"], products["products"]);
    assert_eq!(shown["summary"], "Hulp voor kinderen en hun ouders.");
    assert!(shown["choices"].as_array().unwrap().iter().any(|it| it["room"] == "fixed"));
    let input = shown["input"].as_array().unwrap();
    let within: Vec<_> = input.iter().map(|it| it["within"].as_str().unwrap()).collect();
    assert_eq!(within, [&["Marktconsultatie"; 3][..], &["Vertel hoe het ging"]].concat());
    assert!(input.iter().all(|it| it["reason"].is_string()), "{shown}");
    let page = format!("{}/trajecten/{}", thread.world.pages(), thread.trajectory);
    let page = anyone.send(thread.world.http.get(page)).await.expect(200).text();
    for field in ["offer", "forWhom", "access", "choice"] {
        let said = products["products"][0][field].as_str().unwrap();
        assert!(page.contains(said), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phase_stays_open_until_what_people_told_is_answered() {
    let (_platform, mut thread) = begun().await;
    thread.open_phase("strategy").await;
    let closes = thread.reach_out().await;
    share(&thread.cast.anyone, &thread.outreach, &experience("client", "Ik wachtte lang."))
        .await
        .expect(201);
    thread.time.pass(closes).await;
    let told = thread.close_phase("strategy").await.refused(409, "phase-has-unanswered-input");
    assert!(told.text().contains(&thread.outreach), "{}", told.text());
    thread.tell_feedback().await;
    thread.close_phase("strategy").await.expect(200);
    // One that is still open holds up nothing.
    thread.open_phase("specification").await;
    thread.reach_out().await;
    thread.close_phase("specification").await.expect(200);
}
