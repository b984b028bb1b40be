//! Reading over HTTP: one thing by its name, and a page of a long list.

use crate::bare::Bare;
use crate::bench::Bench;
use crate::dossier::{ask, open_questions};
use crate::stage::{Platform, load};
use anyhow::ensure;
use proof::client::{Call, Connection};
use serde_json::Value;
use std::sync::Arc;

const IN_FLIGHT: usize = 64;

/// How many questions wait for an answer, each a task on the work list.
const QUESTIONS: usize = 2_000;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let platform = Platform::on_sqlite(bench).await?;
    let round = open_questions(&platform, &platform.stage).await?;
    let questions = ask(&platform, &round, 0..QUESTIONS as u64).await?;
    platform.catch_up().await?;
    let points: Vec<_> = questions
        .iter()
        .map(|it| Call::get(&format!("/provider/v1/questions/{}", it.id), &it.token))
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
