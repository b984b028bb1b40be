//! What the commander remembers of streams, so that it need not read them again.

use event_log::{StreamId, Version};
use quick_cache::sync::Cache;
use std::any::Any;
use std::sync::Arc;

/// How many states are remembered at most.
const STATES_MAX: usize = 50_000;

/// States by stream, each with the version at which it is right.
pub(crate) struct Memory {
    states: Cache<StreamId, (Version, Arc<dyn Any + Send + Sync>)>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self { states: Cache::new(STATES_MAX) }
    }

    pub(crate) fn get<A: Send + Sync + 'static>(
        &self,
        stream: &StreamId,
    ) -> Option<(Version, Arc<A>)> {
        let (version, state) = self.states.get(stream)?;
        Some((version, state.downcast().ok()?))
    }

    pub(crate) fn put(
        &self,
        stream: StreamId,
        version: Version,
        state: Arc<dyn Any + Send + Sync>,
    ) {
        self.states.insert(stream, (version, state));
    }
}
