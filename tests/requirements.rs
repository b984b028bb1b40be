//! Requirements: what is asked, where it comes from, what it costs, and what providers say of it.

use crate::kit::{Answer, LEAD, Platform, Session};
use crate::thread::{Thread, own_requirement, profile};
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn drafted() -> (Platform, Thread) {
    let (platform, mut thread) = begun().await;
    thread.draft_requirements().await;
    (platform, thread)
}

async fn published() -> (Platform, Thread) {
    let (platform, thread) = drafted().await;
    thread.publish_requirements(&json!({})).await;
    (platform, thread)
}

async fn public(thread: &Thread, rest: &str) -> Value {
    thread.cast.anyone.get(&thread.path(rest)).await.expect(200).json()
}

async fn draft(thread: &Thread, requirement: &Value) -> Answer {
    thread.cast.buyer.post(&thread.path("/requirement-set/requirements"), requirement).await
}

async fn check(thread: &Thread) -> Value {
    thread.cast.buyer.get(&thread.path("/requirement-set/check")).await.expect(200).json()
}

fn kinds(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| it["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_legal_minimum_is_referred_to_in_model_sentences() {
    let (_platform, thread) = begun().await;
    let buyer = &thread.cast.buyer;
    let mut minimum = thread.minimum().await;
    let path = thread.path("/requirement-set/known-sources");
    let left_out = minimum.pop().unwrap();
    buyer.post(&path, &json!({ "sources": minimum })).await.expect(200);
    let told = check(&thread).await;
    assert_eq!(told["missing"], json!([left_out]));
    assert_eq!(told["minimum"].as_array().unwrap().len(), minimum.len() + 1);
    assert!(kinds(&told["findings"]).contains(&"legal-minimum-missing".to_owned()));

    let read = thread.path("/requirement-set");
    let shown = buyer.get(&read).await.expect(200).json();
    let first = &shown["specification"]["requirements"][0]["requirement"];
    assert_eq!(first["source"]["kind"], "law");
    assert!(first["text"].as_str().unwrap().contains("Jeugdwet"), "{first}");

    // Publishing waits for it, or for a reason.
    let sets = thread.path("/requirement-sets");
    let refused = buyer.post(&sets, &json!({})).await.refused(409, "legal-minimum-missing");
    assert_eq!(refused.fields(), ["/exceptions"]);
    let reason = "Er worden geen inschrijvingen op prijs vergeleken.";
    let exceptions = json!({ "exceptions": [{ "source": left_out, "reason": reason }] });
    buyer.post(&sets, &exceptions).await.expect(201);
    let first = public(&thread, "/requirement-sets/1").await;
    assert_eq!(first["exceptions"][0]["reason"], reason);

    // Twice the same source is one requirement; a source of another act is none.
    let before = buyer.get(&read).await.expect(200).json()["version"].clone();
    buyer.post(&path, &json!({ "sources": [minimum[0]] })).await.expect(200);
    assert_eq!(buyer.get(&read).await.expect(200).json()["version"], before);
    let other = json!({ "sources": [{ "id": "wmo-complaints", "version": 1 }] });
    let told = buyer.post(&path, &other).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/source/known"]);
    let unknown = json!({ "sources": [{ "id": "geen-bron", "version": 1 }] });
    assert_eq!(buyer.post(&path, &unknown).await.expect(400).fields(), ["/sources/0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_requirement_without_goal_verification_and_burden_is_refused() {
    let (_platform, thread) = drafted().await;
    let mut bare = own_requirement();
    for field in ["goal", "verification", "burden"] {
        bare.as_object_mut().unwrap().remove(field);
    }
    bare["lots"] = json!([7]);
    let told = draft(&thread, &bare).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/lots/0"]);
    bare["lots"] = json!([1]);
    let told = draft(&thread, &bare).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/goal", "/verification", "/burden"]);

    let mut known = own_requirement();
    known["topics"] = json!(["complaints"]);
    let told = draft(&thread, &known).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/insteadOfKnown"]);
    known["insteadOfKnown"] = json!("Wij willen ook horen wie geen klacht indient.");
    draft(&thread, &known).await.expect(201);
    let told = check(&thread).await;
    assert!(kinds(&told["findings"]).contains(&"tested-already".to_owned()), "{told}");
    let overlaps: Vec<_> =
        told["overlaps"].as_array().unwrap().iter().map(|it| &it["source"]["id"]).collect();
    assert!(overlaps.contains(&&json!("youth-complaints")), "{overlaps:?}");
    assert!(overlaps.contains(&&json!("hkz")), "{overlaps:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_is_limited_to_what_a_provider_can_do_about_it() {
    let (_platform, thread) = drafted().await;
    let mut outcome = own_requirement();
    outcome["level"] = json!("outcome");
    outcome["topics"] = json!(["well-being"]);
    let told = draft(&thread, &outcome).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/influence"]);
    outcome["influence"] =
        json!({ "within": "De duur van de hulp.", "outside": "Wie er wordt verwezen." });
    let made = draft(&thread, &outcome).await.expect(201);
    let path = made.header("location").split_once("/v1").unwrap().1.to_owned();
    let shown = thread.cast.buyer.get(&path).await.expect(200).json();
    assert_eq!(shown["requirement"]["influence"], outcome["influence"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_balance_is_shown_beside_the_figures_of_the_study() {
    let (_platform, thread) = drafted().await;
    let mut prescribing = own_requirement();
    prescribing["title"] = json!("Werken met één methode");
    prescribing["object"] = json!("method");
    prescribing["level"] = json!("input");
    prescribing["specification"] = json!("technical");
    prescribing["topics"] = json!(["one-method"]);
    prescribing["burden"]["registration"] = json!(true);
    draft(&thread, &prescribing).await.expect(201);

    let told = check(&thread).await;
    let balance = &told["balance"];
    assert_eq!(balance["beyondLaw"], 3);
    assert_eq!(
        balance["levels"],
        json!({ "input": 1, "throughput": 0, "output": 2, "outcome": 0 })
    );
    assert_eq!(balance["inputThroughputPercent"], 33);
    assert_eq!(balance["registrationPercent"], 33);
    let total = json!({ "bearer": "organisation", "per": "year", "minutes": 180 });
    assert_eq!(balance["totals"], json!([total]));
    let reference: Vec<_> =
        balance["reference"].as_array().unwrap().iter().map(|it| &it["value"]).collect();
    assert_eq!(reference, [28, 20, 82]);
    let found = kinds(&told["findings"]);
    for kind in ["much-registration", "no-outcome", "help-prescribed"] {
        assert!(found.contains(&kind.to_owned()), "{kind}: {found:?}");
    }
    assert!(!found.contains(&"more-than-average".to_owned()), "{found:?}");

    thread.publish_requirements(&json!({})).await;
    let seen = public(&thread, "/requirement-sets/1/balance").await;
    assert_eq!(&seen, balance);
    let figures = thread.cast.anyone.request(reqwest::Method::GET, "/reference-figures");
    let figures = thread.cast.anyone.send(figures).await.expect(200).json();
    assert!(figures["items"].to_string().contains("NJi"), "{figures}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requirements_are_picked_from_the_libraries_of_the_region() {
    let (_platform, thread) = drafted().await;
    let (buyer, colleague) = (&thread.cast.buyer, &thread.cast.colleague);
    let shown = buyer.get(&thread.path("/requirement-set")).await.expect(200).json();
    let picked = shown["specification"]["requirements"].as_array().unwrap().last().unwrap();
    let picked = &picked["requirement"];
    assert_eq!(picked["library"]["municipality"], LEAD);
    assert_eq!((&picked["goal"], &picked["lots"]), (&json!("korter-wachten"), &json!([2])));

    // A partner picks from it as well, and keeps the version that was picked.
    let of_region = colleague.get(&thread.path("/requirement-library")).await.expect(200).json();
    assert_eq!(of_region["items"][0]["entry"], thread.library_entry);
    let own = colleague.get("/requirement-library").await.expect(200).json();
    assert_eq!(own["items"], json!([]));
    let entry = format!("/requirement-library/entries/{}", thread.library_entry);
    colleague.get(&entry).await.refused(404, "library-entry-unknown");
    let mut revised = buyer.get(&entry).await.expect(200).json()["requirement"].clone();
    revised["text"] = json!("Eén vaste hulpverlener.");
    let revision = json!({ "requirement": revised, "change": "Korter." });
    buyer.put(&entry, &revision).await.expect(200);
    let kept = buyer.get(&entry).await.expect(200).json();
    assert_eq!((&kept["revision"], &kept["change"]), (&json!(2), &json!("Korter.")));
    let again = buyer.get(&thread.path("/requirement-set")).await.expect(200).json();
    assert_eq!(again["specification"], shown["specification"]);

    let pick = |municipality: &str| {
        json!({
            "municipality": municipality, "entry": thread.library_entry, "goal": "korter-wachten",
        })
    };
    let path = thread.path("/requirement-set/library-picks");
    let told = buyer.post(&path, &pick("GM0200")).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/municipality"]);
    let retirement = json!({ "reason": "De wet regelt dit nu." });
    buyer.post(&format!("{entry}/retirement"), &retirement).await.expect(200);
    buyer.post(&path, &pick(LEAD)).await.refused(409, "library-entry-retired");

    let mut placed = own_requirement();
    placed["topics"] = json!(["something"]);
    let told = buyer.post("/requirement-library/entries", &json!({ "requirement": placed })).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/requirement/goal"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_version_stays_and_the_next_tells_what_was_and_what_is() {
    let (_platform, thread) = published().await;
    let buyer = &thread.cast.buyer;
    let first = public(&thread, "/requirement-sets/1").await;
    assert_eq!(first["specification"]["goals"][0]["key"], "korter-wachten");
    assert_eq!(first["specification"]["risks"][0]["bestBearer"], "municipality");
    assert!(first["specification"]["learning"]["escalation"].is_string());
    assert!(first["specification"]["region"]["labour"].is_string());
    let sets = thread.path("/requirement-sets");
    let again = json!({ "change": "Niets." });
    buyer.post(&sets, &again).await.refused(409, "requirement-set-unchanged");

    let path = format!("/requirement-set/requirements/{}", thread.requirement);
    let mut other = own_requirement();
    other["text"] = json!("De aanbieder houdt elke dag tijd vrij.");
    buyer.put(&thread.path(&path), &other).await.expect(200);
    let told = buyer.post(&sets, &json!({})).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/change"]);
    let made = thread.publish_requirements(&json!({ "change": "Elke dag." })).await;
    assert!(made.header("location").ends_with("/requirement-sets/2"), "{:?}", made.headers);

    let changes = public(&thread, "/requirement-sets/2/changes").await;
    let changed = changes["requirements"].as_array().unwrap();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["was"]["text"], own_requirement()["text"]);
    assert_eq!(changed[0]["now"]["text"], other["text"]);
    assert_eq!(changes["goalsChanged"], false);
    assert_eq!(public(&thread, "/requirement-sets/1").await, first);
    let oak = &thread.cast.oak.session;
    let seen = oak.get(&thread.path("/requirement-sets/2")).await.expect(200).json();
    assert_eq!(seen, public(&thread, "/requirement-sets/2").await);
    assert_eq!(public(&thread, "/dossier").await["requirementSets"], json!([1, 2]));

    let dropping = json!({ "reason": "Het staat al in het contract." });
    buyer.post(&thread.path(&format!("{path}/dropping")), &dropping).await.expect(200);
    buyer.get(&thread.path(&path)).await.refused(404, "requirement-unknown");
    thread.cast.anyone.get(&thread.path("/requirement-sets/3")).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_says_of_a_requirement_is_answered_with_a_reason_for_all() {
    let (_platform, mut thread) = published().await;
    thread.flag_requirement().await;
    let buyer = &thread.cast.buyer;
    let waiting = buyer.get(&thread.path("/requirement-flags")).await.expect(200).json();
    let mut said = kinds(&waiting["items"]);
    said.sort();
    assert_eq!(said, ["burden", "conflict"], "what was withdrawn is gone");
    let conflict = buyer.get(&format!("/requirement-flags/{}", thread.flags[1])).await;
    let conflict = conflict.expect(200).json();
    assert_eq!(conflict["alternative"]["known"]["id"], "hkz");
    assert!(conflict["evidence"][0].get("name").is_none(), "{conflict}");
    let evidence = format!("/requirement-flags/{}/evidence/1", thread.flags[1]);
    let file = buyer.send(buyer.request(reqwest::Method::GET, &evidence)).await.expect(200);
    assert_eq!(file.text(), "Ons kader.");
    assert!(public(&thread, "/requirement-remarks").await["items"] == json!([]));

    thread.answer_flags().await;
    let remarks = public(&thread, "/requirement-remarks").await;
    let mut said = kinds(&remarks["items"]);
    said.sort();
    assert_eq!(said, ["burden", "conflict"]);
    assert!(remarks["items"][0]["reason"].as_str().unwrap().contains("Eens per jaar"));
    let own = format!("/requirement-flags/{}", thread.flags[0]);
    let oak = &thread.cast.oak.session;
    let own_flag = oak.get(&own).await.expect(200).json();
    assert_eq!(own_flag["answer"]["disposition"], "partly-adopted");
    let listed = oak.get(&thread.path("/requirement-flags")).await.expect(200).json();
    assert_eq!(listed["items"], json!([own_flag]));
    let withdrawal = oak.post(&format!("{own}/withdrawal"), &json!({})).await;
    withdrawal.refused(409, "requirement-flag-answered");
    let birch = &thread.cast.birch.session;
    birch.get(&own).await.refused(404, "requirement-flag-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_without_what_it_needs_is_refused() {
    let (_platform, thread) = drafted().await;
    let oak = &thread.cast.oak;
    let path = thread.path("/requirement-flags");
    let burden = thread.flag(oak, "burden");
    oak.session.post(&path, &burden).await.refused(404, "requirement-set-unknown");
    thread.publish_requirements(&json!({})).await;
    let told = oak.session.post(&path, &burden).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/minutes"]);
    let mut vague = thread.flag(oak, "conflict");
    vague.as_object_mut().unwrap().remove("alternative");
    let told = oak.session.post(&path, &vague).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/alternative"]);
    let mut elsewhere = thread.flag(oak, "overlap");
    elsewhere["requirement"] = json!(uuid::Uuid::new_v4());
    oak.session.post(&path, &elsewhere).await.refused(404, "requirement-unknown");
    let mut unknown = thread.flag(oak, "overlap");
    unknown["alternative"]["known"]["version"] = json!(8);
    let told = oak.session.post(&path, &unknown).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/alternative/known"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_specification_does_not_close_while_a_provider_waits_for_an_answer() {
    let (_platform, mut thread) = published().await;
    thread.open_phase("specification").await;
    thread.flag_requirement().await;
    let refused = thread.close_phase("specification").await;
    let refused = refused.refused(409, "phase-has-unanswered-input");
    assert!(refused.text().contains("over een eis"), "{}", refused.text());
    thread.answer_flags().await;
    thread.close_phase("specification").await.expect(200);
}

/// Another trajectory of the same buyer, with the same law and one certificate.
async fn other_region(thread: &Thread, buyer: &Session) -> String {
    let mut other = profile();
    other["title"] = json!("Jeugdhulp in een andere regio");
    let id = buyer.post("/trajectories", &other).await.expect(201).id();
    let path = format!("/trajectories/{id}/requirement-set");
    let mut sources = thread.minimum().await;
    sources.push(json!({ "id": "hkz", "version": 1 }));
    let sources = json!({ "sources": sources });
    buyer.post(&format!("{path}/known-sources"), &sources).await.expect(200);
    buyer.post(&format!("/trajectories/{id}/requirement-sets"), &json!({})).await.expect(201);
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requirements_of_two_regions_are_compared_by_anyone() {
    let (_platform, thread) = published().await;
    let other = other_region(&thread, &thread.cast.buyer).await;
    let compared = public(&thread, &format!("/requirement-comparison?with={other}")).await;
    assert_eq!(compared["same"], thread.minimum().await.len());
    assert_eq!(compared["different"], json!([]));
    assert_eq!(compared["hereAlone"].as_array().unwrap().len(), 2);
    assert_eq!(compared["thereAlone"][0]["source"]["known"]["id"], "hkz");
    let anyone = &thread.cast.anyone;
    let path = thread.path("/requirement-comparison");
    assert_eq!(anyone.get(&path).await.expect(400).fields(), ["with"]);
    let nowhere = format!("{path}?with={}", uuid::Uuid::new_v4());
    anyone.get(&nowhere).await.refused(404, "trajectory-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_from_vision_to_indicator_shows_its_gaps() {
    let (_platform, thread) = drafted().await;
    let goals = json!({ "goals": [
        { "key": "korter-wachten", "text": "Kinderen wachten korter.", "principle": "een-plan" },
        { "key": "dichtbij", "text": "Hulp is dichtbij." },
    ] });
    thread.put_in_set("goals", &goals).await;
    let buyer = &thread.cast.buyer;
    let shown = buyer.get(&thread.path("/coherence")).await.expect(200).json();
    let gaps: Vec<_> = shown["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["kind"].as_str().unwrap(), gap["subject"].as_str().unwrap()))
        .collect();
    for gap in [
        ("goal-without-result", "korter-wachten"),
        ("goal-without-indicator", "dichtbij"),
        ("goal-without-principle", "dichtbij"),
        ("goal-without-requirement", "dichtbij"),
    ] {
        assert!(gaps.contains(&gap), "{gap:?}: {gaps:?}");
    }
    let threads = shown["threads"].as_array().unwrap();
    let whole = threads.iter().find(|it| it["requirement"] == json!(thread.requirement)).unwrap();
    assert_eq!(
        (&whole["principle"], &whole["goal"]),
        (&json!("een-plan"), &json!("korter-wachten"))
    );

    // A criterion of the evaluation that nothing asks for is a gap as well.
    let criteria = json!({ "criteria": [{
        "key": "vakmanschap", "title": "Vakmanschap", "description": "Hoe goed.", "weight": 100,
    }] });
    buyer.post(&thread.path("/evaluations"), &criteria).await.expect(201);
    let shown = buyer.get(&thread.path("/coherence")).await.expect(200).json();
    assert!(kinds(&shown["gaps"]).contains(&"criterion-without-requirement".to_owned()));

    thread.cast.anyone.get(&thread.path("/coherence")).await.expect(404);
    thread.publish_requirements(&json!({})).await;
    let seen = public(&thread, "/coherence").await;
    assert!(kinds(&seen["gaps"]).contains(&"goal-without-requirement".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_risk_lies_with_whoever_can_bear_it_best_or_is_made_smaller() {
    let (_platform, thread) = drafted().await;
    let mut risk = json!({
        "key": "instroom", "title": "Meer kinderen dan verwacht", "bearer": "provider",
        "bestBearer": "municipality", "reason": "De regio wil een vast bedrag.",
        "priceEffect": "Een opslag in het tarief.",
    });
    let (read, path) = (thread.path("/requirement-set"), thread.path("/requirement-set/risks"));
    let buyer = &thread.cast.buyer;
    let told = buyer.put_over(&read, &path, &json!({ "risks": [risk] })).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/risks/0/measure"]);
    risk["measure"] = json!("Boven een bandbreedte wordt het bedrag herzien.");
    buyer.put_over(&read, &path, &json!({ "risks": [risk] })).await.expect(200);
    let shown = buyer.get(&read).await.expect(200).json();
    assert_eq!(shown["specification"]["risks"], json!([risk]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_that_does_not_buy_sees_and_changes_nothing_of_a_draft() {
    let (_platform, thread) = drafted().await;
    let outsider = &thread.cast.outsider;
    for path in ["/requirement-set", "/requirement-set/check", "/coherence", "/requirement-flags"] {
        outsider.get(&thread.path(path)).await.refused(404, "trajectory-unknown");
    }
    let path = thread.path("/requirement-set/requirements");
    outsider.post(&path, &own_requirement()).await.refused(404, "trajectory-unknown");
    let sets = thread.path("/requirement-sets");
    outsider.post(&sets, &json!({})).await.refused(404, "trajectory-unknown");
}
