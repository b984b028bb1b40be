//! The index for the Woo: what must be published of its own accord, by category, for whoever
//! gathers it (art. 3.3, second paragraph, Wet open overheid).

use crate::App;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, Responder};
use dialogue::{Advice, AdviceEvent, AnyEvent, Decider, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Operations, PageQuery, Problem, QueryReader};
use jiff::Timestamp;
use portal::paths;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::TrajectoryView;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_woo_index, list_woo_index)
}

/// A category of the Woo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
enum WooCategory {
    /// Advice of advisory bodies, with the requests for it (art. 3.3, second paragraph, under e).
    #[serde(rename = "2e")]
    Advice,
}

/// Something that is published of its own accord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WooEntry {
    /// The category of the Woo.
    category: WooCategory,
    /// What it is called.
    title: Title,
    /// Who made it.
    creator: String,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// Where it can be read on this site, with what belongs to it.
    #[schema(example = "/trajecten/…/adviezen/…")]
    path: String,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    published_at: Timestamp,
    /// When something was added to it, such as the response, in UTC.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

/// A page of the index.
type WooEntryList = List<WooEntry>;

/// Lists what is published of its own accord, by when it changed: whoever keeps the last cursor
/// gets what is new or changed since.
#[utoipa::path(
    get, path = "/woo-index", tag = "record", params(PageQuery),
    responses((status = 200, body = WooEntryList, description = "A page.")),
)]
async fn list_woo_index(app: Data<App>, request: HttpRequest) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let sql = "SELECT place, body FROM woo_entry WHERE place > ?1 ORDER BY place LIMIT ?2";
    let page = model.with(|read| read.page(sql, (paging.after(), paging.rows()), paging.limit))?;
    Ok(Json(WooEntryList::new(page.items, page.next)))
}

/// The projection of the index.
pub(crate) struct WooIndex;

impl Projection<AnyEvent> for WooIndex {
    fn name(&self) -> &'static str {
        "woo-index"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE woo_entry (
             id TEXT PRIMARY KEY, place TEXT NOT NULL UNIQUE, body TEXT NOT NULL
         ) STRICT;"
    }

    fn reads(&self, category: &str) -> bool {
        category == Advice::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Advice(event) = event else { return Ok(()) };
        match event {
            AdviceEvent::AdviceFiled(filed) => {
                let request = &filed.request;
                add(rows, recorded, request.trajectory, &request.council, &request.subject)
            }
            AdviceEvent::AdviceFiledUnasked(filed) => {
                add(rows, recorded, filed.trajectory, &filed.council, &filed.subject)
            }
            AdviceEvent::AdviceResponseGiven(_)
            | AdviceEvent::AdviceFollowUpRecorded(_)
            | AdviceEvent::AdviceCopySent(_) => {
                let place = place(recorded);
                let columns: [(&str, &dyn ToSql); 1] = [("place", &place)];
                rows.change::<WooEntry>("woo_entry", recorded.stream.id(), &columns, |entry| {
                    entry.changed_at = recorded.recorded_at;
                })
            }
            // Until it is given, an advice is the council's own.
            _ => Ok(()),
        }
    }
}

fn place(recorded: &RecordedEvent) -> String {
    format!("{:020}", recorded.position.0)
}

fn add(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    trajectory: TrajectoryId,
    council: &CouncilCode,
    subject: &Title,
) -> Result<(), ProjectionError> {
    let (id, of) = (recorded.stream.id(), trajectory.to_string());
    let Some(known) = rows.get::<TrajectoryView>("trajectory", &of)? else { return Ok(()) };
    let name = known.councils.iter().find(|it| it.code == *council).map(|it| it.name.to_string());
    let entry = WooEntry {
        category: WooCategory::Advice,
        title: subject.clone(),
        creator: name.unwrap_or_else(|| council.to_string()),
        trajectory,
        path: paths::advice(&of, id),
        published_at: recorded.recorded_at,
        changed_at: recorded.recorded_at,
    };
    rows.put("woo_entry", id, &[("place", &place(recorded))], &entry)
}
