//! The promises of a log, kept by PostgreSQL; and what only it promises.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests, their helpers too")]

mod failover;
mod kit;
mod recovery;
mod rights;
mod several;
mod tls;

use event_log::{Clock, ManualClock};
use event_log_postgres::PostgresLog;
use std::sync::Arc;

async fn open(clock: Arc<dyn Clock>) -> (Arc<PostgresLog>, ()) {
    (Arc::new(PostgresLog::open(&kit::database(), clock).await.unwrap()), ())
}

event_log::contract_suite!(|clock: Arc<ManualClock>| open(clock));
event_log::restore_suite!(|clock: Arc<ManualClock>| open(clock));
