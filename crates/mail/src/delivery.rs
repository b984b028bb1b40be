//! What every way of delivering promises, and how it can fail.

use crate::{ComposeError, Envelope};
use async_trait::async_trait;
use std::fmt;
use std::io;
use std::time::Duration;

/// Why the caller could not record that a mail is being handed over.
pub type NotRecorded = Box<dyn std::error::Error + Send + Sync>;

/// What the caller does at the last moment at which a mail is surely not sent: record, durably,
/// that it is being handed over.
pub type BeforeHandover<'a> = dyn FnMut() -> Result<(), NotRecorded> + Send + 'a;

/// A way to deliver mail.
#[async_trait]
pub trait Mailer: Send + Sync + fmt::Debug {
    /// Delivers one mail.
    ///
    /// `before_handover` is called once, when nothing is left but to hand the mail over: not at
    /// all when something goes wrong before, and never after the first byte of the mail went out.
    /// When it fails, nothing is sent. It may block: a record that is not durable proves nothing.
    ///
    /// A caller that crashes before `before_handover` has returned knows that the mail was not
    /// sent. One that crashes after it does not know, and may only repeat when the mailer is
    /// [`repeatable`](Self::repeatable).
    ///
    /// # Errors
    /// [`DeliveryError`] tells whether to try again.
    async fn deliver(
        &self,
        envelope: &Envelope,
        before_handover: &mut BeforeHandover<'_>,
    ) -> Result<(), DeliveryError>;

    /// Whether handing the same mail over twice does no harm to the reader.
    fn repeatable(&self) -> bool;
}

/// A mail was not delivered, or perhaps it was.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// It was not sent, and trying again will not help: the server refused this mail or this
    /// recipient for good.
    #[error("the mail was refused for good")]
    Refused(#[source] Obstacle),
    /// It was not sent, and trying again later may help. This also holds after the handover,
    /// when the server itself said that it did not take the mail (RFC 5321, section 4.2.5).
    #[error("the mail was not sent; a later attempt may succeed")]
    Later(#[source] Obstacle),
    /// The handover had begun, and nobody said how it ended: it may have been sent.
    #[error("the mail may have been sent: the handover had begun and its end is not known")]
    InDoubt(#[source] Obstacle),
}

/// A step of delivering over SMTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Connecting, the server's greeting and ours.
    Connect,
    /// Encrypting the connection.
    Encrypt,
    /// Signing in.
    SignIn,
    /// Naming the sender.
    Sender,
    /// Naming the recipient.
    Recipient,
    /// Asking leave to send the mail.
    Data,
    /// Sending the mail.
    Content,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting (EHLO)",
            Self::Encrypt => "encrypting (STARTTLS)",
            Self::SignIn => "signing in (AUTH)",
            Self::Sender => "naming the sender (MAIL FROM)",
            Self::Recipient => "naming the recipient (RCPT TO)",
            Self::Data => "asking to send (DATA)",
            Self::Content => "sending the mail",
        })
    }
}

/// What stood in the way of a mail. For administrators; it holds no address.
#[derive(Debug, thiserror::Error)]
pub enum Obstacle {
    /// The mail could not be composed.
    #[error("the mail could not be composed")]
    NotComposed(#[from] ComposeError),
    /// The caller could not record the handover, so there was none.
    #[error("it could not be recorded that the mail is being handed over")]
    NotRecorded(#[source] NotRecorded),
    /// The server does not offer to encrypt.
    #[error(
        "the mail server does not offer STARTTLS, and mail is not sent over a connection that \
         everybody can read; turn STARTTLS on at the server, or choose another mode"
    )]
    NotEncrypted,
    /// The server gave an answer that ends the delivery. Only its numbers are kept, because its
    /// words can hold the recipient's address.
    #[error("the mail server answered {reply} while {step}")]
    Answer {
        /// To what.
        step: Step,
        /// The reply code, and the enhanced status code (RFC 3463) when there was one, such as
        /// "550 5.1.1".
        reply: String,
    },
    /// The server did not answer in time.
    #[error("the mail server did not answer within {} seconds while {step}", limit.as_secs())]
    Silence {
        /// To what.
        step: Step,
        /// How long was waited.
        limit: Duration,
    },
    /// The connection could not be made, or broke.
    #[error("the connection with the mail server failed while {step}")]
    Connection {
        /// During what.
        step: Step,
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file could not be written.
    #[error("the mail could not be written to its folder; check its permissions and free space")]
    File(#[from] io::Error),
}
