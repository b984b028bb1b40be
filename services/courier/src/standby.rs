//! A courier that need not be the first: while another one has the outbox, it stands by.

use crate::{Courier, CourierError, CourierSettings};
use dialogue::AnyEvent;
use mail::Mailer;
use projection::Feed;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use vault::Vault;

/// How often it looks whether the outbox was given up.
const LOOK: Duration = Duration::from_secs(1);

/// A courier that works, or stands by until the one that has its outbox stops or dies. Then it
/// goes on where that one was.
pub struct Standby {
    file: PathBuf,
    feed: Arc<Feed<AnyEvent>>,
    vault: Arc<Vault>,
    mailer: Arc<dyn Mailer>,
    settings: CourierSettings,
    courier: Option<Courier>,
}

impl Standby {
    /// A courier with its outbox in a file, as [`Courier::open`] gives one, or one that stands by.
    ///
    /// # Errors
    /// When the file cannot be used, and not because another courier uses it.
    pub async fn open(
        file: &Path,
        feed: Arc<Feed<AnyEvent>>,
        vault: Arc<Vault>,
        mailer: Arc<dyn Mailer>,
        settings: CourierSettings,
    ) -> Result<Self, CourierError> {
        let file = file.to_owned();
        let mut standby = Self { file, feed, vault, mailer, settings, courier: None };
        standby.courier = standby.take_over().await?;
        Ok(standby)
    }

    /// Whether another courier has the outbox.
    #[must_use]
    pub const fn stands_by(&self) -> bool {
        self.courier.is_none()
    }

    /// The courier with the outbox, when nobody else has it.
    async fn take_over(&self) -> Result<Option<Courier>, CourierError> {
        let (feed, vault, mailer) = (self.feed.clone(), self.vault.clone(), self.mailer.clone());
        match Courier::open(&self.file, feed, vault, mailer, self.settings.clone()).await {
            Err(CourierError::InUse(_)) => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Works until `stop` says so, or nobody is left to say so; first waits for the outbox. A
    /// failure to take it over is told and tried again.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let courier = loop {
            if let Some(courier) = self.courier.take() {
                break courier;
            }
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            match self.take_over().await {
                Ok(courier) => self.courier = courier,
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "courier cannot take over"
                ),
            }
        };
        courier.run(stop).await;
    }
}
