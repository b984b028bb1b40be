//! Events as they are sent to the database: column by column.

use event_log::RecordedEvent;
use postgres::tokio_postgres::{Client, Error, Statement};

/// How many bytes of events one message holds, and one event more. The protocol takes a gigabyte.
const MESSAGE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The events as they are sent, each message far below the largest that the protocol takes.
pub(crate) fn messages(events: &[RecordedEvent]) -> Vec<Columns<'_>> {
    let mut messages = vec![Columns::default()];
    let mut bytes = 0;
    for event in events {
        if bytes > MESSAGE_BYTES_MAX {
            messages.push(Columns::default());
            bytes = 0;
        }
        bytes += event.payload.len() + event.metadata.len();
        if let Some(message) = messages.last_mut() {
            message.push(event);
        }
    }
    messages
}

/// Events, column by column.
#[derive(Default)]
pub(crate) struct Columns<'e> {
    positions: Vec<i64>,
    streams: Vec<&'e str>,
    versions: Vec<i64>,
    types: Vec<&'e str>,
    type_versions: Vec<i32>,
    times: Vec<i64>,
    metadata: Vec<&'e str>,
    payloads: Vec<&'e str>,
    hashes: Vec<&'e [u8]>,
}

impl<'e> Columns<'e> {
    fn push(&mut self, event: &'e RecordedEvent) {
        self.positions.push(event.position.0.cast_signed());
        self.streams.push(event.stream.as_str());
        self.versions.push(event.version.0.cast_signed());
        self.types.push(&event.event_type);
        self.type_versions.push(event.event_version.cast_signed());
        self.times.push(event.recorded_at.as_microsecond());
        self.metadata.push(&event.metadata);
        self.payloads.push(&event.payload);
        self.hashes.push(&event.hash.0);
    }

    pub(crate) async fn add(&self, client: &Client, statement: &Statement) -> Result<u64, Error> {
        client
            .execute(
                statement,
                &[
                    &self.positions,
                    &self.streams,
                    &self.versions,
                    &self.types,
                    &self.type_versions,
                    &self.times,
                    &self.metadata,
                    &self.payloads,
                    &self.hashes,
                ],
            )
            .await
    }
}
