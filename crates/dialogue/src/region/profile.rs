//! What a region is: who takes part, and what is bought at which scale.

use crate::trajectory::Buyer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, MunicipalityCode, Paragraph, Prose, Slug, Title, Whole};

/// How large the area is that something concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PurchaseScale {
    /// One municipality (lokaal).
    Local,
    /// The region (regionaal).
    Regional,
    /// Several regions together (bovenregionaal).
    Supraregional,
    /// The whole country (landelijk).
    National,
}

/// A municipality that takes part in a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionMember {
    /// The municipality.
    pub municipality: Buyer,
    /// How many inhabitants it has.
    pub population: Whole,
}

/// A subject of care, with the scale at which it is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionSubject {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// At which scale it is bought.
    pub scale: PurchaseScale,
    /// Why at that scale.
    pub reason: Paragraph,
}

/// What a municipality adds to what is joint (couleur locale).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalAddition {
    /// The subject it is about; absent when it is about everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Slug>,
    /// What is added.
    pub text: Paragraph,
    /// Why this municipality needs it.
    pub reason: Paragraph,
}

/// What a region is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionProfile {
    /// What it is called.
    pub title: Title,
    /// The municipality that buys for all (lead buyer).
    pub lead: MunicipalityCode,
    /// The municipalities that take part, the lead among them.
    #[schema(min_items = 1, max_items = 100)]
    pub members: Vec<RegionMember>,
    /// The subjects of care, each with the scale at which it is bought.
    #[schema(max_items = 100)]
    pub subjects: Vec<RegionSubject>,
    /// What the municipalities say and do jointly.
    pub joint: Prose,
}

impl RegionProfile {
    /// A municipality that takes part.
    #[must_use]
    pub fn member(&self, code: &MunicipalityCode) -> Option<&RegionMember> {
        self.members.iter().find(|it| it.municipality.code == *code)
    }

    /// A subject by its key.
    #[must_use]
    pub fn subject(&self, key: &Slug) -> Option<&RegionSubject> {
        self.subjects.iter().find(|it| it.key == *key)
    }

    /// How many inhabitants the municipalities have together.
    #[must_use]
    pub fn population(&self) -> u64 {
        self.members.iter().map(|it| u64::from(it.population.get())).sum()
    }

    /// What is wrong with it, under the field `at`.
    pub(super) fn faults(&self, at: &str) -> Faults {
        let mut faults = Faults::none();
        let mut codes = BTreeSet::new();
        for (place, member) in self.members.iter().enumerate() {
            faults.unless(
                codes.insert(&member.municipality.code),
                format!("{at}/members/{place}/municipality/code"),
                "Deze gemeente doet al mee.",
            );
            faults.unless(
                member.population.get() > 0,
                format!("{at}/members/{place}/population"),
                "Geef het aantal inwoners, minstens 1.",
            );
        }
        let mut keys = BTreeSet::new();
        for (place, subject) in self.subjects.iter().enumerate() {
            faults.unless(
                keys.insert(&subject.key),
                format!("{at}/subjects/{place}/key"),
                "Elk onderwerp heeft een eigen sleutel; deze komt twee keer voor.",
            );
        }
        faults.unless(
            codes.contains(&self.lead),
            format!("{at}/lead"),
            "De gemeente die inkoopt, staat ook bij de gemeenten die meedoen.",
        );
        faults
    }
}
