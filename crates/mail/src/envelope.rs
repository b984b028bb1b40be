//! One message, addressed to one person, and the bytes that it is.

use crate::masked::masked;
use crate::{Link, Message, Rendered};
use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use serde::Deserialize;
use std::fmt;
use std::time::SystemTime;
use vocabulary::{EmailAddress, Label};

/// The boundary between the parts of a mail. It is always the same, so that the same envelope
/// is the same bytes; and no part can hold it, because in quoted-printable a `=` is followed by
/// two hexadecimal digits or the end of the line.
const BOUNDARY: &str = "=_part_=";

/// A text cannot be part of a Message-ID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "both sides of a Message-ID are 1 to 100 small letters, digits, hyphens and dots, and start \
     and end with a letter or a digit"
)]
pub struct NotAMessageId;

/// The Message-ID of a mail (RFC 5322, section 3.6.4).
///
/// Whoever sends makes it from the event and the recipient, so that a repeated mail has the same
/// one. It reaches the reader, so it must tell nothing of other recipients. Only small letters
/// are allowed, because the local side becomes a file name and some file systems see no
/// difference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId {
    local: String,
    domain: String,
}

impl MessageId {
    /// The Message-ID `<local@domain>`.
    ///
    /// # Errors
    /// When a side has other characters than those allowed.
    pub fn new(local: &str, domain: &str) -> Result<Self, NotAMessageId> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let side = |side: &str| {
            let bytes = side.as_bytes();
            bytes.len() <= 100
                && !side.contains("..")
                && bytes.iter().all(|byte| plain(*byte) || b"-.".contains(byte))
                && bytes.first().is_some_and(|byte| plain(*byte))
                && bytes.last().is_some_and(|byte| plain(*byte))
        };
        if !side(local) || !side(domain) {
            return Err(NotAMessageId);
        }
        let (local, domain) = (local.to_owned(), domain.to_owned());
        Ok(Self { local, domain })
    }

    /// The side before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}@{}>", self.local, self.domain)
    }
}

/// Who a mail comes from.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The name that readers see.
    pub name: Label,
    /// The address that answers and failed deliveries go to.
    pub address: EmailAddress,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = masked(&self.address);
        write!(f, "Sender({:?}, {address})", self.name)
    }
}

/// One message to one person. The same envelope is always the same bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What makes this mail itself: the same for each attempt.
    pub message_id: MessageId,
    /// When it was written, by the sender's clock: the same for each attempt, and after 1970,
    /// which is the first year that a mail's date can tell.
    pub date: Timestamp,
    /// Who it comes from.
    pub from: Sender,
    /// Who it goes to.
    pub to: EmailAddress,
    /// Where this reader finds how to turn mail off.
    pub settings_page: Link,
    /// What it tells.
    pub message: Message,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, kind, to) = (&self.message_id, self.message.kind(), masked(&self.to));
        write!(f, "Envelope({id}, {kind}, to {to})")
    }
}

/// A mail could not be composed.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A template failed.
    #[error("a template of the mail failed")]
    Template(#[from] askama::Error),
    /// The headers do not make a mail.
    #[error("the headers of the mail are not complete")]
    Headers(#[from] lettre::error::Error),
    /// The words cannot be encoded.
    #[error("the words of the mail cannot be encoded")]
    Encoding,
}

impl Envelope {
    /// The mail as it is sent and stored: ASCII, lines that end in CRLF.
    ///
    /// There is no List-Unsubscribe, because turning mail off asks to sign in first: following a
    /// link does not unsubscribe (RFC 2369, section 3.2).
    ///
    /// # Errors
    /// When a template or a header fails, which none of ours has a reason to.
    pub fn compose(&self) -> Result<Vec<u8>, ComposeError> {
        let Rendered { subject, text, html } = self.message.render(&self.settings_page)?;
        // Says that nobody wrote this by hand, so that no absence reply comes (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mail = lettre::Message::builder()
            .from(Mailbox::new(Some(self.from.name.to_string()), address(&self.from.address)))
            .to(Mailbox::new(None, address(&self.to)))
            .subject(subject)
            .date(SystemTime::from(self.date.max(Timestamp::UNIX_EPOCH)))
            .message_id(Some(self.message_id.to_string()))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(
                MultiPart::alternative()
                    .boundary(BOUNDARY)
                    .singlepart(part(ContentType::TEXT_PLAIN, text)?)
                    .singlepart(part(ContentType::TEXT_HTML, html)?),
            )?;
        Ok(mail.formatted())
    }
}

/// An address as lettre knows it. Its own check is not asked: an [`EmailAddress`] is one already,
/// and holds nothing that has a meaning in a header or an SMTP command.
pub(crate) fn address(address: &EmailAddress) -> Address {
    let (local, domain) = address.as_str().split_once('@').unwrap_or_default();
    Address::new_dangerous(local, domain)
}

/// A part in quoted-printable, whatever it holds: see [`BOUNDARY`].
fn part(kind: ContentType, content: String) -> Result<SinglePart, ComposeError> {
    let body = Body::new_with_encoding(content, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| ComposeError::Encoding)?;
    Ok(SinglePart::builder().header(kind).body(body))
}
