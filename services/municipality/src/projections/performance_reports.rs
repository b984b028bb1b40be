//! Performance reports for every audience, as staff read them.

use dialogue::{AnyEvent, Decider, PerformanceReport, PerformanceReportEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use service::PerformanceReportView;

pub(crate) struct PerformanceReports;

impl Projection<AnyEvent> for PerformanceReports {
    fn name(&self) -> &'static str {
        "performance-reports"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE told_performance (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX told_performance_in ON told_performance (trajectory, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == PerformanceReport::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::PerformanceReport(event) = event else { return Ok(()) };
        let PerformanceReportEvent::PerformanceReportPublished(published) = event;
        let trajectory = published.trajectory.to_string();
        let Some(view) = PerformanceReportView::of(recorded, event) else { return Ok(()) };
        let place = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
        rows.put("told_performance", recorded.stream.id(), &columns, &view)
    }
}
