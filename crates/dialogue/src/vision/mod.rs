//! The vision behind a purchase: what is wanted for inhabitants and why, before how it is bought.
//! Goals by the ten questions, the links from guiding principles and input to what came of them,
//! developments around it, and the documents that elaborate it.
//!
//! What the guiding principles are stands in the trajectory, in versions
//! (`TrajectoryPrinciplesRecorded`): there is one list of them. What is linked to them later, in
//! documents, requirements, criteria and indicators, stands here.
//!
//! The names of the events are the storage format: they never change.

mod companion;
mod development;
mod goal;
mod links;

pub use companion::{CompanionDocumentTracked, CompanionKind, CompanionStatus};
pub use development::{Development, DevelopmentEnded, DevelopmentNoted};
pub use goal::{
    GoalIndicator, MeasurableResult, PolicyGoal, PolicyGoalDropped, PolicyGoalReadied,
    PolicyGoalRecorded, VisionQuestion, VisionStated,
};
pub use links::{
    InputLinksRecorded, LinkTarget, LinkTargets, PrincipleLinksRecorded, TrailInput, TrailLink,
};

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use crate::trajectory::DocumentKind;
use links::repeated;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::{Faults, Paragraph, Prose, Slug};

events! {
    /// What can have happened to the vision behind a purchase.
    VisionEvent in "vision" {
        VisionStated v 1,
        PolicyGoalRecorded v 1,
        PolicyGoalReadied v 1,
        PolicyGoalDropped v 1,
        PrincipleLinksRecorded v 1,
        DevelopmentNoted v 1,
        DevelopmentEnded v 1,
        CompanionDocumentTracked v 1,
        InputLinksRecorded v 1,
    }
}

/// What can be asked of the vision behind a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum VisionCommand {
    State {
        social: Prose,
        quality: Prose,
        change: Option<Paragraph>,
    },
    RecordGoal(Box<PolicyGoal>),
    ReadyGoal(PolicyGoalReadied),
    DropGoal(PolicyGoalDropped),
    LinkPrinciple(PrincipleLinksRecorded),
    LinkInput(InputLinksRecorded),
    NoteDevelopment(Development),
    EndDevelopment(DevelopmentEnded),
    /// `published` is the kind of the document version that is referred to, when there is one: a
    /// fact from another stream.
    TrackCompanion {
        tracked: CompanionDocumentTracked,
        published: Option<DocumentKind>,
    },
}

/// Why something about a vision is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisionRefusal {
    /// Nothing was recorded yet.
    Unknown,
    /// There is no such goal.
    GoalUnknown,
    /// A goal lacks what makes it measurable.
    GoalIncomplete(Faults),
    /// There is no such development.
    DevelopmentUnknown,
}

impl VisionRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown(
                "vision-unknown",
                "Over de visie achter dit traject is nog niets vastgelegd.",
            ),
            Self::GoalUnknown => Told::unknown(
                "policy-goal-unknown",
                "Dit beleidsdoel bestaat niet. Leg het eerst vast.",
            ),
            Self::GoalIncomplete(missing) => Told::state(
                "policy-goal-incomplete",
                "Dit beleidsdoel is nog niet klaar: er ontbreekt een meetbaar resultaat of een \
                 indicator.",
            )
            .with(missing),
            Self::DevelopmentUnknown => Told::unknown(
                "development-unknown",
                "Deze ontwikkeling staat niet in de lijst van dit traject.",
            ),
        }
    }
}

/// A policy goal, and whether it is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalState {
    /// The goal.
    pub goal: PolicyGoal,
    /// Whether it was called ready since it changed last.
    pub ready: bool,
}

/// The state of the vision behind a purchase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vision {
    statement: Option<VisionStated>,
    goals: BTreeMap<Slug, GoalState>,
    dropped: BTreeMap<Slug, PolicyGoalDropped>,
    links: BTreeMap<Slug, PrincipleLinksRecorded>,
    #[serde(default)]
    input_links: BTreeMap<String, InputLinksRecorded>,
    developments: BTreeMap<Slug, Development>,
    ended: BTreeMap<Slug, DevelopmentEnded>,
    companions: BTreeMap<CompanionKind, CompanionDocumentTracked>,
}

impl Vision {
    /// The vision in words, once stated.
    #[must_use]
    pub const fn statement(&self) -> Option<&VisionStated> {
        self.statement.as_ref()
    }

    /// The goals, by key.
    pub fn goals(&self) -> impl Iterator<Item = &GoalState> {
        self.goals.values()
    }

    /// The goals that were dropped.
    pub fn dropped(&self) -> impl Iterator<Item = &PolicyGoalDropped> {
        self.dropped.values()
    }

    /// What was linked to the guiding principles.
    pub fn links(&self) -> impl Iterator<Item = &PrincipleLinksRecorded> {
        self.links.values()
    }

    /// What was linked to something that was put in, by its name among all that was.
    #[must_use]
    pub fn input_links(&self, key: &str) -> &[TrailLink] {
        self.input_links.get(key).map_or(&[], |recorded| &recorded.links)
    }

    /// The developments that play, by key.
    pub fn developments(&self) -> impl Iterator<Item = &Development> {
        self.developments.values()
    }

    /// The developments that no longer play.
    pub fn ended(&self) -> impl Iterator<Item = &DevelopmentEnded> {
        self.ended.values()
    }

    /// Where a companion document stands, once that was told.
    #[must_use]
    pub fn companion(&self, kind: CompanionKind) -> Option<&CompanionDocumentTracked> {
        self.companions.get(&kind)
    }

    fn state(
        &self,
        social: Prose,
        quality: Prose,
        change: Option<Paragraph>,
    ) -> Result<Vec<VisionEvent>, Refusal> {
        let last = self.statement.as_ref();
        if last.is_some_and(|it| (&it.social, &it.quality) == (&social, &quality)) {
            return Ok(vec![]);
        }
        if last.is_some() && change.is_none() {
            return Err(Faults::one(
                "/change",
                "Vertel bij een nieuwe versie wat er is veranderd en waarom.",
            )
            .into());
        }
        let version = last.map_or(1, |it| it.version + 1);
        Ok(vec![VisionStated { version, social, quality, change }.into()])
    }

    fn ready_goal(&self, readied: PolicyGoalReadied) -> Result<Vec<VisionEvent>, Refusal> {
        let known = self.goals.get(&readied.goal).ok_or(VisionRefusal::GoalUnknown)?;
        if known.ready {
            return Ok(vec![]);
        }
        let missing = known.goal.missing();
        if !missing.is_empty() {
            return Err(VisionRefusal::GoalIncomplete(missing).into());
        }
        Ok(vec![readied.into()])
    }

    fn drop_goal(&self, dropped: PolicyGoalDropped) -> Result<Vec<VisionEvent>, Refusal> {
        if self.dropped.get(&dropped.goal) == Some(&dropped) {
            return Ok(vec![]);
        }
        if !self.goals.contains_key(&dropped.goal) {
            return Err(VisionRefusal::GoalUnknown.into());
        }
        Ok(vec![dropped.into()])
    }

    fn end_development(&self, ended: DevelopmentEnded) -> Result<Vec<VisionEvent>, Refusal> {
        if self.ended.get(&ended.development) == Some(&ended) {
            return Ok(vec![]);
        }
        if !self.developments.contains_key(&ended.development) {
            return Err(VisionRefusal::DevelopmentUnknown.into());
        }
        Ok(vec![ended.into()])
    }
}

impl Decider for Vision {
    const CATEGORY: &'static str = "vision";
    type Command = VisionCommand;
    type Event = VisionEvent;

    fn decide(&self, command: VisionCommand) -> Result<Vec<VisionEvent>, Refusal> {
        match command {
            VisionCommand::State { social, quality, change } => self.state(social, quality, change),
            VisionCommand::RecordGoal(goal) => {
                goal.faults().check()?;
                if self.goals.get(&goal.key).is_some_and(|known| known.goal == *goal) {
                    return Ok(vec![]);
                }
                Ok(vec![PolicyGoalRecorded { goal: *goal }.into()])
            }
            VisionCommand::ReadyGoal(readied) => self.ready_goal(readied),
            VisionCommand::DropGoal(dropped) => self.drop_goal(dropped),
            VisionCommand::LinkPrinciple(links) => {
                repeated(&links.links).check()?;
                let already = self.links.get(&links.principle) == Some(&links);
                Ok(if already { vec![] } else { vec![links.into()] })
            }
            VisionCommand::LinkInput(links) => {
                repeated(&links.links).check()?;
                let already = self.input_links.get(&links.input.key()) == Some(&links);
                Ok(if already { vec![] } else { vec![links.into()] })
            }
            VisionCommand::NoteDevelopment(development) => {
                let already = self.developments.get(&development.key) == Some(&development);
                Ok(if already { vec![] } else { vec![DevelopmentNoted { development }.into()] })
            }
            VisionCommand::EndDevelopment(ended) => self.end_development(ended),
            VisionCommand::TrackCompanion { tracked, published } => {
                if self.companions.get(&tracked.kind) == Some(&tracked) {
                    return Ok(vec![]);
                }
                tracked.faults(published).check()?;
                Ok(vec![tracked.into()])
            }
        }
    }

    fn evolve(&mut self, event: &VisionEvent) {
        match event.clone() {
            VisionEvent::VisionStated(stated) => self.statement = Some(stated),
            VisionEvent::PolicyGoalRecorded(PolicyGoalRecorded { goal }) => {
                self.dropped.remove(&goal.key);
                self.goals.insert(goal.key.clone(), GoalState { goal, ready: false });
            }
            VisionEvent::PolicyGoalReadied(readied) => {
                if let Some(known) = self.goals.get_mut(&readied.goal) {
                    known.ready = true;
                }
            }
            VisionEvent::PolicyGoalDropped(dropped) => {
                self.goals.remove(&dropped.goal);
                self.dropped.insert(dropped.goal.clone(), dropped);
            }
            VisionEvent::PrincipleLinksRecorded(links) => {
                self.links.insert(links.principle.clone(), links);
            }
            VisionEvent::InputLinksRecorded(links) => {
                self.input_links.insert(links.input.key(), links);
            }
            VisionEvent::DevelopmentNoted(DevelopmentNoted { development }) => {
                self.ended.remove(&development.key);
                self.developments.insert(development.key.clone(), development);
            }
            VisionEvent::DevelopmentEnded(ended) => {
                self.developments.remove(&ended.development);
                self.ended.insert(ended.development.clone(), ended);
            }
            VisionEvent::CompanionDocumentTracked(tracked) => {
                self.companions.insert(tracked.kind, tracked);
            }
        }
    }
}

aggregate!(Vision);
