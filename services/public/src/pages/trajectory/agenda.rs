//! The development agenda: what the published reports, and moves after them, put on it.

use crate::pages::words::{prose, report_link};
use portal::components::{AgendaItem, AgendaStatus, DevelopmentAgenda};
use service::{AgendaItemStatus, AgendaItemView, ConsultationRoundView};

pub(super) fn agenda(rounds: &[ConsultationRoundView]) -> DevelopmentAgenda {
    let mut reported: Vec<_> =
        rounds.iter().filter_map(|round| Some((round.report.as_ref()?, round))).collect();
    reported.sort_by_key(|(report, _)| report.published_at);
    let items = reported.into_iter().flat_map(|(_, round)| {
        let items = round.agenda();
        items.map(move |it| item(&it, round))
    });
    DevelopmentAgenda { items: items.collect() }
}

fn item(item: &AgendaItemView, round: &ConsultationRoundView) -> AgendaItem {
    let told = item.course.progress.as_ref().map(|it| &it.explanation);
    let moved = item.course.moves.last().map(|it| &it.reason);
    AgendaItem {
        theme: item.theme.to_string(),
        wording: prose(&item.wording),
        reason: prose(&item.reason),
        status: status(item.status),
        told: told.or(moved).map(prose),
        report: report_link(round),
    }
}

const fn status(status: AgendaItemStatus) -> AgendaStatus {
    match status {
        AgendaItemStatus::Waiting => AgendaStatus::Waiting,
        AgendaItemStatus::Started => AgendaStatus::Started,
        AgendaItemStatus::Done => AgendaStatus::Done,
        AgendaItemStatus::Dropped => AgendaStatus::Dropped,
        AgendaItemStatus::MovedToPurchase => AgendaStatus::MovedToPurchase,
    }
}
