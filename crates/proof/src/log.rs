//! Reads a log for the checker.

use crate::checker::{Checker, LogClock, Verdict};
use crate::history::History;
use anyhow::{Context, ensure};
use event_log::{Position, SystemClock};
use platform::StoreAddress;
use std::sync::Arc;

/// How many events are read at once.
const PAGE: usize = 1_000;

/// Checks a history of steady clocks against the log at an address.
///
/// # Errors
/// When the log cannot be read.
pub async fn check(history: &History, address: &StoreAddress) -> anyhow::Result<Verdict> {
    check_by(history, LogClock::Steady, address).await
}

/// Checks a history against the log at an address.
///
/// # Errors
/// When the log cannot be read.
pub async fn check_by(
    history: &History,
    clock: LogClock,
    address: &StoreAddress,
) -> anyhow::Result<Verdict> {
    let log = platform::open_log(address, Arc::new(SystemClock)).await?;
    let mut checker = Checker::new(history, clock);
    let mut after = Position::START;
    loop {
        let page = log.read_all(after, PAGE).await;
        let page = page.with_context(|| format!("the log cannot be read after {after}"))?;
        let Some(last) = page.last() else { return Ok(checker.finish()) };
        ensure!(last.position > after, "a page after {after} ends at {}", last.position);
        after = last.position;
        page.iter().for_each(|event| checker.take(event));
    }
}
