//! What a trajectory keeps confidential: experts from outside declare before they read, breaches
//! are noted, and the staff see how it stands.

use super::{Staff, hide, own_trajectory};
use crate::App;
use crate::projections::confidentiality::{ConfidentialityRow, SharedDocument};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::confidentiality::{ConfidentialityBreachNoted, ExpertConfidentialityDeclared};
use dialogue::trajectory::TrajectoryRefusal;
use dialogue::{
    ConfidentialDocument, ConfidentialDocumentId, Confidentiality, ConfidentialityCommand, Refusal,
    TrajectoryId,
};
use http::{Body, Conditions, Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{Declared, NewDeclaration, Receipt, Refused, Written};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_confidentiality, get_confidentiality)
        .with(__path_declare_as_expert, declare_as_expert)
        .with(__path_note_breach, note_breach)
}

async fn execute(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    command: ConfidentialityCommand,
) -> Result<Written, Problem> {
    let outcome = app
        .shared
        .execute::<Confidentiality, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, staff, id)
                    .await
                    .map_err(|error| hide(error, TrajectoryRefusal::Unknown))?;
                if let ConfidentialityCommand::NoteBreach(breach) = &command
                    && let Some(document) = breach.document
                {
                    check_document(scope, id, document).await?;
                }
                Ok(command.clone())
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Whether a document under embargo belongs to the trajectory.
async fn check_document(
    scope: &mut Scope<'_, Refusal>,
    trajectory: TrajectoryId,
    document: ConfidentialDocumentId,
) -> Result<(), Refused> {
    let state = scope.glance::<ConfidentialDocument>(document).await?;
    if state.shared().is_ok_and(|shared| shared.trajectory == trajectory) {
        return Ok(());
    }
    let told = "Dit traject heeft dit vertrouwelijke document niet.";
    Err(Refusal::from(Faults::one("/document", told)).into())
}

/// Declares for oneself, as an expert from outside, to keep confidential what one reads in a
/// trajectory. Nothing that is assigned to an expert is shown before.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/confidentiality-declarations",
    tag = "confidentiality",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewDeclaration,
    responses((status = 200, body = Receipt, description = "It is declared.")),
    security(("bearer" = ["expert"])),
)]
async fn declare_as_expert(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewDeclaration>,
) -> Result<impl Responder, Problem> {
    let NewDeclaration { confidential: Declared::Declared, interest } = body.content;
    let declared =
        ExpertConfidentialityDeclared { person: staff.caller.person, interest, changed: false };
    let command = ConfidentialityCommand::DeclareAsExpert(declared);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// A breach of confidentiality.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBreach {
    /// The document under embargo that became known, when it was one.
    #[serde(default)]
    document: Option<ConfidentialDocumentId>,
    /// What became known, and how.
    what: Paragraph,
    /// What is done about it.
    measure: Paragraph,
}

/// Notes that something became known to people who were not to know it yet. A document that
/// became known can be released before its embargo ends, so that everyone knows the same.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/confidentiality-breaches", tag = "confidentiality",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewBreach,
    responses((status = 200, body = Receipt, description = "It is noted.")),
    security(("bearer" = ["buyer"])),
)]
async fn note_breach(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewBreach>,
) -> Result<impl Responder, Problem> {
    let NewBreach { document, what, measure } = body.content;
    let breach = ConfidentialityBreachNoted { document, what, measure };
    let command = ConfidentialityCommand::NoteBreach(breach);
    execute(&app, &staff, *trajectory, &body.conditions, command).await
}

/// How the confidentiality of a trajectory stands.
#[derive(Serialize, ToSchema)]
struct ConfidentialityView {
    /// The documents that were shared before they were public, in the order of sharing.
    documents: Vec<SharedDocument>,
    /// What experts declared, and what was broken.
    #[serde(flatten)]
    kept: ConfidentialityRow,
}

/// Shows how the confidentiality of a trajectory stands: which documents are under embargo, how
/// many people declared what, and which breaches were noted. Who declared is not told.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/confidentiality", tag = "confidentiality",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ConfidentialityView, description = "How it stands.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_confidentiality(
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
    let (documents, kept) = model.with(|read| {
        let id = trajectory.to_string();
        let sql = "SELECT body FROM confidential_document WHERE trajectory = ?1 ORDER BY place";
        let documents = read.documents(sql, [&id])?;
        let sql = "SELECT body FROM confidentiality WHERE id = ?1";
        Ok((documents, read.document::<ConfidentialityRow>(sql, [&id])?))
    })?;
    Ok(Json(ConfidentialityView { documents, kept: kept.unwrap_or_default() }))
}
