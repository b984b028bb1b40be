//! Client councils at work: by when, who drafts, how an advice is adopted and signed, and which
//! text followed from it.

use crate::kit::{Cast, Platform, Session};
use crate::thread::{Thread, advice};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

/// A trajectory whose vision is open for advice.
async fn vision() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("vision").await;
    (platform, thread)
}

/// A term so many days from now.
fn within(thread: &Thread, days: i64) -> Value {
    thread.term(thread.time.now() + SignedDuration::from_hours(24 * days))
}

/// The pseudonym of whoever is signed in.
async fn person(session: &Session) -> Value {
    let me = session.send(session.request(Method::GET, "/me")).await;
    me.expect(200).json()["person"].clone()
}

async fn asked(thread: &Thread, change: impl FnOnce(&mut Value)) -> String {
    let mut request = thread.advice_request();
    change(&mut request);
    thread.cast.buyer.post(&thread.path("/advice-requests"), &request).await.expect(201).id()
}

async fn desk(thread: &Thread, advice: &str) -> Value {
    thread.cast.member.get(&format!("/advices/{advice}")).await.expect(200).json()
}

async fn given(thread: &Thread, advice: &str) -> Value {
    thread.cast.buyer.get(&format!("/advices/{advice}")).await.expect(200).json()
}

/// Two urgent requests: the council agrees to one.
pub(crate) async fn settle_urgency(thread: &Thread) {
    let Cast { buyer, chair, member, .. } = &thread.cast;
    let urgently = |request: &mut Value| {
        request["urgency"] = json!({ "reason": "De subsidie vervalt.", "term": null });
        request["urgency"]["term"] = within(thread, 10);
    };
    let (yes, no) = (asked(thread, urgently).await, asked(thread, urgently).await);
    assert_eq!(desk(thread, &yes).await["daysLeft"], 28);
    let path = |advice: &str| format!("/advices/{advice}/urgency-decision");
    member.post(&path(&yes), &json!({ "agreed": true })).await.refused(403, "role-missing");
    let silent = chair.post(&path(&no), &json!({ "agreed": false })).await;
    assert_eq!(silent.refused(400, "invalid-input").fields(), ["/reason"]);
    chair.post(&path(&yes), &json!({ "agreed": true })).await.expect(200);
    let refusal = json!({ "agreed": false, "reason": "Wij vergaderen pas over drie weken." });
    chair.post(&path(&no), &refusal).await.expect(200);
    chair.post(&path(&no), &json!({ "agreed": true })).await.refused(409, "advice-urgency-decided");
    assert_eq!(desk(thread, &yes).await["daysLeft"], 10);
    assert_eq!(desk(thread, &no).await["daysLeft"], 28);

    let list = buyer.get(&thread.path("/advices")).await.expect(200).json();
    let of = |id: &str| {
        let all = list["requested"].as_array().unwrap();
        all.iter().find(|it| it["id"] == id).unwrap().clone()
    };
    assert_eq!(of(&yes)["urgencyAgreed"], true);
    assert_eq!(of(&yes)["term"]["at"], of(&yes)["request"]["urgency"]["term"]["at"]);
    assert_eq!(of(&no)["urgencyRefusal"], "Wij vergaderen pas over drie weken.");
    assert_eq!(of(&no)["term"]["at"], of(&no)["request"]["term"]["at"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_term_needs_the_consent_of_the_council() {
    let (platform, thread) = vision().await;
    settle_urgency(&thread).await;
    platform.stop().await;
}

/// More time is asked twice, and given once.
pub(crate) async fn ask_for_time(thread: &Thread) {
    let Cast { buyer, chair, .. } = &thread.cast;
    let id = asked(thread, |_| {}).await;
    let until = calendar::local(thread.time.now() + SignedDuration::from_hours(24 * 40)).date();
    let request = json!({ "until": until.to_string(), "reason": "Wij spreken nog ouders." });
    let path = format!("/advices/{id}/extension-request");
    chair.post(&path, &request).await.expect(200);
    let list = buyer.get(&thread.path("/advices")).await.expect(200).json();
    let open = list["requested"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(open["extension"]["reason"], "Wij spreken nog ouders.");
    let decision = format!("/advices/{id}/extension-decision");
    let no = json!({ "reason": "Het college beslist eerder." });
    buyer.post(&decision, &no).await.expect(200);
    let shown = desk(thread, &id).await;
    assert_eq!(shown["extension"]["given"], false);
    assert_eq!(shown["extension"]["reason"], "Het college beslist eerder.");

    chair.post(&path, &request).await.expect(200);
    let yes = json!({ "term": within(thread, 41), "reason": "Het college wacht." });
    buyer.post(&decision, &yes).await.expect(200);
    let shown = desk(thread, &id).await;
    assert_eq!((&shown["extension"]["given"], &shown["daysLeft"]), (&json!(true), &json!(41)));
    // Advice after its first term and before the longer one is in time.
    thread.time.pass(thread.time.now() + SignedDuration::from_hours(24 * 30)).await;
    let content = advice("Praat met kinderen.");
    chair.post(&format!("/advices/{id}/filing"), &content).await.expect(200);
    assert_eq!(desk(thread, &id).await["late"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_that_asks_for_more_time_gets_it_or_hears_why_not() {
    let (platform, thread) = vision().await;
    ask_for_time(&thread).await;
    platform.stop().await;
}

/// An advice from drafting group to signatures.
pub(crate) async fn work_on_advice(thread: &Thread) {
    let Cast { chair, secretary, member, anyone, .. } = &thread.cast;
    let id = asked(thread, |request| request["step"] = json!("development")).await;
    let path = format!("/advices/{id}");
    let me = person(member).await;
    let group = format!("{path}/drafting-group");
    let of = |person: &Value| json!({ "members": [person] });
    let other = person(secretary).await;
    secretary.put_over(&path, &group, &of(&other)).await.expect(200);
    let mut content = advice("Houd kleine praktijken in beeld.");
    let draft = format!("{path}/draft");
    let refused = member.put_over(&path, &draft, &content).await;
    refused.refused(403, "advice-drafting-group");
    secretary.put_over(&path, &group, &of(&me)).await.expect(200);
    content["findings"] = json!([{
        "template": "client-demands", "point": 6, "met": "yes", "finding": "Het is duidelijk.",
    }]);
    let refused = member.put_over(&path, &draft, &content).await;
    assert_eq!(refused.refused(400, "invalid-input").fields(), ["/findings/0/point"]);
    content["findings"][0]["point"] = json!(1);
    member.put_over(&path, &draft, &content).await.expect(200);

    let filing = format!("{path}/filing");
    chair.post(&filing, &content).await.refused(409, "advice-not-adopted");
    let adoption = json!({
        "metOn": "2027-02-03", "present": 9, "inFavour": 7, "against": 2,
        "minorityView": "Twee leden willen meer keus.",
    });
    secretary.post(&format!("{path}/adoption"), &adoption).await.expect(200);
    let signature = format!("{path}/signature");
    chair.post(&signature, &json!({})).await.expect(200);
    chair.post(&filing, &content).await.refused(409, "advice-not-signed");
    secretary.post(&signature, &json!({})).await.expect(200);
    chair.post(&filing, &content).await.expect(200);

    let all = anyone.get(&thread.path("/dossier")).await.expect(200).json();
    let given = all["advices"].as_array().unwrap();
    let shown = given.iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(shown["step"], "development");
    assert_eq!(shown["adoption"]["minorityView"], "Twee leden willen meer keus.");
    assert_eq!(shown["signed"], json!(["chair", "secretary"]));
    assert_eq!(shown["findings"][0]["template"], "client-demands");
    assert!(!all.to_string().contains(me.as_str().unwrap()), "a drafter is not told");
    let templates =
        anyone.send(anyone.request(Method::GET, "/advice-templates")).await.expect(200).json();
    let counts = templates["items"].as_array().unwrap().iter();
    let counts: Vec<_> = counts.map(|it| it["points"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [10, 5, 10, 4, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_drafts_the_council_adopts_and_two_sign() {
    let (platform, thread) = vision().await;
    work_on_advice(&thread).await;
    platform.stop().await;
}

/// An advice, its response, the text that followed and the copy.
pub(crate) async fn follow_up(thread: &Thread) {
    let Cast { buyer, chair, anyone, .. } = &thread.cast;
    let id = asked(thread, |_| {}).await;
    let path = format!("/advices/{id}");
    chair.post(&format!("{path}/filing"), &advice("Vraag het kinderen.")).await.expect(200);
    let followed = json!({
        "number": 1, "document": { "document": thread.document, "version": 1, "section": "1.4" },
        "change": "Kinderen beslissen mee over hun plan.",
    });
    let follow_ups = format!("{path}/follow-ups");
    buyer.post(&follow_ups, &followed).await.refused(409, "advice-nothing-follows");
    let copy = format!("{path}/municipal-council-copy");
    let sent = json!({ "sentOn": "2027-03-01" });
    buyer.post(&copy, &sent).await.refused(409, "advice-not-answered");
    let response = json!({ "responses": [{
        "number": 1, "response": "adopted", "reason": "Dit past bij onze visie.",
    }] });
    buyer.post(&format!("{path}/responses"), &response).await.expect(200);
    let mut wrong = followed.clone();
    wrong["document"]["version"] = json!(7);
    let refused = buyer.post(&follow_ups, &wrong).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/document/version"]);
    buyer.post(&follow_ups, &followed).await.expect(200);
    buyer.post(&copy, &sent).await.expect(200);

    assert_eq!(given(thread, &id).await["copySentOn"], "2027-03-01");
    assert_eq!(desk(thread, &id).await["followUps"][0]["number"], 1);
    let all = anyone.get(&format!("/advices/{id}")).await.expect(200).json();
    let followed = &all["recommendations"][0]["followUps"][0];
    assert_eq!(followed["change"], "Kinderen beslissen mee over hun plan.");
    assert_eq!(followed["document"]["section"], "1.4");
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_which_text_followed_from_which_advice() {
    let (platform, thread) = vision().await;
    follow_up(&thread).await;
    platform.stop().await;
}

/// Signals, an item for the agenda and research, each with its answer.
pub(crate) async fn bring_matters(thread: &Thread) {
    let Cast { buyer, chair, member, reader, .. } = &thread.cast;
    let signals = thread.path("/signals");
    let mut signal = json!({
        "theme": "Wachttijd", "group": "Gezinnen met jonge kinderen", "frequency": "sometimes",
        "text": "Mevrouw Jansen belde: haar zoon met nummer 111222333 wacht al een jaar.",
    });
    let refused = member.post(&signals, &signal).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/text", "/text"]);
    assert!(!refused.text().contains("111222333"), "{}", refused.text());
    assert!(refused.text().contains("Op teken 1 t/m"), "{}", refused.text());
    signal["text"] = json!("Ouders wachten langer dan een jaar op een diagnose.");
    let told = member.post(&signals, &signal).await.expect(201).id();
    let item = json!({ "title": "De wachtlijst", "text": "Wij horen er elke maand over." });
    let item = member.post(&thread.path("/agenda-items"), &item).await.expect(201).id();
    let research = json!({
        "form": "panel", "title": "Panel over wachttijd",
        "text": "Wij vragen veertig gezinnen hoe lang zij wachtten.",
    });
    let path = thread.path("/research");
    member.post(&path, &research).await.refused(403, "role-missing");
    let research = chair.post(&path, &research).await.expect(201).id();
    let result = json!({ "text": "De helft wachtte lang.", "respondents": 38 });
    let early = chair.post(&format!("/council-matters/{told}/result"), &result).await;
    early.refused(409, "council-matter-no-research");
    chair.post(&format!("/council-matters/{research}/result"), &result).await.expect(200);

    let waiting = buyer.get("/work-list?kind=answer-council-matter").await.expect(200).json();
    let waits = |id: &str| waiting.to_string().contains(id);
    assert!(waits(&told) && waits(&item) && waits(&research), "{waiting}");
    let list = reader.get(&thread.path("/council-matters")).await.expect(200).json();
    assert!(list["items"].as_array().unwrap().len() >= 3);
    for (id, response, meeting) in [
        (&told, "adopted", Value::Null),
        (&item, "partly-adopted", json!("2027-05-12")),
        (&research, "adopted", Value::Null),
    ] {
        let mut answer = json!({ "response": response, "reason": "Wij gaan ermee aan de slag." });
        if !meeting.is_null() {
            answer["meeting"] = meeting;
        }
        buyer.post(&format!("/council-matters/{id}/answer"), &answer).await.expect(200);
        let path = format!("/council-matters/{id}");
        let shown = member.get(&path).await.expect(200).json();
        assert_eq!(shown["answer"]["response"], response);
        assert_eq!(shown["answer"]["reason"], "Wij gaan ermee aan de slag.");
    }
    let shown = buyer.get(&format!("/council-matters/{research}")).await.expect(200).json();
    assert_eq!(shown["result"]["respondents"], 38);
    let waiting = buyer.get("/work-list?kind=answer-council-matter").await.expect(200).json();
    assert!(!waiting.to_string().contains(told.as_str()), "{waiting}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_brings_signals_items_and_research_and_each_gets_an_answer() {
    let (platform, thread) = vision().await;
    bring_matters(&thread).await;
    let Cast { anyone, .. } = &thread.cast;
    let all = anyone.get(&thread.path("/dossier")).await.expect(200).json();
    assert!(!all.to_string().contains("diagnose"), "a signal is not for everyone");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_sees_what_is_to_come() {
    let (platform, thread) = vision().await;
    let Cast { buyer, member, .. } = &thread.cast;
    let advice = asked(&thread, |_| {}).await;
    let milestone = |title: &str, days: i64| {
        let term = within(&thread, days);
        json!({ "title": title, "phase": "vision", "term": term })
    };
    let planning = json!({
        "milestones": [milestone("De raden beslissen", 60), milestone("Inloopavond", 5)],
    });
    let path = thread.path("/planning");
    buyer.put_over(&thread.path(""), &path, &planning).await.expect(200);
    let calendar = member.get("/calendar").await.expect(200).json();
    let items = calendar["items"].as_array().unwrap();
    let titles: Vec<_> = items.iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Inloopavond", "De inkoopvisie", "De raden beslissen"]);
    assert_eq!((&items[1]["kind"], &items[1]["advice"]), (&json!("advice"), &json!(advice)));
    thread.time.pass(thread.time.now() + SignedDuration::from_hours(24 * 6)).await;
    let calendar = member.get("/calendar").await.expect(200).json();
    assert_eq!(calendar["items"].as_array().unwrap().len(), 2, "what has passed is left out");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_for_the_woo_lists_advice_and_what_was_added_to_it() {
    let (platform, thread) = vision().await;
    let Cast { buyer, chair, anyone, .. } = &thread.cast;
    let first = asked(&thread, |_| {}).await;
    let second = asked(&thread, |_| {}).await;
    let index = async || {
        let found = anyone.get("/woo-index").await.expect(200).json();
        found["items"].as_array().unwrap().clone()
    };
    assert!(index().await.is_empty(), "a request is not published before the advice");
    let content = advice("Vraag het kinderen.");
    for id in [&first, &second] {
        chair.post(&format!("/advices/{id}/filing"), &content).await.expect(200);
    }
    let entries = index().await;
    let paths = |entries: &[Value]| {
        let all = entries.iter().map(|it| it["path"].as_str().unwrap().to_owned());
        all.collect::<Vec<_>>()
    };
    assert!(paths(&entries)[0].ends_with(first.as_str()), "{entries:?}");
    assert_eq!((&entries[0]["category"], entries.len()), (&json!("2e"), 2));
    let response = json!({ "responses": [{
        "number": 1, "response": "adopted", "reason": "Dit past bij onze visie.",
    }] });
    thread.time.pass(thread.time.now() + SignedDuration::from_hours(24)).await;
    buyer.post(&format!("/advices/{first}/responses"), &response).await.expect(200);
    let entries = index().await;
    assert!(paths(&entries)[1].ends_with(first.as_str()), "what changed comes again: {entries:?}");
    assert_ne!(entries[1]["publishedAt"], entries[1]["changedAt"]);
    let page = format!("{}{}", anyone.world.pages(), paths(&entries)[1]);
    let page = anyone.send(anyone.world.http.get(page)).await.expect(200);
    assert!(page.text().contains("Vraag het kinderen"), "{}", page.text());
    platform.stop().await;
}
