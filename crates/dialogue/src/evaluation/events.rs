//! What can have happened to an evaluation.

use super::criteria::Criterion;
use crate::events::events;
use crate::redress::RemedyTold;
use crate::{LegalProceedingId, PersonId, ProviderId, Sealed, TrajectoryId};
use calendar::{Deadline, Term};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug, Title, Whole};

/// An evaluation was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationOpened {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// The criteria. Their weights add up to a hundred.
    pub criteria: Vec<Criterion>,
}

/// A tenderer was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationTendererAdded {
    /// The provider.
    pub tenderer: ProviderId,
    /// Which organisation it is: only for those who evaluate.
    pub identity: Sealed,
}

/// In what capacity somebody assesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AssessorCapacity {
    /// Staff of a municipality.
    Staff,
    /// An expert from outside.
    Expert,
    /// Somebody who speaks for clients.
    ClientRepresentative,
}

/// An assessor was appointed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationAssessorAppointed {
    /// The assessor.
    pub assessor: PersonId,
    /// In what capacity.
    pub capacity: AssessorCapacity,
    /// What the assessor is called: only for those who evaluate.
    pub identity: Sealed,
}

/// An assessor assesses no longer; what was scored before does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationAssessorReleased {
    /// The assessor.
    pub assessor: PersonId,
    /// Why.
    pub reason: Paragraph,
}

/// An assessor declared whether there is an interest in who wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationInterestDeclared {
    /// The assessor.
    pub assessor: PersonId,
    /// Whether there is one. Then the assessor does not score, and earlier scores do not count.
    pub conflict: bool,
    /// The declaration in words.
    pub statement: Paragraph,
}

/// What is done about a conflict of interest was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationConflictMeasureTaken {
    /// The assessor.
    pub assessor: PersonId,
    /// What is done about it.
    pub measure: Paragraph,
}

/// A score by one assessor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndividualScore {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// The criterion.
    pub criterion: Slug,
    /// The score, from 0 to 100.
    #[schema(example = 80)]
    pub score: Whole,
    /// Why.
    pub motivation: Prose,
}

/// An assessor handed in scores; they take the place of earlier ones on the same. Until the scores
/// of all are in, nobody sees those of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationAssessmentSubmitted {
    /// The assessor.
    pub assessor: PersonId,
    /// The scores.
    pub scores: Vec<IndividualScore>,
}

/// The scores of all assessors are in: those who evaluate see them from now on, and they do not
/// change any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationAssessmentsRevealed {}

/// A tenderer was scored on a criterion, by consensus of the assessors; it takes the place of an
/// earlier score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationTendererScored {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// The criterion.
    pub criterion: Slug,
    /// The score, from 0 to 100.
    pub score: Whole,
    /// Why.
    pub motivation: Prose,
    /// Who scored.
    pub by: PersonId,
}

/// A score as its tenderer is told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardScore {
    /// What the criterion is called.
    pub title: Title,
    /// Its weight, in percent of the whole.
    pub weight: Whole,
    /// The score, from 0 to 100.
    pub score: Whole,
    /// Why.
    pub motivation: Prose,
}

/// Somebody for whom the contract is meant, as the others are told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardWinner {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Which organisation it is.
    pub identity: Sealed,
}

/// How the winner compares, as whoever did not win is told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardComparison {
    /// For whom the contract is meant.
    pub winners: Vec<AwardWinner>,
    /// The characteristics and relative advantages of the winner.
    pub advantages: Prose,
}

/// What one tenderer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwardMessage {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Whether the contract is meant for this tenderer.
    pub awarded: bool,
    /// The decision with its reasons, as sent (art. 2.130 Aanbestedingswet 2012).
    pub message: Prose,
    /// The tenderer's own scores, criterion by criterion.
    pub scores: Vec<AwardScore>,
    /// The sum of the scores by their weights, out of 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "78.50")]
    pub total: Option<String>,
    /// How the winner compares; absent for the winner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<AwardComparison>,
    /// Why a word that looks like a name of another tenderer is none, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names_checked: Option<Paragraph>,
}

/// The award decision was sent to each tenderer, to all at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwardDecisionSent {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// What each tenderer is told.
    pub messages: Vec<AwardMessage>,
    /// Until when no contract is signed. Statutory in regular procedures (art. 2.127
    /// Aanbestedingswet 2012), by choice for social and other specific services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standstill: Option<Term>,
    /// How the standstill was computed, in every way it can be read; absent when it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Box<Deadline>>,
    /// What can be done by whoever does not agree, by instrument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<RemedyTold>,
}

/// The award decision was withdrawn: it has no effect, and a new one can follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardDecisionWithdrawn {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// Why, for every tenderer to read.
    pub reason: Prose,
}

/// Interim relief was asked: the award cannot become final before the court has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardFrozen {
    /// The proceeding.
    pub proceeding: LegalProceedingId,
}

/// The outcome of a proceeding is known: it holds the award back no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardReleased {
    /// The proceeding.
    pub proceeding: LegalProceedingId,
}

/// The award is final, and made known to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardConfirmed {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// What everyone is told: who gets a contract.
    pub announcement: Prose,
}

/// The evaluation ended without an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvaluationEndedWithoutAward {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// Why, for every tenderer to read.
    pub reason: Prose,
}

events! {
    /// What can have happened to an evaluation.
    EvaluationEvent in "evaluation" {
        EvaluationOpened v 1,
        EvaluationTendererAdded v 1,
        EvaluationAssessorAppointed v 1,
        EvaluationAssessorReleased v 1,
        EvaluationInterestDeclared v 1,
        EvaluationConflictMeasureTaken v 1,
        EvaluationAssessmentSubmitted v 1,
        EvaluationAssessmentsRevealed v 1,
        EvaluationTendererScored v 1,
        AwardDecisionSent v 1,
        AwardDecisionWithdrawn v 1,
        AwardFrozen v 1,
        AwardReleased v 1,
        AwardConfirmed v 1,
        EvaluationEndedWithoutAward v 1,
    }
}
