//! What tenders are judged on: criteria with their weight, the form in which a tenderer answers,
//! and how long that answer may be.

use super::library::CriterionTemplate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title, Whole};

/// A criterion with its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is judged.
    pub description: Paragraph,
    /// Its weight, in percent of the whole.
    #[schema(example = 40)]
    pub weight: Whole,
    /// In which form a tenderer answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<CriterionForm>,
    /// How long the answer may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<FormatLimit>,
    /// With what a tenderer substantiates its answer.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub substantiation: BTreeSet<Substantiation>,
    /// The entry of the library that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateReference>,
}

/// In which form a tenderer answers a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CriterionForm {
    /// A text (plan van aanpak).
    Written,
    /// The treatment of a case (casus).
    Case,
    /// A talk (interview, presentatie).
    Interview,
    /// Facts that exist already: data, certificates, outcomes.
    Evidence,
    /// A price or a discount.
    Price,
}

/// How long an answer may be. A limit keeps the best writer from winning, and the work of a small
/// party within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatLimit {
    /// Sides of A4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 1)]
    pub pages: Option<Whole>,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Whole>,
    /// Minutes, for a talk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Whole>,
}

/// With what a tenderer shows that its answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Substantiation {
    /// Data of its own.
    Data,
    /// Experience with clients, told by them or by others.
    Experience,
    /// Its own plan to follow whether it works (eigen monitoringsplan).
    MonitoringPlan,
}

/// An entry of the library of criteria in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateReference {
    /// The entry.
    pub key: Slug,
    /// The version of the library, from 1.
    pub version: Whole,
}

/// What is wrong with criteria, under the field `at`.
pub(super) fn faults(criteria: &[Criterion], at: &str) -> Faults {
    let mut faults = Faults::none();
    let mut keys = BTreeSet::new();
    for (place, criterion) in criteria.iter().enumerate() {
        faults.unless(
            keys.insert(&criterion.key),
            format!("{at}/{place}/key"),
            "Elk criterium heeft een eigen sleutel; deze komt twee keer voor.",
        );
        if let Some(limit) = &criterion.limit {
            let lengths = [limit.pages, limit.words, limit.minutes];
            let given = || lengths.iter().flatten();
            faults.unless(
                given().next().is_some() && given().all(|length| length.get() >= 1),
                format!("{at}/{place}/limit"),
                "Geef als grens minstens één pagina, woord of minuut.",
            );
        }
        if let Some(template) = &criterion.template {
            faults.unless(
                CriterionTemplate::find(template).is_some(),
                format!("{at}/{place}/template"),
                "Dit criterium staat niet in de bibliotheek, of niet in deze versie.",
            );
        }
    }
    let sum: u64 = criteria.iter().map(|criterion| u64::from(criterion.weight.get())).sum();
    faults.unless(
        sum == 100,
        at,
        format!("De gewichten zijn samen 100 procent. Nu zijn ze {sum}."),
    );
    faults
}
