//! Why a command was not recorded.

use event_log::{LogError, Version};

/// Why a command was not recorded. Nothing was added to the log.
#[derive(Debug, thiserror::Error)]
pub enum CommandError<E> {
    /// The rules refuse it.
    #[error("refused by the rules")]
    Refused(E),
    /// The caller has seen another version than the one that counts.
    #[error("the caller has seen version {expected}; it is {actual}")]
    Stale {
        /// The version that the caller named.
        expected: Version,
        /// The version that it is.
        actual: Version,
    },
    /// The caller used the same key for another request before.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Others were first, time after time.
    #[error("others were first, time after time")]
    Busy,
    /// The log could not take it.
    #[error("the log could not take it")]
    Log(#[source] LogError),
}

impl<E> From<E> for CommandError<E> {
    fn from(refusal: E) -> Self {
        Self::Refused(refusal)
    }
}
