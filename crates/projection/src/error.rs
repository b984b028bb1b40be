//! What can go wrong with a read model.

use event_log::{LogError, Position};
use rusqlite::ErrorCode;
use sqlite::SqliteError;
use std::path::PathBuf;

/// Why a read model cannot be built or read.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// Another process builds this read model.
    #[error(
        "the read model {} is in use by another process; stop that first, or give each its own \
         directory with the setting `read_models`",
        .0.display()
    )]
    InUse(PathBuf),
    /// The file is not a read model, or not a whole one.
    #[error("{} is not a whole read model", .0.display())]
    NoSnapshot(PathBuf),
    /// The log does not go on from what this read model was built from.
    #[error(
        "the log does not go on from position {0} as this read model knows it: it was put back \
         from an older copy. Start this process again; its read models are then built anew"
    )]
    OtherLog(Position),
    /// The file cannot be made, locked or removed.
    #[error("the read model {} cannot be used", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file cannot be opened or protected.
    #[error("a read model cannot be used")]
    Open(#[from] SqliteError),
    /// The store failed.
    #[error("a read model cannot be read or written")]
    Store(#[from] rusqlite::Error),
    /// A row holds something else than its projection wrote.
    #[error("a row of a read model cannot be understood")]
    Row(#[from] serde_json::Error),
    /// An event could not be decoded.
    #[error("the event at position {position} cannot be decoded: {reason}")]
    Event {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        reason: String,
    },
    /// The log could not be read.
    #[error("the log cannot be read")]
    Log(#[from] LogError),
    /// Somebody deleted it or put another in its place, or it is damaged; or that happened, and it
    /// is not yet back where it was. It is built again by itself.
    #[error("the read model {} was taken away while it was used; it is built again", .0.display())]
    Gone(PathBuf),
    /// It was just opened, and has not yet seen what others have.
    #[error("the read model {} has not caught up yet", .0.display())]
    Behind(PathBuf),
    /// The work was broken off.
    #[error("the work on a read model was broken off")]
    BrokenOff,
}

impl ProjectionError {
    /// Whether the file holds something that SQLite never wrote.
    pub(crate) fn is_damage(&self) -> bool {
        let damaged = [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase];
        matches!(self, Self::Store(error)
            if error.sqlite_error_code().is_some_and(|code| damaged.contains(&code)))
    }
}
