//! The log in PostgreSQL: the engine that users grow onto.
//!
//! Every process gathers what its callers append and writes it in one transaction. The transaction
//! takes one lock of the log before it looks at anything, as a statement of its own under READ
//! COMMITTED, so that what it then sees includes whoever had the lock before: position order is
//! commit order, over any number of processes on any number of hosts. Deadlines are decided by the
//! database's clock, read under that lock.
//!
//! Who may write is for PostgreSQL to hold: a role of services may add and read, and triggers
//! refuse a change by whoever owns the tables.

mod columns;
mod follower;
mod read;
mod restore;
mod schema;
mod statements;
mod transaction;
mod writer;

pub use postgres::Address;

use async_trait::async_trait;
use event_log::{
    Append, Clock, Digest, EventLog, Head, LogError, Position, Receipt, RecordedEvent,
    RequestRecord, Restore, StreamId, Version,
};
use follower::{Follower, move_to};
use postgres::{Pool, PostgresError, Session};
use restore::Restorer;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use writer::Writer;

/// Settings of the connections that read: they look up and never sift through the whole log, also
/// when a statement was planned while the log was short.
const READING: &str = "-c enable_seqscan=off -c jit=off -c statement_timeout=10s";

/// The log in a database.
pub struct PostgresLog {
    writer: Writer,
    pool: Arc<Pool>,
    restorer: Restorer,
    clock: Arc<dyn Clock>,
    announce: watch::Sender<Position>,
    head: watch::Receiver<Position>,
    _follower: Follower,
}

impl PostgresLog {
    /// Opens the log in a database, and makes its schema when there is none and this role may.
    /// Deadlines go by the database's clock, unless `clock` was set by hand.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when the database cannot be reached, is too old, or has a schema
    /// of a newer program.
    pub async fn open(address: &Address, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        schema::prepare(&reach(address).await?).await?;
        Self::over(address, clock).await
    }

    /// Opens the log in a database to look at it: what is not there is not made, and a schema of
    /// an older program stays as it is.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] as in [`PostgresLog::open`], or when there is no log.
    pub async fn open_existing(address: &Address, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        schema::check(&reach(address).await?, address).await?;
        Self::over(address, clock).await
    }

    /// The log on a schema of this program.
    async fn over(address: &Address, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        let pool = Pool::new(address, READING);
        let pool = Arc::new(pool.map_err(unavailable("the database cannot be used"))?);
        let position = read::head(&pool).await?.position;
        let (announce, head) = watch::channel(position);
        let writer = Writer::start(address.clone(), clock.clone(), announce.clone());
        let _follower = Follower::start(address.clone(), pool.clone(), announce.clone());
        let restorer = Restorer::new(address.clone());
        Ok(Self { writer, pool, restorer, clock, announce, head, _follower })
    }

    /// Makes the schema as the owner of the database, and gives a role of services the right to
    /// add and to read.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] as in [`PostgresLog::open`], or when there is no such role.
    pub async fn prepare(address: &Address, role: Option<&str>) -> Result<(), LogError> {
        let session = reach(address).await?;
        schema::prepare(&session).await?;
        match role {
            Some(role) => schema::grant(&session, role).await,
            None => Ok(()),
        }
    }
}

#[async_trait]
impl Restore for PostgresLog {
    async fn restore(&self, events: Vec<RecordedEvent>) -> Result<(), LogError> {
        if !events.is_empty() {
            move_to(&self.announce, self.restorer.restore(events).await?);
        }
        Ok(())
    }
}

async fn reach(address: &Address) -> Result<Session, LogError> {
    let reason = format!("the database at {address} cannot be reached");
    Session::open(address).await.map_err(unavailable(reason))
}

#[async_trait]
impl EventLog for PostgresLog {
    async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        append.check_shape()?;
        self.writer.append(append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        read::stream(&self.pool, stream, after).await
    }

    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        read::all(&self.pool, after, limit).await
    }

    async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
        let found = read::request(&self.pool, key).await?;
        // It may be there to be seen without a standby that has it: the writer tells when one has.
        match found {
            Some(record) => self.writer.repeated(*key, record.fingerprint).await,
            None => Ok(None),
        }
    }

    async fn head(&self) -> Result<Head, LogError> {
        let end = read::head(&self.pool).await?;
        Ok(end.at(self.clock.beside(end.database_clock)))
    }

    async fn wait_past(&self, position: Position, at_most: Duration) -> Result<Position, LogError> {
        let mut head = self.head.clone();
        // Running out of time is an answer too: the caller sees where the log stands.
        let _ = tokio::time::timeout(at_most, head.wait_for(|last| *last > position)).await;
        let last = *head.borrow();
        Ok(last)
    }
}

/// What went wrong, with what was being done.
fn unavailable(reason: impl Into<String>) -> impl FnOnce(PostgresError) -> LogError {
    let reason = reason.into();
    move |error| LogError::unavailable(reason, error)
}
