//! The rules of performance reports: validated values alone, and nothing that leads to one
//! provider.

use crate::examples::{id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::accountability::{PerformanceReportPublished, ReportAudience, ReportFigure};
use dialogue::performance::{Target, TargetDirection};
use dialogue::{PerformanceReport, PerformanceReportCommand};

fn figure(key: &str, providers: u32) -> ReportFigure {
    ReportFigure {
        indicator: text(key),
        title: text("De wachttijd"),
        unit: text("dagen"),
        target: Target { direction: TargetDirection::AtMost, value: text("28") },
        period: text("2027-Q2"),
        providers: whole(providers),
        contracts: whole(providers + 1),
        on_target: whole(3),
        mean: text("29.833"),
    }
}

fn report(audience: ReportAudience, figures: Vec<ReportFigure>) -> PerformanceReportPublished {
    PerformanceReportPublished {
        trajectory: id(1),
        audience,
        period: text("2027-Q2"),
        title: text("Hoe lang kinderen wachten"),
        text: text("Kinderen wachten nog te lang."),
        figures,
    }
}

fn publish(report: PerformanceReportPublished, missing: &[usize]) -> PerformanceReportCommand {
    PerformanceReportCommand::Publish { report: Box::new(report), missing: missing.to_vec() }
}

pub(crate) fn pool() -> Vec<PerformanceReportCommand> {
    let of = |audience| publish(report(audience, vec![figure("wachttijd", 6)]), &[]);
    vec![of(ReportAudience::Inhabitants), of(ReportAudience::Executive)]
}

#[test]
fn a_report_is_published_once_with_the_values_of_then() {
    let first = report(ReportAudience::MunicipalCouncil, vec![figure("wachttijd", 6)]);
    given_nothing::<PerformanceReport>().when(publish(first.clone(), &[])).then([first.clone()]);
    given::<PerformanceReport>([first.clone()]).when(publish(first.clone(), &[])).then_nothing();
    let other = report(ReportAudience::MunicipalCouncil, vec![figure("doelen", 6)]);
    given::<PerformanceReport>([first])
        .when(publish(other, &[]))
        .then_refused("performance-report-exists");
}

#[test]
fn a_report_has_validated_values_alone_and_tells_of_nobody() {
    let mut naming = report(ReportAudience::Executive, vec![figure("wachttijd", 2)]);
    naming.text = text("Bel mevrouw De Vries op 06-12345678.");
    given_nothing::<PerformanceReport>().when(publish(naming, &[1])).then_faults(&[
        "/text",
        "/text",
        "/indicators/1",
    ]);
    given_nothing::<PerformanceReport>()
        .when(publish(report(ReportAudience::Executive, vec![]), &[]))
        .then_faults(&["/indicators"]);
}

#[test]
fn what_everyone_reads_comes_from_at_least_five_providers() {
    let figures = || vec![figure("wachttijd", 4), figure("doelen", 5)];
    for audience in ReportAudience::ALL {
        let outcome =
            given_nothing::<PerformanceReport>().when(publish(report(audience, figures()), &[]));
        if audience.is_public() {
            outcome.then_faults(&["/indicators"]);
        } else {
            outcome.then([report(audience, figures())]);
        }
    }
}
