//! From a message to the words of a mail.

use crate::ContractTold;
use crate::Link;
use crate::message::{
    AdviceAsked, AdviceFiled, DeadlineNear, DecisionTold, DossierChanged, ExtensionDecided,
    Message, NotePublished, QuestionTold, ReportPublished, ResponseGiven, RoundKind, RoundOpened,
};
use askama::Template;

/// The most characters a subject has, so that it fits on one line (RFC 5322, section 2.1.1).
pub const SUBJECT_LENGTH_MAX: usize = 78;

/// The words of a mail, twice: as text and as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, at most [`SUBJECT_LENGTH_MAX`] characters on one line.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as a page of HTML that loads nothing.
    pub html: String,
}

/// Renders the three templates of one kind of message. A template struct names its file in an
/// attribute, so there is no way to do this with a generic function.
macro_rules! rendered {
    ($message:expr, $settings_page:expr, $kind:ty,
     $subject:literal, $text:literal, $html:literal $(,)?) => {{
        #[derive(Template)]
        #[template(path = $subject)]
        struct Subject<'a> {
            message: &'a $kind,
        }
        #[derive(Template)]
        #[template(path = $text)]
        struct Text<'a> {
            message: &'a $kind,
            settings_page: &'a Link,
        }
        #[derive(Template)]
        #[template(path = $html)]
        struct Html<'a> {
            message: &'a $kind,
            settings_page: &'a Link,
            subject: &'a str,
        }
        let (message, settings_page) = ($message, $settings_page);
        let subject = shortened(&Subject { message }.render()?);
        let text = Text { message, settings_page }.render()?;
        let html = Html { message, settings_page, subject: &subject }.render()?;
        Ok(Rendered { subject, text, html })
    }};
}

impl Message {
    /// The words of this message, for a reader whose mail settings are on `settings_page`.
    ///
    /// # Errors
    /// When a template fails, which none of ours has a reason to.
    #[rustfmt::skip]
    pub fn render(&self, settings_page: &Link) -> Result<Rendered, askama::Error> {
        match self {
            Self::RoundOpened(message) => rendered!(message, settings_page, RoundOpened,
                "round_opened/subject.txt", "round_opened/body.txt", "round_opened/body.html"),
            Self::NotePublished(message) => rendered!(message, settings_page, NotePublished,
                "note_published/subject.txt", "note_published/body.txt",
                "note_published/body.html"),
            Self::ReportPublished(message) => rendered!(message, settings_page, ReportPublished,
                "report_published/subject.txt", "report_published/body.txt",
                "report_published/body.html"),
            Self::AdviceAsked(message) => rendered!(message, settings_page, AdviceAsked,
                "advice_asked/subject.txt", "advice_asked/body.txt", "advice_asked/body.html"),
            Self::AdviceFiled(message) => rendered!(message, settings_page, AdviceFiled,
                "advice_filed/subject.txt", "advice_filed/body.txt", "advice_filed/body.html"),
            Self::ResponseGiven(message) => rendered!(message, settings_page, ResponseGiven,
                "response_given/subject.txt", "response_given/body.txt",
                "response_given/body.html"),
            Self::DeadlineNear(message) => rendered!(message, settings_page, DeadlineNear,
                "deadline_near/subject.txt", "deadline_near/body.txt", "deadline_near/body.html"),
            Self::QuestionTold(message) => rendered!(message, settings_page, QuestionTold,
                "question_told/subject.txt", "question_told/body.txt", "question_told/body.html"),
            Self::DossierChanged(message) => rendered!(message, settings_page, DossierChanged,
                "dossier_changed/subject.txt", "dossier_changed/body.txt",
                "dossier_changed/body.html"),
            Self::DecisionTold(message) => rendered!(message, settings_page, DecisionTold,
                "decision_told/subject.txt", "decision_told/body.txt", "decision_told/body.html"),
            Self::ContractTold(message) => rendered!(message, settings_page, ContractTold,
                "contract_told/subject.txt", "contract_told/body.txt", "contract_told/body.html"),
            Self::ExtensionDecided(message) => rendered!(message, settings_page, ExtensionDecided,
                "extension_decided/subject.txt", "extension_decided/body.txt",
                "extension_decided/body.html"),
        }
    }
}

/// A subject that fits. Each template has the title at its end, so that only a title is cut, and
/// between two words where there are any.
fn shortened(subject: &str) -> String {
    if subject.chars().count() <= SUBJECT_LENGTH_MAX {
        return subject.to_owned();
    }
    let start: String = subject.chars().take(SUBJECT_LENGTH_MAX - 1).collect();
    let whole_words = match start.rsplit_once(' ') {
        Some((words, _)) if words.chars().count() > SUBJECT_LENGTH_MAX / 2 => words,
        _ => &start,
    };
    format!("{}…", whole_words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_fits_is_left_alone() {
        let exactly = "é".repeat(SUBJECT_LENGTH_MAX);
        assert_eq!(shortened(&exactly), exactly);
    }

    #[test]
    fn a_long_subject_ends_between_two_words() {
        let subject = shortened(&format!("Nieuwe vragenronde voor {}", "jeugdhulp ".repeat(20)));
        assert!(subject.ends_with("jeugdhulp…"), "{subject}");
        assert!(subject.chars().count() <= SUBJECT_LENGTH_MAX);
    }

    #[test]
    fn a_long_word_is_cut_where_it_must_be() {
        let subject = shortened(&format!("Advies over {}", "é".repeat(200)));
        assert_eq!(subject.chars().count(), SUBJECT_LENGTH_MAX);
        assert!(subject.ends_with("é…"), "{subject}");
    }
}
