//! Enquiry: question rounds, questions, and the clarification notes that answer them to all.

mod note;
mod question;
mod refusal;
mod round;

pub use note::{
    Announcement, AnswerOrigin, ClarificationNote, ClarificationNoteCommand,
    ClarificationNoteEvent, ClarificationNotePublished, Erratum, LateNote, NoteItem,
    PublishClarificationNote, arrange,
};
pub use question::{
    AnswerDraft, Question, QuestionAnswerApproved, QuestionAnswerDrafted, QuestionAnswerReturned,
    QuestionAsked, QuestionCommand, QuestionEvent, QuestionPublished, QuestionWithdrawn,
};
pub use refusal::EnquiryRefusal;
pub use round::{
    QuestionRound, QuestionRoundClosed, QuestionRoundCommand, QuestionRoundConcluded,
    QuestionRoundEvent, QuestionRoundExtended, QuestionRoundPublished,
};
