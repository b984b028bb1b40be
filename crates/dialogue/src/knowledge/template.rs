//! Templates for advice: points on which a council can look at what is proposed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title, Whole};

static TEMPLATES: LazyLock<Vec<AdviceTemplate>> =
    LazyLock::new(|| super::items(&[include_str!("../../knowledge/advice-templates.json")]));

/// A point of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatePoint {
    /// Its number, from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What it is about, in Dutch.
    pub theme: Title,
    /// What to ask oneself, in Dutch.
    pub question: Paragraph,
}

/// Points on which a council can look at what is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdviceTemplate {
    /// Its name.
    #[schema(example = "client-demands")]
    pub id: Slug,
    /// Its version, from 1.
    pub version: Whole,
    /// What it is called, in Dutch.
    pub title: Title,
    /// What it is for, in Dutch.
    pub summary: Paragraph,
    /// The points, in their order.
    pub points: Vec<TemplatePoint>,
    /// Where it comes from.
    pub source: Title,
    /// From which day it is used.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

impl AdviceTemplate {
    /// Every template in every version.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &TEMPLATES
    }

    /// The latest version of a template.
    #[must_use]
    pub fn latest(id: &Slug) -> Option<&'static Self> {
        Self::all().iter().filter(|it| it.id == *id).max_by_key(|it| it.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_of_each_template_count_from_one() {
        let points = |id| AdviceTemplate::all().iter().find(|it| it.id.as_str() == id).unwrap();
        assert_eq!(points("attention-points").points.len(), 10);
        assert_eq!(points("client-demands").points.len(), 5);
        assert_eq!(points("client-themes").points.len(), 10);
        for template in AdviceTemplate::all() {
            let numbers = template.points.iter().map(|it| it.number.get());
            assert!(numbers.eq(1..=u32::try_from(template.points.len()).unwrap()));
        }
    }
}
