//! The report of a consultation round.

mod view;

use super::answer::show;
use crate::App;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use dialogue::{ConsultationRoundId, TrajectoryId};
use http::Problem;

pub(super) async fn get(
    app: Data<App>,
    path: Path<(TrajectoryId, ConsultationRoundId)>,
) -> Result<HttpResponse, Problem> {
    let (trajectory, round) = path.into_inner();
    let dossier = app.model.trajectory(trajectory)?;
    let round = app.model.consultation_round(round)?;
    match &round.report {
        Some(report) if round.trajectory == trajectory => {
            show(&view::page(&dossier, &round, report), &app)
        }
        _ => Err(Problem::no_such_address()),
    }
}
