//! Rounds with their input and answers, as the file says them.

use super::people::TermPlan;
use super::when::When;
use dialogue::consultation::{Disclosure, Disposition, RoundTheme, Track};
use dialogue::enquiry::{Announcement, Erratum};
use serde::Deserialize;
use vocabulary::{Label, Paragraph, Prose, Slug, Title, Whole};

/// A contribution, and what is done with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributionPlan {
    /// The name by which requests in this file know it.
    pub key: Option<String>,
    /// The provider.
    pub by: String,
    /// When it is submitted, or kept when it stays a draft.
    pub at: When,
    /// The theme.
    pub theme: Slug,
    /// For what it is meant.
    #[serde(default)]
    pub track: Track,
    /// The contribution.
    pub text: Prose,
    /// A proposal for the text of a document.
    pub proposal: Option<Prose>,
    /// Why the proposal is better.
    pub reason: Option<Paragraph>,
    /// Whether it stays a draft.
    #[serde(default)]
    pub draft: bool,
    /// What is done with it.
    pub disposition: Option<DispositionPlan>,
}

/// What is done with a contribution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispositionPlan {
    /// What.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
    /// The contribution in anonymous words.
    pub wording: Prose,
}

/// The report of a consultation round.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPlan {
    /// When it is published.
    pub at: When,
    /// What came out of the round.
    pub summary: Prose,
}

/// A consultation round.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationPlan {
    /// The name by which requests in this file know it.
    pub key: Option<String>,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub introduction: Prose,
    /// When it is published.
    pub published: When,
    /// When it opens.
    pub opens: When,
    /// When it closes.
    pub closes: TermPlan,
    /// Whether staff see who contributed.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// The themes.
    pub themes: Vec<RoundTheme>,
    /// The contributions.
    #[serde(default)]
    pub contribution: Vec<ContributionPlan>,
    /// The report.
    pub report: Option<ReportPlan>,
}

/// A question, and its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionPlan {
    /// The name by which requests in this file know it.
    pub key: Option<String>,
    /// The provider.
    pub by: String,
    /// When it is asked.
    pub at: When,
    /// The document it is about; general when absent.
    pub document: Option<String>,
    /// Which version of it.
    pub version: Option<Whole>,
    /// The section.
    pub section: Option<Label>,
    /// The lot.
    pub lot: Option<Whole>,
    /// The question.
    pub text: Prose,
    /// The answer.
    pub answer: Option<AnswerPlan>,
}

/// An answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerPlan {
    /// The question in anonymous words.
    pub wording: Prose,
    /// The answer.
    pub text: Prose,
    /// The document in whose last version it has been worked in.
    pub amends: Option<String>,
    /// The section of that document.
    pub amends_section: Option<Label>,
}

/// A clarification note.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePlan {
    /// When it is published.
    pub at: When,
    /// What it is called.
    pub title: Title,
    /// What the municipality tells of its own accord.
    #[serde(default)]
    pub announcements: Vec<Announcement>,
    /// Corrections of earlier notes.
    #[serde(default)]
    pub errata: Vec<Erratum>,
}

/// A question round.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRoundPlan {
    /// The name by which requests in this file know it.
    pub key: Option<String>,
    /// What it is called.
    pub title: Title,
    /// What can be asked about.
    pub introduction: Prose,
    /// When it is published.
    pub published: When,
    /// When it opens.
    pub opens: When,
    /// When it closes.
    pub closes: TermPlan,
    /// Until when the note comes.
    pub answers: TermPlan,
    /// Whether staff who answer see who asked.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// When answers are drafted and approved.
    pub answered: Option<When>,
    /// Who drafts the answers.
    pub drafted_by: Option<String>,
    /// Who approves them.
    pub approved_by: Option<String>,
    /// The questions.
    #[serde(default)]
    pub question: Vec<QuestionPlan>,
    /// The concluding note.
    pub note: Option<NotePlan>,
}
