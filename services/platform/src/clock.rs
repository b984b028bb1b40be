//! The clock of a log into which a history is played.

use event_log::Clock;
use jiff::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's clock, unless it is set: while a trajectory is played in, the log runs on the
/// times of that trajectory. It can only be set from inside this process.
#[derive(Debug, Default)]
pub struct PlayClock {
    /// Microseconds since 1970; zero means the system's clock.
    set: AtomicI64,
}

impl PlayClock {
    /// Sets the clock.
    pub fn set(&self, instant: Timestamp) {
        self.set.store(instant.as_microsecond().max(1), Ordering::SeqCst);
    }

    /// Lets the clock run with the system's again.
    pub fn release(&self) {
        self.set.store(0, Ordering::SeqCst);
    }
}

impl Clock for PlayClock {
    fn now(&self) -> Timestamp {
        match self.set.load(Ordering::SeqCst) {
            0 => event_log::SystemClock.now(),
            micros => Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    fn beside(&self, engine: Timestamp) -> Timestamp {
        match self.set.load(Ordering::SeqCst) {
            0 => engine,
            _ => self.now(),
        }
    }
}
