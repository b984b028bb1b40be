//! The courier at work: events in a log, and the mails that follow from them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::panic, reason = "a test may fail")]

mod changes;
mod contracts;
mod decisions;
mod given;
mod interruptions;
mod mailers;
mod outbox;
mod readers;
mod reminders;
mod smtp;
mod standby;
mod stopping;
