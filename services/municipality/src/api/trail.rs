//! The trail: everything that was put in, promised or taken on, with what became of it.

use super::Staff;
use super::requirements::criteria;
use super::vision::execute;
use crate::App;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::Scope;
use dialogue::requirement::RequirementSetPublished;
use dialogue::vision::{InputLinksRecorded, LinkTargets, TrailInput, TrailLink};
use dialogue::{IndicatorSet, Refusal, RequirementSet, Trajectory, TrajectoryId, VisionCommand};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, TrailEntry, TrailKind, TrailQuery};
use utoipa::ToSchema;
use vocabulary::Faults;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_get_trail, get_trail).with(__path_link_input, link_input)
}

/// Contributions and questions that wait stand in lists of their own, by place and body.
const WAITING: &str = "
    SELECT 'contribution|contribution.' || c.id AS place,
        json_object('kind', 'contribution', 'within', c.round, 'open', json('true'),
            'input', json_object('kind', 'contribution', 'contribution', c.id)) AS body
    FROM consultation_round r JOIN contribution c ON c.round = r.id
    WHERE r.trajectory = ?1 AND r.body ->> '$.report' IS NULL
    UNION ALL
    SELECT 'question|question.' || q.id,
        json_object('kind', 'question', 'within', q.round, 'open', json('true'),
            'input', json_object('kind', 'question', 'question', q.id))
    FROM question_round r JOIN question q ON q.round = r.id
    WHERE r.trajectory = ?1
        AND q.status IN ('unanswered', 'awaiting-approval', 'approved', 'merged')
        AND NOT EXISTS (SELECT 1 FROM trail t WHERE t.id = 'question.' || q.id)";

/// A page of a trail.
type TrailEntryList = List<TrailEntry>;

/// Shows the trail of a trajectory: everything that was put in, promised or taken on, whether it is
/// still open, and otherwise how it was answered, why, and in which text or figure it came back.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/trail", tag = "trail",
    params(
        ("trajectory" = TrajectoryId, Path, description = "The trajectory."),
        ("open" = Option<bool>, Query, description = "Only what is open, or what is not."),
        ("kind" = Option<TrailKind>, Query, description = "Only of this kind."),
        PageQuery,
    ),
    responses((status = 200, body = TrailEntryList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_trail(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    let wanted = TrailQuery::of(&mut query);
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let page = model.trail(*trajectory, wanted, &paging, Some(WAITING))?;
    Ok(Json(TrailEntryList::new(page.items, page.next)))
}

/// What came of something that was put in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewInputLinks {
    /// What was put in; it has its answer already.
    input: TrailInput,
    /// Where it came back; it takes the place of what was linked to it before.
    #[schema(max_items = 200)]
    links: Vec<TrailLink>,
}

/// Links what was put in to what came of it: published documents, requirements, criteria and
/// indicators. What followed from an advice is told at that advice.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/input-links", tag = "trail",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewInputLinks,
    responses((status = 200, body = Receipt, description = "It is linked.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn link_input(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewInputLinks>,
) -> Result<impl Responder, Problem> {
    let NewInputLinks { input, links } = body.content;
    let id = *trajectory;
    let model = app.model.complete(&app.shared).await?;
    model.check_member(id, &staff.caller.organisation)?;
    let answered = model.is_answered(id, &input)?;
    let criteria = criteria(&app, id)?.unwrap_or_default();
    let prepare = async |scope: &mut Scope<'_, Refusal>, own: &Trajectory| {
        let set = scope.glance::<RequirementSet>(id).await?;
        let indicators = scope.glance::<IndicatorSet>(id).await?;
        let published = set.published().ok();
        let targets = LinkTargets {
            trajectory: own,
            requirements: published.map(|it: &RequirementSetPublished| &it.specification),
            criteria: &criteria,
            indicators: &indicators,
        };
        let mut faults = Faults::none();
        faults.unless(answered, "/input", "Dit is in dit traject niet ingebracht en beantwoord.");
        faults.extend(targets.faults_of(&links).into_vec());
        faults.check().map_err(Refusal::from)?;
        let recorded = InputLinksRecorded { input: input.clone(), links: links.clone() };
        Ok(VisionCommand::LinkInput(recorded))
    };
    execute(&app, &staff, id, &body.conditions, prepare).await
}
