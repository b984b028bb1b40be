//! Time as the law and its readers know it.
//!
//! Instants are instants and are compared as instants, never as text. A deadline is an instant
//! with its legal ground, given and shown as wall-clock time in Europe/Amsterdam. A wall-clock
//! time that does not exist, or exists twice, cannot be a deadline.

mod dutch;
mod holidays;
mod moment;
mod term;

pub use dutch::{amsterdam, date_in_words, day_in_words, local, moment_in_words, until_in_words};
pub use holidays::{DecreedDay, Holiday, Holidays, easter};
pub use moment::Moment;
pub use term::{GroundKind, LegalGround, NewTerm, Term};

/// The time zone in which Dutch terms run.
pub const ZONE: &str = "Europe/Amsterdam";
