//! The effects of a decision: what the buyer must do because of it. Each is carried out by an
//! operation of its own, which names the decision; the decision shows which are still open.

use super::RedressRefusal;
use crate::{ComplaintId, ObjectionId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Whole};

/// What a decision brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectKind {
    /// Tenders do not close for now (sluiting opschorten).
    SuspendClosing,
    /// The closing is later, for everyone (verlengen voor allen).
    ExtendForAll,
    /// A lot is split (perceel splitsen).
    SplitLot,
    /// Tendering opens again, with a new closing (heropenen).
    Reopen,
}

/// An effect of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedEffect {
    /// What it brings about.
    pub kind: EffectKind,
    /// What has to be done, and why.
    pub instruction: Paragraph,
}

/// An effect of a decision, as what carries it out names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionReference {
    /// The complaint that was decided about, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<ComplaintId>,
    /// The objection that was decided about, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<ObjectionId>,
    /// The number of the effect in the decision, from 1.
    #[schema(example = 1)]
    pub effect: Whole,
}

/// How an effect was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarriedOut {
    /// The number of the effect in the decision, from 1.
    pub effect: Whole,
    /// What was done.
    pub what: Paragraph,
}

/// The effects of a decision, and which were carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Effects {
    decided: Vec<DecidedEffect>,
    carried_out: BTreeMap<u32, CarriedOut>,
}

impl Effects {
    pub(crate) fn decide(&mut self, effects: &[DecidedEffect]) {
        self.decided = effects.to_vec();
    }

    pub(crate) fn record(&mut self, carried_out: CarriedOut) {
        self.carried_out.insert(carried_out.effect.get(), carried_out);
    }

    /// Whether an effect can be carried out in this way now; not when it was, in the same way.
    pub(crate) fn check(&self, kind: EffectKind, new: &CarriedOut) -> Result<bool, Refusal> {
        let number = new.effect.get();
        let place = usize::try_from(number).unwrap_or_default().checked_sub(1);
        match place.and_then(|place| self.decided.get(place)) {
            Some(decided) if decided.kind == kind => {}
            Some(_) => {
                let text = "Dit gevolg van de beslissing is van een andere soort.";
                return Err(Faults::one("/decision/effect", text).into());
            }
            None => {
                let text = format!("De beslissing heeft {} gevolgen.", self.decided.len());
                return Err(Faults::one("/decision/effect", text).into());
            }
        }
        match self.carried_out.get(&number) {
            None => Ok(true),
            Some(same) if same == new => Ok(false),
            Some(_) => Err(RedressRefusal::EffectCarriedOut.into()),
        }
    }
}
