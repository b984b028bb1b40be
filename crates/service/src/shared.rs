//! What all services of one process share.

use command::Commander;
use dialogue::AnyEvent;
use event_log::EventLog;
use files::FileStore;
use identity::Verify;
use projection::Feed;
use std::sync::Arc;
use vault::Vault;

/// What all services of one process share.
#[derive(Clone)]
pub struct Shared {
    /// Executes commands on the log.
    pub commander: Arc<Commander>,
    /// The log, for read models.
    pub feed: Arc<Feed<AnyEvent>>,
    /// Knows who is who.
    pub vault: Arc<Vault>,
    /// Keeps the files that were handed in.
    pub files: FileStore,
    /// Verifies tokens.
    pub verifier: Arc<dyn Verify>,
}

impl Shared {
    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        self.commander.log()
    }
}
