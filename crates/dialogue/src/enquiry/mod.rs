//! Enquiry: question rounds, questions, and the clarification notes that answer them to all.

mod import;
mod late;
mod note;
mod question;
mod refusal;
mod round;
mod similarity;
mod warning;

pub use import::{
    ImportedQuestion, QuestionImport, QuestionImportCommand, QuestionImportEvent, QuestionsImported,
};
pub use late::{LateQuestionRegistered, LateQuestions, LateQuestionsCommand, LateQuestionsEvent};
pub use note::{
    Announcement, AnswerOrigin, ClarificationNote, ClarificationNoteCommand,
    ClarificationNoteEvent, ClarificationNotePublished, Erratum, LateNote, NoteItem,
    PublishClarificationNote, arrange,
};
pub use question::{
    ASSIGNEES_MAX, AnswerPart, Approvals, Aspect, DeclineGround, LABELS_MAX, Question,
    QuestionAnswerApproved, QuestionAnswerDrafted, QuestionAnswerReturned, QuestionAnsweredAlone,
    QuestionAsked, QuestionAssigned, QuestionAssignmentEnded, QuestionCommand, QuestionDeclined,
    QuestionEvent, QuestionLabelled, QuestionMerged, QuestionPublished, QuestionSeparated,
    QuestionWithdrawn, QuestionWithholdingGranted, QuestionWithholdingRefused, wholly_approved,
};
pub use refusal::EnquiryRefusal;
pub use round::{
    QuestionRound, QuestionRoundClosed, QuestionRoundCommand, QuestionRoundConcluded,
    QuestionRoundEvent, QuestionRoundExtended, QuestionRoundPublished,
};
pub use similarity::{Likeness, Similarity, significant_words};
pub use warning::{AnswerWarning, AnswerWarningKind, answer_warnings};

/// For a field that is left out when it is not so.
pub(crate) const fn is_false(value: &bool) -> bool {
    !*value
}
