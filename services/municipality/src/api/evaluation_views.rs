//! An evaluation as those who evaluate see it. What assessors scored alone is not in it.

use crate::App;
use crate::projections::evaluations::{AssessorRow, DecisionRow, EvaluationRow};
use calendar::{Deadline, Term};
use dialogue::evaluation::{AssessorCapacity, AwardMessage, AwardScore, Criterion};
use dialogue::{EvaluationId, PersonId, ProviderId, TrajectoryId};
use http::Problem;
use jiff::Timestamp;
use serde::Serialize;
use service::{OrganisationIdentity, open};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Slug, Whole};

/// A score.
#[derive(Serialize, ToSchema)]
pub(super) struct ScoreView {
    /// The criterion.
    pub(super) criterion: Slug,
    /// The score, from 0 to 100.
    pub(super) score: Whole,
    /// Why.
    pub(super) motivation: Prose,
}

/// A tenderer.
#[derive(Serialize, ToSchema)]
pub(super) struct TendererView {
    /// The tenderer.
    pub(super) tenderer: ProviderId,
    /// Which organisation it is; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organisation: Option<OrganisationIdentity>,
    /// Its scores.
    pub(super) scores: Vec<ScoreView>,
}

/// An assessor, and how far.
#[derive(Serialize, ToSchema)]
pub(super) struct AssessorView {
    /// The assessor.
    pub(super) assessor: PersonId,
    /// What the assessor is called; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Label>,
    /// In what capacity.
    pub(super) capacity: AssessorCapacity,
    /// Whether an interest was declared, and which; absent when nothing was declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) conflict: Option<bool>,
    /// The declaration in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) statement: Option<Paragraph>,
    /// What is done about a conflict of interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) measure: Option<Paragraph>,
    /// Why the assessor assesses no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) released: Option<Paragraph>,
}

impl AssessorView {
    fn of(app: &App, row: AssessorRow) -> Result<Self, Problem> {
        let declared = row.declared;
        Ok(Self {
            assessor: row.appointed.assessor,
            name: open(&app.shared.vault, &row.appointed.identity)?,
            capacity: row.appointed.capacity,
            conflict: declared.as_ref().map(|declared| declared.conflict),
            statement: declared.map(|declared| declared.statement),
            measure: row.measure.map(|taken| taken.measure),
            released: row.released,
        })
    }
}

/// What one tenderer was told.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AwardMessageView {
    /// The tenderer.
    pub(super) tenderer: ProviderId,
    /// Whether the contract is meant for this tenderer.
    pub(super) awarded: bool,
    /// The decision with its reasons, as sent.
    pub(super) message: Prose,
    /// The tenderer's own scores, criterion by criterion.
    pub(super) scores: Vec<AwardScore>,
    /// The sum of the scores by their weights, out of 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<String>,
    /// For whom the contract is meant, when that is another.
    pub(super) winners: Vec<ProviderId>,
    /// The characteristics and relative advantages of the winner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advantages: Option<Prose>,
}

/// The award decision as sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AwardDecisionView {
    /// What each tenderer was told.
    pub(super) messages: Vec<AwardMessageView>,
    /// Until when no contract is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) standstill: Option<Term>,
    /// How that was computed, in every way it can be read; absent when it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) computed: Option<Box<Deadline>>,
    /// When it was sent, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(super) sent_at: Timestamp,
}

impl AwardDecisionView {
    fn of(row: DecisionRow) -> Self {
        let told = |message: AwardMessage| {
            let (winners, advantages) = message.comparison.map_or((vec![], None), |comparison| {
                let winners = comparison.winners.iter().map(|winner| winner.tenderer).collect();
                (winners, Some(comparison.advantages))
            });
            AwardMessageView {
                tenderer: message.tenderer,
                awarded: message.awarded,
                message: message.message,
                scores: message.scores,
                total: message.total,
                winners,
                advantages,
            }
        };
        Self {
            messages: row.sent.messages.into_iter().map(told).collect(),
            standstill: row.sent.standstill,
            computed: row.sent.computed,
            sent_at: row.sent_at,
        }
    }
}

/// A decision that was withdrawn.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WithdrawnDecisionView {
    /// When it had been sent, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(super) sent_at: Timestamp,
    /// Why it was withdrawn.
    pub(super) reason: Prose,
}

/// An evaluation.
#[derive(Serialize, ToSchema)]
pub(super) struct EvaluationView {
    /// The evaluation.
    pub(super) id: EvaluationId,
    /// The trajectory.
    pub(super) trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lot: Option<Whole>,
    /// The criteria.
    pub(super) criteria: Vec<Criterion>,
    /// The tenderers, with the scores on which the assessors agree.
    pub(super) tenderers: Vec<TendererView>,
    /// The assessors. What each scored alone stands apart.
    pub(super) assessors: Vec<AssessorView>,
    /// Whether the scores of all assessors are in.
    pub(super) revealed: bool,
    /// The decision, once sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decision: Option<AwardDecisionView>,
    /// Decisions that were withdrawn, the oldest first.
    pub(super) withdrawn: Vec<WithdrawnDecisionView>,
    /// Whether interim relief holds the award back.
    pub(super) frozen: bool,
    /// Whether the award is final.
    pub(super) confirmed: bool,
    /// Why it ended without an award.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<Prose>,
}

impl EvaluationView {
    pub(super) fn of(app: &App, row: EvaluationRow) -> Result<Self, Problem> {
        let mut tenderers = Vec::with_capacity(row.tenderers.len());
        for tenderer in row.tenderers {
            let scores = tenderer
                .scores
                .into_iter()
                .map(|scored| ScoreView {
                    criterion: scored.criterion,
                    score: scored.score,
                    motivation: scored.motivation,
                })
                .collect();
            let organisation = open(&app.shared.vault, &tenderer.identity)?;
            tenderers.push(TendererView { tenderer: tenderer.tenderer, organisation, scores });
        }
        let assessors = row.assessors.into_iter().map(|row| AssessorView::of(app, row));
        let (mut standing, withdrawn): (Vec<_>, Vec<_>) =
            row.decisions.into_iter().partition(|decision| decision.withdrawn.is_none());
        let withdrawn =
            withdrawn.into_iter().filter_map(|DecisionRow { sent_at, withdrawn, .. }| {
                Some(WithdrawnDecisionView { sent_at, reason: withdrawn? })
            });
        Ok(Self {
            id: row.id,
            trajectory: row.trajectory,
            lot: row.lot,
            criteria: row.criteria,
            tenderers,
            assessors: assessors.collect::<Result<_, _>>()?,
            revealed: row.revealed,
            decision: standing.pop().map(AwardDecisionView::of),
            withdrawn: withdrawn.collect(),
            frozen: !row.frozen.is_empty(),
            confirmed: row.confirmed.is_some(),
            ended: row.ended.map(|(reason, _)| reason),
        })
    }
}
