//! Rounds, and what was published about their input, as it is shown.

use super::CourseView;
use calendar::Term;
use dialogue::consultation::{
    ConsultationQuestion, Disclosure, Disposition, QuestionTally, RoundTheme,
};
use dialogue::enquiry::{Announcement, AnswerOrigin, Approvals, Erratum, LateNote};
use dialogue::{ConsultationRoundId, DocumentId, PhaseKind, QuestionRoundId, TrajectoryId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Slug, Title, Whole};

/// A contribution in a report, in words that do not tell whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportItemView {
    /// The theme.
    pub theme: Slug,
    /// What was contributed.
    pub wording: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
    /// Where it goes on, and how far it is there.
    pub course: CourseView,
}

/// The report of a consultation round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// What came out of the round as a whole.
    pub summary: Prose,
    /// Every contribution.
    pub items: Vec<ReportItemView>,
    /// What was answered to the questions with options or a scale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<QuestionTally>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// Where a round stands. Whether its term has passed, the term tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundStatus {
    /// Published; input is taken from its opening until its term.
    Published,
    /// Closed.
    Closed,
    /// All input has its answer: the report or the concluding note is published.
    Answered,
}

/// A consultation round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsultationRoundView {
    /// The round.
    pub id: ConsultationRoundId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub introduction: Prose,
    /// The themes.
    pub themes: Vec<RoundTheme>,
    /// From when contributions are taken, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when contributions are taken.
    pub closes: Term,
    /// Why the term was extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_reason: Option<Paragraph>,
    /// Whether staff see who contributed.
    pub disclosure: Disclosure,
    /// Numbered questions, which nobody has to answer to contribute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<ConsultationQuestion>,
    /// Where it stands.
    pub status: RoundStatus,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// The report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportView>,
}

/// A question round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionRoundView {
    /// The round.
    pub id: QuestionRoundId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What it is called.
    pub title: Title,
    /// What can be asked about.
    pub introduction: Prose,
    /// From when questions are taken, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when questions are taken.
    pub closes: Term,
    /// Until when the clarification note comes.
    pub answers: Term,
    /// Why the terms were extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_reason: Option<Paragraph>,
    /// Whether staff who answer see who asked.
    pub disclosure: Disclosure,
    /// Whether questions are taken after the term, until the round is concluded.
    pub late_questions: bool,
    /// Which approvals an answer needs.
    pub approvals: Approvals,
    /// Where it stands.
    pub status: RoundStatus,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// The numbers of the notes about it.
    pub notes: Vec<u32>,
}

/// What a question is about, with the names that a reader knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceView {
    /// The document; absent when it is general.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What the document is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Which version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Whole>,
    /// The number of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Label>,
    /// The number of the lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoteItemView {
    /// Its number in the note.
    pub number: u32,
    /// What it is about.
    pub place: PlaceView,
    /// The question in anonymous words.
    pub wording: Prose,
    /// How many questions it answers, when several were merged into one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<u32>,
    /// The answer.
    pub answer: Prose,
    /// The version of a document in which the answer has been worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<PlaceView>,
    /// The note in another trajectory from which the answer was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<AnswerOrigin>,
    /// The numbers of later notes that correct this answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_in: Vec<u32>,
}

/// A clarification note (nota van inlichtingen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Its number.
    pub number: u32,
    /// The round whose questions it answers.
    pub round: QuestionRoundId,
    /// What that round is called.
    pub round_title: Title,
    /// What it is called.
    pub title: Title,
    /// The questions with their answers.
    pub items: Vec<NoteItemView>,
    /// What the municipality tells of its own accord.
    pub announcements: Vec<Announcement>,
    /// Corrections of earlier notes.
    pub errata: Vec<Erratum>,
    /// Whether every question of the round is answered.
    pub concludes: bool,
    /// Why it comes late for the closing of tenders, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<LateNote>,
    /// The numbers of later notes that correct something else in this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected_in: Vec<u32>,
    /// When it was published, in UTC: the same moment for everyone.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Its position in the log.
    pub position: u64,
    /// The log's hash at that position: what it says now is what it said then.
    pub hash: String,
}
