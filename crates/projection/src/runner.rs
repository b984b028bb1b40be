//! The subscription: reads the log and writes rows, exactly once per event.

use crate::feed::{Feed, Stretch};
use crate::file::{Checkpoint, fingerprint, lock, open_anew, open_as_it_is};
use crate::model::{ReadModel, Shared};
use crate::rows::Rows;
use crate::{Projection, ProjectionError};
use event_log::{Position, chain};
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How many events are applied in one transaction at most. Names are spread at random, so nearly
/// every event touches other pages of an index, and a transaction writes each page once.
const TRANSACTION_EVENTS: usize = 10_000;

/// How many bytes of events are gathered for one transaction before it is full.
const TRANSACTION_BYTES: usize = 16 * 1024 * 1024;

/// How long to wait for new events before looking again.
const WAIT: Duration = Duration::from_secs(5);

/// How long to wait after a failure before trying again.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a runner rests after a turn, as long as nobody waits for an event. Under load events
/// gather meanwhile, and share a transaction, which costs far more than their rows; and all
/// read models of a process come to the same pages of the log.
const REST: Duration = Duration::from_millis(500);

/// Builds one read model from one log.
pub struct Runner<E> {
    feed: Arc<Feed<E>>,
    builder: Option<Builder<E>>,
    applied: watch::Sender<Position>,
    shared: Arc<Shared>,
}

/// What a turn leaves to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// More events follow.
    More,
    /// The end of the log was reached.
    Done,
}

/// How far a transaction came.
#[derive(Default)]
struct Applied {
    /// The last event that was applied, if any.
    reached: Option<Position>,
    /// Why it was not the last that was there.
    refused: Option<ProjectionError>,
}

/// What works on the file, on a thread that may block.
struct Builder<E> {
    connection: Connection,
    /// Where it stands, as the file says.
    here: Checkpoint,
    projections: Arc<[Box<dyn Projection<E>>]>,
    feed: Arc<Feed<E>>,
    shared: Arc<Shared>,
    /// Held as long as this process builds the read model.
    _lock: File,
}

impl<E: Send + Sync + 'static> Runner<E> {
    /// A read model in a file with its runner. A file that was built by other projections, from
    /// another log or ahead of this one is thrown away and built again.
    ///
    /// # Errors
    /// When the file cannot be used, or another process builds it.
    pub async fn open(
        file: &Path,
        feed: Arc<Feed<E>>,
        projections: Vec<Box<dyn Projection<E>>>,
    ) -> Result<(ReadModel, Self), ProjectionError> {
        let lock = lock(file)?;
        let fingerprint = fingerprint(&projections);
        let (connection, here) = match open_as_it_is(file, &fingerprint) {
            Ok(Some((connection, here))) if here.is_of(feed.log().as_ref()).await? => {
                (connection, here)
            }
            _ => (open_anew(file, &fingerprint, &projections)?, Checkpoint::START),
        };
        let (applied, receiver) = watch::channel(here.position);
        let model = ReadModel::new(file.to_owned(), receiver);
        let builder = Builder {
            connection,
            here,
            projections: projections.into(),
            feed: feed.clone(),
            shared: model.shared(),
            _lock: lock,
        };
        let shared = model.shared();
        Ok((model, Self { feed, builder: Some(builder), applied, shared }))
    }

    /// Applies everything that is in the log now. Answers the position reached.
    ///
    /// # Errors
    /// When an event cannot be decoded or applied; what was applied before it stays.
    pub async fn catch_up(&mut self) -> Result<Position, ProjectionError> {
        while self.turn().await? != Turn::Done {}
        Ok(*self.applied.borrow())
    }

    /// Applies the events that come next, as many as go into one transaction.
    async fn turn(&mut self) -> Result<Turn, ProjectionError> {
        let (stretches, turn) = self.gather().await?;
        let Applied { reached, refused } = self.apply(stretches).await?;
        if let Some(position) = reached {
            self.applied.send_replace(position);
        }
        refused.map_or(Ok(turn), Err)
    }

    /// The events that come next, and whether more may follow.
    async fn gather(&mut self) -> Result<(Vec<Stretch<E>>, Turn), ProjectionError> {
        let (mut stretches, mut events, mut bytes) = (Vec::new(), 0, 0);
        let mut here = *self.applied.borrow();
        while events < TRANSACTION_EVENTS && bytes < TRANSACTION_BYTES {
            let stretch = self.feed.after(here).await?;
            let ends_page = stretch.ends_page;
            here = stretch.items().last().map_or(here, |item| item.recorded.position);
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
        while !*stop.borrow() && stop.has_changed().is_ok() {
            let begun = Instant::now();
            let outcome = self.turn().await;
            let worked = begun.elapsed();
            let failed = match outcome {
                Ok(Turn::More) => continue,
                Ok(Turn::Done) => {
                    let (log, here) = (self.feed.log().clone(), *self.applied.borrow());
                    tokio::select! {
                        waited = log.wait_past(here, WAIT) => waited.is_err(),
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
            let rest = if failed { PAUSE } else { REST };
            tokio::select! {
                () = tokio::time::sleep_until(begun + worked + rest) => {}
                () = asked_for(&self.shared, begun + worked * 2), if !failed => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn apply(&mut self, stretches: Vec<Stretch<E>>) -> Result<Applied, ProjectionError> {
        // The builder moves to a thread that may block, and back.
        let Some(mut builder) = self.builder.take() else { return Ok(Applied::default()) };
        let (builder, outcome) = tokio::task::spawn_blocking(move || {
            let outcome = builder.apply(&stretches);
            (builder, outcome)
        })
        .await?;
        self.builder = Some(builder);
        outcome
    }
}

/// Until somebody waits for an event, and not before a moment: who is waited for all the time
/// still leaves half of the time to others.
async fn asked_for(shared: &Shared, moment: Instant) {
    shared.asked.notified().await;
    tokio::time::sleep_until(moment).await;
}

impl<E: 'static> Builder<E> {
    /// Applies events and moves the position, all or nothing. An event that cannot be decoded
    /// wrote nothing yet: what stands before it is applied.
    fn apply(&mut self, stretches: &[Stretch<E>]) -> Result<Applied, ProjectionError> {
        let (mut applied, mut unknown, mut here) = (Applied::default(), 0, self.here);
        let transaction = self.connection.transaction()?;
        let rows = Rows::new(&transaction);
        let items = || stretches.iter().flat_map(Stretch::items);
        // The log may have been put back from an older copy, and gone on from there.
        if let Some(next) = items().next().map(|item| &item.recorded)
            && chain(&here.hash, next) != next.hash
        {
            return Err(ProjectionError::OtherLog(here.position));
        }
        for item in items() {
            let recorded = &item.recorded;
            let position = recorded.position;
            let category = recorded.stream.category();
            let readers = || self.projections.iter().filter(|it| it.reads(category));
            if readers().next().is_some() {
                match self.feed.decode(item) {
                    Ok(Some(event)) => {
                        readers().try_for_each(|it| it.apply(&rows, recorded, event))?;
                    }
                    Ok(None) => unknown += 1,
                    Err(reason) => {
                        let reason = reason.to_owned();
                        applied.refused = Some(ProjectionError::Event { position, reason });
                        break;
                    }
                }
            }
            here = Checkpoint { position, hash: recorded.hash };
        }
        if here != self.here {
            here.keep(&transaction)?;
            applied.reached = Some(here.position);
        }
        transaction.commit()?;
        self.here = here;
        self.shared.unknown.fetch_add(unknown, Ordering::Relaxed);
        Ok(applied)
    }
}
