//! How soon others see what was acknowledged, while half of what is possible comes in.

use crate::bench::{Bench, millis};
use crate::stage::Platform;
use anyhow::{Context, ensure};
use proof::client::{Call, Connection};
use proof::load::{Answers, Measured, WARM_UP};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep_until;
use uuid::Uuid;

/// How many clients submit, each at moments of its own.
const CLIENTS: u32 = 64;

/// How many of them look at what they submitted at the same time.
const READERS: usize = 8;

/// One in so many submissions is looked at.
const LOOKED_AT: u64 = 50;

/// A submission that was acknowledged.
struct Acknowledged {
    token: usize,
    receipt: Vec<u8>,
    at: Instant,
}

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let mut platform = Platform::on_sqlite(bench).await?;
    for _ in bench.turns("lag") {
        let peak = platform.submit(256, bench.span()).await?.per_second;
        let paced = Paced {
            address: platform.address(),
            calls: platform.calls.clone(),
            tokens: platform.stage.tokens.clone().into(),
            pause: Duration::from_secs_f64(2.0 * f64::from(CLIENTS) / peak),
            begin: Instant::now() + WARM_UP,
            span: bench.span(),
        };
        let (submissions, lag) = tokio::task::spawn_blocking(move || run(paced)).await??;
        platform.catch_up().await?;
        ensure!(
            submissions.per_second > 0.45 * peak,
            "{:.0} a second is not half of {peak:.0}",
            submissions.per_second
        );
        let (lag, of_submission) = (lag.slowest_hundredth, submissions.slowest_hundredth);
        bench.note("projection-lag", millis(lag), millis(of_submission));
    }
    platform.stop().await
}

/// Submissions at a steady pace.
#[derive(Clone)]
struct Paced {
    address: SocketAddr,
    calls: Arc<Vec<Call>>,
    tokens: Arc<[String]>,
    /// Between two submissions of a client.
    pause: Duration,
    begin: Instant,
    span: Duration,
}

fn run(paced: Paced) -> anyhow::Result<(Measured, Measured)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (tell, told) = mpsc::channel(READERS);
        let told = Arc::new(Mutex::new(told));
        let (mut clients, mut readers) = (JoinSet::new(), JoinSet::new());
        for client in 0..CLIENTS {
            clients.spawn(paced.clone().submit(client, tell.clone()));
        }
        drop(tell);
        for _ in 0..READERS {
            readers.spawn(paced.clone().look(told.clone()));
        }
        let mut submissions = vec![];
        while let Some(done) = clients.join_next().await {
            submissions.extend(done??);
        }
        let mut seen = vec![];
        while let Some(done) = readers.join_next().await {
            seen.extend(done??);
        }
        let measured = |answers: &Answers| Measured::of(answers.len() as u64, answers, paced.span);
        Ok((measured(&submissions)?, measured(&seen)?))
    })
}

impl Paced {
    /// One client, who submits at its moments, or as soon as it can when one has passed.
    async fn submit(
        self,
        client: u32,
        tell: mpsc::Sender<Acknowledged>,
    ) -> anyhow::Result<Answers> {
        let mut connection = Connection::open(self.address).await?;
        let run = Uuid::new_v4().as_u64_pair().0;
        let mut due = self.begin - WARM_UP + self.pause * client / CLIENTS;
        let mut answers = vec![];
        for number in 0_u64.. {
            sleep_until(due.into()).await;
            due += self.pause;
            let token = (client as usize + number as usize * CLIENTS as usize) % self.calls.len();
            let mut call = self.calls[token].clone();
            call.renew(&format!("{run:016x}{number:016x}"));
            let sent = Instant::now();
            if sent >= self.begin + self.span {
                break;
            }
            let reply = connection.exchange(&call).await?;
            ensure!(call.is_answered_by(&reply), "refused: {}", reply.text());
            let at = Instant::now();
            if at >= self.begin {
                answers.push((at - self.begin, at - sent));
                if (number + u64::from(client)).is_multiple_of(LOOKED_AT) {
                    let receipt = reply.body.to_vec();
                    // When all readers are busy, this one is not looked at.
                    let _ = tell.try_send(Acknowledged { token, receipt, at });
                }
            }
        }
        Ok(answers)
    }

    /// One reader: asks for what was submitted, and waits until it is shown.
    async fn look(self, told: Arc<Mutex<mpsc::Receiver<Acknowledged>>>) -> anyhow::Result<Answers> {
        let mut connection = Connection::open(self.address).await?;
        let mut answers = vec![];
        loop {
            let next = told.lock().await.recv().await;
            let Some(Acknowledged { token, receipt, at }) = next else { return Ok(answers) };
            let receipt: Value = serde_json::from_slice(&receipt)?;
            let id = receipt["id"].as_str().context("a receipt without a name")?;
            let position = &receipt["position"];
            let path = format!("/provider/v1/contributions/{id}?minPosition={position}");
            let call = Call::get(&path, &self.tokens[token]);
            let reply = connection.exchange(&call).await?;
            ensure!(call.is_answered_by(&reply), "not shown: {}", reply.text());
            answers.push((at - self.begin, at.elapsed()));
        }
    }
}
