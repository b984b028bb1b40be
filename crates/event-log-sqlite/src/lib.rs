//! The embedded log: one SQLite file.
//!
//! Many callers, one writer thread, one durable commit for all who waited: that is what carries
//! a deadline storm. The file is in WAL mode with `synchronous=FULL`, so an answered append has
//! been synced to disk. Several processes may share one file: each write transaction takes the
//! file's only write lock before it looks at anything, so position order is commit order.

mod backup;
mod connection;
mod read;
mod restore;
mod writer;

pub use backup::{Backup, BackupError};

use async_trait::async_trait;
use event_log::{
    Append, Clock, Digest, EventLog, Head, LogError, Position, Receipt, RecordedEvent,
    RequestRecord, Restore, StreamId, Version,
};
use read::Readers;
use restore::Restorer;
use sqlite::{Checkpointer, Durability};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use writer::Writer;

/// How often a waiting reader looks for what other processes wrote.
const POLL: Duration = Duration::from_millis(20);

/// The log in one SQLite file.
pub struct SqliteLog {
    /// Closed first: the last one to close the file moves what is beside it, if it may write.
    readers: Arc<Readers>,
    /// Absent when the log was opened to be read.
    writing: Option<Writing>,
    clock: Arc<dyn Clock>,
    head: watch::Receiver<Position>,
}

struct Writing {
    writer: Writer,
    restorer: Arc<Restorer>,
    _checkpointer: Checkpointer,
}

impl SqliteLog {
    /// Opens the log in a file, and makes it when there is none.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when the file cannot be opened, is not a log, or was made by
    /// a newer program.
    pub fn open(file: &Path, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        let connection = connection::open_to_write(file)?;
        let readers = Arc::new(Readers::new(file));
        let (announce, head) = watch::channel(read::head(&connection)?.position);
        let writing = Writing {
            writer: Writer::start(file, connection, clock.clone(), announce)?,
            restorer: Arc::new(Restorer::new(file)),
            _checkpointer: Checkpointer::start(
                file,
                Durability::Full,
                connection::MOVED_AFTER_PAGES,
            )
            .map_err(|error| LogError::unavailable("cannot open the log", error))?,
        };
        Ok(Self { writing: Some(writing), readers, clock, head })
    }

    /// Opens the log in a file that is there, to read it and never to change it.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when there is no such file, it is not a log, or it was made by a
    /// newer program.
    pub fn open_to_read(file: &Path, clock: Arc<dyn Clock>) -> Result<Self, LogError> {
        let connection = connection::open_existing(file)?;
        // Nobody here announces anything: waiting readers look at the file.
        let (_, head) = watch::channel(read::head(&connection)?.position);
        Ok(Self { writing: None, readers: Arc::new(Readers::new(file)), clock, head })
    }

    fn writing(&self) -> Result<&Writing, LogError> {
        self.writing.as_ref().ok_or_else(|| LogError::Unavailable {
            reason: "it was opened to be read".to_owned(),
            source: None,
        })
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.with(work))
            .await
            .map_err(|error| LogError::unavailable("a read was broken off", error))?
    }
}

#[async_trait]
impl EventLog for SqliteLog {
    async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        append.check_shape()?;
        self.writing()?.writer.append(append).await
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let stream = stream.clone();
        self.read(move |connection| read::stream(connection, &stream, after)).await
    }

    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.read(move |connection| read::all(connection, after, limit)).await
    }

    async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
        let key = *key;
        self.read(move |connection| read::request(connection, &key)).await
    }

    async fn head(&self) -> Result<Head, LogError> {
        let last = self.read(read::head).await?;
        Ok(last.at(self.clock.now()))
    }

    async fn wait_past(&self, position: Position, at_most: Duration) -> Result<Position, LogError> {
        let mut head = self.head.clone();
        let end = tokio::time::Instant::now() + at_most;
        loop {
            let here = *head.borrow_and_update();
            let last = if here > position { here } else { self.read(read::head).await?.position };
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            if last > position || left.is_zero() {
                return Ok(last);
            }
            // Whichever comes first: an append of this process, or the next look at the file.
            let pause = POLL.min(left);
            if let Ok(Err(_)) = tokio::time::timeout(pause, head.changed()).await {
                // No append of this process will come.
                tokio::time::sleep(pause).await;
            }
        }
    }
}

#[async_trait]
impl Restore for SqliteLog {
    async fn restore(&self, events: Vec<RecordedEvent>) -> Result<(), LogError> {
        let restorer = self.writing()?.restorer.clone();
        tokio::task::spawn_blocking(move || restorer.restore(events))
            .await
            .map_err(|error| LogError::unavailable("a restoration was broken off", error))?
    }
}
