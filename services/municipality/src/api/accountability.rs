//! Accountability: performance reports, what each audience steers by, and the file of the elected
//! councils.

use super::{Staff, own_trajectory};
use crate::{App, BASE};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use command::{Scope, Target};
use dialogue::accountability::{
    PROVIDERS_MIN, PerformanceReportPublished, ReportAudience, ReportFigure,
};
use dialogue::party::OrganisationSize;
use dialogue::performance::{GoalKind, Indicator, Measure, Period};
use dialogue::{
    ContractId, PerformanceReport, PerformanceReportCommand, PerformanceReportId, Refusal,
    TrajectoryId,
};
use http::{Body, List, Operations, PageQuery, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use service::{
    AccountabilityFile, ContractFigure, Model, PerformanceReportView, PublishedResearch, Receipt,
    Written, figure_of,
};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use vocabulary::{Prose, Slug, Title};

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .with(__path_publish_performance_report, publish_performance_report)
        .with(__path_list_performance_reports, list_performance_reports)
        .with(__path_get_steering_information, get_steering_information)
        .with(__path_get_accountability_file, get_accountability_file)
}

/// A performance report that is to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPerformanceReport {
    /// For whom it is.
    audience: ReportAudience,
    /// Over which period.
    period: Period,
    /// What it is called.
    title: Title,
    /// What there is to tell.
    text: Prose,
    /// Which indicators are in it.
    #[schema(min_items = 1, max_items = 50)]
    indicators: Vec<Slug>,
}

/// Publishes a performance report: the validated values of the chosen indicators over a period,
/// over all contracts, as they are now. What is for inhabitants or for the elected councils
/// everyone reads; a figure from fewer than five providers is not in it.
#[utoipa::path(
    post, path = "/trajectories/{trajectory}/performance-reports", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
    request_body = NewPerformanceReport,
    responses((status = 201, body = Receipt, description = "The report is published.")),
    security(("bearer" = ["buyer", "contract-manager"])),
)]
async fn publish_performance_report(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    body: Body<NewPerformanceReport>,
) -> Result<impl Responder, Problem> {
    let NewPerformanceReport { audience, period, title, text, indicators } = body.content;
    let trajectory = *trajectory;
    let model = app.model.complete(&app.shared).await?;
    let known = model.measured_indicators(trajectory)?;
    let keys: Vec<_> = indicators.iter().collect();
    let values = model.contract_figures(trajectory, &keys, Some(period))?;
    let values: Vec<_> = values.iter().collect();
    let (mut figures, mut missing) = (vec![], vec![]);
    for (place, key) in indicators.iter().enumerate() {
        let indicator = known.iter().find(|it| it.key == *key);
        let twice = indicators.iter().take(place).any(|it| it == key);
        let figure = indicator.filter(|_| !twice).and_then(|it| figure_of(it, &values));
        figure.map_or_else(|| missing.push(place), |figure| figures.push(figure));
    }
    let report = PerformanceReportPublished { trajectory, audience, period, title, text, figures };
    let outcome = app
        .shared
        .execute::<PerformanceReport, _>(
            &staff,
            &body.conditions,
            Target::new(PerformanceReportId::random()),
            async |scope: &mut Scope<'_, Refusal>| {
                own_trajectory(scope, &staff, trajectory).await?;
                let (report, missing) = (Box::new(report.clone()), missing.clone());
                Ok(PerformanceReportCommand::Publish { report, missing })
            },
        )
        .await?;
    let list = format!("{BASE}/trajectories/{trajectory}/performance-reports");
    Ok(Written::created(&outcome, |_| list))
}

/// A page of performance reports.
type PerformanceReportViewList = List<PerformanceReportView>;

/// Lists the performance reports of a trajectory for every audience, the oldest first.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/performance-reports", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), PageQuery),
    responses((status = 200, body = PerformanceReportViewList, description = "A page.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_performance_reports(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let (paging, position) = (query.paging(), query.min_position());
    query.finish()?;
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    let sql = "SELECT place, body FROM told_performance WHERE trajectory = ?1 AND place > ?2 \
               ORDER BY place LIMIT ?3";
    let values = (trajectory.to_string(), paging.after(), paging.rows());
    let page = model.with(|read| read.page(sql, values, paging.limit))?;
    Ok(Json(PerformanceReportViewList::new(page.items, page.next)))
}

/// How the query of steering information looks.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only the document is made of it")]
struct SteeringQuery {
    /// For whom.
    #[param(inline, example = "executive")]
    audience: ReportAudience,
    /// The position in the log that the answer must have seen.
    #[param(rename = "minPosition")]
    min_position: Option<u64>,
}

/// What was measured with providers of one type.
#[derive(Serialize, ToSchema)]
struct TypeFigures {
    /// The type of provider: its size.
    size: OrganisationSize,
    /// The figures.
    figures: Vec<ReportFigure>,
}

/// What was measured under one contract.
#[derive(Serialize, ToSchema)]
struct ContractFigures {
    /// The contract.
    contract: ContractId,
    /// Its number.
    number: Slug,
    /// The last validated value of each indicator.
    values: Vec<LastValue>,
}

/// The last validated value of an indicator.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LastValue {
    /// The indicator.
    indicator: Slug,
    /// Over which period.
    period: Period,
    /// The value.
    value: Measure,
    /// Whether the target is met.
    on_target: bool,
}

/// What may go wrong, in counts.
#[derive(Serialize, ToSchema)]
struct SteeringRisks {
    /// Under how many contracts a matter was taken higher that is not solved.
    escalations: usize,
    /// Under how many contracts a step of ending was taken.
    endings: usize,
    /// How many promises are to be kept.
    commitments: usize,
}

/// What an audience steers by, each at its own level.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SteeringInformation {
    /// For whom.
    audience: ReportAudience,
    /// For inhabitants and elected councils: what was reached of what is accounted for, from at
    /// least five providers. For executives: everything that is off target somewhere.
    figures: Vec<ReportFigure>,
    /// For management: by type of provider.
    by_type: Vec<TypeFigures>,
    /// For who do the daily work: by contract.
    by_contract: Vec<ContractFigures>,
    /// For executives: what may go wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    risks: Option<SteeringRisks>,
    /// For inhabitants and elected councils: what clients said.
    research: Vec<PublishedResearch>,
}

/// Shows what an audience steers by, from validated values alone: inhabitants and elected councils
/// what was reached, executives what is off target and what may go wrong, management by type of
/// provider, and who do the daily work by contract.
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/steering-information", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), SteeringQuery),
    responses((status = 200, body = SteeringInformation, description = "The information.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_steering_information(
    app: Data<App>,
    staff: Staff,
    trajectory: Path<TrajectoryId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let allowed = ReportAudience::ALL.map(ReportAudience::as_str).join(", ");
    let audience = query.required("audience", &format!("Kies een van: {allowed}."));
    let position = query.min_position();
    query.finish()?;
    let audience = audience.unwrap_or(ReportAudience::Inhabitants);
    let model = app.model.at(position).await?;
    model.check_member(*trajectory, &staff.caller.organisation)?;
    selected(model, *trajectory, audience).map(Json)
}

fn selected(
    model: &Model,
    id: TrajectoryId,
    audience: ReportAudience,
) -> Result<SteeringInformation, Problem> {
    let mut indicators = model.measured_indicators(id)?;
    indicators.retain(|it| !audience.is_public() || it.kind == GoalKind::Result);
    let keys: Vec<_> = indicators.iter().map(|it| &it.key).collect();
    let values = model.contract_figures(id, &keys, None)?;
    let mut told = SteeringInformation {
        audience,
        figures: vec![],
        by_type: vec![],
        by_contract: vec![],
        risks: None,
        research: vec![],
    };
    match audience {
        ReportAudience::Inhabitants | ReportAudience::MunicipalCouncil => {
            told.figures = figures(&indicators, values.iter());
            told.figures.retain(|it| it.providers.get() >= PROVIDERS_MIN);
            told.research = model.client_research(id)?;
        }
        ReportAudience::Executive => {
            told.figures = figures(&indicators, values.iter());
            told.figures.retain(|it| it.on_target < it.contracts);
            told.risks = Some(risks(model, id)?);
        }
        ReportAudience::Management => {
            let sizes = [
                OrganisationSize::OnePerson,
                OrganisationSize::Micro,
                OrganisationSize::Small,
                OrganisationSize::Medium,
                OrganisationSize::Large,
            ];
            let of = |size| figures(&indicators, values.iter().filter(|it| it.size == size));
            let all = sizes.map(|size| TypeFigures { size, figures: of(size) });
            told.by_type = all.into_iter().filter(|it| !it.figures.is_empty()).collect();
        }
        ReportAudience::Operations => told.by_contract = by_contract(&indicators, values),
    }
    Ok(told)
}

fn figures<'v>(
    indicators: &[Indicator],
    values: impl Iterator<Item = &'v ContractFigure>,
) -> Vec<ReportFigure> {
    let mut by_key: BTreeMap<&Slug, Vec<&ContractFigure>> = BTreeMap::new();
    for value in values {
        by_key.entry(&value.indicator).or_default().push(value);
    }
    let figure = |it: &Indicator| figure_of(it, by_key.get(&it.key)?);
    indicators.iter().filter_map(figure).collect()
}

fn by_contract(indicators: &[Indicator], values: Vec<ContractFigure>) -> Vec<ContractFigures> {
    let targets: BTreeMap<_, _> = indicators.iter().map(|it| (&it.key, it.target)).collect();
    let mut all: Vec<ContractFigures> = vec![];
    for it in values {
        let on_target = targets.get(&it.indicator).is_some_and(|to| to.is_met_by(it.value));
        let (indicator, period, value) = (it.indicator, it.period, it.value);
        let value = LastValue { indicator, period, value, on_target };
        match all.last_mut().filter(|last| last.contract == it.contract) {
            Some(last) => last.values.push(value),
            None => {
                let (contract, number) = (it.contract, it.number);
                all.push(ContractFigures { contract, number, values: vec![value] });
            }
        }
    }
    all
}

fn risks(model: &Model, id: TrajectoryId) -> Result<SteeringRisks, Problem> {
    let contracts = model.contracts_of(id)?;
    let courses = || contracts.iter().map(|it| &it.course);
    let of_all = model.commitments(id)?;
    let commitments = courses().flat_map(|it| &it.commitments).chain(&of_all);
    Ok(SteeringRisks {
        escalations: courses().filter(|it| it.escalated.is_some()).count(),
        endings: courses().filter(|it| !it.ending.is_empty() && it.ended.is_none()).count(),
        commitments: commitments.filter(|it| it.is_open()).count(),
    })
}

/// The file of an elected council, with what was measured last.
#[derive(Serialize, ToSchema)]
struct AccountabilityFileForStaff {
    /// What was measured last of what is accounted for, over all contracts.
    figures: Vec<ReportFigure>,
    /// What everyone reads.
    #[serde(flatten)]
    file: AccountabilityFile,
}

/// Shows what an elected council has to know: what was measured last of what is accounted for,
/// performance reports, advice with the response and where was deviated from it, research among
/// clients, supervision and reviews (art. 2.5.1 Wmo 2015; art. 2.10 Jeugdwet).
#[utoipa::path(
    get, path = "/trajectories/{trajectory}/accountability-file", tag = "accountability",
    params(("trajectory" = TrajectoryId, Path, description = "The trajectory."), ThingQuery),
    responses((status = 200, body = AccountabilityFileForStaff, description = "The file.")),
    security(("bearer" = ["buyer", "approver", "contract-manager"])),
)]
async fn get_accountability_file(
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
    let mut indicators = model.measured_indicators(*trajectory)?;
    indicators.retain(|it| it.kind == GoalKind::Result);
    let keys: Vec<_> = indicators.iter().map(|it| &it.key).collect();
    let values = model.contract_figures(*trajectory, &keys, None)?;
    let figures = figures(&indicators, values.iter());
    let file = model.accountability_file(*trajectory)?;
    Ok(Json(AccountabilityFileForStaff { figures, file }))
}
