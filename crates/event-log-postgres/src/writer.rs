//! The writer of this process: takes what waits, and makes it durable in one transaction.

use crate::follower::move_to;
use crate::transaction::{Memory, Writing, transact};
use event_log::{
    Actor, Append, Clock, Digest, LogError, Metadata, Position, Receipt, Request, RequestRecord,
    Window,
};
use jiff::Timestamp;
use postgres::Address;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

/// How many appends share one transaction at most.
const BATCH_MAX: usize = 512;

/// How many bytes of events share one transaction, unless a single append has more.
const BATCH_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How many appends may wait. Beyond that, callers wait before they join the queue.
const QUEUE_MAX: usize = 4_096;

/// How long to wait before the first new attempt to connect; twice as long after each.
const PAUSE_MIN: Duration = Duration::from_millis(50);

/// The longest wait between two attempts.
const PAUSE_MAX: Duration = Duration::from_secs(1);

struct Job {
    append: Append,
    answer: oneshot::Sender<Result<Receipt, LogError>>,
}

/// The handle of the writer. It ends when the last handle is gone.
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
}

struct Task {
    address: Address,
    clock: Arc<dyn Clock>,
    announce: watch::Sender<Position>,
    session: Option<Writing>,
    memory: Memory,
    /// When a connection may be tried again, and how long to wait after the next failure.
    again: (Instant, Duration),
}

impl Writer {
    pub(crate) fn start(
        address: Address,
        clock: Arc<dyn Clock>,
        announce: watch::Sender<Position>,
    ) -> Self {
        let (queue, mut jobs) = mpsc::channel::<Job>(QUEUE_MAX);
        let again = (Instant::now(), PAUSE_MIN);
        let memory = Memory::default();
        let mut task = Task { address, clock, announce, session: None, memory, again };
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(BATCH_MAX);
            while jobs.recv_many(&mut waiting, BATCH_MAX).await > 0 {
                while !waiting.is_empty() {
                    let rest = waiting.split_off(fitting(&waiting));
                    task.write(std::mem::replace(&mut waiting, rest)).await;
                }
            }
        });
        Self { queue }
    }

    pub(crate) async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        let stopped =
            || LogError::Unavailable { reason: "the writer has stopped".to_owned(), source: None };
        let (answer, answered) = oneshot::channel();
        self.queue.send(Job { append, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// What a request left that was recorded before, once that is as safe as when it was answered
    /// the first time.
    pub(crate) async fn repeated(
        &self,
        key: Digest,
        fingerprint: Digest,
    ) -> Result<Option<RequestRecord>, LogError> {
        match self.append(nothing_but(Request { key, fingerprint })).await {
            Err(LogError::RequestRepeated(record)) => Ok(Some(*record)),
            // It is gone: a server took over that never had it.
            Err(LogError::TooLate { .. }) => Ok(None),
            Ok(receipt) => Ok(Some(RequestRecord { fingerprint, receipt })),
            Err(error) => Err(error),
        }
    }
}

/// A request that is only ever answered as a repeat: its time is over.
fn nothing_but(request: Request) -> Append {
    let nobody = String::new;
    let actor = Actor { party: nobody(), organisation: nobody(), role: nobody(), person: nobody() };
    let (correlation, causation) = (nobody(), nobody());
    Append {
        writes: vec![],
        guards: vec![],
        window: Window { not_before: None, not_after: Some(Timestamp::MIN) },
        metadata: Metadata { actor, correlation, causation, request: Some(request) },
    }
}

/// How many of these go into one transaction: at least one.
fn fitting(jobs: &[Job]) -> usize {
    let mut bytes = 0;
    let fit = jobs.iter().take_while(|job| {
        let events = job.append.writes.iter().flat_map(|write| &write.events);
        bytes += events.map(|event| event.payload.len()).sum::<usize>();
        bytes <= BATCH_BYTES_MAX
    });
    fit.count().max(1)
}

impl Task {
    /// Writes a batch and answers every job in it: only after the commit, and only once.
    async fn write(&mut self, jobs: Vec<Job>) {
        let (appends, answers): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (job.append, job.answer)).unzip();
        let outcomes = match self.commit(&appends).await {
            Ok(outcomes) => outcomes,
            Err(error) => {
                // What is in the database is not known: start anew from what it says.
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    waiting = answers.len(),
                    "the log cannot be written"
                );
                self.session = None;
                self.memory = Memory::default();
                let reason = error.to_string();
                let unavailable =
                    || Err(LogError::Unavailable { reason: reason.clone(), source: None });
                answers.iter().map(|_| unavailable()).collect()
            }
        };
        if let Some(position) = self.memory.position() {
            move_to(&self.announce, position);
        }
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A caller that went away does not need its answer.
            let _ = answer.send(outcome);
        }
    }

    /// An error takes the whole batch down: nobody in it may be told that it is stored.
    async fn commit(
        &mut self,
        appends: &[Append],
    ) -> Result<Vec<Result<Receipt, LogError>>, LogError> {
        let session = match self.session.take() {
            Some(session) if session.is_open() => session,
            _ => self.connect().await?,
        };
        let session = self.session.insert(session);
        transact(session, &mut self.memory, self.clock.as_ref(), appends).await
    }

    async fn connect(&mut self) -> Result<Writing, LogError> {
        self.memory = Memory::default();
        let (moment, pause) = self.again;
        tokio::time::sleep_until(moment).await;
        let opened = Writing::open(&self.address).await;
        self.again = match &opened {
            Ok(_) => (Instant::now(), PAUSE_MIN),
            Err(_) => (Instant::now() + pause, (pause * 2).min(PAUSE_MAX)),
        };
        opened
    }
}
