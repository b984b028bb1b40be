//! What either side brings while a contract runs.

use dialogue::ContractChangeId;
use dialogue::contract::{ContractChangeProposed, ContractWaitingReported, Side};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// A change that is proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChange {
    /// What it is about.
    subject: Title,
    /// What would change.
    proposal: Prose,
    /// Why.
    reason: Paragraph,
}

impl NewChange {
    /// The change under this name, proposed by this side.
    #[must_use]
    pub fn proposed(self, change: ContractChangeId, by: Side) -> ContractChangeProposed {
        let Self { subject, proposal, reason } = self;
        ContractChangeProposed { change, by, subject, proposal, reason }
    }
}

/// Who wait for help.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitingReport {
    /// On which day it was counted.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// For which lot.
    #[serde(default)]
    lot: Option<Whole>,
    /// How many wait.
    waiting: Whole,
    /// How many weeks the longest waits.
    longest_weeks: Whole,
    /// How many of them get bridging care.
    bridged: Whole,
    /// What that is, and what is done about the waiting.
    measures: Paragraph,
}

impl WaitingReport {
    /// The report, made by this side.
    #[must_use]
    pub fn reported(self, by: Side) -> ContractWaitingReported {
        let Self { on, lot, waiting, longest_weeks, bridged, measures } = self;
        ContractWaitingReported { by, on, lot, waiting, longest_weeks, bridged, measures }
    }
}
