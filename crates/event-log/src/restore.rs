//! Taking over what another log recorded, and the rules of that which hold on every back end.
//!
//! A log is copied append by append, never rewritten: positions, versions, times and hashes are
//! those of the log that recorded them, so every receipt that was ever given still proves the
//! same. Only the tool that copies a log does this; services hold a `dyn EventLog`, which cannot.
//!
//! **Whole appends only.** Which request left which events is not an event: it stands in their
//! metadata. All events with one request are one append, so where it began and ended is found
//! back in them. Whoever restores therefore gives all events of an append at once: the rest of an
//! append of which the beginning was restored before is refused, because its request is known.

use crate::chain::{Digest, GENESIS, chain};
use crate::clock::whole_microseconds;
use crate::error::LogError;
use crate::types::{Position, RecordedEvent, Request, StreamId, Version};
use crate::{EventLog, PAYLOAD_BYTES_MAX};
use async_trait::async_trait;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// A log that can take over what another log recorded.
#[async_trait]
pub trait Restore: EventLog {
    /// Adds events as they were recorded elsewhere, all or nothing, and answers once they are
    /// durable. They are the events that follow on the last one here, whole appends only. Without
    /// events nothing happens.
    ///
    /// # Errors
    /// [`LogError::DoesNotFollow`] when they are not what follows in the log of which the events
    /// here are the beginning; [`LogError::Malformed`] when no log can have recorded them.
    async fn restore(&self, events: Vec<RecordedEvent>) -> Result<(), LogError>;
}

/// The last event of a log, as what is restored has to follow on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// Its position.
    pub position: Position,
    /// The chain up to and including it.
    pub hash: Digest,
    /// When it was recorded: not the clock of the log, which may be ahead of it.
    pub recorded_at: Timestamp,
}

impl Tail {
    /// The tail of a log without events.
    pub const EMPTY: Self =
        Self { position: Position::START, hash: GENESIS, recorded_at: Timestamp::MIN };

    /// The tail of a log that ends with an event.
    #[must_use]
    pub const fn of(last: &RecordedEvent) -> Self {
        Self { position: last.position, hash: last.hash, recorded_at: last.recorded_at }
    }
}

/// The events that one request left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestSpan {
    /// The request.
    pub request: Request,
    /// The position of its first event.
    pub first: Position,
    /// The position of its last event.
    pub last: Position,
}

/// Events that follow on the tail of a log, and what a back end has to check and store besides.
#[derive(Debug)]
pub struct Restoration {
    /// The events, in order.
    pub events: Vec<RecordedEvent>,
    /// Each stream with the version at which the log must have it now.
    pub expected: Vec<(StreamId, Version)>,
    /// What every request left. None of these requests may be known to the log now.
    pub requests: Vec<RequestSpan>,
}

impl Restoration {
    /// Checks everything that can be known from the events and the tail.
    ///
    /// # Errors
    /// See [`Restore::restore`].
    pub fn check(events: Vec<RecordedEvent>, tail: Tail) -> Result<Self, LogError> {
        let mut end = tail;
        let mut first = HashMap::<&StreamId, Version>::new();
        let mut versions = HashMap::<&StreamId, Version>::new();
        for event in &events {
            end = follow(&end, event)?;
            match versions.insert(&event.stream, event.version) {
                Some(before) if event.version != before.plus(1) => {
                    return refuse(event.position, "a version of its stream is missing before it");
                }
                Some(_) => {}
                None if event.version == Version::NONE => {
                    return refuse(event.position, "versions count from 1");
                }
                None => {
                    first.insert(&event.stream, Version(event.version.0 - 1));
                }
            }
        }
        let expected = first.into_iter().map(|(stream, version)| (stream.clone(), version));
        Ok(Self { expected: expected.collect(), requests: requests(&events)?, events })
    }

    /// Checks the versions that the log has now.
    ///
    /// # Errors
    /// [`LogError::DoesNotFollow`] at the first event of a stream that stands elsewhere, or what
    /// `version_of` says.
    pub fn check_versions(
        &self,
        mut version_of: impl FnMut(&StreamId) -> Result<Version, LogError>,
    ) -> Result<(), LogError> {
        for (stream, expected) in &self.expected {
            if version_of(stream)? != *expected {
                let at = self.events.iter().find(|event| event.stream == *stream);
                let at = at.map_or(Position::START, |event| event.position);
                return refuse(at, "its version does not follow on that of its stream");
            }
        }
        Ok(())
    }

    /// Checks that no request is known to the log now.
    ///
    /// # Errors
    /// [`LogError::DoesNotFollow`] at the first event of a request that is known, or what
    /// `is_known` says.
    pub fn check_requests(
        &self,
        mut is_known: impl FnMut(&Digest) -> Result<bool, LogError>,
    ) -> Result<(), LogError> {
        for span in &self.requests {
            if is_known(&span.request.key)? {
                return refuse(span.first, "the beginning of its append is here already");
            }
        }
        Ok(())
    }
}

fn refuse<T>(position: Position, reason: &'static str) -> Result<T, LogError> {
    Err(LogError::DoesNotFollow { position, reason })
}

/// The tail once the event follows on it.
fn follow(tail: &Tail, event: &RecordedEvent) -> Result<Tail, LogError> {
    if event.payload.len() > PAYLOAD_BYTES_MAX {
        return Err(LogError::Malformed { reason: "the payload of an event is at most 16 MiB" });
    }
    if whole_microseconds(event.recorded_at) != event.recorded_at {
        return Err(LogError::Malformed { reason: "events are recorded at a whole microsecond" });
    }
    if event.position != tail.position.next() {
        return refuse(event.position, "another position is the next one");
    }
    if chain(&tail.hash, event) != event.hash {
        return refuse(event.position, "its hash is not that of this event after those here");
    }
    if event.recorded_at < tail.recorded_at {
        return refuse(event.position, "it was recorded before its predecessor");
    }
    Ok(Tail::of(event))
}

/// Finds back which request left which events.
fn requests(events: &[RecordedEvent]) -> Result<Vec<RequestSpan>, LogError> {
    let mut found = Vec::<RequestSpan>::new();
    let mut known = HashSet::new();
    for event in events {
        let Some(request) = request_of(event)? else { continue };
        match found.last_mut() {
            Some(span) if span.request == request && span.last.next() == event.position => {
                span.last = event.position;
            }
            _ if known.insert(request.key) => {
                found.push(RequestSpan { request, first: event.position, last: event.position });
            }
            _ => return refuse(event.position, "the events of its append stand apart"),
        }
    }
    Ok(found)
}

fn request_of(event: &RecordedEvent) -> Result<Option<Request>, LogError> {
    let metadata = event.metadata().map_err(|_| LogError::Malformed {
        reason: "the metadata of an event can be read as metadata",
    })?;
    Ok(metadata.request)
}

/// Takes off the end of a page of events what may not be a whole append: the events of its last
/// request, when the page ends with them. They come first in what is restored next.
///
/// # Errors
/// [`LogError::Malformed`] when the metadata of an event is something else.
pub fn split_unfinished(events: &mut Vec<RecordedEvent>) -> Result<Vec<RecordedEvent>, LogError> {
    let Some(last) = events.last().map(request_of).transpose()?.flatten() else {
        return Ok(vec![]);
    };
    let mut whole = events.len();
    while whole > 0 && request_of(&events[whole - 1])? == Some(last) {
        whole -= 1;
    }
    Ok(events.split_off(whole))
}
