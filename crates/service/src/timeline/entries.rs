//! What each event puts on the timeline.

use super::{EVERYONE, TimelineEntry, TimelineKind, beginning, moment};
use crate::{AdviceView, ConsultationRoundView, OutreachView, SessionView};
use dialogue::session::SessionEvent;
use dialogue::standing_consultation::StandingConsultationEvent;
use dialogue::{
    AdviceEvent, AnyEvent, ClarificationNoteEvent, ConsultationRoundEvent, ContractEvent,
    EvaluationEvent, OutreachEvent, PhaseEvent, QuestionRoundEvent, RegionId, RequirementSetEvent,
    TrajectoryEvent, TrajectoryId, VisionEvent,
};
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};
use vocabulary::Title;

/// Where an event is put on the timeline.
pub(super) struct Timelines<'r> {
    pub(super) rows: &'r Rows<'r>,
    pub(super) recorded: &'r RecordedEvent,
}

impl Timelines<'_> {
    /// An entry about the stream of the event, at the moment of its record.
    pub(super) fn entry(&self, kind: TimelineKind, trajectory: TrajectoryId) -> TimelineEntry {
        TimelineEntry {
            at: self.recorded.recorded_at,
            kind,
            trajectory,
            phase: None,
            title: None,
            number: None,
            subject: self.recorded.stream.id().to_owned(),
            learnings: vec![],
        }
    }

    pub(super) fn put(&self, audience: &str, entry: &TimelineEntry) -> Result<(), ProjectionError> {
        let place = format!("{}|{:020}", moment(entry.at), self.recorded.position.0);
        let sql = "INSERT OR REPLACE INTO timeline \
                   (trajectory, place, audience, kind, region, subject, body) \
                   SELECT ?1, ?2, ?3, ?4, \
                          (SELECT region FROM timeline_within WHERE trajectory = ?1), ?5, ?6";
        let trajectory = entry.trajectory.to_string();
        let body = serde_json::to_string(entry)?;
        let values = (trajectory, place, audience, entry.kind.name(), &entry.subject, body);
        self.rows.execute(sql, values).map(|_| ())
    }

    /// Something that everyone sees.
    fn publish(&self, entry: &TimelineEntry) -> Result<(), ProjectionError> {
        self.put(EVERYONE, entry)
    }

    pub(super) fn trajectory(&self, event: &TrajectoryEvent) -> Result<(), ProjectionError> {
        let Ok(trajectory) = self.recorded.stream.id().parse() else { return Ok(()) };
        match event {
            TrajectoryEvent::TrajectoryOpened(opened) => {
                let title = Some(opened.profile.title.clone());
                let entry = self.entry(TimelineKind::TrajectoryOpened, trajectory);
                self.publish(&TimelineEntry { title, ..entry })
            }
            TrajectoryEvent::TrajectoryDocumentPublished(new) => {
                let entry = self.entry(TimelineKind::DocumentPublished, trajectory);
                self.publish(&TimelineEntry {
                    title: Some(new.title.clone()),
                    number: Some(new.version),
                    subject: new.document.to_string(),
                    ..entry
                })
            }
            TrajectoryEvent::TrajectorySituationDescribed(described) => {
                self.belongs_to(trajectory, described.situation.region)
            }
            _ => Ok(()),
        }
    }

    /// From now on the trajectory, with all that happened in it, is that of a region.
    fn belongs_to(
        &self,
        trajectory: TrajectoryId,
        region: Option<RegionId>,
    ) -> Result<(), ProjectionError> {
        let (trajectory, region) = (trajectory.to_string(), region.map(|it| it.to_string()));
        self.rows.execute("DELETE FROM timeline_within WHERE trajectory = ?1", [&trajectory])?;
        if let Some(region) = &region {
            let sql = "INSERT INTO timeline_within (trajectory, region) VALUES (?1, ?2)";
            self.rows.execute(sql, [&trajectory, region])?;
        }
        let sql = "UPDATE timeline SET region = ?2 WHERE trajectory = ?1";
        self.rows.execute(sql, (trajectory, region)).map(|_| ())
    }

    pub(super) fn phase(&self, event: &PhaseEvent) -> Result<(), ProjectionError> {
        let Some((trajectory, phase_name)) = self.recorded.stream.id().split_once('.') else {
            return Ok(());
        };
        let (Ok(trajectory), Ok(phase)) = (trajectory.parse(), phase_name.parse()) else {
            return Ok(());
        };
        let kind = match event {
            PhaseEvent::PhaseOpened(_) => TimelineKind::PhaseOpened,
            PhaseEvent::PhaseClosed(_) => TimelineKind::PhaseClosed,
            _ => return Ok(()),
        };
        let entry = self.entry(kind, trajectory);
        let subject = phase_name.to_owned();
        self.publish(&TimelineEntry { phase: Some(phase), subject, ..entry })
    }

    pub(super) fn session(&self, event: &SessionEvent) -> Result<(), ProjectionError> {
        let id = self.recorded.stream.id();
        let Some(view) = self.rows.get::<SessionView>("session", id)? else { return Ok(()) };
        let entry = |kind| TimelineEntry {
            phase: Some(view.phase),
            title: Some(view.title.clone()),
            ..self.entry(kind, view.trajectory)
        };
        match event {
            SessionEvent::SessionAnnounced(new) => {
                self.publish(&TimelineEntry { at: new.begins, ..entry(TimelineKind::Session) })
            }
            SessionEvent::SessionCancelled(_) => {
                let sql = "DELETE FROM timeline WHERE subject = ?1 AND kind = ?2";
                self.rows.execute(sql, [id, &TimelineKind::Session.name()]).map(|_| ())
            }
            SessionEvent::SessionReportPublished(report) => {
                let learnings = report.learnings.clone();
                self.publish(&TimelineEntry { learnings, ..entry(TimelineKind::SessionReported) })
            }
            SessionEvent::SessionActionClosed(closed) => {
                let number = Some(closed.action.get());
                self.publish(&TimelineEntry { number, ..entry(TimelineKind::ActionClosed) })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn advice(&self, event: &AdviceEvent) -> Result<(), ProjectionError> {
        let kind = match event {
            AdviceEvent::AdviceFiled(_) | AdviceEvent::AdviceFiledUnasked(_) => {
                TimelineKind::AdviceGiven
            }
            AdviceEvent::AdviceResponseGiven(_) => TimelineKind::AdviceAnswered,
            _ => return Ok(()),
        };
        let found = self.rows.get::<AdviceView>("advice", self.recorded.stream.id())?;
        let Some(view) = found else { return Ok(()) };
        let (phase, title) = (Some(view.phase), Some(view.subject));
        self.publish(&TimelineEntry { phase, title, ..self.entry(kind, view.trajectory) })
    }

    pub(super) fn contract(&self, event: &ContractEvent) -> Result<(), ProjectionError> {
        let id = self.recorded.stream.id();
        match event {
            ContractEvent::ContractRegistered(new) => {
                let (trajectory, provider) = (new.trajectory.to_string(), new.provider.to_string());
                let sql = "INSERT OR REPLACE INTO timeline_contract (id, trajectory, provider) \
                           VALUES (?1, ?2, ?3)";
                self.rows.execute(sql, [id, &trajectory, &provider])?;
                let entry = self.entry(TimelineKind::ContractBegins, new.trajectory);
                let at = beginning(new.agreement.begins).unwrap_or(entry.at);
                self.put(&provider, &TimelineEntry { at, ..entry })
            }
            ContractEvent::ContractEnded(_) => {
                let sql = "SELECT trajectory, provider FROM timeline_contract WHERE id = ?1";
                let found = self.rows.find::<(String, String)>(sql, [id])?;
                let Some((trajectory, provider)) = found else { return Ok(()) };
                let Ok(trajectory) = trajectory.parse() else { return Ok(()) };
                self.put(&provider, &self.entry(TimelineKind::ContractEnded, trajectory))
            }
            _ => Ok(()),
        }
    }

    /// What is published once, and has all that is told of it in its event or its round.
    pub(super) fn published(&self, event: &AnyEvent) -> Result<(), ProjectionError> {
        let id = self.recorded.stream.id();
        let of = |kind, trajectory, phase, title: &Title| TimelineEntry {
            phase: Some(phase),
            title: Some(title.clone()),
            ..self.entry(kind, trajectory)
        };
        let entry = match event {
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationRoundPublished(
                new,
            )) => of(TimelineKind::ConsultationPublished, new.trajectory, new.phase, &new.title),
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationReportPublished(_)) => {
                let table = "consultation_round";
                let Some(round) = self.rows.get::<ConsultationRoundView>(table, id)? else {
                    return Ok(());
                };
                let kind = TimelineKind::ConsultationReported;
                of(kind, round.trajectory, round.phase, &round.title)
            }
            AnyEvent::QuestionRound(QuestionRoundEvent::QuestionRoundPublished(new)) => {
                of(TimelineKind::QuestionsPublished, new.trajectory, new.phase, &new.title)
            }
            AnyEvent::ClarificationNote(ClarificationNoteEvent::ClarificationNotePublished(
                new,
            )) => {
                let entry = self.entry(TimelineKind::NotePublished, new.trajectory);
                TimelineEntry { title: Some(new.title.clone()), number: Some(new.number), ..entry }
            }
            AnyEvent::Evaluation(EvaluationEvent::AwardConfirmed(new)) => {
                self.entry(TimelineKind::Awarded, new.trajectory)
            }
            AnyEvent::Outreach(event) => {
                let Some(view) = self.rows.get::<OutreachView>("outreach", id)? else {
                    return Ok(());
                };
                let kind = match event {
                    OutreachEvent::OutreachPublished(_) => TimelineKind::OutreachPublished,
                    OutreachEvent::OutreachAnswered(_) => TimelineKind::OutreachAnswered,
                };
                let title = Some(view.title);
                TimelineEntry { title, ..self.entry(kind, view.trajectory) }
            }
            AnyEvent::Vision(VisionEvent::VisionStated(new)) => {
                let Ok(trajectory) = id.parse() else { return Ok(()) };
                let entry = self.entry(TimelineKind::VisionStated, trajectory);
                TimelineEntry { number: Some(new.version), ..entry }
            }
            AnyEvent::RequirementSet(RequirementSetEvent::RequirementSetPublished(new)) => {
                let Ok(trajectory) = id.parse() else { return Ok(()) };
                let entry = self.entry(TimelineKind::RequirementsPublished, trajectory);
                TimelineEntry { number: Some(new.version), ..entry }
            }
            AnyEvent::StandingConsultation(
                StandingConsultationEvent::StandingConsultationAttached(new),
            ) => {
                let entry = self.entry(TimelineKind::ConsultationAttached, new.trajectory);
                let (phase, subject) = (Some(new.phase), new.consultation.to_string());
                TimelineEntry { phase, subject, ..entry }
            }
            _ => return Ok(()),
        };
        self.publish(&entry)
    }
}
