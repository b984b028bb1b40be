//! Combinations, a row for each member; who the members are stays sealed until it is shown.

use dialogue::combination::{CombinationAssessed, CombinationDeclared, CombinationEvent};
use dialogue::{AnyEvent, CombinationId, ProviderId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A combination as one of its members sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnCombinationRow {
    pub(crate) id: CombinationId,
    pub(crate) declared: CombinationDeclared,
    pub(crate) confirmed: BTreeSet<ProviderId>,
    pub(crate) assessed: Option<CombinationAssessed>,
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
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, combination TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX combination_own ON combination (provider, within, place);
         CREATE INDEX combination_of ON combination (combination);"
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
            let place = format!("{:020}", recorded.position.0);
            let all = [&declared.lead].into_iter().chain(&declared.members);
            let all: Vec<_> = all.map(|member| member.provider.to_string()).collect();
            let row = OwnCombinationRow {
                id: name,
                declared,
                confirmed: BTreeSet::new(),
                assessed: None,
            };
            return all.iter().try_for_each(|provider| {
                let columns: [(&str, &dyn ToSql); 5] = [
                    ("provider", provider),
                    ("within", &trajectory),
                    ("trajectory", &trajectory),
                    ("place", &place),
                    ("combination", &id),
                ];
                rows.put("combination", &format!("{id}.{provider}"), &columns, &row)
            });
        }
        let sql = "SELECT id FROM combination WHERE combination = ?1";
        for name in rows.find_all::<String>(sql, [id])? {
            rows.change::<OwnCombinationRow>("combination", &name, &[], |row| {
                match event.clone() {
                    CombinationEvent::CombinationDeclared(_) => {}
                    CombinationEvent::CombinationConfirmed(confirmed) => {
                        row.confirmed.insert(confirmed.member);
                    }
                    CombinationEvent::CombinationAssessed(assessed) => {
                        row.assessed = Some(assessed);
                    }
                }
            })?;
        }
        Ok(())
    }
}
