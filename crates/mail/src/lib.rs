//! Mail: what it says, how it is composed, and three ways to deliver it.
//!
//! A [`Message`] knows what is to be told and nothing of who reads it. An [`Envelope`] addresses
//! one message to one person. A [`Mailer`] delivers an envelope: over SMTP, as a file in a folder,
//! or into memory for tests.
//!
//! Whoever sends keeps the promise "once per event and recipient" with two things from here: the
//! [`MessageId`] it chooses, and the moment at which [`Mailer::deliver`] calls it back. Before
//! that moment a mail is surely not sent; after it a mail can be in doubt, and only then.
//!
//! Nothing here writes an address into a log: every `Debug` and every error masks it.

mod contract;
mod delivery;
mod envelope;
mod folder;
mod link;
mod masked;
mod memory;
mod message;
mod render;
mod settings;
mod smtp;

pub use contract::{ContractNews, ContractTold};
pub use delivery::{BeforeHandover, DeliveryError, Mailer, NotRecorded, Obstacle, Step};
pub use envelope::{ComposeError, Envelope, MessageId, NotAMessageId, Sender};
pub use folder::Folder;
pub use link::{Link, NotALink};
pub use masked::{Secret, masked};
pub use memory::Memory;
pub use message::{
    AdviceAsked, AdviceFiled, DeadlineNear, DecisionNews, DecisionTold, DossierChanged,
    DossierNews, ExtensionDecided, Message, NotePublished, QuestionNews, QuestionTold,
    ReportPublished, ResponseGiven, RoundKind, RoundOpened,
};
pub use render::{Rendered, SUBJECT_LENGTH_MAX};
pub use settings::{FolderSettings, MailSettings, SettingsError};
pub use smtp::{Security, Smtp, SmtpSettings};
