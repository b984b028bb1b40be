//! Time as the law and its readers know it.
//!
//! Instants are instants and are compared as instants, never as text. A deadline is an instant
//! with its legal ground, given and shown as wall-clock time in Europe/Amsterdam. A wall-clock
//! time that does not exist, or exists twice, cannot be a deadline.
//!
//! Deadlines are set by hand ([`NewTerm`]) or computed ([`TermRule::deadline`]) from a rule of a
//! profile ([`TermProfile`]), which a trajectory chooses and may depart from with a reason
//! ([`ChosenTerms`]). What is computed explains itself, step by step. Nothing here reads a clock
//! or a file: profiles and decreed days are built in.

mod choice;
mod compute;
mod count;
mod deadline;
mod dutch;
mod follow;
mod holidays;
mod moment;
mod note;
mod profile;
mod rule;
mod rule_faults;
mod shift;
mod term;
mod warnings;

pub use choice::{ChosenTerms, EffectiveRule, EffectiveTerms, RuleOverride};
pub use count::DeadlineStep;
pub use deadline::{Deadline, DeadlineReading, Overridden, ReadingKind};
pub use dutch::{
    amsterdam, date_in_words, day_in_words, end_of_date, end_of_day, local, moment_in_words,
    until_in_words,
};
pub use follow::TermExplanation;
pub use holidays::{DecreedDay, Holiday, Holidays, easter};
pub use moment::Moment;
pub use note::{NewClosing, NoteTiming, NoteVerdict};
pub use profile::{TermProfile, TermProfileVersion};
pub use rule::{
    DayOfYear, Direction, EndRule, GeneralTermsAct, Purpose, Recess, StartRule, TermKind, TermRule,
    Unit, WhenMissed,
};
pub use term::{FollowedRule, GroundKind, LegalGround, NewTerm, RuleToFollow, Term};

/// The time zone in which Dutch terms run.
pub const ZONE: &str = "Europe/Amsterdam";

/// The version of the time zone database that is built in. A test holds it against the data.
pub const ZONE_DATA: &str = "2026e";
