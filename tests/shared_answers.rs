//! Answers that several trajectories share, and notes with very many answers: each is one append.

use crate::kit::{Answer, Cast, Platform, Session};
use crate::thread::{Thread, profile};
use event_log::Position;
use reqwest::Method;
use serde_json::{Value, json};

/// A trajectory with answers in a note, and the question round of another one.
async fn two_trajectories() -> (Platform, Thread, String, String) {
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    let buyer = thread.cast.buyer.clone();
    let other = buyer.post("/trajectories", &profile()).await.expect(201).id();
    let first = std::mem::replace(&mut thread.trajectory, other.clone());
    thread.open_phase("procedure").await;
    let path = thread.path("/phases/procedure/question-rounds");
    let round = thread.question_round(thread.time.term());
    let other_round = buyer.post(&path, &round).await.expect(201).id();
    thread.trajectory = first;
    thread.open_phase("procedure").await;
    let closes = thread.open_questions().await;
    thread.ask().await;
    thread.time.pass(closes).await;
    thread.answer().await;
    (platform, thread, other, other_round)
}

async fn publish(buyer: &Session, round: &str, note: &Value) -> Answer {
    buyer.post(&format!("/question-rounds/{round}/clarification-notes"), note).await
}

fn note(title: &str) -> Value {
    json!({ "title": title, "concludes": false })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_over_once_with_where_it_came_from() {
    let (platform, thread, other, other_round) = two_trajectories().await;
    let Cast { buyer, outsider, anyone, .. } = &thread.cast;
    publish(buyer, &thread.question_round, &note("Nota 1")).await.expect(201);
    let list = format!("/trajectories/{other}/shareable-answers?from={}", thread.trajectory);
    let offered = buyer.get(&list).await.expect(200).json()["items"].clone();
    assert_eq!(offered.as_array().unwrap().len(), 3);
    outsider.get(&list).await.refused(404, "trajectory-unknown");
    let missing = buyer.get(&format!("/trajectories/{other}/shareable-answers")).await;
    assert_eq!(missing.expect(400).fields(), ["from"]);

    let mut takes = note("Nota 1");
    let origin = offered[1]["origin"].clone();
    takes["takenOver"] = json!([{ "origin": origin }]);
    publish(buyer, &other_round, &takes).await.expect(201);
    let there = anyone.get(&format!("/trajectories/{other}/clarification-notes/1")).await;
    let item = there.expect(200).json()["items"][0].clone();
    assert_eq!(item["origin"], origin);
    assert_eq!(
        (&item["wording"], &item["answer"]),
        (&offered[1]["wording"], &offered[1]["answer"])
    );
    assert_eq!(item["place"], json!({}), "a place in the other documents says nothing here");
    let left = buyer.get(&list).await.expect(200).json()["items"].clone();
    assert_eq!(left.as_array().unwrap().len(), 2);

    let unknown = json!({ "trajectory": thread.trajectory, "note": 1, "item": 9 });
    let own = json!({ "trajectory": other, "note": 1, "item": 1 });
    for (wrong, fields) in [
        (origin, vec!["/takenOver/0/origin"]),
        (unknown, vec!["/takenOver/0/origin/item"]),
        (own, vec!["/takenOver/0/origin"]),
    ] {
        takes["takenOver"] = json!([{ "origin": wrong }]);
        let refused = publish(buyer, &other_round, &takes).await.refused(400, "invalid-input");
        assert_eq!(refused.fields(), fields);
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_comes_out_in_several_trajectories_at_one_moment_or_in_none() {
    let (platform, thread, other, other_round) = two_trajectories().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    let mut both = note("Nota 1");
    both["alongside"] = json!([{ "round": thread.question_round, "title": "Nota 1" }]);
    let refused = publish(buyer, &thread.question_round, &both).await;
    assert_eq!(refused.refused(400, "invalid-input").fields(), ["/alongside/0/round"]);
    // The other trajectory closes soon: then it comes out nowhere.
    let read = format!("/trajectories/{other}");
    let terms = json!({ "profile": { "id": "open-procedure", "version": 1 } });
    buyer.put_over(&read, &format!("{read}/terms"), &terms).await.expect(200);
    let soon = thread.time.now() + jiff::SignedDuration::from_hours(72);
    let closing = json!({ "closing": thread.term(soon), "noteRule": "clarification-note" });
    buyer.put_over(&read, &format!("{read}/tender-closing"), &closing).await.expect(200);
    both["alongside"] = json!([{ "round": other_round, "title": "Antwoorden voor ons beide" }]);
    let before = platform.head().await;
    let refused = publish(buyer, &thread.question_round, &both).await;
    refused.refused(409, "clarification-note-late");
    assert_eq!(platform.head().await, before);

    both["despite"] = json!("De antwoorden veranderen niets aan de stukken.");
    publish(buyer, &thread.question_round, &both).await.expect(201);
    let get = async |trajectory: &str| {
        let path = format!("/trajectories/{trajectory}/clarification-notes/1");
        anyone.get(&path).await.expect(200).json()
    };
    let (here, there) = (get(&thread.trajectory).await, get(&other).await);
    assert_eq!(here["publishedAt"], there["publishedAt"]);
    assert_eq!((here.get("late"), &there["late"]["verdict"]), (None, &json!("late")));
    assert_eq!(there["title"], "Antwoorden voor ons beide");
    assert_eq!(there["items"].as_array().unwrap().len(), 3);
    for (item, copy) in
        here["items"].as_array().unwrap().iter().zip(there["items"].as_array().unwrap())
    {
        assert_eq!(item["answer"], copy["answer"]);
        let origin = json!({
            "trajectory": thread.trajectory, "note": 1, "item": item["number"],
        });
        assert_eq!(copy["origin"], origin);
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_with_four_hundred_answers_is_one_append_for_everyone() {
    const ANSWERS: usize = 400;
    let platform = Platform::start().await;
    let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
    thread.open_phase("procedure").await;
    let closes = thread.open_questions().await;
    let Cast { buyer, colleague, approver, oak, anyone, .. } = &thread.cast;
    let round = format!("/question-rounds/{}", thread.question_round);
    let mut questions = vec![];
    for n in 1..=ANSWERS {
        let question = json!({ "text": format!("Klopt regel {n} van het rekenblad?") });
        let asked = oak.session.post(&format!("{round}/questions"), &question).await;
        questions.push(asked.expect(201).id());
    }
    thread.time.pass(closes).await;
    buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
    for (n, question) in (1..).zip(&questions) {
        let path = format!("/questions/{question}");
        let answer = json!({ "wording": format!("Klopt regel {n}?"), "answer": "Ja, dat klopt." });
        let draft = colleague.request(Method::PUT, &format!("{path}/answer"));
        let draft = draft.header("If-Match", "\"1\"").json(&answer);
        colleague.send(draft).await.expect(200);
        approver.post(&format!("{path}/approval"), &json!({})).await.expect(200);
    }
    let before = platform.head().await;
    let mut note = note("Nota 1");
    note["concludes"] = json!(true);
    publish(buyer, &thread.question_round, &note).await.expect(201);
    let log = platform.parts.shared.log();
    let written = log.read_all(Position(before.0), 1_000).await.unwrap();
    let written: Vec<_> = written.iter().filter(|event| event.position > before).collect();
    // The note, a mark on each question, and the end of the round.
    assert_eq!(written.len(), ANSWERS + 2);
    assert!(written.iter().all(|event| event.recorded_at == written[0].recorded_at));
    let read = anyone.get(&thread.path("/clarification-notes/1")).await.expect(200).json();
    assert_eq!(read["items"].as_array().unwrap().len(), ANSWERS);
    let all = anyone.get(&thread.path("/consolidated-note")).await.expect(200).json();
    assert_eq!(all["items"][ANSWERS - 1]["number"], ANSWERS);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_an_answer_sees_what_may_tell_who_asked() {
    let (platform, thread, ..) = two_trajectories().await;
    let Cast { colleague, outsider, .. } = &thread.cast;
    let path = format!("/questions/{}", thread.questions[1]);
    let words =
        json!({ "wording": "Mag de praktijk in Ermelo meedoen?", "answer": "Bel 0341-900999." });
    colleague.put_over(&path, &format!("{path}/answer"), &words).await.expect(200);
    let found = colleague.get(&format!("{path}/answer-findings")).await.expect(200).json();
    let kinds: Vec<_> =
        found["findings"].as_array().unwrap().iter().map(|it| &it["finding"]["kind"]).collect();
    // The asker did not name Ermelo.
    assert_eq!(kinds, ["phone-number"]);
    outsider.get(&format!("{path}/answer-findings")).await.refused(404, "question-unknown");
    platform.stop().await;
}
