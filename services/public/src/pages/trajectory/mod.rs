//! The dossier of one trajectory.

mod agenda;
mod documents;
mod phases;
mod profile;

use super::activities::activities;
use super::answer::{now, show};
use super::published::Published;
use super::words::{outreach_link, outreach_state, prose, trajectory_name};
use crate::App;
use crate::api::released::released_documents;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::TrajectoryId;
use http::Problem;
use jiff::Timestamp;
use portal::components::OutreachSummary;
use portal::pages::TrajectoryPage;
use portal::paths;
use service::OutreachView;

pub(super) async fn get(app: Data<App>, id: Path<TrajectoryId>) -> Result<HttpResponse, Problem> {
    let trajectory = app.model.trajectory(*id)?;
    let published = Published::about(trajectory, &app.model)?;
    let mut page = page(&published, now(&app).await?);
    page.documents.extend(documents::released(&released_documents(&app.model, *id)?));
    show(&page, &app)
}

fn page(published: &Published, now: Timestamp) -> TrajectoryPage {
    let trajectory = &published.trajectory;
    TrajectoryPage {
        name: trajectory_name(trajectory),
        summary: prose(&trajectory.summary),
        activities: activities(published, now),
        profile: profile::profile(trajectory),
        outreaches: published.outreaches.iter().rev().map(|it| outreach(it, now)).collect(),
        agenda: agenda::agenda(&published.consultations),
        planning: profile::planning(trajectory, now),
        documents: documents::documents(trajectory),
        notes: (!published.notes.is_empty())
            .then(|| paths::consolidated_note(&trajectory.id.to_string())),
        phases: phases::phases(published, now),
    }
}

fn outreach(outreach: &OutreachView, now: Timestamp) -> OutreachSummary {
    OutreachSummary { link: outreach_link(outreach), state: outreach_state(outreach, now) }
}
