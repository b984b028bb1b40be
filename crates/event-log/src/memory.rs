//! A log that lives in memory and is gone with the process: for tests.

use crate::EventLog;
use crate::chain::Digest;
use crate::clock::{Clock, whole_microseconds};
use crate::error::LogError;
use crate::restore::{Restoration, Restore, Tail};
use crate::types::{
    Append, Head, Position, Receipt, RecordedEvent, RequestRecord, StreamId, Version,
};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// The log in memory.
pub struct MemoryLog {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    head: watch::Sender<Position>,
}

#[derive(Default)]
struct State {
    events: Vec<RecordedEvent>,
    streams: HashMap<StreamId, Vec<usize>>,
    requests: HashMap<Digest, RequestRecord>,
}

impl MemoryLog {
    /// An empty log on a clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, state: Mutex::default(), head: watch::Sender::new(Position::START) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panicking writer leaves the state as it was: it changes only after all checks.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn head(&self, now: jiff::Timestamp) -> Head {
        let now = whole_microseconds(now);
        self.events.last().map_or(Head::empty(now), |last| Head {
            position: last.position,
            hash: last.hash,
            clock: last.recorded_at.max(now),
        })
    }

    fn version(&self, stream: &StreamId) -> Version {
        Version(self.streams.get(stream).map_or(0, |places| places.len() as u64))
    }

    fn add(&mut self, events: Vec<RecordedEvent>) {
        for event in events {
            let place = self.events.len();
            self.streams.entry(event.stream.clone()).or_default().push(place);
            self.events.push(event);
        }
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, append: Append) -> Result<Receipt, LogError> {
        append.check_shape()?;
        let mut state = self.state();
        if let Some(request) = append.metadata.request
            && let Some(record) = state.requests.get(&request.key)
        {
            return Err(LogError::RequestRepeated(Box::new(record.clone())));
        }
        let head = state.head(self.clock.now());
        append.window.check(head.clock)?;
        append.check_versions(|stream| Ok(state.version(stream)))?;
        let request = append.metadata.request;
        let placed = append.place(&head, head.clock)?;
        let receipt = Receipt::of(&placed)
            .ok_or(LogError::Malformed { reason: "an append holds at least one event" })?;
        if let Some(request) = request {
            let record =
                RequestRecord { fingerprint: request.fingerprint, receipt: receipt.clone() };
            state.requests.insert(request.key, record);
        }
        state.add(placed);
        self.head.send_replace(receipt.last);
        Ok(receipt)
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let state = self.state();
        let places = state.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let skip = usize::try_from(after.0).unwrap_or(usize::MAX);
        Ok(places.iter().skip(skip).map(|&place| state.events[place].clone()).collect())
    }

    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let skip = usize::try_from(after.0).unwrap_or(usize::MAX);
        Ok(self.state().events.iter().skip(skip).take(limit).cloned().collect())
    }

    async fn find_request(&self, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
        Ok(self.state().requests.get(key).cloned())
    }

    async fn head(&self) -> Result<Head, LogError> {
        Ok(self.state().head(self.clock.now()))
    }

    async fn wait_past(&self, position: Position, at_most: Duration) -> Result<Position, LogError> {
        let mut head = self.head.subscribe();
        // Running out of time is an answer too: the caller sees where the log stands.
        let _ = tokio::time::timeout(at_most, head.wait_for(|last| *last > position)).await;
        Ok(*self.head.borrow())
    }
}

#[async_trait]
impl Restore for MemoryLog {
    async fn restore(&self, events: Vec<RecordedEvent>) -> Result<(), LogError> {
        let mut state = self.state();
        let tail = state.events.last().map_or(Tail::EMPTY, Tail::of);
        let restoration = Restoration::check(events, tail)?;
        restoration.check_versions(|stream| Ok(state.version(stream)))?;
        restoration.check_requests(|key| Ok(state.requests.contains_key(key)))?;
        let Restoration { events, requests, .. } = restoration;
        let Some(last) = events.last().map(|last| last.position) else { return Ok(()) };
        for span in requests {
            let within =
                |event: &&RecordedEvent| (span.first..=span.last).contains(&event.position);
            let left: Vec<_> = events.iter().filter(within).cloned().collect();
            if let Some(receipt) = Receipt::of(&left) {
                let record = RequestRecord { fingerprint: span.request.fingerprint, receipt };
                state.requests.insert(span.request.key, record);
            }
        }
        state.add(events);
        self.head.send_replace(last);
        Ok(())
    }
}

#[cfg(all(test, feature = "contract"))]
mod tests {
    use super::*;

    crate::contract_suite!(|clock| async move { (Arc::new(MemoryLog::new(clock)), ()) });
    crate::restore_suite!(|clock| async move { (Arc::new(MemoryLog::new(clock)), ()) });
}
