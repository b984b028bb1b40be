//! Terms: until when, and on what ground.

use crate::dutch::local;
use crate::moment::Moment;
use crate::profile::TermProfileVersion;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title};

/// Where a term comes from. The same number of days can bind differently: a statutory term
/// moves over a weekend, a term from the tender documents need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroundKind {
    /// An act or decree (wet).
    Law,
    /// The tender documents (aanbestedingsstuk).
    TenderDocument,
    /// A municipal ordinance (verordening).
    Ordinance,
    /// Policy (beleid).
    Policy,
    /// An agreement (afspraak).
    Agreement,
}

impl GroundKind {
    /// The Dutch word.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Law => "wet",
            Self::TenderDocument => "aanbestedingsstuk",
            Self::Ordinance => "verordening",
            Self::Policy => "beleid",
            Self::Agreement => "afspraak",
        }
    }
}

/// The legal ground (grondslag) of a term: its kind and the place where it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalGround {
    /// What kind of rule it is.
    pub kind: GroundKind,
    /// Where it stands, such as "Beschrijvend document, paragraaf 3.2".
    pub source: Title,
}

/// The rule that a term is meant to follow. The term is held against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleToFollow {
    /// The name of the rule in the profile that holds.
    pub id: Slug,
    /// The event from which is counted, or back from which.
    pub event: Moment,
    /// Why the term departs from what the rule gives; needed when it does.
    #[serde(default)]
    pub departs: Option<Paragraph>,
}

/// A term as it is set: until when, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTerm {
    /// The last instant that is in time.
    pub at: Moment,
    /// The ground of the term.
    pub ground: LegalGround,
    /// The rule that it follows, when it follows one.
    #[serde(default)]
    pub rule: Option<RuleToFollow>,
}

/// The rule that a term follows, as it was set: enough to compute the term again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FollowedRule {
    /// The name of the rule.
    pub id: Slug,
    /// The event from which is counted, or back from which, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub event: Timestamp,
    /// The profile in the version that held when the term was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<TermProfileVersion>,
    /// Why the term departs from what the rule gives, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departs: Option<Paragraph>,
}

/// A term as it was set. The wall-clock time is kept beside the instant, so that a later change
/// of the time zone's rules can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Term {
    /// The last instant that is in time, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What the clock in Amsterdam says then.
    #[schema(value_type = String, example = "2027-06-04T12:00:00")]
    pub local: DateTime,
    /// The ground of the term.
    pub ground: LegalGround,
    /// The rule that it follows, when it follows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<FollowedRule>,
}

impl From<NewTerm> for Term {
    /// The term as it was given. Whether it keeps to its rule, `EffectiveTerms::follow` finds out.
    fn from(new: NewTerm) -> Self {
        let at = new.at.instant();
        let rule = new.rule.map(|rule| FollowedRule {
            id: rule.id,
            event: rule.event.instant(),
            profile: None,
            departs: rule.departs,
        });
        Self { at, local: local(at), ground: new.ground, rule }
    }
}

impl Term {
    /// "t/m donderdag 4 juni 2026 12.00 uur (aanbestedingsstuk: …)".
    #[must_use]
    pub fn in_words(&self) -> String {
        let until = crate::until_in_words(self.at);
        format!("{until} ({}: {})", self.ground.kind.dutch(), self.ground.source)
    }

    /// Whether an instant is still in time.
    #[must_use]
    pub fn allows(&self, now: Timestamp) -> bool {
        now <= self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_instant_its_wall_clock_and_its_ground() {
        let new: NewTerm = serde_json::from_str(
            r#"{"at":"2026-06-04T12:00:00+02:00",
                "ground":{"kind":"tender-document","source":"Leidraad, paragraaf 3.2"}}"#,
        )
        .unwrap();
        let term = Term::from(new);
        assert_eq!(
            serde_json::to_value(&term).unwrap(),
            serde_json::json!({
                "at": "2026-06-04T10:00:00Z",
                "local": "2026-06-04T12:00:00",
                "ground": { "kind": "tender-document", "source": "Leidraad, paragraaf 3.2" },
            })
        );
        assert_eq!(
            term.in_words(),
            "t/m donderdag 4 juni 2026 12.00 uur (aanbestedingsstuk: Leidraad, paragraaf 3.2)"
        );
    }

    #[test]
    fn the_instant_itself_is_in_time() {
        let at: Timestamp = "2026-06-04T10:00:00Z".parse().unwrap();
        let ground = LegalGround { kind: GroundKind::Law, source: "Aw 2012".parse().unwrap() };
        let term = Term { at, local: local(at), ground, rule: None };
        assert!(term.allows(at));
        assert!(!term.allows("2026-06-04T10:00:00.000001Z".parse().unwrap()));
    }
}
