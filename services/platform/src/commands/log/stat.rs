//! `log stat`: what is in a log, in numbers.

use super::progress::Progress;
use anyhow::{Context, bail};
use event_log::{EventLog, GENESIS, Head, Position, RecordedEvent, Request};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt;

/// How many events are read at once.
const PAGE: u64 = 1_000;

/// The numbers of one kind of event, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    streams: u64,
    events: u64,
    payload: u64,
}

/// What is in a log up to a position.
#[derive(Debug)]
pub(super) struct Stat {
    position: Position,
    hash: event_log::Digest,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    requests: u64,
    last_request: Option<Request>,
    all: Count,
    categories: BTreeMap<String, Count>,
    types: BTreeMap<String, Count>,
}

impl Stat {
    /// Counts a log up to its present end.
    pub(super) async fn of(log: &dyn EventLog, progress: &mut Progress) -> anyhow::Result<Self> {
        let Head { position: end, .. } = log.head().await?;
        let mut stat = Self::empty();
        while stat.position < end {
            let limit = usize::try_from(PAGE.min(end.0 - stat.position.0))?;
            let page = log.read_all(stat.position, limit).await?;
            if page.is_empty() {
                bail!("there is nothing after position {} of {end}", stat.position);
            }
            for event in page {
                stat.take(&event)?;
            }
            progress.at(stat.position, Some(end));
        }
        Ok(stat)
    }

    fn empty() -> Self {
        Self {
            position: Position::START,
            hash: GENESIS,
            first: None,
            last: None,
            requests: 0,
            last_request: None,
            all: Count::default(),
            categories: BTreeMap::new(),
            types: BTreeMap::new(),
        }
    }

    fn take(&mut self, event: &RecordedEvent) -> anyhow::Result<()> {
        let metadata = event
            .metadata()
            .with_context(|| format!("position {}: its metadata cannot be read", event.position))?;
        // The events of one request stand together: they are one append.
        if metadata.request.is_some() && metadata.request != self.last_request {
            self.requests += 1;
        }
        self.last_request = metadata.request;
        let category = self.categories.entry(event.stream.category().to_owned()).or_default();
        let of_type = self.types.entry(event.event_type.clone()).or_default();
        for count in [&mut self.all, category, of_type] {
            count.events += 1;
            // Each stream has one event with version 1.
            count.streams += u64::from(event.version.0 == 1);
            count.payload += event.payload.len() as u64;
        }
        self.position = event.position;
        self.hash = event.hash;
        self.first = self.first.or(Some(event.recorded_at));
        self.last = Some(event.recorded_at);
        Ok(())
    }
}

impl fmt::Display for Stat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time =
            |time: Option<Timestamp>| time.map_or("-".to_owned(), |time| format!("{time:.6}"));
        writeln!(f, "position       {}", self.position)?;
        writeln!(f, "hash           {}", self.hash)?;
        writeln!(f, "events         {}", self.all.events)?;
        writeln!(f, "streams        {}", self.all.streams)?;
        writeln!(f, "requests       {}", self.requests)?;
        writeln!(f, "payload bytes  {}", self.all.payload)?;
        writeln!(f, "first          {}", time(self.first))?;
        writeln!(f, "last           {}", time(self.last))?;
        writeln!(f, "\n{:<40} {:>10} {:>12} {:>15}", "category", "streams", "events", "bytes")?;
        for (category, Count { streams, events, payload }) in &self.categories {
            writeln!(f, "{category:<40} {streams:>10} {events:>12} {payload:>15}")?;
        }
        writeln!(f, "\n{:<40} {:>10} {:>12} {:>15}", "type", "", "events", "bytes")?;
        for (of_type, Count { events, payload, .. }) in &self.types {
            writeln!(f, "{of_type:<40} {:>10} {events:>12} {payload:>15}", "")?;
        }
        Ok(())
    }
}
