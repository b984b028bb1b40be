//! From where a purchase starts (situatieschets): for whom care is bought, how many use it now,
//! under which contracts, and when the new ones are to start.

use super::{Law, Trajectory, TrajectoryEvent};
use crate::region::PurchaseScale;
use crate::{Refusal, RegionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Title, Whole};

/// A group for whom care is bought (doelgroep).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetGroup {
    /// Who they are.
    pub title: Title,
    /// Under which act they get help.
    pub law: Law,
    /// What they need.
    pub description: Paragraph,
    /// How many of them use this care now, in a year.
    pub users: Whole,
}

/// Contracts under which this care is given now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CurrentContracts {
    /// What they are for.
    pub title: Title,
    /// At which scale they were made.
    pub scale: PurchaseScale,
    /// How many providers have one.
    pub providers: Whole,
    /// The last day on which they hold; absent when they have no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2028-12-31")]
    pub ends_on: Option<Date>,
}

/// From where a purchase starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Situation {
    /// The region that buys, when it was registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// For whom care is bought.
    #[schema(min_items = 1, max_items = 50)]
    pub target_groups: Vec<TargetGroup>,
    /// Under which contracts it is given now; none when it is new.
    #[schema(max_items = 100)]
    pub current_contracts: Vec<CurrentContracts>,
    /// The day on which the new contracts are to start.
    #[schema(value_type = String, format = Date, example = "2029-01-01")]
    pub planned_start: Date,
}

/// It was described from where the purchase starts; it takes the place of an earlier description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectorySituationDescribed {
    /// Which version of it this is, from 1.
    pub version: u32,
    /// The situation.
    pub situation: Situation,
}

impl Trajectory {
    pub(super) fn describe_situation(
        &self,
        situation: Situation,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let last = self.situation.as_ref();
        if last.is_some_and(|it| it.situation == situation) {
            return Ok(vec![]);
        }
        let laws = &self.profile()?.laws;
        let mut faults = Faults::none();
        for (place, group) in situation.target_groups.iter().enumerate() {
            faults.unless(
                laws.contains(&group.law),
                format!("/targetGroups/{place}/law"),
                "Dit traject koopt niet in onder deze wet.",
            );
        }
        faults.check()?;
        let version = last.map_or(1, |it| it.version + 1);
        Ok(vec![TrajectorySituationDescribed { version, situation }.into()])
    }
}
