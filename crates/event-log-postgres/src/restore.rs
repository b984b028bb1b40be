//! Taking over what another log recorded: under the same lock as an append, by the rules that hold
//! on every back end.

use crate::transaction::{Span, Writing, begin, finish, versions};
use crate::unavailable;
use event_log::{LogError, Position, RecordedEvent, Restoration, StreamId, Tail};
use postgres::{Address, in_time};
use std::collections::HashMap;
use tokio::sync::Mutex;

const CANNOT: &str = "the log cannot be written";

/// The connection that restores, made at the first use.
pub(crate) struct Restorer {
    address: Address,
    writing: Mutex<Option<Writing>>,
}

impl Restorer {
    pub(crate) fn new(address: Address) -> Self {
        Self { address, writing: Mutex::default() }
    }

    /// Adds the events in one transaction. Answers the last position.
    pub(crate) async fn restore(&self, events: Vec<RecordedEvent>) -> Result<Position, LogError> {
        let mut kept = self.writing.lock().await;
        let writing = match kept.take() {
            Some(writing) if writing.is_open() => writing,
            _ => Writing::open(&self.address).await?,
        };
        let restored = restore(&writing, events).await;
        // On a connection whose transaction was left in the middle nothing else is done.
        if restored.is_ok() {
            *kept = Some(writing);
        }
        restored
    }
}

async fn restore(writing: &Writing, events: Vec<RecordedEvent>) -> Result<Position, LogError> {
    let (end, _) = in_time(begin(writing, &[])).await.map_err(unavailable(CANNOT))?;
    let tail = match end.position {
        Position::START => Tail::EMPTY,
        position => Tail { position, hash: end.hash, recorded_at: end.recorded_at },
    };
    let restoration = Restoration::check(events, tail)?;
    let streams: Vec<&StreamId> = restoration.expected.iter().map(|(stream, _)| stream).collect();
    let found = in_time(versions(writing, &streams)).await.map_err(unavailable(CANNOT))?;
    let found: HashMap<_, _> = streams.into_iter().zip(found).collect();
    restoration.check_versions(|stream| Ok(found.get(stream).copied().unwrap_or_default()))?;
    let keys: Vec<&[u8]> =
        restoration.requests.iter().map(|span| span.request.key.0.as_slice()).collect();
    let known = in_time(writing.known(&keys)).await.map_err(unavailable(CANNOT))?;
    restoration.check_requests(|key| Ok(known.contains_key(&key.0)))?;
    let spans: Vec<Span> =
        restoration.requests.iter().map(|it| (it.request.key, it.first, it.last)).collect();
    let last = restoration.events.last().map_or(end.position, |event| event.position);
    let finished = in_time(finish(writing, last, &restoration.events, &spans)).await;
    finished.map_err(unavailable(CANNOT))?;
    writing.confirmed()?;
    Ok(last)
}
