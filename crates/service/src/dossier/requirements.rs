//! Requirements as everyone sees them: versions that were published, and what was done with what
//! providers said about them.

use crate::Model;
use dialogue::consultation::Disposition;
use dialogue::requirement::{FlagKind, MinimumException, RequirementRefusal, Specification};
use dialogue::{Refusal, RequirementFlagEvent, RequirementId, RequirementSetEvent, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// A version of the requirements of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequirementSetView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which version, from 1.
    pub number: u32,
    /// What is asked.
    pub specification: Specification,
    /// What of the legal minimum was left out, and why.
    pub exceptions: Vec<MinimumException>,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// What a provider said about a requirement, in anonymous words, and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementRemarkView {
    /// The requirement.
    pub requirement: RequirementId,
    /// What is the matter with it.
    pub kind: FlagKind,
    /// What was said, in anonymous words.
    pub wording: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
}

pub(super) fn set(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &RequirementSetEvent,
) -> Result<(), ProjectionError> {
    let RequirementSetEvent::RequirementSetPublished(published) = event.clone() else {
        return Ok(());
    };
    let trajectory = recorded.stream.id();
    let Ok(id) = trajectory.parse() else { return Ok(()) };
    let number = published.version;
    let view = RequirementSetView {
        trajectory: id,
        number,
        specification: published.specification,
        exceptions: published.exceptions,
        change: published.change,
        published_at: recorded.recorded_at,
    };
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("number", &number)];
    rows.put("requirement_set", &format!("{trajectory}.{number}"), &columns, &view)
}

pub(super) fn remark(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &RequirementFlagEvent,
) -> Result<(), ProjectionError> {
    let RequirementFlagEvent::RequirementFlagDispositionGiven(given) = event.clone() else {
        return Ok(());
    };
    let flag = recorded.stream.id();
    let trajectory = given.trajectory.to_string();
    // An order in time would lead back to who said it, and so would the name in a cursor.
    let place = format!("{}|{}", given.requirement, recorded.hash);
    let view = RequirementRemarkView {
        requirement: given.requirement,
        kind: given.kind,
        wording: given.wording,
        disposition: given.disposition,
        reason: given.reason,
    };
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("requirement_remark", flag, &columns, &view)
}

impl Model {
    /// The numbers of the versions of the requirements of a trajectory.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn requirement_set_numbers(&self, id: TrajectoryId) -> Result<Vec<u32>, Problem> {
        let sql = "SELECT CAST(number AS TEXT) FROM requirement_set WHERE trajectory = ?1 \
                   ORDER BY number";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// A version of the requirements of a trajectory.
    ///
    /// # Errors
    /// When there is none.
    pub fn requirement_set(
        &self,
        id: TrajectoryId,
        number: u32,
    ) -> Result<RequirementSetView, Problem> {
        let sql = "SELECT body FROM requirement_set WHERE id = ?1";
        self.with(|read| read.document(sql, [format!("{id}.{number}")]))?.ok_or_else(unknown)
    }

    /// The last version of the requirements of a trajectory.
    ///
    /// # Errors
    /// When none was published, or there is no such trajectory.
    pub fn last_requirement_set(&self, id: TrajectoryId) -> Result<RequirementSetView, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT body FROM requirement_set WHERE trajectory = ?1 \
                   ORDER BY number DESC LIMIT 1";
        self.with(|read| read.document(sql, [id.to_string()]))?.ok_or_else(unknown)
    }

    /// A page of what was said about the requirements of a trajectory, with what is done with it.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn requirement_remarks(
        &self,
        id: TrajectoryId,
        paging: &Paging,
    ) -> Result<List<RequirementRemarkView>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM requirement_remark \
                   WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }
}

fn unknown() -> Problem {
    crate::refusal_problem(&Refusal::from(RequirementRefusal::SetUnknown))
}
