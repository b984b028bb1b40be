//! Opening PostgreSQL: its address, TLS that is verified, and timeouts.
//!
//! An address may name several hosts: a primary and its standbys. A connection is made to the one
//! that takes writes, so that after a failover the next attempt finds the new primary. Whatever
//! does not answer within its time is given up, and the connection with it: a connection on which
//! something was left unanswered says nothing that can be relied on.

mod address;
mod error;
mod pool;
mod session;
mod tls;

pub use address::Address;
pub use error::PostgresError;
pub use pool::Pool;
pub use session::Session;
pub use tokio_postgres;

use std::time::Duration;

/// How long a connection may take to come about, for each host.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// How long the network may leave sent bytes unconfirmed before the connection counts as broken.
const UNCONFIRMED_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an answer may take.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// Waits for an answer, no longer than [`ANSWER_TIMEOUT`].
///
/// # Errors
/// [`PostgresError::Late`] when it does not come, or what the server said instead.
pub async fn in_time<T, E: Into<PostgresError>>(
    answer: impl Future<Output = Result<T, E>>,
) -> Result<T, PostgresError> {
    match tokio::time::timeout(ANSWER_TIMEOUT, answer).await {
        Ok(answered) => answered.map_err(Into::into),
        Err(_) => Err(PostgresError::Late),
    }
}
