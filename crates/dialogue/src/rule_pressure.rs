//! The pressure of rules (regeldruk) of a trajectory: how many requests, forms and fields providers
//! are asked in a year, and how many that may be. Beyond its target a new request for data takes a
//! reason of its own.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::performance::PerformanceRefusal;
use crate::{PersonId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Whole};

/// The first and the last year for which there can be a target.
const YEARS: std::ops::RangeInclusive<u16> = 2015..=2100;

/// How much is asked of providers in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedOfProviders {
    /// Requests for data, beside what is delivered by agreement.
    #[schema(example = 4)]
    pub requests: u32,
    /// Forms: lists of questions, and deliveries that providers fill.
    #[schema(example = 40)]
    pub forms: u32,
    /// Fields: questions, and values that providers delivered.
    #[schema(example = 900)]
    pub fields: u32,
}

/// The target of a year was set, or another one took its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RulePressureTargetSet {
    /// The calendar year.
    #[schema(example = 2027)]
    pub year: u16,
    /// At most so much.
    pub most: AskedOfProviders,
    /// Why that is enough.
    pub reason: Paragraph,
    /// Who set it.
    pub by: PersonId,
}

events! {
    /// What can have happened to the target for the pressure of rules.
    RulePressureEvent in "rule-pressure" {
        RulePressureTargetSet v 1,
    }
}

/// What can be asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum RulePressureCommand {
    SetTarget(RulePressureTargetSet),
}

/// The state of the targets of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePressure {
    targets: BTreeMap<u16, RulePressureTargetSet>,
}

impl RulePressure {
    /// Whether one more request for data may be made in a year in which so many were: within the
    /// target, or with a reason.
    ///
    /// # Errors
    /// When it goes beyond the target, and there is no reason.
    pub fn check_request(&self, year: u16, made: u32, reasoned: bool) -> Result<(), Refusal> {
        match self.targets.get(&year) {
            Some(target) if made >= target.most.requests && !reasoned => {
                let most = target.most.requests;
                Err(PerformanceRefusal::AboveTarget { year, most }.into())
            }
            _ => Ok(()),
        }
    }
}

impl Decider for RulePressure {
    const CATEGORY: &'static str = "rule-pressure";
    type Command = RulePressureCommand;
    type Event = RulePressureEvent;

    fn decide(
        &self,
        RulePressureCommand::SetTarget(target): RulePressureCommand,
    ) -> Result<Vec<RulePressureEvent>, Refusal> {
        if self.targets.get(&target.year) == Some(&target) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        faults.unless(
            YEARS.contains(&target.year),
            "/year",
            format!("Geef een jaar van {} t/m {}.", YEARS.start(), YEARS.end()),
        );
        let AskedOfProviders { requests, forms, fields } = target.most;
        faults.unless(
            [requests, forms, fields].iter().all(|it| *it <= Whole::MAX),
            "/most",
            format!("Geef getallen tot en met {}.", Whole::MAX),
        );
        faults.check()?;
        Ok(vec![target.into()])
    }

    fn evolve(&mut self, event: &RulePressureEvent) {
        let RulePressureEvent::RulePressureTargetSet(target) = event;
        self.targets.insert(target.year, target.clone());
    }
}

aggregate!(RulePressure);
