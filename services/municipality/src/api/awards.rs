//! The award: the decision as sent to each tenderer with its standstill, its withdrawal, and what
//! makes it final.

use super::Staff;
use super::consultations::after;
use super::evaluations::{change, check_own};
use super::remedies::told;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use calendar::{Deadline, GroundKind, Holidays, NewTerm, Term, TermKind, end_of_day};
use command::{Scope, Target};
use dialogue::evaluation::{KnownAs, SendAwardDecision, TendererDecision};
use dialogue::redress::RemedyMoment;
use dialogue::{Evaluation, EvaluationCommand, EvaluationId, Refusal, Trajectory};
use http::{Body, Operations, Problem};
use jiff::Timestamp;
use serde::Deserialize;
use service::{OrganisationIdentity, Receipt, Written, log_problem, open};
use utoipa::ToSchema;
use vocabulary::{Faults, NotAllowed, Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_send_award_decision, send_award_decision)
        .with(__path_withdraw_award_decision, withdraw_award_decision)
        .with(__path_confirm_award, confirm_award)
        .with(__path_end_without_award, end_without_award)
}

/// An award decision.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAwardDecision {
    /// What each tenderer is told. Each also sees its own scores, and nobody else's.
    #[schema(min_items = 1, max_items = 500)]
    decisions: Vec<TendererDecision>,
    /// Until when no contract is signed, where that is set.
    #[serde(default)]
    standstill: Option<NewTerm>,
    /// The rule by which the standstill is computed. Where an act demands one, that rule holds
    /// also when none is named; for social and other specific services it is by choice.
    #[serde(default)]
    standstill_rule: Option<Slug>,
}

/// Sends the award decision to each tenderer, to all at one moment.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/award-decision", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAwardDecision,
    responses((status = 200, body = Receipt, description = "The decision is sent.")),
    security(("bearer" = ["approver"])),
)]
async fn send_award_decision(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAwardDecision>,
) -> Result<impl Responder, Problem> {
    let NewAwardDecision { decisions, standstill, standstill_rule } = body.content;
    let set: Option<Term> = standstill.map(Into::into);
    let known_as = known_as(&app, *evaluation).await?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let outcome = app
        .shared
        .execute::<Evaluation, _>(
            &staff,
            &body.conditions,
            Target::existing(*evaluation),
            async |scope: &mut Scope<'_, Refusal>| {
                let evaluation = scope.glance::<Evaluation>(*evaluation).await?;
                let trajectory = check_own(scope, &staff, &evaluation).await?;
                let set = match set.clone() {
                    Some(set) => Some(trajectory.follow(set, "/standstill")?),
                    None => None,
                };
                let rule = standstill_rule.as_ref();
                let computed = computed_standstill(&trajectory, rule, set.as_ref(), now)?;
                let standstill = match (&computed, &set) {
                    (Some(deadline), None) => Some(Term::from(&**deadline)),
                    (_, set) => set.clone(),
                };
                if computed.is_some() {
                    // It is computed from the day of sending: the log must still be in that day.
                    scope.not_after(end_of_day(now));
                }
                Ok(EvaluationCommand::SendAwardDecision(Box::new(SendAwardDecision {
                    decisions: decisions.clone(),
                    standstill,
                    remedies: told(
                        &trajectory,
                        RemedyMoment::AwardDecision,
                        now,
                        computed.as_deref(),
                    ),
                    computed,
                    known_as: known_as.clone(),
                })))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What the tenderers are known by, to see that nobody reads about another.
async fn known_as(app: &App, evaluation: EvaluationId) -> Result<Vec<KnownAs>, Problem> {
    let evaluation = app.shared.look_up::<Evaluation>(evaluation).await?;
    let mut known = vec![];
    for (tenderer, sealed) in evaluation.tenderers() {
        // Of whoever was erased there is no name left to tell.
        let Some(identity) = open::<OrganisationIdentity>(&app.shared.vault, sealed)? else {
            continue;
        };
        let numbers = identity.numbers.iter().map(ToString::to_string);
        let names = [identity.name.to_string()].into_iter().chain(numbers).collect();
        known.push(KnownAs { tenderer, names });
    }
    Ok(known)
}

/// The standstill by a rule of the trajectory: the one that is named, or the one that an act
/// demands.
fn computed_standstill(
    trajectory: &Trajectory,
    named: Option<&Slug>,
    set: Option<&Term>,
    now: Timestamp,
) -> Result<Option<Box<Deadline>>, Refusal> {
    let fault = |field: &str, text: &str| Refusal::from(Faults::one(field, text));
    if named.is_some() && set.is_some() {
        return Err(fault("/standstill", "Noem een datum of een regel, niet allebei."));
    }
    let Some(terms) = trajectory.terms() else {
        return match named {
            Some(_) => Err(fault(
                "/standstillRule",
                "Voor dit traject is nog geen termijnprofiel gekozen.",
            )),
            None => Ok(None),
        };
    };
    let terms = terms.effective("")?;
    let standstills = || terms.rules.iter().filter(|it| it.rule.kind == TermKind::Standstill);
    let rule = match named {
        Some(named) => Some(standstills().find(|it| it.rule.id == *named).ok_or_else(|| {
            fault(
                "/standstillRule",
                "Het termijnprofiel heeft geen opschortende termijn met die naam.",
            )
        })?),
        None => standstills().find(|it| it.rule.ground.kind == GroundKind::Law),
    };
    let Some(rule) = rule else { return Ok(None) };
    let deadline = terms
        .deadline(rule.rule.id.as_str(), now, &Holidays::known())
        .map_err(|NotAllowed(why)| fault("/standstillRule", &why))?;
    if set.is_some_and(|set| set.at < deadline.at) {
        return Err(fault(
            "/standstill/at",
            &format!("De opschortende termijn loopt minstens {}.", deadline.in_words),
        ));
    }
    Ok(Some(Box::new(deadline)))
}

/// Why an award decision is withdrawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AwardWithdrawal {
    /// Why, for every tenderer to read.
    reason: Prose,
}

/// Withdraws the award decision before it is final; a new one can be sent.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/award-withdrawal", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = AwardWithdrawal,
    responses((status = 200, body = Receipt, description = "The decision is withdrawn.")),
    security(("bearer" = ["approver"])),
)]
async fn withdraw_award_decision(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<AwardWithdrawal>,
) -> Result<impl Responder, Problem> {
    let command = EvaluationCommand::WithdrawAwardDecision { reason: body.content.reason };
    change(&app, &staff, *evaluation, &body.conditions, command).await
}

/// What everyone is told of an award.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnnouncement {
    /// Who gets a contract.
    announcement: Prose,
}

/// Makes the award final, once the standstill is over and no court has still to decide, and known
/// to everyone.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/award-confirmation", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = NewAnnouncement,
    responses((status = 200, body = Receipt, description = "The award is final.")),
    security(("bearer" = ["approver"])),
)]
async fn confirm_award(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<NewAnnouncement>,
) -> Result<impl Responder, Problem> {
    let announcement = body.content.announcement;
    let outcome = app
        .shared
        .execute::<Evaluation, _>(
            &staff,
            &body.conditions,
            Target::existing(*evaluation),
            async |scope: &mut Scope<'_, Refusal>| {
                let evaluation = scope.glance::<Evaluation>(*evaluation).await?;
                check_own(scope, &staff, &evaluation).await?;
                if let Some(standstill) = &evaluation.decision()?.standstill {
                    scope.not_before(after(standstill.at));
                }
                Ok(EvaluationCommand::Confirm { announcement: announcement.clone() })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Why nothing is awarded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndWithoutAward {
    /// Why, for every tenderer to read.
    reason: Prose,
}

/// Ends an evaluation without an award.
#[utoipa::path(
    post, path = "/evaluations/{evaluation}/ending", tag = "evaluation",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation.")),
    request_body = EndWithoutAward,
    responses((status = 200, body = Receipt, description = "The evaluation is ended.")),
    security(("bearer" = ["approver"])),
)]
async fn end_without_award(
    app: Data<App>,
    staff: Staff,
    evaluation: Path<EvaluationId>,
    body: Body<EndWithoutAward>,
) -> Result<impl Responder, Problem> {
    let command = EvaluationCommand::EndWithoutAward { reason: body.content.reason };
    change(&app, &staff, *evaluation, &body.conditions, command).await
}
