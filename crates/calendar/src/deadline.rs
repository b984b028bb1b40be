//! Deadlines: computed from a rule and an event, with every step explained.

use crate::count::DeadlineStep;
use crate::dutch::{local, until_in_words};
use crate::profile::TermProfileVersion;
use crate::rule::TermRule;
use crate::term::{FollowedRule, Term};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// How the end of a term can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReadingKind {
    /// The last day that was counted, whatever day that is.
    Literal,
    /// Moved over Saturdays, Sundays and holidays (Algemene termijnenwet, art. 1 and 2).
    Moved,
    /// Counted back with that many full days in between: a day earlier than the literal one.
    FullDays,
}

/// One way to read the end of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadlineReading {
    /// Which way it is.
    pub kind: ReadingKind,
    /// The last instant that is in time, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What the clock in Amsterdam says then.
    #[schema(value_type = String, example = "2020-11-01T23:59:59.999999")]
    pub local: DateTime,
    /// "t/m zondag 1 november 2020 24.00 uur".
    pub in_words: String,
    /// Whether this is the reading that is safe for what the term is for.
    pub safe: bool,
    /// The steps that belong to this reading alone.
    pub steps: Vec<DeadlineStep>,
}

impl DeadlineReading {
    pub(crate) fn new(kind: ReadingKind, at: Timestamp, steps: Vec<DeadlineStep>) -> Self {
        Self { kind, at, local: local(at), in_words: until_in_words(at), safe: false, steps }
    }
}

/// A rule that a trajectory put in the place of a rule of its profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Overridden {
    /// The rule of the profile.
    pub rule: TermRule,
    /// Why another one was chosen.
    pub reason: Paragraph,
}

/// A deadline as it was computed, which explains itself.
///
/// The wall-clock time, the zone and the version of the zone's data are kept beside the instant,
/// so that a later change of the zone's rules can be seen. Where a term can be read in more than
/// one way, the deadline is the safe reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// The last instant that is in time, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What the clock in Amsterdam says then.
    #[schema(value_type = String, example = "2026-06-04T12:00:00")]
    pub local: DateTime,
    /// The time zone.
    #[schema(example = "Europe/Amsterdam")]
    pub zone: String,
    /// The version of the time zone database that was used.
    #[schema(example = "2026e")]
    pub zone_data: String,
    /// "t/m donderdag 4 juni 2026 12.00 uur".
    pub in_words: String,
    /// The event from which was counted, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub event: Timestamp,
    /// The rule that was used.
    pub rule: TermRule,
    /// The profile the rule stands in, and its version; none for a rule of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<TermProfileVersion>,
    /// The rule of the profile that this rule replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
    /// Every step of the computation, in order.
    pub steps: Vec<DeadlineStep>,
    /// Every way to read the end of the term; exactly one of them is the safe one.
    pub readings: Vec<DeadlineReading>,
    /// What to look out for, in Dutch.
    pub warnings: Vec<String>,
}

impl Deadline {
    /// Whether an instant is still in time by the safe reading.
    #[must_use]
    pub fn allows(&self, now: Timestamp) -> bool {
        now <= self.at
    }

    /// The end by one way of reading, where it differs from the others.
    #[must_use]
    pub fn reading(&self, kind: ReadingKind) -> Option<&DeadlineReading> {
        self.readings.iter().find(|reading| reading.kind == kind)
    }
}

impl From<&Deadline> for Term {
    fn from(deadline: &Deadline) -> Self {
        Self {
            at: deadline.at,
            local: deadline.local,
            ground: deadline.rule.ground.clone(),
            rule: Some(FollowedRule {
                id: deadline.rule.id.clone(),
                event: deadline.event,
                profile: deadline.profile.clone(),
                departs: None,
            }),
        }
    }
}
