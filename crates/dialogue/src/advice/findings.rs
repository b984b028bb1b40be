//! What a council found, point by point, with a template for advice beside it.

use super::AdviceContent;
use crate::knowledge::AdviceTemplate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Prose, Slug, Whole};

/// What a council found on a point of a template for advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateFinding {
    /// The template.
    #[schema(example = "client-demands")]
    pub template: Slug,
    /// The number of the point.
    #[schema(example = 1)]
    pub point: Whole,
    /// How far what is proposed answers it.
    pub met: Met,
    /// What the council found.
    pub finding: Prose,
}

/// How far something is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// It is met.
    Yes,
    /// It is met partly.
    Partly,
    /// It is not met.
    No,
    /// It cannot be told from what was given.
    Unclear,
}

/// What is wrong with the findings: each is about a point of a template that exists, once.
pub(super) fn check_findings(content: &AdviceContent, field: &str, faults: &mut Faults) {
    let mut points = BTreeSet::new();
    for (place, finding) in content.findings.iter().enumerate() {
        let at = format!("{field}/findings/{place}");
        match AdviceTemplate::latest(&finding.template) {
            None => {
                let names: Vec<_> = AdviceTemplate::all().iter().map(|it| it.id.as_str()).collect();
                faults.add(
                    format!("{at}/template"),
                    format!("Deze vragenlijst bestaat niet. Kies uit: {}.", names.join(", ")),
                );
            }
            Some(template) if template.points.iter().all(|it| it.number != finding.point) => {
                let last = template.points.len();
                faults.add(format!("{at}/point"), format!("Deze lijst heeft punt 1 t/m {last}."));
            }
            Some(_) if !points.insert((&finding.template, finding.point)) => {
                faults.add(format!("{at}/point"), "Dit punt staat er al.");
            }
            Some(_) => {}
        }
    }
}
