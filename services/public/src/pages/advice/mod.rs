//! An advice of a client council.

mod view;

use super::answer::show;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::{AdviceId, TrajectoryId};
use http::Problem;

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, AdviceId)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, advice) = path.into_inner();
    let dossier = app.model.trajectory(trajectory)?;
    let advice = app.model.advice(advice)?;
    if advice.trajectory != trajectory {
        return Err(Problem::no_such_address());
    }
    show(&view::page(&dossier, &advice), &app)
}
