//! Evaluations, for those who evaluate. What an assessor scored alone stands in a table of its own,
//! by assessor: the row of the evaluation never holds it.

use dialogue::evaluation::{
    AwardDecisionSent, Criterion, EvaluationAssessorAppointed, EvaluationConflictMeasureTaken,
    EvaluationInterestDeclared, EvaluationTendererScored, IndividualScore,
};
use dialogue::{
    AnyEvent, EvaluationEvent, EvaluationId, LegalProceedingId, PersonId, ProviderId, Sealed,
    TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::{Paragraph, Prose, Whole};

/// A tenderer as it is kept; which organisation it is stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TendererRow {
    pub(crate) tenderer: ProviderId,
    pub(crate) identity: Sealed,
    pub(crate) scores: Vec<EvaluationTendererScored>,
}

/// An assessor as it is kept, without scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AssessorRow {
    pub(crate) appointed: EvaluationAssessorAppointed,
    pub(crate) released: Option<Paragraph>,
    pub(crate) declared: Option<EvaluationInterestDeclared>,
    pub(crate) declared_at: Option<Timestamp>,
    pub(crate) measure: Option<EvaluationConflictMeasureTaken>,
}

/// A decision that was sent, and withdrawn when it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionRow {
    pub(crate) sent: AwardDecisionSent,
    pub(crate) sent_at: Timestamp,
    pub(crate) withdrawn: Option<Prose>,
}

/// An evaluation as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EvaluationRow {
    pub(crate) id: EvaluationId,
    pub(crate) version: u64,
    pub(crate) trajectory: TrajectoryId,
    pub(crate) lot: Option<Whole>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) tenderers: Vec<TendererRow>,
    pub(crate) assessors: Vec<AssessorRow>,
    pub(crate) revealed: bool,
    pub(crate) decisions: Vec<DecisionRow>,
    pub(crate) frozen: BTreeSet<LegalProceedingId>,
    pub(crate) confirmed: Option<(Prose, Timestamp)>,
    pub(crate) ended: Option<(Prose, Timestamp)>,
}

impl EvaluationRow {
    /// Whether somebody assesses here.
    pub(crate) fn is_assessed_by(&self, person: PersonId) -> bool {
        let known = self.assessors.iter().find(|it| it.appointed.assessor == person);
        known.is_some_and(|known| known.released.is_none())
    }

    fn assessor(&mut self, person: PersonId) -> Option<&mut AssessorRow> {
        self.assessors.iter_mut().find(|known| known.appointed.assessor == person)
    }
}

/// What one assessor scored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AssessmentRow {
    pub(crate) assessor: PersonId,
    pub(crate) scores: Vec<IndividualScore>,
}

pub(crate) struct Evaluations;

impl Projection<AnyEvent> for Evaluations {
    fn name(&self) -> &'static str {
        "evaluations"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE evaluation (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX evaluation_of ON evaluation (trajectory);
         CREATE TABLE assessment (
             id TEXT PRIMARY KEY, evaluation TEXT NOT NULL, assessor TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX assessment_of ON assessment (evaluation, assessor);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Evaluation(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let EvaluationEvent::EvaluationOpened(opened) = event.clone() {
            let Ok(evaluation) = id.parse() else { return Ok(()) };
            let trajectory = opened.trajectory.to_string();
            let row = EvaluationRow {
                id: evaluation,
                version: recorded.version.0,
                trajectory: opened.trajectory,
                lot: opened.lot,
                criteria: opened.criteria,
                tenderers: vec![],
                assessors: vec![],
                revealed: false,
                decisions: vec![],
                frozen: BTreeSet::new(),
                confirmed: None,
                ended: None,
            };
            return rows.put("evaluation", id, &[("trajectory", &trajectory)], &row);
        }
        if let EvaluationEvent::EvaluationAssessmentSubmitted(submitted) = event {
            keep_scores(rows, id, submitted.assessor, &submitted.scores)?;
        }
        rows.change::<EvaluationRow>("evaluation", id, &[], |row| {
            row.version = recorded.version.0;
            change(row, recorded.recorded_at, event.clone());
        })
    }
}

fn keep_scores(
    rows: &Rows<'_>,
    evaluation: &str,
    assessor: PersonId,
    scores: &[IndividualScore],
) -> Result<(), ProjectionError> {
    let person = assessor.to_string();
    let id = format!("{evaluation}.{person}");
    let mut row = rows.get::<AssessmentRow>("assessment", &id)?.unwrap_or_default();
    row.assessor = assessor;
    let replaced = |known: &IndividualScore| {
        let of = |new: &&IndividualScore| {
            new.tenderer == known.tenderer && new.criterion == known.criterion
        };
        scores.iter().find(of).is_some()
    };
    row.scores.retain(|known| !replaced(known));
    row.scores.extend_from_slice(scores);
    rows.put("assessment", &id, &[("evaluation", &evaluation), ("assessor", &person)], &row)
}

fn change(row: &mut EvaluationRow, at: Timestamp, event: EvaluationEvent) {
    match event {
        EvaluationEvent::EvaluationOpened(_)
        | EvaluationEvent::EvaluationAssessmentSubmitted(_) => {}
        EvaluationEvent::EvaluationTendererAdded(added) => row.tenderers.push(TendererRow {
            tenderer: added.tenderer,
            identity: added.identity,
            scores: vec![],
        }),
        EvaluationEvent::EvaluationAssessorAppointed(appointed) => {
            row.assessors.retain(|known| known.appointed.assessor != appointed.assessor);
            row.assessors.push(AssessorRow {
                appointed,
                released: None,
                declared: None,
                declared_at: None,
                measure: None,
            });
        }
        EvaluationEvent::EvaluationAssessorReleased(released) => {
            if let Some(known) = row.assessor(released.assessor) {
                known.released = Some(released.reason);
            }
        }
        EvaluationEvent::EvaluationInterestDeclared(declared) => {
            if let Some(known) = row.assessor(declared.assessor) {
                (known.declared, known.declared_at) = (Some(declared), Some(at));
            }
        }
        EvaluationEvent::EvaluationConflictMeasureTaken(taken) => {
            if let Some(known) = row.assessor(taken.assessor) {
                known.measure = Some(taken);
            }
        }
        EvaluationEvent::EvaluationAssessmentsRevealed(_) => row.revealed = true,
        EvaluationEvent::EvaluationTendererScored(scored) => {
            let known = row.tenderers.iter_mut().find(|it| it.tenderer == scored.tenderer);
            if let Some(tenderer) = known {
                tenderer.scores.retain(|score| score.criterion != scored.criterion);
                tenderer.scores.push(scored);
            }
        }
        EvaluationEvent::AwardDecisionSent(sent) => {
            row.decisions.push(DecisionRow { sent, sent_at: at, withdrawn: None });
        }
        EvaluationEvent::AwardDecisionWithdrawn(withdrawn) => {
            if let Some(last) = row.decisions.last_mut() {
                last.withdrawn = Some(withdrawn.reason);
            }
        }
        EvaluationEvent::AwardFrozen(frozen) => {
            row.frozen.insert(frozen.proceeding);
        }
        EvaluationEvent::AwardReleased(released) => {
            row.frozen.remove(&released.proceeding);
        }
        EvaluationEvent::AwardConfirmed(confirmed) => {
            row.confirmed = Some((confirmed.announcement, at));
        }
        EvaluationEvent::EvaluationEndedWithoutAward(ended) => {
            row.ended = Some((ended.reason, at));
        }
    }
}
