//! The library of criteria: examples to start from, as versioned data. A criterion keeps which
//! entry it came from, in which version.

use super::criteria::{CriterionForm, FormatLimit, Substantiation, TemplateReference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

/// Every version of the library. A version that a criterion may name stays: a change is a next
/// file.
const FILES: [&str; 1] = [include_str!("../../data/criteria-1.json")];

static LIBRARY: LazyLock<Vec<CriterionTemplate>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|text| serde_json::from_str::<Vec<CriterionTemplate>>(text).ok())
        .flatten()
        .collect()
});

/// What a criterion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CriterionTheme {
    /// Costs stay within what is needed (kostenbeheersing).
    CostControl,
    /// The tenderer knows how its care goes, and steers (grip).
    Grip,
    /// Care gets better (innovatie).
    Innovation,
    /// What changes for clients (impact).
    Impact,
}

/// An entry of the library of criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriterionTemplate {
    /// Its name.
    pub key: Slug,
    /// The version of the library, from 1.
    pub version: Whole,
    /// What it is about.
    pub theme: CriterionTheme,
    /// What it is called, in Dutch.
    pub title: Title,
    /// What is judged, in Dutch.
    pub description: Paragraph,
    /// Questions that tell a good answer from a well-written one, in Dutch.
    pub questions: Vec<Paragraph>,
    /// The form that fits it.
    pub form: CriterionForm,
    /// The limit that fits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<FormatLimit>,
    /// What to ask for as substantiation.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub substantiation: BTreeSet<Substantiation>,
    /// Whether it can select without comparing bids (SAS zonder emvi): it asks for a minimum that
    /// everyone can meet.
    pub without_comparison: bool,
    /// Where it comes from, in Dutch.
    pub source: Title,
}

impl CriterionTemplate {
    /// Every entry, in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &LIBRARY
    }

    /// An entry in one version.
    #[must_use]
    pub fn find(named: &TemplateReference) -> Option<&'static Self> {
        Self::all().iter().find(|it| it.key == named.key && it.version == named.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_whole_and_every_theme_has_its_criteria() {
        let mut names = BTreeSet::new();
        for text in FILES {
            let entries: Vec<CriterionTemplate> = serde_json::from_str(text).unwrap();
            for entry in entries {
                assert!(names.insert((entry.key.clone(), entry.version)), "{}", entry.key);
                assert!(!entry.questions.is_empty(), "{}", entry.key);
            }
        }
        use CriterionTheme::{CostControl, Grip, Impact, Innovation};
        for theme in [CostControl, Grip, Innovation, Impact] {
            assert!(CriterionTemplate::all().iter().any(|it| it.theme == theme), "{theme:?}");
        }
        assert!(CriterionTemplate::all().iter().any(|it| it.without_comparison));
        assert_eq!(CriterionTemplate::all().len(), names.len());
    }
}
