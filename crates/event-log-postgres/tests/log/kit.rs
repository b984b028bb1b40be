//! What every test here starts from.

use event_log::SystemClock;
use event_log_postgres::{Address, PostgresLog};
use std::sync::Arc;
use testing::PostgresServer;

pub(crate) fn server() -> &'static PostgresServer {
    testing::tools::postgres().unwrap()
}

/// An empty database.
pub(crate) fn database() -> Address {
    server().database().unwrap().parse().unwrap()
}

pub(crate) async fn open(address: &Address) -> PostgresLog {
    PostgresLog::open(address, Arc::new(SystemClock)).await.unwrap()
}

/// What somebody hears who cannot open the log: the whole chain of causes.
pub(crate) async fn refused(address: &Address) -> String {
    let error = PostgresLog::open(address, Arc::new(SystemClock)).await.err().unwrap();
    let source = std::error::Error::source(&error).map(ToString::to_string);
    format!("{error}: {}", source.unwrap_or_default())
}
