//! The evaluation of tenders (beoordeling) and its outcome: criteria with weights, a score with
//! its motivation per tenderer, the award decision as sent to each, and the standstill when
//! there is one.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use crate::{PersonId, ProviderId, Refusal, Sealed, TrajectoryId};
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug, Title, Whole};

/// A criterion with its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its name in addresses and references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is judged.
    pub description: Paragraph,
    /// Its weight, in percent of the whole.
    #[schema(example = 40)]
    pub weight: Whole,
}

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

/// A tenderer was scored on a criterion; it takes the place of an earlier score.
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

/// What one tenderer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardMessage {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Whether the contract is meant for this tenderer.
    pub awarded: bool,
    /// The decision with its reasons, as sent (art. 2.130 Aanbestedingswet 2012).
    pub message: Prose,
    /// The tenderer's own scores, criterion by criterion.
    pub scores: Vec<AwardScore>,
}

/// The award decision was sent to each tenderer, to all at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

events! {
    /// What can have happened to an evaluation.
    EvaluationEvent in "evaluation" {
        EvaluationOpened v 1,
        EvaluationTendererAdded v 1,
        EvaluationTendererScored v 1,
        AwardDecisionSent v 1,
        AwardConfirmed v 1,
    }
}

/// What one tenderer will be told, without the scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TendererDecision {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Whether the contract is meant for this tenderer.
    pub awarded: bool,
    /// The decision with its reasons (art. 2.130 Aanbestedingswet 2012).
    pub message: Prose,
}

/// What can be asked of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum EvaluationCommand {
    Open(EvaluationOpened),
    AddTenderer(EvaluationTendererAdded),
    Score(EvaluationTendererScored),
    SendAwardDecision { decisions: Vec<TendererDecision>, standstill: Option<Term> },
    Confirm { announcement: Prose },
}

/// Why something about an evaluation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationRefusal {
    /// There is no such evaluation, or none that the caller may know of.
    Unknown,
    /// It was opened before, with another content.
    Exists,
    /// The decision was sent: what it says is never edited.
    Decided,
    /// The decision has not been sent.
    NotDecided,
    /// Scores that are still missing, by how many.
    ScoreMissing(usize),
    /// The award is final already, with another announcement.
    Confirmed,
}

impl EvaluationRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("evaluation-unknown", "Deze beoordeling bestaat niet."),
            Self::Exists => Told::state(
                "evaluation-exists",
                "Deze beoordeling bestaat al met een andere inhoud.",
            ),
            Self::Decided => Told::state(
                "award-decision-sent",
                "De gunningsbeslissing is verstuurd en verandert niet meer.",
            ),
            Self::NotDecided => Told::state(
                "award-decision-not-sent",
                "De gunningsbeslissing is nog niet verstuurd.",
            ),
            Self::ScoreMissing(count) => Told::state(
                "score-missing",
                format!(
                    "De gunningsbeslissing kan nog niet uit: er {} nog {count} {} met motivering.",
                    if *count == 1 { "ontbreekt" } else { "ontbreken" },
                    if *count == 1 { "score" } else { "scores" },
                ),
            ),
            Self::Confirmed => Told::state("award-confirmed", "De gunning is al definitief."),
        }
    }
}

/// The state of an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    opened: Option<EvaluationOpened>,
    tenderers: BTreeMap<ProviderId, Sealed>,
    scores: BTreeMap<ProviderId, BTreeMap<Slug, EvaluationTendererScored>>,
    decision: Option<AwardDecisionSent>,
    confirmed: Option<AwardConfirmed>,
}

impl Evaluation {
    /// What was opened.
    ///
    /// # Errors
    /// When there is no such evaluation.
    pub fn opened(&self) -> Result<&EvaluationOpened, Refusal> {
        self.opened.as_ref().ok_or_else(|| EvaluationRefusal::Unknown.into())
    }

    /// The decision that was sent.
    ///
    /// # Errors
    /// When none was sent.
    pub fn decision(&self) -> Result<&AwardDecisionSent, Refusal> {
        self.opened()?;
        self.decision.as_ref().ok_or_else(|| EvaluationRefusal::NotDecided.into())
    }

    fn undecided(&self) -> Result<&EvaluationOpened, Refusal> {
        let opened = self.opened()?;
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
        let mut faults = Faults::none();
        let mut keys = BTreeSet::new();
        for (place, criterion) in new.criteria.iter().enumerate() {
            faults.unless(
                keys.insert(&criterion.key),
                format!("/criteria/{place}/key"),
                "Elk criterium heeft een eigen sleutel; deze komt twee keer voor.",
            );
        }
        let sum: u64 = new.criteria.iter().map(|criterion| u64::from(criterion.weight.get())).sum();
        faults.unless(
            sum == 100,
            "/criteria",
            format!("De gewichten zijn samen 100 procent. Nu zijn ze {sum}."),
        );
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn add_tenderer(
        &self,
        added: EvaluationTendererAdded,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.undecided()?;
        Ok(if self.tenderers.contains_key(&added.tenderer) { vec![] } else { vec![added.into()] })
    }

    fn score(&self, scored: EvaluationTendererScored) -> Result<Vec<EvaluationEvent>, Refusal> {
        let opened = self.undecided()?;
        let mut faults = Faults::none();
        faults.unless(
            self.tenderers.contains_key(&scored.tenderer),
            "/tenderer",
            "Deze inschrijver hoort niet bij deze beoordeling.",
        );
        faults.unless(
            opened.criteria.iter().any(|criterion| criterion.key == scored.criterion),
            "/criterion",
            "Dit criterium hoort niet bij deze beoordeling.",
        );
        faults.unless(scored.score.get() <= 100, "/score", "Een score is 0 t/m 100.");
        faults.check()?;
        let current = self.scores.get(&scored.tenderer).and_then(|by| by.get(&scored.criterion));
        Ok(if current == Some(&scored) { vec![] } else { vec![scored.into()] })
    }

    fn send(
        &self,
        decisions: Vec<TendererDecision>,
        standstill: Option<Term>,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        let opened = self.opened()?;
        let messages = decisions.into_iter().map(|decision| self.message(opened, decision));
        let (trajectory, lot) = (opened.trajectory, opened.lot);
        let sent = AwardDecisionSent { trajectory, lot, messages: messages.collect(), standstill };
        if self.decision.as_ref() == Some(&sent) {
            return Ok(vec![]);
        }
        self.undecided()?;
        let told: BTreeSet<_> = sent.messages.iter().map(|message| message.tenderer).collect();
        let mut faults = Faults::none();
        faults.unless(
            !self.tenderers.is_empty()
                && told.len() == sent.messages.len()
                && told.iter().eq(self.tenderers.keys()),
            "/decisions",
            format!(
                "Elke inschrijver krijgt één bericht. Er zijn {} inschrijvers.",
                self.tenderers.len()
            ),
        );
        faults.check()?;
        let scored: usize = self.scores.values().map(BTreeMap::len).sum();
        let missing = self.tenderers.len() * opened.criteria.len() - scored;
        if missing > 0 {
            return Err(EvaluationRefusal::ScoreMissing(missing).into());
        }
        Ok(vec![sent.into()])
    }

    fn message(&self, opened: &EvaluationOpened, decision: TendererDecision) -> AwardMessage {
        let TendererDecision { tenderer, awarded, message } = decision;
        let given = self.scores.get(&tenderer);
        let scores = opened
            .criteria
            .iter()
            .filter_map(|criterion| {
                let scored = given?.get(&criterion.key)?;
                Some(AwardScore {
                    title: criterion.title.clone(),
                    weight: criterion.weight,
                    score: scored.score,
                    motivation: scored.motivation.clone(),
                })
            })
            .collect();
        AwardMessage { tenderer, awarded, message, scores }
    }

    fn confirm(&self, announcement: Prose) -> Result<Vec<EvaluationEvent>, Refusal> {
        let decision = self.decision()?;
        let (trajectory, lot) = (decision.trajectory, decision.lot);
        let confirmed = AwardConfirmed { trajectory, lot, announcement };
        match &self.confirmed {
            Some(same) if *same == confirmed => Ok(vec![]),
            Some(_) => Err(EvaluationRefusal::Confirmed.into()),
            None => Ok(vec![confirmed.into()]),
        }
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
            EvaluationCommand::Score(scored) => self.score(scored),
            EvaluationCommand::SendAwardDecision { decisions, standstill } => {
                self.send(decisions, standstill)
            }
            EvaluationCommand::Confirm { announcement } => self.confirm(announcement),
        }
    }

    fn evolve(&mut self, event: &EvaluationEvent) {
        match event.clone() {
            EvaluationEvent::EvaluationOpened(opened) => self.opened = Some(opened),
            EvaluationEvent::EvaluationTendererAdded(added) => {
                self.tenderers.insert(added.tenderer, added.identity);
            }
            EvaluationEvent::EvaluationTendererScored(scored) => {
                self.scores
                    .entry(scored.tenderer)
                    .or_default()
                    .insert(scored.criterion.clone(), scored);
            }
            EvaluationEvent::AwardDecisionSent(decision) => self.decision = Some(decision),
            EvaluationEvent::AwardConfirmed(confirmed) => self.confirmed = Some(confirmed),
        }
    }
}

aggregate!(Evaluation);
