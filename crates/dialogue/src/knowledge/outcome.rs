//! Themes on which outcomes are asked about and measured.

use crate::trajectory::Law;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

static THEMES: LazyLock<Vec<OutcomeTheme>> =
    LazyLock::new(|| super::items(&[include_str!("../../knowledge/outcome-themes.json")]));

/// A theme of outcomes (uitkomst): what help should come to for those who get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutcomeTheme {
    /// Its name.
    #[schema(example = "access")]
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// For research under which acts.
    pub laws: BTreeSet<Law>,
    /// What it is called, in Dutch.
    pub title: Title,
    /// What to ask or count, in Dutch.
    pub question: Paragraph,
    /// Where it comes from.
    pub source: Title,
    /// From which day it is used.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

impl OutcomeTheme {
    /// Every theme in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &THEMES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_acts_have_their_themes() {
        let count = |law| OutcomeTheme::all().iter().filter(|it| it.laws.contains(&law)).count();
        assert_eq!(count(Law::SocialSupportAct), 10);
        assert!(count(Law::YouthAct) >= 6);
        let names: BTreeSet<_> = OutcomeTheme::all().iter().map(|it| &it.id).collect();
        assert_eq!(names.len(), OutcomeTheme::all().len());
    }
}
