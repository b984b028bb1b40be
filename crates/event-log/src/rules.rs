//! The rules of an append that hold on every back end, in one place.

use crate::chain::chain;
use crate::error::LogError;
use crate::types::{Append, Head, Position, RecordedEvent, Version, Window, Write};
use crate::{APPEND_EVENTS_MAX, PAYLOAD_BYTES_MAX};
use jiff::Timestamp;

impl Append {
    /// Refuses what no log can take, whatever stands in it.
    ///
    /// # Errors
    /// [`LogError::Malformed`] with the rule that is broken.
    pub fn check_shape(&self) -> Result<(), LogError> {
        let malformed = |reason| Err(LogError::Malformed { reason });
        if self.writes.is_empty() || self.writes.iter().any(|write| write.events.is_empty()) {
            return malformed("an append holds at least one event for each of its streams");
        }
        if self.writes.iter().map(|write| write.events.len()).sum::<usize>() > APPEND_EVENTS_MAX {
            return malformed("an append holds at most 20,000 events");
        }
        let events = || self.writes.iter().flat_map(|write| &write.events);
        if events().any(|event| event.payload.len() > PAYLOAD_BYTES_MAX) {
            return malformed("the payload of an event is at most 16 MiB");
        }
        let mut streams: Vec<_> = self.writes.iter().map(|write| &write.stream).collect();
        streams.sort_unstable();
        if streams.windows(2).any(|pair| pair[0] == pair[1]) {
            return malformed("an append names each of its streams once");
        }
        Ok(())
    }

    /// Refuses an append whose streams or guards have moved.
    ///
    /// # Errors
    /// [`LogError::Conflict`] naming the first stream that moved, or what `version_of` says.
    pub fn check_versions(
        &self,
        mut version_of: impl FnMut(&crate::StreamId) -> Result<Version, LogError>,
    ) -> Result<(), LogError> {
        let writes = self.writes.iter().map(|write| (&write.stream, write.expected));
        let guards = self.guards.iter().map(|guard| (&guard.stream, guard.version));
        for (stream, expected) in writes.chain(guards) {
            let actual = version_of(stream)?;
            if actual != expected {
                return Err(LogError::Conflict { stream: stream.clone(), expected, actual });
            }
        }
        Ok(())
    }

    /// Gives the events of this append their place behind `head`, in the order of its writes.
    ///
    /// # Errors
    /// When the metadata cannot be written as JSON.
    pub fn place(&self, head: &Head, now: Timestamp) -> Result<Vec<RecordedEvent>, LogError> {
        let metadata = serde_json::to_string(&self.metadata)
            .map_err(|error| LogError::unavailable("metadata cannot be encoded", error))?;
        let mut position = head.position;
        let mut hash = head.hash;
        let mut placed = Vec::new();
        for Write { stream, expected, events } in &self.writes {
            for (version, event) in (expected.0 + 1..).zip(events) {
                position = position.next();
                let mut recorded = RecordedEvent {
                    position,
                    stream: stream.clone(),
                    version: Version(version),
                    event_type: event.event_type.clone(),
                    event_version: event.event_version,
                    recorded_at: now,
                    metadata: metadata.clone(),
                    payload: event.payload.clone(),
                    hash,
                };
                recorded.hash = chain(&hash, &recorded);
                hash = recorded.hash;
                placed.push(recorded);
            }
        }
        Ok(placed)
    }
}

impl Window {
    /// Whether the log's clock is inside the window.
    ///
    /// # Errors
    /// [`LogError::TooEarly`] or [`LogError::TooLate`].
    pub fn check(&self, now: Timestamp) -> Result<(), LogError> {
        match *self {
            Self { not_before: Some(not_before), .. } if now < not_before => {
                Err(LogError::TooEarly { not_before, now })
            }
            Self { not_after: Some(not_after), .. } if now > not_after => {
                Err(LogError::TooLate { not_after, now })
            }
            _ => Ok(()),
        }
    }

    /// The window in which both this one and another are open.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            not_before: self.not_before.max(other.not_before),
            not_after: match (self.not_after, other.not_after) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }
}

impl crate::Receipt {
    /// The receipt of the events that one append left, as they were recorded.
    #[must_use]
    pub fn of(events: &[RecordedEvent]) -> Option<Self> {
        let first = events.first()?;
        let last = events.last()?;
        let version = events
            .iter()
            .take_while(|event| event.stream == first.stream)
            .last()
            .map_or(first.version, |event| event.version);
        Some(Self {
            stream: first.stream.clone(),
            version,
            first: first.position,
            last: last.position,
            recorded_at: last.recorded_at,
            hash: last.hash,
        })
    }
}

impl Head {
    /// The end of an empty log.
    #[must_use]
    pub const fn empty(clock: Timestamp) -> Self {
        Self { position: Position::START, hash: crate::GENESIS, clock }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn both_ends_belong_to_a_window() {
        let window = Window { not_before: Some(at(10)), not_after: Some(at(20)) };
        assert!(window.check(at(10)).is_ok());
        assert!(window.check(at(20)).is_ok());
        assert!(matches!(window.check(at(9)), Err(LogError::TooEarly { .. })));
        assert!(matches!(window.check(at(21)), Err(LogError::TooLate { .. })));
    }

    #[test]
    fn two_windows_leave_what_both_allow() {
        let early = Window { not_before: Some(at(10)), not_after: None };
        let late = Window { not_before: Some(at(5)), not_after: Some(at(20)) };
        let both = Window { not_before: Some(at(10)), not_after: Some(at(20)) };
        assert_eq!(early.and(late), both);
        assert_eq!(late.and(early), both);
        assert_eq!(both.and(Window::default()), both);
    }
}
