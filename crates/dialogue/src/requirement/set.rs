//! The requirements of a trajectory: drafted, checked, published in versions that never change.
//!
//! The names of the events are the storage format: they never change.

use super::specification::{goal_faults, risk_faults};
use super::{
    Context, Goal, LearningProcess, MinimumException, RegionTraits, Requirement,
    RequirementRefusal, Risk, Specification,
};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::knowledge::KnownSource;
use crate::trajectory::{Instrument, Law};
use crate::{Refusal, RequirementFlagId, RequirementId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

/// The goals were recorded; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetGoalsRecorded {
    /// The goals.
    pub goals: Vec<Goal>,
}

/// The risks were recorded; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetRisksRecorded {
    /// The risks.
    pub risks: Vec<Risk>,
}

/// How is learned was described; it takes the place of an earlier description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetLearningDescribed {
    /// How is learned.
    pub learning: LearningProcess,
}

/// What the region is like was described; it takes the place of an earlier description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetRegionDescribed {
    /// What the region is like.
    pub region: RegionTraits,
}

/// A requirement was drafted, or another text took its place. It is not published yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementDrafted {
    /// The requirement.
    pub id: RequirementId,
    /// What it says.
    pub requirement: Requirement,
}

/// A requirement was taken out of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementDropped {
    /// The requirement.
    pub id: RequirementId,
    /// Why.
    pub reason: Paragraph,
}

/// A version of the requirements was published. It is never edited: a change is a next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetPublished {
    /// Which version, from 1.
    pub version: u32,
    /// What is asked.
    pub specification: Specification,
    /// What of the legal minimum was left out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<MinimumException>,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
}

/// A provider flagged a requirement: the set owes an answer from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetFlagRegistered {
    /// The flag.
    pub flag: RequirementFlagId,
}

/// A flag needs no more answer: it has one, or it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementSetFlagAnswered {
    /// The flag.
    pub flag: RequirementFlagId,
}

events! {
    /// What can have happened to the requirements of a trajectory.
    RequirementSetEvent in "requirement-set" {
        RequirementSetGoalsRecorded v 1,
        RequirementSetRisksRecorded v 1,
        RequirementSetLearningDescribed v 1,
        RequirementSetRegionDescribed v 1,
        RequirementDrafted v 1,
        RequirementDropped v 1,
        RequirementSetPublished v 1,
        RequirementSetFlagRegistered v 1,
        RequirementSetFlagAnswered v 1,
    }
}

/// What can be asked of the requirements of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum RequirementSetCommand {
    RecordGoals(Vec<Goal>),
    RecordRisks(Vec<Risk>),
    DescribeLearning(LearningProcess),
    DescribeRegion(RegionTraits),
    /// All of them, or none. `laws`: under which acts the trajectory buys.
    Draft {
        requirements: Vec<(RequirementId, Requirement)>,
        laws: BTreeSet<Law>,
    },
    /// Refers to known sources; what is referred to already is left as it is.
    DraftKnown {
        requirements: Vec<(RequirementId, Requirement)>,
        laws: BTreeSet<Law>,
    },
    Drop {
        id: RequirementId,
        reason: Paragraph,
    },
    Publish {
        change: Option<Paragraph>,
        exceptions: Vec<MinimumException>,
        laws: BTreeSet<Law>,
        instrument: Option<Instrument>,
    },
    /// `requirement`: which one is flagged, in the version that was published last.
    RegisterFlag {
        flag: RequirementFlagId,
        requirement: RequirementId,
    },
    AnswerFlag(RequirementFlagId),
}

/// How many requirements a set can hold.
pub(super) const REQUIREMENTS_MAX: usize = 300;

/// The state of the requirements of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementSet {
    draft: Specification,
    published: Option<RequirementSetPublished>,
    dropped: BTreeSet<RequirementId>,
    flags: BTreeSet<RequirementFlagId>,
    answered: BTreeSet<RequirementFlagId>,
}

impl RequirementSet {
    /// What is drafted now.
    #[must_use]
    pub const fn draft(&self) -> &Specification {
        &self.draft
    }

    /// The version that was published last.
    ///
    /// # Errors
    /// When none was.
    pub fn published(&self) -> Result<&RequirementSetPublished, Refusal> {
        self.published.as_ref().ok_or_else(|| RequirementRefusal::SetUnknown.into())
    }

    /// The flags that wait for an answer.
    pub fn unanswered(&self) -> impl Iterator<Item = RequirementFlagId> {
        self.flags.difference(&self.answered).copied()
    }

    fn draft_all(
        &self,
        requirements: Vec<(RequirementId, Requirement)>,
        laws: &BTreeSet<Law>,
    ) -> Result<Vec<RequirementSetEvent>, Refusal> {
        let goals = self.draft.goal_keys();
        let context = Context { laws, goals: Some(&goals) };
        let mut faults = Faults::none();
        let many = requirements.len() > 1;
        for (place, (_, requirement)) in requirements.iter().enumerate() {
            let at = if many { format!("/{place}") } else { String::new() };
            faults.extend(requirement.faults(&context, &at).into_vec());
        }
        let known = |id: &RequirementId| self.draft.requirement(*id).is_some();
        let more = requirements.iter().filter(|(id, _)| !known(id)).count();
        faults.unless(
            self.draft.requirements.len() + more <= REQUIREMENTS_MAX,
            "",
            format!("Er mogen hoogstens {REQUIREMENTS_MAX} eisen zijn."),
        );
        faults.check()?;
        Ok(requirements
            .into_iter()
            .filter(|(id, requirement)| self.draft.requirement(*id) != Some(requirement))
            .map(|(id, requirement)| RequirementDrafted { id, requirement }.into())
            .collect())
    }

    fn draft_known(
        &self,
        mut requirements: Vec<(RequirementId, Requirement)>,
        laws: &BTreeSet<Law>,
    ) -> Result<Vec<RequirementSetEvent>, Refusal> {
        requirements.retain(|(_, new)| {
            let mut drafted = self.draft.requirements.iter().map(|it| &it.requirement);
            drafted.all(|it| it.source != new.source)
        });
        self.draft_all(requirements, laws)
    }

    fn drop_requirement(
        &self,
        id: RequirementId,
        reason: Paragraph,
    ) -> Result<Vec<RequirementSetEvent>, Refusal> {
        if self.draft.requirement(id).is_some() {
            return Ok(vec![RequirementDropped { id, reason }.into()]);
        }
        if self.dropped.contains(&id) {
            return Ok(vec![]);
        }
        Err(RequirementRefusal::Unknown.into())
    }

    fn publish(
        &self,
        change: Option<Paragraph>,
        exceptions: Vec<MinimumException>,
        laws: &BTreeSet<Law>,
        instrument: Option<Instrument>,
    ) -> Result<Vec<RequirementSetEvent>, Refusal> {
        let before = self.published.as_ref();
        let next = RequirementSetPublished {
            version: before.map_or(1, |before| before.version + 1),
            specification: self.draft.clone(),
            exceptions,
            change,
        };
        if let Some(before) = before {
            if *before == (RequirementSetPublished { version: before.version, ..next.clone() }) {
                return Ok(vec![]);
            }
            if before.specification == next.specification && before.exceptions == next.exceptions {
                return Err(RequirementRefusal::NothingNew.into());
            }
        }
        let mut faults = Faults::none();
        faults.unless(
            before.is_none() || next.change.is_some(),
            "/change",
            "Vertel bij een nieuwe versie wat er is veranderd en waarom.",
        );
        faults.unless(
            !next.specification.requirements.is_empty(),
            "",
            "Neem minstens één eis op voordat u publiceert.",
        );
        let required = |it: &MinimumException| {
            KnownSource::minimum(laws, instrument).any(|known| known.reference() == it.source)
        };
        for (place, exception) in next.exceptions.iter().enumerate() {
            faults.unless(
                required(exception),
                format!("/exceptions/{place}/source"),
                "Dit hoort niet bij het wettelijke minimum van dit traject.",
            );
        }
        faults.check()?;
        let missing = next.specification.missing_minimum(laws, instrument).filter(|known| {
            next.exceptions.iter().all(|exception| exception.source != known.reference())
        });
        let mut told = Faults::none();
        for known in missing {
            told.add("/exceptions", format!("{} ({})", known.title, known.place));
        }
        if !told.is_empty() {
            return Err(RequirementRefusal::MinimumMissing(told).into());
        }
        match self.unanswered().count() {
            0 => Ok(vec![next.into()]),
            waiting => Err(RequirementRefusal::FlagsUnanswered(waiting).into()),
        }
    }

    fn register_flag(
        &self,
        flag: RequirementFlagId,
        requirement: RequirementId,
    ) -> Result<Vec<RequirementSetEvent>, Refusal> {
        let published = self.published()?;
        if published.specification.requirement(requirement).is_none() {
            return Err(RequirementRefusal::Unknown.into());
        }
        Ok(if self.flags.contains(&flag) {
            vec![]
        } else {
            vec![RequirementSetFlagRegistered { flag }.into()]
        })
    }

    fn answer_flag(&self, flag: RequirementFlagId) -> Result<Vec<RequirementSetEvent>, Refusal> {
        match (self.flags.contains(&flag), self.answered.contains(&flag)) {
            (false, _) => Err(RequirementRefusal::FlagUnknown.into()),
            (true, true) => Ok(vec![]),
            (true, false) => Ok(vec![RequirementSetFlagAnswered { flag }.into()]),
        }
    }
}

/// An event, unless it would say what is so already.
fn unless<E: Into<RequirementSetEvent>>(already: bool, event: E) -> Vec<RequirementSetEvent> {
    if already { vec![] } else { vec![event.into()] }
}

impl Decider for RequirementSet {
    const CATEGORY: &'static str = "requirement-set";
    type Command = RequirementSetCommand;
    type Event = RequirementSetEvent;

    fn decide(&self, command: RequirementSetCommand) -> Result<Vec<RequirementSetEvent>, Refusal> {
        match command {
            RequirementSetCommand::RecordGoals(goals) => {
                goal_faults(&goals, &self.draft).check()?;
                Ok(unless(self.draft.goals == goals, RequirementSetGoalsRecorded { goals }))
            }
            RequirementSetCommand::RecordRisks(risks) => {
                risk_faults(&risks).check()?;
                Ok(unless(self.draft.risks == risks, RequirementSetRisksRecorded { risks }))
            }
            RequirementSetCommand::DescribeLearning(learning) => {
                let already = self.draft.learning.as_ref() == Some(&learning);
                Ok(unless(already, RequirementSetLearningDescribed { learning }))
            }
            RequirementSetCommand::DescribeRegion(region) => {
                let already = self.draft.region.as_ref() == Some(&region);
                Ok(unless(already, RequirementSetRegionDescribed { region }))
            }
            RequirementSetCommand::Draft { requirements, laws } => {
                self.draft_all(requirements, &laws)
            }
            RequirementSetCommand::DraftKnown { requirements, laws } => {
                self.draft_known(requirements, &laws)
            }
            RequirementSetCommand::Drop { id, reason } => self.drop_requirement(id, reason),
            RequirementSetCommand::Publish { change, exceptions, laws, instrument } => {
                self.publish(change, exceptions, &laws, instrument)
            }
            RequirementSetCommand::RegisterFlag { flag, requirement } => {
                self.register_flag(flag, requirement)
            }
            RequirementSetCommand::AnswerFlag(flag) => self.answer_flag(flag),
        }
    }

    fn evolve(&mut self, event: &RequirementSetEvent) {
        match event.clone() {
            RequirementSetEvent::RequirementSetGoalsRecorded(it) => self.draft.goals = it.goals,
            RequirementSetEvent::RequirementSetRisksRecorded(it) => self.draft.risks = it.risks,
            RequirementSetEvent::RequirementSetLearningDescribed(it) => {
                self.draft.learning = Some(it.learning);
            }
            RequirementSetEvent::RequirementSetRegionDescribed(it) => {
                self.draft.region = Some(it.region);
            }
            RequirementSetEvent::RequirementDrafted(it) => {
                self.dropped.remove(&it.id);
                self.draft.put(it.id, it.requirement);
            }
            RequirementSetEvent::RequirementDropped(it) => {
                self.dropped.insert(it.id);
                self.draft.requirements.retain(|known| known.id != it.id);
            }
            RequirementSetEvent::RequirementSetPublished(it) => self.published = Some(it),
            RequirementSetEvent::RequirementSetFlagRegistered(it) => {
                self.flags.insert(it.flag);
            }
            RequirementSetEvent::RequirementSetFlagAnswered(it) => {
                self.answered.insert(it.flag);
            }
        }
    }
}

aggregate!(RequirementSet);
