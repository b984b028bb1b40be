//! Regions as everyone sees them: who takes part, what is bought at which scale, what is joint, and
//! what each municipality adds.

use crate::Model;
use dialogue::region::{LocalAddition, RegionMember, RegionRefusal, RegionSubject};
use dialogue::trajectory::Buyer;
use dialogue::{Decider, Refusal, Region, RegionEvent, RegionId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph, Prose, Title};

/// What a municipality adds of its own (couleur locale).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LocalColourView {
    /// The municipality.
    pub municipality: Buyer,
    /// What it adds, each with its reason.
    pub additions: Vec<LocalAddition>,
}

/// A change of a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionChangeView {
    /// What changed, and why.
    pub change: Paragraph,
    /// When, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionView {
    /// The region.
    pub id: RegionId,
    /// Its version.
    pub version: u64,
    /// What it is called.
    pub title: Title,
    /// The municipality that buys for all.
    pub lead: MunicipalityCode,
    /// The municipalities that take part.
    pub members: Vec<RegionMember>,
    /// How many inhabitants they have together.
    pub population: u64,
    /// The subjects of care, each with the scale at which it is bought.
    pub subjects: Vec<RegionSubject>,
    /// What is joint.
    pub joint: Prose,
    /// What each municipality adds, in the order of the members.
    pub additions: Vec<LocalColourView>,
    /// How it changed, the oldest change first.
    pub changes: Vec<RegionChangeView>,
    /// When it was registered, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Timestamp,
}

/// A region in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegionSummary {
    /// The region.
    pub id: RegionId,
    /// What it is called.
    pub title: Title,
    /// The municipality that buys for all.
    pub lead: MunicipalityCode,
    /// How many municipalities take part.
    pub members: usize,
    /// How many inhabitants they have together.
    pub population: u64,
}

/// A region as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct RegionRow {
    version: u64,
    region: Region,
    changes: Vec<RegionChangeView>,
    registered_at: Timestamp,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &RegionEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let mut row: RegionRow = rows.get("region", id)?.unwrap_or_else(|| RegionRow {
        version: 0,
        region: Region::default(),
        changes: vec![],
        registered_at: recorded.recorded_at,
    });
    row.version = recorded.version.0;
    row.region.evolve(event);
    if let RegionEvent::RegionChanged(changed) = event {
        let (change, changed_at) = (changed.change.clone(), recorded.recorded_at);
        row.changes.push(RegionChangeView { change, changed_at });
    }
    let (Ok(profile), Ok(region)) = (row.region.profile(), id.parse()) else { return Ok(()) };
    let summary = serde_json::to_string(&RegionSummary {
        id: region,
        title: profile.title.clone(),
        lead: profile.lead.clone(),
        members: profile.members.len(),
        population: profile.population(),
    })?;
    rows.put("region", id, &[("summary", &summary)], &row)
}

impl RegionRow {
    fn shown(self, id: RegionId) -> Option<RegionView> {
        let profile = self.region.profile().ok()?.clone();
        let added = |member: &RegionMember| {
            let additions = self.region.additions_of(&member.municipality.code).to_vec();
            let municipality = member.municipality.clone();
            (!additions.is_empty()).then_some(LocalColourView { municipality, additions })
        };
        Some(RegionView {
            id,
            version: self.version,
            additions: profile.members.iter().filter_map(added).collect(),
            population: profile.population(),
            title: profile.title,
            lead: profile.lead,
            members: profile.members,
            subjects: profile.subjects,
            joint: profile.joint,
            changes: self.changes,
            registered_at: self.registered_at,
        })
    }
}

impl Model {
    /// A page of all regions.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn regions(&self, paging: &Paging) -> Result<List<RegionSummary>, Problem> {
        let sql = "SELECT id, summary FROM region WHERE id > ?1 ORDER BY id LIMIT ?2";
        let values = (paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// A region.
    ///
    /// # Errors
    /// When there is none.
    pub fn region(&self, id: RegionId) -> Result<RegionView, Problem> {
        let sql = "SELECT body FROM region WHERE id = ?1";
        let row: Option<RegionRow> = self.with(|read| read.document(sql, [id.to_string()]))?;
        row.and_then(|row| row.shown(id))
            .ok_or_else(|| crate::refusal_problem(&Refusal::from(RegionRefusal::Unknown)))
    }
}
