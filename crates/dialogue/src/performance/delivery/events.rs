//! What can have happened to a delivery of data.

use crate::events::events;
use crate::performance::{Measure, Period};
use crate::{ContractId, FileReference, PersonId, ProviderId, TrajectoryId};
use calendar::Term;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug};

/// Data was requested of one provider: over which period, by when and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataRequested {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract.
    pub contract: ContractId,
    /// The provider.
    pub provider: ProviderId,
    /// Over which period.
    pub period: Period,
    /// Which indicators.
    pub indicators: Vec<Slug>,
    /// By when.
    pub due: Term,
    /// What it is needed for.
    pub purpose: Paragraph,
    /// Why it is requested although it was delivered or requested before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Paragraph>,
    /// Why it is requested beyond the target for the year.
    #[serde(default, rename = "aboveTarget", skip_serializing_if = "Option::is_none")]
    pub above_target: Option<Paragraph>,
}

/// A delivery was opened by whoever delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataDeliveryOpened {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract, when it is about one; absent when the municipality delivers for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// The provider, when it delivers itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// Over which period.
    pub period: Period,
    /// Where the values come from.
    pub source: Paragraph,
}

/// Taking in values began, after every one of them was found right by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataImportBegun {
    /// How many values there are.
    pub rows: u32,
    /// In how many parts they come.
    pub parts: u32,
    /// The file that they stand in.
    pub file: FileReference,
}

/// One value, as it was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveredValue {
    /// The indicator.
    pub indicator: Slug,
    /// Over which period it was measured.
    pub period: Period,
    /// The value.
    pub value: Measure,
    /// In which form it is shown, where there is a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Slug>,
    /// The story behind it, as whoever delivers tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Paragraph>,
}

/// Values of one contract were taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataRowsAdded {
    /// Which part of the delivery it is, from 1.
    pub part: u32,
    /// The contract.
    pub contract: ContractId,
    /// The values: at most a thousand.
    pub values: Vec<DeliveredValue>,
}

/// Everything was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataDeliveryCompleted {
    /// How many values.
    pub rows: u32,
    /// Of how many contracts.
    pub contracts: u32,
    /// How many values of these contracts were due and are not in it.
    pub missing: u32,
    /// Whether it came after it was due.
    pub late: bool,
}

/// What was found in one respect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckFinding {
    /// Whether it is good.
    pub met: bool,
    /// What was looked at and found.
    pub finding: Paragraph,
}

/// What was found in every respect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DataChecks {
    /// Whether everything is there (volledigheid).
    pub completeness: CheckFinding,
    /// Whether it is right (juistheid).
    pub correctness: CheckFinding,
    /// Whether it is of the right time (actualiteit).
    pub timeliness: CheckFinding,
}

impl DataChecks {
    pub(super) const fn all_met(&self) -> bool {
        self.completeness.met && self.correctness.met && self.timeliness.met
    }
}

/// The data is good in every respect: it can be talked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataDeliveryValidated {
    /// What was found.
    pub checks: DataChecks,
    /// Who checked.
    pub by: PersonId,
}

/// The data is not good: it counts for nothing, and a new delivery is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataDeliveryRejected {
    /// What was found.
    pub checks: DataChecks,
    /// Who checked.
    pub by: PersonId,
}

events! {
    /// What can have happened to a delivery of data.
    DataDeliveryEvent in "data-delivery" {
        DataRequested v 1,
        DataDeliveryOpened v 1,
        DataImportBegun v 1,
        DataRowsAdded v 1,
        DataDeliveryCompleted v 1,
        DataDeliveryValidated v 1,
        DataDeliveryRejected v 1,
    }
}
