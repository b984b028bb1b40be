//! What can go wrong before there is an answer.

use std::path::PathBuf;
use tokio_postgres::error::SqlState;

/// Why PostgreSQL could not be used.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// The server refused, or the connection broke.
    #[error("{}", told(.0))]
    Server(#[from] tokio_postgres::Error),
    /// There was no answer in time.
    #[error("no answer within {} seconds", crate::ANSWER_TIMEOUT.as_secs())]
    Late,
    /// The commit was answered with a warning: a standby may not have it.
    #[error("the commit was not confirmed: {0}")]
    Unconfirmed(String),
    /// No connection came free, or none could be made.
    #[error("no connection: {0}")]
    Pool(String),
    /// No authority is trusted to vouch for the server.
    #[error(
        "this machine trusts no certificate authority; install ca-certificates, or name the \
         authority of the server: sslrootcert=FILE"
    )]
    NoAuthorities,
    /// The file of the authority cannot be used.
    #[error("sslrootcert {}: {reason}", file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// TLS cannot be set up at all.
    #[error("TLS cannot be used")]
    Tls(#[from] rustls::Error),
}

impl PostgresError {
    /// Whether a connection that had come about was ended by the server or broke.
    #[must_use]
    pub fn ended(&self) -> bool {
        match self {
            Self::Server(error) => {
                error.is_closed() || error.code() == Some(&SqlState::ADMIN_SHUTDOWN)
            }
            _ => false,
        }
    }

    /// The code of the server's refusal, when it was one.
    #[must_use]
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Server(error) => error.code(),
            _ => None,
        }
    }
}

/// What the server said: the library itself only tells that it said something.
fn told(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(said), _) => format!("{} ({})", said.message(), said.code().code()),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}
