//! Handing over one mail, and what follows from how that went.

use crate::Courier;
use crate::book::KnownRound;
use crate::error::CourierError;
use crate::notices::Notice;
use crate::outbox::State;
use crate::store::{CalledRound, DueMail};
use dialogue::Sealed;
use jiff::{SignedDuration, Timestamp};
use mail::{DeliveryError, Envelope, Link, MessageId};
use portal::paths;
use service::subscriptions::NotificationAddress;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// How long to wait after each attempt that failed, in minutes; after the last, it is given up.
const PAUSES_MINUTES: [i64; 8] = [1, 5, 15, 60, 180, 720, 1_440, 2_880];

/// A mail as it goes out, or the state in which it ends without.
type Composed = Result<Envelope, State>;

impl Courier {
    /// Hands over one mail. Answers whether to go on with the next: when `stop` says so before the
    /// handover has begun, the mail stays due.
    pub(crate) async fn deliver(
        &self,
        mail: DueMail,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<bool, CourierError> {
        let now = self.feed.log().head().await?.clock;
        let envelope = match self.envelope(&mail, now)? {
            Ok(envelope) => envelope,
            Err(state) => {
                self.store.mark(&mail.id, state)?;
                return Ok(true);
            }
        };
        // Couriers with an outbox each come to the same mails: one of them sends it, for good.
        if !self.vault.claim(&format!("mail {}", mail.id), self.store.name())? {
            self.store.mark(&mail.id, State::Elsewhere)?;
            return Ok(true);
        }
        let handing_over = AtomicBool::new(false);
        let mut before_handover = || {
            self.store.mark(&mail.id, State::HandingOver)?;
            handing_over.store(true, Ordering::Relaxed);
            Ok(())
        };
        let mut delivery = self.mailer.deliver(&envelope, &mut before_handover);
        let outcome = tokio::select! {
            outcome = &mut delivery => outcome,
            () = asked_to_stop(stop) => {
                if !handing_over.load(Ordering::Relaxed) {
                    return Ok(false);
                }
                // To break this off would leave the mail in doubt.
                delivery.await
            }
        };
        self.conclude(&mail, now, outcome)?;
        Ok(true)
    }

    fn conclude(
        &self,
        mail: &DueMail,
        now: Timestamp,
        outcome: Result<(), DeliveryError>,
    ) -> Result<(), CourierError> {
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
                let attempts = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
                let Some(minutes) = PAUSES_MINUTES.get(attempts) else {
                    tracing::warn!(mail = mail.id, %reason, "mail given up");
                    return self.store.mark(&mail.id, State::GivenUp);
                };
                tracing::info!(mail = mail.id, %reason, "mail postponed");
                let due = now.saturating_add(SignedDuration::from_mins(*minutes)).unwrap_or(now);
                self.store.postpone(&mail.id, mail.attempts + 1, due)
            }
        }
    }

    /// The mail as it goes out, if it still has a reader and a point.
    fn envelope(&self, mail: &DueMail, now: Timestamp) -> Result<Composed, CourierError> {
        let Some(address) = &mail.address else { return Ok(Err(State::Void)) };
        let sealed: Sealed = serde_json::from_str(address)?;
        let Some(address) = self.vault.open_sealed(sealed.subject, &sealed.content)? else {
            return Ok(Err(State::Void));
        };
        let Some(notice) = notice(mail, now)? else { return Ok(Err(State::Void)) };
        let pages = &self.settings.pages;
        let settings_page: Result<Link, _> =
            format!("{}{}", pages.to_string().trim_end_matches('/'), paths::MAIL).parse();
        let (Ok(NotificationAddress { email }), Ok(message), Ok(settings_page), Ok(message_id)) = (
            serde_json::from_str(&address),
            notice.message(pages),
            settings_page,
            MessageId::new(&mail.id, &self.domain),
        ) else {
            tracing::error!(mail = mail.id, "mail cannot be composed");
            return Ok(Err(State::GivenUp));
        };
        Ok(Ok(Envelope {
            message_id,
            date: Timestamp::from_microsecond(mail.written).unwrap_or(now),
            from: self.settings.sender.clone(),
            to: email,
            settings_page,
            message,
        }))
    }
}

/// What there is to tell now; nothing when the round to which it calls does not stand open.
fn notice(mail: &DueMail, now: Timestamp) -> Result<Option<Notice>, CourierError> {
    let notice: Notice = serde_json::from_str(&mail.notice)?;
    let round: KnownRound = match &mail.round {
        CalledRound::None => return Ok(Some(notice)),
        CalledRound::Closed => return Ok(None),
        CalledRound::Known(round) => serde_json::from_str(round)?,
    };
    Ok(if round.closes.allows(now) { notice.under(&round.closes) } else { None })
}

/// Waits until it is asked to stop, and lets go of what it looked at.
async fn asked_to_stop(stop: &mut watch::Receiver<bool>) {
    stop.wait_for(|stop| *stop).await.ok();
}
