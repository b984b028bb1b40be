//! The courier: tells those who follow what was published, by mail.
//!
//! It reads the log like a projection, but what it keeps is not disposable: which mail was handed
//! over to whom. Each mail is written into its outbox together with the position it came from,
//! so it is there once, whatever crashes. Before a mail is handed over for good, that moment is
//! recorded; a crash after it leaves the mail in doubt, and a mail in doubt is not sent again
//! over SMTP. It is told to the operator instead: twice is worse than late.

mod book;
mod delivery;
mod error;
mod notices;
mod outbox;
mod store;

pub use error::CourierError;
pub use outbox::{Counts, State};

use event_log::{EventLog, Position};
use jiff::SignedDuration;
use mail::{Link, Mailer, Sender};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::watch;
use vault::Vault;

/// How many events are taken in one turn.
const PAGE_EVENTS: usize = 500;

/// How long to wait for something to do.
const WAIT: Duration = Duration::from_secs(20);

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);

/// What a courier needs to know.
#[derive(Clone, Debug)]
pub struct CourierSettings {
    /// Who sends.
    pub sender: Sender,
    /// Where the public pages stand.
    pub pages: Link,
    /// How long before a round closes its followers are reminded.
    pub reminder: SignedDuration,
}

/// The courier.
pub struct Courier {
    log: Arc<dyn EventLog>,
    vault: Arc<Vault>,
    mailer: Arc<dyn Mailer>,
    settings: CourierSettings,
    store: Store,
}

impl Courier {
    /// A courier with its outbox in a file. A new outbox starts at the end of the log: what was
    /// published before there was a courier is not mailed afterwards.
    ///
    /// # Errors
    /// When the file cannot be used, or another courier uses it.
    pub async fn open(
        file: &Path,
        log: Arc<dyn EventLog>,
        vault: Arc<Vault>,
        mailer: Arc<dyn Mailer>,
        settings: CourierSettings,
    ) -> Result<Self, CourierError> {
        let head = log.head().await?.position;
        let store = Store::open(file, head)?;
        store.recover(mailer.repeatable())?;
        Ok(Self { log, vault, mailer, settings, store })
    }

    /// One turn: takes in what was published, and hands over what is due. Answers the position
    /// it has seen.
    ///
    /// # Errors
    /// When the log or the outbox cannot be used.
    pub async fn turn(&mut self) -> Result<Position, CourierError> {
        let here = self.take_in().await?;
        let now = self.log.head().await?.clock;
        self.store.remind(now, self.settings.reminder)?;
        self.hand_over(now).await?;
        Ok(here)
    }

    /// Takes in everything that stands in the log now.
    async fn take_in(&mut self) -> Result<Position, CourierError> {
        loop {
            let here = self.store.position()?;
            let page = self.log.read_all(here, PAGE_EVENTS).await?;
            if page.is_empty() {
                return Ok(here);
            }
            self.store.take_in(&page)?;
        }
    }

    /// Works until `stop` says so. A failure is told and tried again.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let (wait, here) = match self.turn().await {
                Ok(here) => (WAIT, here),
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "courier stands still"
                    );
                    (PAUSE, Position(u64::MAX))
                }
            };
            let log = self.log.clone();
            tokio::select! {
                () = async { let _ = log.wait_past(here, wait).await; } => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// How many mails stand where.
    ///
    /// # Errors
    /// When the outbox cannot be read.
    pub fn counts(&self) -> Result<Counts, CourierError> {
        self.store.counts()
    }
}
