//! From a report in the dossier to the report as a page.

use crate::pages::words::{disposition, moment, prose, trajectory_name};
use portal::components::Contribution;
use portal::pages::{ReportPage, ReportTheme};
use service::{ConsultationRoundView, ReportView, TrajectoryView};

pub(super) fn page(
    trajectory: &TrajectoryView,
    round: &ConsultationRoundView,
    report: &ReportView,
) -> ReportPage {
    ReportPage {
        trajectory: trajectory_name(trajectory),
        round: round.id.to_string(),
        title: round.title.to_string(),
        published: moment(report.published_at),
        introduction: prose(&round.introduction),
        summary: prose(&report.summary),
        themes: themes(round, report),
    }
}

/// The themes in the order of the round. The contributions are numbered through all of them.
fn themes(round: &ConsultationRoundView, report: &ReportView) -> Vec<ReportTheme> {
    let mut numbers = 1..;
    let themes = round.themes.iter().map(|theme| ReportTheme {
        title: theme.title.to_string(),
        question: prose(&theme.question),
        contributions: report
            .items
            .iter()
            .filter(|item| item.theme == theme.key)
            .zip(&mut numbers)
            .map(|(item, number)| Contribution {
                number,
                wording: prose(&item.wording),
                disposition: disposition(item.disposition),
                reason: prose(&item.reason),
            })
            .collect(),
    });
    themes.collect()
}
