//! What goes into the log and what comes out of it.

use crate::chain::Digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The place of an event in the log: dense, from 1, in commit order. Zero is "before the first".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Position(pub u64);

/// The place of an event in its stream: dense, from 1. Zero is "the stream does not exist".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Version(pub u64);

impl Position {
    /// Before the first event.
    pub const START: Self = Self(0);

    /// The position after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Version {
    /// The version of a stream without events.
    pub const NONE: Self = Self(0);

    /// The version after `events` more events.
    #[must_use]
    pub const fn plus(self, events: u64) -> Self {
        Self(self.0 + events)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of a stream: `category/id`, for example `question/6b1f…`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamId(String);

impl StreamId {
    /// The stream of one thing of one category.
    #[must_use]
    pub fn new(category: &str, id: impl fmt::Display) -> Self {
        Self(format!("{category}/{id}"))
    }

    /// A name as it was stored.
    #[must_use]
    pub fn from_stored(name: String) -> Self {
        Self(name)
    }

    /// The part before the first slash.
    #[must_use]
    pub fn category(&self) -> &str {
        self.0.split_once('/').map_or(self.0.as_str(), |(category, _)| category)
    }

    /// The part after the first slash.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, id)| id)
    }

    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who caused an event: never a name, always pseudonyms that mean nothing outside the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The party that spoke: `municipality`, `provider`, `council`, `system`, or `public` for
    /// somebody who did not sign in.
    pub party: String,
    /// Its organisation: a public code for a public body, a pseudonym for a provider.
    pub organisation: String,
    /// The role in which it spoke.
    pub role: String,
    /// The pseudonym of the person.
    pub person: String,
}

/// The request that caused an append, so that a repeat of it can get the first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Identifies the caller, the operation and the caller's idempotency key together.
    pub key: Digest,
    /// Identifies what was asked, so that another request under the same key can be refused.
    pub fingerprint: Digest,
}

/// What is recorded beside every event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Who caused it.
    pub actor: Actor,
    /// Binds everything that followed from one request or one reaction.
    pub correlation: String,
    /// What directly caused it: `request:<id>` or `event:<position>`.
    pub causation: String,
    /// The request that may be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
}

/// An event that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The name of its type, unique in the whole log, in the past tense.
    pub event_type: String,
    /// The version of its type.
    pub event_version: u32,
    /// Its content: JSON.
    pub payload: String,
}

/// A stream that must still stand at the version at which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The stream that was read.
    pub stream: StreamId,
    /// The version that was seen; [`Version::NONE`] when it did not exist.
    pub version: Version,
}

/// Events for one stream, with the version that the stream must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The stream to add to.
    pub stream: StreamId,
    /// The version that the stream must have now.
    pub expected: Version,
    /// What to add, oldest first.
    pub events: Vec<NewEvent>,
}

/// When an append may happen, by the log's own clock. Both ends belong to the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Refuse before this instant.
    pub not_before: Option<Timestamp>,
    /// Refuse after this instant.
    pub not_after: Option<Timestamp>,
}

/// One atomic addition to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// What to add to which streams. The first one is what the receipt speaks of.
    pub writes: Vec<Write>,
    /// Streams that must not have changed meanwhile.
    pub guards: Vec<Guard>,
    /// When it is allowed.
    pub window: Window,
    /// Recorded beside each of the events.
    pub metadata: Metadata,
}

/// An event as it was recorded. It never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its place in the log.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in that stream.
    pub version: Version,
    /// The name of its type.
    pub event_type: String,
    /// The version of its type.
    pub event_version: u32,
    /// The log's clock when it was recorded, to the microsecond; never before its predecessor's.
    pub recorded_at: Timestamp,
    /// [`Metadata`] as stored: JSON.
    pub metadata: String,
    /// Its content as stored: JSON.
    pub payload: String,
    /// The chain up to and including this event.
    pub hash: Digest,
}

impl RecordedEvent {
    /// The metadata, decoded.
    ///
    /// # Errors
    /// When the stored text is not metadata: the log was written by something else.
    pub fn metadata(&self) -> Result<Metadata, serde_json::Error> {
        serde_json::from_str(&self.metadata)
    }
}

/// Proof of an append: where it stands, since when, and the hash that commits to all before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The first stream written to.
    pub stream: StreamId,
    /// The version of that stream afterwards.
    pub version: Version,
    /// The first position of the append.
    pub first: Position,
    /// The last position of the append.
    pub last: Position,
    /// The log's clock at the append.
    pub recorded_at: Timestamp,
    /// The chain up to and including the last event of the append.
    pub hash: Digest,
}

/// What an earlier request left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// What was asked then.
    pub fingerprint: Digest,
    /// What was answered then.
    pub receipt: Receipt,
}

/// The end of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last position; [`Position::START`] when the log is empty.
    pub position: Position,
    /// The chain up to there.
    pub hash: Digest,
    /// The log's clock now. It never runs backwards.
    pub clock: Timestamp,
}
