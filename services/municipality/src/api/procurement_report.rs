//! The procurement report (proces-verbaal), made from the log, and until when the dossier is kept.

use super::Staff;
use super::evaluation_views::EvaluationView;
use crate::App;
use crate::projections::evaluations::EvaluationRow;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use calendar::Deadline;
use dialogue::procurement::{ProcurementFacts, ProcurementFactsRecorded};
use dialogue::trajectory::{Buyer, Instrument, Lot};
use dialogue::{Retention, TrajectoryId};
use http::{Operations, Problem, QueryReader, ThingQuery};
use jiff::Timestamp;
use serde::Serialize;
use service::{GoverningDecisionView, Model, TrajectoryView};
use utoipa::ToSchema;
use vocabulary::{Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_procurement_report, get_procurement_report)
        .with(__path_get_retention, get_retention)
}

/// Something that the report must hold and does not.
#[derive(Serialize, ToSchema)]
struct MissingItem {
    /// A stable name.
    item: &'static str,
    /// What is missing and what to do, in Dutch.
    what: String,
    /// Where the law demands it.
    source: &'static str,
}

/// How many complaints, objections and proceedings there were.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RedressCounts {
    /// Complaints that were filed.
    complaints: u64,
    /// Objections that were filed.
    objections: u64,
    /// Proceedings that were notified.
    legal_proceedings: u64,
}

/// The procurement report (proces-verbaal; art. 2.132 and 2.133 Aanbestedingswet 2012).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProcurementReport {
    /// The trajectory.
    trajectory: TrajectoryId,
    /// What is bought.
    subject: Title,
    /// What is bought and for whom.
    summary: Prose,
    /// Who buy, the lead first.
    buyers: Vec<Buyer>,
    /// The way of buying.
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<Instrument>,
    /// Why that way.
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument_reason: Option<Prose>,
    /// The lots.
    lots: Vec<Lot>,
    /// Who tendered, how they were judged, by whom with which interests, and what each was told.
    evaluations: Vec<EvaluationView>,
    /// What only the buyer knows: value, exclusions, subcontracting, prior involvement.
    facts: ProcurementFacts,
    /// Decisions of college and council.
    decisions: Vec<GoverningDecisionView>,
    /// Complaints, objections and proceedings.
    redress: RedressCounts,
    /// What the law demands and is not there yet.
    missing: Vec<MissingItem>,
    /// Whether nothing is missing.
    complete: bool,
}

const LAW: &str = "Aanbestedingswet 2012, artikel 2.132";

/// What the law demands and is not there.
fn missing(
    view: &TrajectoryView,
    rows: &[EvaluationRow],
    facts: &ProcurementFacts,
) -> Vec<MissingItem> {
    let mut all = vec![];
    let mut unless = |there: bool, item: &'static str, what: &str| {
        if !there {
            all.push(MissingItem { item, what: what.to_owned(), source: LAW });
        }
    };
    unless(view.instrument.is_some(), "instrument", "De procedure, en waarom die is gekozen.");
    unless(facts.value.is_some(), "value", "De waarde van de opdracht.");
    unless(facts.exclusions.is_some(), "exclusions", "Wie is uitgesloten of ongeschikt bevonden.");
    unless(facts.abnormally_low.is_some(), "abnormally-low", "Of inschrijvingen te laag waren.");
    unless(facts.subcontracting.is_some(), "subcontracting", "Welk deel in onderaanneming gaat.");
    let levelled = facts.prior_involvement.is_some();
    unless(levelled, "prior-involvement", "Wie eerder betrokken was, en wat is gedaan.");
    unless(
        facts.other_means.is_some(),
        "other-means",
        "Of er anders dan digitaal is ingeschreven.",
    );
    let lots = !view.lots.is_empty() || facts.no_lots.is_some();
    unless(lots, "lots", "Waarom de opdracht niet in percelen is verdeeld.");
    unless(!rows.is_empty(), "evaluation", "De beoordeling van de inschrijvingen.");
    for row in rows {
        unless(!row.tenderers.is_empty(), "tenderers", "Wie hebben ingeschreven.");
        unless(!row.assessors.is_empty(), "assessors", "Wie hebben beoordeeld, met hun belangen.");
        let measured = row.assessors.iter().all(|it| {
            it.measure.is_some() || !it.declared.as_ref().is_some_and(|declared| declared.conflict)
        });
        unless(measured, "conflict-measure", "Wat is gedaan met een gemeld belang.");
        let ended = row.ended.is_some() || row.confirmed.is_some();
        unless(ended, "award", "De gunning, of de reden waarom niet is gegund.");
    }
    all
}

/// Makes the procurement report from the log: complete, or naming what is missing.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/procurement-report", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = ProcurementReport, description = "The report.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn get_procurement_report(
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
    let view = model.trajectory(*trajectory)?;
    let rows = evaluations(model, *trajectory)?;
    let sql = "SELECT body FROM procurement_facts WHERE id = ?1";
    let facts = model
        .with(|read| read.document::<ProcurementFactsRecorded>(sql, [trajectory.to_string()]))?
        .map_or_else(ProcurementFacts::default, |recorded| recorded.facts);
    let missing = missing(&view, &rows, &facts);
    let evaluations = rows.into_iter().map(|row| EvaluationView::of(&app, row));
    let evaluations = evaluations.collect::<Result<_, _>>()?;
    let (instrument, instrument_reason) =
        view.instrument.map_or((None, None), |it| (Some(it.instrument), Some(it.reason)));
    let buyers = [view.lead].into_iter().chain(view.members).collect();
    Ok(Json(ProcurementReport {
        trajectory: *trajectory,
        subject: view.title,
        summary: view.summary,
        buyers,
        instrument,
        instrument_reason,
        lots: view.lots,
        evaluations,
        facts,
        decisions: model.governing_decisions(*trajectory)?,
        redress: redress(model, *trajectory)?,
        complete: missing.is_empty(),
        missing,
    }))
}

fn evaluations(model: &Model, trajectory: TrajectoryId) -> Result<Vec<EvaluationRow>, Problem> {
    let sql = "SELECT body FROM evaluation WHERE trajectory = ?1 ORDER BY id";
    model.with(|read| read.documents(sql, [trajectory.to_string()]))
}

fn redress(model: &Model, trajectory: TrajectoryId) -> Result<RedressCounts, Problem> {
    let count = |table: &str| {
        let sql = format!("SELECT CAST(count(*) AS TEXT) FROM {table} WHERE trajectory = ?1");
        let found = model.with(|read| read.document::<u64>(&sql, [trajectory.to_string()]))?;
        Ok::<_, Problem>(found.unwrap_or_default())
    };
    Ok(RedressCounts {
        complaints: count("complaint")?,
        objections: count("objection")?,
        legal_proceedings: count("legal_proceeding")?,
    })
}

/// Until when the dossier is kept, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Retention)]
struct RetentionView {
    /// Until when it must be kept at least, in UTC; absent while nothing was awarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Why, in Dutch.
    reason: String,
    /// How it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<Deadline>,
    /// Whether anything in the dossier can be erased now. It never can: the log only grows.
    erasable: bool,
}

/// Tells until when the dossier of a trajectory must be kept, and why.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/retention", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = RetentionView, description = "Until when, and why.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn get_retention(
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
    let rows = evaluations(model, *trajectory)?;
    let concluded = rows.iter().map(|row| {
        let end = row.confirmed.as_ref().or(row.ended.as_ref());
        end.map(|(_, at)| *at)
    });
    let terms = model.trajectory(*trajectory)?.terms;
    let kept = |reason: &str| RetentionView {
        until: None,
        reason: reason.to_owned(),
        computed: None,
        erasable: false,
    };
    let deadline = match Retention::of(terms.as_ref(), concluded) {
        Retention::Undecided => {
            return Ok(Json(kept(
                "Er is nog niet over elke opdracht beslist. De bewaartermijn begint pas bij de \
                 gunning; tot dan blijft alles bewaard.",
            )));
        }
        Retention::NoRule => {
            return Ok(Json(kept(
                "Het termijnprofiel van dit traject noemt geen bewaartermijn. Houd de \
                 selectielijst van gemeenten aan; tot dan blijft alles bewaard.",
            )));
        }
        Retention::Until(deadline) => *deadline,
    };
    Ok(Json(RetentionView {
        until: Some(deadline.at),
        reason: format!(
            "Bewaar het dossier minstens {} na de gunning ({}). De selectielijst kan een langere \
             termijn noemen.",
            deadline.rule.unit.count_in_words(deadline.rule.count.get()),
            deadline.rule.ground.source
        ),
        computed: Some(deadline),
        erasable: false,
    }))
}
