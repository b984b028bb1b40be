//! Mail as readers, mail servers and administrators get it.
#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::panic, reason = "a test may fail")]

mod folder;
mod headers;
mod samples;
mod settings;
mod smtp;
mod smtp_failures;
mod snapshots;
mod words;
