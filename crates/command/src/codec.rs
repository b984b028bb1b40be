//! Between events as values and events as stored.
//!
//! An event enum is written by serde as `{"Name": content}`. The name is stored in a field of its
//! own, so only the content is stored as payload, and put back in its frame to be read.

use cqrs_es::DomainEvent;
use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use event_log::{LogError, NewEvent, RecordedEvent};
use std::fmt::Display;

/// Writes an event as it is stored.
pub(crate) fn encode<E: DomainEvent>(event: &E) -> Result<NewEvent, LogError> {
    let event_type = event.event_type();
    let malformed = |reason| LogError::Malformed { reason };
    let framed = serde_json::to_string(event)
        .map_err(|error| LogError::unavailable("an event cannot be encoded", error))?;
    let payload = framed
        .strip_prefix(&format!("{{\"{event_type}\":"))
        .and_then(|rest| rest.strip_suffix('}'))
        .ok_or_else(|| malformed("an event is an enum of structs that bear its type's name"))?
        .to_owned();
    let event_version = event
        .event_version()
        .parse()
        .map_err(|_| malformed("the version of an event is a whole number"))?;
    Ok(NewEvent { event_type, event_version, payload })
}

/// Reads a stored event, after bringing it up to date.
pub(crate) fn decode<E: DomainEvent>(
    event: &RecordedEvent,
    upcasters: &[Box<dyn EventUpcaster>],
) -> Result<E, LogError> {
    let version = event.event_version.to_string();
    let old = upcasters.iter().any(|upcaster| upcaster.can_upcast(&event.event_type, &version));
    let framed = if old {
        upcast(event, &version, upcasters)?
    } else {
        format!("{{\"{}\":{}}}", event.event_type, event.payload)
    };
    serde_json::from_str(&framed).map_err(|error| damaged(event, error))
}

fn upcast(
    event: &RecordedEvent,
    version: &str,
    upcasters: &[Box<dyn EventUpcaster>],
) -> Result<String, LogError> {
    let stored = SerializedEvent::new(
        event.stream.id().to_owned(),
        usize::try_from(event.version.0).unwrap_or(usize::MAX),
        event.stream.category().to_owned(),
        event.event_type.clone(),
        version.to_owned(),
        serde_json::from_str(&event.payload).map_err(|error| damaged(event, error))?,
        serde_json::Value::Null,
    );
    let current = upcasters.iter().fold(stored, |event, upcaster| {
        if upcaster.can_upcast(&event.event_type, &event.event_version) {
            upcaster.upcast(event)
        } else {
            event
        }
    });
    Ok(format!("{{\"{}\":{}}}", current.event_type, current.payload))
}

fn damaged(event: &RecordedEvent, error: impl Display) -> LogError {
    LogError::Damaged {
        position: event.position,
        reason: format!("its content is not that of a {}: {error}", event.event_type),
    }
}
