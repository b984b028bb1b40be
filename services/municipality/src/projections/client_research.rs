//! Research into the experience of clients as staff work on it.

use dialogue::client_research::{
    ClientResearchPlanned, ClientResearchPublished, ClientResearchResultsRecorded, due,
};
use dialogue::{AnyEvent, ClientResearch, ClientResearchEvent, ClientResearchId, Decider};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Research as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientResearchRow {
    id: ClientResearchId,
    pub(crate) version: u64,
    pub(crate) research: ClientResearch,
}

/// Research into the experience of clients, as staff work on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ClientResearchView {
    /// The research.
    pub(crate) id: ClientResearchId,
    /// Its version.
    pub(crate) version: u64,
    /// What was planned.
    pub(crate) planned: ClientResearchPlanned,
    /// Until when it is published in time, in UTC: before 1 July of the next year.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) due: Timestamp,
    /// What came out, once it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) results: Option<ClientResearchResultsRecorded>,
    /// What was published, once it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<ClientResearchPublished>,
}

impl ClientResearchRow {
    /// The research as it is shown; none when it was not planned, which does not happen.
    pub(crate) fn shown(&self) -> Option<ClientResearchView> {
        let Self { id, version, research } = self;
        let planned = research.planned().ok()?.clone();
        Some(ClientResearchView {
            id: *id,
            version: *version,
            due: due(planned.year),
            planned,
            results: research.results().cloned(),
            published: research.published().cloned(),
        })
    }
}

pub(crate) struct ClientResearches;

impl Projection<AnyEvent> for ClientResearches {
    fn name(&self) -> &'static str {
        "client-research"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE client_research_work (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX client_research_work_in ON client_research_work (trajectory, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == ClientResearch::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::ClientResearch(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let version = recorded.version.0;
        let ClientResearchEvent::ClientResearchPlanned(planned) = event else {
            return rows.change::<ClientResearchRow>("client_research_work", id, &[], |row| {
                row.version = version;
                row.research.evolve(event);
            });
        };
        let Ok(name) = id.parse() else { return Ok(()) };
        let mut research = ClientResearch::default();
        research.evolve(event);
        let trajectory = planned.trajectory.to_string();
        let place = format!("{}|{:020}", planned.year, recorded.position.0);
        let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
        let row = ClientResearchRow { id: name, version, research };
        rows.put("client_research_work", id, &columns, &row)
    }
}
