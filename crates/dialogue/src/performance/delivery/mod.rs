//! A delivery of data over one period: requested or offered, taken in, and checked on completeness,
//! correctness and timeliness (Handreiking kwaliteitscriteria, § 9) before it can be talked about.
//!
//! The names of the events are the storage format: they never change.

mod events;

pub use events::{
    CheckFinding, DataChecks, DataDeliveryCompleted, DataDeliveryEvent, DataDeliveryOpened,
    DataDeliveryRejected, DataDeliveryValidated, DataImportBegun, DataRequested, DataRowsAdded,
    DeliveredValue,
};

use super::{PerformanceRefusal, Period};
use crate::decider::{Decider, aggregate};
use crate::{
    ContractId, DataDeliveryId, FileReference, PersonId, ProviderId, Refusal, TrajectoryId,
};
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Slug};

/// How many values one event holds at most.
pub const ROWS_AT_ONCE: usize = 1_000;

/// A value that was delivered or requested before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveredBefore {
    /// The indicator.
    pub indicator: Slug,
    /// The period.
    pub period: Period,
    /// In which delivery.
    pub delivery: DataDeliveryId,
}

/// What can be asked of a delivery of data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum DataDeliveryCommand {
    /// `before` is what of it was delivered or requested already: facts of other streams.
    Request {
        request: Box<DataRequested>,
        before: Vec<DeliveredBefore>,
    },
    Open(DataDeliveryOpened),
    Begin(DataImportBegun),
    Add(Vec<DataRowsAdded>),
    Complete(DataDeliveryCompleted),
    Check {
        checks: Box<DataChecks>,
        by: PersonId,
    },
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryStatus {
    /// Requested, and nothing came in.
    #[default]
    Requested,
    /// Opened, and nothing came in.
    Open,
    /// Values are being taken in.
    Importing,
    /// Everything came in, and is not checked.
    Delivered,
    /// Checked, and good.
    Validated,
    /// Checked, and not good.
    Rejected,
}

/// What a delivery is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryBasis<'d> {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract, when it is about one.
    pub contract: Option<ContractId>,
    /// The provider that delivers, when it does so itself.
    pub provider: Option<ProviderId>,
    /// The period.
    pub period: Period,
    /// Which indicators; none for all.
    pub indicators: &'d [Slug],
    /// By when, when it was requested.
    pub due: Option<&'d Term>,
}

/// The state of a delivery. It knows which parts came in, not what is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataDelivery {
    requested: Option<DataRequested>,
    opened: Option<DataDeliveryOpened>,
    begun: Option<DataImportBegun>,
    parts: BTreeSet<u32>,
    completed: Option<DataDeliveryCompleted>,
    checked: Option<(bool, DataChecks)>,
}

impl DataDelivery {
    /// What it is about.
    ///
    /// # Errors
    /// When there is no such delivery.
    pub fn basis(&self) -> Result<DeliveryBasis<'_>, Refusal> {
        if let Some(it) = &self.requested {
            return Ok(DeliveryBasis {
                trajectory: it.trajectory,
                contract: Some(it.contract),
                provider: Some(it.provider),
                period: it.period,
                indicators: &it.indicators,
                due: Some(&it.due),
            });
        }
        let it = self.opened.as_ref().ok_or(PerformanceRefusal::DeliveryUnknown)?;
        Ok(DeliveryBasis {
            trajectory: it.trajectory,
            contract: it.contract,
            provider: it.provider,
            period: it.period,
            indicators: &[],
            due: None,
        })
    }

    /// Whether it was checked and found good.
    #[must_use]
    pub fn is_validated(&self) -> bool {
        self.checked.as_ref().is_some_and(|(good, _)| *good)
    }

    /// Whether everything of it came in.
    #[must_use]
    pub const fn is_completed(&self) -> bool {
        self.completed.is_some()
    }

    /// Whether a file may be taken in: the first one, or the same again.
    ///
    /// # Errors
    /// When another one is being taken in, or was.
    pub fn check_file(&self, file: &FileReference) -> Result<(), Refusal> {
        match &self.begun {
            Some(begun) if begun.file != *file => Err(PerformanceRefusal::ImportBegun.into()),
            _ => Ok(()),
        }
    }

    fn start<E: Into<DataDeliveryEvent> + PartialEq>(
        &self,
        new: E,
        known: Option<&E>,
    ) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        match known {
            Some(same) if *same == new => Ok(vec![]),
            None if self.requested.is_none() && self.opened.is_none() => Ok(vec![new.into()]),
            _ => Err(PerformanceRefusal::DeliveryExists.into()),
        }
    }

    fn request(
        &self,
        request: DataRequested,
        before: Vec<DeliveredBefore>,
    ) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        if self.requested.is_none() && request.again.is_none() && !before.is_empty() {
            return Err(PerformanceRefusal::Delivered(before).into());
        }
        if request.indicators.is_empty() {
            return Err(Faults::one("/indicators", "Noem minstens één indicator.").into());
        }
        self.start(request, self.requested.as_ref())
    }

    fn begin(&self, begun: DataImportBegun) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        self.basis()?;
        match &self.begun {
            Some(same) if *same == begun => Ok(vec![]),
            Some(_) => Err(PerformanceRefusal::ImportBegun.into()),
            None => Ok(vec![begun.into()]),
        }
    }

    fn add(&self, new: Vec<DataRowsAdded>) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        let begun = self.begun.as_ref().ok_or(PerformanceRefusal::DeliveryIncomplete)?;
        let fits = |it: &DataRowsAdded| {
            (1..=begun.parts).contains(&it.part) && (1..=ROWS_AT_ONCE).contains(&it.values.len())
        };
        if !new.iter().all(fits) {
            return Err(PerformanceRefusal::ImportBegun.into());
        }
        let left = new.into_iter().filter(|it| !self.parts.contains(&it.part));
        Ok(left.map(Into::into).collect())
    }

    fn complete(
        &self,
        completed: DataDeliveryCompleted,
    ) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        if self.completed.is_some() {
            return Ok(vec![]);
        }
        let all = self.begun.as_ref().is_some_and(|it| self.parts.len() == it.parts as usize);
        if !all {
            return Err(PerformanceRefusal::DeliveryIncomplete.into());
        }
        Ok(vec![completed.into()])
    }

    fn check(&self, checks: DataChecks, by: PersonId) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        self.basis()?;
        if let Some((_, known)) = &self.checked {
            let refused = Err(PerformanceRefusal::DeliveryChecked.into());
            return if *known == checks { Ok(vec![]) } else { refused };
        }
        let completed = self.completed.as_ref().ok_or(PerformanceRefusal::DeliveryIncomplete)?;
        let mut faults = Faults::none();
        faults.unless(
            !checks.completeness.met || completed.missing == 0,
            "/completeness/met",
            format!("Er ontbreken {} waarden: de levering is niet volledig.", completed.missing),
        );
        faults.check()?;
        Ok(vec![match checks.all_met() {
            true => DataDeliveryValidated { checks, by }.into(),
            false => DataDeliveryRejected { checks, by }.into(),
        }])
    }
}

impl Decider for DataDelivery {
    const CATEGORY: &'static str = "data-delivery";
    type Command = DataDeliveryCommand;
    type Event = DataDeliveryEvent;

    fn decide(&self, command: DataDeliveryCommand) -> Result<Vec<DataDeliveryEvent>, Refusal> {
        match command {
            DataDeliveryCommand::Request { request, before } => self.request(*request, before),
            DataDeliveryCommand::Open(opened) => self.start(opened, self.opened.as_ref()),
            DataDeliveryCommand::Begin(begun) => self.begin(begun),
            DataDeliveryCommand::Add(new) => self.add(new),
            DataDeliveryCommand::Complete(completed) => self.complete(completed),
            DataDeliveryCommand::Check { checks, by } => self.check(*checks, by),
        }
    }

    fn evolve(&mut self, event: &DataDeliveryEvent) {
        match event {
            DataDeliveryEvent::DataRequested(it) => self.requested = Some(it.clone()),
            DataDeliveryEvent::DataDeliveryOpened(it) => self.opened = Some(it.clone()),
            DataDeliveryEvent::DataImportBegun(it) => self.begun = Some(it.clone()),
            DataDeliveryEvent::DataRowsAdded(it) => {
                self.parts.insert(it.part);
            }
            DataDeliveryEvent::DataDeliveryCompleted(it) => self.completed = Some(it.clone()),
            DataDeliveryEvent::DataDeliveryValidated(it) => {
                self.checked = Some((true, it.checks.clone()));
            }
            DataDeliveryEvent::DataDeliveryRejected(it) => {
                self.checked = Some((false, it.checks.clone()));
            }
        }
    }
}

aggregate!(DataDelivery);
