//! The providers: each submits when it is due, and sends the same request again under the same key
//! until it has an answer.

use super::schedule;
use super::tally::{End, Tally, Totals};
use super::{Plan, after};
use crate::client::Connection;
use crate::history::{Answer, Recorder};
use crate::round::{Round, TEXT};
use anyhow::Context;
use event_log::Digest;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout};
use uuid::Uuid;

/// How long an answer is waited for, before the same is asked again.
const ANSWER: Duration = Duration::from_secs(30);

/// How long somebody keeps trying.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long somebody waits before the second attempt; twice as long before each next one.
const PAUSE: Duration = Duration::from_millis(20);

/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// What all clients share.
pub(super) struct Shared {
    address: SocketAddr,
    round: Round,
    recorder: Recorder,
    pub(super) closing: Instant,
    /// Tells the keys of this storm from those of others.
    run: u64,
    tally: Mutex<Tally>,
}

/// A client's connection, when it has one.
type Link = Option<Connection>;

/// A submission on its way.
struct Submission<'s> {
    client: u32,
    token: &'s str,
    number: u32,
    due: Instant,
}

/// Sets everyone to work.
pub(super) fn spawn(
    plan: &Plan,
    tokens: &[String],
    shared: &Arc<Shared>,
    begins: Instant,
) -> JoinSet<anyhow::Result<()>> {
    let mut clients = JoinSet::new();
    let everyone = (0..).zip(tokens.iter().cloned());
    match plan.in_flight {
        None => {
            for (client, token) in everyone {
                let moments = schedule::of_provider(plan, client);
                clients.spawn(shared.clone().in_turn(client, token, moments, begins));
            }
        }
        Some(in_flight) => {
            let ends = shared.closing + Duration::from_secs(plan.after);
            let everyone: Vec<_> = everyone.collect();
            for place in 0..in_flight {
                let own = everyone.iter().skip(place as usize).step_by(in_flight as usize);
                let own = own.cloned().collect();
                clients.spawn(shared.clone().without_pause(own, begins..ends));
            }
        }
    }
    clients
}

impl Shared {
    pub(super) fn new(
        address: SocketAddr,
        round: Round,
        recorder: Recorder,
        closing: Instant,
    ) -> Self {
        let run = Uuid::new_v4().as_u64_pair().0;
        Self { address, round, recorder, closing, run, tally: Mutex::default() }
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn totals(&self) -> Totals {
        self.tally().totals
    }

    pub(super) fn into_tally(self) -> Tally {
        self.tally.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The second that it is now, seen from the closing.
    pub(super) fn second(&self) -> i64 {
        after(self.closing, Instant::now()).floor() as i64
    }

    /// One provider, who submits when it is due.
    async fn in_turn(
        self: Arc<Self>,
        client: u32,
        token: String,
        moments: Vec<Duration>,
        begins: Instant,
    ) -> anyhow::Result<()> {
        let mut link = None;
        for (number, moment) in (0..).zip(moments) {
            let due = begins + moment;
            sleep_until(due.into()).await;
            let submission = Submission { client, token: &token, number, due };
            self.submit(&mut link, &submission).await?;
        }
        Ok(())
    }

    /// One connection on which some providers take turns, each as soon as the other is answered.
    async fn without_pause(
        self: Arc<Self>,
        providers: Vec<(u32, String)>,
        window: std::ops::Range<Instant>,
    ) -> anyhow::Result<()> {
        sleep_until(window.start.into()).await;
        let mut link = None;
        for number in 0.. {
            for (client, token) in &providers {
                let due = Instant::now();
                if due >= window.end {
                    return Ok(());
                }
                let submission = Submission { client: *client, token, number, due };
                self.submit(&mut link, &submission).await?;
            }
        }
        Ok(())
    }

    /// Submits, as often as it takes.
    async fn submit(&self, link: &mut Link, submission: &Submission<'_>) -> anyhow::Result<()> {
        self.tally().begun(self.second());
        let Submission { client, number, .. } = submission;
        let key = format!("{:016x}{client:08x}{number:08x}", self.run);
        let end = self.insist(link, submission, &key).await?;
        let waited = u64::try_from(submission.due.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.tally().ended(self.second(), end, waited);
        Ok(())
    }

    async fn insist(
        &self,
        link: &mut Link,
        submission: &Submission<'_>,
        key: &str,
    ) -> anyhow::Result<End> {
        let text = format!("{TEXT}\n\nKenmerk: {key}");
        let call = self.round.submission(submission.token, key, &text);
        let digest = Digest::of(text.as_bytes());
        let mut pause = PAUSE;
        let mut sent = false;
        while submission.due.elapsed() < PATIENCE {
            if let Some(connection) = connected(link, self.address).await {
                if std::mem::replace(&mut sent, true) {
                    self.tally().retried(self.second());
                }
                let recorded = self.recorder.sent(submission.client, key, &self.round.id, digest);
                let (request, _) = recorded.context("the history cannot be written")?;
                let answer = match timeout(ANSWER, connection.exchange(&call)).await {
                    Ok(Ok(reply)) => Ok(Answer::of(self.recorder.now(), reply.status, reply.body)),
                    Ok(Err(broken)) => Err(broken.to_string()),
                    Err(_) => Err("no answer in time".to_owned()),
                };
                let end = match answer {
                    Ok(answer) => {
                        let end = answer.end();
                        self.recorder.answered(request, answer)?;
                        end
                    }
                    Err(reason) => {
                        *link = None;
                        self.recorder.unanswered(request, &reason)?;
                        None
                    }
                };
                if let Some(end) = end {
                    return Ok(end);
                }
            }
            sleep(scattered(pause, submission.client)).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
        Ok(End::Unanswered)
    }
}

impl Answer {
    /// What it is the end of; nothing when the same is to be asked again.
    fn end(&self) -> Option<End> {
        match self.status {
            200 | 201 => Some(End::Accepted),
            _ if self.asks_again() => None,
            _ if self.is_late() => Some(End::Late),
            _ => Some(End::Refused),
        }
    }
}

/// The connection, made again when it is not there.
async fn connected(link: &mut Link, address: SocketAddr) -> Option<&mut Connection> {
    if link.as_ref().is_none_or(|connection| !connection.is_open()) {
        *link = Connection::open(address).await.ok();
    }
    link.as_mut()
}

/// A pause that differs by client, so that they do not all come back at once.
fn scattered(pause: Duration, client: u32) -> Duration {
    pause / 2 + pause * (client % 64) / 64
}
