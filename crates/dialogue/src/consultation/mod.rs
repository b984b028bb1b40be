//! Consultation: rounds on themes, contributions to them, and what is done with each.

mod agenda;
mod contribution;
mod questions;
mod refusal;
mod round;
mod sensitive;

pub use agenda::{AgendaItemProgressed, AgendaStatus, ReportItemMoved};
pub use contribution::{
    Contribution, ContributionCommand, ContributionContent, ContributionDispositionGiven,
    ContributionDrafted, ContributionEvent, ContributionReplaced, ContributionSubmitted,
    ContributionWithdrawn, Disposition, Track,
};
pub use questions::{
    AnswerForm, ArticleReaction, ConsultationAnswer, ConsultationQuestion, QuestionTally, Scale,
    TallyCount,
};
pub use refusal::ConsultationRefusal;
pub use round::{
    ConsultationReportPublished, ConsultationRound, ConsultationRoundClosed,
    ConsultationRoundCommand, ConsultationRoundEvent, ConsultationRoundExtended,
    ConsultationRoundPublished, ContributionFacts, PublishConsultationReport,
    PublishConsultationRound, ReportItem, RoundTheme,
};
pub use sensitive::{ContributionPart, WORDS_IN_A_ROW, repeats};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether the staff who handle the input of a round see which provider it comes from. Other
/// providers, councils and the public never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Disclosure {
    /// Nobody sees it.
    #[default]
    Hidden,
    /// The staff of the municipalities see it.
    Municipality,
}
