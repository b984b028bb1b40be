//! Time: set by the test where the platform runs in it, the real one where it does not.

use event_log::{Clock, ManualClock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How time passes.
#[derive(Clone)]
pub(crate) enum Time {
    /// As the test says.
    Set(Arc<ManualClock>),
    /// As it does.
    Real,
}

impl Time {
    pub(crate) fn now(&self) -> Timestamp {
        match self {
            Self::Set(clock) => clock.now(),
            Self::Real => SystemClock.now(),
        }
    }

    /// When a term ends that begins now: weeks for a clock that is set; for the real one as short
    /// as what is done within it allows, on a slow machine.
    pub(crate) fn term(&self) -> Timestamp {
        match self {
            Self::Set(_) => self.now() + SignedDuration::from_hours(14 * 24),
            Self::Real => self.now() + SignedDuration::from_secs(12),
        }
    }

    /// Lets time pass until just after an instant. Where time is real that instant is waited for:
    /// it is the term itself, no guess at how long something takes.
    pub(crate) async fn pass(&self, instant: Timestamp) {
        match self {
            Self::Set(clock) => clock.set(instant + SignedDuration::from_secs(1)),
            Self::Real => {
                let left = instant.duration_since(SystemClock.now()).max(SignedDuration::ZERO);
                let margin = SignedDuration::from_millis(20);
                tokio::time::sleep((left + margin).unsigned_abs()).await;
            }
        }
    }
}
