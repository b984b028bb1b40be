//! What is asked of a trail.

use super::TrailKind;
use crate::Model;
use dialogue::TrajectoryId;
use dialogue::vision::TrailInput;
use http::{Paging, Problem, QueryReader};
use projection::Page;

/// What is wanted of a trail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrailQuery {
    /// Only what is open, or only what was answered.
    pub open: Option<bool>,
    /// Only of one kind.
    pub kind: Option<TrailKind>,
}

impl TrailQuery {
    /// What the query of a request asks for.
    pub fn of(query: &mut QueryReader) -> Self {
        let open = query.optional("open", "Kies true of false.");
        let kinds = TrailKind::ALL.map(TrailKind::as_str).join(", ");
        let kind = query.optional("kind", &format!("Kies een van: {kinds}."));
        Self { open, kind }
    }
}

impl Model {
    /// A page of the trail of a trajectory: by kind, and within a kind in no order that tells who
    /// put it in. `waiting` selects what waits and stands in other lists, with place and body.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn trail(
        &self,
        trajectory: TrajectoryId,
        wanted: TrailQuery,
        paging: &Paging,
        waiting: Option<&str>,
    ) -> Result<Page, Problem> {
        let mut sql =
            "SELECT place, body FROM trail WHERE trajectory = ?1 AND place > ?2".to_owned();
        if let Some(open) = wanted.open {
            sql.push_str(if open { " AND open = 1" } else { " AND open = 0" });
        }
        if let Some(waiting) = waiting.filter(|_| wanted.open != Some(false)) {
            sql = format!("SELECT place, body FROM ({sql} UNION ALL {waiting}) WHERE place > ?2");
        }
        // A kind is a range of places.
        let kind = wanted.kind.map_or("", TrailKind::as_str);
        sql.push_str(" AND (?3 = '' OR place BETWEEN ?3 || '|' AND ?3 || '}')");
        sql.push_str(" ORDER BY place LIMIT ?4");
        let values = (trajectory.to_string(), paging.after(), kind, paging.rows());
        self.with(|read| read.page(&sql, values, paging.limit))
    }

    /// Whether something that was put in was answered in a trajectory.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn is_answered(
        &self,
        trajectory: TrajectoryId,
        input: &TrailInput,
    ) -> Result<bool, Problem> {
        let sql = "SELECT '1' FROM trail WHERE input = ?1 AND trajectory = ?2 AND open = 0";
        let values = (input.key(), trajectory.to_string());
        let found: Option<u8> = self.with(|read| read.document(sql, values))?;
        Ok(found.is_some())
    }
}
