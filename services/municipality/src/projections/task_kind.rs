//! What kinds of tasks there are on the work list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TaskKind {
    /// Close a consultation round, once its term has passed.
    CloseConsultationRound,
    /// Decide what is done with a contribution.
    GiveDisposition,
    /// Publish the report of a consultation round.
    PublishReport,
    /// Close a question round, once its term has passed.
    CloseQuestionRound,
    /// Decide whether a question is kept out of the notes.
    DecideWithholding,
    /// Draft an answer to a question.
    AnswerQuestion,
    /// Approve an answer, as a second person.
    ApproveAnswer,
    /// Send an approved answer to its asker alone.
    SendAnswer,
    /// Publish approved answers in a note, and conclude the round.
    PublishNote,
    /// Wait for an advice that was asked.
    AwaitAdvice,
    /// Respond to the recommendations of an advice.
    RespondToAdvice,
    /// Answer what a provider says about a requirement.
    AnswerRequirementFlag,
    /// Decide on an application for an open house or a subsidy.
    DecideApplication,
    /// Carry out what was decided on a complaint or an objection.
    CarryOutEffect,
    /// Decide whether a council gets more time for its advice.
    DecideAdviceExtension,
    /// Answer what a council brings beside its advice.
    AnswerCouncilMatter,
    /// Tell what is done with something that the trajectory before left open.
    AnswerCarryOver,
    /// Tell what is done with a report of a supervisor or an incident.
    AnswerSupervisionSignal,
    /// Publish research into the experience of clients.
    PublishClientResearch,
    /// See to an action from a session, by its day.
    CloseSessionAction,
    /// Tell what was heard in an outreach and what is done with it, once its term has passed.
    AnswerOutreach,
    /// See to a promise, by its day.
    KeepCommitment,
    /// Decide about a change of a contract that was proposed.
    DecideContractChange,
    /// See to an action from a performance talk, by its day, until its result was measured.
    ClosePerformanceAction,
}

impl TaskKind {
    pub(crate) const ALL: [Self; 24] = [
        Self::CloseConsultationRound,
        Self::GiveDisposition,
        Self::PublishReport,
        Self::CloseQuestionRound,
        Self::DecideWithholding,
        Self::AnswerQuestion,
        Self::ApproveAnswer,
        Self::SendAnswer,
        Self::PublishNote,
        Self::AwaitAdvice,
        Self::RespondToAdvice,
        Self::AnswerRequirementFlag,
        Self::DecideApplication,
        Self::CarryOutEffect,
        Self::DecideAdviceExtension,
        Self::AnswerCouncilMatter,
        Self::AnswerCarryOver,
        Self::AnswerSupervisionSignal,
        Self::PublishClientResearch,
        Self::CloseSessionAction,
        Self::AnswerOutreach,
        Self::KeepCommitment,
        Self::DecideContractChange,
        Self::ClosePerformanceAction,
    ];

    /// What only those who decide on it see.
    pub(crate) const CONFIDENTIAL: [Self; 2] = [Self::DecideApplication, Self::CarryOutEffect];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CloseConsultationRound => "close-consultation-round",
            Self::GiveDisposition => "give-disposition",
            Self::PublishReport => "publish-report",
            Self::CloseQuestionRound => "close-question-round",
            Self::DecideWithholding => "decide-withholding",
            Self::AnswerQuestion => "answer-question",
            Self::ApproveAnswer => "approve-answer",
            Self::SendAnswer => "send-answer",
            Self::PublishNote => "publish-note",
            Self::AwaitAdvice => "await-advice",
            Self::RespondToAdvice => "respond-to-advice",
            Self::AnswerRequirementFlag => "answer-requirement-flag",
            Self::DecideApplication => "decide-application",
            Self::CarryOutEffect => "carry-out-effect",
            Self::DecideAdviceExtension => "decide-advice-extension",
            Self::AnswerCouncilMatter => "answer-council-matter",
            Self::AnswerCarryOver => "answer-carry-over",
            Self::AnswerSupervisionSignal => "answer-supervision-signal",
            Self::PublishClientResearch => "publish-client-research",
            Self::CloseSessionAction => "close-session-action",
            Self::AnswerOutreach => "answer-outreach",
            Self::KeepCommitment => "keep-commitment",
            Self::DecideContractChange => "decide-contract-change",
            Self::ClosePerformanceAction => "close-performance-action",
        }
    }
}

impl std::str::FromStr for TaskKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}
