//! Price sheets as the buyers see them: the latest version, published or not.

use dialogue::price_sheet::{Money, PriceSheetContent, PriceSheetEvent};
use dialogue::{AnyEvent, PriceSheetId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A price sheet in its latest version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PriceSheetView)]
pub(crate) struct PriceSheetRow {
    /// The sheet.
    pub(crate) id: PriceSheetId,
    /// Its ETag as a number.
    pub(crate) revision: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// Which version this is, from 1.
    pub(crate) version: u32,
    /// The sheet.
    pub(crate) content: PriceSheetContent,
    /// What each element comes to, in their order, in euros.
    pub(crate) amounts: Vec<Money>,
    /// The sum, in euros.
    pub(crate) total: Money,
    /// Which version everyone can see; none when nothing was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<u32>,
}

pub(crate) struct PriceSheets;

impl Projection<AnyEvent> for PriceSheets {
    fn name(&self) -> &'static str {
        "price-sheets"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE price_sheet (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX price_sheet_of ON price_sheet (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::PriceSheet(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event.clone() {
            PriceSheetEvent::PriceSheetRecorded(sheet) => {
                let Ok(name) = id.parse() else { return Ok(()) };
                let known = rows.get::<PriceSheetRow>("price_sheet", id)?;
                let amounts = sheet.content.computed().map_or(vec![], |(amounts, _)| amounts);
                let row = PriceSheetRow {
                    id: name,
                    revision: recorded.version.0,
                    trajectory: sheet.trajectory,
                    version: sheet.version,
                    content: sheet.content,
                    amounts,
                    total: sheet.total,
                    published: known.and_then(|known| known.published),
                };
                let trajectory = sheet.trajectory.to_string();
                let place = format!("{:020}", recorded.position.0);
                let columns: [(&str, &dyn projection::ToSql); 2] =
                    [("trajectory", &trajectory), ("place", &place)];
                rows.put("price_sheet", id, &columns, &row)
            }
            PriceSheetEvent::PriceSheetPublished(published) => {
                rows.change::<PriceSheetRow>("price_sheet", id, &[], |row| {
                    row.revision = recorded.version.0;
                    row.published = Some(published.version);
                })
            }
        }
    }
}
