//! Who was heard in a trajectory and who is missing: by size, domain and municipality, without
//! telling who. What is kept for it is a digest for each provider, another one in each trajectory,
//! with the traits of its profile; neither its name nor its pseudonym.
//!
//! Four rules keep a count from leading back to somebody. Only what came in through a closed round
//! or a session with a report is counted. A count is told as a range of five. Nothing is told of
//! groups while fewer than five providers were heard. And of a group in which fewer than five are
//! known, it is not told whether any was heard.

use crate::Model;
use dialogue::TrajectoryId;
use dialogue::party::{CareDomain, OrganisationSize};
use dialogue::session::Audience;
use http::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Counts below it are not told.
const THRESHOLD: u32 = 5;

/// How many, as a range of five: none, 1 to 4, 5 to 9, 10 to 14 and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountRange {
    /// At least so many.
    pub least: u32,
    /// At most so many.
    pub most: u32,
}

impl CountRange {
    /// The range in which a count lies.
    #[must_use]
    pub const fn of(count: u32) -> Self {
        if count == 0 {
            return Self { least: 0, most: 0 };
        }
        let floor = count / THRESHOLD * THRESHOLD;
        Self { least: if floor == 0 { 1 } else { floor }, most: floor + THRESHOLD - 1 }
    }
}

/// A group of providers: of one size, in one domain or in one municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoiceGroup {
    /// Which group: a size, a domain or the code of a municipality.
    #[schema(example = "one-person")]
    pub group: String,
    /// How many providers with a profile are in it and work in the municipalities that buy.
    pub known: CountRange,
    /// How many of them were heard; absent where that could lead back to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heard: Option<CountRange>,
    /// Whether it is known that nobody of it was heard.
    pub missing: bool,
}

/// A group whose people do not register, such as clients or who refer to help, as the reports of
/// sessions tell of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherVoices {
    /// Which group.
    pub group: Audience,
    /// In how many sessions it was heard.
    pub sessions: u32,
    /// How many people there were, in sessions where five or more of it were; absent when there
    /// was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<CountRange>,
    /// Whether nobody of it was heard.
    pub missing: bool,
}

/// Who was heard, and who is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Representation {
    /// Counts below it are not told.
    #[schema(example = 5)]
    pub threshold: u32,
    /// How many providers with a profile work in the municipalities that buy.
    pub known: CountRange,
    /// How many of all providers were heard.
    pub heard: CountRange,
    /// By size.
    pub by_size: Vec<VoiceGroup>,
    /// By domain of care; a provider can work in several.
    pub by_domain: Vec<VoiceGroup>,
    /// Clients, inhabitants and all others who do not register.
    pub others: Vec<OtherVoices>,
    /// By municipality that buys, for staff alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_municipality: Option<Vec<VoiceGroup>>,
}

/// A count of one group, as a statement gives it.
#[derive(Deserialize)]
struct Counted {
    group: String,
    count: u32,
}

/// The traits by which groups are made.
#[derive(Clone, Copy)]
enum By {
    Size,
    Domain,
    Municipality,
}

impl By {
    /// Every value of the trait, for each row of a table whose JSON stands in a column.
    fn of(self, table: &str, column: &str) -> String {
        match self {
            Self::Size => format!("{table} t, json_each(json_array(t.{column} ->> '$.size')) g"),
            Self::Domain => format!("{table} t, json_each(t.{column}, '$.domains') g"),
            Self::Municipality => format!("{table} t, json_each(t.{column}, '$.municipalities') g"),
        }
    }
}

/// Providers that work in a municipality that buys in the trajectory `?1`.
const HERE: &str = "EXISTS (SELECT 1 FROM json_each(t.body, '$.municipalities') m \
                    JOIN membership ON member = m.value WHERE trajectory = ?1)";

impl Model {
    /// Who was heard in a trajectory. For its staff also by municipality.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn representation(
        &self,
        id: TrajectoryId,
        for_staff: bool,
    ) -> Result<Representation, Problem> {
        let trajectory = self.trajectory(id)?;
        let total = |sql: &str| -> Result<u32, Problem> {
            let found = self.with(|read| read.document::<u32>(sql, [id.to_string()]))?;
            Ok(found.unwrap_or_default())
        };
        let heard =
            total("SELECT CAST(count(DISTINCT who) AS TEXT) FROM voice WHERE trajectory = ?1")?;
        let known = format!("SELECT CAST(count(*) AS TEXT) FROM known_provider t WHERE {HERE}");
        let known = total(&known)?;
        let groups = |by: By, all: Vec<String>| self.groups(id, by, all, heard);
        let municipalities = std::iter::once(&trajectory.lead)
            .chain(&trajectory.members)
            .map(|buyer| buyer.code.to_string())
            .collect();
        let by_municipality =
            for_staff.then(|| groups(By::Municipality, municipalities)).transpose()?;
        Ok(Representation {
            threshold: THRESHOLD,
            known: CountRange::of(known),
            heard: CountRange::of(heard),
            by_size: groups(By::Size, names(&SIZES))?,
            by_domain: groups(By::Domain, names(&DOMAINS))?,
            others: self.others(id)?,
            by_municipality,
        })
    }

    fn others(&self, id: TrajectoryId) -> Result<Vec<OtherVoices>, Problem> {
        let reports = self.sessions(id)?.into_iter().filter_map(|session| session.report);
        let heard: Vec<_> = reports.flat_map(|report| report.others).collect();
        let groups = Audience::ALL.into_iter().filter(|group| !group.registers());
        Ok(groups
            .map(|group| {
                let here = || heard.iter().filter(|it| it.group == group);
                let sessions = u32::try_from(here().count()).unwrap_or(u32::MAX);
                let people: u32 =
                    here().filter_map(|it| it.count).map(vocabulary::Whole::get).sum();
                OtherVoices {
                    group,
                    sessions,
                    people: (people > 0).then_some(CountRange::of(people)),
                    missing: sessions == 0,
                }
            })
            .collect())
    }

    fn groups(
        &self,
        id: TrajectoryId,
        by: By,
        all: Vec<String>,
        heard_in_all: u32,
    ) -> Result<Vec<VoiceGroup>, Problem> {
        let counts = |sql: String| -> Result<BTreeMap<String, u32>, Problem> {
            let found = self.with(|read| read.documents::<Counted>(&sql, [id.to_string()]))?;
            Ok(found.into_iter().map(|it| (it.group, it.count)).collect())
        };
        let known = counts(format!(
            "SELECT json_object('group', g.value, 'count', count(*)) FROM {} WHERE {HERE} \
             GROUP BY g.value",
            by.of("known_provider", "body")
        ))?;
        let heard = counts(format!(
            "SELECT json_object('group', g.value, 'count', count(DISTINCT who)) FROM {} \
             WHERE trajectory = ?1 GROUP BY g.value",
            by.of("voice", "traits")
        ))?;
        let of = |counts: &BTreeMap<String, u32>, group: &str| {
            counts.get(group).copied().unwrap_or_default()
        };
        Ok(all
            .into_iter()
            .map(|group| told(of(&known, &group), of(&heard, &group), heard_in_all, group))
            .collect())
    }
}

/// What is told of a group.
fn told(known: u32, heard: u32, heard_in_all: u32, group: String) -> VoiceGroup {
    let tellable = known >= THRESHOLD && heard_in_all >= THRESHOLD;
    let heard = tellable.then_some(CountRange::of(heard));
    let missing = heard.is_some_and(|range| range.most == 0);
    VoiceGroup { group, known: CountRange::of(known), heard, missing }
}

const SIZES: [OrganisationSize; 5] = [
    OrganisationSize::OnePerson,
    OrganisationSize::Micro,
    OrganisationSize::Small,
    OrganisationSize::Medium,
    OrganisationSize::Large,
];

const DOMAINS: [CareDomain; 5] = [
    CareDomain::ParentingSupport,
    CareDomain::MildIntellectualDisability,
    CareDomain::MentalHealth,
    CareDomain::Safety,
    CareDomain::SocialSupport,
];

/// The names under which values are stored.
fn names<T: Serialize>(values: &[T]) -> Vec<String> {
    let texts = values.iter().filter_map(|value| serde_json::to_value(value).ok());
    texts.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_told_as_a_range_of_five() {
        let range = |count| {
            let CountRange { least, most } = CountRange::of(count);
            (least, most)
        };
        let ranges = [(0, 0), (1, 4), (1, 4), (5, 9), (5, 9), (10, 14)];
        assert_eq!([0, 1, 4, 5, 9, 10].map(range), ranges);
    }

    #[test]
    fn a_group_is_told_when_it_and_all_that_were_heard_are_large_enough() {
        let heard = |known, heard, all| told(known, heard, all, "large".to_owned());
        assert_eq!(heard(4, 1, 9).heard, None);
        assert_eq!(heard(5, 1, 4).heard, None);
        assert_eq!(heard(5, 1, 5).heard, Some(CountRange { least: 1, most: 4 }));
        assert!(heard(5, 0, 5).missing);
        assert!(!heard(4, 0, 5).missing && !heard(5, 1, 5).missing);
    }

    #[test]
    fn every_size_and_domain_has_its_name() {
        assert_eq!(names(&SIZES).len(), 5);
        assert_eq!(names(&DOMAINS)[1], "mild-intellectual-disability");
    }
}
