//! The thread from vision to evaluation: policy goal, principle, goal of the purchase, requirement,
//! criterion, indicator, and how is learned from it, with every gap in it.

use super::{Goal, RequirementPlace, Specification};
use crate::RequirementId;
use crate::trajectory::Principle;
use crate::vision::{GoalState, Vision};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title};

/// What is missing in the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// The vision has no policy goals.
    VisionWithoutGoal,
    /// A policy goal was not called ready: it may not be measurable.
    PolicyGoalNotReady,
    /// No goal of the purchase helps to reach a policy goal.
    PolicyGoalWithoutGoal,
    /// Nothing tells how a policy goal is evaluated and what is learned from it.
    PolicyGoalWithoutEvaluation,
    /// A goal of the purchase helps to reach no policy goal, or one that is not there.
    GoalWithoutPolicyGoal,
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
    /// Of which policy goal, principle, goal, requirement or criterion, by its name.
    pub subject: String,
    /// What it is and what can be done, in Dutch.
    pub text: String,
}

/// One thread: from a policy goal, where there is one, to what is measured and learned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoherenceThread {
    /// The policy goal of the vision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_goal: Option<Slug>,
    /// The principle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principle: Option<Slug>,
    /// The goal of the purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Slug>,
    /// What the goal, or else the policy goal, is measured by.
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
    /// How the policy goal is evaluated, and how is learned from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Paragraph>,
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

/// From where the thread comes.
#[derive(Clone, Copy)]
pub struct CoherenceOrigin<'a> {
    /// The vision.
    pub vision: &'a Vision,
    /// The guiding principles.
    pub principles: &'a [Principle],
}

impl CoherenceOrigin<'_> {
    fn policy_goal(&self, goal: &Goal) -> Option<&GoalState> {
        let wanted = goal.policy_goal.as_ref()?;
        self.vision.goals().find(|it| it.goal.key == *wanted)
    }
}

impl Specification {
    /// The thread from the goals of the vision to what is measured. `criteria`: those by which
    /// tenders are judged, once they are known.
    #[must_use]
    pub fn coherence(
        &self,
        origin: CoherenceOrigin<'_>,
        criteria: Option<&BTreeSet<Slug>>,
    ) -> Coherence {
        let mut gaps = Gaps::default();
        self.gaps_of_policy_goals(origin.vision, &mut gaps);
        self.gaps_of_goals(origin, &mut gaps);
        self.gaps_of_requirements(criteria, &mut gaps);
        let requirements = self.requirements.iter();
        let mut threads: Vec<_> = requirements.map(|it| self.thread(origin, it)).collect();
        let served: BTreeSet<_> = threads.iter().filter_map(|it| it.goal.clone()).collect();
        let unserved = self.goals.iter().filter(|goal| !served.contains(&goal.key));
        threads.extend(unserved.map(|goal| of_goal(origin, goal)));
        let reached: BTreeSet<_> = threads.iter().filter_map(|it| it.policy_goal.clone()).collect();
        let idle = origin.vision.goals().filter(|it| !reached.contains(&it.goal.key));
        threads.extend(idle.map(of_policy_goal));
        let keys =
            |it: &CoherenceThread| (it.policy_goal.clone(), it.principle.clone(), it.goal.clone());
        threads.sort_by_key(|it| (it.policy_goal.is_none(), it.goal.is_none(), keys(it)));
        Coherence { threads, gaps: gaps.0 }
    }

    fn thread(
        &self,
        origin: CoherenceOrigin<'_>,
        it: &super::NumberedRequirement,
    ) -> CoherenceThread {
        let requirement = &it.requirement;
        let wanted = requirement.goal.as_ref();
        let goal = self.goals.iter().find(|goal| wanted == Some(&goal.key));
        CoherenceThread {
            goal: requirement.goal.clone(),
            requirement: Some(it.id),
            title: Some(requirement.title.clone()),
            criterion: requirement.criterion.clone(),
            measurement: requirement.measurement.clone(),
            ..goal.map(|goal| of_goal(origin, goal)).unwrap_or_default()
        }
    }

    fn gaps_of_policy_goals(&self, vision: &Vision, gaps: &mut Gaps) {
        gaps.when(
            vision.goals().next().is_none(),
            GapKind::VisionWithoutGoal,
            "vision",
            "In de visie staat nog geen beleidsdoel waar de inkoop aan bijdraagt.".to_owned(),
        );
        for GoalState { goal, ready } in vision.goals() {
            let title = &goal.title;
            gaps.when(
                !ready,
                GapKind::PolicyGoalNotReady,
                &goal.key,
                format!("Het beleidsdoel \"{title}\" is nog niet klaar."),
            );
            let mut helps = self.goals.iter().filter_map(|it| it.policy_goal.as_ref());
            gaps.when(
                helps.all(|it| *it != goal.key),
                GapKind::PolicyGoalWithoutGoal,
                &goal.key,
                format!("Geen enkel doel van de inkoop draagt bij aan \"{title}\"."),
            );
            gaps.when(
                goal.learning.is_none(),
                GapKind::PolicyGoalWithoutEvaluation,
                &goal.key,
                format!("Bij \"{title}\" staat niet hoe u evalueert en ervan leert."),
            );
        }
    }

    fn gaps_of_goals(&self, origin: CoherenceOrigin<'_>, gaps: &mut Gaps) {
        let principles = origin.principles;
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
            gaps.when(
                origin.policy_goal(goal).is_none(),
                GapKind::GoalWithoutPolicyGoal,
                &goal.key,
                format!("Bij het doel {} staat niet aan welk beleidsdoel het bijdraagt.", goal.key),
            );
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

/// The thread as far as a goal of the purchase.
fn of_goal(origin: CoherenceOrigin<'_>, goal: &Goal) -> CoherenceThread {
    let before = origin.policy_goal(goal).map(of_policy_goal).unwrap_or_default();
    CoherenceThread {
        principle: goal.principle.clone(),
        goal: Some(goal.key.clone()),
        indicator: goal.indicator.clone().or(before.indicator),
        policy_goal: before.policy_goal,
        evaluation: before.evaluation,
        ..CoherenceThread::default()
    }
}

/// The thread as far as a policy goal.
fn of_policy_goal(GoalState { goal, .. }: &GoalState) -> CoherenceThread {
    CoherenceThread {
        policy_goal: Some(goal.key.clone()),
        indicator: goal.indicator.as_ref().map(|it| it.text.clone()),
        evaluation: goal.learning.clone(),
        ..CoherenceThread::default()
    }
}
