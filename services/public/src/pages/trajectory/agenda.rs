//! The development agenda: what the published reports moved to after this purchase.

use crate::pages::words::{prose, report_link};
use dialogue::Disposition;
use portal::components::{AgendaItem, DevelopmentAgenda};
use service::{ConsultationRoundView, ReportItemView, ReportView};

pub(super) fn agenda(rounds: &[ConsultationRoundView]) -> DevelopmentAgenda {
    let mut reports: Vec<(&ReportView, &ConsultationRoundView)> =
        rounds.iter().filter_map(|round| Some((round.report.as_ref()?, round))).collect();
    reports.sort_by_key(|(report, _)| report.published_at);
    let items = reports.into_iter().flat_map(|(report, round)| {
        let moved = report.items.iter().filter(|item| is_moved(item));
        moved.map(move |item| AgendaItem {
            theme: theme_title(round, item),
            wording: prose(&item.wording),
            reason: prose(&item.reason),
            report: report_link(round),
        })
    });
    DevelopmentAgenda { items: items.collect() }
}

fn is_moved(item: &ReportItemView) -> bool {
    item.disposition == Disposition::MovedToDevelopmentAgenda
}

fn theme_title(round: &ConsultationRoundView, item: &ReportItemView) -> String {
    let theme = round.themes.iter().find(|theme| theme.key == item.theme);
    theme.map_or_else(|| item.theme.to_string(), |theme| theme.title.to_string())
}
