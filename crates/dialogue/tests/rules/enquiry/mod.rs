//! The rules of enquiry: question rounds, questions and clarification notes.

pub(crate) mod handling;
pub(crate) mod note;
pub(crate) mod question;
pub(crate) mod round;
