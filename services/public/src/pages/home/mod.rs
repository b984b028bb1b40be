//! The home page: all trajectories, and what can be done or read in each.

use super::activities::{activities, nearest_deadline};
use super::answer::{now, show};
use super::published::Published;
use super::words::{law, municipalities};
use crate::App;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use http::{Cursor, LIMIT_DEFAULT, Paging, Problem};
use jiff::Timestamp;
use portal::components::TrajectoryCard;
use portal::pages::HomePage;
use serde::Deserialize;
use service::PhaseStatus;

/// What can be asked of the list. Whatever else stands in the address, others put there.
#[derive(Deserialize)]
struct Place {
    /// From where in the list on.
    vanaf: Option<String>,
}

pub(super) async fn get(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let from = Query::<Place>::from_query(request.query_string())
        .map_err(|_| Problem::no_such_address())?
        .into_inner()
        .vanaf;
    let after: Option<Cursor> =
        from.as_deref().map(str::parse).transpose().map_err(|()| Problem::no_such_address())?;
    let paging = Paging { after, limit: LIMIT_DEFAULT };
    let (trajectories, next) = app.model.whole_trajectories(&paging)?;
    if from.is_some() && trajectories.is_empty() {
        return Err(Problem::no_such_address());
    }
    let published = trajectories.into_iter().map(|it| Published::about(it, &app.model));
    let published = published.collect::<Result<Vec<_>, _>>()?;
    let trajectories = cards(published, now(&app).await?);
    show(&HomePage { trajectories, from, next: next.map(|next| next.to_string()) }, &app)
}

/// The trajectories in which something can be done come first: the nearest deadline at the top.
fn cards(mut published: Vec<Published>, now: Timestamp) -> Vec<TrajectoryCard> {
    published.sort_by_key(|one| nearest_deadline(one, now).unwrap_or(Timestamp::MAX));
    published.iter().map(|one| card(one, now)).collect()
}

fn card(published: &Published, now: Timestamp) -> TrajectoryCard {
    let trajectory = &published.trajectory;
    let running = published.phases.iter().filter(|phase| phase.status == PhaseStatus::Open);
    TrajectoryCard {
        id: trajectory.id.to_string(),
        title: trajectory.title.to_string(),
        region: trajectory.region.to_string(),
        municipalities: municipalities(trajectory),
        laws: trajectory.laws.iter().copied().map(law).collect(),
        running_phases: running.map(|phase| phase.kind.dutch().to_owned()).collect(),
        activities: activities(published, now),
    }
}
