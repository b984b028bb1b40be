//! The public pages over HTTP: events in the log are given, a page is asked for, and it tells.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod advice;
mod answers;
mod documents;
mod failures;
mod home;
mod links;
mod notes;
mod outreaches;
mod reports;
mod rounds;
mod story;
mod trajectory;
mod world;
