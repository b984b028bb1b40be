//! What is done while a contract runs: a matter taken higher, a change, who wait, what is told.

use super::{Staff, own_contract};
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::contract::{
    ContractChangeDecided, ContractConversationsHeld, ContractCooperationAgreed, ContractEscalated,
    ContractEscalationSolved, ConversationFinding, ConversationPartner, Side,
};
use dialogue::{
    Contract, ContractChangeId, ContractCommand, ContractId, PerformanceTalkId, Refusal,
};
use http::{Body, Conditions, Operations, Problem};
use jiff::civil::Date;
use serde::Deserialize;
use service::{NewChange, Receipt, WaitingReport, Written};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_escalate, escalate)
        .with(__path_solve_escalation, solve_escalation)
        .with(__path_propose_change, propose_change)
        .with(__path_decide_change, decide_change)
        .with(__path_report_waiting, report_waiting)
        .with(__path_agree_cooperation, agree_cooperation)
        .with(__path_record_conversations, record_conversations)
}

/// Executes a command on a contract of a trajectory of the caller's own.
pub(super) async fn change(
    app: &App,
    staff: &Staff,
    id: ContractId,
    conditions: &Conditions,
    command: ContractCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Contract, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_contract(scope, staff, id).await?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// A matter that is to be taken higher.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Escalation {
    /// To which level: the next one of those that were agreed, from 1.
    #[schema(example = 1)]
    level: Whole,
    /// What is not solved below it.
    reason: Paragraph,
    /// The talk that it comes from, when it does.
    #[serde(default)]
    talk: Option<PerformanceTalkId>,
}

/// Takes a matter to the next agreed level, and to no other.
#[utoipa::path(
    post, path = "/contracts/{contract}/escalations", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = Escalation,
    responses((status = 200, body = Receipt, description = "It is taken higher.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn escalate(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<Escalation>,
) -> Result<impl Responder, Problem> {
    let Escalation { level, reason, talk } = body.content;
    let command = ContractCommand::Escalate(ContractEscalated { level, reason, talk });
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// How a matter was solved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Solution {
    /// How.
    outcome: Paragraph,
}

/// Records how what was taken to a higher level was solved.
#[utoipa::path(
    post, path = "/contracts/{contract}/escalation-solution", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = Solution,
    responses((status = 200, body = Receipt, description = "It is solved.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn solve_escalation(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<Solution>,
) -> Result<impl Responder, Problem> {
    let solved = ContractEscalationSolved { outcome: body.content.outcome };
    let command = ContractCommand::Solve(solved);
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Proposes a change of the contract, on the side of the municipality.
#[utoipa::path(
    post, path = "/contracts/{contract}/changes", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewChange,
    responses((status = 200, body = Receipt, description = "It is proposed.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn propose_change(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewChange>,
) -> Result<impl Responder, Problem> {
    let id = ContractChangeId::from(staff.name_for(&body.conditions));
    let command = ContractCommand::ProposeChange(body.content.proposed(id, Side::Municipality));
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Decides about a proposed change, of either side, with the reason.
#[utoipa::path(
    post, path = "/contracts/{contract}/change-decisions", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = ContractChangeDecided,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn decide_change(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<ContractChangeDecided>,
) -> Result<impl Responder, Problem> {
    let command = ContractCommand::DecideChange(body.content);
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Records who wait under a contract, and the bridging care they get.
#[utoipa::path(
    post, path = "/contracts/{contract}/waiting-lists", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = WaitingReport,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn report_waiting(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<WaitingReport>,
) -> Result<impl Responder, Problem> {
    let command = ContractCommand::ReportWaiting(body.content.reported(Side::Municipality));
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// An agreement about working together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCooperation {
    /// Its name in references; an agreement with the same name is replaced.
    key: Slug,
    /// With what kind of partners.
    partners: Paragraph,
    /// What was agreed.
    agreement: Prose,
}

/// Records how is worked together with others around clients.
#[utoipa::path(
    post, path = "/contracts/{contract}/cooperation-agreements", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewCooperation,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn agree_cooperation(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewCooperation>,
) -> Result<impl Responder, Problem> {
    let NewCooperation { key, partners, agreement } = body.content;
    let new = ContractCooperationAgreed { key, partners, agreement };
    let command = ContractCommand::AgreeCooperation(new);
    change(&app, &staff, *contract, &body.conditions, command).await
}

/// Conversations that were held.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConversations {
    /// On which day the last one was.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// With whom.
    with: BTreeSet<ConversationPartner>,
    /// How many.
    count: Whole,
    /// What was told, by indicator, without anything that tells who did.
    #[schema(min_items = 1, max_items = 50)]
    findings: Vec<ConversationFinding>,
}

/// Records what came of conversations with clients, their network and professionals. What tells
/// who somebody is, such as a name, a number or an address, is refused with its place.
#[utoipa::path(
    post, path = "/contracts/{contract}/conversations", tag = "contracts",
    params(("contract" = ContractId, Path, description = "The contract.")),
    request_body = NewConversations,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["contract-manager"])),
)]
async fn record_conversations(
    app: Data<App>,
    staff: Staff,
    contract: Path<ContractId>,
    body: Body<NewConversations>,
) -> Result<impl Responder, Problem> {
    let NewConversations { on, with, count, findings } = body.content;
    let command =
        ContractCommand::Converse(ContractConversationsHeld { on, with, count, findings });
    change(&app, &staff, *contract, &body.conditions, command).await
}
