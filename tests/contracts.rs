//! Contracts and performance: registered when won, measured with data that is checked, and talked
//! about in a fixed order.

use crate::kit::{Cast, Platform, Session};
use crate::thread::Thread;
use crate::thread::contract::{agreement, answers, checks, indicator, new_talk};
use serde_json::{Value, json};

const CSV: &str = "text/csv";
const LINES: &str = "application/jsonl";

/// A trajectory in which contracts run, in the second half of 2027.
async fn running() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.keep_contract().await;
    thread.time.pass("2027-07-01T08:00:00Z".parse().unwrap()).await;
    (platform, thread)
}

async fn shown(session: &Session, path: &str) -> Value {
    session.get(path).await.expect(200).json()
}

/// The points of an indicator under the contract.
async fn points(thread: &Thread, session: &Session, key: &str) -> Vec<Value> {
    let path = format!("/contracts/{}/values?limit=200", thread.contract);
    let list = shown(session, &path).await;
    let found = list["items"].as_array().unwrap().iter().find(|it| it["indicator"] == key);
    found.unwrap_or_else(|| panic!("{key} in {list}"))["points"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_registered_with_who_won_and_seen_by_nobody_else() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("procedure").await;
    let standstill = thread.send_award_decision().await;
    let tenderers = thread.tenderers().await;
    let contract = |tenderer: &str, number: &str| {
        json!({
            "origin": { "kind": "award", "evaluation": thread.evaluation },
            "tenderer": tenderer, "agreement": agreement(number),
        })
    };
    let Cast { contract_manager, approver, oak, birch, reader, outsider, .. } = &thread.cast;
    let path = thread.path("/contracts");
    let early = contract_manager.post(&path, &contract(&tenderers[0], "jh-14")).await;
    early.refused(409, "contract-not-won");
    thread.time.pass(standstill).await;
    let announcement = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
    let confirmation = format!("/evaluations/{}/award-confirmation", thread.evaluation);
    approver.post(&confirmation, &announcement).await.expect(200);
    let loser = contract_manager.post(&path, &contract(&tenderers[1], "jh-15")).await;
    loser.refused(409, "contract-not-won");
    let made = contract_manager.post(&path, &contract(&tenderers[0], "jh-14")).await.expect(201);
    let own = format!("/contracts/{}", made.id());
    assert!(made.header("location").ends_with(&own), "{}", made.header("location"));
    let mut other = contract(&tenderers[0], "jh-14");
    other["agreement"]["weight"] = json!("heavy");
    contract_manager.post(&path, &other).await.refused(409, "contract-exists");

    let seen = shown(contract_manager, &own).await;
    assert_eq!(seen["organisation"]["name"], oak.organisation()["name"]);
    assert_eq!(seen["agreement"]["roles"].as_array().unwrap().len(), 8);
    assert_eq!(shown(&oak.session, &own).await["agreement"]["number"], "jh-14");
    birch.session.get(&own).await.refused(404, "contract-unknown");
    assert_eq!(shown(&birch.session, &path).await["contracts"], json!([]));
    reader.get(&own).await.expect(403);
    let stranger = Session { token: outsider.token.clone(), ..contract_manager.clone() };
    stranger.get(&own).await.refused(404, "contract-unknown");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_admitted_gets_a_contract() {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.draft_requirements().await;
    thread.take_part().await;
    let Cast { contract_manager, approver, aspen, .. } = &thread.cast;
    let applications = format!("/admissions/{}/applications", thread.admission);
    let listed = shown(approver, &applications).await;
    let application = listed["applications"][0]["applied"]["application"].as_str().unwrap();
    let contract = json!({
        "origin": {
            "kind": "admission", "admission": thread.admission, "application": application,
        },
        "agreement": agreement("open-1"),
    });
    let path = thread.path("/contracts");
    contract_manager.post(&path, &contract).await.refused(409, "contract-not-won");
    let finding = json!({ "condition": "bereik", "met": true, "reason": "Elke dag open." });
    let decision = json!({ "findings": [finding] });
    let decide = format!("{applications}/{application}/decision");
    approver.post(&decide, &decision).await.expect(200);
    let id = contract_manager.post(&path, &contract).await.expect(201).id();
    shown(&aspen.session, &format!("/contracts/{id}")).await;
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_without_roles_on_both_sides_is_told_everything_that_is_missing() {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let manager = &thread.cast.contract_manager;
    let mut wrong = agreement("jh-14");
    wrong["roles"].as_array_mut().unwrap().retain(|role| role["side"] == "municipality");
    wrong["lots"] = json!([7]);
    let organisation = json!({ "name": "Zorgpraktijk", "numbers": [thread.cast.oak.number] });
    let origin = json!({ "kind": "existing", "reference": "Overeenkomst 2023" });
    let mut contract =
        json!({ "origin": origin, "organisation": organisation, "agreement": wrong });
    let path = thread.path("/contracts");
    let told = manager.post(&path, &contract).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/agreement/lots/0"]);
    contract["agreement"]["lots"] = json!([1]);
    let told = manager.post(&path, &contract).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/agreement/roles"; 4]);
    contract.as_object_mut().unwrap().remove("organisation");
    let told = manager.post(&path, &contract).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/organisation"]);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indicator_says_for_which_goal_against_which_target_and_how_often() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let path = thread.path("/indicators");
    let mut other = indicator("wachttijd", "at-most", "21");
    let told = contract_manager.post(&path, &json!({ "indicator": other })).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/change"]);
    other["kind"] = json!("result");
    let new = json!({ "indicator": other, "change": "De raden willen het korter." });
    contract_manager.post(&path, &new).await.expect(200);
    let list = shown(&oak.session, &path).await;
    let items = list["items"].as_array().unwrap();
    let waiting = items.iter().find(|it| it["indicator"]["key"] == "wachttijd").unwrap();
    assert_eq!(waiting["version"], 2);
    assert_eq!(waiting["indicator"]["target"], json!({ "direction": "at-most", "value": "21" }));
    assert_eq!(waiting["indicator"]["frequency"], "quarter");
    let gone = json!({ "indicator": "doelen", "reason": "Er is een betere maat." });
    let retirements = thread.path("/indicator-retirements");
    contract_manager.post(&retirements, &gone).await.expect(200);
    let unknown = json!({ "indicator": "doelen", "reason": "Nog eens." });
    contract_manager.post(&retirements, &unknown).await.refused(404, "indicator-unknown");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn data_counts_only_once_it_was_checked_in_every_respect() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, birch, .. } = &thread.cast;
    let delivery = thread.open_delivery(&thread.contract, &oak.session, "2027-Q2").await;
    let own = format!("/data-deliveries/{delivery}");
    birch.session.get(&own).await.refused(404, "data-delivery-unknown");
    thread.check(&delivery, true).await.refused(409, "data-delivery-incomplete");
    // Half of it is there: nobody can call that complete.
    let half = "indicator;waarde\nwachttijd;31,5\n";
    thread.import(&oak.session, &delivery, CSV, half).await.expect(200);
    let view = shown(contract_manager, &own).await;
    assert_eq!((&view["status"], &view["missing"]), (&json!("delivered"), &json!(1)));
    let told = thread.check(&delivery, true).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/completeness/met"]);
    thread.check(&delivery, false).await.expect(200);
    assert_eq!(shown(&oak.session, &own).await["status"], "rejected");
    thread.check(&delivery, false).await.expect(200);

    let again = thread.open_delivery(&thread.contract, &oak.session, "2027-Q2").await;
    let whole = "indicator;periode;waarde;toelichting\nwachttijd;2027-Q2;29;In mei was het druk\n\
                 doelen;;81.25;\n";
    thread.import(&oak.session, &again, CSV, whole).await.expect(200);
    let counted = points(&thread, &oak.session, "wachttijd").await;
    let status: Vec<_> = counted.iter().map(|it| (&it["value"], &it["status"])).collect();
    assert_eq!(status, [(&json!("31.5"), &json!("rejected")), (&json!("29"), &json!("delivered"))]);
    thread.check(&again, true).await.expect(200);
    let counted = points(&thread, contract_manager, "wachttijd").await;
    assert_eq!(counted[1]["status"], "validated");
    assert_eq!(counted[1]["note"], "In mei was het druk");
    assert_eq!(counted[1]["onTarget"], false);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_in_a_file_is_told_by_row_before_anything_is_taken() {
    let (platform, thread) = running().await;
    let oak = &thread.cast.oak.session;
    let delivery = thread.open_delivery(&thread.contract, oak, "2027").await;
    let content = "contract;indicator;periode;waarde;bewijs;kleur\n\
        jh-14;wachttijd;2027-Q2;12;register;\n";
    let told = thread.import(oak, &delivery, CSV, content).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/rows/1/F"]);
    let content = "contract;indicator;periode;waarde;bewijs\n\
        jh-14;wachttijd;2027-Q2;12;register\n\
        jh-15;wachttijd;2027-Q2;12;\n\
        jh-14;uitval;2027-Q2;12;\n\
        jh-14;wachttijd;2027-Q3;12;\n\
        jh-14;doelen;2027-Q1;veel;\n\
        jh-14;doelen;2027-Q1;-1;gevoel\n\
        jh-14;wachttijd;2027-Q2;13;\n\
        jh-14;doelen;2027-Q2;\n";
    let told = thread.import(oak, &delivery, CSV, content).await.refused(400, "invalid-input");
    let mut fields = told.fields();
    fields.sort();
    assert_eq!(
        fields,
        [
            "/rows/3/A",
            "/rows/4/B",
            "/rows/5/C",
            "/rows/6/D",
            "/rows/7/D",
            "/rows/7/E",
            "/rows/8/B",
            "/rows/9/D",
        ]
    );
    let early = "Rij 5: De periode 2027-Q3 is nog niet voorbij.";
    assert!(told.text().contains(early), "{}", told.text());
    let lines = "{\"indicator\":\"wachttijd\",\"period\":\"2027-Q2\",\"value\":\"12\"}\n\
        {\"indicator\":\"wachttijd\",\"value\":12}\n\
        {\"indicator\":\"doelen\",\"period\":\"2028-Q1\",\"value\":\"12\"}\n";
    let told = thread.import(oak, &delivery, LINES, lines).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/rows/2", "/rows/3/period"]);
    let path = format!("/data-deliveries/{delivery}");
    let view = shown(oak, &path).await;
    assert_eq!((&view["status"], &view["taken"]), (&json!("open"), &json!(0)));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_all_providers_comes_in_by_parts_and_each_sees_its_own() {
    let (platform, mut thread) = running().await;
    let birch = thread.contract_with("jh-15", &thread.cast.birch).await;
    let Cast { contract_manager, oak, birch: other, .. } = &thread.cast;
    for number in 0..600 {
        let new = json!({ "indicator": indicator(&format!("kpi-{number}"), "at-least", "5") });
        contract_manager.post(&thread.path("/indicators"), &new).await.expect(200);
    }
    let new = json!({ "period": "2027-Q2", "source": "Het berichtenverkeer." });
    let path = thread.path("/data-deliveries");
    let delivery = contract_manager.post(&path, &new).await.expect(201).id();
    let mut lines = String::new();
    for contract in ["jh-14", "jh-15"] {
        for number in 0..600 {
            let (indicator, value) = (format!("kpi-{number}"), format!("{number}.5"));
            let line = json!({ "contract": contract, "indicator": indicator, "value": value });
            lines += &format!("{line}\n");
        }
    }
    thread.import(contract_manager, &delivery, LINES, &lines).await.expect(200);
    let view = shown(contract_manager, &format!("/data-deliveries/{delivery}")).await;
    assert_eq!((&view["rows"], &view["taken"]), (&json!(1200), &json!(1200)));
    assert_eq!(view["missing"], 4, "of two indicators for two contracts");
    oak.session.get(&format!("/data-deliveries/{delivery}")).await.expect(404);
    let own = points(&thread, &oak.session, "kpi-1").await;
    assert_eq!(own[0]["value"], "1.5");
    let values = format!("/contracts/{birch}/values?limit=3");
    assert_eq!(shown(&other.session, &values).await["items"].as_array().unwrap().len(), 3);
    oak.session.get(&values).await.refused(404, "contract-unknown");
    thread.contract = birch;
    assert_eq!(points(&thread, &other.session, "kpi-10").await[0]["value"], "10.5");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_import_takes_nothing_twice_and_another_file_is_refused() {
    let (platform, thread) = running().await;
    let oak = &thread.cast.oak.session;
    let delivery = thread.open_delivery(&thread.contract, oak, "2027-Q2").await;
    let path = format!("/data-deliveries/{delivery}/imports");
    let sha256 = oak.hand_in(CSV, b"indicator;waarde\nwachttijd;12\ndoelen;90\n").await;
    let file = json!({ "file": { "name": "waarden.csv", "sha256": sha256 } });
    let first = oak.post_under("een-levering", &path, &file).await.expect(200);
    let again = oak.post_under("een-levering", &path, &file).await.expect(200);
    assert_eq!(first.json(), again.json());
    let same = oak.post(&path, &file).await.expect(200).json();
    assert_eq!(same["recorded"], false, "everything was in already");
    let other = oak.hand_in(CSV, b"indicator;waarde\nwachttijd;13\n").await;
    let other = json!({ "file": { "name": "waarden.csv", "sha256": other } });
    oak.post(&path, &other).await.refused(409, "data-import-begun");
    assert_eq!(points(&thread, oak, "wachttijd").await.len(), 1);
    let path = thread.path("/data-deliveries");
    let manager = &thread.cast.contract_manager;
    assert_eq!(shown(manager, &path).await["items"].as_array().unwrap().len(), 1);
    let import = thread.import(manager, &delivery, CSV, "indicator;waarde\n").await;
    import.refused(403, "data-delivery-of-provider");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_is_offered_and_requested_again_only_with_a_reason() {
    let (platform, mut thread) = running().await;
    thread.measure("2027-Q2", "31", "81").await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let path = format!("/contracts/{}/data-requests", thread.contract);
    let due = json!({
        "at": "2027-10-15T12:00:00+02:00",
        "ground": { "kind": "agreement", "source": "Overeenkomst, bijlage 4" },
    });
    let mut request = json!({
        "period": "2027-Q2", "indicators": ["wachttijd"], "due": due,
        "purpose": "Voor de rapportage aan de raad.",
    });
    let told = contract_manager.post(&path, &request).await;
    let told = told.refused(409, "data-delivered-before");
    assert!(told.text().contains("wachttijd (2027-Q2)"), "{}", told.text());
    request["again"] = json!("De telling bleek anders afgesproken.");
    let asked = contract_manager.post(&path, &request).await.expect(201).id();
    let own = format!("/data-deliveries/{asked}");
    assert_eq!(shown(&oak.session, &own).await["status"], "requested");
    // What was asked for is not asked for twice either.
    request.as_object_mut().unwrap().remove("again");
    request["period"] = json!("2027-Q3");
    contract_manager.post(&path, &request).await.expect(201);
    contract_manager.post(&path, &request).await.refused(409, "data-delivered-before");

    let more = "indicator;waarde\nwachttijd;30\ndoelen;2\n";
    let told = thread.import(&oak.session, &asked, CSV, more).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/rows/3/A"], "it was not asked");
    let exact = "indicator;waarde\nwachttijd;30\n";
    thread.time.pass("2027-10-16T08:00:00Z".parse().unwrap()).await;
    thread.import(&oak.session, &asked, CSV, exact).await.expect(200);
    let view = shown(contract_manager, &own).await;
    assert_eq!((&view["late"], &view["missing"]), (&json!(true), &json!(0)));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_provider_shows_the_same_indicator_in_its_own_way() {
    let (platform, thread) = running().await;
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let path = format!("/contracts/{}/evidence-agreements", thread.contract);
    let agreed = json!({
        "indicator": "doelen", "evidence": [{ "key": "gesprekken", "title": "Gesprekken" }],
        "reason": "Deze praktijk is te klein voor een vragenlijst.",
    });
    contract_manager.post(&path, &agreed).await.expect(200);
    let delivery = thread.open_delivery(&thread.contract, &oak.session, "2027-Q2").await;
    let unclear = "indicator;waarde\nwachttijd;12\ndoelen;90\n";
    let told = thread.import(&oak.session, &delivery, CSV, unclear).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/rows/3"], "there is a choice now");
    let clear = "indicator;waarde;bewijs\nwachttijd;12;\ndoelen;90;gesprekken\n";
    thread.import(&oak.session, &delivery, CSV, clear).await.expect(200);
    assert_eq!(points(&thread, &oak.session, "doelen").await[0]["evidence"], "gesprekken");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_is_held_on_validated_data_alone_and_in_its_fixed_order() {
    let (platform, mut thread) = running().await;
    let manager = thread.cast.contract_manager.clone();
    let path = format!("/contracts/{}/performance-talks", thread.contract);
    let new = new_talk("2027-Q2", "2027-07-12");
    let told = manager.post(&path, &new).await.refused(409, "talk-data-not-validated");
    for key in ["wachttijd (2027-Q2)", "doelen (2027-Q2)"] {
        assert!(told.text().contains(key), "{}", told.text());
    }
    let delivery =
        thread.open_delivery(&thread.contract, &thread.cast.oak.session, "2027-Q2").await;
    let content = "indicator;waarde\nwachttijd;31.5\ndoelen;81\n";
    thread.import(&thread.cast.oak.session, &delivery, CSV, content).await.expect(200);
    manager.post(&path, &new).await.refused(409, "talk-data-not-validated");
    manager.post(&format!("/data-deliveries/{delivery}/checks"), &checks(true)).await.expect(200);
    let mut wrong = new.clone();
    wrong["agenda"] = json!([{ "number": 1, "part": "finance", "title": "Declaraties" }]);
    let told = manager.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/agenda"]);
    thread.open_talk("2027-Q2", "2027-07-12").await;

    let own = format!("/performance-talks/{}", thread.talk);
    let talk = shown(&thread.cast.oak.session, &own).await;
    assert_eq!(talk["offTarget"], json!(["wachttijd"]));
    assert_eq!((&talk["next"], &talk["financeApart"]), (&json!("deviation"), &json!(true)));
    thread.cast.birch.session.get(&own).await.refused(404, "talk-unknown");
    let [deviation, causes, ..] = answers();
    thread.answer_talk(&causes).await.refused(409, "talk-question-order");
    let mut silent = deviation.clone();
    silent["interpretations"] = json!([]);
    let told = thread.answer_talk(&silent).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/interpretations"]);
    thread.hold_talk().await;
    let talk = shown(&manager, &own).await;
    let asked: Vec<_> =
        talk["answers"].as_array().unwrap().iter().map(|it| it["question"].clone()).collect();
    assert_eq!(asked, ["deviation", "root-causes", "explained-share", "actions", "outcome"]);

    let check = format!("{own}/minutes-check");
    thread.cast.birch.session.post(&check, &json!({ "confirmed": true })).await.expect(404);
    let oak = &thread.cast.oak.session;
    let wrong = json!({ "confirmed": false, "remark": "De planner begon in juli." });
    oak.post(&check, &wrong).await.expect(200);
    oak.post(&check, &json!({ "confirmed": true })).await.expect(200);
    assert_eq!(shown(&manager, &own).await["minutesChecked"]["confirmed"], true);
    assert_eq!(shown(oak, &path).await["items"].as_array().unwrap().len(), 1);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_closes_on_a_measured_result_and_on_nothing_else() {
    let (platform, mut thread) = running().await;
    thread.measure("2027-Q2", "31.5", "81").await;
    thread.open_talk("2027-Q2", "2027-07-12").await;
    thread.hold_talk().await;
    let manager = thread.cast.contract_manager.clone();
    let path = format!("/performance-talks/{}/action-closings", thread.talk);
    let closing = json!({ "action": "planner", "conclusion": "Wij zijn er bijna." });
    manager.post(&path, &closing).await.refused(409, "action-not-measured");
    let unknown = json!({ "action": "gebouw", "conclusion": "Klaar." });
    manager.post(&path, &unknown).await.refused(404, "action-unknown");
    thread.time.pass("2027-10-01T08:00:00Z".parse().unwrap()).await;
    let oak = thread.cast.oak.session.clone();
    let delivery = thread.open_delivery(&thread.contract, &oak, "2027-Q3").await;
    let content = "indicator;waarde\nwachttijd;27\ndoelen;82\n";
    thread.import(&oak, &delivery, CSV, content).await.expect(200);
    manager.post(&path, &closing).await.refused(409, "action-not-measured");
    thread.check(&delivery, true).await.expect(200);
    manager.post(&path, &closing).await.expect(200);
    let talk = shown(&oak, &format!("/performance-talks/{}", thread.talk)).await;
    let closed = &talk["actions"][0]["closed"];
    assert_eq!((&closed["value"], &closed["reached"]), (&json!("27"), &json!(false)));
    platform.stop().await;
}
