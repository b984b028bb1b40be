//! The clocks that a log can run on.

use jiff::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells what time it is. The log asks it at every append.
pub trait Clock: Send + Sync + 'static {
    /// Now, to the microsecond.
    fn now(&self) -> Timestamp;

    /// What counts as now where the log's engine has a clock of its own, such as a database that
    /// several hosts share: that clock, unless this one was set by hand.
    fn beside(&self, engine: Timestamp) -> Timestamp {
        engine
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        whole_microseconds(Timestamp::now())
    }
}

/// A clock that stands still until it is set: for tests, and for playing in a history.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at an instant.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self(AtomicI64::new(instant.as_microsecond()))
    }

    /// Sets the clock, forwards or backwards.
    pub fn set(&self, instant: Timestamp) {
        self.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: std::time::Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn beside(&self, _engine: Timestamp) -> Timestamp {
        self.now()
    }
}

impl<C: Clock> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        self.as_ref().now()
    }

    fn beside(&self, engine: Timestamp) -> Timestamp {
        self.as_ref().beside(engine)
    }
}

/// Drops what a stored instant cannot hold.
pub(crate) fn whole_microseconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}
