//! What all services of one process share.

use command::Commander;
use event_log::EventLog;
use files::FileStore;
use identity::Verifier;
use std::sync::Arc;
use vault::Vault;

/// What all services of one process share.
#[derive(Clone)]
pub struct Shared {
    /// Executes commands on the log.
    pub commander: Arc<Commander>,
    /// Knows who is who.
    pub vault: Arc<Vault>,
    /// Keeps the files that were handed in.
    pub files: FileStore,
    /// Verifies tokens.
    pub verifier: Arc<Verifier>,
}

impl Shared {
    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        self.commander.log()
    }
}
