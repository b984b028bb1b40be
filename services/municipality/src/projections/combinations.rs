//! Combinations, with who is in them: only for those who evaluate.

use dialogue::combination::{CombinationAssessed, CombinationDeclared, CombinationEvent};
use dialogue::{AnyEvent, CombinationId, ProviderId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A combination as it is kept; who is in it stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CombinationRow {
    pub(crate) id: CombinationId,
    pub(crate) declared: CombinationDeclared,
    pub(crate) confirmed: BTreeSet<ProviderId>,
    pub(crate) assessed: Option<CombinationAssessed>,
}

impl CombinationRow {
    /// Everyone who is in it.
    pub(crate) fn all(&self) -> impl Iterator<Item = ProviderId> {
        let all = [&self.declared.lead].into_iter().chain(&self.declared.members);
        all.map(|member| member.provider)
    }
}

pub(crate) struct Combinations;

impl Projection<AnyEvent> for Combinations {
    fn name(&self) -> &'static str {
        "combinations"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE combination (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX combination_of ON combination (trajectory);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Combination(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let CombinationEvent::CombinationDeclared(declared) = event.clone() {
            let Ok(name) = id.parse() else { return Ok(()) };
            let trajectory = declared.trajectory.to_string();
            let row =
                CombinationRow { id: name, declared, confirmed: BTreeSet::new(), assessed: None };
            return rows.put("combination", id, &[("trajectory", &trajectory)], &row);
        }
        rows.change::<CombinationRow>("combination", id, &[], |row| match event.clone() {
            CombinationEvent::CombinationDeclared(_) => {}
            CombinationEvent::CombinationConfirmed(confirmed) => {
                row.confirmed.insert(confirmed.member);
            }
            CombinationEvent::CombinationAssessed(assessed) => row.assessed = Some(assessed),
        })
    }
}
