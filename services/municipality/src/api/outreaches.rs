//! Outreaches: people are asked for their experience, in words that tell of nobody, and hear what
//! was done with it.

use super::consultations::after;
use super::{Staff, hide, own_trajectory};
use crate::projections::experiences::ExperienceView;
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::NewTerm;
use command::{Scope, Target};
use dialogue::outreach::{
    ExperienceChannel, ExperienceShared, ExperienceVoice, OutreachAnswered, OutreachPublished,
    OutreachRefusal, OutreachTheme, ThemeFeedback,
};
use dialogue::{
    Experience, ExperienceCommand, ExperienceId, Outreach, OutreachCommand, OutreachId, Refusal,
    TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader};
use serde::Deserialize;
use service::{Receipt, Refused, Written, log_problem, refusal_problem};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_publish_outreach, publish_outreach)
        .with(__path_record_experience, record_experience)
        .with(__path_list_experiences, list_experiences)
        .with(__path_answer_outreach, answer_outreach)
}

/// An outreach that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOutreach {
    /// What it is called.
    title: Title,
    /// What it is for, in plain Dutch.
    introduction: Prose,
    /// What is done with what people tell, who reads it, and how long it is kept: to this they
    /// consent.
    privacy: Paragraph,
    /// Who is asked.
    #[schema(min_items = 1)]
    voices: BTreeSet<ExperienceVoice>,
    /// The themes.
    #[schema(min_items = 1, max_items = 20)]
    themes: Vec<OutreachTheme>,
    /// Until when experiences are taken.
    closes: NewTerm,
}

/// Publishes an outreach: everyone can tell of their experience until its term.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/outreaches", tag = "outreach",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewOutreach,
    responses((status = 201, body = Receipt, description = "The outreach is published.")),
    security(("bearer" = ["buyer"])),
)]
async fn publish_outreach(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewOutreach>,
) -> Result<impl Responder, Problem> {
    let NewOutreach { title, introduction, privacy, voices, themes, closes } = body.content;
    let id = *trajectory;
    let published = OutreachPublished {
        trajectory: id,
        title,
        introduction,
        privacy,
        voices,
        themes,
        closes: closes.into(),
    };
    let outcome = app
        .shared
        .execute::<Outreach, _>(
            &staff,
            &body.conditions,
            Target::new(OutreachId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                let own = own_trajectory(scope, &staff, id).await?;
                let mut new = published.clone();
                new.closes = own.follow(new.closes, "/closes")?;
                scope.not_after(published.closes.at);
                Ok(OutreachCommand::Publish(Box::new(new)))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |outreach| format!("{BASE}/outreaches/{outreach}/experiences")))
}

/// An outreach of a trajectory in which the caller's municipality buys.
async fn own_outreach(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: OutreachId,
) -> Result<(), Refused> {
    let trajectory = scope.glance::<Outreach>(id).await?.published()?.trajectory;
    let own = own_trajectory(scope, staff, trajectory).await;
    own.map(|_| ()).map_err(|error| hide(error, OutreachRefusal::Unknown))
}

/// How staff heard of an experience.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum HeardIn {
    /// In a panel.
    Panel,
    /// In a session.
    Session,
}

/// An experience that was told in a panel or a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeardExperience {
    /// Where it was told.
    channel: HeardIn,
    /// From which side.
    voice: ExperienceVoice,
    /// On which theme of the outreach.
    theme: Slug,
    /// What was told, without anything that tells of whom it is.
    text: Prose,
    /// Whether who told it consented to what the outreach says is done with it.
    consent: bool,
}

/// Records what somebody told in a panel or a session. What tells who somebody is, such as a BSN, a
/// name or an address, is refused with its place.
#[utoipa::path(
    post, path = "/outreaches/{outreach}/experiences", tag = "outreach",
    params(("outreach" = OutreachId, Path, description = "The outreach.")),
    request_body = HeardExperience,
    responses((status = 201, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_experience(
    app: Data<App>,
    staff: Staff,
    outreach: Path<OutreachId>,
    body: Body<HeardExperience>,
) -> Result<impl Responder, Problem> {
    let HeardExperience { channel, voice, theme, text, consent } = body.content;
    let channel = match channel {
        HeardIn::Panel => ExperienceChannel::Panel,
        HeardIn::Session => ExperienceChannel::Session,
    };
    let id = *outreach;
    let shared = ExperienceShared { outreach: id, channel, voice, theme, text, consent };
    let outcome = app
        .shared
        .execute::<Experience, _>(
            &staff,
            &body.conditions,
            Target::new(ExperienceId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_outreach(scope, &staff, id).await?;
                let known = scope.glance::<Outreach>(id).await?;
                scope.not_after(known.closes()?);
                known.faults_of(&shared)?.check().map_err(Refusal::from)?;
                Ok(ExperienceCommand::Share(shared.clone()))
            },
        )
        .await?;
    Ok(Written::created(&outcome, |_| format!("{BASE}/outreaches/{id}/experiences")))
}

/// A page of them.
type ExperienceList = List<ExperienceView>;

/// Lists what was told, by theme and in no order of time.
#[utoipa::path(
    get, path = "/outreaches/{outreach}/experiences", tag = "outreach",
    params(("outreach" = OutreachId, Path, description = "The outreach."), PageQuery),
    responses((status = 200, body = ExperienceList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_experiences(
    app: Data<App>,
    staff: Staff,
    outreach: Path<OutreachId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    let view = model.outreach(*outreach)?;
    let own = model.check_member(view.trajectory, &staff.caller.organisation);
    own.map_err(|_| refusal_problem(&OutreachRefusal::Unknown.into()))?;
    let sql = "SELECT place, body FROM experience WHERE outreach = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (outreach.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ExperienceList::new(page.items, page.next)))
}

/// What was heard, and what is done with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFeedback {
    /// Theme by theme; each theme on which something was told is among them.
    #[schema(max_items = 20)]
    feedback: Vec<ThemeFeedback>,
}

/// Tells everyone what was heard and what is done with it, once the term of the outreach has
/// passed.
#[utoipa::path(
    post, path = "/outreaches/{outreach}/feedback", tag = "outreach",
    params(("outreach" = OutreachId, Path, description = "The outreach.")),
    request_body = NewFeedback,
    responses((status = 200, body = Receipt, description = "It is told.")),
    security(("bearer" = ["buyer"])),
)]
async fn answer_outreach(
    app: Data<App>,
    staff: Staff,
    outreach: Path<OutreachId>,
    body: Body<NewFeedback>,
) -> Result<impl Responder, Problem> {
    let id = *outreach;
    let known = app.shared.look_up::<Outreach>(id).await?;
    let term = known.published().map_err(|refusal| refusal_problem(&refusal))?.closes.at;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    // Whatever was in time stands in the log once its clock has passed the term.
    let passed = now > term;
    let model = app.model.complete(&app.shared).await?;
    let sql = "SELECT DISTINCT json_quote(body ->> '$.theme') FROM experience WHERE outreach = ?1";
    let told: Vec<Slug> = model.with(|read| read.documents(sql, [id.to_string()]))?;
    let told: BTreeSet<_> = told.into_iter().collect();
    let (feedback, by) = (body.content.feedback, staff.caller.person);
    let answered = OutreachAnswered { feedback, by };
    let outcome = app
        .shared
        .execute::<Outreach, _>(
            &staff,
            &body.conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_outreach(scope, &staff, id).await?;
                if !passed {
                    return Err(Refusal::from(OutreachRefusal::Open).into());
                }
                scope.not_before(after(term));
                let (answered, told) = (answered.clone(), told.clone());
                Ok(OutreachCommand::Answer { answered, told })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
