//! Reading over HTTP: one thing by its name, and a page of a long list.

use crate::bare::Bare;
use crate::bench::Bench;
use crate::stage::{Platform, load};
use anyhow::{Context, ensure};
use jiff::{SignedDuration, Timestamp};
use proof::client::{Call, Connection};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

const IN_FLIGHT: usize = 64;

/// How many questions wait for an answer, each a task on the work list.
const QUESTIONS: usize = 2_000;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let platform = Platform::on_sqlite(bench).await?;
    let questions = ask(&platform).await?;
    platform.catch_up().await?;
    let points: Vec<_> = questions
        .iter()
        .map(|(token, id)| Call::get(&format!("/provider/v1/questions/{id}"), token))
        .collect();
    let lists = work_lists(&platform).await?;
    let (points, lists) = (Arc::new(points), Arc::new(lists));
    let audience = &platform.parts.settings.identity.audience;
    let bare = Bare::start(&platform.key()?, audience, &platform.stage.tokens, bench.workers)?;
    let (address, span) = (platform.address(), bench.span());
    for _ in bench.turns("reads") {
        let reference = bare.load(IN_FLIGHT, span).await?.per_second;
        for (name, calls) in [("read-point", &points), ("read-list", &lists)] {
            if bench.wants(name) {
                let read = load(address, calls.clone(), IN_FLIGHT, span).await?;
                bench.note(name, read.per_second, reference);
            }
        }
    }
    bare.stop().await;
    platform.stop().await
}

/// Asks all questions. Gives each with the token of who asked.
async fn ask(platform: &Platform) -> anyhow::Result<Vec<(String, String)>> {
    let stage = &platform.stage;
    let mut connection = Connection::open(platform.address()).await?;
    let rounds = format!("{}/question-rounds", stage.phase);
    let round = stage.post(&mut connection, &rounds, &round()).await?;
    let path = format!("/provider/v1/question-rounds/{round}/questions");
    let mut asked = vec![];
    for (number, token) in (1..=QUESTIONS).zip(stage.tokens.iter().cycle()) {
        let body =
            json!({ "text": format!("Vraag {number}: geldt het tarief ook na verlenging?") });
        let key = Uuid::new_v4().to_string();
        let call = Call::post(&path, token, &key, &body.to_string());
        let reply = connection.exchange(&call).await?;
        ensure!(call.is_answered_by(&reply), "a question: {}", reply.text());
        let receipt: Value = serde_json::from_slice(reply.body)?;
        let id = receipt["id"].as_str().context("a receipt without a name")?;
        asked.push((token.clone(), id.to_owned()));
    }
    Ok(asked)
}

fn round() -> Value {
    let now = Timestamp::now();
    let term = |hours| {
        let at = now + SignedDuration::from_hours(hours);
        json!({ "at": at, "ground": { "kind": "policy", "source": "Inkoopbeleid" } })
    };
    json!({
        "title": "Vragenronde", "introduction": "Stel uw vragen over de stukken.",
        "opens": now - SignedDuration::from_hours(1),
        "closes": term(24 * 14), "answers": term(24 * 28), "disclosure": "hidden",
    })
}

/// Pages of twenty from all over the list, each found by following the ones before it.
async fn work_lists(platform: &Platform) -> anyhow::Result<Vec<Call>> {
    let mut connection = Connection::open(platform.address()).await?;
    let (mut calls, mut path) = (vec![], "/municipality/v1/work-list?limit=20".to_owned());
    loop {
        let call = Call::get(&path, &platform.stage.buyer);
        let reply = connection.exchange(&call).await?;
        ensure!(call.is_answered_by(&reply), "the work list: {}", reply.text());
        let page: Value = serde_json::from_slice(reply.body)?;
        let Some(next) = page["nextCursor"].as_str() else { break };
        path = format!("/municipality/v1/work-list?limit=20&cursor={next}");
        calls.push(call);
    }
    ensure!(calls.len() >= QUESTIONS / 20, "{} full pages", calls.len());
    Ok(calls)
}
