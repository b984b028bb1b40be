//! Profiles: the rules for terms of a way of buying, or of a council, as versioned data.

use crate::rule::TermRule;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title, Whole};

/// Every profile that is known here, in every version. A version that a trajectory may have
/// chosen stays: a change is a next file.
const FILES: [&str; 6] = [
    include_str!("../profiles/open-procedure-1.json"),
    include_str!("../profiles/social-services-1.json"),
    include_str!("../profiles/social-services-without-comparison-1.json"),
    include_str!("../profiles/open-house-1.json"),
    include_str!("../profiles/subsidy-1.json"),
    include_str!("../profiles/council-summer-recess-1.json"),
];

static PROFILES: LazyLock<Vec<TermProfile>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| serde_json::from_str(text).ok()).collect());

/// A profile in one version: what a trajectory keeps of its choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermProfileVersion {
    /// The name of the profile.
    #[schema(example = "open-procedure")]
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
}

/// The rules for terms of a way of buying, or of a council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TermProfile {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// What it is called, in Dutch.
    pub name: Title,
    /// When to use it, in Dutch.
    pub description: Paragraph,
    /// The first day on which it can be chosen.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The last such day; none when it is in use still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Date>,
    /// The rules. Several may have one name, when no two of them are valid on one day.
    #[schema(min_items = 1, max_items = 100)]
    pub rules: Vec<TermRule>,
}

impl TermProfile {
    /// Every profile that is known here, in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &PROFILES
    }

    /// A profile in the version that was chosen.
    #[must_use]
    pub fn find(chosen: &TermProfileVersion) -> Option<&'static Self> {
        Self::all().iter().find(|it| it.id == chosen.id && it.version == chosen.version)
    }

    /// The latest version of a profile that can be chosen on a day.
    #[must_use]
    pub fn latest(id: &str, on: Date) -> Option<&'static Self> {
        latest(Self::all(), id, on)
    }

    /// The profile in this version.
    #[must_use]
    pub fn reference(&self) -> TermProfileVersion {
        TermProfileVersion { id: self.id.clone(), version: self.version }
    }

    /// What is wrong with the profile, with fields below the given pointer.
    #[must_use]
    pub fn faults(&self, field: &str) -> Faults {
        let mut faults = Faults::none();
        let version = format!("{field}/version");
        faults.unless(self.version.get() >= 1, version, "Een versie telt vanaf 1.");
        faults.unless(
            self.valid_until.is_none_or(|until| self.valid_from <= until),
            format!("{field}/validUntil"),
            "Het profiel kan niet eindigen voordat het begint te gelden.",
        );
        faults.unless(!self.rules.is_empty(), format!("{field}/rules"), "Noem minstens één regel.");
        for (n, rule) in self.rules.iter().enumerate() {
            let at = format!("{field}/rules/{n}");
            faults.extend(rule.faults(&at).into_vec());
            let same = self.rules.iter().take(n).filter(|it| it.id == rule.id);
            for other in same.filter(|other| overlap(rule, other)) {
                faults.add(
                    format!("{at}/validFrom"),
                    format!("Op één dag gelden twee regels met de naam {}.", other.id),
                );
            }
        }
        faults
    }
}

fn latest<'a>(all: &'a [TermProfile], id: &str, on: Date) -> Option<&'a TermProfile> {
    let valid =
        |it: &&TermProfile| it.valid_from <= on && it.valid_until.is_none_or(|until| on <= until);
    all.iter().filter(|it| it.id.as_str() == id).filter(valid).max_by_key(|it| it.version)
}

fn overlap(one: &TermRule, other: &TermRule) -> bool {
    let before = |a: &TermRule, b: &TermRule| a.valid_until.is_some_and(|end| end < b.valid_from);
    !before(one, other) && !before(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_latest_version_of_the_day_is_chosen() {
        let first = TermProfile::all()[0].clone();
        let from = date(2027, 1, 1);
        let second = TermProfile { version: Whole::new(2), valid_from: from, ..first.clone() };
        let until = Some(date(2027, 12, 31));
        let third = TermProfile { version: Whole::new(3), valid_until: until, ..second.clone() };
        let other = TermProfile { id: "ander".parse().unwrap(), ..third.clone() };
        let all = [third, first, second, other];
        let version = |day| latest(&all, "open-procedure", day).map(|it| it.version.get());
        assert_eq!(version(date(2025, 12, 31)), None);
        assert_eq!(version(date(2026, 12, 31)), Some(1));
        assert_eq!(version(date(2027, 12, 31)), Some(3));
        assert_eq!(version(date(2028, 1, 1)), Some(2));
    }
}
