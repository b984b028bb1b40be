//! All clarification notes of a trajectory, as a page.

use super::answer::show;
use super::note::item;
use super::words::{moment, prose, trajectory_name};
use crate::App;
use crate::consolidated::{ConsolidatedItem, of_notes};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::TrajectoryId;
use http::Problem;
use portal::components::{Link, NoteItem};
use portal::pages::{Beside, ConsolidatedPage, NotePart, NumberedItem};
use portal::paths;
use service::{NoteView, TrajectoryView};

pub(super) async fn get(app: Data<App>, path: Path<TrajectoryId>) -> Result<HttpResponse, Problem> {
    let trajectory = app.model.trajectory(*path)?;
    show(&page(&trajectory, &app.model.notes(*path)?), &app)
}

fn page(trajectory: &TrajectoryView, notes: &[NoteView]) -> ConsolidatedPage {
    let id = trajectory.id.to_string();
    let whole = of_notes(notes, crate::consolidated::Filter::default());
    // The items stand in the order of the notes that they come from.
    let mut numbered = whole.items.iter();
    let mut parts = vec![];
    for note in notes {
        let items = note.items.iter().zip(numbered.by_ref().take(note.items.len()));
        parts.push(NotePart {
            note: Link {
                text: format!("Nota van inlichtingen {}", note.number),
                href: paths::note(&id, note.number),
            },
            number: note.number,
            title: note.title.to_string(),
            published: moment(note.published_at),
            items: items
                .map(|(own, numbered)| beside(&id, item(trajectory, note, own, notes), numbered))
                .collect(),
        });
    }
    ConsolidatedPage {
        trajectory: trajectory_name(trajectory),
        export: paths::consolidated_export(&id),
        notes: parts,
    }
}

fn beside(trajectory: &str, item: NoteItem, numbered: &ConsolidatedItem) -> NumberedItem {
    let corrections = numbered.corrections.iter().map(|correction| Beside {
        link: Link {
            text: format!(
                "nota van inlichtingen {}, rectificatie {}",
                correction.note, correction.place
            ),
            href: paths::erratum(trajectory, correction.note, correction.place),
        },
        correction: prose(&correction.correction),
    });
    NumberedItem { number: numbered.number, item, corrections: corrections.collect() }
}
