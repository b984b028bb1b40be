//! Read models: what each role may see, built from the log.
//!
//! A read model is one local SQLite file with the tables of one or more projections. A
//! subscription reads the log from the last position on and writes rows and position in one
//! transaction, so that each event has its effect exactly once. The file can be thrown away at
//! any time and is built again from the log; it is also thrown away when a projection has become
//! another, or the log, or the machine went down while it was built: its commits wait for no disk.
//! This crate moves the position; nothing else does.

mod builder;
mod error;
mod feed;
mod file;
mod lock;
mod model;
mod rows;
mod runner;
mod snapshot;

pub use error::ProjectionError;
pub use feed::{Feed, Stretch};
pub use model::{Page, ReadModel};
pub use rows::Rows;
pub use runner::Runner;
pub use rusqlite::types::ToSql;
pub use snapshot::{load_snapshot, take_snapshot};

use event_log::RecordedEvent;

/// Turns events into rows.
pub trait Projection<E>: Send + Sync + 'static {
    /// Its name, unique within the read model.
    fn name(&self) -> &'static str;

    /// Its version: another one throws the read model away.
    fn version(&self) -> u32;

    /// The statements that make its tables.
    fn schema(&self) -> &'static str;

    /// Whether events of a category of streams are for it; all are, unless it says otherwise. What
    /// no projection of a read model reads is not even decoded for it.
    fn reads(&self, _category: &str) -> bool {
        true
    }

    /// Writes the rows that follow from an event. What is not for it, it leaves alone.
    ///
    /// # Errors
    /// When rows cannot be read or written.
    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &E,
    ) -> Result<(), ProjectionError>;
}

/// Reads a stored event; `None` when its type is unknown: a newer program wrote it.
pub type Decode<E> = fn(&RecordedEvent) -> Result<Option<E>, String>;
