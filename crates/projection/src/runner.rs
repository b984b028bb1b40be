//! The subscription: reads the log and writes rows, exactly once per event.

use crate::builder::{Applied, Builder, BuilderThread, Pace, is_read};
use crate::feed::{Feed, Stretch};
use crate::file::{Checkpoint, fingerprint, open_anew, open_as_it_is};
use crate::lock::Lock;
use crate::model::{ReadModel, Shared};
use crate::{Projection, ProjectionError};
use event_log::Position;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How many events are applied in one transaction at most. Names are spread at random, so nearly
/// every event touches other pages of an index, and a transaction writes each page once.
const TRANSACTION_EVENTS: usize = 20_000;

/// How many bytes of events are gathered for one transaction before it is full.
const TRANSACTION_BYTES: usize = 24 * 1024 * 1024;

/// How long to wait for new events before looking again.
const WAIT: Duration = Duration::from_secs(5);

/// How long to wait after a failure before trying again.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a runner rests after a turn, as long as nobody waits for an event. Under load events
/// gather meanwhile, and share a transaction, which costs far more than their rows; and all
/// read models of a process come to the same pages of the log.
const REST: Duration = Duration::from_millis(500);

/// The longest rest. A turn that took long is followed by twice as long a rest: where everybody
/// wants the processor, what is sent goes before what is shown.
const REST_MAX: Duration = Duration::from_secs(2);

/// Builds one read model from one log.
pub struct Runner<E> {
    feed: Arc<Feed<E>>,
    projections: Arc<[Box<dyn Projection<E>>]>,
    builder: BuilderThread<E>,
    /// What was read and decoded already, while what stands before it was applied.
    ahead: Option<Gathered<E>>,
    applied: watch::Sender<Position>,
    shared: Arc<Shared>,
}

/// How far a turn goes, when there is more than a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// To the end of the log.
    End,
    /// To the end of the log, and without giving way: somebody waits for it.
    Asked,
    /// To the end of its last full page, which others have read or will read as well. What does not
    /// fill a page yet is read by each of them for itself, and again when there is more of it.
    FullPage,
}

impl Until {
    fn pace(self) -> Pace {
        if self == Self::Asked { Pace::Asked } else { Pace::GivesWay }
    }
}

/// The events of a turn, and what it leaves to do.
type Gathered<E> = (Vec<Stretch<E>>, Turn);

/// What a turn leaves to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// More events follow.
    More,
    /// The end of the log was reached.
    Done,
}

impl<E: Send + Sync + 'static> Runner<E> {
    /// A read model in a file with its runner. A file that was built by other projections, from
    /// another log or ahead of this one, or was being built when the machine went down, is thrown
    /// away and built again.
    ///
    /// # Errors
    /// When the file cannot be used, or another process builds it.
    pub async fn open(
        file: &Path,
        feed: Arc<Feed<E>>,
        projections: Vec<Box<dyn Projection<E>>>,
    ) -> Result<(ReadModel, Self), ProjectionError> {
        let mut lock = Lock::take(file)?;
        let went_down = lock.begin(file)?;
        let fingerprint = fingerprint(&projections);
        let (connection, here) = match open_as_it_is(file, &fingerprint) {
            Ok(Some((connection, here)))
                if !went_down && here.is_of(feed.log().as_ref()).await? =>
            {
                (connection, here)
            }
            _ => (open_anew(file, &fingerprint, &projections)?, Checkpoint::START),
        };
        let (applied, receiver) = watch::channel(here.position);
        let model = ReadModel::new(file.to_owned(), receiver);
        let (shared, projections) = (model.shared(), Arc::from(projections));
        let builder = Builder {
            file: file.to_owned(),
            connection: Some(connection),
            checkpointer: None,
            here,
            projections: Arc::clone(&projections),
            feed: feed.clone(),
            shared: shared.clone(),
            lock,
        };
        let builder = BuilderThread::start(builder)
            .map_err(|source| ProjectionError::File { file: file.to_owned(), source })?;
        Ok((model, Self { feed, projections, builder, ahead: None, applied, shared }))
    }

    /// Applies everything that is in the log now. Answers the position reached.
    ///
    /// # Errors
    /// When an event cannot be decoded or applied; what was applied before it stays.
    pub async fn catch_up(&mut self) -> Result<Position, ProjectionError> {
        while self.turn(Until::End).await? != Turn::Done {}
        Ok(*self.applied.borrow())
    }

    /// Applies the events that come next, as many as go into one transaction. When there are more
    /// of them, those are read meanwhile.
    async fn turn(&mut self, until: Until) -> Result<Turn, ProjectionError> {
        let here = *self.applied.borrow();
        let (stretches, turn) = match self.ahead.take() {
            Some(gathered) => gathered,
            None => self.gather(here, until).await?,
        };
        let last = stretches.last().and_then(Stretch::last);
        let applying = self.builder.apply(stretches, until.pace());
        // While people submit, decoding ahead would take from them the processor that answers.
        let behind = turn == Turn::More && until == Until::End;
        let (outcome, ahead) = match last {
            Some(last) if behind => tokio::join!(applying, self.ahead(last, until)),
            _ => (applying.await, None),
        };
        let Applied { reached, refused } = match outcome {
            Err(lost) if lost.is_damage() || matches!(lost, ProjectionError::Gone(_)) => {
                return self.begin_anew(&lost).await;
            }
            outcome => outcome?,
        };
        if refused.is_none() {
            self.ahead = ahead;
        }
        if let Some(position) = reached {
            self.applied.send_replace(position);
        }
        refused.map_or(Ok(turn), Err)
    }

    /// A read model that was lost is built again, from the first event on.
    async fn begin_anew(&mut self, lost: &ProjectionError) -> Result<Turn, ProjectionError> {
        let was = *self.applied.borrow();
        tracing::warn!(error = lost as &dyn std::error::Error, "read model lost at {was}");
        self.shared.lost_at(was);
        self.applied.send_replace(Position::START);
        self.builder.begin_anew().await?;
        Ok(Turn::More)
    }

    /// The events that come after a position, decoded. None when they cannot be read: the next turn
    /// tells why.
    async fn ahead(&self, after: Position, until: Until) -> Option<Gathered<E>> {
        let (stretches, turn) = self.gather(after, until).await.ok()?;
        let (feed, projections) = (self.feed.clone(), self.projections.clone());
        let decode = move || {
            let items = stretches.iter().flat_map(Stretch::items);
            for item in items.filter(|item| is_read(&projections, &item.recorded)) {
                // What cannot be decoded is told of when its turn comes.
                let _ = feed.decode(item);
            }
            stretches
        };
        let stretches = tokio::task::spawn_blocking(decode).await.ok()?;
        Some((stretches, turn))
    }

    /// The events that come after a position, and whether more may follow.
    async fn gather(
        &self,
        mut here: Position,
        until: Until,
    ) -> Result<Gathered<E>, ProjectionError> {
        let (mut stretches, mut events, mut bytes) = (Vec::new(), 0, 0);
        while events < TRANSACTION_EVENTS && bytes < TRANSACTION_BYTES {
            let enough = until == Until::FullPage && !stretches.is_empty();
            if enough && !self.feed.is_full_after(here).await? {
                return Ok((stretches, Turn::Done));
            }
            let stretch = self.feed.after(here).await?;
            let ends_page = stretch.ends_page();
            here = stretch.last().unwrap_or(here);
            events += stretch.items().len();
            bytes += stretch.bytes();
            stretches.push(stretch);
            if !ends_page {
                return Ok((stretches, Turn::Done));
            }
        }
        Ok((stretches, Turn::More))
    }

    /// Follows the log until `stop` says so, or nobody is left to say so. A failure is told and
    /// tried again: a read model that stands still must not end the service.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut until = Until::End;
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let begun = Instant::now();
            let outcome = self.turn(until).await;
            let worked = begun.elapsed();
            let failed = match outcome {
                Ok(Turn::More) => continue,
                Ok(Turn::Done) => {
                    let (log, here) = (self.feed.log().clone(), *self.applied.borrow());
                    tokio::select! {
                        waited = log.wait_past(here, WAIT) => waited.is_err(),
                        () = self.shared.missed.notified() => continue,
                        _ = stop.changed() => continue,
                    }
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "read model stands still"
                    );
                    true
                }
            };
            let rest = if failed { PAUSE } else { (worked * 2).clamp(REST, REST_MAX) };
            until = tokio::select! {
                () = tokio::time::sleep_until(begun + worked + rest) => Until::FullPage,
                () = asked_for(&self.shared, begun + worked * 2), if !failed => Until::Asked,
                _ = stop.changed() => Until::FullPage,
            };
        }
    }
}

/// Until somebody waits for an event, and not before a moment: who is waited for all the time
/// still leaves half of the time to others.
async fn asked_for(shared: &Shared, moment: Instant) {
    shared.asked.notified().await;
    tokio::time::sleep_until(moment).await;
}
