//! Research into the experience of clients as everyone sees it, once it was published.

use crate::Model;
use dialogue::client_research::ClientResearchPublished;
use dialogue::{ClientResearchEvent, ClientResearchId, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Research that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedResearch {
    /// The research.
    pub id: ClientResearchId,
    /// What was published.
    #[serde(flatten)]
    pub published: ClientResearchPublished,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ClientResearchEvent,
) -> Result<(), ProjectionError> {
    let ClientResearchEvent::ClientResearchPublished(published) = event.clone() else {
        return Ok(());
    };
    let id = recorded.stream.id();
    let Ok(name) = id.parse() else { return Ok(()) };
    let trajectory = published.trajectory.to_string();
    let place = format!("{}|{:020}", published.year, recorded.position.0);
    let view = PublishedResearch { id: name, published, published_at: recorded.recorded_at };
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("client_research", id, &columns, &view)
}

impl Model {
    /// The research of a trajectory that was published, the oldest year first.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn client_research(&self, id: TrajectoryId) -> Result<Vec<PublishedResearch>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT body FROM client_research WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }
}
