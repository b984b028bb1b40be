//! Contributions: read, and decided about.

use super::consultations::{check_round, own_round};
use super::{Staff, hide, own_thing};
use crate::App;
use crate::projections::contributions::{
    AttachmentView, ContributionView, ContributorView, DispositionView,
};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::consultation::{
    ArticleReaction, ConsultationAnswer, ConsultationRefusal, ContributionDispositionGiven,
    ContributionPart, Disposition, Track,
};
use dialogue::{
    ConsultationRound, ConsultationRoundId, Contribution, ContributionCommand, ContributionId,
    Refusal, TrajectoryId,
};
use files::Kind;
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{OrganisationIdentity, Receipt, Tagged, Written, open, refusal_problem, send_file};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_list_contributions, list_contributions)
        .with(__path_get_contribution, get_contribution)
        .with(__path_get_attachment, get_attachment)
        .with(__path_give_disposition, give_disposition)
}

/// A contribution in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContributionSummary {
    /// The contribution.
    id: ContributionId,
    /// The theme.
    theme: Slug,
    /// For what it is meant.
    track: Track,
    /// The contribution itself.
    text: Prose,
    /// What is done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<DispositionView>,
}

/// A page of them.
type ContributionList = List<ContributionSummary>;

/// Lists the contributions to a round, by theme.
#[utoipa::path(
    get, path = "/consultation-rounds/{round}/contributions", tag = "consultation",
    params(("round" = ConsultationRoundId, Path, description = "The round."), PageQuery),
    responses((status = 200, body = ContributionList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_contributions(
    app: Data<App>,
    staff: Staff,
    round: Path<ConsultationRoundId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    own_round(&app, &staff, *round, position).await?;
    let sql = "SELECT place, json_object('id', body -> 'id', 'theme', body -> 'theme', \
                   'track', body -> 'track', 'text', body -> 'text', \
                   'disposition', body -> 'disposition') \
               FROM contribution WHERE round = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
    let values = (round.to_string(), paging.after(), paging.rows());
    let page = app.model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(ContributionList::new(page.items, page.next)))
}

/// A contribution, with who contributed it when the round's plan lets staff see that.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContributionDetail {
    /// The contribution.
    id: ContributionId,
    /// The round.
    round: ConsultationRoundId,
    /// The trajectory.
    trajectory: TrajectoryId,
    /// The theme.
    theme: Slug,
    /// For what it is meant.
    track: Track,
    /// The contribution itself.
    text: Prose,
    /// A proposal for the text of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<Prose>,
    /// Why the proposal is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Paragraph>,
    /// Files that support it.
    attachments: Vec<AttachmentView>,
    /// Answers to the questions of the round.
    answers: Vec<ConsultationAnswer>,
    /// Reactions to articles of draft documents.
    reactions: Vec<ArticleReaction>,
    /// The parts that are sensitive in competition: they come in no report.
    sensitive: BTreeSet<ContributionPart>,
    /// Who contributed.
    #[serde(skip_serializing_if = "Option::is_none")]
    contributor: Option<OrganisationIdentity>,
    /// What is done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<DispositionView>,
}

fn own_contribution(
    app: &App,
    staff: &Staff,
    id: ContributionId,
) -> Result<ContributionView, Problem> {
    own_thing(app, staff, "contribution", id, ConsultationRefusal::ContributionUnknown)
}

/// Shows a contribution.
#[utoipa::path(
    get, path = "/contributions/{contribution}", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution."), ThingQuery),
    responses((status = 200, body = ContributionDetail, description = "The contribution.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_contribution(
    app: Data<App>,
    staff: Staff,
    contribution: Path<ContributionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let view = own_contribution(&app, &staff, *contribution)?;
    let contributor = match view.contributor {
        Some(ContributorView { identity: Some(sealed), .. }) => open(&app.shared.vault, &sealed)?,
        _ => None,
    };
    let content = ContributionDetail {
        id: view.id,
        round: view.round,
        trajectory: view.trajectory,
        theme: view.theme,
        track: view.track,
        text: view.text,
        proposal: view.proposal,
        reason: view.reason,
        attachments: view.attachments,
        answers: view.answers,
        reactions: view.reactions,
        sensitive: view.sensitive,
        contributor,
        disposition: view.disposition,
    };
    Ok(Tagged { content, version: view.version })
}

/// Gives a file that supports a contribution. In a round that hides contributors it bears a
/// neutral name.
#[utoipa::path(
    get, path = "/contributions/{contribution}/attachments/{number}", tag = "consultation",
    params(
        ("contribution" = ContributionId, Path, description = "The contribution."),
        ("number" = usize, Path, description = "The number of the file, from 1."),
    ),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream",
               description = "The file.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_attachment(
    app: Data<App>,
    staff: Staff,
    path: Path<(ContributionId, usize)>,
) -> Result<impl Responder, Problem> {
    let (id, number) = path.into_inner();
    let view = own_contribution(&app, &staff, id)?;
    // Whose it is stands in the log alone; it goes no further than to find the file.
    let contribution = app.shared.look_up::<Contribution>(id).await?;
    let current = contribution.current().map_err(|refusal| refusal_problem(&refusal))?;
    let file = number
        .checked_sub(1)
        .and_then(|place| current.content.attachments.get(place))
        .ok_or_else(Problem::no_such_address)?;
    let own_name = view
        .attachments
        .into_iter()
        .find(|known| known.number == number)
        .and_then(|known| known.name)
        .map(|name| name.to_string());
    // That of the kind of file: in its own name it could be anything, also a name.
    let kind = Kind::of_media_type(file.media_type.as_str());
    let extension = kind.map_or("bin", Kind::extension);
    let name = own_name.unwrap_or_else(|| format!("bijlage-{number}.{extension}"));
    send_file(&app.shared, current.provider.to_string(), file, &name).await
}

/// What is done with a contribution, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDisposition {
    /// What is done with it.
    disposition: Disposition,
    /// Why.
    reason: Paragraph,
    /// The contribution in anonymous words, for the report.
    wording: Prose,
    /// On which track it goes on, when that is not the one it was meant for.
    #[serde(default)]
    track: Option<Track>,
}

/// Decides what is done with a contribution, once its round is closed. Everyone, its
/// contributor included, reads it in the report.
#[utoipa::path(
    post, path = "/contributions/{contribution}/disposition", tag = "consultation",
    params(("contribution" = ContributionId, Path, description = "The contribution.")),
    request_body = NewDisposition,
    responses((status = 200, body = Receipt, description = "It is decided.")),
    security(("bearer" = ["buyer"])),
)]
async fn give_disposition(
    app: Data<App>,
    staff: Staff,
    contribution: Path<ContributionId>,
    body: Body<NewDisposition>,
) -> Result<impl Responder, Problem> {
    let NewDisposition { disposition, reason, wording, track } = body.content;
    let by = staff.caller.person;
    let given = ContributionDispositionGiven { disposition, reason, wording, track, by };
    let outcome = app
        .shared
        .execute::<Contribution, _>(
            &staff,
            &body.conditions,
            Target::existing(*contribution),
            async |scope: &mut Scope<'_, Refusal>| {
                let round = scope.glance::<Contribution>(*contribution).await?.current()?.round;
                check_round(scope, &staff, round)
                    .await
                    .map_err(|error| hide(error, ConsultationRefusal::ContributionUnknown))?;
                scope.load::<ConsultationRound>(round).await?.awaits_report()?;
                Ok(ContributionCommand::GiveDisposition(given.clone()))
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}
