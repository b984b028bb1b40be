//! Nobody leaks: a whole thread is played by providers whose every property can be recognised, and
//! everything that others can fetch, get by mail or find in a read model is searched for it.

use crate::kit::crawl::{Fetched, everything, fetch, filled, pages};
use crate::kit::{Answer, Cast, Platform, Provider, Session, Store};
use crate::specification::document;
use crate::thread::{EMBARGOED, Thread, experience};
use event_log::Position;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use uuid::Uuid;

/// What tells who a provider is, who may know it from where on, and nobody else.
struct Secrets {
    owner: &'static str,
    /// Names, numbers, addresses, and the pseudonyms behind them.
    identity: Vec<String>,
    /// Words of texts that were never meant for others.
    voice: String,
    /// Names of what the provider made.
    work: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_a_provider_is_before_it_may_be_known() {
    play_and_search(Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_anybody_learn_it_from_a_log_in_postgres() {
    play_and_search(Store::Postgres).await;
}

async fn play_and_search(store: Store) {
    let platform = Platform::on(store).await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.share_under_embargo().await;
    thread.envision().await;
    thread.reach_out().await;
    let told = experience("client", "Ik wachtte vier maanden.");
    let path = format!("/outreaches/{}/experiences", thread.outreach);
    thread.cast.anyone.post(&path, &told).await.expect(201);
    thread.open_phase("vision").await;
    let closes = thread.open_consultation().await;
    thread.contribute().await;
    search(&platform, &thread).await;
    thread.time.pass(closes).await;
    thread.report().await;
    thread.work_on_agenda().await;
    search(&platform, &thread).await;
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    search(&platform, &thread).await;
    thread.consult_standing().await;
    thread.share_what_worked().await;
    let begins = thread.open_table().await;
    search(&platform, &thread).await;
    thread.time.pass(closes).await;
    thread.report_on_market().await;
    thread.tell_feedback().await;
    thread.hold_table(begins).await;
    search(&platform, &thread).await;
    thread.involve().await;
    let begins = thread.open_talks().await;
    search(&platform, &thread).await;
    thread.hold_talks(begins).await;
    search(&platform, &thread).await;
    thread.draft_requirements().await;
    thread.publish_requirements(&json!({})).await;
    let method = json!({ "about": "purchasing-method",
        "method": { "id": "zeeland-model", "version": 1 } });
    let decision = json!({ "decision": method, "reason": "Iedereen doet mee.", "room": "open" });
    let path = thread.path("/strategy-decisions");
    thread.cast.buyer.post(&path, &decision).await.expect(200);
    thread.flag_requirement().await;
    search(&platform, &thread).await;
    thread.answer_flags().await;
    thread.publish_again().await;
    search(&platform, &thread).await;
    thread.open_phase("procedure").await;
    let closes = thread.open_questions().await;
    thread.ask().await;
    search(&platform, &thread).await;
    thread.time.pass(closes).await;
    thread.answer().await;
    thread.publish_notes().await;
    search(&platform, &thread).await;
    second_round(&platform, &mut thread).await;
    search(&platform, &thread).await;
    thread.object().await;
    thread.award().await;
    thread.close_tenders().await;
    search(&platform, &thread).await;
    thread.perform().await;
    search(&platform, &thread).await;
    go_round(&platform, &mut thread).await;

    let secrets = secrets(&platform, &thread).await;
    search_log(&platform, &secrets).await;
    let directory = platform.stop().await;
    search_mails(&directory.path().join("mail"), &thread, &secrets);
    search_files(directory.path(), &secrets);
}

/// Supervisors report, clients are asked, and the next trajectory takes over what was left open.
async fn go_round(platform: &Platform, thread: &mut Thread) {
    thread.supervise().await;
    thread.research("2026", "78").await;
    search(platform, thread).await;
    thread.answer_signals().await;
    thread.publish_research().await;
    let promise = thread.general_promise();
    thread.cast.buyer.post(&thread.path("/commitments"), &promise).await.expect(200);
    thread.measure_everyone("2027-Q3").await;
    let mut report = thread.performance_report("municipal-council", &["doelen-gehaald"]);
    report["period"] = "2027-Q3".into();
    let reports = thread.path("/performance-reports");
    thread.cast.contract_manager.post(&reports, &report).await.expect(201);
    thread.review().await;
    thread.take_over().await;
    search(platform, thread).await;
    thread.answer_carry_over().await;
    search(platform, thread).await;
}

/// A second round, in which everything becomes of questions that can.
async fn second_round(platform: &Platform, thread: &mut Thread) {
    let Cast { oak, birch, buyer, expert, .. } = &thread.cast;
    let closes = thread.time.term();
    let mut round = thread.question_round(closes);
    round["lateQuestions"] = json!(true);
    let path = thread.path("/phases/procedure/question-rounds");
    let round = buyer.post(&path, &round).await.expect(201).id();
    let path = format!("/question-rounds/{round}");
    let secret = json!({
        "text": format!("Hoe leest u de werkwijze van {}?", oak.voice),
        "background": format!("Alleen {} werkt zo.", oak.voice),
        "withholding": format!("Iedereen herkent {} hierin.", oak.voice),
    });
    let ask = async |question: &Value| {
        oak.session.post(&format!("{path}/questions"), question).await.expect(201).id()
    };
    let (granted, refused) = (ask(&secret).await, ask(&secret).await);
    let lead = ask(&json!({ "text": format!("Telt reistijd mee? ({})", oak.voice) })).await;
    let voice = birch.voice;
    let sheet = format!("vraag;achtergrond\nTelt reistijd mee? ({voice});Dit is van {voice}.\n");
    let sha256 = birch.session.hand_in("text/csv", sheet.as_bytes()).await;
    let sheet = json!({ "file": { "name": birch.file_name(), "sha256": sha256 } });
    let imports = format!("{path}/question-imports");
    let import = birch.session.post(&imports, &sheet).await.expect(201).id();
    let shown = birch.session.get(&format!("/question-imports/{import}")).await.expect(200).json();
    let same = shown["questions"][0]["question"].as_str().unwrap().to_owned();

    let handle = async |question: &str, what: &str, content: Value| {
        buyer.post(&format!("/questions/{question}/{what}"), &content).await.expect(200);
    };
    handle(&same, "merging", json!({ "into": lead })).await;
    let me = expert.send(expert.request(Method::GET, "/me")).await.expect(200).json();
    handle(&lead, "assignment", json!({ "person": me["person"] })).await;
    thread.declare_as_expert().await;
    let decided = |outcome: &str| json!({ "outcome": outcome, "reason": "Dit is afgewogen." });
    handle(&granted, "withholding-decision", decided("granted")).await;
    let mut decision = decided("refused");
    decision["withdrawableUntil"] = json!(closes);
    handle(&refused, "withholding-decision", decision).await;
    let all = [granted, lead, refused, same];
    let [granted, lead, ..] = all.clone();
    thread.second_round = round;
    thread.import = import;
    thread.questions.extend(all);
    search(platform, thread).await;

    let Cast { oak, buyer, colleague, approver, .. } = &thread.cast;
    thread.time.pass(closes).await;
    buyer.post(&format!("{path}/closing"), &json!({})).await.expect(200);
    let late = json!({ "text": format!("{} vraagt nog iets.", oak.voice), "late": true });
    let late = oak.session.post(&format!("{path}/questions"), &late).await.expect(201).id();
    let handle = async |question: &str, what: &str, content: Value| {
        buyer.post(&format!("/questions/{question}/{what}"), &content).await.expect(200);
    };
    handle(&late, "declining", json!({ "ground": "late", "reason": "Het is te laat." })).await;
    let answer = json!({ "wording": "Telt reistijd mee?", "answer": "Ja, voor de helft." });
    let refused = thread.questions[5].clone();
    for question in [&granted, &lead, &refused] {
        let read = format!("/questions/{question}");
        colleague.put_over(&read, &format!("{read}/answer"), &answer).await.expect(200);
        approver.post(&format!("{read}/approval"), &json!({})).await.expect(200);
    }
    handle(&granted, "sending", json!({})).await;
    let note = json!({ "title": "Nota van inlichtingen 3", "concludes": true });
    buyer.post(&format!("{path}/clarification-notes"), &note).await.expect(201);
    thread.questions.push(late);
}

/// Every event, as any engine gives it.
async fn search_log(platform: &Platform, secrets: &[Secrets]) {
    let log = platform.parts.shared.log();
    for event in log.read_all(Position::START, 10_000).await.unwrap() {
        let content = format!("{event:?}").to_lowercase();
        for mark in secrets.iter().flat_map(|secrets| &secrets.identity[..3]) {
            assert!(!content.contains(mark.as_str()), "{mark} in event {}", event.position);
        }
    }
}

/// What is searched for: what a provider tells about itself, and its names in the log.
async fn secrets(platform: &Platform, thread: &Thread) -> Vec<Secrets> {
    let log = platform.parts.shared.log();
    let all = log.read_all(Position::START, 10_000).await.unwrap();
    let of = |owner, provider: &Provider| {
        let word = provider.voice;
        let mut secrets = Secrets {
            owner,
            identity: [provider.marks(), vec![provider.file_name()]].concat(),
            voice: word.to_owned(),
            work: vec![],
        };
        let of_provider: BTreeSet<_> = all
            .iter()
            .filter(|event| event.payload.contains(word) || event.metadata.contains(word))
            .map(|event| event.metadata().unwrap().actor)
            .map(|actor| (actor.organisation, actor.person))
            .collect();
        for (organisation, person) in of_provider {
            secrets.identity.extend([organisation, person]);
        }
        secrets
    };
    let Cast { oak, birch, aspen, .. } = &thread.cast;
    let mut all = vec![of("oak", oak), of("birch", birch), of("aspen", aspen)];
    let (contributions, questions) = (&thread.contributions, &thread.questions);
    let pick = |names: &[String], places: &[usize]| {
        places.iter().filter_map(|place| names.get(*place).cloned()).collect::<Vec<_>>()
    };
    let (market, flags) = (&thread.market_contributions, &thread.flags);
    let asked = |places: &[usize]| pick(questions, places);
    all[0].work = [
        pick(contributions, &[0]),
        asked(&[0, 2, 3, 4, 5, 7]),
        pick(market, &[0]),
        pick(&thread.registrations, &[0]),
        pick(&thread.candidates, &[0]),
        pick(flags, &[0]),
        [&thread.contract, &thread.delivery, &thread.talk].map(Clone::clone).to_vec(),
    ]
    .concat();
    all[0].work.extend(thread.signals.get(1).cloned());
    all[0].work.retain(|name| !name.is_empty());
    all[1].work = [
        pick(contributions, &[1, 2]),
        asked(&[1, 6]),
        pick(market, &[1]),
        pick(&thread.registrations, &[1]),
        pick(&thread.candidates, &[1]),
        pick(flags, &[1]),
    ]
    .concat();
    all[1].work.extend(Some(thread.import.clone()).filter(|it| !it.is_empty()));
    assert!(all.iter().all(|it| it.identity.len() >= 6), "there are names to search for");
    all
}

/// Searches everything that everyone can fetch now.
async fn search(platform: &Platform, thread: &Thread) {
    let secrets = secrets(platform, thread).await;
    for (who, service, session) in thread.everyone() {
        let fetched = everything(session, &document(service), &thread.names()).await;
        // Who comes from outside knows of nothing but what one was asked for.
        let least = if ["assessor", "expert"].contains(&who) { 0 } else { 2 };
        assert!(fetched.values().filter(|answer| answer.status == 200).count() > least, "{who}");
        for secrets in secrets.iter().filter(|it| it.owner != who) {
            for (path, answer) in &fetched {
                let forbidden = forbidden(who, service, path, secrets);
                assert_absent(who, path, &everything_in(answer), &forbidden, secrets.owner);
            }
        }
        under_embargo(who, &fetched);
        if service == "municipality" {
            in_no_order(&fetched);
        }
        if service == "provider" {
            strangers_are_as_unknown_as_what_is_not_there(session, thread).await;
        }
    }
    let pages = pages(&thread.cast.anyone).await;
    assert!(pages.len() > 5, "pages are found");
    under_embargo("pages", &pages);
    for secrets in &secrets {
        for (path, answer) in &pages {
            let forbidden = forbidden("anyone", "public", path, secrets);
            assert_absent("pages", path, &everything_in(answer), &forbidden, secrets.owner);
        }
    }
}

/// What may not be in an answer. Staff read what was written and have names for it; who wrote it
/// is known to who decides about a tender or an objection, from then on.
fn forbidden(who: &str, service: &str, path: &str, secrets: &Secrets) -> Vec<String> {
    let Secrets { identity, voice, work, .. } = secrets;
    let decides = match who {
        "approver" if path.contains("/legal-proceedings") => true,
        // Whoever keeps the contracts knows with whom they are.
        "contract manager" | "buyer" | "colleague" | "approver" if of_contract(path) => true,
        "buyer" | "colleague" | "approver" | "assessor" => {
            ["/evaluations", "/procurement-report", "/admissions", "/combinations"]
                .iter()
                .any(|of| path.contains(of))
        }
        "complaint handler" => {
            ["/objections", "/complaints", "/legal-proceedings"].iter().any(|of| path.contains(of))
        }
        _ => false,
    };
    match service {
        // Whoever did not win is told the name of who did, and nothing else of it (art. 2.130
        // Aanbestedingswet 2012).
        "provider" if who == "birch" && secrets.owner == "oak" && tells_award(path) => {
            let name = &identity[0];
            let rest = identity.iter().filter(|it| *it != name).cloned();
            rest.chain([voice.clone()]).chain(work.iter().cloned()).collect()
        }
        // Who tender together know each other's names.
        "provider" if path.ends_with("/combinations") && together(who, secrets.owner) => {
            identity[1..].to_vec()
        }
        "municipality" if decides => vec![],
        "municipality" => identity.clone(),
        _ => {
            // A name that stands in the path that was asked for is not told, it was known.
            let told = work.iter().filter(|name| !path.contains(*name)).cloned();
            identity.iter().cloned().chain([voice.clone()]).chain(told).collect()
        }
    }
}

/// Where staff read with whom a contract is.
fn of_contract(path: &str) -> bool {
    path.contains("/contracts") || path.contains("/provider-dossiers")
}

/// Whether two providers are in one combination.
fn together(one: &str, other: &str) -> bool {
    ["birch", "aspen"].contains(&one) && ["birch", "aspen"].contains(&other)
}

/// Where a provider reads what it was told of an award.
fn tells_award(path: &str) -> bool {
    path.ends_with("/award-decisions") || path.ends_with("/dossier")
}

/// What is under embargo is read by the staff who share it and by who declared; it is nowhere else.
fn under_embargo(who: &str, fetched: &Fetched) {
    if ["buyer", "colleague", "approver", "contract manager", "member"].contains(&who) {
        return;
    }
    let words = EMBARGOED.map(str::to_owned);
    for (path, answer) in fetched {
        assert_absent(who, path, &everything_in(answer), &words, "the embargo");
    }
}

#[track_caller]
fn assert_absent(who: &str, place: &str, text: &str, forbidden: &[String], owner: &str) {
    let text = text.to_lowercase();
    for secret in forbidden {
        assert!(!text.contains(secret.as_str()), "{who} finds {secret} of {owner} in {place}");
    }
}

/// Status, headers and content. What is packed is stored as it is, so it can be read.
fn everything_in(answer: &Answer) -> String {
    format!("{:?} {}", answer.headers, answer.text())
}

/// Lists of what is hidden stand in the order of their theme and name, and names are random.
fn in_no_order(fetched: &Fetched) {
    for (path, answer) in fetched {
        let lists = ["/contributions", "/questions", "/requirement-flags", "/withheld-information"];
        let list = lists.iter().any(|it| path.ends_with(it));
        if !list || answer.status != 200 {
            continue;
        }
        let items = answer.json()["items"].clone();
        let names: Vec<(String, Uuid)> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let name = item["id"].as_str().or(item["question"].as_str()).unwrap();
                (item["theme"].to_string(), name.parse().unwrap())
            })
            .collect();
        assert!(names.is_sorted(), "{path} tells in which order input came");
        assert!(names.iter().all(|(_, name)| name.get_version_num() == 4), "names are random");
    }
}

/// What a provider makes that is its own.
const OWN: [&str; 9] = [
    "contribution",
    "question",
    "import",
    "objection",
    "complaint",
    "flag",
    "contract",
    "delivery",
    "talk",
];

/// Another's contribution, question or objection is refused in the same words as one that does
/// not exist.
async fn strangers_are_as_unknown_as_what_is_not_there(session: &Session, thread: &Thread) {
    let stranger = &thread.cast.aspen.session;
    if stranger.token != session.token {
        return;
    }
    let mut nothing = thread.names();
    for parameter in OWN {
        nothing.insert(parameter, vec![Uuid::new_v4().to_string()]);
    }
    for (path, item) in document("provider")["paths"].as_object().unwrap() {
        let names = thread.names();
        let Some(parameter) = OWN.iter().find(|it| path.contains(&format!("{{{it}}}"))) else {
            continue;
        };
        let missing = filled(path, &nothing)[0].clone();
        for (method, operation) in item.as_object().unwrap() {
            if !["get", "post"].contains(&method.as_str()) {
                continue;
            }
            let refused = ask(stranger, method, operation, &missing).await;
            assert_eq!(refused.status, 404, "{method} {path}");
            for name in &names[parameter] {
                let hidden =
                    path.replace(&format!("{{{parameter}}}"), name).replace("{number}", "1");
                let hidden = ask(stranger, method, operation, &hidden).await;
                assert_eq!(
                    (hidden.status, hidden.text()),
                    (404, refused.text()),
                    "{method} {path}"
                );
            }
        }
    }
}

async fn ask(session: &Session, method: &str, operation: &Value, path: &str) -> Answer {
    match method {
        "get" => fetch(session, operation, path).await,
        _ => session.post(path, &content_for(path)).await,
    }
}

/// What an operation that needs a content takes.
fn content_for(path: &str) -> Value {
    match path.rsplit('/').next().unwrap_or_default() {
        "committee-referral" => json!({ "reason": "Wij zijn het niet eens." }),
        "data-deliveries" => json!({ "period": "2027-Q1", "source": "Ons register." }),
        "imports" => json!({ "file": { "name": "waarden.csv", "sha256": "0".repeat(64) } }),
        "incidents" => json!({
            "kind": "violence", "occurred": "2027-01-01", "noticed": "2027-01-01",
            "text": "Er werd geslagen.",
        }),
        "minutes-check" => json!({ "confirmed": true }),
        "changes" => json!({ "subject": "Hulp", "proposal": "Anders.", "reason": "Beter." }),
        "waiting-lists" => json!({
            "on": "2027-06-30", "waiting": 1, "longestWeeks": 1, "bridged": 0,
            "measures": "Bellen.",
        }),
        _ => json!({}),
    }
}

/// No mail tells anything of a provider to another.
fn search_mails(folder: &Path, thread: &Thread, secrets: &[Secrets]) {
    let mut searched = 0;
    let words = EMBARGOED.map(str::to_owned);
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let mail = fs::read_to_string(&path).unwrap();
        assert_absent("a mail", &path.to_string_lossy(), &mail, &words, "the embargo");
        let to = mail.lines().find(|line| line.starts_with("To:")).unwrap_or_default();
        for provider in thread.cast.providers() {
            let own = to.contains(provider.marker);
            for secrets in secrets.iter().filter(|it| it.voice == provider.voice && !own) {
                let forbidden =
                    [&secrets.identity[..], &secrets.work, std::slice::from_ref(&secrets.voice)]
                        .concat();
                assert_absent(to, &path.to_string_lossy(), &mail, &forbidden, secrets.owner);
                searched += 1;
            }
        }
    }
    assert!(searched > 20, "there is mail to search");
}

/// What is kept holds nobody's identity in clear: neither the log nor a read model, the latter
/// also where its service may open it.
fn search_files(directory: &Path, secrets: &[Secrets]) {
    let models = fs::read_dir(directory.join("read-models")).unwrap();
    let models = models.map(|file| file.unwrap().path());
    let others = ["log.sqlite", "courier.sqlite"].map(|name| directory.join(name));
    let kept: Vec<_> = models.chain(others.into_iter().filter(|file| file.exists())).collect();
    assert!(kept.len() >= 5, "{kept:?}");
    for file in kept {
        let content = String::from_utf8_lossy(&fs::read(&file).unwrap()).to_lowercase();
        if ["provider.sqlite", "public.sqlite", "courier.sqlite"]
            .iter()
            .any(|it| file.ends_with(it))
        {
            let words = EMBARGOED.map(str::to_owned);
            assert_absent("file", &file.to_string_lossy(), &content, &words, "the embargo");
        }
        for secrets in secrets {
            // The marks alone: a pseudonym is what may stand there.
            for mark in &secrets.identity[..3] {
                assert!(!content.contains(mark.as_str()), "{mark} in {}", file.display());
            }
        }
    }
}
