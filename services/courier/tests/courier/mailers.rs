//! Mailers to which something happens.

use async_trait::async_trait;
use mail::{BeforeHandover, DeliveryError, Envelope, Mailer, Memory, Obstacle};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// A mail server that cannot be used.
#[derive(Debug)]
pub(crate) struct Down;

#[async_trait]
impl Mailer for Down {
    async fn deliver(&self, _: &Envelope, _: &mut BeforeHandover<'_>) -> Result<(), DeliveryError> {
        Err(DeliveryError::Later(Obstacle::NotEncrypted))
    }

    fn repeatable(&self) -> bool {
        false
    }
}

/// Keeps mail in memory, and a second copy of one would reach its reader.
#[derive(Debug, Default)]
pub(crate) struct OnceOnly(pub(crate) Memory);

#[async_trait]
impl Mailer for OnceOnly {
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError> {
        self.0.deliver(envelope, before_handover).await
    }

    fn repeatable(&self) -> bool {
        false
    }
}

/// A moment in the delivery of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Nothing was recorded or sent.
    Before,
    /// It is recorded that the mail is being handed over, and it was not sent.
    Recorded,
    /// The mail was taken, and that is not recorded.
    Taken,
}

/// A mailer that comes to a halt at one moment in the delivery of one mail, until it is released.
#[derive(Debug)]
pub(crate) struct Halting {
    mailer: Arc<dyn Mailer>,
    moment: Moment,
    mails_before: usize,
    mails: AtomicUsize,
    halted: Notify,
    released: Notify,
}

impl Halting {
    /// Halts at this moment of the mail that comes after so many others.
    pub(crate) fn at(moment: Moment, mails_before: usize, mailer: Arc<dyn Mailer>) -> Arc<Self> {
        let mails = AtomicUsize::new(0);
        let (halted, released) = (Notify::new(), Notify::new());
        Arc::new(Self { mailer, moment, mails_before, mails, halted, released })
    }

    /// Waits until it has come to a halt.
    pub(crate) async fn halted(&self) {
        self.halted.notified().await;
    }

    /// Lets it go on.
    pub(crate) fn release(&self) {
        self.released.notify_one();
    }

    async fn halt(&self) {
        self.halted.notify_one();
        self.released.notified().await;
    }
}

#[async_trait]
impl Mailer for Halting {
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError> {
        if self.mails.fetch_add(1, Ordering::SeqCst) != self.mails_before {
            return self.mailer.deliver(envelope, before_handover).await;
        }
        match self.moment {
            Moment::Before => {
                self.halt().await;
                self.mailer.deliver(envelope, before_handover).await
            }
            Moment::Recorded => {
                before_handover().unwrap();
                self.halt().await;
                self.mailer.deliver(envelope, &mut || Ok(())).await
            }
            Moment::Taken => {
                self.mailer.deliver(envelope, before_handover).await?;
                self.halt().await;
                Ok(())
            }
        }
    }

    fn repeatable(&self) -> bool {
        self.mailer.repeatable()
    }
}
