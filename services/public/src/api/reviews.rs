//! What was learned: reviews that were concluded, and what the next trajectory did with them.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::TrajectoryId;
use http::{List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use service::{CarryOverView, PublishedReview};

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_reviews, list_reviews).with(__path_get_carry_over, get_carry_over)
}

/// A page of reviews.
type PublishedReviewList = List<PublishedReview>;

/// Lists the reviews of a trajectory that were concluded: who was heard, what was found and what is
/// learned.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/reviews", tag = "reviews",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PublishedReviewList, description = "A page.")),
)]
async fn list_reviews(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    app.model.at(position).await?.reviews(*trajectory, &paging).map(Json)
}

/// Shows what a trajectory takes over from the one before it, and what others took over from it:
/// from which lesson of which review, what is done with it and in what it comes back.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/carry-over", tag = "carry-over",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = CarryOverView, description = "What is taken over.")),
)]
async fn get_carry_over(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?.carry_over(*trajectory).map(Json)
}
