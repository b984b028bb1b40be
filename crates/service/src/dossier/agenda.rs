//! The development agenda as everyone sees it: what was put in and goes on after this purchase, how
//! it came there, and how far it is.

use super::{ConsultationRoundView, ReportItemView};
use crate::Model;
use dialogue::consultation::{AgendaStatus, Disposition, ReportItem, Track};
use dialogue::{ConsultationRoundEvent, ConsultationRoundId, ContributionId, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// A move to another track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrackMoveView {
    /// Where it goes on.
    pub track: Track,
    /// Why.
    pub reason: Paragraph,
    /// When it was moved, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub moved_at: Timestamp,
}

/// How far something on the development agenda is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaProgressView {
    /// How far it is.
    pub status: AgendaStatus,
    /// What was done, what comes next, or why it will not be done.
    pub explanation: Paragraph,
    /// When this was told, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub told_at: Timestamp,
}

/// Where a contribution of a report goes on, and how far it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CourseView {
    /// On which track it goes on now.
    pub track: Track,
    /// How it was moved after the report, the oldest move first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<TrackMoveView>,
    /// How far it is on the development agenda, once that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<AgendaProgressView>,
}

/// What an event changes about where a contribution goes on.
type Change = Box<dyn FnOnce(&mut CourseView)>;

impl CourseView {
    /// Where a contribution goes on when the report is published.
    #[must_use]
    pub fn of(item: &ReportItem) -> Self {
        Self { track: item.track(), ..Self::default() }
    }

    /// What an event of its round changes about it, when it is about this contribution.
    #[must_use]
    pub fn after(
        event: &ConsultationRoundEvent,
        at: Timestamp,
    ) -> Option<(ContributionId, Change)> {
        match event.clone() {
            ConsultationRoundEvent::ReportItemMoved(moved) => {
                let change = move |course: &mut Self| {
                    course.track = moved.track;
                    course.progress = None;
                    let (track, reason) = (moved.track, moved.reason);
                    course.moves.push(TrackMoveView { track, reason, moved_at: at });
                };
                Some((moved.contribution, Box::new(change)))
            }
            ConsultationRoundEvent::AgendaItemProgressed(told) => {
                let change = move |course: &mut Self| {
                    let (status, explanation) = (told.status, told.explanation);
                    course.progress = Some(AgendaProgressView { status, explanation, told_at: at });
                };
                Some((told.contribution, Box::new(change)))
            }
            _ => None,
        }
    }
}

/// Something that is, or was, on the development agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgendaItemView {
    /// The consultation round to which it was contributed.
    pub round: ConsultationRoundId,
    /// Its number in the report of that round, from 1.
    pub item: Whole,
    /// The theme, by its title.
    pub theme: Title,
    /// What was contributed, in anonymous words.
    pub wording: Prose,
    /// What was done with it in the report.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
    /// How far it is; what was moved back to the purchase is no longer on the agenda.
    pub status: AgendaItemStatus,
    /// Where it goes on, and what was told of it.
    pub course: CourseView,
}

/// How far an item of the development agenda is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaItemStatus {
    /// It waits for its turn.
    Waiting,
    /// It is being worked on.
    Started,
    /// It is done.
    Done,
    /// It will not be done after all.
    Dropped,
    /// It was moved back to this purchase.
    MovedToPurchase,
}

/// The development agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DevelopmentAgendaView {
    /// What is or was on it, by round and theme.
    pub items: Vec<AgendaItemView>,
}

/// Remembers where in its report each contribution stands: its name is shown to nobody.
pub(super) fn remember(
    rows: &Rows<'_>,
    round: &str,
    items: &[ReportItem],
) -> Result<(), ProjectionError> {
    items.iter().enumerate().try_for_each(|(place, item)| {
        rows.put("report_item", &item.contribution.to_string(), &[("round", &round)], &place)
    })
}

/// Changes what is told of a contribution of a report.
pub(super) fn change(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ConsultationRoundEvent,
) -> Result<(), ProjectionError> {
    let Some((contribution, change)) = CourseView::after(event, recorded.recorded_at) else {
        return Ok(());
    };
    let Some(place) = rows.get::<usize>("report_item", &contribution.to_string())? else {
        return Ok(());
    };
    let id = recorded.stream.id();
    rows.change::<ConsultationRoundView>("consultation_round", id, &[], |view| {
        let report = view.report.as_mut();
        if let Some(item) = report.and_then(|report| report.items.get_mut(place)) {
            change(&mut item.course);
        }
    })
}

fn status(course: &CourseView) -> Option<AgendaItemStatus> {
    match (course.track, &course.progress) {
        (Track::ThisPurchase, _) => {
            let was = course.moves.iter().any(|it| it.track == Track::ThisPurchase);
            was.then_some(AgendaItemStatus::MovedToPurchase)
        }
        (Track::DevelopmentAgenda, None) => Some(AgendaItemStatus::Waiting),
        (Track::DevelopmentAgenda, Some(progress)) => Some(match progress.status {
            AgendaStatus::Waiting => AgendaItemStatus::Waiting,
            AgendaStatus::Started => AgendaItemStatus::Started,
            AgendaStatus::Done => AgendaItemStatus::Done,
            AgendaStatus::Dropped => AgendaItemStatus::Dropped,
        }),
    }
}

impl ConsultationRoundView {
    /// What of its report is, or was, on the development agenda.
    pub fn agenda(&self) -> impl Iterator<Item = AgendaItemView> {
        let items = self.report.iter().flat_map(|report| &report.items);
        (1..).zip(items).filter_map(|(number, item)| self.agenda_item(number, item))
    }

    fn agenda_item(&self, number: u32, item: &ReportItemView) -> Option<AgendaItemView> {
        let status = status(&item.course)?;
        let theme = self.themes.iter().find(|theme| theme.key == item.theme)?;
        Some(AgendaItemView {
            round: self.id,
            item: Whole::new(number),
            theme: theme.title.clone(),
            wording: item.wording.clone(),
            disposition: item.disposition,
            reason: item.reason.clone(),
            status,
            course: item.course.clone(),
        })
    }
}

impl Model {
    /// The development agenda of a trajectory.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn development_agenda(&self, id: TrajectoryId) -> Result<DevelopmentAgendaView, Problem> {
        self.trajectory(id)?;
        let rounds = self.consultation_rounds(id)?;
        let items = rounds.iter().flat_map(ConsultationRoundView::agenda).collect();
        Ok(DevelopmentAgendaView { items })
    }
}
