//! What supervisors report and incidents that were notified, as staff and the provider that it is
//! about see them. Every table of what belongs to one provider has a column `provider`.

use dialogue::contract::Side;
use dialogue::supervision::{
    Incident, SupervisionReport, SupervisionSignalAnswered, SupervisionSignalEvent,
};
use dialogue::{
    AnyEvent, ContractId, Decider, SupervisionSignal, SupervisionSignalId, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// An incident that was notified, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotifiedIncident {
    /// The contract.
    pub contract: ContractId,
    /// Which side notified it here.
    pub by: Side,
    /// The incident.
    pub incident: Incident,
    /// Whether the supervisor was told too late, or not yet and it was too late by then.
    pub late: bool,
}

/// What is done with a report or an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupervisionAnswerView {
    /// What is done.
    pub follow_up: Prose,
    /// Why that, and not more or less.
    pub reason: Paragraph,
}

impl From<SupervisionSignalAnswered> for SupervisionAnswerView {
    fn from(answered: SupervisionSignalAnswered) -> Self {
        Self { follow_up: answered.follow_up, reason: answered.reason }
    }
}

/// A report of a supervisor, or an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupervisionSignalView {
    /// Its name.
    pub id: SupervisionSignalId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The report, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<SupervisionReport>,
    /// The incident, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<NotifiedIncident>,
    /// When it came in, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// What is done with it; absent while that was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<SupervisionAnswerView>,
}

/// The projection of signals from supervision.
pub struct SupervisionSignals;

impl Projection<AnyEvent> for SupervisionSignals {
    fn name(&self) -> &'static str {
        "supervision-signals"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE supervision_signal (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX supervision_signal_own ON supervision_signal (provider, within, place);
         CREATE INDEX supervision_signal_in ON supervision_signal (trajectory, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == SupervisionSignal::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::SupervisionSignal(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let Ok(signal) = id.parse() else { return Ok(()) };
        let blank = |trajectory| SupervisionSignalView {
            id: signal,
            version: recorded.version.0,
            trajectory,
            report: None,
            incident: None,
            received_at: recorded.recorded_at,
            answer: None,
        };
        let (view, provider, contract) = match event.clone() {
            SupervisionSignalEvent::SupervisionReportReceived(it) => {
                let contract = it.report.contract;
                let view =
                    SupervisionSignalView { report: Some(it.report), ..blank(it.trajectory) };
                (view, it.provider, contract)
            }
            SupervisionSignalEvent::IncidentNotified(it) => {
                let (contract, by, incident, late) = (it.contract, it.by, it.incident, it.late);
                let incident = Some(NotifiedIncident { contract, by, incident, late });
                let view = SupervisionSignalView { incident, ..blank(it.trajectory) };
                (view, Some(it.provider), Some(contract))
            }
            SupervisionSignalEvent::SupervisionSignalAnswered(it) => {
                return rows.change::<SupervisionSignalView>(
                    "supervision_signal",
                    id,
                    &[],
                    |view| {
                        view.version = recorded.version.0;
                        view.answer = Some(it.into());
                    },
                );
            }
        };
        let provider = provider.map(|it| it.to_string()).unwrap_or_default();
        let within = contract.map(|it| it.to_string()).unwrap_or_default();
        let (trajectory, place) =
            (view.trajectory.to_string(), format!("{:020}", recorded.position.0));
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &within),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("supervision_signal", id, &columns, &view)
    }
}
