//! Consultation rounds: published, extended, closed, reported about.

use super::phases::phase_id;
use super::{Staff, hide, own_trajectory};
use crate::projections::contributions::ContributionView;
use crate::{App, BASE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{Moment, NewTerm, Term};
use command::{Scope, Target};
use dialogue::consultation::{
    ConsultationQuestion, ConsultationRefusal, ConsultationRoundPublished, ContributionFacts,
    Disclosure, PublishConsultationReport, PublishConsultationRound, ReportItem, RoundTheme,
};
use dialogue::phase::RoundOfPhase;
use dialogue::{
    ConsultationRound, ConsultationRoundCommand, ConsultationRoundId, Contribution, ContributionId,
    Phase, PhaseCommand, PhaseKind, Refusal, TrajectoryId,
};
use http::{Body, NoBody, Operations, Problem, QueryReader, ThingQuery};
use jiff::SignedDuration;
use serde::Deserialize;
use service::{
    ConsultationRoundView, Receipt, Refused, RoundStatus, Tagged, Written, refusal_problem,
};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_publish_consultation_round, publish_consultation_round)
        .with(__path_get_consultation_round, get_consultation_round)
        .with(__path_extend_consultation_round, extend_consultation_round)
        .with(__path_close_consultation_round, close_consultation_round)
        .with(__path_publish_consultation_report, publish_consultation_report)
}

/// A consultation round that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConsultationRound {
    /// What it is called.
    title: Title,
    /// What it is for.
    introduction: Prose,
    /// The themes, each of which stands in the dialogue plan and is not fixed there.
    #[schema(min_items = 1, max_items = 100)]
    themes: Vec<RoundTheme>,
    /// From when contributions are taken.
    opens: Moment,
    /// Until when contributions are taken.
    closes: NewTerm,
    /// Whether staff see who contributed.
    disclosure: Disclosure,
    /// Numbered questions about the themes, which nobody has to answer to contribute.
    #[serde(default)]
    #[schema(max_items = 100)]
    questions: Vec<ConsultationQuestion>,
}

/// Publishes a consultation round in an open phase.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/phases/{phase}/consultation-rounds",
    tag = "consultation",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = NewConsultationRound,
    responses((status = 201, body = Receipt, description = "The round is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_consultation_round(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<NewConsultationRound>,
) -> Result<impl Responder, Problem> {
    let phase = phase_id(path)?;
    let new = body.content;
    let published = ConsultationRoundPublished {
        trajectory: phase.trajectory,
        phase: phase.kind,
        title: new.title,
        introduction: new.introduction,
        themes: new.themes,
        opens: new.opens.instant(),
        closes: new.closes.into(),
        disclosure: new.disclosure,
        questions: new.questions,
    };
    let id = ConsultationRoundId::random();
    let outcome = app
        .shared
        .execute::<ConsultationRound, _>(
            &staff,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, phase.trajectory).await?;
                let mut round = published.clone();
                round.closes = own.follow(round.closes, "/closes")?;
                let plan = scope.glance::<Phase>(phase).await?.open()?.clone();
                let registered = PhaseCommand::RegisterRound(RoundOfPhase::Consultation(id));
                scope.also::<Phase>(phase, registered).await?;
                scope.not_after(published.closes.at);
                Ok(ConsultationRoundCommand::Publish(Box::new(PublishConsultationRound {
                    round,
                    plan,
                })))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/consultation-rounds/{id}")))
}

/// Shows a consultation round.
#[utoipa::path(
    get, path = "/consultation-rounds/{round}", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = ConsultationRoundView, description = "The round.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_consultation_round(
    app: Data<App>,
    staff: Staff,
    round: Path<ConsultationRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    let content = own_round(&app, &staff, *round, position).await?;
    Ok(Tagged { version: content.version, content })
}

/// A round of a trajectory in which the caller's municipality buys.
pub(super) async fn own_round(
    app: &App,
    staff: &Staff,
    round: ConsultationRoundId,
    position: Option<u64>,
) -> Result<ConsultationRoundView, Problem> {
    let model = app.model.at(position).await?;
    let view = model.consultation_round(round)?;
    let own = model.check_member(view.trajectory, &staff.caller.organisation);
    own.map_err(|_| refusal_problem(&ConsultationRefusal::RoundUnknown.into()))?;
    Ok(view)
}

/// Loads a round for a command, when the caller's municipality buys in its trajectory.
pub(super) async fn check_round(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    round: ConsultationRoundId,
) -> Result<(), Refused> {
    let trajectory = scope.glance::<ConsultationRound>(round).await?.published()?.trajectory;
    own_trajectory(scope, staff, trajectory)
        .await
        .map(|_| ())
        .map_err(|error| hide(error, ConsultationRefusal::RoundUnknown))
}

/// A later term, with the reason for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Extension {
    /// Until when contributions are taken now.
    closes: NewTerm,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Extends a consultation round, for everyone.
#[utoipa::path(
    post, path = "/consultation-rounds/{round}/extension", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round.")),
    request_body = Extension,
    responses((status = 200, body = Receipt, description = "The round is extended.")),
    security(("bearer" = ["buyer"])),
)]
async fn extend_consultation_round(
    app: Data<App>,
    staff: Staff,
    round: Path<ConsultationRoundId>,
    body: Body<Extension>,
) -> Result<impl Responder, Problem> {
    let closes: Term = body.content.closes.into();
    let reason = body.content.reason;
    let outcome = app
        .shared
        .execute::<ConsultationRound, _>(
            &staff,
            &body.conditions,
            Target::existing(*round),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, *round).await?;
                scope.not_after(closes.at);
                let (closes, reason) = (closes.clone(), reason.clone());
                Ok(ConsultationRoundCommand::Extend { closes, reason })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Closes a consultation round whose term has passed: what came in counts, nothing more does.
#[utoipa::path(
    post, path = "/consultation-rounds/{round}/closing", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The round is closed.")),
    security(("bearer" = ["buyer"])),
)]
async fn close_consultation_round(
    app: Data<App>,
    staff: Staff,
    round: Path<ConsultationRoundId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let outcome = app
        .shared
        .execute::<ConsultationRound, _>(
            &staff,
            &body.conditions,
            Target::existing(*round),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, *round).await?;
                let term = scope.glance::<ConsultationRound>(*round).await?.closes()?.at;
                scope.not_before(after(term));
                Ok(ConsultationRoundCommand::Close)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// The first instant at which a term has passed: its own last instant is still in time.
pub(super) fn after(term: jiff::Timestamp) -> jiff::Timestamp {
    term.saturating_add(SignedDuration::from_micros(1)).unwrap_or(term)
}

/// What came out of a round as a whole.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReport {
    /// The summary, for everyone to read.
    summary: Prose,
}

/// Publishes the report of a closed round: everyone sees what was done with all input, and why.
#[utoipa::path(
    post, path = "/consultation-rounds/{round}/report", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round.")),
    request_body = NewReport,
    responses((status = 200, body = Receipt, description = "The report is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_consultation_report(
    app: Data<App>,
    staff: Staff,
    round: Path<ConsultationRoundId>,
    body: Body<NewReport>,
) -> Result<impl Responder, Problem> {
    let model = app.model.complete(&app.shared).await?;
    let view = own_round(&app, &staff, *round, None).await?;
    // Once closed, no contribution comes or goes: what the read model has now is all there is.
    if view.status == RoundStatus::Published {
        return Err(refusal_problem(&ConsultationRefusal::RoundOpen.into()));
    }
    let sql = "SELECT body FROM contribution WHERE round = ?1 ORDER BY place";
    let all: Vec<ContributionView> = model.with(|read| read.documents(sql, [round.to_string()]))?;
    let ids: Vec<ContributionId> = all.into_iter().map(|view| view.id).collect();
    let summary = body.content.summary;
    let outcome = app
        .shared
        .execute::<ConsultationRound, _>(
            &staff,
            &body.conditions,
            Target::existing(*round),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, *round).await?;
                let facts = gather(scope, &ids).await?;
                let summary = summary.clone();
                let report = PublishConsultationReport { summary, facts };
                Ok(ConsultationRoundCommand::PublishReport(report))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What the report says of each contribution, which have nothing to say yet, and what must not be
/// said.
async fn gather(
    scope: &mut Scope<'_, Refusal>,
    ids: &[ContributionId],
) -> Result<ContributionFacts, Refused> {
    let mut facts = ContributionFacts::default();
    for id in ids {
        let contribution = scope.load::<Contribution>(*id).await?;
        if !contribution.counts() {
            continue;
        }
        let content = &contribution.current()?.content;
        facts.answers.extend_from_slice(&content.answers);
        facts.sensitive.extend(content.sensitive_texts().into_iter().map(str::to_owned));
        match contribution.disposition() {
            Some(given) => facts.items.push(ReportItem {
                contribution: *id,
                theme: content.theme.clone(),
                wording: given.wording.clone(),
                disposition: given.disposition,
                reason: given.reason.clone(),
                track: contribution.track(),
            }),
            None => facts.missing.push(*id),
        }
    }
    Ok(facts)
}
