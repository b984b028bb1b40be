//! The shared log: what every service writes to and every projection is built from.
//!
//! The log is the only truth: what is not in it did not happen. It is one ordered, append-only
//! sequence of events. Positions are dense (1, 2, 3, …) and in commit order, so that a reader
//! that has seen position *n* has seen everything below *n*. Every event belongs to a stream
//! and has a version in it; an append states the version it expects, and may name *guards*:
//! other streams that must still be as they were when they were read. Deadlines are decided
//! inside the append, by the log's own clock.
//!
//! This crate holds the trait, its types, the hash chain, a log in memory and the contract that
//! every back end must keep. It knows nothing of procurement.

mod chain;
mod clock;
#[cfg(feature = "contract")]
#[allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, run by the back ends")]
pub mod contract;
mod error;
mod memory;
mod restore;
mod rules;
mod types;
mod verify;

pub use chain::{Digest, GENESIS, chain};
pub use clock::{Clock, ManualClock, SystemClock};
pub use error::LogError;
pub use memory::MemoryLog;
pub use restore::{RequestSpan, Restoration, Restore, Tail, split_unfinished};
pub use types::{
    Actor, Append, Guard, Head, Metadata, NewEvent, Position, Receipt, RecordedEvent, Request,
    RequestRecord, StreamId, Version, Window, Write,
};
pub use verify::{Verification, VerifyError, verify};

use async_trait::async_trait;
use std::time::Duration;

/// The largest payload of one event, in bytes. A larger one is refused, not cut.
pub const PAYLOAD_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The most events that one append may hold, over all its streams together.
pub const APPEND_EVENTS_MAX: usize = 20_000;

/// One ordered, append-only log. Every back end keeps the same promises; `contract` tests them.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Adds events to one or more streams, all or nothing, and answers once they are durable.
    ///
    /// # Errors
    /// [`LogError::Conflict`] when a stream or guard is not at the version named,
    /// [`LogError::TooEarly`] or [`LogError::TooLate`] when the log's clock is outside the
    /// append's window, [`LogError::RequestRepeated`] when the same request was recorded before.
    async fn append(&self, append: Append) -> Result<Receipt, LogError>;

    /// The events of one stream after the given version, oldest first.
    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<RecordedEvent>, LogError>;

    /// At most `limit` events after the given position, in commit order.
    async fn read_all(&self, after: Position, limit: usize)
    -> Result<Vec<RecordedEvent>, LogError>;

    /// What was recorded for a request earlier, if anything was.
    async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError>;

    /// The last position, its hash, and the log's clock.
    async fn head(&self) -> Result<Head, LogError>;

    /// Waits until there is something after `position`, at most `at_most` long, and answers
    /// the last position. Wakes at once for appends of this process and soon for those of others.
    async fn wait_past(&self, position: Position, at_most: Duration) -> Result<Position, LogError>;
}
