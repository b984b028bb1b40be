//! What can be asked of the timeline.

use super::{EVERYONE, TimelineEntry, TimelineKind, beginning, moment};
use crate::Model;
use dialogue::{ProviderId, RegionId, TrajectoryId};
use http::{List, Paging, Problem, QueryReader};
use jiff::civil::Date;

/// Which part of a timeline is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelinePart {
    /// Only what happened in this calendar year, in the Netherlands.
    pub year: Option<u16>,
    /// Only what is of this kind.
    pub kind: Option<TimelineKind>,
}

impl TimelinePart {
    /// What a query asks for with `year` and `kind`; what is wrong in it is told with the rest.
    pub fn read(query: &mut QueryReader) -> Self {
        let names: Vec<_> = TimelineKind::ALL.into_iter().map(TimelineKind::name).collect();
        let kind = query.optional("kind", &format!("Kies een van: {}.", names.join(", ")));
        Self { year: query.optional("year", "Geef een jaar, zoals 2027."), kind }
    }

    /// From where to where it goes, by moment, and after where a page begins.
    fn bounds(self, paging: &Paging) -> (String, String) {
        let first = |year: u16| {
            let year = i16::try_from(year).ok()?;
            Date::new(year, 1, 1).ok().and_then(beginning).map(moment)
        };
        let from = self.year.and_then(first).unwrap_or_default();
        let next = self.year.and_then(|year| year.checked_add(1));
        let to = next.and_then(first).unwrap_or_else(|| "9".repeat(20));
        (from.max(paging.after().to_owned()), to)
    }
}

/// For whom a timeline of a trajectory is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineFor {
    /// Everyone: what was published.
    Everyone,
    /// A provider: that, and what happened under its own contracts.
    Provider(ProviderId),
    /// Staff: everything.
    Staff,
}

impl Model {
    /// A page of the timeline of a trajectory, the earliest first.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn timeline(
        &self,
        id: TrajectoryId,
        reader: TimelineFor,
        part: TimelinePart,
        paging: &Paging,
    ) -> Result<List<TimelineEntry>, Problem> {
        self.trajectory(id)?;
        let (from, to) = part.bounds(paging);
        let kind = part.kind.map(TimelineKind::name);
        let of_kind = if kind.is_some() { " AND kind = ?5" } else { " AND ?5 IS NULL" };
        let range = "place > ?2 AND place < ?3";
        let of = |audience: &str| {
            format!(
                "SELECT place, body FROM timeline WHERE trajectory = ?1{audience} AND {range}\
                 {of_kind} ORDER BY place LIMIT ?4"
            )
        };
        let (sql, own) = match reader {
            TimelineFor::Everyone => (of(" AND audience = ?6"), EVERYONE.to_owned()),
            TimelineFor::Staff => (of(" AND ?6 IS NOT NULL"), EVERYONE.to_owned()),
            TimelineFor::Provider(provider) => {
                let (public, own) = (of(" AND audience = ''"), of(" AND audience = ?6"));
                let both = format!(
                    "SELECT place, body FROM (SELECT * FROM ({public}) UNION ALL \
                     SELECT * FROM ({own})) ORDER BY place LIMIT ?4"
                );
                (both, provider.to_string())
            }
        };
        let values = (id.to_string(), from, to, paging.rows(), kind, own);
        let page = self.with(|read| read.page(&sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// What was published last in a trajectory, or is held then, the earliest first; and whether
    /// there was more before it.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn latest(
        &self,
        id: TrajectoryId,
        most: u8,
    ) -> Result<(Vec<TimelineEntry>, bool), Problem> {
        let sql = "SELECT body FROM timeline WHERE trajectory = ?1 AND audience = '' \
                   ORDER BY place DESC LIMIT ?2";
        let mut found: Vec<TimelineEntry> =
            self.with(|read| read.documents(sql, (id.to_string(), u16::from(most) + 1)))?;
        let more = found.len() > usize::from(most);
        found.truncate(usize::from(most));
        found.reverse();
        Ok((found, more))
    }

    /// A page of the timeline of a region: what was published in all its trajectories, the
    /// earliest first.
    ///
    /// # Errors
    /// When there is no such region.
    pub fn region_timeline(
        &self,
        id: RegionId,
        part: TimelinePart,
        paging: &Paging,
    ) -> Result<List<TimelineEntry>, Problem> {
        self.region(id)?;
        let (from, to) = part.bounds(paging);
        let kind = part.kind.map(TimelineKind::name);
        let sql = "SELECT place, body FROM timeline WHERE region = ?1 AND audience = '' \
                   AND place > ?2 AND place < ?3 AND (?5 IS NULL OR kind = ?5) \
                   ORDER BY place LIMIT ?4";
        let values = (id.to_string(), from, to, paging.rows(), kind);
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }
}
