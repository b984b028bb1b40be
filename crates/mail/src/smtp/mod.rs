//! Mail over SMTP, one step at a time.
//!
//! lettre's ready-made transport sends a mail in one go. Here the steps are taken one by one,
//! because between the server's leave to send and the sending itself the caller must be able to
//! record that the mail is being handed over.

mod conversation;
mod settings;

pub use settings::{Security, SmtpSettings};

use crate::{BeforeHandover, DeliveryError, Envelope, Mailer, Obstacle, Secret, SettingsError};
use async_trait::async_trait;
use conversation::Conversation;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

/// Delivers to a mail server, over a connection of its own for each mail.
pub struct Smtp {
    route: Route,
    hello: ClientId,
    credentials: Option<Credentials>,
    limit: Duration,
}

/// The way to the server, with the protection that it has.
enum Route {
    /// A name and a port, encrypted after `STARTTLS` and refused without.
    StartTls(String, u16, TlsParameters),
    /// A name and a port, encrypted from the first byte.
    Tls(String, u16, TlsParameters),
    /// This machine, by its addresses: no name service can make another machine of it.
    Loopback(Vec<SocketAddr>),
}

impl Smtp {
    /// A mailer for a server. Nothing is connected to yet.
    ///
    /// `password` is one that came from the environment, instead of from a file.
    ///
    /// # Errors
    /// The setting that is wrong and what to do.
    pub fn new(settings: &SmtpSettings, password: Option<Secret>) -> Result<Self, SettingsError> {
        Ok(Self {
            route: settings.route()?,
            hello: settings.hello()?,
            credentials: settings.credentials(password)?,
            limit: settings.limit()?,
        })
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.route {
            Route::StartTls(host, port, _) => write!(f, "Smtp({host}:{port}, starttls)"),
            Route::Tls(host, port, _) => write!(f, "Smtp({host}:{port}, tls)"),
            Route::Loopback(addresses) => write!(f, "Smtp({addresses:?}, none)"),
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError> {
        let content = envelope.compose().map_err(|error| DeliveryError::Later(error.into()))?;
        let mut conversation = Conversation::start(self).await?;
        if let Err(refusal) = conversation.offer(envelope).await {
            conversation.leave().await;
            return Err(refusal);
        }
        // When this fails, the connection is dropped without the line that ends a mail, and a
        // server does not deliver a mail that has no end (RFC 5321, section 4.1.1.4).
        before_handover().map_err(|error| DeliveryError::Later(Obstacle::NotRecorded(error)))?;
        conversation.hand_over(&content).await?;
        conversation.leave().await;
        Ok(())
    }

    fn repeatable(&self) -> bool {
        false
    }
}
