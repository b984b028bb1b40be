//! What is accounted for in public: performance reports for inhabitants and for the elected
//! councils, and the file of all that an elected council has to know.

use super::{AdviceView, PublishedResearch, PublishedReview, SupervisionView};
use crate::Model;
use dialogue::accountability::PerformanceReportPublished;
use dialogue::advice::ResponseKind;
use dialogue::{AdviceId, PerformanceReportEvent, PerformanceReportId, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Prose, Whole};

/// A performance report that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PerformanceReportView {
    /// The report.
    pub id: PerformanceReportId,
    /// What was published.
    #[serde(flatten)]
    pub published: PerformanceReportPublished,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

impl PerformanceReportView {
    /// The report that an event published.
    #[must_use]
    pub fn of(recorded: &RecordedEvent, event: &PerformanceReportEvent) -> Option<Self> {
        let PerformanceReportEvent::PerformanceReportPublished(published) = event.clone();
        let id = recorded.stream.id().parse().ok()?;
        Some(Self { id, published, published_at: recorded.recorded_at })
    }
}

/// A recommendation that was not adopted, or partly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdviceDeviation {
    /// The advice.
    pub advice: AdviceId,
    /// The council.
    pub council: CouncilCode,
    /// The number of the recommendation.
    pub recommendation: Whole,
    /// What the council recommended.
    pub text: Prose,
    /// What was done with it.
    pub response: ResponseKind,
    /// Why.
    pub reason: Prose,
}

/// What an elected council has to know of a trajectory, as everyone reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountabilityFile {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The performance reports for inhabitants and for the elected councils.
    pub reports: Vec<PerformanceReportView>,
    /// The advice of client councils, with the response to each recommendation.
    pub advices: Vec<AdviceView>,
    /// Where was deviated from it, and why.
    pub deviations: Vec<AdviceDeviation>,
    /// Research into the experience of clients.
    pub research: Vec<PublishedResearch>,
    /// Supervision.
    pub supervision: SupervisionView,
    /// The reviews that were concluded.
    pub reviews: Vec<PublishedReview>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &PerformanceReportEvent,
) -> Result<(), ProjectionError> {
    let Some(view) = PerformanceReportView::of(recorded, event) else { return Ok(()) };
    if !view.published.audience.is_public() {
        return Ok(());
    }
    let trajectory = view.published.trajectory.to_string();
    let place = format!("{:020}", recorded.position.0);
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("performance_report", recorded.stream.id(), &columns, &view)
}

fn deviations(advice: &AdviceView) -> impl Iterator<Item = AdviceDeviation> {
    advice.recommendations.iter().filter_map(|it| {
        let response = it.response.as_ref()?;
        (response.response != ResponseKind::Adopted).then(|| AdviceDeviation {
            advice: advice.id,
            council: advice.council.clone(),
            recommendation: Whole::new(it.number),
            text: it.text.clone(),
            response: response.response,
            reason: response.reason.clone(),
        })
    })
}

impl Model {
    /// A page of the performance reports of a trajectory that everyone reads, the oldest first.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn performance_reports(
        &self,
        id: TrajectoryId,
        paging: &Paging,
    ) -> Result<List<PerformanceReportView>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM performance_report \
                   WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// What an elected council has to know of a trajectory, as everyone reads it.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn accountability_file(&self, id: TrajectoryId) -> Result<AccountabilityFile, Problem> {
        let supervision = self.supervision(id)?;
        let sql = "SELECT body FROM performance_report WHERE trajectory = ?1 ORDER BY place";
        let advices = self.advices(id)?;
        Ok(AccountabilityFile {
            trajectory: id,
            reports: self.with(|read| read.documents(sql, [id.to_string()]))?,
            deviations: advices.iter().flat_map(deviations).collect(),
            advices,
            research: self.client_research(id)?,
            supervision,
            reviews: self.all_reviews(id)?,
        })
    }
}
