//! The review of a trajectory: what came of what was asked, with everyone it concerns.

use super::requirements::criteria;
use super::{Staff, hide, own_thing, own_trajectory};
use crate::projections::reviews::{ReviewRow, ReviewView};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::review::{
    MissingGroup, ReviewFinding, ReviewInvolvement, ReviewLesson, ReviewOpened, ReviewRefusal,
    ReviewSource, ReviewSubject, ReviewTargets,
};
use dialogue::{
    Advice, ClientResearch, ConsultationRound, IndicatorSet, Outreach, Refusal, RequirementSet,
    Review, ReviewCommand, ReviewId, Session, SupervisionSignal, TrajectoryId, Vision,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use service::{Receipt, Refused, Tagged, Written, refusal_problem};
use utoipa::ToSchema;
use vocabulary::{Faults, Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_open_review, open_review)
        .with(__path_list_reviews, list_reviews)
        .with(__path_get_review, get_review)
        .with(__path_record_review_involvement, record_review_involvement)
        .with(__path_record_review_finding, record_review_finding)
        .with(__path_conclude_review, conclude_review)
}

/// A review that is to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReview {
    /// What it is called.
    title: Title,
    /// The first day of the period that is looked back on.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// What is reviewed: goals, requirements, criteria and indicators of the trajectory.
    #[schema(min_items = 1, max_items = 300)]
    subjects: Vec<ReviewSubject>,
}

/// Opens a review of a trajectory.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/reviews", tag = "reviews",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewReview,
    responses((status = 201, body = Receipt, description = "The review is open.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn open_review(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewReview>,
) -> Result<impl Responder, Problem> {
    let NewReview { title, from, until, subjects } = body.content;
    let trajectory = *trajectory;
    let opened = ReviewOpened { trajectory, title, from, until, subjects };
    let criteria = criteria(&app, trajectory)?.unwrap_or_default();
    let outcome = app
        .shared
        .execute::<Review, _>(
            &staff,
            &body.conditions,
            Target::new(ReviewId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, trajectory).await?;
                let vision = scope.glance::<Vision>(trajectory).await?;
                let requirements = scope.glance::<RequirementSet>(trajectory).await?;
                let indicators = scope.glance::<IndicatorSet>(trajectory).await?;
                let targets = ReviewTargets {
                    vision: &vision,
                    requirements: requirements.published().ok().map(|it| &it.specification),
                    criteria: &criteria,
                    indicators: &indicators,
                };
                targets.faults_of(&opened.subjects).check().map_err(Refusal::from)?;
                Ok(ReviewCommand::Open(Box::new(opened.clone())))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("{BASE}/reviews/{id}")))
}

/// The reviews of a trajectory.
#[derive(Serialize, ToSchema)]
struct Reviews {
    /// The reviews, the oldest first.
    reviews: Vec<ReviewView>,
}

/// Lists the reviews of a trajectory, also those that go on.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/reviews", tag = "reviews",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = Reviews, description = "The reviews.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_reviews(
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
    let sql = "SELECT body FROM review_work WHERE trajectory = ?1 ORDER BY place";
    let rows: Vec<ReviewRow> = model.with(|read| read.documents(sql, [trajectory.to_string()]))?;
    Ok(Json(Reviews { reviews: rows.iter().filter_map(ReviewRow::shown).collect() }))
}

/// Shows a review, with what it still lacks.
#[utoipa::path(
    get, path = "/reviews/{review}", tag = "reviews",
    params(("review" = ReviewId, Path, description = "The review."), ThingQuery),
    responses((status = 200, body = ReviewView, description = "The review.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_review(
    app: Data<App>,
    staff: Staff,
    review: Path<ReviewId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let unknown = ReviewRefusal::Unknown;
    let row: ReviewRow = own_thing(&app, &staff, "review_work", *review, unknown.clone())?;
    let content = row.shown().ok_or_else(|| refusal_problem(&unknown.into()))?;
    Ok(Tagged { version: row.version, content })
}

/// Records what a group had to say: clients and their relatives, providers, departments and other
/// citizens are needed, councils and who refer are welcome.
#[utoipa::path(
    post, path = "/reviews/{review}/involvement", tag = "reviews",
    params(("review" = ReviewId, Path, description = "The review.")),
    request_body = ReviewInvolvement,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn record_review_involvement(
    app: Data<App>,
    staff: Staff,
    review: Path<ReviewId>,
    body: Body<ReviewInvolvement>,
) -> Result<impl Responder, Problem> {
    let sources = vec![("/through".to_owned(), body.content.through.clone())];
    let command = ReviewCommand::RecordInvolvement(Box::new(body.content));
    change(&app, &staff, *review, &body.conditions, &sources, command).await
}

/// Records what was found about something under review; it takes the place of what was found
/// before.
#[utoipa::path(
    post, path = "/reviews/{review}/findings", tag = "reviews",
    params(("review" = ReviewId, Path, description = "The review.")),
    request_body = ReviewFinding,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn record_review_finding(
    app: Data<App>,
    staff: Staff,
    review: Path<ReviewId>,
    body: Body<ReviewFinding>,
) -> Result<impl Responder, Problem> {
    let evidence = body.content.evidence.iter().enumerate();
    let sources =
        evidence.map(|(place, it)| (format!("/evidence/{place}/source"), it.source.clone()));
    let sources: Vec<_> = sources.collect();
    let command = ReviewCommand::RecordFinding(Box::new(body.content));
    change(&app, &staff, *review, &body.conditions, &sources, command).await
}

/// What a review comes to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewConclusion {
    /// What it comes to.
    conclusion: Prose,
    /// What is learned, each from at least one finding.
    lessons: Vec<ReviewLesson>,
    /// Why needed groups were not heard, for each that was not.
    #[serde(default)]
    missing: Vec<MissingGroup>,
}

/// Concludes a review: from then on everyone reads it. Everything under review has a finding, and
/// every needed group was heard or is missing with a reason.
#[utoipa::path(
    post, path = "/reviews/{review}/conclusion", tag = "reviews",
    params(("review" = ReviewId, Path, description = "The review.")),
    request_body = ReviewConclusion,
    responses((status = 200, body = Receipt, description = "It is concluded and published.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn conclude_review(
    app: Data<App>,
    staff: Staff,
    review: Path<ReviewId>,
    body: Body<ReviewConclusion>,
) -> Result<impl Responder, Problem> {
    let ReviewConclusion { conclusion, lessons, missing } = body.content;
    let command = ReviewCommand::Conclude { conclusion, lessons, missing };
    change(&app, &staff, *review, &body.conditions, &[], command).await
}

/// Executes a command on a review of a trajectory of the caller's own; every source must be in that
/// trajectory.
async fn change(
    app: &App,
    staff: &Staff,
    id: ReviewId,
    conditions: &Conditions,
    sources: &[(String, ReviewSource)],
    command: ReviewCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Review, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = scope.glance::<Review>(id).await?.opened()?.trajectory;
                own_trajectory(scope, staff, trajectory)
                    .await
                    .map_err(|error| hide(error, ReviewRefusal::Unknown))?;
                let mut faults = Faults::none();
                for (field, source) in sources {
                    faults.unless(
                        is_of(scope, trajectory, source).await?,
                        field,
                        "Deze bron hoort niet bij dit traject.",
                    );
                }
                faults.check().map_err(Refusal::from)?;
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Whether a source is of a trajectory.
async fn is_of(
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    source: &ReviewSource,
) -> Result<bool, Refused> {
    let of = match source {
        ReviewSource::Session { session } => {
            let found = scope.glance::<Session>(*session).await?;
            found.announced().map(|it| it.trajectory)
        }
        ReviewSource::Outreach { outreach } => {
            let found = scope.glance::<Outreach>(*outreach).await?;
            found.published().map(|it| it.trajectory)
        }
        ReviewSource::ConsultationRound { round } => {
            let found = scope.glance::<ConsultationRound>(*round).await?;
            found.published().map(|it| it.trajectory)
        }
        ReviewSource::Advice { advice } => {
            let found = scope.glance::<Advice>(*advice).await?;
            found.subject().map(|(trajectory, ..)| trajectory)
        }
        ReviewSource::Indicator { indicator } => {
            return Ok(scope.glance::<IndicatorSet>(trajectory).await?.knows(indicator));
        }
        ReviewSource::SupervisionReport { report } => {
            let found = scope.glance::<SupervisionSignal>(*report).await?;
            return Ok(found.is_public() && found.trajectory()? == trajectory);
        }
        ReviewSource::ClientResearch { research } => {
            let found = scope.glance::<ClientResearch>(*research).await?;
            return Ok(found.published().is_some_and(|it| it.trajectory == trajectory));
        }
        ReviewSource::Elsewhere { .. } => return Ok(true),
    };
    Ok(of.is_ok_and(|of| of == trajectory))
}
