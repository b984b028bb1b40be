//! The vision comes first: the region and what each municipality adds, goals that can be measured,
//! principles that come back later, and what goes on after this purchase.

use crate::kit::{Answer, LEAD, MEMBER, Platform};
use crate::thread::{Thread, development, policy_goal, region};
use serde_json::{Value, json};

async fn begun() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    (platform, thread)
}

async fn public(thread: &Thread, rest: &str) -> Value {
    thread.cast.anyone.get(&thread.path(rest)).await.expect(200).json()
}

async fn page(thread: &Thread) -> String {
    let url = format!("{}/trajecten/{}", thread.world.pages(), thread.trajectory);
    let answer = thread.cast.anyone.send(thread.world.http.get(url)).await;
    answer.expect(200).text()
}

fn all<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|it| it[field].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_tells_at_which_scale_is_bought_and_what_each_municipality_adds() {
    let (_platform, thread) = begun().await;
    let (buyer, colleague) = (&thread.cast.buyer, &thread.cast.colleague);
    let told = colleague.post("/regions", &region()).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/lead"]);
    let id = buyer.post("/regions", &region()).await.expect(201).id();
    let (read, additions) = (format!("/regions/{id}"), format!("/regions/{id}/additions"));
    let own = json!({ "additions": [{
        "subject": "ambulante-hulp", "text": "Op elke school is een begeleider.",
        "reason": "Hier wonen veel gezinnen.",
    }] });
    colleague.post(&additions, &own).await.expect(200);
    let outsider = &thread.cast.outsider;
    outsider.post(&additions, &own).await.refused(403, "region-not-member");

    let shown = thread.cast.anyone.get(&read).await.expect(200).json();
    assert_eq!((&shown["lead"], &shown["population"]), (&json!(LEAD), &json!(76_700)));
    assert_eq!(all(&shown["subjects"], "scale"), ["regional", "national"]);
    assert_eq!(shown["joint"], region()["joint"]);
    assert_eq!(shown["additions"][0]["municipality"]["code"], MEMBER);
    assert_eq!(shown["additions"][0]["additions"], own["additions"]);
    let anyone = &thread.cast.anyone;
    let listed = anyone.get("/regions").await.expect(200).json();
    assert_eq!(listed["items"][0]["id"], json!(id));

    // The lead changes it, and cannot take away what another municipality says something about.
    let changes = format!("{read}/changes");
    let mut smaller = region();
    smaller["subjects"].as_array_mut().unwrap().remove(0);
    let change = json!({ "region": smaller, "change": "De hulp thuis gaat eruit." });
    colleague.post(&changes, &change).await.refused(403, "region-led-by-another");
    let told = buyer.post(&changes, &change).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/region/subjects"]);
    colleague.post(&additions, &json!({ "additions": [] })).await.expect(200);
    buyer.post(&changes, &change).await.expect(200);
    let shown = thread.cast.anyone.get(&read).await.expect(200).json();
    assert_eq!(shown["changes"][0]["change"], change["change"]);
    assert_eq!(all(&shown["subjects"], "scale"), ["national"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trajectory_tells_for_whom_it_buys_and_from_where_it_starts() {
    let (_platform, mut thread) = begun().await;
    thread.region = thread.cast.buyer.post("/regions", &region()).await.expect(201).id();
    let (read, path) = (thread.path(""), thread.path("/situation"));
    let buyer = &thread.cast.buyer;
    let mut wrong = thread.situation();
    wrong["targetGroups"][0]["law"] = json!("social-support-act");
    let told = buyer.put_over(&read, &path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/targetGroups/0/law"]);
    let mut nowhere = thread.situation();
    nowhere["region"] = json!(uuid::Uuid::new_v4());
    let told = buyer.put_over(&read, &path, &nowhere).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/region"]);
    assert!(public(&thread, "").await.get("situation").is_none(), "nothing changed");

    let situation = thread.situation();
    buyer.put_over(&read, &path, &situation).await.expect(200);
    let shown = public(&thread, "").await;
    assert_eq!(shown["situation"], situation);
    assert_eq!(shown["laws"], json!(["youth-act"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_answers_the_ten_questions_and_is_ready_only_when_it_can_be_measured() {
    let (_platform, thread) = begun().await;
    thread.cast.anyone.get(&thread.path("/vision")).await.refused(404, "vision-unknown");
    let mut bare = policy_goal();
    let fields = bare.as_object_mut().unwrap();
    fields.retain(|field, _| ["key", "title", "goal"].contains(&field.as_str()));
    thread.tell("/policy-goals", &bare).await;
    let shown = public(&thread, "/vision").await;
    assert_eq!(shown["goals"][0]["open"].as_array().unwrap().len(), 7, "{shown}");

    let buyer = &thread.cast.buyer;
    let (path, key) = (thread.path("/ready-policy-goals"), json!({ "goal": "eerder-hulp" }));
    let told = buyer.post(&path, &key).await.refused(409, "policy-goal-incomplete");
    assert_eq!(told.fields(), ["/result", "/indicator"]);
    let mut vague = policy_goal();
    vague["result"]["target"] = json!("zo kort mogelijk");
    let told = buyer.post(&thread.path("/policy-goals"), &vague).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/result/target"]);

    thread.tell("/policy-goals", &policy_goal()).await;
    buyer.post(&path, &key).await.expect(200);
    let statement = json!({ "social": "Ieder kind groeit op.", "quality": "Op tijd." });
    thread.tell("/vision-statements", &statement).await;
    let shown = public(&thread, "/vision").await;
    assert_eq!(shown["goals"][0], json!({ "goal": policy_goal(), "ready": true, "open": [] }));
    assert_eq!(shown["statement"]["quality"], "Op tijd.");

    // What changes is not ready any more; what is dropped tells why.
    thread.tell("/policy-goals", &bare).await;
    assert_eq!(public(&thread, "/vision").await["goals"][0]["ready"], false);
    let dropped = json!({ "goal": "eerder-hulp", "reason": "Het is opgegaan in een ander doel." });
    thread.tell("/dropped-policy-goals", &dropped).await;
    assert_eq!(public(&thread, "/vision").await["droppedGoals"], json!([dropped]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_buyer_who_takes_part_writes_the_vision() {
    let (_platform, thread) = begun().await;
    let outsider = &thread.cast.outsider;
    let path = thread.path("/policy-goals");
    outsider.post(&path, &policy_goal()).await.refused(404, "trajectory-unknown");
    thread.cast.reader.post(&path, &policy_goal()).await.expect(403);
    thread.cast.colleague.post(&path, &policy_goal()).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn principles_are_written_together_in_versions_and_linked_to_what_came_of_them() {
    let (_platform, mut thread) = begun().await;
    let (read, path) = (thread.path(""), thread.path("/principles"));
    let buyer = &thread.cast.buyer;
    let mut second = json!({
        "principles": [{
            "key": "een-plan", "title": "Eén gezin, één plan",
            "text": "Een gezin schrijft zelf mee aan één plan.",
        }],
        "writtenWith": ["providers", "professionals", "clients"],
    });
    let told = buyer.put_over(&read, &path, &second).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/change"]);
    let link = |target: Value| {
        json!({ "principle": "een-plan", "links": [
            { "target": target, "explanation": "Hier komt het terug." },
        ] })
    };
    let links = thread.path("/principle-links");
    let document = json!({ "document": thread.document, "version": 1, "section": "3.2" });
    let in_document = link(json!({ "in": "document", "document": document }));
    buyer.post(&links, &in_document).await.expect(200);
    second["change"] = json!("Gezinnen vroegen om zelf mee te schrijven.");
    buyer.put_over(&read, &path, &second).await.expect(200);

    let shown = public(&thread, "/principles").await;
    assert_eq!(shown["versions"].as_array().unwrap().len(), 2);
    assert_eq!(shown["versions"][1]["change"], second["change"]);
    assert_eq!(shown["versions"][1]["writtenWith"], second["writtenWith"]);
    assert_eq!(shown["versions"][0]["writtenWith"], json!([]));
    assert_eq!(shown["links"][0]["links"], in_document["links"]);
    assert_eq!(shown["links"][0]["outdated"], true, "it was linked before the text changed");

    // A requirement counts once it is published, a criterion once it is used.
    thread.draft_requirements().await;
    let buyer = &thread.cast.buyer;
    let links = thread.path("/principle-links");
    let requirement = link(json!({ "in": "requirement", "requirement": thread.requirement }));
    let told = buyer.post(&links, &requirement).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/links/0/target/requirement"]);
    thread.publish_requirements(&json!({})).await;
    buyer.post(&links, &requirement).await.expect(200);
    let shown = public(&thread, "/principles").await;
    assert_eq!(shown["links"][0]["links"], requirement["links"]);
    assert_eq!(shown["links"][0]["outdated"], false);
    let criterion = link(json!({ "in": "criterion", "criterion": "nabijheid" }));
    let told = buyer.post(&links, &criterion).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/links/0/target/criterion"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_begins_in_the_vision_and_marks_every_gap() {
    let (_platform, mut thread) = begun().await;
    thread.envision().await;
    let shown = public(&thread, "/coherence").await;
    assert_eq!(shown["threads"][0]["policyGoal"], "eerder-hulp");
    assert_eq!(shown["threads"][0]["evaluation"], policy_goal()["learning"]);
    assert!(all(&shown["gaps"], "kind").contains(&"policy-goal-without-goal"), "{shown}");

    thread.draft_requirements().await;
    thread.publish_requirements(&json!({})).await;
    let shown = public(&thread, "/coherence").await;
    assert!(all(&shown["gaps"], "kind").contains(&"goal-without-policy-goal"), "{shown}");
    let goals = json!({ "goals": [{
        "key": "korter-wachten", "text": "Kinderen wachten korter.", "principle": "een-plan",
        "policyGoal": "eerder-hulp", "result": "Niemand wacht langer dan vier weken.",
        "indicator": "De wachttijd in dagen.",
    }] });
    thread.put_in_set("goals", &goals).await;
    let linked = json!({ "change": "Het doel hoort nu bij een beleidsdoel." });
    thread.publish_requirements(&linked).await;
    let shown = public(&thread, "/coherence").await;
    let gaps = all(&shown["gaps"], "kind");
    for gap in ["vision-without-goal", "policy-goal-without-goal", "goal-without-policy-goal"] {
        assert!(!gaps.contains(&gap), "{gap}: {shown}");
    }
    let threads = shown["threads"].as_array().unwrap();
    let whole = threads.iter().find(|it| it["requirement"] == json!(thread.requirement)).unwrap();
    let steps = ["policyGoal", "principle", "goal", "indicator", "measurement", "evaluation"];
    for step in steps {
        assert!(whole[step].is_string(), "{step}: {whole}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn developments_are_kept_by_scale_until_they_no_longer_play() {
    let (_platform, thread) = begun().await;
    thread.tell("/developments", &development()).await;
    let mut local = development();
    local["key"] = json!("nieuwe-wijk");
    local["scale"] = json!("local");
    thread.tell("/developments", &local).await;
    let shown = public(&thread, "/vision").await;
    assert_eq!(all(&shown["developments"], "scale"), ["national", "local"]);
    let ended = json!({ "development": "nieuwe-wijk", "reason": "De wijk komt er niet." });
    thread.tell("/ended-developments", &ended).await;
    let shown = public(&thread, "/vision").await;
    assert_eq!(all(&shown["developments"], "key"), ["minder-verblijf"]);
    assert_eq!(shown["endedDevelopments"], json!([ended]));
    let path = thread.path("/ended-developments");
    let mut other = ended.clone();
    other["development"] = json!("onbekend");
    thread.cast.buyer.post(&path, &other).await.refused(404, "development-unknown");
}

async fn publish(thread: &Thread, kind: &str, title: &str) -> Answer {
    let buyer = &thread.cast.buyer;
    let sha256 = buyer.hand_in("text/plain", title.as_bytes()).await;
    let file = json!({ "name": "stuk.txt", "sha256": sha256 });
    let document = json!({ "kind": kind, "title": title, "file": file });
    buyer.post(&thread.path("/documents"), &document).await.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_tells_how_before_what_and_why_gets_a_warning() {
    let (_platform, thread) = begun().await;
    publish(&thread, "strategy-note", "Keuzenota").await;
    publish(&thread, "policy", "Beleidsplan jeugd").await;
    publish(&thread, "funding-note", "Nota bekostiging").await;
    let shown = public(&thread, "").await;
    let told: Vec<_> = shown["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["purpose"].as_str().unwrap(), it["warning"]["kind"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("how", Some("before-vision")),
            ("how", Some("before-vision")),
            ("what-and-why", None),
            ("how", None)
        ],
        "the tender guide of the thread comes first"
    );
    assert_eq!(page(&thread).await.matches("Let op: ").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contribution_moves_between_the_tracks_and_its_contributor_reads_why() {
    let (_platform, mut thread) = begun().await;
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    let (of_oak, of_birch) = (thread.contributions[0].clone(), thread.contributions[2].clone());
    let track = |contribution: &str| format!("/contributions/{contribution}/track");
    let later = json!({
        "track": "development-agenda", "reason": "De scholen doen pas over een jaar mee.",
    });
    let buyer = thread.cast.buyer.clone();
    let early = buyer.post(&track(&of_oak), &later).await;
    early.refused(409, "consultation-report-awaited");
    thread.time.pass(closes).await;
    thread.report().await;

    // The third was put on the agenda by the report; the first is moved there afterwards.
    let agenda = public(&thread, "/development-agenda").await;
    assert_eq!(all(&agenda["items"], "status"), ["waiting"]);
    thread.cast.outsider.post(&track(&of_oak), &later).await.refused(404, "contribution-unknown");
    buyer.post(&track(&of_oak), &later).await.expect(200);
    buyer.post(&track(&of_birch), &later).await.refused(409, "contribution-on-track");
    let status = |contribution: &str| format!("/contributions/{contribution}/agenda-status");
    let started = json!({ "status": "started", "explanation": "Twee scholen doen mee." });
    buyer.post(&status(&of_oak), &started).await.expect(200);
    let back = json!({ "track": "this-purchase", "reason": "Er is toch ruimte in perceel 1." });
    buyer.post(&track(&of_birch), &back).await.expect(200);
    buyer.post(&status(&of_birch), &started).await.refused(409, "contribution-not-on-agenda");

    let agenda = public(&thread, "/development-agenda").await;
    let mut statuses = all(&agenda["items"], "status");
    statuses.sort_unstable();
    assert_eq!(statuses, ["moved-to-purchase", "started"]);
    for name in [&of_oak, &of_birch] {
        assert!(!agenda.to_string().contains(name.as_str()), "{agenda}");
    }
    let own = &thread.cast.oak.session;
    let seen = own.get(&format!("/contributions/{of_oak}")).await.expect(200).json();
    let course = &seen["outcome"]["course"];
    assert_eq!(course["track"], "development-agenda");
    assert_eq!(course["moves"][0]["reason"], later["reason"]);
    assert_eq!(course["progress"]["explanation"], started["explanation"]);
    let page = page(&thread).await;
    for words in ["Mee bezig", "Toch in deze inkoop", "Er is toch ruimte in perceel 1."] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_adopted_can_go_on_for_this_purchase_or_on_the_agenda() {
    let (_platform, mut thread) = begun().await;
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    thread.time.pass(closes).await;
    let buyer = &thread.cast.buyer;
    let round = format!("/consultation-rounds/{}", thread.consultation);
    buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
    let decide = async |place: usize, disposition: &str, track: &str| {
        let decision = json!({
            "disposition": disposition, "track": track, "reason": "Dit vraagt meer tijd.",
            "wording": "Een aanbieder vraagt om betaalde reistijd.",
        });
        let path = format!("/contributions/{}/disposition", thread.contributions[place]);
        buyer.post(&path, &decision).await
    };
    let told = decide(0, "not-adopted", "development-agenda").await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/track"]);
    let told = decide(0, "moved-to-development-agenda", "this-purchase").await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/track"]);
    decide(0, "adopted", "development-agenda").await.expect(200);
    decide(1, "adopted", "this-purchase").await.expect(200);
    decide(2, "not-adopted", "this-purchase").await.expect(200);
    let report = json!({ "summary": "Reistijd kwam het meest terug." });
    buyer.post(&format!("{round}/report"), &report).await.expect(200);
    let agenda = public(&thread, "/development-agenda").await;
    assert_eq!(all(&agenda["items"], "disposition"), ["adopted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documents_that_elaborate_the_vision_show_where_they_stand() {
    let (_platform, thread) = begun().await;
    let buyer = &thread.cast.buyer;
    let path = thread.path("/companion-documents");
    let mut note = json!({
        "kind": "strategy-note", "status": "adopted", "explanation": "De raden zijn akkoord.",
    });
    let told = buyer.post(&path, &note).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/document"]);
    note["document"] = json!({ "document": thread.document, "version": 1 });
    let told = buyer.post(&path, &note).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/document"], "it is a tender guide");
    let published = publish(&thread, "strategy-note", "Keuzenota").await;
    let document = published.header("location").rsplit('/').next().unwrap().to_owned();
    note["document"] = json!({ "document": document, "version": 1 });
    buyer.post(&path, &note).await.expect(200);
    let agenda = json!({
        "kind": "development-agenda", "status": "drafting", "expected": "2027-09-01",
        "explanation": "De eerste onderwerpen staan erin.",
    });
    buyer.post(&path, &agenda).await.expect(200);

    let shown = public(&thread, "/vision").await;
    let companions = &shown["companions"];
    assert_eq!(all(companions, "kind"), ["strategy-note", "funding-note", "development-agenda"]);
    assert_eq!(companions[0]["tracked"], note);
    assert_eq!(companions[0]["published"], json!([note["document"]]));
    assert!(companions[1].get("tracked").is_none(), "{companions}");
    assert_eq!(companions[2]["tracked"]["expected"], "2027-09-01");
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_come_from_elsewhere_and_go_along_with_their_history() {
    let (_platform, thread) = begun().await;
    let buyer = &thread.cast.buyer;
    let sha256 = buyer.hand_in("text/plain", b"Visie, zoals de regio haar schreef.").await;
    let mut document = json!({
        "kind": "vision", "title": "Inkoopvisie",
        "file": { "name": "visie.txt", "sha256": sha256 },
        "made": { "version": "0.9", "on": "2026-12-01", "editor": "Mevrouw Jansen" },
    });
    let path = thread.path("/documents");
    let told = buyer.post(&path, &document).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/made/editor"]);
    assert!(!told.text().contains("Jansen"), "{}", told.text());
    document["made"]["editor"] = json!("Projectteam inkoop");
    let made = buyer.post(&path, &document).await.expect(201);
    let id = made.header("location").rsplit('/').next().unwrap().to_owned();
    let mut next = document.clone();
    next["change"] = json!("Na de gesprekken; de \"wijk\" komt erbij.");
    next["made"] = json!({ "version": "1.0", "on": "2027-01-02", "editor": "Stuurgroep" });
    buyer.post(&thread.path(&format!("/documents/{id}/versions")), &next).await.expect(200);

    let shown = public(&thread, "").await;
    let all = shown["documents"].as_array().unwrap();
    let ours = all.iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(ours["versions"][1]["made"], next["made"]);
    let register = thread.cast.anyone.get(&thread.path("/document-register")).await.expect(200);
    let register = register.text();
    let rows: Vec<_> = register.lines().filter(|row| row.contains(&id)).collect();
    assert_eq!(rows.len(), 2, "{register}");
    for said in ["\"0.9\";\"2026-12-01\";\"Projectteam inkoop\"", &sha256] {
        assert!(rows[0].contains(said), "{said} in {}", rows[0]);
    }
    assert!(rows[1].contains("de \"\"wijk\"\" komt erbij"), "{}", rows[1]);
}
