//! What can go wrong with the courier.

use event_log::{LogError, Position};
use mail::NotAMessageId;
use sqlite::SqliteError;
use std::path::PathBuf;

/// Why the courier cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// Another courier uses the outbox.
    #[error("the outbox {} is in use by another courier; stop that first", .0.display())]
    InUse(PathBuf),
    /// The file cannot be made or locked.
    #[error("the outbox {} cannot be used", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The outbox cannot be opened or protected.
    #[error("the outbox cannot be used")]
    Open(#[from] SqliteError),
    /// The file was made by a newer program.
    #[error("the outbox {} was made by a newer program", .0.display())]
    TooNew(PathBuf),
    /// The log was put back from an older copy: what comes at these positions would be passed over.
    #[error(
        "the outbox {} has seen the log up to {seen}, and the log ends at {last}: it was put back \
         from an older copy. Take the outbox away; mails are then sent from here on",
        file.display()
    )]
    Ahead {
        /// The outbox.
        file: PathBuf,
        /// What it has seen.
        seen: Position,
        /// Where the log ends.
        last: Position,
    },
    /// The sender's domain cannot stand in the name of a mail.
    #[error(
        "the domain of the sender's address cannot be used: give one of at most 100 characters"
    )]
    Sender(#[from] NotAMessageId),
    /// The outbox cannot be read or written.
    #[error("the outbox cannot be read or written")]
    Store(#[from] rusqlite::Error),
    /// A row of the outbox cannot be understood.
    #[error("a row of the outbox cannot be understood")]
    Row(#[from] serde_json::Error),
    /// An event cannot be decoded.
    #[error("the event at position {position} cannot be decoded: {reason}")]
    Event {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        reason: String,
    },
    /// The log cannot be read.
    #[error("the log cannot be read")]
    Log(#[from] LogError),
    /// The vault cannot be used.
    #[error("the vault cannot be used")]
    Vault(#[from] vault::VaultError),
}
