//! Providers who submit without end while everything breaks, and write down what they were told.

use crate::client::Connection;
use crate::history::{Answer, History, Recorder};
use crate::round::{Round, TEXT};
use anyhow::{Context, bail, ensure};
use event_log::Digest;
use fastrand::Rng;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How long an answer is waited for, before the same is asked again.
const ANSWER: Duration = Duration::from_secs(30);

/// How long anybody goes without being acknowledged before that is a fault.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// How long somebody waits before the same is asked again.
const PAUSE: Duration = Duration::from_millis(20);

/// How soon one who cuts connections loses patience, at most.
const CUT: Duration = Duration::from_millis(8);

/// The load of a round.
pub(super) struct Load {
    shared: Arc<Shared>,
    clients: JoinSet<anyhow::Result<()>>,
    history: PathBuf,
}

struct Shared {
    round: Round,
    recorder: Recorder,
    /// Where the services of providers stand.
    addresses: Vec<SocketAddr>,
    over: AtomicBool,
    /// Connections are cut before the answer is there.
    cutting: AtomicBool,
    cut: AtomicU64,
    /// How often each client was acknowledged.
    acknowledged: Vec<AtomicU64>,
}

impl Load {
    /// Sets everybody to work.
    pub(super) fn begin(
        round: Round,
        tokens: &[String],
        addresses: Vec<SocketAddr>,
        file: &Path,
        rng: &mut Rng,
    ) -> anyhow::Result<Self> {
        let recorder = Recorder::create(file)?;
        recorder.round(&round.id, round.closes)?;
        let shared = Arc::new(Shared {
            round,
            recorder,
            addresses,
            over: AtomicBool::new(false),
            cutting: AtomicBool::new(false),
            cut: AtomicU64::new(0),
            acknowledged: tokens.iter().map(|_| AtomicU64::new(0)).collect(),
        });
        let mut clients = JoinSet::new();
        for (number, token) in (0..).zip(tokens.iter().cloned()) {
            clients.spawn(shared.clone().submit_until_over(number, token, rng.fork()));
        }
        Ok(Self { shared, clients, history: file.to_owned() })
    }

    /// From now on connections are cut, or no longer.
    pub(super) fn cut(&self, cutting: bool) {
        self.shared.cutting.store(cutting, Ordering::SeqCst);
    }

    /// How many connections were cut.
    pub(super) fn was_cut(&self) -> u64 {
        self.shared.cut.load(Ordering::SeqCst)
    }

    fn total(&self) -> u64 {
        self.shared.acknowledged.iter().map(|own| own.load(Ordering::SeqCst)).sum()
    }

    /// Waits until so many more submissions have been acknowledged.
    pub(super) async fn progress(&mut self, more: u64) -> anyhow::Result<()> {
        let goal = self.total() + more;
        self.until(|load| load.total() >= goal).await
    }

    /// Waits until everybody has been acknowledged once more. Gives how long that took.
    pub(super) async fn everyone_goes_on(&mut self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let counts = |load: &Self| -> Vec<_> {
            load.shared.acknowledged.iter().map(|own| own.load(Ordering::SeqCst)).collect()
        };
        let before = counts(self);
        self.until(|load| counts(load).iter().zip(&before).all(|(now, then)| now > then)).await?;
        Ok(begun.elapsed())
    }

    async fn until(&mut self, reached: impl Fn(&Self) -> bool) -> anyhow::Result<()> {
        let limit = Instant::now() + PATIENCE;
        while !reached(self) {
            if let Some(ended) = self.clients.try_join_next() {
                ended??;
            }
            ensure!(Instant::now() < limit, "nobody is acknowledged any more");
            sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }

    /// Lets everybody finish, and gives what they wrote down.
    pub(super) async fn end(mut self) -> anyhow::Result<History> {
        self.shared.over.store(true, Ordering::SeqCst);
        while let Some(ended) = self.clients.join_next().await {
            ended??;
        }
        Ok(History::read(&self.history)?)
    }
}

impl Shared {
    async fn submit_until_over(
        self: Arc<Self>,
        client: u32,
        token: String,
        mut rng: Rng,
    ) -> anyhow::Result<()> {
        let mut link = None;
        while !self.over.load(Ordering::SeqCst) {
            self.submit(client, &token, &mut link, &mut rng).await?;
            self.acknowledged[client as usize].fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Submits one thing under one key, until it is acknowledged.
    async fn submit(
        &self,
        client: u32,
        token: &str,
        link: &mut Option<Connection>,
        rng: &mut Rng,
    ) -> anyhow::Result<()> {
        let key = format!("{:016x}{client:016x}", rng.u64(..));
        let text = format!("{TEXT}\n\nKenmerk: {key}");
        let call = self.round.submission(token, &key, &text);
        let digest = Digest::of(text.as_bytes());
        let limit = Instant::now() + PATIENCE;
        while Instant::now() < limit {
            if link.as_ref().is_none_or(|connection| !connection.is_open()) {
                let address = rng.choice(&self.addresses).context("nobody to submit to")?;
                *link = Connection::open(*address).await.ok();
            }
            if let Some(connection) = link {
                let (number, _) = self.recorder.sent(client, &key, &self.round.id, digest)?;
                let cuts = self.cutting.load(Ordering::SeqCst) && rng.bool();
                let waits = if cuts { CUT.mul_f64(rng.f64()) } else { ANSWER };
                let answer = match timeout(waits, connection.exchange(&call)).await {
                    Ok(Ok(reply)) => Ok(Answer::of(self.recorder.now(), reply.status, reply.body)),
                    Ok(Err(broken)) => Err(broken.to_string()),
                    Err(_) => {
                        self.cut.fetch_add(u64::from(cuts), Ordering::SeqCst);
                        Err("no answer in time".to_owned())
                    }
                };
                match answer {
                    Ok(answer) => {
                        let (settled, status) = (!answer.asks_again(), answer.status);
                        let code = answer.code.clone().unwrap_or_default();
                        self.recorder.answered(number, answer)?;
                        match status {
                            200 | 201 => return Ok(()),
                            _ if settled => bail!("{key} was refused with {status} {code}"),
                            _ => {}
                        }
                    }
                    Err(reason) => {
                        *link = None;
                        self.recorder.unanswered(number, &reason)?;
                    }
                }
            }
            sleep(PAUSE).await;
        }
        bail!("{key} is not acknowledged within {} s", PATIENCE.as_secs())
    }
}
