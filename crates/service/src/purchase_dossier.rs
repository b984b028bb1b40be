//! Price sheets, the award model and decisions of college and council, as everyone sees them.

use crate::Model;
use dialogue::admission_procedure::{AdmissionEvent, AdmissionOpened};
use dialogue::price_sheet::{PriceSheetEvent, PriceSheetPublished};
use dialogue::procurement::{AwardModelRecorded, GoverningDecisionRecorded, ProcurementEvent};
use dialogue::{AdmissionId, AnyEvent, PriceSheetId, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A price sheet that was published, in the latest version that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedPriceSheet {
    /// The sheet.
    pub id: PriceSheetId,
    /// What was published.
    pub sheet: PriceSheetPublished,
    /// When it was published, in UTC: the same moment for everyone.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// An admission that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdmissionView {
    /// The admission.
    pub id: AdmissionId,
    /// What was opened: the conditions, the ceiling, and when one can apply.
    pub opened: AdmissionOpened,
}

/// A decision of college or council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoverningDecisionView {
    /// The decision.
    pub recorded: GoverningDecisionRecorded,
    /// When it was recorded, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
}

const SCHEMA: &str = "
CREATE TABLE published_price_sheet (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX published_price_sheet_of ON published_price_sheet (trajectory, place);
CREATE TABLE published_admission (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX published_admission_of ON published_admission (trajectory, place);
CREATE TABLE award_model (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE governing_decision (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX governing_decision_of ON governing_decision (trajectory, place);
";

/// The projection of what was published about a purchase as a whole.
pub struct PurchaseDossier;

impl Projection<AnyEvent> for PurchaseDossier {
    fn name(&self) -> &'static str {
        "purchase-dossier"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        SCHEMA
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::Admission(event) => admission(rows, recorded, event),
            AnyEvent::PriceSheet(event) => price_sheet(rows, recorded, event),
            AnyEvent::Procurement(event) => procurement(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

fn admission(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &AdmissionEvent,
) -> Result<(), ProjectionError> {
    // Who applies, and what is decided about it, is between those two.
    let AdmissionEvent::AdmissionOpened(opened) = event.clone() else { return Ok(()) };
    let Ok(id) = recorded.stream.id().parse() else { return Ok(()) };
    let (trajectory, place) = (opened.trajectory.to_string(), place(recorded));
    let columns: [(&str, &dyn projection::ToSql); 2] =
        [("trajectory", &trajectory), ("place", &place)];
    let view = AdmissionView { id, opened };
    rows.put("published_admission", recorded.stream.id(), &columns, &view)
}

fn price_sheet(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &PriceSheetEvent,
) -> Result<(), ProjectionError> {
    let PriceSheetEvent::PriceSheetPublished(sheet) = event.clone() else { return Ok(()) };
    let Ok(id) = recorded.stream.id().parse() else { return Ok(()) };
    let (trajectory, place) = (sheet.trajectory.to_string(), place(recorded));
    let view = PublishedPriceSheet { id, sheet, published_at: recorded.recorded_at };
    let columns: [(&str, &dyn projection::ToSql); 2] =
        [("trajectory", &trajectory), ("place", &place)];
    rows.put("published_price_sheet", recorded.stream.id(), &columns, &view)
}

fn procurement(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ProcurementEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    match event.clone() {
        ProcurementEvent::AwardModelRecorded(model) => rows.put("award_model", id, &[], &model),
        ProcurementEvent::GoverningDecisionRecorded(decision) => {
            let (trajectory, place) = (decision.trajectory.to_string(), place(recorded));
            let columns: [(&str, &dyn projection::ToSql); 2] =
                [("trajectory", &trajectory), ("place", &place)];
            let name = format!("{id}.{}", decision.number);
            let view =
                GoverningDecisionView { recorded: decision, recorded_at: recorded.recorded_at };
            rows.put("governing_decision", &name, &columns, &view)
        }
        // What only the buyer knows goes into the procurement report, and nowhere else.
        ProcurementEvent::ProcurementFactsRecorded(_) => Ok(()),
    }
}

fn place(recorded: &RecordedEvent) -> String {
    format!("{:020}", recorded.position.0)
}

impl Model {
    /// The price sheets of a trajectory that were published, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn price_sheets(&self, id: TrajectoryId) -> Result<Vec<PublishedPriceSheet>, Problem> {
        let sql = "SELECT body FROM published_price_sheet WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// The admissions of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn admissions(&self, id: TrajectoryId) -> Result<Vec<AdmissionView>, Problem> {
        let sql = "SELECT body FROM published_admission WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// How tenders will be chosen between, once recorded.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn award_model(&self, id: TrajectoryId) -> Result<Option<AwardModelRecorded>, Problem> {
        let sql = "SELECT body FROM award_model WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))
    }

    /// Decisions of college and council about a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn governing_decisions(
        &self,
        id: TrajectoryId,
    ) -> Result<Vec<GoverningDecisionView>, Problem> {
        let sql = "SELECT body FROM governing_decision WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }
}
