//! Checks a whole log: positions, versions, times and the hash chain.

use crate::EventLog;
use crate::chain::{Digest, GENESIS, chain};
use crate::error::LogError;
use crate::types::{Position, RecordedEvent, StreamId, Version};
use std::collections::HashMap;

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many events there are.
    pub events: u64,
    /// In how many streams.
    pub streams: u64,
    /// The hash of the last one: compare it with any receipt or copy.
    pub hash: Digest,
}

/// Why the check failed.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The first event that is not what was written.
    #[error("position {position}: {fault}")]
    Broken {
        /// Where.
        position: Position,
        /// What does not hold there.
        fault: String,
    },
    /// The log could not be read.
    #[error("the log could not be read after position {after}")]
    Unreadable {
        /// The last position that was read and held.
        after: Position,
        /// What the log said.
        #[source]
        source: LogError,
    },
}

/// Reads the log from its start to its end and recomputes everything that can be recomputed.
///
/// `progress` is told the last position after every page.
///
/// # Errors
/// [`VerifyError`] with the first position that does not hold.
pub async fn verify(
    log: &dyn EventLog,
    mut progress: impl FnMut(Position),
) -> Result<Verification, VerifyError> {
    let mut checker = Checker::default();
    loop {
        let after = checker.position;
        let page = log.read_all(after, 1_000).await.map_err(|source| match source {
            LogError::Damaged { position, reason } => {
                VerifyError::Broken { position, fault: reason }
            }
            source => VerifyError::Unreadable { after, source },
        })?;
        if page.is_empty() {
            return Ok(Verification {
                events: checker.position.0,
                streams: checker.versions.len() as u64,
                hash: checker.hash,
            });
        }
        for event in page {
            let position = checker.position.next();
            checker.take(event).map_err(|fault| VerifyError::Broken { position, fault })?;
        }
        progress(checker.position);
    }
}

struct Checker {
    position: Position,
    hash: Digest,
    recorded_at: jiff::Timestamp,
    versions: HashMap<StreamId, Version>,
}

impl Default for Checker {
    fn default() -> Self {
        Self {
            position: Position::START,
            hash: GENESIS,
            recorded_at: jiff::Timestamp::MIN,
            versions: HashMap::new(),
        }
    }
}

impl Checker {
    fn take(&mut self, event: RecordedEvent) -> Result<(), String> {
        if event.position != self.position.next() {
            return Err(format!("missing: the next event has position {}", event.position));
        }
        let hash = chain(&self.hash, &event);
        if hash != event.hash {
            return Err(format!("its hash should be {hash} and is {}", event.hash));
        }
        if event.recorded_at < self.recorded_at {
            return Err("it was recorded before its predecessor".to_owned());
        }
        let version = self.versions.entry(event.stream).or_default();
        if event.version != version.plus(1) {
            return Err(format!(
                "its version is {} where {} follows",
                event.version,
                version.plus(1)
            ));
        }
        *version = event.version;
        self.position = event.position;
        self.hash = hash;
        self.recorded_at = event.recorded_at;
        Ok(())
    }
}
