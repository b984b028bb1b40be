//! What a version of the set holds beside its requirements: the goals they serve, who bears
//! which risk, how is learned meanwhile, and what the region is like.

use super::Requirement;
use crate::RequirementId;
use crate::knowledge::KnownSourceVersion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title};

/// A goal (doel) of the purchase, which requirements serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Goal {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What is to be reached.
    pub text: Paragraph,
    /// The policy goal of the vision that it is to help reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_goal: Option<Slug>,
    /// The guiding principle from which it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principle: Option<Slug>,
    /// By which result one sees that it is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Paragraph>,
    /// What is measured for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Paragraph>,
}

/// Who bears a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RiskBearer {
    /// The municipalities.
    Municipality,
    /// The providers.
    Provider,
    /// Both, by the agreement that is described.
    Shared,
}

/// A risk in the contract (risico).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Risk {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What can happen.
    pub title: Title,
    /// Who bears it under this contract.
    pub bearer: RiskBearer,
    /// Who can bear it best, because it can do something about it.
    pub best_bearer: RiskBearer,
    /// Why it lies where it lies.
    pub reason: Paragraph,
    /// What it does to the price.
    pub price_effect: Paragraph,
    /// What is done to make it smaller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Paragraph>,
}

/// How is learned while the contract runs (leer- en ontwikkelproces).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LearningProcess {
    /// How quality is steered.
    pub steering: Paragraph,
    /// Which goals are steered on.
    pub goals: Paragraph,
    /// Which management information is needed.
    pub information: Paragraph,
    /// Who talks when, and what happens when they do not agree.
    pub escalation: Paragraph,
    /// How what is learned is kept, by kind of provider and of service.
    pub dossier: Paragraph,
}

/// What the region is like, as far as it matters for what is asked (regiokenmerken).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionTraits {
    /// How densely people live.
    pub density: Paragraph,
    /// How far clients live from each other.
    pub spread: Paragraph,
    /// Which specialisms are needed and offered.
    pub specialisms: Paragraph,
    /// How hard it is to find people to work.
    pub labour: Paragraph,
    /// What follows from it for suitability, programme and award.
    pub consequences: Paragraph,
}

/// A requirement of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NumberedRequirement {
    /// Its name, over all versions of the set.
    pub id: RequirementId,
    /// The requirement.
    pub requirement: Requirement,
}

/// Why something of the legal minimum is not in the set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinimumException {
    /// What is left out.
    pub source: KnownSourceVersion,
    /// Why.
    pub reason: Paragraph,
}

/// What is asked, with all that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Specification {
    /// The goals.
    pub goals: Vec<Goal>,
    /// The requirements, in the order in which they were first drafted.
    pub requirements: Vec<NumberedRequirement>,
    /// The risks.
    pub risks: Vec<Risk>,
    /// How is learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<LearningProcess>,
    /// What the region is like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionTraits>,
}

impl Specification {
    /// A requirement by its name.
    #[must_use]
    pub fn requirement(&self, id: RequirementId) -> Option<&Requirement> {
        self.requirements.iter().find(|it| it.id == id).map(|it| &it.requirement)
    }

    /// The names of the goals.
    #[must_use]
    pub fn goal_keys(&self) -> BTreeSet<Slug> {
        self.goals.iter().map(|goal| goal.key.clone()).collect()
    }

    /// Puts a requirement in the place of the one of that name, or at the end.
    pub(super) fn put(&mut self, id: RequirementId, requirement: Requirement) {
        match self.requirements.iter_mut().find(|it| it.id == id) {
            Some(known) => known.requirement = requirement,
            None => self.requirements.push(NumberedRequirement { id, requirement }),
        }
    }
}

/// What is wrong with goals that are to take the place of the present ones.
pub(super) fn goal_faults(goals: &[Goal], used: &Specification) -> Faults {
    let mut faults = Faults::none();
    faults.unless(goals.len() <= 50, "/goals", "Er mogen hoogstens 50 doelen zijn.");
    let mut keys = BTreeSet::new();
    for (place, goal) in goals.iter().enumerate() {
        faults.unless(
            keys.insert(&goal.key),
            format!("/goals/{place}/key"),
            "Elk doel heeft een eigen sleutel; deze komt twee keer voor.",
        );
    }
    let served = used.requirements.iter().map(|it| &it.requirement);
    for missing in served.filter(|it| it.goal.as_ref().is_some_and(|goal| !keys.contains(goal))) {
        faults.add(
            "/goals",
            format!("De eis \"{}\" dient een doel dat hier ontbreekt.", missing.title),
        );
    }
    faults
}

/// What is wrong with risks.
pub(super) fn risk_faults(risks: &[Risk]) -> Faults {
    let mut faults = Faults::none();
    faults.unless(risks.len() <= 100, "/risks", "Er mogen hoogstens 100 risico's zijn.");
    let mut keys = BTreeSet::new();
    for (place, risk) in risks.iter().enumerate() {
        faults.unless(
            keys.insert(&risk.key),
            format!("/risks/{place}/key"),
            "Elk risico heeft een eigen sleutel; deze komt twee keer voor.",
        );
        faults.unless(
            risk.bearer == risk.best_bearer || risk.measure.is_some(),
            format!("/risks/{place}/measure"),
            "Ligt een risico niet bij wie het het best kan dragen, vertel dan wat u doet om het \
             kleiner te maken.",
        );
    }
    faults
}
