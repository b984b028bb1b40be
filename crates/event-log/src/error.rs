//! What can go wrong with the log.

use crate::types::{Position, RequestRecord, StreamId, Version};
use jiff::Timestamp;

/// Why the log refused or could not answer.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A stream or guard was not at the version named: somebody else was first.
    #[error("stream {stream} stands at version {actual}, not at {expected}")]
    Conflict {
        /// The stream that moved.
        stream: StreamId,
        /// The version that the append named.
        expected: Version,
        /// The version it has.
        actual: Version,
    },
    /// The log's clock has not reached the append's window.
    #[error("refused before {not_before}; the log's clock says {now}")]
    TooEarly {
        /// The start of the window.
        not_before: Timestamp,
        /// The log's clock.
        now: Timestamp,
    },
    /// The log's clock has passed the append's window.
    #[error("refused after {not_after}; the log's clock says {now}")]
    TooLate {
        /// The end of the window.
        not_after: Timestamp,
        /// The log's clock.
        now: Timestamp,
    },
    /// The same request was recorded before; nothing was added.
    #[error("this request was recorded before, at position {}", .0.receipt.first)]
    RequestRepeated(Box<RequestRecord>),
    /// The append can never be accepted as it is.
    #[error("not an append that the log can take: {reason}")]
    Malformed {
        /// Which limit or rule it breaks.
        reason: &'static str,
    },
    /// What is restored is not what comes next in this log; nothing was added.
    #[error("the event at position {position} does not follow here: {reason}")]
    DoesNotFollow {
        /// The first position that does not.
        position: Position,
        /// In what way.
        reason: &'static str,
    },
    /// What is stored is not what was written.
    #[error("the log is damaged at position {position}: {reason}")]
    Damaged {
        /// The first position that does not hold.
        position: Position,
        /// In what way.
        reason: String,
    },
    /// The store could not be reached or did not answer; nothing is known to be added.
    #[error("the log cannot be used now: {reason}")]
    Unavailable {
        /// In what way.
        reason: String,
        /// What the store said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl LogError {
    /// The store failed with an error of its own.
    pub fn unavailable(
        reason: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Unavailable { reason: reason.into(), source: Some(source.into()) }
    }
}
