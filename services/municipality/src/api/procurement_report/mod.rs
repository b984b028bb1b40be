//! The procurement report (proces-verbaal), made from the log: as data, and as a document to print.

mod paper;

use super::Staff;
use super::admissions::{Applications, all_applications};
use super::evaluation_views::EvaluationView;
use super::withheld::{WithheldInformation, withheld_information};
use crate::App;
use crate::projections::evaluations::EvaluationRow;
use crate::projections::questions::WithholdingStatus;
use actix_web::http::header::{
    CONTENT_LANGUAGE, ContentDisposition, ContentType, DispositionParam, DispositionType,
};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, Responder};
use dialogue::TrajectoryId;
use dialogue::procurement::{ProcurementFacts, ProcurementFactsRecorded};
use dialogue::trajectory::{Buyer, Instrument, Lot};
use http::{Operations, Problem, QueryReader, ThingQuery};
use paper::paper;
use serde::Serialize;
use service::{GoverningDecisionView, Model, TrajectoryView, log_problem};
use utoipa::ToSchema;
use vocabulary::{Prose, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_get_procurement_report, get_procurement_report)
        .with(__path_print_procurement_report, print_procurement_report)
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
    /// Who applied for a preselection or an admission, and who was let in, with the reasons.
    admissions: Vec<Applications>,
    /// What askers wanted to keep out of the notes, with each decision and its reason.
    withheld_information: Vec<WithheldInformation>,
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
    let mut all = Missing::default();
    let chosen = view.instrument.is_some();
    all.unless(chosen, "instrument", "De procedure, en waarom die is gekozen.");
    all.unless(facts.value.is_some(), "value", "De waarde van de opdracht.");
    let told = facts.exclusions.is_some();
    all.unless(told, "exclusions", "Wie is uitgesloten of ongeschikt bevonden.");
    let told = facts.abnormally_low.is_some();
    all.unless(told, "abnormally-low", "Of inschrijvingen te laag waren.");
    let told = facts.subcontracting.is_some();
    all.unless(told, "subcontracting", "Welk deel in onderaanneming gaat.");
    let levelled = facts.prior_involvement.is_some();
    all.unless(levelled, "prior-involvement", "Wie eerder betrokken was, en wat is gedaan.");
    let told = facts.other_means.is_some();
    all.unless(told, "other-means", "Of er anders dan digitaal is ingeschreven.");
    let lots = !view.lots.is_empty() || facts.no_lots.is_some();
    all.unless(lots, "lots", "Waarom de opdracht niet in percelen is verdeeld.");
    all.unless(!rows.is_empty(), "evaluation", "De beoordeling van de inschrijvingen.");
    for row in rows {
        all.unless(!row.tenderers.is_empty(), "tenderers", "Wie hebben ingeschreven.");
        let assessed = !row.assessors.is_empty();
        all.unless(assessed, "assessors", "Wie hebben beoordeeld, met hun belangen.");
        let measured = row.assessors.iter().all(|it| {
            it.measure.is_some() || !it.declared.as_ref().is_some_and(|declared| declared.conflict)
        });
        all.unless(measured, "conflict-measure", "Wat is gedaan met een gemeld belang.");
        let ended = row.ended.is_some() || row.confirmed.is_some();
        all.unless(ended, "award", "De gunning, of de reden waarom niet is gegund.");
    }
    all.0
}

/// What is missing, as far as it was found.
#[derive(Default)]
struct Missing(Vec<MissingItem>);

impl Missing {
    fn unless(&mut self, there: bool, item: &'static str, what: &str) {
        if !there {
            self.0.push(MissingItem { item, what: what.to_owned(), source: LAW });
        }
    }
}

/// What was asked of the municipality and is not decided.
fn undecided(admissions: &[Applications], withheld: &[WithheldInformation]) -> Vec<MissingItem> {
    let mut all = Missing::default();
    let mut applications = admissions.iter().flat_map(|admission| &admission.applications);
    let decided = applications.all(|application| application.decided.is_some());
    all.unless(decided, "applications", "Wie is toegelaten of geselecteerd, en waarom.");
    let decided = withheld.iter().all(|it| it.withholding.status != WithholdingStatus::Undecided);
    let what = "Of informatie buiten de nota's blijft: op een verzoek daarom is nog niet beslist.";
    all.unless(decided, "withheld-information", what);
    all.0
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
    report(&app, &staff, *trajectory, &request).await.map(Json)
}

/// Gives the procurement report as a document to read, keep and print (HTML, in one file).
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/procurement-report/print", tag = "evaluation",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = String, content_type = "text/html",
        description = "The report.")),
    security(("bearer" = ["buyer", "approver"])),
)]
async fn print_procurement_report(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let report = report(&app, &staff, *trajectory, &request).await?;
    let now = app.shared.log().head().await.map_err(|error| log_problem(&error))?.clock;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename("proces-verbaal.html".to_owned())],
    };
    Ok(HttpResponse::Ok()
        .insert_header(disposition)
        .insert_header((CONTENT_LANGUAGE, "nl"))
        .content_type(ContentType::html())
        .body(paper(&report, now).to_string()))
}

async fn report(
    app: &App,
    staff: &Staff,
    trajectory: TrajectoryId,
    request: &HttpRequest,
) -> Result<ProcurementReport, Problem> {
    let mut query = QueryReader::new(request);
    let position = query.min_position();
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(trajectory, &staff.caller.organisation)?;
    let view = model.trajectory(trajectory)?;
    let rows = evaluations(model, trajectory)?;
    let sql = "SELECT body FROM procurement_facts WHERE id = ?1";
    let facts = model
        .with(|read| read.document::<ProcurementFactsRecorded>(sql, [trajectory.to_string()]))?
        .map_or_else(ProcurementFacts::default, |recorded| recorded.facts);
    let admissions = all_applications(app, model, trajectory)?;
    let withheld_information = withheld_information(model, trajectory)?;
    let mut missing = missing(&view, &rows, &facts);
    missing.extend(undecided(&admissions, &withheld_information));
    let evaluations = rows.into_iter().map(|row| EvaluationView::of(app, row));
    let evaluations = evaluations.collect::<Result<_, _>>()?;
    let (instrument, instrument_reason) =
        view.instrument.map_or((None, None), |it| (Some(it.instrument), Some(it.reason)));
    let buyers = [view.lead].into_iter().chain(view.members).collect();
    Ok(ProcurementReport {
        trajectory,
        subject: view.title,
        summary: view.summary,
        buyers,
        instrument,
        instrument_reason,
        lots: view.lots,
        evaluations,
        facts,
        admissions,
        withheld_information,
        decisions: model.governing_decisions(trajectory)?,
        redress: redress(model, trajectory)?,
        complete: missing.is_empty(),
        missing,
    })
}

pub(super) fn evaluations(
    model: &Model,
    trajectory: TrajectoryId,
) -> Result<Vec<EvaluationRow>, Problem> {
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
