//! The dialogue around a table: standing consultations first, seats by published criteria, minutes
//! that who was there checks, actions until they have a result, and who was heard besides.

use crate::kit::{Cast, LEAD, Platform, Session};
use crate::thread::{Thread, consultation_profile};
use crate::trail::trail_of;
use jiff::SignedDuration;
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_market().await;
    thread.consult_standing().await;
    (platform, thread)
}

/// What is promised at the table.
const PROMISE: &str = "Er komt een vast aanspreekpunt.";

async fn own(session: &Session, thread: &Thread) -> Value {
    let path = format!("/sessions/{}/registrations", thread.table);
    session.get(&path).await.expect(200).json()["items"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_go_to_a_consultation_that_is_there_before_one_is_added() {
    let (_platform, thread) = begun().await;
    let Cast { contract_manager, oak, anyone, secretary, .. } = &thread.cast;
    let path = "/standing-consultations";
    let mut second = json!({ "profile": consultation_profile("Nog een overleg") });
    let told = contract_manager.post(path, &second).await;
    assert!(told.text().contains("Regionaal contractoverleg"), "{}", told.text());
    told.refused(409, "consultation-attach-instead");
    second["addition"] = json!("Het andere gaat alleen over verblijf.");
    let made = contract_manager.post(path, &second).await.expect(201);
    let second = made.header("location").rsplit('/').next().unwrap().to_owned();
    let mut without = json!({ "profile": consultation_profile("Over geld") });
    without["profile"]["agenda"] = json!([{ "part": "finance", "title": "Geld" }]);
    let told = contract_manager.post(path, &without).await.expect(400);
    assert_eq!(told.fields(), ["/profile/agenda"]);

    let all = contract_manager.get(path).await.expect(200).json()["items"].clone();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let shown = anyone.get(&thread.path(path)).await.expect(200).json()["items"].clone();
    let [shown] = &shown.as_array().unwrap()[..] else { panic!("{shown}") };
    assert_eq!(shown["attached"][0]["topics"], json!(["Wachttijden"]));
    assert_eq!(shown["appreciation"]["score"], 4);
    assert!(shown.get("ofProviders").is_none(), "one provider alone is not told");
    let ending = format!("{path}/{second}/ending");
    contract_manager.post(&ending, &json!({ "reason": "Het gaat op." })).await.expect(200);
    let own = json!({ "municipality": LEAD, "score": 9, "reason": "Bel 06-12345678." });
    let appreciation = format!("{path}/{}/appreciation", thread.standing);
    let told = oak.session.post(&appreciation, &own).await.expect(400);
    assert_eq!(told.fields(), ["/reason", "/score"]);

    // A meeting of it has its standing items.
    let begins = thread.time.term();
    let mut table = thread.table(begins);
    table["agenda"].as_array_mut().unwrap().pop();
    let sessions = thread.path("/phases/strategy/sessions");
    let told = thread.cast.buyer.post(&sessions, &table).await.expect(400);
    assert_eq!(told.fields(), ["/agenda"]);
    assert!(told.text().contains("Geld"), "{}", told.text());
    thread.cast.buyer.post(&sessions, &thread.table(begins)).await.expect(201);
    let calendar = secretary.get("/calendar").await.expect(200).json();
    let moments = calendar["items"].as_array().unwrap();
    assert!(moments.iter().any(|it| it["kind"] == "session"), "councils are invited: {moments:?}");
    let dashboard = oak.session.get("/dashboard").await.expect(200).json();
    assert_eq!(dashboard["invitations"][0]["title"], "Overlegtafel wachttijden");
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_go_by_published_criteria_and_the_others_react_in_writing() {
    let (_platform, mut thread) = begun().await;
    let begins = thread.open_table().await;
    let Cast { buyer, oak, birch, anyone, .. } = &thread.cast;
    let path = format!("/sessions/{}", thread.table);
    let shown = anyone.get(&path).await.expect(200).json();
    assert_eq!(shown["seats"]["criteria"][0]["key"], "omvang");
    assert_eq!(shown["seats"]["written"], json!(thread.market));
    buyer.post(&format!("{path}/seats"), &thread.seats()).await.refused(409, "too-early");
    thread.time.pass(begins).await;
    let mut wrong = thread.seats();
    wrong["decisions"][0]["criteria"] = json!(["bekend"]);
    wrong["decisions"][1]["granted"] = json!(true);
    let told = buyer.post(&format!("{path}/seats"), &wrong).await.expect(400);
    let mut fields = told.fields();
    fields.sort();
    let of_oak = usize::from(thread.candidates[0] > thread.candidates[1]);
    assert_eq!(fields, ["/decisions".to_owned(), format!("/decisions/{of_oak}/criteria")]);
    buyer.post(&format!("{path}/seats"), &thread.seats()).await.expect(200);

    let seat = own(&oak.session, &thread).await["seat"].clone();
    assert_eq!((&seat["granted"], seat.get("written")), (&json!(true), None));
    let none = own(&birch.session, &thread).await["seat"].clone();
    assert_eq!((&none["granted"], &none["written"]), (&json!(false), &json!(thread.market)));
    let present = json!({ "present": [thread.candidates[1]] });
    let told = buyer.post(&format!("{path}/attendance"), &present).await.expect(400);
    assert_eq!(told.fields(), ["/present/0"], "who has no seat was not there");
    assert_eq!(anyone.get(&path).await.expect(200).json(), shown, "nobody learns who sits");
}

/// What is open comes along to the next trajectory; then the promise is kept.
async fn come_along(thread: &mut Thread, path: &str, mut kept: Value) {
    let Cast { buyer, anyone, .. } = &thread.cast;
    let (buyer, anyone) = (buyer.clone(), anyone.clone());
    thread.take_over().await;
    let over = thread.taken_over().await;
    let kinds: Vec<_> = over.iter().map(|it| it["origin"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["session-commitment", "session-action"]);
    kept["commitment"] = json!(1);
    buyer.post(&format!("{path}/commitment-closings"), &kept).await.expect(200);
    let told = anyone.get(path).await.expect(200).json()["report"]["commitmentsClosed"].clone();
    assert_eq!(told[0]["result"], kept["result"]);
    let work = buyer.get("/work-list?kind=keep-commitment").await.expect(200).json();
    assert_eq!(work["items"], json!([]));
    let promised = trail_of(&anyone, &thread.trajectory, "&kind=commitment").await;
    assert_eq!(promised[0]["answer"]["outcome"], "kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_are_checked_and_actions_stay_open_until_they_have_a_result() {
    let (_platform, mut thread) = begun().await;
    let begins = thread.open_table().await;
    let Cast { buyer, oak, birch, anyone, .. } = &thread.cast;
    let path = format!("/sessions/{}", thread.table);
    thread.time.pass(begins).await;
    buyer.post(&format!("{path}/seats"), &thread.seats()).await.expect(200);
    let present = json!({ "present": [thread.candidates[0]] });
    buyer.post(&format!("{path}/attendance"), &present).await.expect(200);
    let until = begins + SignedDuration::from_hours(24 * 7);
    buyer.post(&format!("{path}/minutes"), &thread.minutes(until)).await.expect(200);
    let check = format!("{path}/minutes-check");
    birch.session.post(&check, &json!({})).await.refused(404, "session-not-present");
    let draft = own(&oak.session, &thread).await["draft"].clone();
    assert_eq!(draft["actions"].as_array().unwrap().len(), 2);
    assert!(own(&birch.session, &thread).await.get("draft").is_none());

    // The report waits for who was there, and answers what it said.
    thread.time.pass(begins + SignedDuration::from_hours(8)).await;
    let report = format!("{path}/report");
    let mut content = thread.table_report();
    content["remarks"] = json!([]);
    buyer.post(&report, &content).await.refused(409, "too-early");
    let remark = json!({ "remark": "Het aanspreekpunt was al toegezegd." });
    oak.session.post(&check, &remark).await.expect(200);
    let told = buyer.post(&report, &content).await.expect(400);
    assert_eq!(told.fields(), ["/remarks"]);
    let mut changed = thread.table_report();
    changed["actions"].as_array_mut().unwrap().pop();
    let told = buyer.post(&report, &changed).await.expect(400);
    assert_eq!(told.fields(), ["/actions"], "what was checked is what is published");
    let checks = buyer.get(&format!("{path}/minutes")).await.expect(200).json()["checks"].clone();
    assert_eq!(checks[0]["registration"], json!(thread.candidates[0]));
    buyer.post(&report, &thread.table_report()).await.expect(200);

    let shown = anyone.get(&path).await.expect(200).json()["report"].clone();
    assert_eq!(shown["learnings"], json!(["Warm overdragen scheelt een week."]));
    assert_eq!(shown["remarks"][0]["adopted"], false);
    assert!(shown["remarks"][0].get("registration").is_none());
    let actions = thread.path("/session-actions");
    let open = format!("{actions}?status=open");
    let listed = buyer.get(&open).await.expect(200).json()["items"].clone();
    let due: Vec<_> = listed.as_array().unwrap().iter().map(|it| &it["due"]).collect();
    assert_eq!(due, ["2027-09-01", "2027-12-01"], "what is due first");
    let work = buyer.get("/work-list?kind=close-session-action").await.expect(200).json();
    assert_eq!(work["items"].as_array().unwrap().len(), 2);
    let dashboard = oak.session.get("/dashboard").await.expect(200).json();
    assert_eq!(dashboard["sessionActions"].as_array().unwrap().len(), 2);
    let of_birch = birch.session.get("/dashboard").await.expect(200).json();
    assert_eq!(of_birch["sessionActions"], json!([]));

    let promised = buyer.get("/work-list?kind=keep-commitment").await.expect(200).json();
    let subject = promised["items"][0]["subject"].as_str().unwrap();
    assert!(path.ends_with(subject.strip_suffix(".commitment-1").unwrap()), "{promised}");

    let done = json!({ "action": 1, "outcome": "done", "result": "De werkwijze is er." });
    buyer.post(&format!("{path}/action-closings"), &done).await.expect(200);
    let trajectory = thread.trajectory.clone();
    let promised = trail_of(anyone, &trajectory, "&kind=commitment").await;
    assert_eq!((&promised[0]["text"], &promised[0]["open"]), (&json!(PROMISE), &json!(true)));
    let closings = format!("{path}/commitment-closings");
    let kept = json!({ "commitment": 2, "outcome": "done", "result": "Het aanspreekpunt is er." });
    buyer.post(&closings, &kept).await.refused(404, "commitment-unknown");
    let left = buyer.get(&open).await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    let work = buyer.get("/work-list?kind=close-session-action").await.expect(200).json();
    assert_eq!(work["items"].as_array().unwrap().len(), 1);
    let everyone = anyone.get(&actions).await.expect(200).json();
    assert_eq!(everyone["items"][0]["result"], "De werkwijze is er.");

    come_along(&mut thread, &path, kept).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_heard_by_group_and_what_a_region_learned_is_for_everyone() {
    let (_platform, thread) = begun().await;
    let Cast { buyer, oak, anyone, .. } = &thread.cast;
    let begins = thread.time.term();
    let mut panel = thread.talks(begins);
    panel["kind"] = json!("client-session");
    panel["script"] = json!([]);
    panel["invited"] = json!({ "groups": ["clients", "informal-care"] });
    let sessions = thread.path("/phases/strategy/sessions");
    let panel = buyer.post(&sessions, &panel).await.expect(201).id();
    let path = format!("/sessions/{panel}");
    let registration = format!("{path}/registrations");
    let refused = oak.session.post(&registration, &json!({ "people": 1 })).await;
    refused.refused(403, "session-not-for-providers");
    thread.time.pass(begins + SignedDuration::from_hours(8)).await;
    let attendance = format!("{path}/attendance");
    buyer.post(&attendance, &json!({ "present": [] })).await.expect(200);
    let report = json!({
        "summary": "Wachten weegt zwaar.", "statements": [],
        "learnings": ["Bellen tijdens het wachten helpt."],
    });
    let early = buyer.post(&format!("{path}/report"), &report).await;
    early.refused(409, "session-groups-missing");
    let others =
        json!([{ "group": "clients", "count": 9 }, { "group": "informal-care", "count": 3 }]);
    let counted = json!({ "present": [], "others": others });
    buyer.post(&attendance, &counted).await.expect(200);
    buyer.post(&format!("{path}/report"), &report).await.expect(200);

    let shown = anyone.get(&path).await.expect(200).json()["report"].clone();
    assert_eq!(
        shown["others"],
        json!([{ "group": "clients", "count": 9 },
        { "group": "informal-care" }]),
        "fewer than five are not told"
    );
    assert_eq!(shown["learnings"], report["learnings"]);
    let heard = anyone.get(&thread.path("/representation")).await.expect(200).json();
    let group = |name: &str| {
        let all = heard["others"].as_array().unwrap();
        all.iter().find(|it| it["group"] == name).unwrap().clone()
    };
    assert_eq!(group("clients")["people"], json!({ "least": 5, "most": 9 }));
    let informal = group("informal-care");
    assert_eq!((&informal["missing"], informal.get("people")), (&json!(false), None));
    assert_eq!(group("schools")["missing"], true);
}
