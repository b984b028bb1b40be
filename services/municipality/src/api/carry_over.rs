//! What a trajectory takes over from the one before it.

use super::{Staff, own_trajectory};
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::advice::ResponseKind;
use dialogue::carry_over::{
    CarryOverItemAnswered, CarryOverItemLinked, CarryOverOrigin, CarryOverRefusal, CarryOverTargets,
};
use dialogue::review::LessonDestination;
use dialogue::trajectory::Profile;
use dialogue::{
    CarryOver, CarryOverCommand, Refusal, RequirementSet, Trajectory, TrajectoryId, Vision,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::Deserialize;
use service::{
    AdviceView, AgendaItemStatus, CarryOverView, CommitmentView, ContractRow, Model,
    PerformanceTalkView, Receipt, RecommendationView, Refused, SessionView, Written,
};
use utoipa::ToSchema;
use vocabulary::{Prose, Whole};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_start_carry_over, start_carry_over)
        .with(__path_get_carry_over, get_carry_over)
        .with(__path_answer_carry_over, answer_carry_over)
        .with(__path_link_carry_over, link_carry_over)
}

/// The trajectory before this one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCarryOver {
    /// The trajectory before this one.
    predecessor: TrajectoryId,
}

/// Begins with what was left open in the trajectory before: lessons of its reviews, promises and
/// actions under its contracts, what waits on its development agenda, and advice without a
/// response or a text. When it is sent again, what came to it since is added.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/carry-over", tag = "carry-over",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory that begins.")),
    request_body = NewCarryOver,
    responses((status = 200, body = Receipt, description = "It is taken over.")),
    security(("bearer" = ["buyer"])),
)]
async fn start_carry_over(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewCarryOver>,
) -> Result<impl Responder, Problem> {
    let (trajectory, predecessor) = (*trajectory, body.content.predecessor);
    let model = app.model.complete(&app.shared).await?;
    let open = left_open(model, predecessor)?;
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let before = own_trajectory(scope, &staff, predecessor).await?;
        let buys = |profile: &Profile| {
            let members = profile.members.iter().chain([&profile.lead]);
            members.map(|it| it.code.clone()).collect::<Vec<_>>()
        };
        if !buys(own.profile()?).iter().all(|member| before.is_of(member)) {
            return Err(Refusal::from(CarryOverRefusal::OtherMunicipalities).into());
        }
        Ok(CarryOverCommand::Start { trajectory, predecessor, open: open.clone() })
    };
    execute(&app, &staff, trajectory, &body.conditions, prepare).await
}

/// Shows what a trajectory takes over from the one before it, and what others took over from it.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/carry-over", tag = "carry-over",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = CarryOverView, description = "What is taken over.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_carry_over(
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
    let sql = "SELECT body FROM taken_over WHERE id = ?1";
    let taken_over = model.with(|read| read.document(sql, [trajectory.to_string()]))?;
    Ok(Json(CarryOverView { taken_over, ..model.carry_over(*trajectory)? }))
}

/// Tells what is done with something that was left open, and why. While something waits for its
/// answer, the vision phase does not close.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/carry-over-answers", tag = "carry-over",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = CarryOverItemAnswered,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn answer_carry_over(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<CarryOverItemAnswered>,
) -> Result<impl Responder, Problem> {
    let answered = body.content;
    let prepare = async |_: &mut Scope<'_, Refusal>, _: &Trajectory| {
        Ok(CarryOverCommand::Answer(answered.clone()))
    };
    execute(&app, &staff, *trajectory, &body.conditions, prepare).await
}

/// Tells in what something that was taken over comes back: a goal, a principle, a document or a
/// requirement of this trajectory.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/carry-over-links", tag = "carry-over",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = CarryOverItemLinked,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn link_carry_over(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<CarryOverItemLinked>,
) -> Result<impl Responder, Problem> {
    let (id, linked) = (*trajectory, body.content);
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let vision = scope.glance::<Vision>(id).await?;
        let requirements = scope.glance::<RequirementSet>(id).await?;
        let targets = CarryOverTargets {
            trajectory: own,
            vision: &vision,
            requirements: requirements.published().ok().map(|it| &it.specification),
        };
        targets.faults_of(&linked.target).check().map_err(Refusal::from)?;
        Ok(CarryOverCommand::Link(linked.clone()))
    };
    execute(&app, &staff, id, &body.conditions, prepare).await
}

/// What a preparation comes to.
type Prepared = Result<CarryOverCommand, Refused>;

async fn execute(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    prepare: impl AsyncFn(&mut Scope<'_, Refusal>, &Trajectory) -> Prepared,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<CarryOver, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, staff, id).await?;
                prepare(scope, &own).await
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What was promised or agreed in sessions and is open.
fn sessions(model: &Model, id: TrajectoryId, open: &mut Open) -> Result<(), Problem> {
    for SessionView { id: session, report, .. } in model.sessions(id)? {
        let Some(report) = report else { continue };
        let closed: Vec<_> = report.commitments_closed.iter().map(|it| it.commitment).collect();
        let promises = report.commitments.iter().filter(|it| !closed.contains(&it.number));
        open.extend(promises.filter_map(|it| {
            let origin = CarryOverOrigin::SessionCommitment { session, commitment: it.number };
            Some((origin, it.text.as_str().parse().ok()?))
        }));
        open.extend(model.open_actions(session)?.into_iter().filter_map(|it| {
            let origin = CarryOverOrigin::SessionAction { session, action: it.number };
            Some((origin, it.text.as_str().parse().ok()?))
        }));
    }
    Ok(())
}

type Open = Vec<(CarryOverOrigin, Prose)>;

/// Everything that is open in a trajectory. Before its municipality was checked it is shown to
/// nobody.
fn left_open(model: &Model, id: TrajectoryId) -> Result<Open, Problem> {
    let mut open = vec![];
    for review in model.all_reviews(id)? {
        let lessons = review.lessons.into_iter();
        open.extend(lessons.filter(|it| it.destination != LessonDestination::Closed).map(|it| {
            let (lesson, from) = (it.number, it.from);
            (CarryOverOrigin::Lesson { review: review.id, lesson, from }, it.text)
        }));
    }
    let promises = model.commitments(id)?.into_iter().filter(CommitmentView::is_open);
    open.extend(promises.map(|it| {
        let commitment = it.commitment;
        (CarryOverOrigin::GeneralCommitment { commitment }, it.promise)
    }));
    contracts(model, id, &mut open)?;
    sessions(model, id, &mut open)?;
    for round in model.consultation_rounds(id)? {
        let waits = [AgendaItemStatus::Waiting, AgendaItemStatus::Started];
        open.extend(round.agenda().filter(|it| waits.contains(&it.status)).map(|it| {
            (CarryOverOrigin::AgendaItem { round: it.round, item: it.item }, it.wording)
        }));
    }
    for advice in model.advices(id)? {
        let AdviceView { id, recommendations, .. } = advice;
        open.extend(recommendations.into_iter().filter(is_open).map(|it| {
            let recommendation = Whole::new(it.number);
            (CarryOverOrigin::Recommendation { advice: id, recommendation }, it.text)
        }));
    }
    Ok(open)
}

/// Whether a recommendation waits for a response, or for the text that was promised.
fn is_open(recommendation: &RecommendationView) -> bool {
    recommendation.response.as_ref().is_none_or(|response| {
        response.response != ResponseKind::NotAdopted && recommendation.follow_ups.is_empty()
    })
}

/// What is open under the contracts of a trajectory.
fn contracts(model: &Model, id: TrajectoryId, open: &mut Open) -> Result<(), Problem> {
    for ContractRow { id: contract, course, .. } in model.contracts_of(id)? {
        let promises = course.commitments.into_iter().filter(CommitmentView::is_open);
        open.extend(promises.map(|it| {
            let commitment = it.commitment;
            (CarryOverOrigin::Commitment { contract, commitment }, it.promise)
        }));
    }
    let sql = "SELECT body FROM performance_talk WHERE trajectory = ?1 ORDER BY place";
    let talks: Vec<PerformanceTalkView> =
        model.with(|read| read.documents(sql, [id.to_string()]))?;
    for talk in talks {
        let actions = talk.actions.into_iter().filter(|it| it.closed.is_none());
        open.extend(actions.filter_map(|it| {
            let (action, text) = (it.action.key, it.action.text.as_str().parse().ok()?);
            Some((CarryOverOrigin::Action { talk: talk.id, action }, text))
        }));
    }
    Ok(())
}
