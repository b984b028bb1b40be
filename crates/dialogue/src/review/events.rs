//! What can have happened to a review.

use super::source::{ReviewSource, ReviewSubject};
use crate::TrajectoryId;
use crate::events::events;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// A group that has a say in how it went (Handreiking kwaliteitscriteria, § 11).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewGroup {
    /// Clients and their relatives (cliënten en verwanten).
    Clients,
    /// Providers (aanbieders).
    Providers,
    /// Departments of the municipalities (gemeentelijke afdelingen).
    Departments,
    /// Other citizens (andere burgers).
    Citizens,
    /// Client councils (adviesraden).
    Councils,
    /// Who refer to help: general practitioners, schools, access (verwijzers).
    Referrers,
}

impl ReviewGroup {
    /// Who are always involved, or missing with a reason.
    pub const NEEDED: [Self; 4] =
        [Self::Clients, Self::Providers, Self::Departments, Self::Citizens];

    pub(super) const fn dutch(self) -> &'static str {
        match self {
            Self::Clients => "cliënten en hun naasten",
            Self::Providers => "aanbieders",
            Self::Departments => "de afdelingen van de gemeenten",
            Self::Citizens => "andere inwoners",
            Self::Councils => "de adviesraden",
            Self::Referrers => "verwijzers",
        }
    }
}

/// What a group had to say, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewInvolvement {
    /// Which group.
    pub group: ReviewGroup,
    /// Where it was heard.
    pub through: ReviewSource,
    /// How many people.
    #[schema(example = 24)]
    pub people: Whole,
    /// What they said, without anything that tells who did.
    pub heard: Prose,
}

/// Why a group that is needed was not heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingGroup {
    /// Which group.
    pub group: ReviewGroup,
    /// Why not.
    pub reason: Paragraph,
}

/// How far something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewVerdict {
    /// It is so.
    Yes,
    /// It is partly so.
    Partly,
    /// It is not so.
    No,
    /// It cannot be told from what is known.
    Unknown,
}

/// The answer to a question of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAnswer {
    /// How far it is so.
    pub verdict: ReviewVerdict,
    /// What there is to tell about it.
    pub explanation: Prose,
}

/// How an effect is valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectValuation {
    /// It is welcome.
    Welcome,
    /// It is acceptable.
    Acceptable,
    /// It does harm.
    Harmful,
}

/// An effect that nobody meant or foresaw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnintendedEffect {
    /// What happened.
    pub effect: Prose,
    /// How it is valued.
    pub valuation: EffectValuation,
    /// What can be done against it, or why nothing can; needed for what does harm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigation: Option<Paragraph>,
}

/// On what a finding rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewEvidence {
    /// Where it stands.
    pub source: ReviewSource,
    /// What it says.
    pub says: Paragraph,
}

/// What was found about something that is reviewed: the questions of the Handreiking
/// kwaliteitscriteria, § 11.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewFinding {
    /// About what.
    pub subject: ReviewSubject,
    /// Did it contribute to the goals?
    pub contributed: ReviewAnswer,
    /// Was the minimum of quality kept by it?
    pub minimum_kept: ReviewAnswer,
    /// Did it meet resistance, and whose?
    pub resistance: ReviewAnswer,
    /// Was more needed than was asked at the start?
    pub new_needs: ReviewAnswer,
    /// What nobody meant or foresaw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<UnintendedEffect>,
    /// On what it rests.
    pub evidence: Vec<ReviewEvidence>,
}

/// Where a lesson goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LessonDestination {
    /// To the next trajectory, which opens with it.
    NextTrajectory,
    /// To the development agenda (ontwikkelagenda).
    DevelopmentAgenda,
    /// Nowhere: nothing more is done with it.
    Closed,
}

/// What is learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewLesson {
    /// Its number, from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What is learned.
    pub text: Prose,
    /// From the findings about what.
    pub from: Vec<ReviewSubject>,
    /// Where it goes.
    pub destination: LessonDestination,
    /// Why; needed for one that is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraph>,
}

/// A review of a trajectory was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewOpened {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// What it is called.
    pub title: Title,
    /// The first day of the period that is looked back on.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What is reviewed.
    pub subjects: Vec<ReviewSubject>,
}

/// It was recorded what a group had to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewInvolvementRecorded {
    /// What it had to say, and where.
    pub involvement: ReviewInvolvement,
}

/// It was recorded what was found; it takes the place of an earlier finding about the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewFindingRecorded {
    /// What was found.
    pub finding: ReviewFinding,
}

/// The review was concluded, and published as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewConcluded {
    /// What was looked back on.
    pub opened: ReviewOpened,
    /// Who had what to say.
    pub involvement: Vec<ReviewInvolvement>,
    /// Who were not heard, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingGroup>,
    /// What was found.
    pub findings: Vec<ReviewFinding>,
    /// What it comes to.
    pub conclusion: Prose,
    /// What is learned.
    pub lessons: Vec<ReviewLesson>,
}

events! {
    /// What can have happened to a review.
    ReviewEvent in "review" {
        ReviewOpened v 1,
        ReviewInvolvementRecorded v 1,
        ReviewFindingRecorded v 1,
        ReviewConcluded v 1,
    }
}
