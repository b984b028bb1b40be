//! The evidence of a review: counts and references from all sources.

use super::Staff;
use crate::App;
use crate::projections::evidence::{EvidenceKind, EvidenceRow};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use dialogue::TrajectoryId;
use http::{Operations, Problem, QueryReader};
use jiff::civil::Date;
use serde::Serialize;
use service::csv_file;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_evidence_pack, get_evidence_pack)
        .with(__path_export_evidence_pack, export_evidence_pack)
}

/// How the query of evidence looks.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only the document is made of it")]
struct EvidenceQuery {
    /// The first day, in the Netherlands; from the beginning when absent.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-01")]
    from: Option<Date>,
    /// The last day; until now when absent.
    #[param(value_type = Option<String>, format = Date, example = "2030-12-31")]
    until: Option<Date>,
    /// The position in the log that the answer must have seen.
    #[param(rename = "minPosition")]
    min_position: Option<u64>,
}

/// What one source says.
#[derive(Serialize, ToSchema)]
struct EvidenceLine {
    /// The source.
    kind: EvidenceKind,
    /// How many there were.
    count: u32,
    /// How many people it was about, where that was counted; of waiting, at the last count under
    /// each contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u32>,
    /// What they are called, or under which contracts they were, where they may be named.
    references: BTreeSet<String>,
}

/// Counts and references from all sources.
#[derive(Serialize, ToSchema)]
struct EvidencePack {
    /// The trajectory.
    trajectory: TrajectoryId,
    /// The sources, each once.
    lines: Vec<EvidenceLine>,
}

/// Shows counts and references from all sources, for the evidence of a review: incidents,
/// complaints, objections, waiting, conversations, experiences, signals, advice, supervision,
/// research, talks off target, escalations and what providers said about requirements.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/evidence-pack", tag = "reviews",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), EvidenceQuery),
    responses((status = 200, body = EvidencePack, description = "The evidence.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_evidence_pack(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let lines = lines(&app, &staff, *trajectory, &request).await?;
    Ok(Json(EvidencePack { trajectory: *trajectory, lines }))
}

/// Gives the counts of the evidence as a CSV file.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/evidence-pack/export", tag = "reviews",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), EvidenceQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "The counts.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn export_evidence_pack(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let lines = lines(&app, &staff, *trajectory, &request).await?;
    let mut rows = vec![["bron", "aantal", "mensen"].map(str::to_owned).to_vec()];
    rows.extend(lines.iter().map(|line| {
        let people = line.people.map(|it| it.to_string()).unwrap_or_default();
        vec![line.kind.dutch().to_owned(), line.count.to_string(), people]
    }));
    Ok(csv_file("onderbouwing.csv", &rows))
}

async fn lines(
    app: &App,
    staff: &Staff,
    trajectory: TrajectoryId,
    request: &HttpRequest,
) -> Result<Vec<EvidenceLine>, Problem> {
    let mut query = QueryReader::new(request);
    let allowed = "Geef een dag, zoals 2027-01-01.";
    let from: Option<Date> = query.optional("from", allowed);
    let until: Option<Date> = query.optional("until", allowed);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(trajectory, &staff.caller.organisation)?;
    let sql = "SELECT body FROM evidence WHERE trajectory = ?1 AND day BETWEEN ?2 AND ?3 \
               ORDER BY day, id";
    let day =
        |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |it| it.to_string());
    let values = (trajectory.to_string(), day(from, ""), day(until, "9999"));
    let rows: Vec<EvidenceRow> = model.with(|read| read.documents(sql, values))?;
    Ok(EvidenceKind::ALL.into_iter().map(|kind| line(kind, &rows)).collect())
}

fn line(kind: EvidenceKind, rows: &[EvidenceRow]) -> EvidenceLine {
    let own = || rows.iter().filter(|row| row.kind == kind);
    let people: Option<u32> = match kind {
        EvidenceKind::Waiting => {
            let last: BTreeMap<_, _> =
                own().filter_map(|row| Some((row.reference.as_ref()?, row.people?))).collect();
            (!last.is_empty()).then(|| last.values().sum())
        }
        _ => own().map(|row| row.people).sum(),
    };
    EvidenceLine {
        kind,
        count: u32::try_from(own().count()).unwrap_or(u32::MAX),
        people: people.filter(|_| own().count() > 0),
        references: own().filter_map(|row| row.reference.clone()).collect(),
    }
}
