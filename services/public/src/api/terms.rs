//! Terms: the rules for them, and every deadline computed again by whoever wants to.

use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::{Deadline, EffectiveTerms, Holidays, Moment, NoteTiming, TermProfile};
use dialogue::TrajectoryId;
use dialogue::trajectory::TrajectoryRefusal;
use http::{List, Operations, Problem, QueryReader, ThingQuery};
use serde_json::value::to_raw_value;
use service::{Model, refusal_problem};
use utoipa::IntoParams;
use vocabulary::{Faults, NotAllowed, Slug};

/// What an instant in a query may be.
const INSTANT: &str = "Geef datum en tijd met tijdzone, zoals 2027-06-04T10:00:00Z. Een plusteken \
                       staat in een adres als %2B.";

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_term_profiles, list_term_profiles)
        .with(__path_get_terms, get_terms)
        .with(__path_compute_deadline, compute_deadline)
        .with(__path_check_note_timing, check_note_timing)
}

/// All of them.
type TermProfileList = List<TermProfile>;

/// Lists the profiles of rules for terms, in every version that a trajectory may have chosen.
#[utoipa::path(
    get, path = "/term-profiles", tag = "terms",
    responses((status = 200, body = TermProfileList, description = "All of them.")),
)]
async fn list_term_profiles(request: HttpRequest) -> Result<impl Responder, Problem> {
    QueryReader::new(&request).finish()?;
    let all = TermProfile::all().iter().map(to_raw_value).collect::<Result<_, _>>();
    Ok(Json(TermProfileList::new(all.map_err(|error| Problem::internal(&error))?, None)))
}

/// Shows the rules for terms that hold for a trajectory.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/terms", tag = "terms",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = EffectiveTerms, description = "The rules.")),
)]
async fn get_terms(
    app: Data<App>,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    terms(app.model.at(position).await?, *trajectory).map(Json)
}

/// From when is counted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct DeadlineQuery {
    /// The event from which is counted: RFC 3339 with an offset.
    #[param(value_type = String, format = DateTime, example = "2027-06-04T10:00:00Z")]
    event: Moment,
}

/// Computes a deadline of a trajectory from the rule for it, and explains every step.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/terms/{rule}/deadline", tag = "terms",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("rule" = Slug, Path, description = "The rule."),
        DeadlineQuery,
        ThingQuery,
    ),
    responses((status = 200, body = Deadline, description = "The deadline.")),
)]
async fn compute_deadline(
    app: Data<App>,
    path: Path<(TrajectoryId, Slug)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, rule) = path.into_inner();
    let mut query = QueryReader::new(&request);
    let event = query.required::<Moment>("event", INSTANT);
    let position = query.min_position();
    query.finish()?;
    let terms = terms(app.model.at(position).await?, trajectory)?;
    has(&terms, &rule)?;
    let event = event.ok_or_else(|| fault("event", INSTANT.to_owned()))?.instant();
    terms
        .deadline(rule.as_str(), event, &Holidays::known())
        .map(Json)
        .map_err(|NotAllowed(why)| fault("event", why))
}

/// Which closing, and when a note comes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
struct NoteTimingQuery {
    /// When tendering closes: RFC 3339 with an offset.
    #[param(value_type = String, format = DateTime, example = "2027-06-04T10:00:00Z")]
    closing: Moment,
    /// When the clarification note was, or will be, published: RFC 3339 with an offset.
    #[param(value_type = String, format = DateTime, example = "2027-05-25T08:00:00Z")]
    published: Moment,
}

/// Tells whether a clarification note comes in time for a closing, and advises another closing when
/// it does not.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/terms/{rule}/note-timing", tag = "terms",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("rule" = Slug, Path, description = "The rule, such as `clarification-note`."),
        NoteTimingQuery,
        ThingQuery,
    ),
    responses((status = 200, body = NoteTiming, description = "Whether it is in time.")),
)]
async fn check_note_timing(
    app: Data<App>,
    path: Path<(TrajectoryId, Slug)>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let (trajectory, rule) = path.into_inner();
    let mut query = QueryReader::new(&request);
    let closing = query.required::<Moment>("closing", INSTANT);
    let published = query.required::<Moment>("published", INSTANT);
    let position = query.min_position();
    query.finish()?;
    let terms = terms(app.model.at(position).await?, trajectory)?;
    has(&terms, &rule)?;
    let closing = closing.ok_or_else(|| fault("closing", INSTANT.to_owned()))?;
    let published = published.ok_or_else(|| fault("published", INSTANT.to_owned()))?.instant();
    terms
        .note_timing(rule.as_str(), closing, published, &Holidays::known())
        .map(Json)
        .map_err(|NotAllowed(why)| fault("closing", why))
}

/// The rules that hold for a trajectory.
fn terms(model: &Model, trajectory: TrajectoryId) -> Result<EffectiveTerms, Problem> {
    let chosen = model.trajectory(trajectory)?.terms;
    let chosen =
        chosen.ok_or_else(|| refusal_problem(&TrajectoryRefusal::TermsNotChosen.into()))?;
    chosen.effective("").map_err(Problem::faults)
}

/// Whether there is such a rule at all.
fn has(terms: &EffectiveTerms, rule: &Slug) -> Result<(), Problem> {
    let named = terms.rules.iter().any(|it| it.rule.id == *rule);
    named.then_some(()).ok_or_else(Problem::no_such_address)
}

fn fault(key: &str, why: String) -> Problem {
    Problem::faults(Faults::one(key, why))
}
