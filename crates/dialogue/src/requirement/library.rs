//! The requirements that a municipality keeps at hand, to pick from in its trajectories.
//!
//! The names of the events are the storage format: they never change.

use super::{Context, Requirement, RequirementRefusal};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::trajectory::Law;
use crate::{Refusal, RequirementId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

/// An entry was added to the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementLibraryEntryAdded {
    /// The entry.
    pub entry: RequirementId,
    /// The requirement.
    pub requirement: Requirement,
}

/// An entry got a next version. Whoever picked an earlier one keeps that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementLibraryEntryRevised {
    /// The entry.
    pub entry: RequirementId,
    /// Which version this is, from 2.
    pub version: u32,
    /// The requirement.
    pub requirement: Requirement,
    /// What changed, and why.
    pub change: Paragraph,
}

/// An entry is no longer used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementLibraryEntryRetired {
    /// The entry.
    pub entry: RequirementId,
    /// Why.
    pub reason: Paragraph,
}

events! {
    /// What can have happened to the library of a municipality.
    RequirementLibraryEvent in "requirement-library" {
        RequirementLibraryEntryAdded v 1,
        RequirementLibraryEntryRevised v 1,
        RequirementLibraryEntryRetired v 1,
    }
}

/// What can be asked of the library of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum RequirementLibraryCommand {
    Add { entry: RequirementId, requirement: Box<Requirement> },
    Revise { entry: RequirementId, requirement: Box<Requirement>, change: Paragraph },
    Retire { entry: RequirementId, reason: Paragraph },
}

/// An entry of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryEntry {
    /// The requirement in its last version.
    pub requirement: Requirement,
    /// Which version that is.
    pub version: u32,
    /// What changed last.
    pub change: Option<Paragraph>,
    /// Why it is no longer used.
    pub retired: Option<Paragraph>,
}

/// How many entries a library can hold.
const ENTRIES_MAX: usize = 2_000;

/// The state of the library of a municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementLibrary {
    entries: BTreeMap<RequirementId, LibraryEntry>,
}

impl RequirementLibrary {
    /// An entry that can be picked.
    ///
    /// # Errors
    /// When there is none, or it is no longer used.
    pub fn entry(&self, entry: RequirementId) -> Result<&LibraryEntry, Refusal> {
        match self.entries.get(&entry) {
            None => Err(RequirementRefusal::EntryUnknown.into()),
            Some(LibraryEntry { retired: Some(_), .. }) => {
                Err(RequirementRefusal::EntryRetired.into())
            }
            Some(known) => Ok(known),
        }
    }

    fn add(
        &self,
        entry: RequirementId,
        requirement: Requirement,
    ) -> Result<Vec<RequirementLibraryEvent>, Refusal> {
        check(&requirement)?;
        if let Some(known) = self.entries.get(&entry) {
            return match known.requirement == requirement {
                true => Ok(vec![]),
                false => Err(RequirementRefusal::EntryUnknown.into()),
            };
        }
        if self.entries.len() >= ENTRIES_MAX {
            let text = format!("Een bibliotheek telt hoogstens {ENTRIES_MAX} eisen.");
            return Err(Faults::one("", text).into());
        }
        Ok(vec![RequirementLibraryEntryAdded { entry, requirement }.into()])
    }

    fn revise(
        &self,
        entry: RequirementId,
        requirement: Requirement,
        change: Paragraph,
    ) -> Result<Vec<RequirementLibraryEvent>, Refusal> {
        let known = self.entry(entry)?;
        check(&requirement)?;
        if known.requirement == requirement {
            return Ok(vec![]);
        }
        let version = known.version + 1;
        Ok(vec![RequirementLibraryEntryRevised { entry, version, requirement, change }.into()])
    }

    fn retire(
        &self,
        entry: RequirementId,
        reason: Paragraph,
    ) -> Result<Vec<RequirementLibraryEvent>, Refusal> {
        match self.entry(entry) {
            Ok(_) => Ok(vec![RequirementLibraryEntryRetired { entry, reason }.into()]),
            Err(_) if self.entries.contains_key(&entry) => Ok(vec![]),
            Err(refusal) => Err(refusal),
        }
    }
}

/// In a library every known source may be used: which acts hold is known at the trajectory.
fn check(requirement: &Requirement) -> Result<(), Faults> {
    let laws = BTreeSet::from([Law::YouthAct, Law::SocialSupportAct]);
    let context = Context { laws: &laws, goals: None };
    let mut faults = requirement.faults(&context, "/requirement");
    faults.unless(
        requirement.library.is_none(),
        "/requirement/library",
        "Een eis in de bibliotheek komt niet zelf uit een bibliotheek.",
    );
    faults.check()
}

impl Decider for RequirementLibrary {
    const CATEGORY: &'static str = "requirement-library";
    type Command = RequirementLibraryCommand;
    type Event = RequirementLibraryEvent;

    fn decide(
        &self,
        command: RequirementLibraryCommand,
    ) -> Result<Vec<RequirementLibraryEvent>, Refusal> {
        match command {
            RequirementLibraryCommand::Add { entry, requirement } => self.add(entry, *requirement),
            RequirementLibraryCommand::Revise { entry, requirement, change } => {
                self.revise(entry, *requirement, change)
            }
            RequirementLibraryCommand::Retire { entry, reason } => self.retire(entry, reason),
        }
    }

    fn evolve(&mut self, event: &RequirementLibraryEvent) {
        match event.clone() {
            RequirementLibraryEvent::RequirementLibraryEntryAdded(added) => {
                let requirement = added.requirement;
                let entry = LibraryEntry { requirement, version: 1, change: None, retired: None };
                self.entries.insert(added.entry, entry);
            }
            RequirementLibraryEvent::RequirementLibraryEntryRevised(revised) => {
                if let Some(known) = self.entries.get_mut(&revised.entry) {
                    known.requirement = revised.requirement;
                    known.version = revised.version;
                    known.change = Some(revised.change);
                }
            }
            RequirementLibraryEvent::RequirementLibraryEntryRetired(retired) => {
                if let Some(known) = self.entries.get_mut(&retired.entry) {
                    known.retired = Some(retired.reason);
                }
            }
        }
    }
}

aggregate!(RequirementLibrary);
