//! The rules for the terms of the councils that advise: their ordinances, with their recess.

use super::Staff;
use super::trajectories::change;
use crate::App;
use actix_web::web::{Data, Path};
use calendar::ChosenTerms;
use dialogue::trajectory::TrajectoryCouncilTermsChosen;
use dialogue::{TrajectoryCommand, TrajectoryId};
use http::{Body, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::CouncilCode;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_choose_council_terms, choose_council_terms)
}

/// The rules for the terms of a council.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CouncilTerms {
    /// The council.
    council: CouncilCode,
    /// The profile, and where the ordinance of this council departs from it.
    terms: ChosenTerms,
}

/// Chooses the rules for the terms of a council. From then on a request for its advice follows one
/// of them, or tells why it departs.
#[utoipa::path(
    put, path = "/trajectories/{trajectory}/council-terms", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = CouncilTerms,
    responses((status = 200, body = Receipt, description = "The rules are chosen.")),
    security(("bearer" = ["buyer"])),
)]
async fn choose_council_terms(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<CouncilTerms>,
) -> Result<Written, Problem> {
    let CouncilTerms { council, terms } = body.content;
    let chosen = TrajectoryCouncilTermsChosen { council, terms };
    let command = TrajectoryCommand::ChooseCouncilTerms(chosen);
    change(&app, &staff, *trajectory, &body.conditions, command).await
}
