//! A clarification note (nota van inlichtingen).

mod view;

pub(super) use view::item;

use super::answer::show;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::{NoteId, TrajectoryId};
use http::Problem;
use service::NoteView;
use std::collections::BTreeSet;

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, u32)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, number) = path.into_inner();
    let dossier = app.model.trajectory(trajectory)?;
    let note = app.model.note(NoteId { trajectory, number })?;
    let later = correcting(&note).into_iter();
    let later = later.map(|number| app.model.note(NoteId { trajectory, number }));
    let later = later.collect::<Result<Vec<_>, _>>()?;
    show(&view::page(&dossier, &note, &later), &app)
}

/// The numbers of the later notes that correct something in this one.
fn correcting(note: &NoteView) -> BTreeSet<u32> {
    let in_items = note.items.iter().flat_map(|item| &item.corrected_in);
    note.corrected_in.iter().chain(in_items).copied().collect()
}
