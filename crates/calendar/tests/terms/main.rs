//! Terms as an engine: the test vectors, the nights of the clock change, the profiles, the guard
//! on clarification notes, and an independent slow computation beside the real one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod choice;
mod days;
mod follow;
mod guard;
mod profiles;
mod property;
mod refusals;
mod slow;
mod vectors;

use calendar::{ChosenTerms, EffectiveTerms, Holidays, TermProfileVersion, TermRule};
use jiff::Timestamp;
use vocabulary::Whole;

/// An instant.
fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The holidays of the act alone: the vectors leave decrees aside.
fn days() -> Holidays {
    Holidays::of_the_act()
}

/// The rules of a profile in its first version.
fn terms(profile: &str) -> EffectiveTerms {
    let id = profile.parse().unwrap();
    let profile = TermProfileVersion { id, version: Whole::new(1) };
    ChosenTerms { profile, overrides: vec![] }.effective("").unwrap()
}

/// A rule of a profile.
fn rule(profile: &str, id: &str) -> TermRule {
    let found = terms(profile).rules.into_iter().find(|it| it.rule.id.as_str() == id);
    found.unwrap().rule
}

/// "20 days onwards from an event", from the law, to change from there.
fn forward(count: u32) -> TermRule {
    TermRule { count: Whole::new(count), ..rule("open-procedure", "standstill") }
}

/// "10 days back from the closing", from the law, to change from there.
fn back(count: u32) -> TermRule {
    TermRule { count: Whole::new(count), ..rule("open-procedure", "clarification-note") }
}
