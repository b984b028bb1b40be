//! The thread from vision to indicator: principle, goal, requirement, criterion, indicator, with
//! every gap in it.

use super::{RequirementPlace, Specification};
use crate::RequirementId;
use crate::trajectory::Principle;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title};

/// What is missing in the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// No goal follows from a principle.
    PrincipleWithoutGoal,
    /// A goal follows from no principle, or from one that is not there.
    GoalWithoutPrinciple,
    /// A goal has no result by which one sees that it is reached.
    GoalWithoutResult,
    /// Nothing is measured for a goal.
    GoalWithoutIndicator,
    /// No requirement serves a goal.
    GoalWithoutRequirement,
    /// A requirement beyond the law serves no goal.
    RequirementWithoutGoal,
    /// A requirement that weighs in the award belongs to no criterion.
    RequirementWithoutCriterion,
    /// It belongs to a criterion that is not used.
    CriterionUnknown,
    /// A criterion weighs something that no requirement asks.
    CriterionWithoutRequirement,
    /// Nothing tells how a requirement is measured.
    RequirementWithoutMeasurement,
}

/// A gap in the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoherenceGap {
    /// What is missing.
    pub kind: GapKind,
    /// Of which principle, goal, requirement or criterion, by its name.
    pub subject: String,
    /// What it is and what can be done, in Dutch.
    pub text: String,
}

/// One thread: from a principle, where there is one, to what is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoherenceThread {
    /// The principle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principle: Option<Slug>,
    /// The goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Slug>,
    /// What the goal is measured by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Paragraph>,
    /// The requirement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementId>,
    /// What the requirement is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// The criterion in which it weighs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Slug>,
    /// How the requirement is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Paragraph>,
}

/// The thread through a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coherence {
    /// Every thread.
    pub threads: Vec<CoherenceThread>,
    /// Every gap.
    pub gaps: Vec<CoherenceGap>,
}

/// Gathers gaps.
#[derive(Default)]
struct Gaps(Vec<CoherenceGap>);

impl Gaps {
    fn when(&mut self, holds: bool, kind: GapKind, subject: impl ToString, text: String) {
        if holds {
            self.0.push(CoherenceGap { kind, subject: subject.to_string(), text });
        }
    }
}

impl Specification {
    /// The thread from the principles to what is measured. `criteria`: those by which tenders
    /// are judged, once they are known.
    #[must_use]
    pub fn coherence(
        &self,
        principles: &[Principle],
        criteria: Option<&BTreeSet<Slug>>,
    ) -> Coherence {
        let mut gaps = Gaps::default();
        self.gaps_of_goals(principles, &mut gaps);
        self.gaps_of_requirements(criteria, &mut gaps);
        let mut threads: Vec<_> = self.requirements.iter().map(|it| self.thread(it)).collect();
        let served: BTreeSet<_> = threads.iter().filter_map(|it| it.goal.clone()).collect();
        let unserved = self.goals.iter().filter(|goal| !served.contains(&goal.key));
        threads.extend(unserved.map(|goal| CoherenceThread {
            principle: goal.principle.clone(),
            goal: Some(goal.key.clone()),
            indicator: goal.indicator.clone(),
            requirement: None,
            title: None,
            criterion: None,
            measurement: None,
        }));
        threads.sort_by_key(|it| (it.goal.is_none(), it.principle.clone(), it.goal.clone()));
        Coherence { threads, gaps: gaps.0 }
    }

    fn thread(&self, it: &super::NumberedRequirement) -> CoherenceThread {
        let requirement = &it.requirement;
        let wanted = requirement.goal.as_ref();
        let goal = self.goals.iter().find(|goal| wanted == Some(&goal.key));
        CoherenceThread {
            principle: goal.and_then(|goal| goal.principle.clone()),
            goal: requirement.goal.clone(),
            indicator: goal.and_then(|goal| goal.indicator.clone()),
            requirement: Some(it.id),
            title: Some(requirement.title.clone()),
            criterion: requirement.criterion.clone(),
            measurement: requirement.measurement.clone(),
        }
    }

    fn gaps_of_goals(&self, principles: &[Principle], gaps: &mut Gaps) {
        for principle in principles {
            let mut follows = self.goals.iter().filter_map(|goal| goal.principle.as_ref());
            gaps.when(
                follows.all(|it| *it != principle.key),
                GapKind::PrincipleWithoutGoal,
                &principle.key,
                format!("Uit het uitgangspunt \"{}\" volgt nog geen doel.", principle.title),
            );
        }
        for goal in &self.goals {
            let known = |it: &Slug| principles.iter().any(|principle| principle.key == *it);
            gaps.when(
                !goal.principle.as_ref().is_some_and(known),
                GapKind::GoalWithoutPrinciple,
                &goal.key,
                format!("Bij het doel {} staat niet uit welk uitgangspunt het volgt.", goal.key),
            );
            gaps.when(
                goal.result.is_none(),
                GapKind::GoalWithoutResult,
                &goal.key,
                format!("Bij het doel {} staat niet aan welk resultaat u het ziet.", goal.key),
            );
            gaps.when(
                goal.indicator.is_none(),
                GapKind::GoalWithoutIndicator,
                &goal.key,
                format!("Bij het doel {} staat niet wat u meet.", goal.key),
            );
            let mut served = self.requirements.iter().filter_map(|it| it.requirement.goal.as_ref());
            gaps.when(
                served.all(|it| *it != goal.key),
                GapKind::GoalWithoutRequirement,
                &goal.key,
                format!("Geen enkele eis dient het doel {}.", goal.key),
            );
        }
    }

    fn gaps_of_requirements(&self, criteria: Option<&BTreeSet<Slug>>, gaps: &mut Gaps) {
        use crate::knowledge::SourceKind;
        for super::NumberedRequirement { id, requirement } in &self.requirements {
            let title = &requirement.title;
            gaps.when(
                requirement.goal.is_none() && requirement.source.kind != SourceKind::Law,
                GapKind::RequirementWithoutGoal,
                id,
                format!("Bij \"{title}\" staat niet welk doel de eis dient."),
            );
            gaps.when(
                requirement.place == RequirementPlace::Award && requirement.criterion.is_none(),
                GapKind::RequirementWithoutCriterion,
                id,
                format!("\"{title}\" weegt bij de gunning, maar hoort bij geen criterium."),
            );
            let unknown = criteria.zip(requirement.criterion.as_ref());
            gaps.when(
                unknown.is_some_and(|(criteria, it)| !criteria.contains(it)),
                GapKind::CriterionUnknown,
                id,
                format!("Het criterium van \"{title}\" wordt niet gebruikt."),
            );
            gaps.when(
                requirement.measurement.is_none() && requirement.source.kind != SourceKind::Law,
                GapKind::RequirementWithoutMeasurement,
                id,
                format!("Bij \"{title}\" staat niet hoe u meet."),
            );
        }
        for criterion in criteria.into_iter().flatten() {
            let mut used =
                self.requirements.iter().filter_map(|it| it.requirement.criterion.as_ref());
            gaps.when(
                used.all(|it| it != criterion),
                GapKind::CriterionWithoutRequirement,
                criterion,
                format!("Het criterium {criterion} weegt iets dat geen eis vraagt."),
            );
        }
    }
}
