//! Supervision: how it is arranged, what supervisors report, incidents, and what is done with them.

use super::contracts::own_contract;
use super::{Staff, hide, own_thing, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::contract::{ContractRefusal, Side};
use dialogue::supervision::{
    Incident, IncidentNotified, SupervisionModelChosen, SupervisionRefusal, SupervisionReport,
    SupervisionReportReceived, SupervisionSignalAnswered,
};
use dialogue::{
    Contract, ContractId, Refusal, Supervision, SupervisionCommand, SupervisionSignal,
    SupervisionSignalCommand, SupervisionSignalId, TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{Receipt, Refused, SupervisionSignalView, Tagged, Written, log_problem};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_choose_supervision_model, choose_supervision_model)
        .with(__path_receive_supervision_report, receive_supervision_report)
        .with(__path_notify_incident, notify_incident)
        .with(__path_list_supervision_signals, list_supervision_signals)
        .with(__path_get_supervision_signal, get_supervision_signal)
        .with(__path_answer_supervision_signal, answer_supervision_signal)
}

/// Chooses how supervision is arranged under an act: one of five variants for social support, the
/// inspectorate for youth help. It takes the place of an earlier choice.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/supervision-models", tag = "supervision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = SupervisionModelChosen,
    responses((status = 200, body = Receipt, description = "It is chosen.")),
    security(("bearer" = ["buyer"])),
)]
async fn choose_supervision_model(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<SupervisionModelChosen>,
) -> Result<impl Responder, Problem> {
    let (id, chosen) = (*trajectory, body.content);
    let outcome = app
        .shared
        .execute::<Supervision, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, id).await?;
                let laws = own.profile()?.laws.clone();
                Ok(SupervisionCommand::Choose { chosen: chosen.clone(), laws })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Records a report of the inspectorate, a supervisor, an ombudsman, an audit office or a panel of
/// citizens. What is about the trajectory as a whole everyone reads; what is about one contract is
/// for its parties.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/supervision-reports", tag = "supervision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = SupervisionReport,
    responses((status = 201, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn receive_supervision_report(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<SupervisionReport>,
) -> Result<impl Responder, Problem> {
    let (trajectory, report) = (*trajectory, body.content);
    let outcome = app
        .shared
        .execute::<SupervisionSignal, _>(
            &staff,
            &body.conditions,
            Target::new(SupervisionSignalId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, trajectory).await?;
                let provider = match report.contract {
                    None => None,
                    Some(contract) => {
                        let known = scope.glance::<Contract>(contract).await?;
                        let here = known.registered().ok();
                        let here = here.filter(|it| it.trajectory == trajectory);
                        let told = "Dit traject heeft dit contract niet.";
                        let here = here.ok_or_else(|| {
                            Refused::Refused(Faults::one("/contract", told).into())
                        })?;
                        Some(here.provider)
                    }
                };
                let report = report.clone();
                let received = SupervisionReportReceived { trajectory, provider, report };
                Ok(SupervisionSignalCommand::Receive(Box::new(received)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/supervision-signals/{id}")))
}

/// Notifies an incident under a contract, of which staff came to know first: a calamity, or
/// violence in giving help (art. 3.4 Wmo 2015; art. 4.1.8 Jeugdwet). Nothing tells who it was.
#[utoipa::path(
    post, path = "/contracts/{contract}/incidents", tag = "supervision",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = Incident,
    responses((status = 201, body = Receipt, description = "It is notified.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn notify_incident(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<Incident>,
) -> Result<impl Responder, Problem> {
    let (contract, incident) = (*contract, body.content);
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let today = calendar::local(now).date();
    let outcome = app
        .shared
        .execute::<SupervisionSignal, _>(
            &staff,
            &body.conditions,
            Target::new(SupervisionSignalId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_contract(scope, &staff, contract)
                    .await
                    .map_err(|error| hide(error, ContractRefusal::Unknown))?;
                let registered = own.registered()?;
                let notified = Box::new(IncidentNotified {
                    trajectory: registered.trajectory,
                    contract,
                    provider: registered.provider,
                    by: Side::Municipality,
                    incident: incident.clone(),
                    late: false,
                });
                Ok(SupervisionSignalCommand::Notify { notified, today })
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/supervision-signals/{id}")))
}

/// A page of signals from supervision.
type SupervisionSignalViewList = List<SupervisionSignalView>;

/// Lists the reports of supervisors and the incidents of a trajectory, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/supervision-signals", tag = "supervision",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = SupervisionSignalViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn list_supervision_signals(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let sql = "SELECT place, body FROM supervision_signal \
               WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(SupervisionSignalViewList::new(page.items, page.next)))
}

/// Shows a report of a supervisor or an incident.
#[utoipa::path(
    get, path = "/supervision-signals/{signal}", tag = "supervision",
    params(("signal" = SupervisionSignalId, Path, description = "Which one."), ThingQuery),
    responses((status = 200, body = SupervisionSignalView, description = "What came in.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_supervision_signal(
    app: Data<App>,
    staff: Staff,
    signal: Path<SupervisionSignalId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = SupervisionRefusal::SignalUnknown;
    let content: SupervisionSignalView =
        own_thing(&app, &staff, "supervision_signal", *signal, unknown)?;
    Ok(Tagged { version: content.version, content })
}

/// What is done with a report or an incident.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewSupervisionAnswer {
    /// What is done.
    follow_up: Prose,
    /// Why that, and not more or less.
    reason: Paragraph,
}

/// Tells what is done with a report or an incident, and why. An answer is never edited.
#[utoipa::path(
    post, path = "/supervision-signals/{signal}/answer", tag = "supervision",
    params(("signal" = SupervisionSignalId, Path, description = "Which one.")),
    request_body = NewSupervisionAnswer,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn answer_supervision_signal(
    app: Data<App>,
    staff: Staff,
    signal: Path<SupervisionSignalId>,
    body: Body<NewSupervisionAnswer>,
) -> Result<impl Responder, Problem> {
    let NewSupervisionAnswer { follow_up, reason } = body.content;
    let answered = SupervisionSignalAnswered { follow_up, reason, by: staff.caller.person };
    let id = *signal;
    let outcome = app
        .shared
        .execute::<SupervisionSignal, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<SupervisionSignal>(id).await?.trajectory()?;
                own_trajectory(scope, &staff, trajectory)
                    .await
                    .map_err(|error| hide(error, SupervisionRefusal::SignalUnknown))?;
                Ok(SupervisionSignalCommand::Answer(answered.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
