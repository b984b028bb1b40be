//! Combinations: parties that tender together, and the check of what that does to competition.

use super::{Staff, hide, own_trajectory};
use crate::App;
use crate::projections::combinations::CombinationRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::combination::{CombinationAssessed, CombinationRefusal, CompetitionStatement};
use dialogue::{Combination, CombinationCommand, CombinationId, Refusal, TrajectoryId};
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{OrganisationIdentity, Receipt, Written, open};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_combinations, list_combinations)
        .with(__path_assess_combination, assess_combination)
}

/// A combination, with who is in it.
#[derive(Serialize, ToSchema)]
struct CombinationView {
    /// The combination.
    id: CombinationId,
    /// The lot, when there are lots.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Whole>,
    /// Its members, who speaks for it first; whoever was erased is absent.
    members: Vec<OrganisationIdentity>,
    /// Who does what.
    division: Prose,
    /// What the members say of competition.
    competition: CompetitionStatement,
    /// How many members have still to confirm.
    unconfirmed: usize,
    /// Other combinations for the same lot in which one of the members is as well.
    overlaps: Vec<CombinationId>,
    /// What to look out for, in Dutch.
    warnings: Vec<String>,
    /// What was found, once checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    assessed: Option<CombinationAssessed>,
}

/// The combinations in a trajectory.
#[derive(Serialize, ToSchema)]
struct Combinations {
    /// The combinations.
    combinations: Vec<CombinationView>,
}

fn view(
    app: &App,
    row: &CombinationRow,
    all: &[CombinationRow],
) -> Result<CombinationView, Problem> {
    let mut members = vec![];
    for member in [&row.declared.lead].into_iter().chain(&row.declared.members) {
        members.extend(open::<OrganisationIdentity>(&app.shared.vault, &member.identity)?);
    }
    let shares = |other: &&CombinationRow| {
        other.id != row.id
            && other.declared.lot == row.declared.lot
            && other.all().any(|member| row.all().any(|own| own == member))
    };
    let overlaps: Vec<_> = all.iter().filter(shares).map(|other| other.id).collect();
    let mut warnings = vec![];
    if !overlaps.is_empty() {
        warnings.push(
            "Een lid doet voor dit perceel ook mee in een andere combinatie. Ga na of de \
             inschrijvingen van elkaar weten."
                .to_owned(),
        );
    }
    if row.declared.competition.could_tender_alone {
        warnings.push(
            "De leden kunnen ook elk apart inschrijven. Ga na of samenwerken de mededinging \
             beperkt (artikel 6 Mededingingswet), en of cliënten er beter van worden."
                .to_owned(),
        );
    }
    Ok(CombinationView {
        id: row.id,
        lot: row.declared.lot,
        members,
        division: row.declared.division.clone(),
        competition: row.declared.competition.clone(),
        unconfirmed: row.declared.members.len().saturating_sub(row.confirmed.len()),
        overlaps,
        warnings,
        assessed: row.assessed.clone(),
    })
}

/// Lists the combinations in a trajectory, with what to look out for.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/combinations", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Combinations, description = "The combinations.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn list_combinations(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let sql = "SELECT body FROM combination WHERE trajectory = ?1 ORDER BY id";
    let rows: Vec<CombinationRow> =
        model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    let combinations = rows.iter().map(|row| view(&app, row, &rows));
    Ok(Json(Combinations { combinations: combinations.collect::<Result<_, _>>()? }))
}

/// What was found about a combination.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CombinationAssessment {
    /// Whether it can tender.
    admitted: bool,
    /// Why.
    reasons: Paragraph,
}

/// Records the check of what a combination does to competition, once every member confirmed it.
#[utoipa::path(
    post, path = "/combinations/{combination}/assessment", tag = "evaluation",
    params(("combination" = CombinationId, Path, description = "The combination.")),
    request_body = CombinationAssessment,
    responses((status = 200, body = Receipt, description = "The check is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn assess_combination(
    app: Data<App>,
    staff: Staff,
    combination: Path<CombinationId>,
    body: Body<CombinationAssessment>,
) -> Result<impl Responder, Problem> {
    let CombinationAssessment { admitted, reasons } = body.content;
    let outcome = app
        .shared
        .execute::<Combination, _>(
            &staff,
            &body.conditions,
            Target::existing(*combination),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<Combination>(*combination).await?;
                own_trajectory(scope, &staff, known.declared()?.trajectory)
                    .await
                    .map_err(|error| hide(error, CombinationRefusal::Unknown))?;
                let reasons = reasons.clone();
                Ok(CombinationCommand::Assess(CombinationAssessed { admitted, reasons }))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
