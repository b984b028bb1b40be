//! Admissions, with who applied: only for those who decide.

use dialogue::admission_procedure::{
    AdmissionApplied, AdmissionDecided, AdmissionEvent, AdmissionOpened,
};
use dialogue::{AnyEvent, Sealed};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};

/// An application as it is kept; who applied stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ApplicationRow {
    pub(crate) applied: AdmissionApplied,
    pub(crate) identity: Option<Sealed>,
    pub(crate) decided: Option<AdmissionDecided>,
}

/// An admission as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AdmissionRow {
    pub(crate) opened: AdmissionOpened,
    pub(crate) applications: Vec<ApplicationRow>,
}

pub(crate) struct Admissions;

impl Projection<AnyEvent> for Admissions {
    fn name(&self) -> &'static str {
        "admissions"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE admission_procedure (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX admission_procedure_of ON admission_procedure (trajectory);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Admission(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let change = |change: &mut dyn FnMut(&mut AdmissionRow)| {
            rows.change::<AdmissionRow>("admission_procedure", id, &[], |row| change(row))
        };
        match event.clone() {
            AdmissionEvent::AdmissionOpened(opened) => {
                let trajectory = opened.trajectory.to_string();
                let row = AdmissionRow { opened, applications: vec![] };
                rows.put("admission_procedure", id, &[("trajectory", &trajectory)], &row)
            }
            AdmissionEvent::AdmissionApplied(applied) => {
                let identity = rows.get("provider", &applied.provider.to_string())?;
                let new = ApplicationRow { applied, identity, decided: None };
                change(&mut |row| row.applications.push(new.clone()))
            }
            AdmissionEvent::AdmissionDecided(decided) => change(&mut |row| {
                let of = |it: &&mut ApplicationRow| it.applied.application == decided.application;
                if let Some(known) = row.applications.iter_mut().find(of) {
                    known.decided = Some(decided.clone());
                }
            }),
        }
    }
}
