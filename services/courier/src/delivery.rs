//! Handing over what is due, one mail after another.

use crate::Courier;
use crate::error::CourierError;
use crate::notices::Notice;
use crate::outbox::State;
use crate::store::DueMail;
use dialogue::Sealed;
use jiff::{SignedDuration, Timestamp};
use mail::{DeliveryError, Envelope, Link, MessageId};
use service::subscriptions::NotificationAddress;

/// How long to wait after each attempt that failed, in minutes; after the last, it is given up.
const PAUSES_MINUTES: [i64; 8] = [1, 5, 15, 60, 180, 720, 1_440, 2_880];

impl Courier {
    /// Hands over every mail that is due.
    pub(crate) async fn hand_over(&mut self, now: Timestamp) -> Result<(), CourierError> {
        loop {
            let due = self.store.due(now)?;
            if due.is_empty() {
                return Ok(());
            }
            for mail in due {
                self.deliver(mail, now).await?;
            }
        }
    }

    async fn deliver(&mut self, mail: DueMail, now: Timestamp) -> Result<(), CourierError> {
        if mail.expires.is_some_and(|expires| expires < now) {
            return self.store.mark(&mail.id, State::Void);
        }
        let Some(envelope) = self.envelope(&mail, now)? else {
            return self.store.mark(&mail.id, State::Void);
        };
        let store = &self.store;
        let outcome = self
            .mailer
            .deliver(&envelope, &mut || Ok(store.mark(&mail.id, State::HandingOver)?))
            .await;
        match outcome {
            Ok(()) => self.store.mark(&mail.id, State::Sent),
            Err(DeliveryError::Refused(reason)) => {
                tracing::warn!(mail = mail.id, %reason, "mail refused");
                self.store.mark(&mail.id, State::Refused)
            }
            Err(DeliveryError::InDoubt(reason)) if !self.mailer.repeatable() => {
                tracing::warn!(mail = mail.id, %reason, "mail in doubt");
                self.store.mark(&mail.id, State::InDoubt)
            }
            Err(DeliveryError::Later(reason) | DeliveryError::InDoubt(reason)) => {
                tracing::info!(mail = mail.id, %reason, "mail postponed");
                let attempts = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
                match PAUSES_MINUTES.get(attempts) {
                    Some(minutes) => {
                        let pause = SignedDuration::from_mins(*minutes);
                        let due = now.saturating_add(pause).unwrap_or(now);
                        self.store.postpone(&mail.id, mail.attempts + 1, due)
                    }
                    None => self.store.mark(&mail.id, State::GivenUp),
                }
            }
        }
    }

    /// The mail as it goes out; nothing when its reader was erased.
    fn envelope(&self, mail: &DueMail, now: Timestamp) -> Result<Option<Envelope>, CourierError> {
        let sealed: Sealed = serde_json::from_str(&mail.address)?;
        let Some(opened) = self.vault.open_sealed(sealed.subject, &sealed.content)? else {
            return Ok(None);
        };
        let address: NotificationAddress = serde_json::from_str(&opened)?;
        let notice: Notice = serde_json::from_str(&mail.notice)?;
        let pages = &self.settings.pages;
        let settings_page: Result<Link, _> =
            format!("{}/over#berichten", pages.to_string().trim_end_matches('/')).parse();
        let domain = self.settings.sender.address.as_str().rsplit('@').next().unwrap_or_default();
        let (Ok(message), Ok(settings_page), Ok(message_id)) =
            (notice.message(pages), settings_page, MessageId::new(&mail.id, domain))
        else {
            tracing::error!(mail = mail.id, "mail cannot be composed");
            return Ok(None);
        };
        Ok(Some(Envelope {
            message_id,
            date: now,
            from: self.settings.sender.clone(),
            to: address.email,
            settings_page,
            message,
        }))
    }
}
