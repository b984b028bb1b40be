//! The evaluation of tenders (beoordeling) and its outcome: criteria with weights, assessors who
//! score on their own before they score together, the award decision as sent to each tenderer, and
//! the standstill when there is one.
//!
//! The names of the events are the storage format: they never change.

mod assessment;
mod award;
mod criteria;
mod events;
mod fairness;
mod library;
mod names;
mod refusal;

pub use award::{SendAwardDecision, TendererDecision};
pub use criteria::{Criterion, CriterionForm, FormatLimit, Substantiation, TemplateReference};
pub use events::{
    AssessorCapacity, AwardComparison, AwardConfirmed, AwardDecisionSent, AwardDecisionWithdrawn,
    AwardFrozen, AwardMessage, AwardReleased, AwardScore, AwardWinner,
    EvaluationAssessmentSubmitted, EvaluationAssessmentsRevealed, EvaluationAssessorAppointed,
    EvaluationAssessorReleased, EvaluationConflictMeasureTaken, EvaluationEndedWithoutAward,
    EvaluationEvent, EvaluationInterestDeclared, EvaluationOpened, EvaluationTendererAdded,
    EvaluationTendererScored, IndividualScore,
};
pub use fairness::{FairnessWarning, fairness_warnings};
pub use library::{CriterionTemplate, CriterionTheme};
pub use names::KnownAs;
pub use refusal::EvaluationRefusal;

use crate::decider::{Decider, aggregate};
use crate::{LegalProceedingId, PersonId, ProviderId, Refusal, Sealed};
use assessment::Assessor;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{Faults, Prose, Slug};

/// What can be asked of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum EvaluationCommand {
    Open(EvaluationOpened),
    AddTenderer(EvaluationTendererAdded),
    AppointAssessor(EvaluationAssessorAppointed),
    ReleaseAssessor(EvaluationAssessorReleased),
    DeclareInterest(EvaluationInterestDeclared),
    TakeConflictMeasure(EvaluationConflictMeasureTaken),
    SubmitAssessment(EvaluationAssessmentSubmitted),
    Score(EvaluationTendererScored),
    SendAwardDecision(Box<SendAwardDecision>),
    WithdrawAwardDecision { reason: Prose },
    Freeze { proceeding: LegalProceedingId },
    Release { proceeding: LegalProceedingId },
    Confirm { announcement: Prose },
    EndWithoutAward { reason: Prose },
}

/// Scores by tenderer and criterion.
type Scores<T> = BTreeMap<ProviderId, BTreeMap<Slug, T>>;

/// The state of an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    opened: Option<EvaluationOpened>,
    tenderers: BTreeMap<ProviderId, Sealed>,
    assessors: BTreeMap<PersonId, Assessor>,
    revealed: bool,
    scores: Scores<EvaluationTendererScored>,
    decision: Option<AwardDecisionSent>,
    withdrawn: Option<AwardDecisionWithdrawn>,
    frozen: BTreeSet<LegalProceedingId>,
    confirmed: Option<AwardConfirmed>,
    ended: Option<EvaluationEndedWithoutAward>,
}

impl Evaluation {
    /// What was opened.
    ///
    /// # Errors
    /// When there is no such evaluation.
    pub fn opened(&self) -> Result<&EvaluationOpened, Refusal> {
        self.opened.as_ref().ok_or_else(|| EvaluationRefusal::Unknown.into())
    }

    /// Who tender, each with what only those who evaluate may open.
    pub fn tenderers(&self) -> impl Iterator<Item = (ProviderId, &Sealed)> {
        self.tenderers.iter().map(|(tenderer, identity)| (*tenderer, identity))
    }

    /// The decision that was sent.
    ///
    /// # Errors
    /// When none was sent, or it was withdrawn.
    pub fn decision(&self) -> Result<&AwardDecisionSent, Refusal> {
        self.opened()?;
        self.decision.as_ref().ok_or_else(|| EvaluationRefusal::NotDecided.into())
    }

    /// Whether the award is final.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.confirmed.is_some()
    }

    /// Whether a contract is meant for a tenderer, and the award is final.
    #[must_use]
    pub fn is_won_by(&self, tenderer: ProviderId) -> bool {
        let messages = self.decision.iter().flat_map(|decision| &decision.messages);
        let mut won = messages.filter(|message| message.awarded);
        self.is_confirmed() && won.any(|message| message.tenderer == tenderer)
    }

    fn undecided(&self) -> Result<&EvaluationOpened, Refusal> {
        let opened = self.opened()?;
        if self.ended.is_some() {
            return Err(EvaluationRefusal::Ended.into());
        }
        if self.decision.is_some() {
            return Err(EvaluationRefusal::Decided.into());
        }
        Ok(opened)
    }

    fn open(&self, new: EvaluationOpened) -> Result<Vec<EvaluationEvent>, Refusal> {
        match &self.opened {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(EvaluationRefusal::Exists.into()),
            None => {}
        }
        criteria::faults(&new.criteria, "/criteria").check()?;
        Ok(vec![new.into()])
    }

    fn add_tenderer(
        &self,
        added: EvaluationTendererAdded,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        if self.tenderers.contains_key(&added.tenderer) {
            return Ok(vec![]);
        }
        if self.revealed {
            return Err(EvaluationRefusal::Revealed.into());
        }
        Ok(vec![added.into()])
    }

    fn score(&self, scored: EvaluationTendererScored) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        let mut faults = Faults::none();
        let (tenderer, criterion) = (scored.tenderer, &scored.criterion);
        self.score_faults(&mut faults, "", tenderer, criterion, scored.score);
        faults.check()?;
        let current = self.scores.get(&tenderer).and_then(|by| by.get(criterion));
        if current == Some(&scored) {
            return Ok(vec![]);
        }
        if !self.revealed {
            return Err(EvaluationRefusal::NotRevealed.into());
        }
        Ok(vec![scored.into()])
    }
}

impl Decider for Evaluation {
    const CATEGORY: &'static str = "evaluation";
    type Command = EvaluationCommand;
    type Event = EvaluationEvent;

    fn decide(&self, command: EvaluationCommand) -> Result<Vec<EvaluationEvent>, Refusal> {
        match command {
            EvaluationCommand::Open(new) => self.open(new),
            EvaluationCommand::AddTenderer(added) => self.add_tenderer(added),
            EvaluationCommand::AppointAssessor(appointed) => self.appoint(appointed),
            EvaluationCommand::ReleaseAssessor(released) => self.release_assessor(released),
            EvaluationCommand::DeclareInterest(declared) => self.declare(declared),
            EvaluationCommand::TakeConflictMeasure(taken) => self.take_measure(taken),
            EvaluationCommand::SubmitAssessment(submitted) => self.submit(submitted),
            EvaluationCommand::Score(scored) => self.score(scored),
            EvaluationCommand::SendAwardDecision(send) => self.send(*send),
            EvaluationCommand::WithdrawAwardDecision { reason } => self.withdraw(reason),
            EvaluationCommand::Freeze { proceeding } => self.freeze(proceeding),
            EvaluationCommand::Release { proceeding } => self.release(proceeding),
            EvaluationCommand::Confirm { announcement } => self.confirm(announcement),
            EvaluationCommand::EndWithoutAward { reason } => self.end(reason),
        }
    }

    fn evolve(&mut self, event: &EvaluationEvent) {
        match event.clone() {
            EvaluationEvent::EvaluationOpened(opened) => self.opened = Some(opened),
            EvaluationEvent::EvaluationTendererAdded(added) => {
                self.tenderers.insert(added.tenderer, added.identity);
            }
            EvaluationEvent::EvaluationAssessorAppointed(_)
            | EvaluationEvent::EvaluationAssessorReleased(_)
            | EvaluationEvent::EvaluationInterestDeclared(_)
            | EvaluationEvent::EvaluationConflictMeasureTaken(_)
            | EvaluationEvent::EvaluationAssessmentSubmitted(_) => self.evolve_assessors(event),
            EvaluationEvent::EvaluationAssessmentsRevealed(_) => self.revealed = true,
            EvaluationEvent::EvaluationTendererScored(scored) => {
                self.scores
                    .entry(scored.tenderer)
                    .or_default()
                    .insert(scored.criterion.clone(), scored);
            }
            EvaluationEvent::AwardDecisionSent(decision) => {
                (self.decision, self.withdrawn) = (Some(decision), None);
            }
            EvaluationEvent::AwardDecisionWithdrawn(withdrawn) => {
                (self.decision, self.withdrawn) = (None, Some(withdrawn));
            }
            EvaluationEvent::AwardFrozen(frozen) => {
                self.frozen.insert(frozen.proceeding);
            }
            EvaluationEvent::AwardReleased(released) => {
                self.frozen.remove(&released.proceeding);
            }
            EvaluationEvent::AwardConfirmed(confirmed) => self.confirmed = Some(confirmed),
            EvaluationEvent::EvaluationEndedWithoutAward(ended) => self.ended = Some(ended),
        }
    }
}

aggregate!(Evaluation);
