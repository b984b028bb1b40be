//! The strategy of a purchase: decisions about how is bought, each with its reason and the room
//! that is left, and the moments at which is decided whether to go on.
//!
//! The names of the events are the storage format: they never change.

mod decision;
mod view;

pub use decision::{
    AccessModel, AssignmentAnswer, AssignmentQuestion, CapacityNeed, DecisionGate, EntryModel,
    FundedProduct, FundingKind, FundingShare, Permission, StrategyDecision,
};
pub use view::{StrategyWarning, StrategyWarningKind};

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::phase::Room;
use crate::refusal::Told;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug};

/// Something was decided about how is bought; it takes the place of an earlier decision about the
/// same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StrategyDecided {
    /// The decision.
    pub decision: StrategyDecision,
    /// Why.
    pub reason: Prose,
    /// How much room is left for input on it.
    pub room: Room,
}

/// What comes of a moment of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GateOutcome {
    /// Go on.
    Go,
    /// Go on under conditions.
    GoWithConditions,
    /// Not yet.
    Postponed,
    /// Stop.
    Stop,
}

/// It was decided whether to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StrategyGateDecided {
    /// The moment of decision.
    pub gate: Slug,
    /// What comes of it.
    pub outcome: GateOutcome,
    /// Why.
    pub reason: Paragraph,
}

events! {
    /// What can have happened to the strategy of a purchase.
    StrategyEvent in "strategy" {
        StrategyDecided v 1,
        StrategyGateDecided v 1,
    }
}

/// What can be asked of the strategy of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum StrategyCommand {
    Decide(Box<StrategyDecided>),
    DecideGate(StrategyGateDecided),
}

/// Why something about a strategy is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrategyRefusal {
    /// Nothing was decided yet.
    Unknown,
    /// There is no such moment of decision.
    GateUnknown,
}

impl StrategyRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown(
                "strategy-unknown",
                "Over de inkoopstrategie van dit traject is nog niets besloten.",
            ),
            Self::GateUnknown => Told::unknown(
                "decision-gate-unknown",
                "Dit beslismoment bestaat niet. Neem het eerst op bij de capaciteit.",
            ),
        }
    }
}

/// The state of the strategy of a purchase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    decisions: BTreeMap<String, StrategyDecided>,
    gates: BTreeMap<Slug, StrategyGateDecided>,
}

impl Strategy {
    /// What holds now, in the order of what it is about.
    pub fn decisions(&self) -> impl Iterator<Item = &StrategyDecided> {
        self.decisions.values()
    }

    /// What came of the moments of decision.
    pub fn gates(&self) -> impl Iterator<Item = &StrategyGateDecided> {
        self.gates.values()
    }

    fn has_gate(&self, gate: &Slug) -> bool {
        self.decisions().any(|it| match &it.decision {
            StrategyDecision::Capacity { gates, .. } => gates.iter().any(|it| it.key == *gate),
            _ => false,
        })
    }
}

impl Decider for Strategy {
    const CATEGORY: &'static str = "strategy";
    type Command = StrategyCommand;
    type Event = StrategyEvent;

    fn decide(&self, command: StrategyCommand) -> Result<Vec<StrategyEvent>, Refusal> {
        match command {
            StrategyCommand::Decide(decided) => {
                decided.decision.faults().check()?;
                let already = self.decisions.get(&decided.decision.subject()) == Some(&*decided);
                Ok(if already { vec![] } else { vec![(*decided).into()] })
            }
            StrategyCommand::DecideGate(decided) => {
                if self.gates.get(&decided.gate) == Some(&decided) {
                    return Ok(vec![]);
                }
                if !self.has_gate(&decided.gate) {
                    return Err(StrategyRefusal::GateUnknown.into());
                }
                Ok(vec![decided.into()])
            }
        }
    }

    fn evolve(&mut self, event: &StrategyEvent) {
        match event.clone() {
            StrategyEvent::StrategyDecided(it) => {
                self.decisions.insert(it.decision.subject(), it);
            }
            StrategyEvent::StrategyGateDecided(it) => {
                self.gates.insert(it.gate.clone(), it);
            }
        }
    }
}

aggregate!(Strategy);
