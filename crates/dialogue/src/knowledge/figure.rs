//! Figures to compare with.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Slug, Title, Whole};

static FIGURES: LazyLock<Vec<Figure>> =
    LazyLock::new(|| super::items(&[include_str!("../../knowledge/reference-figures.json")]));

/// A figure to compare with (referentiecijfer).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figure {
    /// Its name.
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// How much.
    pub value: Whole,
    /// Of what, in Dutch.
    pub unit: Label,
    /// What it says, in Dutch.
    pub meaning: Paragraph,
    /// Where it comes from.
    pub source: Title,
    /// Whether it is an estimate of this platform, and no finding of others.
    pub estimate: bool,
    /// From which day it is used.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

impl Figure {
    /// Every figure in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FIGURES
    }

    /// The latest version of a figure.
    #[must_use]
    pub fn latest(id: &str) -> Option<&'static Self> {
        Self::all().iter().filter(|it| it.id.as_str() == id).max_by_key(|it| it.version)
    }

    /// The value of a figure; what is not known is compared with nothing.
    pub(crate) fn value(id: &str) -> u32 {
        Self::latest(id).map_or(0, |figure| figure.value.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_study_are_there() {
        let value = |id| Figure::latest(id).unwrap().value.get();
        assert_eq!(value("requirements-per-document"), 28);
        assert_eq!(value("registration-burden-percent"), 20);
        assert_eq!(value("input-throughput-percent"), 82);
        assert_eq!(Figure::latest("something-else"), None);
    }
}
