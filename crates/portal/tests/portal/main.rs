//! What every page and component holds to.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod contrast;
mod escaping;
mod folders;
mod links;
mod rendered;
mod states;
mod structure;
mod stylesheet;
