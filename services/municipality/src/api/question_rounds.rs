//! Question rounds: published, extended, closed.

use super::consultations::after;
use super::phases::phase_id;
use super::{Staff, hide, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{Moment, NewTerm};
use command::{Scope, Target};
use dialogue::consultation::Disclosure;
use dialogue::enquiry::{Approvals, EnquiryRefusal, QuestionRoundExtended, QuestionRoundPublished};
use dialogue::phase::RoundOfPhase;
use dialogue::{
    Phase, PhaseCommand, PhaseKind, QuestionRound, QuestionRoundCommand, QuestionRoundId, Refusal,
    Trajectory, TrajectoryId,
};
use http::{Body, NoBody, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{QuestionRoundView, Receipt, Refused, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_publish_question_round, publish_question_round)
        .with(__path_get_question_round, get_question_round)
        .with(__path_extend_question_round, extend_question_round)
        .with(__path_close_question_round, close_question_round)
}

/// A question round that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewQuestionRound {
    /// What it is called.
    title: Title,
    /// What can be asked about.
    introduction: Prose,
    /// From when questions are taken.
    opens: Moment,
    /// Until when questions are taken.
    closes: NewTerm,
    /// Until when the clarification note comes.
    answers: NewTerm,
    /// Whether staff who answer see who asked.
    disclosure: Disclosure,
    /// Whether questions are taken after the term, until the round is concluded. They are flagged
    /// late, and answered for all or not at all.
    #[serde(default)]
    late_questions: bool,
    /// Which approvals an answer needs; one, by a second person, when absent.
    #[serde(default)]
    approvals: Approvals,
}

/// Publishes a question round in an open phase.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/phases/{phase}/question-rounds", tag = "enquiry",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("phase" = PhaseKind, Path, description = "The kind of phase."),
    ),
    request_body = NewQuestionRound,
    responses((status = 201, body = Receipt, description = "The round is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_question_round(
    app: Data<App>,
    staff: Staff,
    path: Path<(TrajectoryId, String)>,
    body: Body<NewQuestionRound>,
) -> Result<impl Responder, Problem> {
    let phase = phase_id(path)?;
    let new = body.content;
    let published = QuestionRoundPublished {
        trajectory: phase.trajectory,
        phase: phase.kind,
        title: new.title,
        introduction: new.introduction,
        opens: new.opens.instant(),
        closes: new.closes.into(),
        answers: new.answers.into(),
        disclosure: new.disclosure,
        late_questions: new.late_questions,
        approvals: new.approvals,
    };
    let id = QuestionRoundId::random();
    let outcome = app
        .shared
        .execute::<QuestionRound, _>(
            &staff,
            &body.conditions,
            Target::new(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, phase.trajectory).await?;
                let mut published = published.clone();
                published.closes = own.follow(published.closes, "/closes")?;
                published.answers = own.follow(published.answers, "/answers")?;
                let round = RoundOfPhase::Questions(id);
                scope.also::<Phase>(phase, PhaseCommand::RegisterRound(round)).await?;
                scope.not_after(published.closes.at);
                Ok(QuestionRoundCommand::Publish(Box::new(published)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/question-rounds/{id}")))
}

/// Shows a question round.
#[utoipa::path(
    get, path = "/question-rounds/{round}", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round."), ThingQuery),
    responses((status = 200, body = QuestionRoundView, description = "The round.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_question_round(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
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
    round: QuestionRoundId,
    position: Option<u64>,
) -> Result<QuestionRoundView, Problem> {
    let model = app.model.at(position).await?;
    let view = model.question_round(round)?;
    let own = model.check_member(view.trajectory, &staff.caller.organisation);
    own.map_err(|_| refusal_problem(&EnquiryRefusal::RoundUnknown.into()))?;
    Ok(view)
}

/// Whether the caller's municipality buys in the trajectory of a round.
pub(super) async fn check_round(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    round: QuestionRoundId,
) -> Result<TrajectoryId, Refused> {
    let trajectory = scope.glance::<QuestionRound>(round).await?.published()?.trajectory;
    own_trajectory(scope, staff, trajectory)
        .await
        .map(|_| trajectory)
        .map_err(|error| hide(error, EnquiryRefusal::RoundUnknown))
}

/// Later terms, with the reason for them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionRoundExtension {
    /// Until when questions are taken now.
    closes: NewTerm,
    /// Until when the clarification note comes now.
    answers: NewTerm,
    /// Why, for everyone to read.
    reason: Paragraph,
}

/// Extends a question round, for everyone.
#[utoipa::path(
    post, path = "/question-rounds/{round}/extension", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round.")),
    request_body = QuestionRoundExtension,
    responses((status = 200, body = Receipt, description = "The round is extended.")),
    security(("bearer" = ["buyer"])),
)]
async fn extend_question_round(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    body: Body<QuestionRoundExtension>,
) -> Result<impl Responder, Problem> {
    let QuestionRoundExtension { closes, answers, reason } = body.content;
    let extended = QuestionRoundExtended { closes: closes.into(), answers: answers.into(), reason };
    let outcome = app
        .shared
        .execute::<QuestionRound, _>(
            &staff,
            &body.conditions,
            Target::existing(*round),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = check_round(scope, &staff, *round).await?;
                let own = scope.glance::<Trajectory>(trajectory).await?;
                let mut extended = extended.clone();
                extended.closes = own.follow(extended.closes, "/closes")?;
                extended.answers = own.follow(extended.answers, "/answers")?;
                scope.not_after(extended.closes.at);
                Ok(QuestionRoundCommand::Extend(Box::new(extended)))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Closes a question round whose term has passed: what was asked counts, nothing more does.
#[utoipa::path(
    post, path = "/question-rounds/{round}/closing", tag = "enquiry",
    params(("round" = QuestionRoundId, Path, description = "The round.")),
    request_body = Option<NoBody>,
    responses((status = 200, body = Receipt, description = "The round is closed.")),
    security(("bearer" = ["buyer"])),
)]
async fn close_question_round(
    app: Data<App>,
    staff: Staff,
    round: Path<QuestionRoundId>,
    body: Body<NoBody>,
) -> Result<impl Responder, Problem> {
    let outcome = app
        .shared
        .execute::<QuestionRound, _>(
            &staff,
            &body.conditions,
            Target::existing(*round),
            async |scope: &mut Scope<'_, Refusal>| {
                check_round(scope, &staff, *round).await?;
                let term = scope.glance::<QuestionRound>(*round).await?.closes()?.at;
                scope.not_before(after(term));
                Ok(QuestionRoundCommand::Close)
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
