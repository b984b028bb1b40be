//! Clarification notes: in time for the closing of tenders, telling nobody who asked, and all of
//! them as one.

use crate::kit::{Answer, Cast, Platform};
use crate::thread::Thread;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A trajectory with a question round that takes questions no more; three of them are approved.
async fn answered() -> (Platform, Thread) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("procedure").await;
    let closes = thread.open_questions().await;
    thread.ask().await;
    thread.time.pass(closes).await;
    thread.answer().await;
    (platform, thread)
}

/// Noon in the Netherlands, so many days from now.
fn noon(thread: &Thread, days: i64) -> Timestamp {
    let day = calendar::local(thread.time.now() + SignedDuration::from_hours(24 * days)).date();
    let noon = day.at(12, 0, 0, 0).in_tz("Europe/Amsterdam").unwrap();
    noon.timestamp()
}

fn closing(thread: &Thread, days: i64) -> Value {
    json!({ "closing": thread.term(noon(thread, days)), "noteRule": "clarification-note" })
}

async fn set_closing(thread: &Thread, days: i64) {
    let path = thread.path("/tender-closing");
    let set = thread.cast.buyer.put_over(&thread.path(""), &path, &closing(thread, days)).await;
    set.expect(200);
}

fn note(title: &str) -> Value {
    json!({ "title": title, "concludes": false })
}

async fn publish(thread: &Thread, note: &Value) -> Answer {
    let path = format!("/question-rounds/{}/clarification-notes", thread.question_round);
    thread.cast.buyer.post(&path, note).await
}

async fn preview(thread: &Thread) -> Value {
    let path = format!("/question-rounds/{}/clarification-note-preview", thread.question_round);
    thread.cast.buyer.get(&path).await.expect(200).json()
}

async fn everyone_reads(thread: &Thread, rest: &str) -> Value {
    thread.cast.anyone.get(&thread.path(rest)).await.expect(200).json()
}

/// Writes other words for a question, and lets them be approved.
async fn reword(thread: &Thread, question: usize, wording: &str, answer: &str) {
    let Cast { colleague, approver, .. } = &thread.cast;
    let path = format!("/questions/{}", thread.questions[question]);
    let words = json!({ "wording": wording, "answer": answer });
    colleague.put_over(&path, &format!("{path}/answer"), &words).await.expect(200);
    approver.post(&format!("{path}/approval"), &json!({})).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_comes_late_is_refused_with_the_closing_that_is_advised() {
    let (platform, thread) = answered().await;
    assert_eq!(preview(&thread).await.get("timing"), None, "no closing was set");
    set_closing(&thread, 5).await;
    let timing = preview(&thread).await["timing"].clone();
    assert_eq!(timing["verdict"], "late");
    assert_eq!(timing["limit"]["readings"].as_array().unwrap().len(), 2);
    let advised = timing["advice"]["inWords"].as_str().unwrap().to_owned();
    let refused = publish(&thread, &note("Nota 1")).await.refused(409, "clarification-note-late");
    let told = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(told.contains(&advised) && told.contains("te laat"), "{told}");

    // With a reason it is published, and everyone reads that it came late.
    let mut late = note("Nota 1");
    late["despite"] = json!("De antwoorden bevestigen alleen wat in de leidraad staat.");
    publish(&thread, &late).await.expect(201);
    let read = everyone_reads(&thread, "/clarification-notes/1").await;
    assert_eq!(
        (&read["late"]["verdict"], &read["late"]["reason"]),
        (&json!("late"), &late["despite"])
    );
    assert_eq!(read["late"]["advised"], timing["advice"]["at"]);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closing_moves_for_everyone_with_a_reason_and_cites_what_was_advised() {
    let (platform, thread) = answered().await;
    let buyer = &thread.cast.buyer;
    let path = thread.path("/tender-closing/extension");
    let now = thread.time.now();
    let mut later = json!({
        "closing": thread.term(noon(&thread, 6)), "notePublication": now,
        "reason": "De antwoorden over het tarief wijzigen de leidraad.",
    });
    buyer.post(&path, &later).await.refused(409, "tender-closing-not-set");
    set_closing(&thread, 5).await;
    let early = buyer.post(&path, &later).await.refused(400, "invalid-input");
    assert_eq!(early.fields(), ["/closing/at"], "{}", early.text());
    let advised = preview(&thread).await["timing"]["advice"].clone();
    later["closing"]["at"] = advised["at"].clone();
    buyer.post(&path, &later).await.expect(200);
    let (read, set) = (thread.path(""), thread.path("/tender-closing"));
    let again = buyer.put_over(&read, &set, &closing(&thread, 9)).await;
    again.refused(409, "tender-closing-set");

    let shown = everyone_reads(&thread, "").await["tenderClosing"].clone();
    assert_eq!(shown["closing"]["at"], advised["at"]);
    let moved = &shown["moves"][0];
    assert_eq!(moved["reason"], later["reason"]);
    assert_eq!(moved["advised"]["daysLater"], advised["daysLater"]);
    assert!(!moved["advised"]["reasons"].as_array().unwrap().is_empty(), "{moved}");
    publish(&thread, &note("Nota 1")).await.expect(201);
    let read = everyone_reads(&thread, "/clarification-notes/1").await;
    assert_eq!(read.get("late"), None);

    // What has passed is not moved.
    thread.time.pass(shown["closing"]["at"].as_str().unwrap().parse().unwrap()).await;
    later["closing"]["at"] = json!(noon(&thread, 30));
    later.as_object_mut().unwrap().remove("notePublication");
    buyer.post(&path, &later).await.refused(409, "too-late");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_reads_a_note_at_one_moment_and_nobody_before() {
    let (platform, thread) = answered().await;
    let head = platform.head().await;
    let published = publish(&thread, &note("Nota 1")).await.expect(201);
    let position = event_log::Position(published.position().unwrap());
    let path = thread.path("/clarification-notes/1");
    let mut read = vec![];
    for session in [&thread.cast.oak.session, &thread.cast.aspen.session, &thread.cast.anyone] {
        read.push(session.get(&path).await.expect(200).json());
    }
    assert!(read.iter().all(|it| *it == read[0]), "the same for all");
    assert!(read[0]["position"].as_u64().unwrap() > head.0 && position > head);
    assert_eq!(read[0]["publishedAt"], published.json()["recordedAt"]);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_may_tell_who_asked_is_refused_until_it_is_changed_or_named() {
    let (platform, thread) = answered().await;
    let wording = "Mag een praktijk, bereikbaar op 0341-900999, meedoen?";
    reword(&thread, 0, wording, "Ja. Zie ook het register: 90000999.").await;
    let seen = preview(&thread).await;
    let kinds: Vec<_> =
        seen["findings"].as_array().unwrap().iter().map(|it| &it["finding"]["kind"]).collect();
    assert_eq!(kinds, ["phone-number", "register-number"]);
    let refused = publish(&thread, &note("Nota 1")).await.refused(409, "note-may-tell-who-asked");
    assert_eq!(refused.fields().len(), 2, "{}", refused.text());
    assert!(refused.text().contains("een telefoonnummer"), "{}", refused.text());

    let mut named = note("Nota 1");
    let accept = |part, kind| {
        let reason = "Dit is een voorbeeld van een nummer.";
        let question = &thread.questions[0];
        json!({ "question": question, "part": part, "kind": kind, "reason": reason })
    };
    named["accepted"] = json!([accept("wording", "phone-number")]);
    publish(&thread, &named).await.refused(409, "note-may-tell-who-asked");
    named["accepted"] =
        json!([accept("wording", "phone-number"), accept("answer", "register-number")]);
    publish(&thread, &named).await.expect(201);
    let read = everyone_reads(&thread, "/clarification-notes/1").await.to_string();
    assert!(!read.contains("voorbeeld van een nummer"), "{read}");

    let mut telling = note("Nota 2");
    telling["announcements"] =
        json!([{ "title": "Contact", "text": "Mail naar inkoop@ermelo.example." }]);
    let refused = publish(&thread, &telling).await.refused(409, "note-may-tell-who-asked");
    assert_eq!(refused.fields(), ["/announcements/0/text"]);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_in_a_profile_does_not_tell_whose_question_it_is() {
    let (platform, thread) = answered().await;
    let Cast { oak, birch, .. } = &thread.cast;
    // The first question is of oak. A name of another provider is found just as well.
    let mut told = vec![];
    for provider in [oak, birch] {
        let wording = format!("Mag {}naam meedoen?", provider.marker);
        reword(&thread, 0, &wording, "Ja.").await;
        let findings = preview(&thread).await["findings"].to_string();
        let refused = publish(&thread, &note("Nota 1")).await;
        let refused = refused.refused(409, "note-may-tell-who-asked").text();
        told.push([findings, refused].map(|it| it.replace(provider.marker, "…")));
    }
    assert_eq!(told[0], told[1].clone().map(|it| it.replace("Betula", "Quercus")));
    assert!(told[0][0].contains("provider-profile"), "{}", told[0][0]);
    // In a text that names nobody nothing is found, whoever asked.
    reword(&thread, 0, "Mag een praktijk van één persoon meedoen?", "Ja.").await;
    assert_eq!(preview(&thread).await["findings"], json!([]));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deadline_in_the_record_explains_itself() {
    let (platform, thread) = answered().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    set_closing(&thread, 30).await;
    // A round whose answers follow the rule for notes.
    let closes = thread.time.now() + SignedDuration::from_hours(24 * 5);
    let event = noon(&thread, 30);
    let rest = format!("/terms/clarification-note/deadline?event={event}");
    let computed = everyone_reads(&thread, &rest).await;
    let mut round = thread.question_round(closes);
    round["answers"]["at"] = computed["at"].clone();
    round["answers"]["rule"] = json!({ "id": "clarification-note", "event": event });
    let path = thread.path("/phases/procedure/question-rounds");
    let second = buyer.post(&path, &round).await.expect(201).id();
    let mut wrong = round.clone();
    wrong["answers"]["at"] = json!(event);
    let refused = buyer.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/answers/at"]);
    wrong["answers"]["rule"]["departs"] = json!("Deze ronde gaat alleen over de planning.");
    let third = buyer.post(&path, &wrong).await.expect(201).id();
    wrong["answers"]["rule"]["id"] = json!("geen-regel");
    let refused = buyer.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/answers/rule/id"]);

    let all = everyone_reads(&thread, "/deadlines").await["items"].as_array().unwrap().clone();
    let keys: Vec<_> = all.iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"tender-closing") && keys.contains(&"milestone-1"), "{keys:?}");
    let ends: Vec<Timestamp> =
        all.iter().map(|it| it["term"]["at"].as_str().unwrap().parse().unwrap()).collect();
    assert!(ends.is_sorted());
    let one = async |key: String| everyone_reads(&thread, &format!("/deadlines/{key}")).await;
    let explained = one(format!("answers-{second}")).await["explanation"].clone();
    let computed = &explained["computed"];
    assert_eq!(computed["rule"]["ground"]["kind"], "law");
    assert_eq!(computed["profile"], json!({ "id": "social-services", "version": 1 }));
    assert!(computed["steps"].as_array().unwrap().len() > 2, "{computed}");
    assert!(explained["inWords"].as_str().unwrap().starts_with("t/m "), "{explained}");
    let departs = one(format!("answers-{third}")).await["explanation"]["reasons"].to_string();
    assert!(departs.contains("alleen over de planning"), "{departs}");
    let plain = one(format!("questions-{second}")).await["explanation"].clone();
    assert_eq!(plain.get("computed"), None);
    assert!(plain["reasons"].to_string().contains("Inkoopleidraad, § 1.4"), "{plain}");
    let limit = one("clarification-note".to_owned()).await;
    assert_eq!(limit["term"]["at"], computed["at"]);
    anyone.get(&thread.path("/deadlines/geen-termijn")).await.refused(404, "not-found");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notes_are_read_as_one_with_numbers_that_never_change() {
    let (platform, thread) = answered().await;
    let Cast { anyone, .. } = &thread.cast;
    reword(&thread, 1, "=Mogen aanbieders samen?", "+Ja. \"Samen\"; dat mag.").await;
    let mut first = note("Nota 1");
    first["questions"] = json!([thread.questions[0]]);
    publish(&thread, &first).await.expect(201);
    let before = everyone_reads(&thread, "/consolidated-note").await;
    let mut second = note("Nota 2");
    second["errata"] = json!([{
        "note": 1, "item": 1, "correction": "Nee, per dagdeel.", "reason": "Dat stond er fout.",
    }]);
    publish(&thread, &second).await.expect(201);
    let all = everyone_reads(&thread, "/consolidated-note").await;
    let numbers = |all: &Value| -> Vec<_> {
        let items = all["items"].as_array().unwrap();
        items.iter().map(|it| (it["number"].clone(), it["note"].clone())).collect()
    };
    assert_eq!(numbers(&all), [(1, 1), (2, 2), (3, 2)].map(|(n, note)| (json!(n), json!(note))));
    // The answer stays as it was published; what it must be stands beside it.
    assert_eq!(all["items"][0]["answer"], before["items"][0]["answer"]);
    assert_eq!(all["items"][0]["corrections"][0]["correction"], "Nee, per dagdeel.");

    let of_lot = everyone_reads(&thread, "/consolidated-note?lot=1").await;
    assert_eq!(numbers(&of_lot), [(json!(1), json!(1))]);
    let rest = format!("/consolidated-note?document={}", thread.document);
    let of_document = everyone_reads(&thread, &rest).await;
    assert_eq!(of_document["items"].as_array().unwrap().len(), 2);
    let wrong = anyone.get(&thread.path("/consolidated-note?lot=een&document=x")).await;
    assert_eq!(wrong.expect(400).fields(), ["document", "lot"]);

    let csv = anyone.get(&thread.path("/consolidated-note/export")).await.expect(200);
    assert!(csv.header("content-type").starts_with("text/csv"), "{:?}", csv.headers);
    let text = csv.text();
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("\"volgnummer\";\"nota\";\"vraagnummer\""), "{}", lines[0]);
    let formula = lines.iter().find(|line| line.contains("samen?")).unwrap();
    assert!(formula.contains("\"'=Mogen aanbieders samen?\""), "{formula}");
    assert!(formula.contains("\"'+Ja. \"\"Samen\"\"; dat mag.\""), "{formula}");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_changes_shows_what_was_what_it_becomes_and_which_answer_led_to_it() {
    let (platform, thread) = answered().await;
    let Cast { buyer, colleague, approver, anyone, .. } = &thread.cast;
    let version = async |file: &[u8], sections: Value, change: &str| {
        let file = buyer.hand_in("text/plain", file).await;
        let document = json!({
            "kind": "tender-guide", "title": "Inkoopleidraad", "sections": sections,
            "file": { "name": "inkoopleidraad.txt", "sha256": file }, "change": change,
        });
        let path = thread.path(&format!("/documents/{}/versions", thread.document));
        buyer.post(&path, &document).await.expect(200);
    };
    let section = |number: &str, title: &str, text: &str| {
        let (title, text) = (title.to_owned(), text.to_owned());
        json!({ "number": number, "title": title, "text": text })
    };
    let planning = section("1.4", "Planning", "De gunning is in de zomer.");
    let rates = section("3.2", "Tarieven", "Het tarief geldt per uur.");
    version(b"twee", json!([planning, rates]), "De tekst staat erbij.").await;
    let rates = section("3.2", "Tarieven", "Het tarief geldt per dagdeel.");
    let travel = section("3.3", "Reistijd", "Reistijd telt mee.");
    version(b"drie", json!([rates, travel]), "Het tarief is veranderd.").await;
    let path = format!("/questions/{}", thread.questions[0]);
    let answer = json!({
        "wording": "Geldt het tarief per uur?", "answer": "Nee, per dagdeel.",
        "amends": { "document": thread.document, "version": 3, "section": "3.2" },
    });
    colleague.put_over(&path, &format!("{path}/answer"), &answer).await.expect(200);
    approver.post(&format!("{path}/approval"), &json!({})).await.expect(200);
    publish(&thread, &note("Nota 1")).await.expect(201);

    let path = format!("/documents/{}/changes", thread.document);
    let changes = everyone_reads(&thread, &path).await;
    assert_eq!((&changes["from"], &changes["to"]), (&json!(2), &json!(3)));
    assert_eq!(changes["versions"][0]["change"], "Het tarief is veranderd.");
    let sections = changes["sections"].as_array().unwrap();
    let kinds: Vec<_> = sections.iter().map(|it| (&it["number"], &it["kind"])).collect();
    let expected = [("3.2", "changed"), ("3.3", "added"), ("1.4", "removed")];
    assert_eq!(kinds, expected.map(|(n, k)| (json!(n), json!(k))).each_ref().map(|(n, k)| (n, k)));
    let words: Vec<_> = sections[0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["kind"].as_str().unwrap(), it["text"].as_str().unwrap()))
        .collect();
    assert!(
        words.contains(&("removed", "uur.")) && words.contains(&("added", "dagdeel.")),
        "{words:?}"
    );
    assert_eq!(sections[0]["causes"][0]["wording"], "Geldt het tarief per uur?");
    let whole = everyone_reads(&thread, &format!("{path}?from=1&to=3")).await;
    assert_eq!(whole["versions"].as_array().unwrap().len(), 2);
    assert_eq!(whole["sections"][0]["kind"], "unknown", "version 1 gave no text: {whole}");
    for rest in ["?from=1&to=9", "?from=0"] {
        anyone.get(&thread.path(&format!("{path}{rest}"))).await.refused(404, "document-unknown");
    }
    // The trajectory itself stays light.
    let trajectory = everyone_reads(&thread, "").await.to_string();
    assert!(!trajectory.contains("Reistijd telt mee"), "{trajectory}");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_names_its_makers_is_published_only_with_a_reason() {
    let (platform, thread) = answered().await;
    let buyer = &thread.cast.buyer;
    let content = b"%PDF-1.7 << /Author (Femke van Oudeland) >>";
    let file = buyer.hand_in("application/pdf", content).await;
    let mut document = json!({
        "kind": "rates", "title": "Tarieven", "file": { "name": "tarieven.pdf", "sha256": file },
    });
    let path = thread.path("/documents");
    let refused = buyer.post(&path, &document).await.refused(409, "file-names-its-makers");
    assert_eq!(refused.fields(), ["/file"]);
    assert!(refused.text().contains("Femke van Oudeland"), "{}", refused.text());
    document["authorsAccepted"] = json!("De projectleider is bekend.");
    buyer.post(&path, &document).await.expect(201);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rectification_in_tenderned_is_linked_by_its_number() {
    let (platform, thread) = answered().await;
    let buyer = &thread.cast.buyer;
    let path = thread.path("/notices");
    let first = json!({
        "publication": "412345", "kind": "contract", "publishedOn": "2026-05-01",
    });
    buyer.post(&path, &first).await.expect(200);
    publish(&thread, &note("Nota 1")).await.expect(201);
    let second = json!({
        "publication": "412388", "kind": "rectification", "publishedOn": "2026-05-20",
        "corrects": "412345", "note": 1, "remark": "De sluiting is later.",
    });
    let mut wrong = second.clone();
    wrong["note"] = json!(2);
    wrong["corrects"] = json!("7");
    let refused = buyer.post(&path, &wrong).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/corrects", "/note"]);
    buyer.post(&path, &second).await.expect(200);
    assert_eq!(everyone_reads(&thread, "").await["notices"], json!([first, second]));
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_term_of_an_advice_follows_the_ordinance_of_its_council() {
    let (platform, thread) = answered().await;
    let Cast { buyer, chair, .. } = &thread.cast;
    thread.open_phase("vision").await;
    let chosen = json!({
        "council": crate::kit::COUNCIL,
        "terms": { "profile": { "id": "council-summer-recess", "version": 1 } },
    });
    let mut wrong = chosen.clone();
    wrong["council"] = json!("een-andere-raad");
    let path = thread.path("/council-terms");
    let refused = buyer.put_over(&thread.path(""), &path, &wrong).await;
    assert_eq!(refused.refused(400, "invalid-input").fields(), ["/council"]);
    buyer.put_over(&thread.path(""), &path, &chosen).await.expect(200);

    let asked = thread.path("/advice-requests");
    let mut request = thread.advice_request();
    let refused = buyer.post(&asked, &request).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/term/rule"]);
    request["term"]["rule"] = json!({ "id": "advice", "event": thread.time.now() });
    let refused = buyer.post(&asked, &request).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/term/at"]);
    assert!(refused.text().contains("t/m"), "{}", refused.text());
    // A reason does not make it shorter: the council agrees to that, or it does not.
    request["term"]["rule"]["departs"] = json!("Vier weken is genoeg.");
    let refused = buyer.post(&asked, &request).await.refused(400, "invalid-input");
    assert_eq!(refused.fields(), ["/term/at"]);
    assert!(refused.text().contains("urgency"), "{}", refused.text());
    let soon = request["term"].clone();
    request["term"] = thread.term(thread.time.now() + jiff::SignedDuration::from_hours(24 * 200));
    request["term"]["rule"] = soon["rule"].clone();
    request["term"]["rule"]["departs"] = json!("De raad krijgt ruim de tijd.");
    request["urgency"] = json!({ "reason": "Vier weken is genoeg.", "term": soon });
    request["urgency"]["term"]["rule"]["departs"] = json!("De raad vergadert over vier weken.");
    let advice = buyer.post(&asked, &request).await.expect(201).id();
    let agreed = json!({ "agreed": true });
    let path = format!("/advices/{advice}/urgency-decision");
    chair.post(&path, &agreed).await.expect(200);
    let path = format!("/advices/{advice}/filing");
    let content = json!({
        "judgement": "positive", "introduction": "Goed.", "basis": "Twee avonden.",
        "recommendations": [{ "text": "Ga door.", "reason": "Het is goed." }],
    });
    chair.post(&path, &content).await.expect(200);
    let asked = everyone_reads(&thread, &format!("/deadlines/advice-{advice}")).await;
    assert!(asked["explanation"]["reasons"].to_string().contains("over vier weken"), "{asked}");
    assert_eq!(asked["explanation"]["computed"]["profile"]["id"], "council-summer-recess");
    let reply = everyone_reads(&thread, &format!("/deadlines/advice-reply-{advice}")).await;
    assert_eq!(reply["explanation"]["computed"]["rule"]["kind"], "advice-reply");
    platform.stop().await;
}
