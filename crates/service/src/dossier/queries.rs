//! What can be asked of the published dossier.

use super::trajectories::text_key;
use super::{
    AdviceView, AwardView, ConsultationRoundView, NoteView, PhaseView, PublishedDossier,
    QuestionRoundView, SessionView, TrajectorySummary, TrajectoryView,
};
use crate::Model;
use dialogue::trajectory::{Section, TrajectoryRefusal};
use dialogue::{
    AdviceId, ConsultationRoundId, DocumentId, NoteId, PhaseId, QuestionRoundId, Refusal,
    SessionId, TrajectoryId,
};
use http::{Cursor, List, Paging, Problem};
use jiff::Timestamp;
use serde::Deserialize;
use vocabulary::{MunicipalityCode, Title};

/// A clarification note in a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteSummary {
    /// Its number.
    pub number: u32,
    /// What it is called.
    pub title: Title,
    /// The round whose questions it answers.
    pub round: QuestionRoundId,
    /// What that round is called.
    pub round_title: Title,
    /// How many questions it answers.
    pub questions: u32,
    /// How many corrections of earlier notes it holds.
    pub errata: u32,
    /// Whether every question of the round is answered with it.
    pub concludes: bool,
    /// When it was published, in UTC.
    pub published_at: Timestamp,
}

impl Model {
    /// A page of all trajectories, the newest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn trajectories(&self, paging: &Paging) -> Result<List<TrajectorySummary>, Problem> {
        self.with(|read| {
            let sql = "SELECT place, summary FROM trajectory WHERE place > ?1 \
                       ORDER BY place LIMIT ?2";
            let page = read.page(sql, (paging.after(), paging.rows()), paging.limit)?;
            Ok(List::new(page.items, page.next))
        })
    }

    /// A page of all trajectories, each as a whole, the newest first; with the cursor of the next
    /// page, when there is one.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn whole_trajectories(
        &self,
        paging: &Paging,
    ) -> Result<(Vec<TrajectoryView>, Option<Cursor>), Problem> {
        self.with(|read| {
            let sql = "SELECT place, body FROM trajectory WHERE place > ?1 \
                       ORDER BY place LIMIT ?2";
            let page = read.page(sql, (paging.after(), paging.rows()), paging.limit)?;
            let bodies = page.items.iter().map(|body| serde_json::from_str(body.get()));
            Ok((bodies.collect::<Result<_, _>>()?, page.next.map(Cursor)))
        })
    }

    /// A page of the trajectories of a municipality, the newest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn trajectories_of(
        &self,
        municipality: &MunicipalityCode,
        paging: &Paging,
    ) -> Result<List<TrajectorySummary>, Problem> {
        self.with(|read| {
            let sql = "SELECT place, summary FROM trajectory \
                       JOIN membership ON membership.trajectory = trajectory.id \
                       WHERE member = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
            let values = (municipality.as_str(), paging.after(), paging.rows());
            let page = read.page(sql, values, paging.limit)?;
            Ok(List::new(page.items, page.next))
        })
    }

    /// A trajectory.
    ///
    /// # Errors
    /// When there is none.
    pub fn trajectory(&self, id: TrajectoryId) -> Result<TrajectoryView, Problem> {
        self.with(|read| {
            read.document("SELECT body FROM trajectory WHERE id = ?1", [id.to_string()])
        })?
        .ok_or_else(unknown_trajectory)
    }

    /// The sections of a version of a document, with what they say; nothing when there is no such
    /// version.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn sections(
        &self,
        trajectory: TrajectoryId,
        document: DocumentId,
        version: u32,
    ) -> Result<Option<Vec<Section>>, Problem> {
        let key = text_key(&trajectory.to_string(), document, version);
        self.with(|read| read.document("SELECT body FROM document_text WHERE id = ?1", [key]))
    }

    /// Whether a municipality buys in a trajectory.
    ///
    /// # Errors
    /// When it does not, or there is no such trajectory: both are told alike.
    pub fn check_member(
        &self,
        id: TrajectoryId,
        municipality: &MunicipalityCode,
    ) -> Result<(), Problem> {
        let sql = "SELECT 'true' FROM membership WHERE trajectory = ?1 AND member = ?2";
        let values = (id.to_string(), municipality.as_str());
        self.with(|read| read.document::<bool>(sql, values))?
            .map(|_| ())
            .ok_or_else(unknown_trajectory)
    }

    /// The phases of a trajectory that were opened, in their order.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn phases(&self, id: TrajectoryId) -> Result<Vec<PhaseView>, Problem> {
        let sql = "SELECT body FROM phase WHERE trajectory = ?1";
        let mut phases: Vec<PhaseView> = self.with(|read| read.documents(sql, [id.to_string()]))?;
        phases.sort_by_key(|phase| phase.kind);
        Ok(phases)
    }

    /// A phase that was opened.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn phase(&self, id: PhaseId) -> Result<Option<PhaseView>, Problem> {
        self.with(|read| read.document("SELECT body FROM phase WHERE id = ?1", [id.to_string()]))
    }

    /// The consultation rounds of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn consultation_rounds(
        &self,
        id: TrajectoryId,
    ) -> Result<Vec<ConsultationRoundView>, Problem> {
        let sql = "SELECT body FROM consultation_round WHERE trajectory = ?1";
        let mut rounds: Vec<ConsultationRoundView> =
            self.with(|read| read.documents(sql, [id.to_string()]))?;
        rounds.sort_by_key(|round| (round.opens, round.id));
        Ok(rounds)
    }

    /// A consultation round.
    ///
    /// # Errors
    /// When there is none.
    pub fn consultation_round(
        &self,
        id: ConsultationRoundId,
    ) -> Result<ConsultationRoundView, Problem> {
        let sql = "SELECT body FROM consultation_round WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| unknown(dialogue::consultation::ConsultationRefusal::RoundUnknown))
    }

    /// The sessions of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn sessions(&self, id: TrajectoryId) -> Result<Vec<SessionView>, Problem> {
        let sql = "SELECT body FROM session WHERE trajectory = ?1";
        let mut sessions: Vec<SessionView> =
            self.with(|read| read.documents(sql, [id.to_string()]))?;
        sessions.sort_by_key(|session| (session.begins, session.id));
        Ok(sessions)
    }

    /// A session.
    ///
    /// # Errors
    /// When there is none.
    pub fn session(&self, id: SessionId) -> Result<SessionView, Problem> {
        let sql = "SELECT body FROM session WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| unknown(dialogue::session::SessionRefusal::Unknown))
    }

    /// The question rounds of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn question_rounds(&self, id: TrajectoryId) -> Result<Vec<QuestionRoundView>, Problem> {
        let sql = "SELECT body FROM question_round WHERE trajectory = ?1";
        let mut rounds: Vec<QuestionRoundView> =
            self.with(|read| read.documents(sql, [id.to_string()]))?;
        rounds.sort_by_key(|round| (round.opens, round.id));
        Ok(rounds)
    }

    /// A question round.
    ///
    /// # Errors
    /// When there is none.
    pub fn question_round(&self, id: QuestionRoundId) -> Result<QuestionRoundView, Problem> {
        let sql = "SELECT body FROM question_round WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| unknown(dialogue::enquiry::EnquiryRefusal::RoundUnknown))
    }

    /// The clarification notes of a trajectory, by number.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn notes(&self, id: TrajectoryId) -> Result<Vec<NoteView>, Problem> {
        let sql = "SELECT body FROM clarification_note WHERE trajectory = ?1 ORDER BY number";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// The clarification notes of a trajectory without their questions, by number.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn note_summaries(&self, id: TrajectoryId) -> Result<Vec<NoteSummary>, Problem> {
        let sql = "SELECT json_object( \
                       'number', number, \
                       'title', body -> '$.title', \
                       'round', body -> '$.round', \
                       'roundTitle', body -> '$.roundTitle', \
                       'questions', json_array_length(body, '$.items'), \
                       'errata', json_array_length(body, '$.errata'), \
                       'concludes', body -> '$.concludes', \
                       'publishedAt', body -> '$.publishedAt' \
                   ) FROM clarification_note WHERE trajectory = ?1 ORDER BY number";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// A clarification note.
    ///
    /// # Errors
    /// When there is none.
    pub fn note(&self, id: NoteId) -> Result<NoteView, Problem> {
        let sql = "SELECT body FROM clarification_note WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| unknown(dialogue::enquiry::EnquiryRefusal::NoteUnknown))
    }

    /// The advice given about a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn advices(&self, id: TrajectoryId) -> Result<Vec<AdviceView>, Problem> {
        let sql = "SELECT body FROM advice WHERE trajectory = ?1";
        let mut advices: Vec<AdviceView> =
            self.with(|read| read.documents(sql, [id.to_string()]))?;
        advices.sort_by_key(|advice| (advice.filed_at, advice.id));
        Ok(advices)
    }

    /// An advice that was given.
    ///
    /// # Errors
    /// When there is none.
    pub fn advice(&self, id: AdviceId) -> Result<AdviceView, Problem> {
        let sql = "SELECT body FROM advice WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| unknown(dialogue::advice::AdviceRefusal::Unknown))
    }

    /// The awards of a trajectory that are final.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn awards(&self, id: TrajectoryId) -> Result<Vec<AwardView>, Problem> {
        let sql = "SELECT body FROM award WHERE trajectory = ?1";
        let mut awards: Vec<AwardView> = self.with(|read| read.documents(sql, [id.to_string()]))?;
        awards.sort_by_key(|award| (award.lot, award.confirmed_at));
        Ok(awards)
    }

    /// What was published about a trajectory.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn published_dossier(&self, id: TrajectoryId) -> Result<PublishedDossier, Problem> {
        self.trajectory(id)?;
        let notes = self.note_summaries(id)?;
        Ok(PublishedDossier {
            phases: self.phases(id)?,
            consultation_rounds: self.consultation_rounds(id)?,
            sessions: self.sessions(id)?,
            question_rounds: self.question_rounds(id)?,
            clarification_notes: notes.into_iter().map(|note| note.number).collect(),
            advices: self.advices(id)?,
            awards: self.awards(id)?,
            requirement_sets: self.requirement_set_numbers(id)?,
        })
    }
}

fn unknown(refusal: impl Into<Refusal>) -> Problem {
    crate::refusal_problem(&refusal.into())
}

fn unknown_trajectory() -> Problem {
    unknown(TrajectoryRefusal::Unknown)
}
