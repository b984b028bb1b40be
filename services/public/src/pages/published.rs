//! What was published about one trajectory, as far as its dossier and the list of trajectories
//! show it. Clarification notes come without their questions: those stand on their own pages.

use dialogue::{PhaseKind, QuestionRoundId};
use http::Problem;
use service::{
    AdviceView, AwardView, ConsultationRoundView, Model, NoteSummary, OutreachView, PhaseView,
    QuestionRoundView, TrajectoryView,
};

/// What was published about one trajectory.
pub(super) struct Published {
    /// The trajectory.
    pub(super) trajectory: TrajectoryView,
    /// The phases that were opened, in their order.
    pub(super) phases: Vec<PhaseView>,
    /// The consultation rounds, the oldest first.
    pub(super) consultations: Vec<ConsultationRoundView>,
    /// The question rounds, the oldest first.
    pub(super) questions: Vec<QuestionRoundView>,
    /// The clarification notes, by number.
    pub(super) notes: Vec<NoteSummary>,
    /// The advice that was given, the oldest first.
    pub(super) advices: Vec<AdviceView>,
    /// The awards that are final, by lot.
    pub(super) awards: Vec<AwardView>,
    /// The outreaches to clients and others, the oldest first.
    pub(super) outreaches: Vec<OutreachView>,
}

impl Published {
    /// Reads what belongs to a trajectory.
    pub(super) fn about(trajectory: TrajectoryView, model: &Model) -> Result<Self, Problem> {
        let id = trajectory.id;
        Ok(Self {
            trajectory,
            phases: model.phases(id)?,
            consultations: model.consultation_rounds(id)?,
            questions: model.question_rounds(id)?,
            notes: model.note_summaries(id)?,
            advices: model.advices(id)?,
            awards: model.awards(id)?,
            outreaches: model.all_outreaches(id)?,
        })
    }

    /// The phase of a question round.
    pub(super) fn phase_of(&self, round: QuestionRoundId) -> Option<PhaseKind> {
        self.questions.iter().find(|known| known.id == round).map(|known| known.phase)
    }
}
