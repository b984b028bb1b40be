//! Rounds as everyone sees them.

use super::{
    ConsultationRoundView, CourseView, QuestionRoundView, ReportItemView, ReportView, RoundStatus,
    agenda,
};
use dialogue::consultation::Disclosure;
use dialogue::{ConsultationRoundEvent, QuestionRoundEvent};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows, ToSql};

pub(super) fn consultation(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ConsultationRoundEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let ConsultationRoundEvent::ConsultationRoundPublished(published) = event.clone() {
        let Ok(round) = id.parse() else { return Ok(()) };
        let trajectory = published.trajectory.to_string();
        let view = ConsultationRoundView {
            id: round,
            version: recorded.version.0,
            trajectory: published.trajectory,
            phase: published.phase,
            title: published.title,
            introduction: published.introduction,
            themes: published.themes,
            opens: published.opens,
            closes: published.closes,
            extension_reason: None,
            disclosure: published.disclosure,
            questions: published.questions,
            status: RoundStatus::Published,
            published_at: recorded.recorded_at,
            report: None,
        };
        let disclosed = view.disclosure == Disclosure::Municipality;
        let columns: [(&str, &dyn ToSql); 2] =
            [("trajectory", &trajectory), ("disclosed", &disclosed)];
        return rows.put("consultation_round", id, &columns, &view);
    }
    if let ConsultationRoundEvent::ConsultationReportPublished(report) = event {
        agenda::remember(rows, id, &report.items)?;
    }
    agenda::change(rows, recorded, event)?;
    rows.change::<ConsultationRoundView>("consultation_round", id, &[], |view| {
        view.version = recorded.version.0;
        match event.clone() {
            ConsultationRoundEvent::ConsultationRoundPublished(_)
            | ConsultationRoundEvent::ReportItemMoved(_)
            | ConsultationRoundEvent::AgendaItemProgressed(_) => {}
            ConsultationRoundEvent::ConsultationRoundExtended(extended) => {
                view.closes = extended.closes;
                view.extension_reason = Some(extended.reason);
            }
            ConsultationRoundEvent::ConsultationRoundClosed(_) => view.status = RoundStatus::Closed,
            ConsultationRoundEvent::ConsultationReportPublished(report) => {
                view.status = RoundStatus::Answered;
                let items = report
                    .items
                    .into_iter()
                    .map(|item| ReportItemView {
                        course: CourseView::of(&item),
                        theme: item.theme,
                        wording: item.wording,
                        disposition: item.disposition,
                        reason: item.reason,
                    })
                    .collect();
                let published_at = recorded.recorded_at;
                let (summary, tallies) = (report.summary, report.tallies);
                view.report = Some(ReportView { summary, items, tallies, published_at });
            }
        }
    })
}

pub(super) fn questions(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &QuestionRoundEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let QuestionRoundEvent::QuestionRoundPublished(published) = event.clone() {
        let Ok(round) = id.parse() else { return Ok(()) };
        let trajectory = published.trajectory.to_string();
        let view = QuestionRoundView {
            id: round,
            version: recorded.version.0,
            trajectory: published.trajectory,
            phase: published.phase,
            title: published.title,
            introduction: published.introduction,
            opens: published.opens,
            closes: published.closes,
            answers: published.answers,
            extension_reason: None,
            disclosure: published.disclosure,
            late_questions: published.late_questions,
            approvals: published.approvals,
            status: RoundStatus::Published,
            published_at: recorded.recorded_at,
            notes: vec![],
        };
        return rows.put("question_round", id, &[("trajectory", &trajectory)], &view);
    }
    rows.change::<QuestionRoundView>("question_round", id, &[], |view| {
        view.version = recorded.version.0;
        match event.clone() {
            QuestionRoundEvent::QuestionRoundPublished(_) => {}
            QuestionRoundEvent::QuestionRoundExtended(extended) => {
                view.closes = extended.closes;
                view.answers = extended.answers;
                view.extension_reason = Some(extended.reason);
            }
            QuestionRoundEvent::QuestionRoundClosed(_) => view.status = RoundStatus::Closed,
            QuestionRoundEvent::QuestionRoundConcluded(_) => view.status = RoundStatus::Answered,
        }
    })
}
