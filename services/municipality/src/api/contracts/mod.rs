//! Contracts: registered once they were won, and kept from then on.

mod commitments;
mod course;
mod deliveries;
mod dossiers;
mod ending;
mod indicators;
mod talks;
mod trends;

use super::{Staff, hide, own_thing, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::contract::{ContractAgreement, ContractOrigin, ContractRefusal, ContractRegistered};
use dialogue::{
    AdmissionProcedure, Contract, ContractCommand, ContractId, Evaluation, ProviderId, Refusal,
    Sealed, TrajectoryId,
};
use event_log::Digest;
use http::{Body, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    ContractRow, ContractView, OrganisationIdentity, Receipt, Refused, Tagged, Written,
    provider_subject, seal,
};
use std::sync::Arc;
use utoipa::ToSchema;
use vocabulary::{Faults, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    let operations = operations
        .with(__path_register_contract, register_contract)
        .with(__path_list_contracts, list_contracts)
        .with(__path_get_contract, get_contract);
    let operations = course::operations(operations);
    let operations = ending::operations(operations);
    let operations = commitments::operations(operations);
    let operations = dossiers::operations(operations);
    let operations = indicators::operations(operations);
    let operations = deliveries::operations(operations);
    let operations = trends::operations(operations);
    talks::operations(operations)
}

/// A contract that is to be registered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContract {
    /// From what it comes.
    origin: ContractOrigin,
    /// For an award: the tenderer that won, as the evaluation names it.
    #[serde(default)]
    tenderer: Option<ProviderId>,
    /// For a contract that was there before: which organisation it is with.
    #[serde(default)]
    organisation: Option<OrganisationIdentity>,
    /// What was agreed.
    agreement: ContractAgreement,
}

/// The name of a contract: in a trajectory there is one with each number.
fn name_of(trajectory: TrajectoryId, number: &Slug) -> ContractId {
    let name = Digest::of_framed(&[
        b"contract",
        trajectory.to_string().as_bytes(),
        number.as_str().as_bytes(),
    ]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&name.0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().into()
}

/// Registers a contract: with who won an award that is final, with who was admitted, or one that
/// was there before.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/contracts", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewContract,
    responses((status = 201, body = Receipt, description = "The contract is registered.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn register_contract(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewContract>,
) -> Result<impl Responder, Problem> {
    let NewContract { origin, tenderer, organisation, agreement } = body.content;
    let trajectory = *trajectory;
    let known = known_party(&app, &origin, organisation)?;
    let outcome = app
        .shared
        .execute::<Contract, _>(
            &staff,
            &body.conditions,
            Target::existing(name_of(trajectory, &agreement.number)),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, trajectory).await?;
                let mut faults = Faults::none();
                for (place, lot) in agreement.lots.iter().enumerate() {
                    faults.unless(
                        own.has_lot(*lot),
                        format!("/agreement/lots/{place}"),
                        "Dit traject heeft dit perceel niet.",
                    );
                }
                faults.check().map_err(|faults| Refused::Refused(faults.into()))?;
                let (provider, identity) = match &known {
                    Some(known) => known.clone(),
                    None => winner(&app, scope, trajectory, &origin, tenderer).await?,
                };
                Ok(ContractCommand::Register(Box::new(ContractRegistered {
                    trajectory,
                    provider,
                    identity,
                    origin: origin.clone(),
                    agreement: agreement.clone(),
                })))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/contracts/{id}")))
}

/// With whom a contract is that was there before.
fn known_party(
    app: &App,
    origin: &ContractOrigin,
    organisation: Option<OrganisationIdentity>,
) -> Result<Option<(ProviderId, Sealed)>, Problem> {
    let existing = matches!(origin, ContractOrigin::Existing { .. });
    let number = organisation.as_ref().and_then(|it| it.numbers.first());
    let told = "Noem de organisatie met haar nummer bij een contract dat er al was, en alleen dan.";
    match (organisation.as_ref(), number) {
        (Some(organisation), Some(number)) if existing => {
            let provider = provider_subject(&app.shared.vault, number)?;
            let identity = seal(&app.shared.vault, provider, organisation)?;
            Ok(Some((provider, identity)))
        }
        (None, _) if !existing => Ok(None),
        _ => Err(Problem::faults(Faults::one("/organisation", told))),
    }
}

/// Who won the contract, with which organisation it is.
async fn winner(
    app: &App,
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    origin: &ContractOrigin,
    tenderer: Option<ProviderId>,
) -> Result<(ProviderId, Sealed), Refused> {
    let not_won = || Refused::Refused(ContractRefusal::NotWon.into());
    match origin {
        ContractOrigin::Award { evaluation } => {
            let state = scope.load::<Evaluation>(*evaluation).await?;
            let here = state.opened().is_ok_and(|opened| opened.trajectory == trajectory);
            let won = tenderer.filter(|it| here && state.is_won_by(*it)).ok_or_else(not_won)?;
            let identity = state.tenderers().find(|(known, _)| *known == won);
            identity.map(|(_, sealed)| (won, sealed.clone())).ok_or_else(not_won)
        }
        ContractOrigin::Admission { admission, application } => {
            let state = scope.load::<AdmissionProcedure>(*admission).await?;
            let here = state.opened().is_ok_and(|opened| opened.trajectory == trajectory);
            let provider = state.admitted(*application).filter(|_| here).ok_or_else(not_won)?;
            let sql = "SELECT body FROM provider WHERE id = ?1";
            let sealed = app.model.read_model().document(sql, [provider.to_string()]);
            sealed.ok().flatten().map(|sealed| (provider, sealed)).ok_or_else(not_won)
        }
        ContractOrigin::Existing { .. } => Err(not_won()),
    }
}

/// A contract of a trajectory in which the caller's municipality buys.
pub(super) async fn own_contract(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: ContractId,
) -> Result<Arc<Contract>, Refused> {
    let contract = scope.glance::<Contract>(id).await?;
    own_trajectory(scope, staff, contract.registered()?.trajectory)
        .await
        .map_err(|error| hide(error, ContractRefusal::Unknown))?;
    Ok(contract)
}

/// The same, as the read model has it.
fn own_contract_row(app: &App, staff: &Staff, id: ContractId) -> Result<ContractRow, Problem> {
    own_thing(app, staff, "contract", id, ContractRefusal::Unknown)
}

/// The contracts of a trajectory.
#[derive(Serialize, ToSchema)]
struct Contracts {
    /// The contracts, by their number.
    contracts: Vec<ContractView>,
}

/// Lists the contracts of a trajectory, with whom they are.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/contracts", tag = "contracts",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Contracts, description = "The contracts.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_contracts(
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
    let of_all = model.commitments(*trajectory)?;
    let rows = model.contracts_of(*trajectory)?.into_iter();
    let rows = rows.map(|row| row.with_commitments(&of_all));
    let contracts = rows.map(|row| row.shown(&app.shared.vault)).collect::<Result<_, _>>()?;
    Ok(Json(Contracts { contracts }))
}

/// Shows a contract.
#[utoipa::path(
    get, path = "/contracts/{contract}", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract."), ThingQuery),
    responses((status = 200, body = ContractView, description = "The contract.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_contract(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    let row = own_contract_row(&app, &staff, *contract)?;
    let of_all = model.commitments(row.registered.trajectory)?;
    let row = row.with_commitments(&of_all);
    let version = row.version;
    Ok(Tagged { content: row.shown(&app.shared.vault)?, version })
}
