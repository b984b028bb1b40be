//! Requirements (kwaliteitseisen): a library per municipality, the set of a trajectory in
//! versions, and what providers say about the burden of one.

mod balance;
mod changes;
mod check;
mod coherence;
mod flag;
mod library;
mod model;
mod proportion;
mod refusal;
mod rules;
mod set;
mod specification;

pub use balance::{Balance, BurdenTotal, LevelCounts, RequirementBurden};
pub use changes::{RequirementChange, RequirementComparison, RequirementPair, SetChanges};
pub use check::{KnownOverlap, RequirementCheck, RequirementFinding, RequirementFindingKind};
pub use coherence::{Coherence, CoherenceGap, CoherenceOrigin, CoherenceThread, GapKind};
pub use flag::{
    FlagAlternative, FlagKind, RequirementFlag, RequirementFlagCommand,
    RequirementFlagDispositionGiven, RequirementFlagEvent, RequirementFlagWithdrawn,
    RequirementFlagged,
};
pub use library::{
    LibraryEntry, RequirementLibrary, RequirementLibraryCommand, RequirementLibraryEntryAdded,
    RequirementLibraryEntryRetired, RequirementLibraryEntryRevised, RequirementLibraryEvent,
};
pub use model::{
    Burden, BurdenBearer, BurdenUnit, FlowDown, Influence, LibraryReference, Requirement,
    RequirementKind, RequirementLevel, RequirementObject, RequirementPlace, RequirementSource,
    SpecificationMode, SuitabilityTest,
};
pub use proportion::{KnownCount, Proportionality, RequirementProportion};
pub use refusal::RequirementRefusal;
pub use set::{
    RequirementDrafted, RequirementDropped, RequirementSet, RequirementSetCommand,
    RequirementSetEvent, RequirementSetFlagAnswered, RequirementSetFlagRegistered,
    RequirementSetGoalsRecorded, RequirementSetLearningDescribed, RequirementSetPublished,
    RequirementSetRegionDescribed, RequirementSetRisksRecorded,
};
pub use specification::{
    Goal, LearningProcess, MinimumException, NumberedRequirement, RegionTraits, Risk, RiskBearer,
    Specification,
};

use crate::trajectory::Law;
use std::collections::BTreeSet;
use vocabulary::Slug;

/// What a requirement is held against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The acts under which is bought.
    pub laws: &'a BTreeSet<Law>,
    /// The goals of the trajectory; none in a library, where there are no goals.
    pub goals: Option<&'a BTreeSet<Slug>>,
}
