//! The fastest load: one thread, one connection for each request in flight, each sending its next
//! request when it has its answer.

use crate::client::{Call, Connection};
use anyhow::{Context, ensure};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// How long the load runs before anything is counted.
pub const WARM_UP: Duration = Duration::from_secs(1);

/// What was measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// All requests that were answered, those of the warming up included.
    pub answered: u64,
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within this.
    pub median: Duration,
    /// Ninety-nine of a hundred answers came within this.
    pub slowest_hundredth: Duration,
}

/// Sends requests, each again and again under a key of its own, `in_flight` at any moment, and
/// measures for as long as `span`. Blocks its thread.
///
/// # Errors
/// When an answer is not 201, with that answer.
pub fn run(
    address: SocketAddr,
    calls: &[Call],
    in_flight: usize,
    span: Duration,
) -> anyhow::Result<Measured> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connections = vec![];
        for _ in 0..in_flight {
            connections.push(Connection::open(address).await.context("no connection")?);
        }
        let run = Uuid::new_v4().as_u64_pair().0;
        let begin = Instant::now() + WARM_UP;
        let mut clients = JoinSet::new();
        for (place, connection) in connections.into_iter().enumerate() {
            // Nobody's request is in flight twice, and everybody's is sent.
            let calls: Vec<_> = calls.iter().skip(place).step_by(in_flight).cloned().collect();
            ensure!(!calls.is_empty(), "there are fewer callers than requests in flight");
            clients.spawn(work(connection, calls, run, (place as u64) << 40, begin..begin + span));
        }
        let (mut answered, mut times) = (0, vec![]);
        while let Some(done) = clients.join_next().await {
            let (count, own) = done??;
            answered += count;
            times.extend(own);
        }
        measured(answered, times, span)
    })
}

fn measured(answered: u64, mut times: Vec<Duration>, span: Duration) -> anyhow::Result<Measured> {
    ensure!(!times.is_empty(), "nothing was answered in time to be measured");
    times.sort_unstable();
    let of_hundred = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Ok(Measured {
        answered,
        per_second: times.len() as f64 / span.as_secs_f64(),
        median: of_hundred(50),
        slowest_hundredth: of_hundred(99),
    })
}

/// Works until the end of the window. Gives how many requests were answered, and how long each
/// answer took that came within the window.
async fn work(
    mut connection: Connection,
    mut calls: Vec<Call>,
    run: u64,
    first: u64,
    window: Range<Instant>,
) -> anyhow::Result<(u64, Vec<Duration>)> {
    let (mut answered, mut times) = (0, vec![]);
    loop {
        let turn = answered as usize % calls.len();
        let call = &mut calls[turn];
        call.renew(&format!("{run:016x}{:016x}", first + answered));
        let sent = Instant::now();
        if sent >= window.end {
            return Ok((answered, times));
        }
        let reply = connection.exchange(call).await?;
        ensure!(reply.status == 201, "not accepted: {} {}", reply.status, reply.text());
        let received = Instant::now();
        answered += 1;
        if window.contains(&received) {
            times.push(received - sent);
        }
    }
}
