//! Building: events become rows, on a thread of its own.

use crate::feed::{Feed, Stretch};
use crate::file::{Checkpoint, MOVED_AFTER_PAGES, Standing, fingerprint, open_anew, settle};
use crate::lock::Lock;
use crate::model::Shared;
use crate::rows::Rows;
use crate::{Projection, ProjectionError};
use event_log::{Position, RecordedEvent, chain};
use rusqlite::{Connection, TransactionBehavior};
use sqlite::{Checkpointer, Durability};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// How far building gives way to answering, on the scale of `nice`. Where both want the whole
/// processor, about a tenth goes to building: in a storm what is sent goes before what is shown,
/// and what is shown still moves.
const GIVES_WAY: i32 = 10;

/// After how many events it lets others go before it.
const GIVES_WAY_EVENTS: usize = 16;

/// Whether building gives way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// It gives way to answering.
    GivesWay,
    /// It goes as far before others as answering does, because an answer waits for it.
    Asked,
}

/// How far a transaction came.
#[derive(Default)]
pub(crate) struct Applied {
    /// The last event that was applied, if any.
    pub(crate) reached: Option<Position>,
    /// Why it was not the last that was there.
    pub(crate) refused: Option<ProjectionError>,
}

/// What works on the file.
pub(crate) struct Builder<E> {
    pub(crate) file: PathBuf,
    /// Absent after the file was lost, until there is another.
    pub(crate) connection: Option<Connection>,
    /// What moves the write-ahead log into the file meanwhile, so that nobody waits for that.
    pub(crate) checkpointer: Option<Checkpointer>,
    /// Where it stands, as the file says.
    pub(crate) here: Checkpoint,
    pub(crate) projections: Arc<[Box<dyn Projection<E>>]>,
    pub(crate) feed: Arc<Feed<E>>,
    pub(crate) shared: Arc<Shared>,
    /// Held as long as this process builds the read model.
    pub(crate) lock: Lock,
}

type Order<E> = Box<dyn FnOnce(&Mutex<Option<Builder<E>>>) + Send>;

/// A builder at work, on a thread of its own. It has ended, and the file is free, when this is
/// gone.
pub(crate) struct BuilderThread<E> {
    /// Absent once it has ended.
    builder: Arc<Mutex<Option<Builder<E>>>>,
    orders: Option<mpsc::Sender<Order<E>>>,
    thread: Option<JoinHandle<()>>,
}

impl<E: Send + Sync + 'static> BuilderThread<E> {
    pub(crate) fn start(builder: Builder<E>) -> std::io::Result<Self> {
        let (orders, waiting) = mpsc::channel::<Order<E>>();
        let builder = Arc::new(Mutex::new(Some(builder)));
        let held = builder.clone();
        let work = move || {
            // A system that has no such scale builds as fast as it answers.
            let _ = rustix::process::setpriority_process(None, GIVES_WAY);
            let _ = with(&held, |builder| {
                builder.checkpointer = checkpointer(&builder.file);
                Ok(())
            });
            waiting.into_iter().for_each(|order| order(&held));
            end(&held);
        };
        let thread = std::thread::Builder::new().name("read-model".to_owned()).spawn(work)?;
        Ok(Self { builder, orders: Some(orders), thread: Some(thread) })
    }

    /// Applies events in one transaction.
    pub(crate) async fn apply(
        &self,
        stretches: Vec<Stretch<E>>,
        pace: Pace,
    ) -> Result<Applied, ProjectionError> {
        let work = move |builder: &mut Builder<E>| builder.apply(&stretches, pace);
        if pace == Pace::GivesWay {
            return self.have(work).await;
        }
        // A thread that gave way may not go before others again: another one does it.
        let builder = self.builder.clone();
        let applied = tokio::task::spawn_blocking(move || with(&builder, work)).await;
        applied.map_err(|_| ProjectionError::BrokenOff)?
    }

    /// Begins a new file in the place of one that was lost.
    pub(crate) async fn begin_anew(&self) -> Result<(), ProjectionError> {
        self.have(Builder::begin_anew).await
    }

    async fn have<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Builder<E>) -> Result<T, ProjectionError> + Send + 'static,
    ) -> Result<T, ProjectionError> {
        let (answer, answered) = oneshot::channel();
        let order: Order<E> = Box::new(move |builder| {
            // Whoever went away does not need its answer.
            let _ = answer.send(with(builder, work));
        });
        let orders = self.orders.as_ref().ok_or(ProjectionError::BrokenOff)?;
        orders.send(order).map_err(|_| ProjectionError::BrokenOff)?;
        answered.await.map_err(|_| ProjectionError::BrokenOff)?
    }
}

/// Works with a builder, once nobody else does and as long as it has not ended.
fn with<E, T>(
    builder: &Mutex<Option<Builder<E>>>,
    work: impl FnOnce(&mut Builder<E>) -> Result<T, ProjectionError>,
) -> Result<T, ProjectionError> {
    let mut builder = builder.lock().map_err(|_| ProjectionError::BrokenOff)?;
    work(builder.as_mut().ok_or(ProjectionError::BrokenOff)?)
}

/// Ends a builder. What one leaves that panicked is built again.
fn end<E: 'static>(builder: &Mutex<Option<Builder<E>>>) {
    match builder.lock() {
        Ok(mut builder) => builder.take().iter_mut().for_each(Builder::settle),
        Err(panicked) => drop(panicked.into_inner().take()),
    }
}

impl<E> Drop for BuilderThread<E> {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            // One that panicked has told so already.
            let _ = thread.join();
        }
    }
}

impl<E: 'static> Builder<E> {
    /// Applies events and moves the position, all or nothing. An event that cannot be decoded
    /// wrote nothing yet: what stands before it is applied.
    fn apply(&mut self, stretches: &[Stretch<E>], pace: Pace) -> Result<Applied, ProjectionError> {
        let (mut applied, mut unknown, mut here) = (Applied::default(), 0, self.here);
        let connection = match &mut self.connection {
            Some(connection) if self.shared.stands() => connection,
            _ => return Err(ProjectionError::Gone(self.file.clone())),
        };
        // One that began by reading would be refused on the spot when the write-ahead log is just
        // begun anew: from the start it is one that writes, and waits for that.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let rows = Rows::new(&transaction);
        let items = || stretches.iter().flat_map(Stretch::items);
        // The log may have been put back from an older copy, and gone on from there.
        if let Some(next) = items().next().map(|item| &item.recorded)
            && chain(&here.hash, next) != next.hash
        {
            return Err(ProjectionError::OtherLog(here.position));
        }
        for (number, item) in items().enumerate() {
            // Whoever is to answer does not wait for the rest of a turn on the processor.
            if pace == Pace::GivesWay && number.is_multiple_of(GIVES_WAY_EVENTS) {
                std::thread::yield_now();
            }
            let recorded = &item.recorded;
            let position = recorded.position;
            if is_read(&self.projections, recorded) {
                match self.feed.decode(item) {
                    Ok(Some(event)) => readers(&self.projections, recorded)
                        .try_for_each(|it| it.apply(&rows, recorded, event))?,
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

    /// Throws away what is left of a read model that was lost, and makes an empty one. Readers are
    /// told that it is not there until it is back where it was.
    fn begin_anew(&mut self) -> Result<(), ProjectionError> {
        // First, because SQLite tidies up after the last connection, by name.
        self.checkpointer = None;
        self.connection = None;
        self.shared.close();
        if !self.lock.is_of(&self.file) {
            self.lock = Lock::take(&self.file)?;
        }
        self.lock.begin(&self.file)?;
        let connection = open_anew(&self.file, &fingerprint(&self.projections), &self.projections)?;
        self.connection = Some(connection);
        self.checkpointer = checkpointer(&self.file);
        self.here = Checkpoint::START;
        self.shared.open(Standing::of(&self.file));
        Ok(())
    }

    /// Leaves the file so that it can be gone on with, also after the machine went down. Where that
    /// fails it is built again then.
    fn settle(&mut self) {
        self.checkpointer = None;
        let Some(connection) = &self.connection else { return };
        let settled = settle(connection, &self.file);
        if matches!(settled, Ok(true)) && self.lock.is_of(&self.file) {
            let _ = self.lock.settle();
        }
    }
}

/// The projections that read an event.
fn readers<'p, E: 'static>(
    projections: &'p [Box<dyn Projection<E>>],
    recorded: &'p RecordedEvent,
) -> impl Iterator<Item = &'p dyn Projection<E>> {
    let category = recorded.stream.category();
    projections.iter().map(Box::as_ref).filter(move |it| it.reads(category))
}

/// Whether one of the projections reads an event. What nobody reads is not decoded either.
pub(crate) fn is_read<E: 'static>(
    projections: &[Box<dyn Projection<E>>],
    recorded: &RecordedEvent,
) -> bool {
    readers(projections, recorded).next().is_some()
}

/// Moves the write-ahead log beside the builder. Where that cannot be, the builder does it itself,
/// and who waits for it waits longer.
fn checkpointer(file: &Path) -> Option<Checkpointer> {
    Checkpointer::start(file, Durability::None, MOVED_AFTER_PAGES)
        .inspect_err(|error| {
            let error: &dyn std::error::Error = error;
            tracing::warn!(error, "the write-ahead log of a read model is moved by its builder");
        })
        .ok()
}
