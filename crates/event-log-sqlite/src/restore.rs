//! Taking over what another log recorded, on a connection beside the writer's: whoever holds the
//! file's only write lock is the writer, and the other one sees that the file has changed.

use crate::{connection, read, writer};
use event_log::{LogError, RecordedEvent, Restoration};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The connection that restores, made at the first use.
pub(crate) struct Restorer {
    file: PathBuf,
    connection: Mutex<Option<Connection>>,
}

impl Restorer {
    pub(crate) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), connection: Mutex::default() }
    }

    /// Adds the events in one durable commit.
    pub(crate) fn restore(&self, events: Vec<RecordedEvent>) -> Result<(), LogError> {
        // What a panicking caller left is a connection without a transaction.
        let mut kept = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = match kept.take() {
            Some(connection) => connection,
            None => connection::open_to_write(&self.file)?,
        };
        let outcome = commit(&mut connection, events);
        *kept = Some(connection);
        outcome
    }
}

fn commit(connection: &mut Connection, events: Vec<RecordedEvent>) -> Result<(), LogError> {
    let cannot_write = |error| LogError::unavailable("the log cannot be written", error);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| LogError::unavailable("the log cannot be locked", error))?;
    let restoration = Restoration::check(events, read::head(&transaction)?.tail())?;
    restoration.check_versions(|stream| writer::stored_version(&transaction, stream))?;
    restoration.check_requests(|key| Ok(read::span(&transaction, key)?.is_some()))?;
    writer::store_events(&transaction, &restoration.events).map_err(cannot_write)?;
    for span in &restoration.requests {
        writer::store_request(&transaction, &span.request.key, span.first, span.last)
            .map_err(cannot_write)?;
    }
    transaction.commit().map_err(cannot_write)
}
