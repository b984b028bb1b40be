//! What changed between two versions of a document, as a page.

use super::answer::show;
use super::words::{note_link, prose, trajectory_name};
use crate::App;
use crate::changes::{
    ChangeCause, DocumentChanges, SectionChange, SectionChangeKind, StretchKind, changes,
};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::{DocumentId, TrajectoryId};
use http::Problem;
use portal::components::Link;
use portal::pages::{self, ChangedSection, ChangesPage, Stretch};
use portal::paths;
use service::TrajectoryView;

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, DocumentId, u32, u32)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, document, from, to) = path.into_inner();
    let changes = changes(&app.model, trajectory, document, Some(from), Some(to))?;
    show(&page(&app.model.trajectory(trajectory)?, changes), &app)
}

fn page(trajectory: &TrajectoryView, changes: DocumentChanges) -> ChangesPage {
    let id = trajectory.id.to_string();
    let cause = |cause: &ChangeCause| Link {
        text: format!("vraag {} van {}", cause.item, note_link(trajectory.id, cause.note).text),
        href: paths::question(&id, cause.note, cause.item),
    };
    let causes = |all: &[ChangeCause]| all.iter().map(cause).collect::<Vec<_>>();
    let reasons = changes.versions.iter().filter_map(|version| version.change.as_ref());
    ChangesPage {
        trajectory: trajectory_name(trajectory),
        document: Link {
            text: changes.title.to_string(),
            href: paths::document(&id, &changes.document.to_string()),
        },
        id: changes.document.to_string(),
        from: changes.from,
        to: changes.to,
        reasons: reasons.map(prose).collect(),
        causes: causes(&changes.causes),
        sections: (1..)
            .zip(changes.sections)
            .map(|(place, changed)| {
                let causes = causes(&changed.causes);
                section(place, changed, causes)
            })
            .collect(),
    }
}

fn section(place: u32, changed: SectionChange, causes: Vec<Link>) -> ChangedSection {
    ChangedSection {
        place,
        number: changed.number.to_string(),
        title: changed.title.to_string(),
        kind: match changed.kind {
            SectionChangeKind::Added => pages::SectionChangeKind::Added,
            SectionChangeKind::Removed => pages::SectionChangeKind::Removed,
            SectionChangeKind::Changed => pages::SectionChangeKind::Changed,
            SectionChangeKind::Unknown => pages::SectionChangeKind::Unknown,
        },
        was: changed.was.as_ref().map(prose),
        becomes: changed.becomes.as_ref().map(prose),
        words: changed
            .words
            .into_iter()
            .map(|stretch| match stretch.kind {
                StretchKind::Kept => Stretch::Kept(stretch.text),
                StretchKind::Removed => Stretch::Removed(stretch.text),
                StretchKind::Added => Stretch::Added(stretch.text),
            })
            .collect(),
        causes,
    }
}
