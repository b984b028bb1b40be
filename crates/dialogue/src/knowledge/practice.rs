//! Ways of purchasing and of paying, with what follows from them.

use crate::requirement::RequirementLevel;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

static PRACTICES: LazyLock<Vec<Practice>> =
    LazyLock::new(|| super::items(&[include_str!("../../knowledge/practices.json")]));

/// What kind of practice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PracticeKind {
    /// A way to come to a contract (inkoopmethode).
    PurchasingMethod,
    /// A way to steer and pay (uitvoeringsvariant).
    ImplementationVariant,
}

/// What follows from a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// For what, in Dutch.
    pub about: Title,
    /// What follows, in Dutch.
    pub text: Paragraph,
}

/// A practice in one version: what a decision refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeVersion {
    /// The name of the practice.
    #[schema(example = "zeeland-model")]
    pub id: Slug,
    /// Its version, from 1.
    #[schema(example = 1)]
    pub version: Whole,
}

/// A way of purchasing or of paying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Practice {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// What kind of practice it is.
    pub kind: PracticeKind,
    /// What it is called, in Dutch.
    pub title: Title,
    /// What it is, in Dutch.
    pub summary: Paragraph,
    /// What follows from it; of a method, as clients see it.
    pub consequences: Vec<Consequence>,
    /// The levels of requirements that go with it; none where that makes no difference.
    pub levels: BTreeSet<RequirementLevel>,
    /// Where it comes from.
    pub source: Title,
    /// From which day it is used.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

impl Practice {
    /// Every practice in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &PRACTICES
    }

    /// A practice of a kind in one version.
    #[must_use]
    pub fn find(kind: PracticeKind, wanted: &PracticeVersion) -> Option<&'static Self> {
        let mut all = Self::all().iter().filter(|it| it.kind == kind);
        all.find(|it| it.id == wanted.id && it.version == wanted.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_practice_tells_what_follows_from_it() {
        let count = |kind| Practice::all().iter().filter(|it| it.kind == kind).count();
        assert_eq!(count(PracticeKind::PurchasingMethod), 7);
        assert_eq!(count(PracticeKind::ImplementationVariant), 3);
        for practice in Practice::all() {
            assert!(practice.consequences.len() >= 3, "{}", practice.id);
        }
    }
}
