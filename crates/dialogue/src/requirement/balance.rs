//! How a set is balanced, and what it costs in time, beside the figures of the study.

use super::{BurdenBearer, BurdenUnit, RequirementLevel, Specification};
use crate::RequirementId;
use crate::knowledge::{Figure, SourceKind};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::Title;

/// How many requirements there are at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelCounts {
    /// What is put in.
    pub input: u32,
    /// How the work is done.
    pub throughput: u32,
    /// What is delivered.
    pub output: u32,
    /// What it brings about.
    pub outcome: u32,
}

/// What requirements cost somebody in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BurdenTotal {
    /// Whose time.
    pub bearer: BurdenBearer,
    /// How often.
    pub per: BurdenUnit,
    /// How many minutes together.
    pub minutes: u64,
}

/// What one requirement costs in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementBurden {
    /// The requirement.
    pub id: RequirementId,
    /// What it is called.
    pub title: Title,
    /// How many minutes.
    pub minutes: u32,
    /// How often.
    pub per: BurdenUnit,
    /// Whose time.
    pub bearer: BurdenBearer,
    /// Whether something is to be registered for it.
    pub registration: bool,
}

/// The balance of a set. Percentages are of what is asked beyond the law, rounded down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Balance {
    /// How many requirements there are.
    pub requirements: u32,
    /// How many of them go beyond the law.
    pub beyond_law: u32,
    /// How those are spread over the levels.
    pub levels: LevelCounts,
    /// How many percent of those ask for input or throughput.
    pub input_throughput_percent: u32,
    /// How many percent of those ask to register something.
    pub registration_percent: u32,
    /// What is asked in time, together.
    pub totals: Vec<BurdenTotal>,
    /// What is asked in time, by requirement, the heaviest first.
    pub burdens: Vec<RequirementBurden>,
    /// The figures to compare with.
    pub reference: Vec<Figure>,
}

/// The figures of the study that a set is compared with.
const REFERENCE: [&str; 3] =
    ["requirements-per-document", "registration-burden-percent", "input-throughput-percent"];

impl Specification {
    /// How it is balanced, and what it costs in time.
    #[must_use]
    pub fn balance(&self) -> Balance {
        let beyond = || {
            let all = self.requirements.iter().map(|it| &it.requirement);
            all.filter(|it| it.source.kind != SourceKind::Law)
        };
        let mut levels = LevelCounts::default();
        for requirement in beyond() {
            *match requirement.level {
                RequirementLevel::Input => &mut levels.input,
                RequirementLevel::Throughput => &mut levels.throughput,
                RequirementLevel::Output => &mut levels.output,
                RequirementLevel::Outcome => &mut levels.outcome,
            } += 1;
        }
        let beyond_law = count(beyond().count());
        let registering =
            beyond().filter(|it| it.burden.as_ref().is_some_and(|it| it.registration));
        Balance {
            requirements: count(self.requirements.len()),
            beyond_law,
            levels,
            input_throughput_percent: percent(levels.input + levels.throughput, beyond_law),
            registration_percent: percent(count(registering.count()), beyond_law),
            totals: self.totals(),
            burdens: self.burdens(),
            reference: REFERENCE.into_iter().filter_map(Figure::latest).cloned().collect(),
        }
    }

    fn burdens(&self) -> Vec<RequirementBurden> {
        let mut burdens: Vec<_> = self
            .requirements
            .iter()
            .filter_map(|it| {
                let burden = it.requirement.burden.as_ref()?;
                Some(RequirementBurden {
                    id: it.id,
                    title: it.requirement.title.clone(),
                    minutes: burden.minutes.get(),
                    per: burden.per,
                    bearer: burden.bearer,
                    registration: burden.registration,
                })
            })
            .collect();
        burdens.sort_by_key(|it| (it.per, std::cmp::Reverse(it.minutes), it.id));
        burdens
    }

    fn totals(&self) -> Vec<BurdenTotal> {
        let mut totals = BTreeMap::new();
        for burden in self.requirements.iter().filter_map(|it| it.requirement.burden.as_ref()) {
            *totals.entry((burden.bearer, burden.per)).or_default() +=
                u64::from(burden.minutes.get());
        }
        let total = |((bearer, per), minutes)| BurdenTotal { bearer, per, minutes };
        totals.into_iter().map(total).collect()
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn percent(part: u32, whole: u32) -> u32 {
    (part * 100).checked_div(whole).unwrap_or(0)
}
