//! Incidents under one's own contract, and what supervisors reported about it.

use super::{Caller, own_contract};
use crate::App;
use crate::projections::own::{self, Table};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::contract::{ContractRefusal, Side};
use dialogue::supervision::{Incident, IncidentNotified};
use dialogue::{
    Contract, ContractId, Refusal, SupervisionSignal, SupervisionSignalCommand, SupervisionSignalId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use service::{Receipt, Refused, SupervisionSignalView, Written, log_problem};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_notify_own_incident, notify_own_incident)
        .with(__path_list_own_signals, list_own_signals)
}

/// Notifies an incident under one's own contract: a calamity, or violence in giving help (art. 3.4
/// Wmo 2015; art. 4.1.8 Jeugdwet). Who it is about is told to the supervisor alone: what tells of
/// somebody is refused with its place.
#[utoipa::path(
    post, path = "/contracts/{contract}/incidents", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = Incident,
    responses((status = 201, body = Receipt, description = "It is notified.")),
    security(("bearer" = ["submitter"])),
)]
async fn notify_own_incident(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    body: Body<Incident>,
) -> Result<impl Responder, Problem> {
    let (contract, incident) = (*contract, body.content);
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let today = calendar::local(now).date();
    let provider = call.caller.organisation.id;
    let outcome = app
        .shared
        .execute::<SupervisionSignal, _>(
            &call,
            &body.conditions,
            Target::new(SupervisionSignalId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let known = scope.glance::<Contract>(contract).await?;
                let registered = known.registered()?;
                if registered.provider != provider {
                    return Err(Refused::Refused(ContractRefusal::Unknown.into()));
                }
                let notified = Box::new(IncidentNotified {
                    trajectory: registered.trajectory,
                    contract,
                    provider,
                    by: Side::Provider,
                    incident: incident.clone(),
                    late: false,
                });
                Ok(SupervisionSignalCommand::Notify { notified, today })
            },
        )
        .await?;
    let list = format!("{}/contracts/{contract}/supervision-signals", crate::BASE);
    Ok(Written::created(&outcome, |_| list))
}

/// A page of signals from supervision.
type SupervisionSignalViewList = List<SupervisionSignalView>;

/// Lists the incidents under one's own contract and what supervisors reported about it, with what
/// is done with each.
#[utoipa::path(
    get, path = "/contracts/{contract}/supervision-signals", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract."), PageQuery),
    responses((status = 200, body = SupervisionSignalViewList, description = "A page.")),
    security(("bearer" = ["submitter", "reader"])),
)]
async fn list_own_signals(
    app: Data<App>,
    call: Caller,
    contract: Path<ContractId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let provider = call.caller.organisation.id;
    own_contract(model, provider, *contract)?;
    let within = contract.to_string();
    let page = own::page(model, Table::SupervisionSignal, provider, &within, &paging)?;
    Ok(Json(SupervisionSignalViewList::new(page.items, page.next)))
}
