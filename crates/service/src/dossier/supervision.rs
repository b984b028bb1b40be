//! Supervision as everyone sees it: how it is arranged, what was reported and is done with it, and
//! how many incidents were notified. What is about one provider is not here.

use crate::{CountRange, Model, SupervisionAnswerView};
use calendar::local;
use dialogue::supervision::{
    IncidentKind, SupervisionEvent, SupervisionModelChosen, SupervisionReport,
    SupervisionSignalEvent,
};
use dialogue::trajectory::Law;
use dialogue::{SupervisionSignalId, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is kept of a trajectory.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct SupervisionRow {
    models: BTreeMap<Law, SupervisionModelChosen>,
    incidents: Vec<(i16, IncidentKind, u32)>,
}

/// A report of a supervisor, with what is done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedReport {
    /// Its name.
    pub id: SupervisionSignalId,
    /// The report.
    pub report: SupervisionReport,
    /// When it came in, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// What is done with it; absent while that was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<SupervisionAnswerView>,
}

/// How many incidents of a kind were notified in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentCount {
    /// The year.
    #[schema(example = 2028)]
    pub year: i16,
    /// Which kind.
    pub kind: IncidentKind,
    /// How many, as a range: fewer than five is not told more precisely.
    pub count: CountRange,
}

/// Supervision in a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupervisionView {
    /// How it is arranged, by act.
    pub models: Vec<SupervisionModelChosen>,
    /// What was reported about the trajectory as a whole, the oldest first.
    pub reports: Vec<PublishedReport>,
    /// How many incidents were notified.
    pub incidents: Vec<IncidentCount>,
}

pub(super) fn arrangement(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &SupervisionEvent,
) -> Result<(), ProjectionError> {
    let SupervisionEvent::SupervisionModelChosen(chosen) = event.clone();
    keep(rows, recorded.stream.id(), |row| {
        row.models.insert(chosen.law, chosen);
    })
}

pub(super) fn signal(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &SupervisionSignalEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(name) = id.parse() else { return Ok(()) };
    match event.clone() {
        SupervisionSignalEvent::SupervisionReportReceived(it) => {
            if it.report.contract.is_some() {
                return Ok(());
            }
            let trajectory = it.trajectory.to_string();
            let place = format!("{:020}", recorded.position.0);
            let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
            let received_at = recorded.recorded_at;
            let view = PublishedReport { id: name, report: it.report, received_at, answer: None };
            rows.put("supervision_report", id, &columns, &view)
        }
        SupervisionSignalEvent::IncidentNotified(it) => {
            let (year, kind) = (local(recorded.recorded_at).year(), it.incident.kind);
            keep(rows, &it.trajectory.to_string(), |row| {
                let known = row.incidents.iter_mut().find(|it| (it.0, it.1) == (year, kind));
                match known {
                    Some(known) => known.2 += 1,
                    None => row.incidents.push((year, kind, 1)),
                }
            })
        }
        SupervisionSignalEvent::SupervisionSignalAnswered(it) => {
            rows.change::<PublishedReport>("supervision_report", id, &[], |view| {
                view.answer = Some(it.into());
            })
        }
    }
}

fn keep(
    rows: &Rows<'_>,
    trajectory: &str,
    change: impl FnOnce(&mut SupervisionRow),
) -> Result<(), ProjectionError> {
    let mut row: SupervisionRow = rows.get("supervision", trajectory)?.unwrap_or_default();
    change(&mut row);
    rows.put("supervision", trajectory, &[], &row)
}

impl Model {
    /// Supervision in a trajectory, as everyone sees it.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn supervision(&self, id: TrajectoryId) -> Result<SupervisionView, Problem> {
        self.trajectory(id)?;
        let own = "SELECT body FROM supervision WHERE id = ?1";
        let reports = "SELECT body FROM supervision_report WHERE trajectory = ?1 ORDER BY place";
        let (row, reports) = self.with(|read| {
            let row: Option<SupervisionRow> = read.document(own, [id.to_string()])?;
            Ok((row.unwrap_or_default(), read.documents(reports, [id.to_string()])?))
        })?;
        let SupervisionRow { models, mut incidents } = row;
        incidents.sort_by_key(|(year, kind, _)| (*year, *kind));
        let incidents = incidents.into_iter().map(|(year, kind, count)| IncidentCount {
            year,
            kind,
            count: CountRange::of(count),
        });
        Ok(SupervisionView {
            models: models.into_values().collect(),
            reports,
            incidents: incidents.collect(),
        })
    }
}
