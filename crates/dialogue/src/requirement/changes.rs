//! What differs between two sets: two versions of one (was-wordtlijst), or those of two regions.

use super::{NumberedRequirement, Requirement, Specification};
use crate::RequirementId;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::Title;

/// A requirement as it was and as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementChange {
    /// The requirement.
    pub id: RequirementId,
    /// As it was; absent when it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Requirement>,
    /// As it is now; absent when it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Requirement>,
}

/// What changed between two versions of a set (was-wordtlijst).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetChanges {
    /// The requirements that changed, in the order of the later version, dropped ones last.
    pub requirements: Vec<RequirementChange>,
    /// Whether the goals changed.
    pub goals_changed: bool,
    /// Whether the risks changed.
    pub risks_changed: bool,
    /// Whether the learning process changed.
    pub learning_changed: bool,
    /// Whether what is told of the region changed.
    pub region_changed: bool,
}

/// Requirements of two regions that come from the same source or have the same title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementPair {
    /// What it is called here.
    pub title: Title,
    /// The requirement here.
    pub here: Requirement,
    /// The requirement there.
    pub there: Requirement,
    /// In what they differ, by the names of fields.
    pub differences: BTreeSet<String>,
}

/// How the requirements of two regions differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequirementComparison {
    /// How many are the same in both.
    pub same: u32,
    /// In both, but not the same.
    pub different: Vec<RequirementPair>,
    /// Here alone: a specific addition, which needs a reason.
    pub here_alone: Vec<Requirement>,
    /// There alone.
    pub there_alone: Vec<Requirement>,
}

impl Specification {
    /// What changed from an earlier version to this one.
    #[must_use]
    pub fn changes_since(&self, earlier: &Self) -> SetChanges {
        let now = self.requirements.iter().filter_map(|NumberedRequirement { id, requirement }| {
            let was = earlier.requirement(*id);
            (was != Some(requirement)).then(|| RequirementChange {
                id: *id,
                was: was.cloned(),
                now: Some(requirement.clone()),
            })
        });
        let dropped = earlier.requirements.iter().filter(|it| self.requirement(it.id).is_none());
        let dropped = dropped.map(|it| RequirementChange {
            id: it.id,
            was: Some(it.requirement.clone()),
            now: None,
        });
        SetChanges {
            requirements: now.chain(dropped).collect(),
            goals_changed: self.goals != earlier.goals,
            risks_changed: self.risks != earlier.risks,
            learning_changed: self.learning != earlier.learning,
            region_changed: self.region != earlier.region,
        }
    }

    /// How it differs from the set of another region. Two requirements are about the same when
    /// they refer to the same source, or are own and have the same title.
    #[must_use]
    pub fn compared_with(&self, other: &Self) -> RequirementComparison {
        let mut comparison = RequirementComparison {
            same: 0,
            different: vec![],
            here_alone: vec![],
            there_alone: vec![],
        };
        let mut matched = BTreeSet::new();
        for here in self.requirements.iter().map(|it| &it.requirement) {
            let mut others = other.requirements.iter();
            let found = others.find(|it| !matched.contains(&it.id) && alike(here, &it.requirement));
            let Some(found) = found else {
                comparison.here_alone.push(here.clone());
                continue;
            };
            matched.insert(found.id);
            let differences = differences(here, &found.requirement);
            if differences.is_empty() {
                comparison.same += 1;
            } else {
                comparison.different.push(RequirementPair {
                    title: here.title.clone(),
                    here: here.clone(),
                    there: found.requirement.clone(),
                    differences,
                });
            }
        }
        let left = other.requirements.iter().filter(|it| !matched.contains(&it.id));
        comparison.there_alone = left.map(|it| it.requirement.clone()).collect();
        comparison
    }
}

/// Whether two requirements of different regions are about the same.
fn alike(here: &Requirement, there: &Requirement) -> bool {
    match (&here.source.known, &there.source.known) {
        (Some(here), Some(there)) => here.id == there.id,
        (None, None) => here.title.as_str().to_lowercase() == there.title.as_str().to_lowercase(),
        _ => false,
    }
}

/// The fields in which two requirements differ. Goal, lots, criterion and library are those of a
/// trajectory, and differ always.
fn differences(here: &Requirement, there: &Requirement) -> BTreeSet<String> {
    let fields = |requirement: &Requirement| match serde_json::to_value(requirement) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (here, there) = (fields(here), fields(there));
    let names: BTreeSet<_> = here.keys().chain(there.keys()).cloned().collect();
    let local = ["goal", "lots", "criterion", "library"];
    names
        .into_iter()
        .filter(|name| !local.contains(&name.as_str()) && here.get(name) != there.get(name))
        .collect()
}
