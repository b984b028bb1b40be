//! What can be done by whoever does not agree, as it is told with a decision.

use crate::App;
use calendar::{Deadline, Holidays, local};
use dialogue::redress::{RemedyClause, RemedyMoment, RemedyTold};
use dialogue::{Trajectory, TrajectoryId};
use http::Problem;
use jiff::Timestamp;
use service::log_problem;

/// What can be done after a decision about a complaint or an objection.
pub(super) async fn after_decision(
    app: &App,
    trajectory: TrajectoryId,
) -> Result<Vec<RemedyTold>, Problem> {
    let trajectory = app.shared.look_up::<Trajectory>(trajectory).await?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    Ok(told(&trajectory, RemedyMoment::AfterDecision, now, None))
}

/// What can be done at a moment, with the terms that the trajectory's rules give from now. The
/// standstill is told as it was computed, when it was.
pub(super) fn told(
    trajectory: &Trajectory,
    moment: RemedyMoment,
    now: Timestamp,
    standstill: Option<&Deadline>,
) -> Vec<RemedyTold> {
    let Some(instrument) = trajectory.instrument() else { return vec![] };
    let terms = trajectory.terms().and_then(|chosen| chosen.effective("").ok());
    let until = |clause: &RemedyClause| match clause.rule.as_ref()?.as_str() {
        "standstill" => standstill.cloned(),
        rule => terms.as_ref()?.deadline(rule, now, &Holidays::known()).ok(),
    };
    RemedyClause::of(instrument, moment, local(now).date())
        .map(|clause| clause.told(until(clause).as_ref()))
        .collect()
}
