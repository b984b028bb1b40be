//! Answers of another trajectory in which one's municipality buys, to take over in this one.

use super::Staff;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use dialogue::enquiry::AnswerOrigin;
use http::{List, Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::to_raw_value;
use service::NoteView;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use vocabulary::{Faults, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_shareable_answers, list_shareable_answers)
}

/// An answer that was decided in another trajectory, and can be taken over.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ShareableAnswer {
    /// Where it stands.
    origin: AnswerOrigin,
    /// What the note is called.
    note_title: Title,
    /// The question in anonymous words.
    wording: Prose,
    /// The answer.
    answer: Prose,
    /// The numbers of later notes there that correct it.
    corrected_in: Vec<u32>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    published_at: Timestamp,
}

/// All of them.
type ShareableAnswerList = List<ShareableAnswer>;

/// From where.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct FromQuery {
    /// The other trajectory.
    #[param(value_type = String, format = Uuid, example = "6b1f3c1e-0d5e-4a9b-8f0a-6f3f0c1d2e3f")]
    from: TrajectoryId,
}

/// Lists the answers of another trajectory in which one's municipality buys, that were not taken
/// over here yet.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/shareable-answers", tag = "enquiry",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory that takes them over."),
        FromQuery,
        ThingQuery,
    ),
    responses((status = 200, body = ShareableAnswerList, description = "All of them.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn list_shareable_answers(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let named = "Noem het andere traject: een uuid.";
    let (from, position) = (query.required::<TrajectoryId>("from", named), query.min_position());
    query.finish()?;
    let from = from.ok_or_else(|| Problem::faults(Faults::one("from", named)))?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    model.check_member(from, &staff.caller.organisation)?;
    let here = model.notes(*trajectory)?;
    let taken: BTreeSet<_> =
        here.iter().flat_map(|note| &note.items).filter_map(|item| item.origin).collect();
    let there = model.notes(from)?;
    let all = there.iter().flat_map(shareable).filter(|answer| !taken.contains(&answer.origin));
    let all = all.map(|answer| to_raw_value(&answer)).collect::<Result<_, _>>();
    Ok(Json(ShareableAnswerList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}

/// The answers that were given in a note itself: what it took over, stands at its origin.
fn shareable(note: &NoteView) -> impl Iterator<Item = ShareableAnswer> {
    let own = note.items.iter().filter(|item| item.origin.is_none());
    own.map(|item| ShareableAnswer {
        origin: AnswerOrigin {
            trajectory: note.trajectory,
            note: Whole::new(note.number),
            item: Whole::new(item.number),
        },
        note_title: note.title.clone(),
        wording: item.wording.clone(),
        answer: item.answer.clone(),
        corrected_in: item.corrected_in.clone(),
        published_at: note.published_at,
    })
}
