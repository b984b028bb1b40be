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
    /// How many answers came in each whole second.
    pub seconds: Vec<u64>,
}

/// The answers that came while something was measured: when, since the beginning, and how long
/// each was waited for.
pub type Answers = Vec<(Duration, Duration)>;

impl Measured {
    /// What is measured by answers that came within `span`.
    ///
    /// # Errors
    /// When there are none.
    pub fn of(answered: u64, answers: &Answers, span: Duration) -> anyhow::Result<Self> {
        ensure!(!answers.is_empty(), "nothing was answered in time to be measured");
        let mut times: Vec<_> = answers.iter().map(|(_, waited)| *waited).collect();
        times.sort_unstable();
        let of_hundred = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
        let mut seconds = vec![0; span.as_secs() as usize];
        for (at, _) in answers {
            if let Some(second) = seconds.get_mut(at.as_secs() as usize) {
                *second += 1;
            }
        }
        Ok(Self {
            answered,
            per_second: times.len() as f64 / span.as_secs_f64(),
            median: of_hundred(50),
            slowest_hundredth: of_hundred(99),
            seconds,
        })
    }
}

/// Sends requests, each again and again under a key of its own, `in_flight` at any moment, and
/// measures for as long as `span`. Blocks its thread.
///
/// # Errors
/// When an answer is not what it should be, with that answer.
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
        let (mut answered, mut answers) = (0, vec![]);
        while let Some(done) = clients.join_next().await {
            let (count, own) = done??;
            answered += count;
            answers.extend(own);
        }
        Measured::of(answered, &answers, span)
    })
}

/// Works until the end of the window. Gives how many requests were answered, and the answers that
/// came within the window.
async fn work(
    mut connection: Connection,
    mut calls: Vec<Call>,
    run: u64,
    first: u64,
    window: Range<Instant>,
) -> anyhow::Result<(u64, Answers)> {
    let (mut answered, mut answers) = (0, vec![]);
    loop {
        let turn = answered as usize % calls.len();
        let call = &mut calls[turn];
        call.renew(&format!("{run:016x}{:016x}", first + answered));
        let sent = Instant::now();
        if sent >= window.end {
            return Ok((answered, answers));
        }
        let reply = connection.exchange(call).await?;
        ensure!(call.is_answered_by(&reply), "answered with {} {}", reply.status, reply.text());
        let received = Instant::now();
        answered += 1;
        if window.contains(&received) {
            answers.push((received - window.start, received - sent));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_the_second_and_sorted_by_how_long_they_took() {
        let millis = Duration::from_millis;
        let answers: Answers = (0..200).map(|n| (millis(n * 10), millis(1_000 - n))).collect();
        let measured = Measured::of(250, &answers, Duration::from_secs(4)).unwrap();
        assert_eq!((measured.answered, measured.per_second), (250, 50.0));
        assert_eq!(measured.seconds, [100, 100, 0, 0]);
        assert_eq!((measured.median, measured.slowest_hundredth), (millis(901), millis(999)));
        assert!(Measured::of(1, &vec![], Duration::from_secs(1)).is_err());
    }
}
