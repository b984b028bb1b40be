//! The courier: tells those who follow what was published, by mail.
//!
//! It reads the log like a projection, but what it keeps is not disposable: which mail was handed
//! over to whom. Each mail is written into its outbox together with the position it came from,
//! so it is there once, whatever crashes. Before a mail is handed over for good, that moment is
//! recorded; a crash after it leaves the mail in doubt, and a mail in doubt is not sent again
//! over SMTP. It is told to the operator instead: twice is worse than late.
//!
//! One courier at a time has an outbox; others stand by, and take it over when it is given up.
//! Couriers on different hosts have an outbox each. Before a mail is handed over it is claimed in
//! the vault, which hosts share: so one of them sends it.

mod book;
mod contracts;
mod decisions;
mod delivery;
mod error;
mod lock;
mod notices;
mod outbox;
mod standby;
mod store;
mod subscribers;

pub use error::CourierError;
pub use outbox::{Counts, State};
pub use standby::Standby;

use dialogue::AnyEvent;
use event_log::Position;
use jiff::SignedDuration;
use lock::Lock;
use mail::{Link, Mailer, MessageId, Sender};
use projection::Feed;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::watch;
use vault::Vault;

/// How many events are passed over, because nothing is told of them, before that is written down.
/// After a crash so many are looked at again.
const PASSED_OVER_MAX: u64 = 20_000;

/// How long to wait for something to do.
const WAIT: Duration = Duration::from_secs(20);

/// How long to let news gather. Each turn makes the disk write, which others wait for in a storm;
/// a mail can wait.
const REST: Duration = Duration::from_millis(500);

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
    feed: Arc<Feed<AnyEvent>>,
    vault: Arc<Vault>,
    mailer: Arc<dyn Mailer>,
    settings: CourierSettings,
    /// The sender's domain, as it stands in the names of mails.
    domain: String,
    store: Store,
    /// How far it has seen the log.
    seen: Position,
}

impl Courier {
    /// A courier with its outbox in a file. A new outbox starts at the end of the log: what was
    /// published before there was one is not mailed afterwards, and of a term that was set before
    /// it only a reminder that is still to come.
    ///
    /// # Errors
    /// When the file cannot be used, or another courier uses it.
    pub async fn open(
        file: &Path,
        feed: Arc<Feed<AnyEvent>>,
        vault: Arc<Vault>,
        mailer: Arc<dyn Mailer>,
        settings: CourierSettings,
    ) -> Result<Self, CourierError> {
        let sender = settings.sender.address.as_str();
        let domain = sender.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        MessageId::new("mail", &domain)?;
        // Whoever had the outbox until now has seen nothing that comes after this end of the log.
        let lock = Lock::take(file)?;
        let store = Store::open(file, lock, &feed.log().head().await?)?;
        let seen = store.position()?;
        Ok(Self { feed, vault, mailer, settings, domain, store, seen })
    }

    /// One turn: takes in what was published and hands over what is due, until neither is left.
    /// Answers the position it has seen. It can be broken off at any moment: the next turn goes
    /// on where it was.
    ///
    /// # Errors
    /// When the log, the vault or the outbox cannot be used.
    pub async fn turn(&mut self) -> Result<Position, CourierError> {
        let (_never, mut stop) = watch::channel(false);
        self.turn_until(&mut stop).await
    }

    /// One turn, which ends early when `stop` says so.
    async fn turn_until(
        &mut self,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Position, CourierError> {
        self.store.recover(self.mailer.repeatable())?;
        let mut here = self.take_in().await?;
        // A mail that is postponed becomes due after this moment, so that a turn has an end.
        let started = self.feed.log().head().await?.clock;
        self.store.remind(started, self.settings.reminder)?;
        while !*stop.borrow()
            && let Some(mail) = self.store.next_due(started)?
        {
            if !self.deliver(mail, stop).await? {
                break;
            }
            // A mail can take a minute, and the next one must know what happened meanwhile.
            here = self.take_in().await?;
        }
        Ok(here)
    }

    /// Takes in everything that stands in the log now.
    async fn take_in(&mut self) -> Result<Position, CourierError> {
        loop {
            let stretch = self.feed.after(self.seen).await?;
            let Some(last) = stretch.recorded().last() else { return Ok(self.seen) };
            let last = last.position;
            let told = stretch.recorded().any(Store::reads);
            if told || last.0 > self.store.position()?.0 + PASSED_OVER_MAX {
                self.store.take_in(stretch.recorded(), last)?;
            }
            self.seen = last;
            if !stretch.ends_page() {
                return Ok(last);
            }
        }
    }

    /// Works until `stop` says so, or nobody is left to say so. A failure is told and tried again.
    /// A mail that is being handed over at that moment is handed over.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let turn = self.turn_until(&mut stop).await;
            let log = self.feed.log();
            let pause = async {
                let waited = match turn {
                    Ok(here) => log.wait_past(here, WAIT).await.map_err(CourierError::from),
                    Err(error) => Err(error),
                };
                match waited {
                    Ok(_) => tokio::time::sleep(REST).await,
                    Err(error) => {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "courier stands still"
                        );
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            };
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return,
                () = pause => {}
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
