//! The conversation with a mail server about one mail.

use super::{Route, Smtp};
use crate::{DeliveryError, Envelope, Obstacle, Step, envelope};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::response::{Category, Code, Response, Severity};
use std::fmt::Display;
use std::time::Duration;
use tokio::net::ToSocketAddrs;
use tokio::time::timeout;

/// How long a server may take to say goodbye: nothing depends on it any more.
const GOODBYE_LIMIT: Duration = Duration::from_secs(5);

pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    limit: Duration,
}

impl Conversation {
    /// Connects, encrypts and signs in.
    pub(super) async fn start(smtp: &Smtp) -> Result<Self, DeliveryError> {
        let mut connection = match &smtp.route {
            Route::Loopback(addresses) => connect(smtp, &addresses[..], None).await?,
            Route::Tls(host, port, tls) => connect(smtp, (&**host, *port), Some(tls)).await?,
            Route::StartTls(host, port, tls) => {
                let mut connection = connect(smtp, (&**host, *port), None).await?;
                if !connection.can_starttls() {
                    return Err(DeliveryError::Later(Obstacle::NotEncrypted));
                }
                let encrypted = connection.starttls(tls.clone(), &smtp.hello);
                within(smtp.limit, Step::Encrypt, encrypted).await?;
                connection
            }
        };
        if let Some(credentials) = &smtp.credentials {
            let signed_in = connection.auth(DEFAULT_MECHANISMS, credentials);
            let response = within(smtp.limit, Step::SignIn, signed_in).await?;
            expect(Severity::PositiveCompletion, Step::SignIn, &response)?;
        }
        let limit = smtp.limit;
        Ok(Self { connection, limit })
    }

    /// Takes all steps up to the server's leave to send the mail. After this, the next thing it
    /// gets is the mail, or nothing.
    pub(super) async fn offer(&mut self, envelope: &Envelope) -> Result<(), DeliveryError> {
        let from = Some(envelope::address(&envelope.from.address));
        let to = envelope::address(&envelope.to);
        let done = Severity::PositiveCompletion;
        self.ask(done, Step::Sender, Mail::new(from, vec![])).await?;
        self.ask(done, Step::Recipient, Rcpt::new(to, vec![])).await?;
        self.ask(Severity::PositiveIntermediate, Step::Data, Data).await
    }

    /// Sends the mail and waits until the server has taken it.
    pub(super) async fn hand_over(&mut self, content: &[u8]) -> Result<(), DeliveryError> {
        // The line that ends the mail brings the end of the last line with it.
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let sent = self.connection.message(content);
        let response = within(self.limit, Step::Content, sent).await?;
        expect(Severity::PositiveCompletion, Step::Content, &response)
    }

    /// Says goodbye, as far as the server listens.
    pub(super) async fn leave(mut self) {
        let _ = timeout(GOODBYE_LIMIT, self.connection.quit()).await;
    }

    async fn ask(
        &mut self,
        expected: Severity,
        step: Step,
        command: impl Display,
    ) -> Result<(), DeliveryError> {
        let response = within(self.limit, step, self.connection.command(command)).await?;
        expect(expected, step, &response)
    }
}

async fn connect(
    smtp: &Smtp,
    server: impl ToSocketAddrs,
    tls: Option<&TlsParameters>,
) -> Result<AsyncSmtpConnection, DeliveryError> {
    let connected = AsyncSmtpConnection::connect_tokio1(
        server,
        Some(smtp.limit),
        &smtp.hello,
        tls.cloned(),
        None,
    );
    within(smtp.limit, Step::Connect, connected).await
}

/// One step, with an end to the waiting.
async fn within<T>(
    limit: Duration,
    step: Step,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, DeliveryError> {
    match timeout(limit, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(failed(step, &error)),
        Err(_) => Err(without_verdict(step, Obstacle::Silence { step, limit })),
    }
}

/// Holds the server to the kind of answer that a step has. Any other one means that the two sides
/// do not talk about the same step: lettre itself would take leave to send for a mail that is
/// taken, which an answer smuggled in before the encryption could bring about.
fn expect(expected: Severity, step: Step, response: &Response) -> Result<(), DeliveryError> {
    let code = response.code();
    if code.severity == expected {
        return Ok(());
    }
    let reply = code.to_string();
    Err(without_verdict(step, Obstacle::Answer { step, reply }))
}

/// What a failed step means for the mail.
fn failed(step: Step, error: &Error) -> DeliveryError {
    let Some(code) = error.status() else {
        let cause = cause(error).into();
        return without_verdict(step, Obstacle::Connection { step, cause });
    };
    let words = std::error::Error::source(error).map(ToString::to_string);
    let reply = match words.as_deref().and_then(enhanced_code) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code.to_string(),
    };
    let obstacle = Obstacle::Answer { step, reply };
    if refuses(step, code) {
        DeliveryError::Refused(obstacle)
    } else {
        DeliveryError::Later(obstacle)
    }
}

/// The server gave no verdict on the mail: before the content nothing was sent, after it nobody
/// knows.
const fn without_verdict(step: Step, obstacle: Obstacle) -> DeliveryError {
    match step {
        Step::Content => DeliveryError::InDoubt(obstacle),
        _ => DeliveryError::Later(obstacle),
    }
}

/// Whether an answer refuses this mail or this recipient for good. Of the permanent answers only
/// 55z speak of mail and mailboxes; the others speak of commands, security and settings, which an
/// administrator can mend (RFC 5321, section 4.2.1). So can what is said of the sender, who is the
/// same for all mail.
fn refuses(step: Step, code: Code) -> bool {
    code.severity == Severity::PermanentNegativeCompletion
        && code.category == Category::MailSystem
        && matches!(step, Step::Recipient | Step::Data | Step::Content)
}

/// The root of a failed connection, in words. What the server said is left out: it can hold the
/// recipient's address.
fn cause(error: &Error) -> String {
    if error.is_response() {
        return "the connection ended, or the answer was not SMTP".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// The enhanced status code with which the words of an answer can start (RFC 2034).
fn enhanced_code(words: &str) -> Option<&str> {
    let first = words.split_whitespace().next()?;
    let number = |part: &str| part.len() <= 3 && part.parse::<u16>().is_ok();
    (first.split('.').count() == 3 && first.split('.').all(number)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_are_kept_of_what_a_server_says() {
        assert_eq!(enhanced_code("5.1.1 <anna@x.example> unknown"), Some("5.1.1"));
        for words in ["", "anna@x.example", "unknown 5.1.1", "5.1", "5..1", "5.1.1.1"] {
            assert_eq!(enhanced_code(words), None, "{words}");
        }
    }
}
