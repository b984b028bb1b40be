//! What can be done by whoever does not agree, as it is told with a decision.

use crate::App;
use calendar::{Deadline, Holidays, TermProfile, local};
use dialogue::redress::{RemedyClause, RemedyMoment, RemedyTold};
use dialogue::trajectory::Instrument;
use dialogue::{Trajectory, TrajectoryId};
use http::Problem;
use jiff::Timestamp;
use service::log_problem;

/// The rule for until when one can object to a decision (art. 6:7 Awb).
const OBJECTION: &str = "objection";

/// Until when one can object to a decision that is made known now: by the rules of the trajectory
/// or, where these have none, by the law as the profile of subsidies has it.
pub(super) fn objection_term(trajectory: &Trajectory, now: Timestamp) -> Option<Deadline> {
    let days = Holidays::known();
    let own = trajectory.terms().and_then(|chosen| chosen.effective("").ok());
    let own = own.and_then(|terms| terms.deadline(OBJECTION, now, &days).ok());
    own.or_else(|| {
        let on = local(now).date();
        let profile = TermProfile::latest("subsidy", on)?;
        let mut rules = profile.rules.iter();
        let rule = rules.find(|rule| rule.id.as_str() == OBJECTION && rule.is_valid_on(on))?;
        let mut deadline = rule.deadline(now, &days).ok()?;
        deadline.profile = Some(profile.reference());
        Some(deadline)
    })
}

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
    told_of(instrument, trajectory, moment, now, standstill)
}

/// Likewise, of an instrument that is not that of the trajectory as a whole.
pub(super) fn told_of(
    instrument: Instrument,
    trajectory: &Trajectory,
    moment: RemedyMoment,
    now: Timestamp,
    standstill: Option<&Deadline>,
) -> Vec<RemedyTold> {
    let terms = trajectory.terms().and_then(|chosen| chosen.effective("").ok());
    let until = |clause: &RemedyClause| match clause.rule.as_ref()?.as_str() {
        "standstill" => standstill.cloned(),
        OBJECTION => objection_term(trajectory, now),
        rule => terms.as_ref()?.deadline(rule, now, &Holidays::known()).ok(),
    };
    RemedyClause::of(instrument, moment, local(now).date())
        .map(|clause| clause.told(until(clause).as_ref()))
        .collect()
}
