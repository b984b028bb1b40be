//! What a trajectory takes over from the one before it: the cycle goes round (Handreiking
//! kwaliteitscriteria, § 11). Everything that is open there gets an answer here, before the vision
//! phase closes.
//!
//! The names of the events are the storage format: they never change.

use crate::consultation::Disposition;
use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::events::events;
use crate::refusal::Told;
use crate::requirement::Specification;
use crate::review::ReviewSubject;
use crate::trajectory::{DocumentReference, Trajectory};
use crate::vision::Vision;
use crate::{
    AdviceId, CommitmentId, ConsultationRoundId, ContractId, PerformanceTalkId, Refusal,
    RequirementId, ReviewId, SessionId, TrajectoryId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug, Whole};

/// How many items are taken over at most.
const ITEMS_MAX: usize = 1_000;

/// Where in the trajectory before something was left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum CarryOverOrigin {
    /// A lesson of a concluded review, from the findings about these.
    Lesson { review: ReviewId, lesson: Whole, from: Vec<ReviewSubject> },
    /// A promise under a contract that was not kept or released.
    Commitment { contract: ContractId, commitment: CommitmentId },
    /// A promise for every contract that was not kept or released.
    GeneralCommitment { commitment: CommitmentId },
    /// A promise from a session of which nobody told what became of it.
    SessionCommitment { session: SessionId, commitment: Whole },
    /// An action from a session that has no result.
    SessionAction { session: SessionId, action: Whole },
    /// An action of a performance talk that was not closed.
    Action { talk: PerformanceTalkId, action: Slug },
    /// An item of the report of a consultation round that waits on the development agenda.
    AgendaItem { round: ConsultationRoundId, item: Whole },
    /// A recommendation of a client council without a response, or adopted without a text yet.
    Recommendation { advice: AdviceId, recommendation: Whole },
}

impl CarryOverOrigin {
    /// Whether everyone may read it. What was left open with one provider is between its contract
    /// parties.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        match self {
            Self::Lesson { .. }
            | Self::AgendaItem { .. }
            | Self::Recommendation { .. }
            | Self::SessionCommitment { .. }
            | Self::SessionAction { .. } => true,
            Self::Commitment { .. } | Self::GeneralCommitment { .. } | Self::Action { .. } => false,
        }
    }
}

/// Something that was left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryOverItem {
    /// Its number, from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// Where it was left open.
    pub origin: CarryOverOrigin,
    /// What it says.
    pub text: Prose,
}

/// A trajectory began with what was left open in the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryOverStarted {
    /// The trajectory before it.
    pub predecessor: TrajectoryId,
    /// What was left open there.
    pub items: Vec<CarryOverItem>,
}

/// More was left open in the trajectory before, since it was looked last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryOverExtended {
    /// What came to it.
    pub items: Vec<CarryOverItem>,
}

/// It was told what is done with something that was left open. An answer is never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarryOverItemAnswered {
    /// The number of the item.
    #[schema(example = 1)]
    pub item: Whole,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
}

/// In what something that was taken over comes back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum CarryOverTarget {
    /// In a policy goal of the vision.
    Goal { goal: Slug },
    /// In a guiding principle.
    Principle { principle: Slug },
    /// In a version of a document.
    Document { document: DocumentReference },
    /// In a requirement of a published version of the requirements.
    Requirement { requirement: RequirementId },
}

/// It was told in what something that was taken over comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarryOverItemLinked {
    /// The number of the item.
    #[schema(example = 1)]
    pub item: Whole,
    /// In what it comes back.
    pub target: CarryOverTarget,
    /// How it comes back there.
    pub explanation: Paragraph,
}

events! {
    /// What can have happened to what a trajectory takes over from the one before it.
    CarryOverEvent in "carry-over" {
        CarryOverStarted v 1,
        CarryOverExtended v 1,
        CarryOverItemAnswered v 1,
        CarryOverItemLinked v 1,
    }
}

/// What can be asked of what a trajectory takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarryOverCommand {
    /// Begins with what is open in another trajectory, or looks there again. `open` are facts from
    /// other streams.
    Start {
        /// The trajectory that begins.
        trajectory: TrajectoryId,
        /// The one before it.
        predecessor: TrajectoryId,
        /// What is open there.
        open: Vec<(CarryOverOrigin, Prose)>,
    },
    /// Tells what is done with an item.
    Answer(CarryOverItemAnswered),
    /// Tells in what an item comes back.
    Link(CarryOverItemLinked),
}

/// Why something about what a trajectory takes over is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarryOverRefusal {
    /// Nothing was taken over.
    Unknown,
    /// The trajectory took over from another one.
    OtherPredecessor,
    /// Somebody buys who did not buy in the trajectory before.
    OtherMunicipalities,
    /// More is open than can be taken over.
    TooMany,
    /// There is no such item.
    ItemUnknown,
    /// It has an answer.
    ItemAnswered,
    /// It was not adopted, so it comes back in nothing.
    ItemNotAdopted,
}

impl CarryOverRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Unknown => Told::unknown(
                "carry-over-unknown",
                "Dit traject heeft niets overgenomen uit een vorig traject.",
            ),
            Self::OtherPredecessor => Told::state(
                "carry-over-other-predecessor",
                "Dit traject is het vervolg van een ander traject. Dat verandert niet meer.",
            ),
            Self::OtherMunicipalities => Told::state(
                "carry-over-other-municipalities",
                "In dit traject koopt een gemeente in die in het vorige niet meedeed. Wat daar \
                 openstaat, is niet voor haar bestemd.",
            ),
            Self::TooMany => Told::state(
                "carry-over-too-many",
                format!(
                    "Er staat te veel open in het vorige traject: hoogstens {ITEMS_MAX} punten \
                     gaan mee. Handel daar eerst af wat kan."
                ),
            ),
            Self::ItemUnknown => Told::unknown(
                "carry-over-item-unknown",
                "Dit punt staat niet in de lijst van wat is overgenomen.",
            ),
            Self::ItemAnswered => Told::state(
                "carry-over-item-answered",
                "Over dit punt is al verteld wat ermee gebeurt. Dat verandert niet meer.",
            ),
            Self::ItemNotAdopted => Told::state(
                "carry-over-item-not-adopted",
                "Dit punt is niet overgenomen, dus komt het nergens terug.",
            ),
        }
    }
}

/// In what something that was taken over can come back: facts from other streams.
pub struct CarryOverTargets<'a> {
    /// The trajectory, with its principles and documents.
    pub trajectory: &'a Trajectory,
    /// The vision behind it.
    pub vision: &'a Vision,
    /// The last version of its requirements, once published.
    pub requirements: Option<&'a Specification>,
}

impl CarryOverTargets<'_> {
    /// What is not there of that to which is linked.
    #[must_use]
    pub fn faults_of(&self, target: &CarryOverTarget) -> Faults {
        let (there, field, told) = match target {
            CarryOverTarget::Goal { goal } => (
                self.vision.goals().any(|it| it.goal.key == *goal),
                "/target/goal",
                "De visie van dit traject heeft dit beleidsdoel niet.",
            ),
            CarryOverTarget::Principle { principle } => (
                self.trajectory.principles().iter().any(|it| it.key == *principle),
                "/target/principle",
                "Dit traject heeft dit uitgangspunt niet.",
            ),
            CarryOverTarget::Document { document } => (
                self.trajectory.document(document.document, document.version.get()).is_some(),
                "/target/document",
                "Deze versie van het document is in dit traject niet gepubliceerd.",
            ),
            CarryOverTarget::Requirement { requirement } => (
                self.requirements.is_some_and(|it| it.requirement(*requirement).is_some()),
                "/target/requirement",
                "Deze eis staat niet in de laatste gepubliceerde versie van de eisen.",
            ),
        };
        let mut faults = Faults::none();
        faults.unless(there, field, told);
        faults
    }
}

/// The state of what a trajectory takes over from the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    predecessor: Option<TrajectoryId>,
    items: Vec<CarryOverItem>,
    answers: BTreeMap<Whole, CarryOverItemAnswered>,
    links: Vec<CarryOverItemLinked>,
}

impl CarryOver {
    /// The trajectory before it, when there is one.
    #[must_use]
    pub const fn predecessor(&self) -> Option<TrajectoryId> {
        self.predecessor
    }

    /// What was left open there, by number.
    #[must_use]
    pub fn items(&self) -> &[CarryOverItem] {
        &self.items
    }

    /// What is done with an item, once that was told.
    #[must_use]
    pub fn answer(&self, item: Whole) -> Option<&CarryOverItemAnswered> {
        self.answers.get(&item)
    }

    /// In what an item comes back.
    pub fn links(&self, item: Whole) -> impl Iterator<Item = &CarryOverItemLinked> {
        self.links.iter().filter(move |it| it.item == item)
    }

    /// How many items wait for an answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.items.len() - self.answers.len()
    }

    fn start(
        &self,
        trajectory: TrajectoryId,
        predecessor: TrajectoryId,
        mut open: Vec<(CarryOverOrigin, Prose)>,
    ) -> Result<Vec<CarryOverEvent>, Refusal> {
        if trajectory == predecessor {
            let told = "Een traject is niet het vervolg van zichzelf.";
            return Err(Faults::one("/predecessor", told).into());
        }
        if self.predecessor.is_some_and(|known| known != predecessor) {
            return Err(CarryOverRefusal::OtherPredecessor.into());
        }
        open.retain(|(origin, _)| self.items.iter().all(|known| known.origin != *origin));
        if self.items.len() + open.len() > ITEMS_MAX {
            return Err(CarryOverRefusal::TooMany.into());
        }
        let first = u32::try_from(self.items.len()).unwrap_or(u32::MAX).saturating_add(1);
        let items = (first..).zip(open).map(|(number, (origin, text))| CarryOverItem {
            number: Whole::new(number),
            origin,
            text,
        });
        let items: Vec<_> = items.collect();
        Ok(match (self.predecessor, items.is_empty()) {
            (None, _) => vec![CarryOverStarted { predecessor, items }.into()],
            (Some(_), true) => vec![],
            (Some(_), false) => vec![CarryOverExtended { items }.into()],
        })
    }

    /// The item of a number.
    fn item(&self, number: Whole) -> Result<&CarryOverItem, Refusal> {
        if self.predecessor.is_none() {
            return Err(CarryOverRefusal::Unknown.into());
        }
        let found = self.items.iter().find(|it| it.number == number);
        found.ok_or_else(|| CarryOverRefusal::ItemUnknown.into())
    }

    fn give(&self, answered: CarryOverItemAnswered) -> Result<Vec<CarryOverEvent>, Refusal> {
        self.item(answered.item)?;
        match self.answers.get(&answered.item) {
            Some(same) if *same == answered => return Ok(vec![]),
            Some(_) => return Err(CarryOverRefusal::ItemAnswered.into()),
            None => {}
        }
        personal_faults("/reason", answered.reason.as_ref()).check()?;
        Ok(vec![answered.into()])
    }

    fn link(&self, linked: CarryOverItemLinked) -> Result<Vec<CarryOverEvent>, Refusal> {
        self.item(linked.item)?;
        if self.links.contains(&linked) {
            return Ok(vec![]);
        }
        let adopted = self.answers.get(&linked.item).is_some_and(|it| {
            matches!(it.disposition, Disposition::Adopted | Disposition::PartlyAdopted)
        });
        if !adopted {
            return Err(CarryOverRefusal::ItemNotAdopted.into());
        }
        personal_faults("/explanation", linked.explanation.as_ref()).check()?;
        Ok(vec![linked.into()])
    }
}

impl Decider for CarryOver {
    const CATEGORY: &'static str = "carry-over";
    type Command = CarryOverCommand;
    type Event = CarryOverEvent;

    fn decide(&self, command: CarryOverCommand) -> Result<Vec<CarryOverEvent>, Refusal> {
        match command {
            CarryOverCommand::Start { trajectory, predecessor, open } => {
                self.start(trajectory, predecessor, open)
            }
            CarryOverCommand::Answer(answered) => self.give(answered),
            CarryOverCommand::Link(linked) => self.link(linked),
        }
    }

    fn evolve(&mut self, event: &CarryOverEvent) {
        match event.clone() {
            CarryOverEvent::CarryOverStarted(started) => {
                (self.predecessor, self.items) = (Some(started.predecessor), started.items);
            }
            CarryOverEvent::CarryOverExtended(extended) => self.items.extend(extended.items),
            CarryOverEvent::CarryOverItemAnswered(answered) => {
                self.answers.insert(answered.item, answered);
            }
            CarryOverEvent::CarryOverItemLinked(linked) => self.links.push(linked),
        }
    }
}

aggregate!(CarryOver);
