//! Whether a value can be taken: found for each by itself, before anything is.

use super::{DeliveredValue, DeliveryBasis, IndicatorSet, Period};
use crate::ContractId;
use crate::discretion::about_nobody;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use vocabulary::{Slug, Whole};

/// A contract as whoever checks values knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownContract {
    /// The contract.
    pub id: ContractId,
    /// The lots that it is about.
    pub lots: Vec<Whole>,
}

/// What values are held against: facts of other streams, at one moment.
pub struct DeliveryFacts<'f> {
    /// What the delivery is about.
    pub basis: DeliveryBasis<'f>,
    /// The contracts for which values can come, by their number.
    pub contracts: &'f BTreeMap<Slug, KnownContract>,
    /// What is measured.
    pub indicators: &'f IndicatorSet,
    /// The log's clock.
    pub now: Timestamp,
}

/// What is wrong with a value: in which part of it, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFault {
    /// `contract`, `indicator`, `period`, `value`, `evidence` or `note`.
    pub part: &'static str,
    /// What is wrong and what is allowed, in Dutch.
    pub detail: String,
}

impl DeliveryFacts<'_> {
    /// The contract with a number.
    ///
    /// # Errors
    /// When no value can come for it here.
    pub fn contract(&self, number: &str) -> Result<&KnownContract, ValueFault> {
        let known = number.parse::<Slug>().ok().and_then(|number| self.contracts.get(&number));
        let known = known.filter(|it| self.basis.contract.is_none_or(|only| only == it.id));
        known.ok_or_else(|| fault("contract", "Dit contract hoort niet bij deze levering."))
    }

    /// Everything that is wrong with a value of a contract.
    #[must_use]
    pub fn faults(&self, contract: &KnownContract, new: &DeliveredValue) -> Vec<ValueFault> {
        let mut faults = vec![];
        let key = &new.indicator;
        let asked = self.basis.indicators.is_empty() || self.basis.indicators.contains(key);
        let measured = self.indicators.measured(key.as_str());
        let Some(indicator) = measured.filter(|it| it.is_for(&contract.lots) && asked) else {
            let told = "Deze indicator wordt voor dit contract niet gemeten of hier niet gevraagd.";
            return vec![fault("indicator", told)];
        };
        if new.period.frequency() != indicator.frequency || !self.basis.period.takes(new.period) {
            let told = format!(
                "De periode {} past niet bij deze indicator in een levering over {}.",
                new.period, self.basis.period
            );
            faults.push(fault("period", told));
        } else if new.period.ends() >= self.now {
            let told = format!("De periode {} is nog niet voorbij.", new.period);
            faults.push(fault("period", told));
        }
        if !indicator.can_be(new.value) {
            faults.push(fault("value", "Deze waarde kan bij deze indicator niet voorkomen."));
        }
        let mut forms = self.indicators.evidence(key, contract.id);
        let shown = match &new.evidence {
            Some(chosen) => forms.any(|form| form.key == *chosen),
            None => forms.count() == 1,
        };
        if !shown {
            let keys: Vec<_> =
                self.indicators.evidence(key, contract.id).map(|it| it.key.as_str()).collect();
            let told = format!("Kies een vorm van bewijs: {}.", keys.join(", "));
            faults.push(fault("evidence", told));
        }
        let note = new.note.iter().flat_map(|it| about_nobody([("note", it)]).into_vec());
        faults.extend(note.map(|it| fault("note", it.detail)));
        faults
    }

    /// How many values were due and are not there, of the contracts that have any.
    #[must_use]
    pub fn missing(&self, there: &HashSet<(ContractId, &Slug, Period)>) -> usize {
        let delivering: HashSet<_> = there.iter().map(|(contract, ..)| *contract).collect();
        let contracts = self.contracts.values().filter(|it| delivering.contains(&it.id));
        let asked =
            |key: &Slug| self.basis.indicators.is_empty() || self.basis.indicators.contains(key);
        let due = contracts.flat_map(|contract| {
            let due = self.indicators.due(&contract.lots, self.basis.period);
            due.map(|(indicator, period)| (contract.id, &indicator.key, period))
        });
        due.filter(|it| asked(it.1) && !there.contains(it)).count()
    }
}

fn fault(part: &'static str, detail: impl Into<String>) -> ValueFault {
    ValueFault { part, detail: detail.into() }
}
