//! A combination (combinatie, consortium): parties that tender together. Every member says itself
//! that it takes part, and the buyer checks what it does to competition.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use crate::{ProviderId, Refusal, Sealed, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Whole};

/// A member of a combination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CombinationMember {
    /// The provider.
    pub provider: ProviderId,
    /// Which organisation it is: for the other members and those who evaluate.
    pub identity: Sealed,
}

/// What the members say of competition (art. 6 Mededingingswet).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompetitionStatement {
    /// Whether each of them could tender alone.
    pub could_tender_alone: bool,
    /// Why they tender together, and what clients gain by it.
    pub reason: Prose,
}

/// A combination was declared by the member that speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CombinationDeclared {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// Who speaks for it: the single point of contact (penvoerder).
    pub lead: CombinationMember,
    /// The other members.
    pub members: Vec<CombinationMember>,
    /// Who does what.
    pub division: Prose,
    /// What they say of competition.
    pub competition: CompetitionStatement,
}

/// A member confirmed that it takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CombinationConfirmed {
    /// The member.
    pub member: ProviderId,
}

/// The buyer checked what the combination does to competition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CombinationAssessed {
    /// Whether it can tender.
    pub admitted: bool,
    /// Why.
    pub reasons: Paragraph,
}

events! {
    /// What can have happened to a combination.
    CombinationEvent in "combination" {
        CombinationDeclared v 1,
        CombinationConfirmed v 1,
        CombinationAssessed v 1,
    }
}

/// What can be asked of a combination.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum CombinationCommand {
    Declare(Box<CombinationDeclared>),
    Confirm { member: ProviderId },
    Assess(CombinationAssessed),
}

/// Why something about a combination is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CombinationRefusal {
    /// There is no such combination, or none that the caller may know of.
    Unknown,
    /// It was declared before, with another content.
    Exists,
    /// Members that have not confirmed, by how many.
    Unconfirmed(usize),
}

impl CombinationRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("combination-unknown", "Deze combinatie bestaat niet."),
            Self::Exists => Told::state(
                "combination-exists",
                "Deze combinatie is al gemeld met een andere inhoud.",
            ),
            Self::Unconfirmed(count) => Told::state(
                "combination-unconfirmed",
                format!("Nog {count} van de leden moeten zelf bevestigen dat zij meedoen."),
            ),
        }
    }
}

/// The state of a combination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Combination {
    declared: Option<CombinationDeclared>,
    confirmed: BTreeSet<ProviderId>,
    assessed: Option<CombinationAssessed>,
}

impl Combination {
    /// What was declared.
    ///
    /// # Errors
    /// When there is no such combination.
    pub fn declared(&self) -> Result<&CombinationDeclared, Refusal> {
        self.declared.as_ref().ok_or_else(|| CombinationRefusal::Unknown.into())
    }

    fn declare(&self, new: CombinationDeclared) -> Result<Vec<CombinationEvent>, Refusal> {
        match &self.declared {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(CombinationRefusal::Exists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(
            (1..=20).contains(&new.members.len()),
            "/members",
            "Noem 1 t/m 20 organisaties met wie u samen inschrijft.",
        );
        let mut known = BTreeSet::from([new.lead.provider]);
        for (place, member) in new.members.iter().enumerate() {
            faults.unless(
                known.insert(member.provider),
                format!("/members/{place}/number"),
                "Deze organisatie staat al in de combinatie.",
            );
        }
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn unconfirmed(&self) -> usize {
        let members = self.declared.iter().flat_map(|declared| &declared.members);
        members.filter(|member| !self.confirmed.contains(&member.provider)).count()
    }
}

impl Decider for Combination {
    const CATEGORY: &'static str = "combination";
    type Command = CombinationCommand;
    type Event = CombinationEvent;

    fn decide(&self, command: CombinationCommand) -> Result<Vec<CombinationEvent>, Refusal> {
        match command {
            CombinationCommand::Declare(new) => self.declare(*new),
            CombinationCommand::Confirm { member } => {
                let declared = self.declared()?;
                if !declared.members.iter().any(|known| known.provider == member) {
                    return Err(CombinationRefusal::Unknown.into());
                }
                let known = self.confirmed.contains(&member);
                Ok(if known { vec![] } else { vec![CombinationConfirmed { member }.into()] })
            }
            CombinationCommand::Assess(new) => {
                self.declared()?;
                if self.assessed.as_ref() == Some(&new) {
                    return Ok(vec![]);
                }
                match self.unconfirmed() {
                    0 => Ok(vec![new.into()]),
                    count => Err(CombinationRefusal::Unconfirmed(count).into()),
                }
            }
        }
    }

    fn evolve(&mut self, event: &CombinationEvent) {
        match event.clone() {
            CombinationEvent::CombinationDeclared(declared) => self.declared = Some(declared),
            CombinationEvent::CombinationConfirmed(confirmed) => {
                self.confirmed.insert(confirmed.member);
            }
            CombinationEvent::CombinationAssessed(assessed) => self.assessed = Some(assessed),
        }
    }
}

aggregate!(Combination);
