//! Work that is kept in flight within this process, on as many threads as the platform has.

use anyhow::anyhow;
use proof::load::{Answers, Measured, WARM_UP};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};

/// Keeps `in_flight` pieces of work going at any moment, each begun when another one is done, and
/// measures for as long as `span`. The work gets the number of its place and one of its own.
///
/// # Errors
/// When a piece of work fails.
pub(crate) async fn run<F>(
    threads: usize,
    in_flight: usize,
    span: Duration,
    work: impl Fn(usize, u64) -> F + Send + Sync + 'static,
) -> anyhow::Result<Measured>
where
    F: Future<Output = anyhow::Result<()>> + 'static,
{
    let work = Arc::new(work);
    let (begin, number) = (Instant::now() + WARM_UP, Arc::new(AtomicU64::new(0)));
    let (mut running, mut answers) = (JoinSet::new(), vec![]);
    for thread in 0..threads {
        let places: Vec<_> = (thread..in_flight).step_by(threads).collect();
        let (work, number) = (work.clone(), number.clone());
        running.spawn_blocking(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let local = LocalSet::new();
            let mut clients = JoinSet::new();
            for place in places {
                let (work, number) = (work.clone(), number.clone());
                let next = move || work(place, number.fetch_add(1, Ordering::Relaxed));
                clients.spawn_local_on(client(next, begin, span), &local);
            }
            local.block_on(&runtime, async {
                let mut answers = vec![];
                while let Some(done) = clients.join_next().await {
                    answers.extend(done??);
                }
                anyhow::Ok(answers)
            })
        });
    }
    while let Some(done) = running.join_next().await {
        answers.extend(done.map_err(|error| anyhow!(error))??);
    }
    Measured::of(number.load(Ordering::Relaxed), &answers, span)
}

async fn client<F>(next: impl Fn() -> F, begin: Instant, span: Duration) -> anyhow::Result<Answers>
where
    F: Future<Output = anyhow::Result<()>>,
{
    let mut answers = vec![];
    loop {
        let sent = Instant::now();
        if sent >= begin + span {
            return Ok(answers);
        }
        next().await?;
        let done = Instant::now();
        if done >= begin && done < begin + span {
            answers.push((done - begin, done - sent));
        }
    }
}
