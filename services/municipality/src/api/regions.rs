//! Regions: the lead buyer registers and changes them; each municipality tells what it adds.

use super::Staff;
use crate::App;
use actix_web::Responder;
use actix_web::web::{Data, Path};
use command::{Scope, Target};
use dialogue::region::{LocalAddition, RegionAdditionsRecorded, RegionChanged, RegionProfile};
use dialogue::{Refusal, Region, RegionCommand, RegionId};
use http::{Body, Conditions, Operations, Problem};
use serde::Deserialize;
use service::{Receipt, Written};
use utoipa::ToSchema;
use vocabulary::Paragraph;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_register_region, register_region)
        .with(__path_change_region, change_region)
        .with(__path_record_additions, record_additions)
}

/// Registers a region, for everyone to read. The caller's municipality is the lead buyer.
#[utoipa::path(
    post, path = "/regions", tag = "regions", request_body = RegionProfile,
    responses((status = 201, body = Receipt, description = "The region is registered.")),
    security(("bearer" = ["buyer"])),
)]
async fn register_region(
    app: Data<App>,
    staff: Staff,
    body: Body<RegionProfile>,
) -> Result<impl Responder, Problem> {
    let Body { content: region, conditions } = body;
    let by = staff.caller.organisation.clone();
    let command = RegionCommand::Register { by, region };
    let outcome = app
        .shared
        .execute::<Region, _>(
            &staff,
            &conditions,
            Target::new(RegionId::random()),
            async |_: &mut Scope<'_, Refusal>| Ok(command.clone()),
        )
        .await?;
    Ok(Written::created(&outcome, |id| format!("/public/v1/regions/{id}")))
}

async fn execute(
    app: &App,
    staff: &Staff,
    id: RegionId,
    conditions: &Conditions,
    command: RegionCommand,
) -> Result<Written, Problem> {
    let prepare = async |_: &mut Scope<'_, Refusal>| Ok(command.clone());
    let target = Target::existing(id);
    let outcome = app.shared.execute::<Region, _>(staff, conditions, target, prepare).await?;
    Ok(Written::changed(&outcome))
}

/// A region as it is from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangedRegion {
    /// The whole of it.
    region: RegionProfile,
    /// What changed, and why.
    change: Paragraph,
}

/// Changes a region. Only the lead buyer does; another lead can be named in it.
#[utoipa::path(
    post, path = "/regions/{region}/changes", tag = "regions",
    params(("region" = RegionId, Path, description = "The region.")),
    request_body = ChangedRegion,
    responses((status = 200, body = Receipt, description = "The region is changed.")),
    security(("bearer" = ["buyer"])),
)]
async fn change_region(
    app: Data<App>,
    staff: Staff,
    region: Path<RegionId>,
    body: Body<ChangedRegion>,
) -> Result<impl Responder, Problem> {
    let ChangedRegion { region: profile, change } = body.content;
    let by = staff.caller.organisation.clone();
    let changed = RegionChanged { region: profile, change };
    let command = RegionCommand::Change { by, changed };
    execute(&app, &staff, *region, &body.conditions, command).await
}

/// What the caller's municipality adds to what is joint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LocalAdditions {
    /// All of it; it takes the place of what was added before.
    #[schema(max_items = 100)]
    additions: Vec<LocalAddition>,
}

/// Records what the caller's own municipality adds to what is joint, and why (couleur locale).
#[utoipa::path(
    post, path = "/regions/{region}/additions", tag = "regions",
    params(("region" = RegionId, Path, description = "The region.")),
    request_body = LocalAdditions,
    responses((status = 200, body = Receipt, description = "It is recorded.")),
    security(("bearer" = ["buyer"])),
)]
async fn record_additions(
    app: Data<App>,
    staff: Staff,
    region: Path<RegionId>,
    body: Body<LocalAdditions>,
) -> Result<impl Responder, Problem> {
    let municipality = staff.caller.organisation.clone();
    let additions = body.content.additions;
    let recorded = RegionAdditionsRecorded { municipality, additions };
    let command = RegionCommand::RecordAdditions(recorded);
    execute(&app, &staff, *region, &body.conditions, command).await
}
