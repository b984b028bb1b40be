//! How far a long command is, told beside its answer and not more often than a person reads.
#![allow(clippy::print_stderr, reason = "progress is not part of the answer on standard output")]

use event_log::Position;
use std::time::{Duration, Instant};

/// The time between two signs of progress.
const PAUSE: Duration = Duration::from_secs(1);

/// The progress of one command.
pub(super) struct Progress {
    what: &'static str,
    told: Instant,
}

impl Progress {
    /// The progress of something that is done to events, by its participle.
    pub(super) fn of(what: &'static str) -> Self {
        Self { what, told: Instant::now() }
    }

    /// So far it is, on its way to a position when that is known.
    pub(super) fn at(&mut self, position: Position, of: Option<Position>) {
        if self.is_time() {
            let of = of.map(|of| format!(" of {of}")).unwrap_or_default();
            eprintln!("… {} up to position {position}{of}", self.what);
        }
    }

    /// Such a part of a whole is left.
    pub(super) fn left(&mut self, left: u32, of: u32) {
        if self.is_time() {
            let done = u64::from(of.saturating_sub(left)) * 100 / u64::from(of.max(1));
            eprintln!("… {} {done} %", self.what);
        }
    }

    fn is_time(&mut self) -> bool {
        let is_time = self.told.elapsed() >= PAUSE;
        if is_time {
            self.told = Instant::now();
        }
        is_time
    }
}
