//! Combinations that one is in: declared by who speaks for it, confirmed by each other member.

use super::{Caller, check_registered};
use crate::App;
use crate::projections::combinations::OwnCombinationRow;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::combination::{
    CombinationAssessed, CombinationDeclared, CombinationMember, CompetitionStatement,
};
use dialogue::{
    Combination, CombinationCommand, CombinationId, Provider, ProviderId, Refusal, Trajectory,
    TrajectoryId,
};
use http::{Body, NoBody, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{OrganisationIdentity, Receipt, Written, open, provider_subject, seal};
use utoipa::ToSchema;
use vocabulary::{Faults, OrganisationNumber, Prose, Title, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_declare_combination, declare_combination)
        .with(__path_list_own_combinations, list_own_combinations)
        .with(__path_confirm_combination, confirm_combination)
}

/// Another member of a combination.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMember {
    /// Its number, with the register that gave it.
    number: OrganisationNumber,
    /// Its name.
    name: Title,
}

/// A combination in which one tenders with others, and for which one speaks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCombination {
    /// The lot, when there are lots.
    #[serde(default)]
    lot: Option<Whole>,
    /// The other members. Each confirms it itself.
    #[schema(min_items = 1, max_items = 20)]
    members: Vec<NewMember>,
    /// Who does what.
    division: Prose,
    /// What one says of competition.
    competition: CompetitionStatement,
}

/// Declares a combination for which one speaks. It counts once every other member confirmed it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/combinations", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewCombination,
    responses((status = 200, body = Receipt, description = "The combination is declared.")),
    security(("bearer" = ["submitter"])),
)]
async fn declare_combination(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    body: Body<NewCombination>,
) -> Result<impl Responder, Problem> {
    let provider = call.caller.organisation.id;
    let new = body.content;
    let mut members = vec![];
    for NewMember { number, name } in new.members {
        let provider = provider_subject(&app.shared.vault, &number)?;
        let identity = OrganisationIdentity { name, numbers: vec![number] };
        let identity = seal(&app.shared.vault, provider, &identity)?;
        members.push(CombinationMember { provider, identity });
    }
    let (lot, division, competition) = (new.lot, new.division, new.competition);
    let outcome = app
        .shared
        .execute::<Combination, _>(
            &call,
            &body.conditions,
            Target::new(CombinationId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                check_registered(scope, &call).await?;
                let own = scope.glance::<Provider>(provider).await?;
                let identity = own.profile()?.identity.clone();
                let of = scope.glance::<Trajectory>(*trajectory).await?;
                of.profile()?;
                if lot.is_some_and(|lot| !of.has_lot(lot)) {
                    let fault = Faults::one("/lot", "Dit traject heeft dit perceel niet.");
                    return Err(Refusal::from(fault).into());
                }
                Ok(CombinationCommand::Declare(Box::new(CombinationDeclared {
                    trajectory: *trajectory,
                    lot,
                    lead: CombinationMember { provider, identity },
                    members: members.clone(),
                    division: division.clone(),
                    competition: competition.clone(),
                })))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A combination that one is in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OwnCombination {
    /// The combination.
    id: CombinationId,
    /// The lot, when there are lots.
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<Whole>,
    /// Whether one speaks for it.
    lead: bool,
    /// The names of its members, who speaks for it first.
    members: Vec<Title>,
    /// Who does what.
    division: Prose,
    /// How many members have still to confirm.
    unconfirmed: usize,
    /// Whether one has still to confirm it oneself.
    to_confirm: bool,
    /// What the buyer found, once checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    assessed: Option<CombinationAssessed>,
}

/// Combinations that one is in.
#[derive(Serialize, ToSchema)]
struct OwnCombinations {
    /// The combinations.
    combinations: Vec<OwnCombination>,
}

fn told(
    app: &App,
    provider: ProviderId,
    row: OwnCombinationRow,
) -> Result<OwnCombination, Problem> {
    let mut members = vec![];
    for member in [&row.declared.lead].into_iter().chain(&row.declared.members) {
        let identity = open::<OrganisationIdentity>(&app.shared.vault, &member.identity)?;
        members.extend(identity.map(|identity| identity.name));
    }
    let lead = row.declared.lead.provider == provider;
    Ok(OwnCombination {
        id: row.id,
        lot: row.declared.lot,
        lead,
        members,
        division: row.declared.division,
        unconfirmed: row.declared.members.len().saturating_sub(row.confirmed.len()),
        to_confirm: !lead && !row.confirmed.contains(&provider),
        assessed: row.assessed,
    })
}

/// Lists the combinations in a trajectory that one is in, also those that one has to confirm.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/combinations", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = OwnCombinations, description = "The combinations.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_combinations(
    app: Data<App>,
    call: Caller,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.trajectory(*trajectory)?;
    let provider = call.caller.organisation.id;
    let rows: Vec<OwnCombinationRow> =
        own::all(model, Table::Combination, provider, &trajectory.to_string())?;
    let combinations = rows.into_iter().map(|row| told(&app, provider, row));
    Ok(Json(OwnCombinations { combinations: combinations.collect::<Result<_, _>>()? }))
}

/// Confirms that one is a member of a combination that another declared.
#[utoipa::path(
    post, path = "/combinations/{combination}/confirmation", tag = "evaluation",
    params(("combination" = CombinationId, Path, description = "The combination.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "It is confirmed.")),
    security(("bearer" = ["submitter"])),
)]
async fn confirm_combination(
    app: Data<App>,
    call: Caller,
    combination: Path<CombinationId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let member = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<Combination, _>(
            &call,
            &body.conditions,
            Target::existing(*combination),
            async |_: &mut Scope<'_, Refusal>| Ok(CombinationCommand::Confirm { member }),
        )
        .await?;
    Ok(Written::changed(&outcome))
}
