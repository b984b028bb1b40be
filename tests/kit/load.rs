//! Providers who submit without end, and write down what they were told, for the checker.

use super::{Answer, Session};
use crate::thread::Thread;
use event_log::{Digest, EventLog, Position};
use jiff::SignedDuration;
use proof::checker::{Checker, LogClock, Verdict};
use proof::history::{self, History, Recorder};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

/// How long anybody keeps asking for one answer.
const LIMIT: Duration = Duration::from_secs(60);

/// How long anybody takes before the next thing. Asking without end takes all processors, and
/// then this says how fast a test is built and not what happens when something fails.
pub(crate) const BREATH: Duration = Duration::from_millis(20);

/// How many submissions each provider has under way.
const EACH: usize = 2;

/// The load of one round.
pub(crate) struct Load {
    shared: Arc<Shared>,
    clients: JoinSet<()>,
    directory: TempDir,
}

struct Shared {
    recorder: Recorder,
    round: String,
    over: AtomicBool,
    acknowledged: AtomicU64,
}

/// One who submits: a provider by its number, and what it has to say.
struct Client {
    number: u32,
    session: Session,
    contribution: Value,
}

impl Load {
    /// Opens a round, and sets everybody to work.
    pub(crate) async fn begin(thread: &mut Thread) -> Self {
        let closes = thread.time.now() + SignedDuration::from_hours(72);
        let round = thread.consultation_round(closes);
        let rounds = thread.path("/phases/vision/consultation-rounds");
        let round = thread.cast.buyer.post(&rounds, &round).await.expect(201).id();
        thread.consultation = round.clone();
        let directory = tempfile::tempdir().unwrap();
        let recorder = Recorder::create(&directory.path().join("history.jsonl")).unwrap();
        recorder.round(&round, closes).unwrap();
        let shared =
            Arc::new(Shared { recorder, round, over: false.into(), acknowledged: 0.into() });
        let mut clients = JoinSet::new();
        for (number, provider) in (0..).zip(thread.cast.providers()) {
            for _ in 0..EACH {
                let contribution = thread.contribution(provider, "tarieven");
                let session = provider.session.clone();
                let client = Client { number, session, contribution };
                clients.spawn(shared.clone().submit_until_over(client));
            }
        }
        Self { shared, clients, directory }
    }

    /// Waits until so many more submissions have been acknowledged.
    pub(crate) async fn progress(&self, more: u64) {
        let goal = self.shared.acknowledged.load(Ordering::SeqCst) + more;
        let limit = Instant::now() + LIMIT;
        while self.shared.acknowledged.load(Ordering::SeqCst) < goal {
            assert!(Instant::now() < limit, "nobody gets an answer any more");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Lets everybody finish, and gives what they wrote down.
    pub(crate) async fn end(self) -> History {
        self.shared.over.store(true, Ordering::SeqCst);
        self.clients.join_all().await;
        History::read(&self.directory.path().join("history.jsonl")).unwrap()
    }
}

impl Shared {
    async fn submit_until_over(self: Arc<Self>, mut client: Client) {
        while !self.over.load(Ordering::SeqCst) {
            self.submit(&mut client).await;
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
            sleep(BREATH).await;
        }
    }

    /// Submits one contribution under one key, until it is acknowledged.
    async fn submit(&self, client: &mut Client) {
        let key = Uuid::new_v4().to_string();
        let text = format!("Kenmerk van deze bijdrage: {key}.");
        let digest = Digest::of(text.as_bytes());
        client.contribution["text"] = json!(text);
        let body = json!({ "status": "submitted", "contribution": client.contribution });
        let path = format!("/consultation-rounds/{}/contributions", self.round);
        let limit = Instant::now() + LIMIT;
        loop {
            let request = client.session.request(Method::POST, &path).timeout(LIMIT);
            let request = request.header("Idempotency-Key", &key).json(&body);
            let sent = self.recorder.sent(client.number, &key, &self.round, digest);
            let (number, _) = sent.unwrap();
            let answer = match request.send().await {
                Ok(response) => Answer::try_of(path.clone(), response).await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(answer) => {
                    let noted = self.note(&answer);
                    self.recorder.answered(number, noted.clone()).unwrap();
                    client.session.world.saw(&answer);
                    if !noted.asks_again() {
                        answer.expect(201);
                        return;
                    }
                }
                Err(error) => self.recorder.unanswered(number, &error.to_string()).unwrap(),
            }
            assert!(Instant::now() < limit, "{key} is not answered any more");
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn note(&self, answer: &Answer) -> history::Answer {
        let body: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
        history::Answer {
            at: self.recorder.now(),
            status: answer.status,
            code: body["code"].as_str().map(ToOwned::to_owned),
            receipt: serde_json::from_value(body).ok(),
        }
    }
}

/// What the checker says of a history and a log.
pub(crate) async fn check(history: &History, log: &dyn EventLog) -> Verdict {
    check_by(history, LogClock::Steady, log).await
}

/// Likewise, of a log whose clock may have been set.
pub(crate) async fn check_by(history: &History, clock: LogClock, log: &dyn EventLog) -> Verdict {
    event_log::verify(log, |_| {}).await.unwrap();
    let mut checker = Checker::new(history, clock);
    let mut after = Position::START;
    loop {
        let page = log.read_all(after, 1_000).await.unwrap();
        let Some(last) = page.last() else { return checker.finish() };
        after = last.position;
        page.iter().for_each(|event| checker.take(event));
    }
}
