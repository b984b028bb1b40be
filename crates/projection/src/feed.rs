//! The log as all read models of one process read it.

use crate::Decode;
use event_log::{EventLog, LogError, Position, RecordedEvent};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How many events a page holds.
const PAGE_EVENTS: u64 = 1_000;

/// How many bytes of pages are remembered, for the read models that come a little later.
const REMEMBERED_BYTES: u64 = 32 * 1024 * 1024;

/// What an event takes in memory beside its texts.
const EVENT_BYTES: usize = 512;

/// The log as all read models of one process read it. A full page of it never changes: what one
/// of them has read and decoded, the next one gets from memory.
pub struct Feed<E> {
    log: Arc<dyn EventLog>,
    decode: Decode<E>,
    full: Cache<u64, Arc<Page<E>>, Weight>,
}

/// Events that follow on each other.
struct Page<E> {
    events: Box<[Item<E>]>,
    bytes: usize,
}

/// An event, and what it says once somebody asked.
pub(crate) struct Item<E> {
    pub(crate) recorded: RecordedEvent,
    decoded: OnceLock<Result<Option<E>, String>>,
}

/// Events that follow on each other, as far as they were read together.
pub struct Stretch<E> {
    page: Arc<Page<E>>,
    part: Range<usize>,
    ends_page: bool,
}

#[derive(Clone)]
struct Weight;

impl<E> Weighter<u64, Arc<Page<E>>> for Weight {
    fn weight(&self, _: &u64, page: &Arc<Page<E>>) -> u64 {
        page.bytes as u64
    }
}

impl<E> Feed<E> {
    /// A log, with how its events are decoded.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, decode: Decode<E>) -> Self {
        Self { log, decode, full: Cache::with_weighter(64, REMEMBERED_BYTES, Weight) }
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }

    /// What an event says; `None` when its type is unknown.
    pub(crate) fn decode<'i>(&self, item: &'i Item<E>) -> Result<Option<&'i E>, &'i str> {
        let decoded = item.decoded.get_or_init(|| (self.decode)(&item.recorded));
        decoded.as_ref().map(Option::as_ref).map_err(String::as_str)
    }

    /// The events after a position, up to the end of a page or of the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn after(&self, position: Position) -> Result<Stretch<E>, LogError> {
        let number = position.0 / PAGE_EVENTS;
        let skipped = position.0 % PAGE_EVENTS;
        if skipped > 0 {
            return match self.full.get(&number) {
                Some(page) => Ok(Stretch::of(page, skipped, 0)),
                None => Ok(Stretch::of(self.read(position, skipped).await?, 0, skipped)),
            };
        }
        match self.full.get_value_or_guard_async(&number).await {
            Ok(page) => Ok(Stretch::of(page, 0, 0)),
            Err(place) => {
                let page = self.read(position, 0).await?;
                if page.events.len() as u64 == PAGE_EVENTS {
                    // When another one took the place, it holds the same.
                    let _ = place.insert(page.clone());
                }
                Ok(Stretch::of(page, 0, 0))
            }
        }
    }

    /// Whether a whole page follows the one that ends at a position.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub(crate) async fn is_full_after(&self, position: Position) -> Result<bool, LogError> {
        let last = self.log.wait_past(position, Duration::ZERO).await?;
        Ok(last.0 >= position.0 + PAGE_EVENTS)
    }

    async fn read(&self, after: Position, skipped: u64) -> Result<Arc<Page<E>>, LogError> {
        let events = self.log.read_all(after, (PAGE_EVENTS - skipped) as usize).await?;
        let size = |event: &RecordedEvent| event.metadata.len() + event.payload.len() + EVENT_BYTES;
        let bytes = events.iter().map(size).sum();
        let item = |recorded| Item { recorded, decoded: OnceLock::new() };
        Ok(Arc::new(Page { events: events.into_iter().map(item).collect(), bytes }))
    }
}

impl<E> Stretch<E> {
    fn of(page: Arc<Page<E>>, from: u64, before: u64) -> Self {
        let end = page.events.len();
        let ends_page = before + end as u64 == PAGE_EVENTS;
        Self { page, part: from as usize..end, ends_page }
    }

    pub(crate) fn items(&self) -> &[Item<E>] {
        self.page.events.get(self.part.clone()).unwrap_or_default()
    }

    /// The position of the last event, if there is one.
    pub(crate) fn last(&self) -> Option<Position> {
        self.items().last().map(|item| item.recorded.position)
    }

    /// Whether a page ends here: there may be another one. Otherwise the log ended here.
    #[must_use]
    pub const fn ends_page(&self) -> bool {
        self.ends_page
    }

    /// The events, as they were recorded.
    pub fn recorded(&self) -> impl Iterator<Item = &RecordedEvent> {
        self.items().iter().map(|item| &item.recorded)
    }

    /// How much its page takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.page.bytes
    }
}
