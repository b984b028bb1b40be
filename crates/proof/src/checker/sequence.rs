//! What holds for the log by itself: positions, versions of streams, and its clock.

use super::fault::{Fault, Kind};
use event_log::{RecordedEvent, StreamId};
use jiff::Timestamp;
use std::collections::HashMap;

/// Follows the log from its first event.
#[derive(Default)]
pub(super) struct Sequence {
    position: u64,
    recorded_at: Option<Timestamp>,
    versions: HashMap<StreamId, u64>,
}

impl Sequence {
    /// How many events were seen, when there was no fault in their positions.
    pub(super) const fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn take(&mut self, event: &RecordedEvent, faults: &mut Vec<Fault>) {
        let position = event.position.0;
        let next = self.position + 1;
        if position != next {
            let detail = format!("where position {next} should follow");
            faults.push(Fault::at(Kind::Position, position, detail));
        }
        // One fault for one mistake: the next event is held against what stands here.
        self.position = position;

        if let Some(before) = self.recorded_at.filter(|before| event.recorded_at < *before) {
            let detail =
                format!("recorded at {}, and its predecessor at {before}", event.recorded_at);
            faults.push(Fault::at(Kind::Backwards, position, detail));
        }
        self.recorded_at = Some(event.recorded_at);

        let version = self.versions.entry(event.stream.clone()).or_default();
        let (found, next) = (event.version.0, *version + 1);
        if found != next {
            let what = if found < next { "forks" } else { "leaves a gap" };
            let detail = format!(
                "stream {} {what}: version {found} where version {next} should follow",
                event.stream
            );
            faults.push(Fault::at(Kind::Version, position, detail));
        }
        *version = found.max(*version);
    }
}
