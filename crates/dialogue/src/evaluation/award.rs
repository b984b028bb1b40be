//! The award: a motivated decision for each tenderer, withdrawn when it must be, and final once
//! nothing holds it back.

use super::names::{KnownAs, Named, named};
use super::{
    AwardComparison, AwardConfirmed, AwardDecisionSent, AwardDecisionWithdrawn, AwardFrozen,
    AwardMessage, AwardReleased, AwardScore, AwardWinner, Evaluation, EvaluationEndedWithoutAward,
    EvaluationEvent, EvaluationOpened, EvaluationRefusal,
};
use crate::redress::RemedyTold;
use crate::{LegalProceedingId, ProviderId, Refusal};
use calendar::{Deadline, Term};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose};

/// What one tenderer will be told, without the scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TendererDecision {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Whether the contract is meant for this tenderer.
    pub awarded: bool,
    /// The decision with its reasons (art. 2.130 Aanbestedingswet 2012). It names no other
    /// tenderer but the winner.
    pub message: Prose,
    /// The characteristics and relative advantages of the winner. Needed for whoever does not
    /// win, when somebody does.
    #[serde(default)]
    pub advantages: Option<Prose>,
    /// Why a word that looks like a name of another tenderer is none. Only when asked for.
    #[serde(default)]
    pub names_checked: Option<Paragraph>,
}

/// The award decision that is to be sent, with what others know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendAwardDecision {
    /// What each tenderer will be told.
    pub decisions: Vec<TendererDecision>,
    /// Until when no contract is signed.
    pub standstill: Option<Term>,
    /// How that was computed.
    pub computed: Option<Box<Deadline>>,
    /// What can be done by whoever does not agree.
    pub remedies: Vec<RemedyTold>,
    /// What the tenderers are known by, a fact from the vault.
    pub known_as: Vec<KnownAs>,
}

impl Evaluation {
    pub(super) fn send(&self, send: SendAwardDecision) -> Result<Vec<EvaluationEvent>, Refusal> {
        let opened = self.opened()?;
        let winners: Vec<_> = send
            .decisions
            .iter()
            .filter(|decision| decision.awarded)
            .filter_map(|decision| {
                let identity = self.tenderers.get(&decision.tenderer)?.clone();
                Some(AwardWinner { tenderer: decision.tenderer, identity })
            })
            .collect();
        let messages =
            send.decisions.iter().map(|decision| self.message(opened, decision, &winners));
        let sent = AwardDecisionSent {
            trajectory: opened.trajectory,
            lot: opened.lot,
            messages: messages.collect(),
            standstill: send.standstill.clone(),
            computed: send.computed.clone(),
            remedies: send.remedies.clone(),
        };
        if self.decision.as_ref() == Some(&sent) {
            return Ok(vec![]);
        }
        self.undecided()?;
        self.decision_faults(&send, &winners, &sent).check()?;
        let scored: usize = self.scores.values().map(|of| of.len()).sum();
        let missing = self.tenderers.len() * opened.criteria.len() - scored;
        if missing > 0 {
            return Err(EvaluationRefusal::ScoreMissing(missing).into());
        }
        Ok(vec![sent.into()])
    }

    fn decision_faults(
        &self,
        send: &SendAwardDecision,
        winners: &[AwardWinner],
        sent: &AwardDecisionSent,
    ) -> Faults {
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
        for (place, decision) in send.decisions.iter().enumerate() {
            faults.unless(
                decision.awarded || winners.is_empty() || decision.advantages.is_some(),
                format!("/decisions/{place}/advantages"),
                "Noem de kenmerken en de relatieve voordelen van de winnaar (artikel 2.130 \
                 Aanbestedingswet 2012).",
            );
            let message = sent.messages.get(place);
            faults.extend(self.names_told(place, decision, message, winners, send).into_vec());
        }
        faults
    }

    /// Where what one tenderer is told names another that it may not know of.
    fn names_told(
        &self,
        place: usize,
        decision: &TendererDecision,
        message: Option<&AwardMessage>,
        winners: &[AwardWinner],
        send: &SendAwardDecision,
    ) -> Faults {
        let may_know = |who: &&KnownAs| {
            let winner = winners.iter().any(|winner| winner.tenderer == who.tenderer);
            who.tenderer == decision.tenderer || winner && !decision.awarded
        };
        let allowed: Vec<_> = send.known_as.iter().filter(may_know).collect();
        let at = |field: &str| format!("/decisions/{place}/{field}");
        let motivations = message.into_iter().flat_map(|message| &message.scores);
        let texts = [(at("message"), Some(&decision.message))]
            .into_iter()
            .chain([(at("advantages"), decision.advantages.as_ref())])
            .chain(motivations.map(|score| (at("tenderer"), Some(&score.motivation))));
        let mut faults = Faults::none();
        for (field, text) in texts.filter_map(|(field, text)| Some((field, text?))) {
            let found = send.known_as.iter().filter(|who| !may_know(who));
            match found.filter_map(|who| named(text.as_str(), who, &allowed)).next() {
                Some(Named::Outright) => faults.add(
                    field,
                    "Deze tekst, of de motivering bij een score, noemt een andere inschrijver. \
                     Alleen de naam van de winnaar mag erin staan.",
                ),
                Some(Named::ByWord(word)) if decision.names_checked.is_none() => faults.add(
                    field,
                    format!(
                        "Het woord \"{word}\" lijkt op de naam van een andere inschrijver. Haal \
                         het weg, of leg in namesChecked uit waarom het geen naam is."
                    ),
                ),
                _ => {}
            }
        }
        faults
    }

    fn message(
        &self,
        opened: &EvaluationOpened,
        decision: &TendererDecision,
        winners: &[AwardWinner],
    ) -> AwardMessage {
        let given = self.scores.get(&decision.tenderer);
        let scored = opened.criteria.iter().filter_map(|it| Some((it, given?.get(&it.key)?)));
        let hundredths: u64 = scored
            .clone()
            .map(|(it, scored)| u64::from(it.weight.get()) * u64::from(scored.score.get()))
            .sum();
        let comparison = decision.advantages.clone().filter(|_| !decision.awarded);
        AwardMessage {
            tenderer: decision.tenderer,
            awarded: decision.awarded,
            message: decision.message.clone(),
            scores: scored
                .map(|(criterion, scored)| AwardScore {
                    title: criterion.title.clone(),
                    weight: criterion.weight,
                    score: scored.score,
                    motivation: scored.motivation.clone(),
                })
                .collect(),
            total: Some(format!("{}.{:02}", hundredths / 100, hundredths % 100)),
            comparison: comparison
                .filter(|_| !winners.is_empty())
                .map(|advantages| AwardComparison { winners: winners.to_vec(), advantages }),
            names_checked: decision.names_checked.clone(),
        }
    }

    pub(super) fn withdraw(&self, reason: Prose) -> Result<Vec<EvaluationEvent>, Refusal> {
        if self.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.reason == reason) {
            return Ok(vec![]);
        }
        let decision = self.decision()?;
        if self.confirmed.is_some() {
            return Err(EvaluationRefusal::Confirmed.into());
        }
        let (trajectory, lot) = (decision.trajectory, decision.lot);
        Ok(vec![AwardDecisionWithdrawn { trajectory, lot, reason }.into()])
    }

    pub(super) fn freeze(
        &self,
        proceeding: LegalProceedingId,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.opened()?;
        // What is final cannot be held back.
        let stands = self.frozen.contains(&proceeding) || self.confirmed.is_some();
        Ok(if stands { vec![] } else { vec![AwardFrozen { proceeding }.into()] })
    }

    pub(super) fn release(
        &self,
        proceeding: LegalProceedingId,
    ) -> Result<Vec<EvaluationEvent>, Refusal> {
        self.opened()?;
        let held = self.frozen.contains(&proceeding);
        Ok(if held { vec![AwardReleased { proceeding }.into()] } else { vec![] })
    }

    pub(super) fn confirm(&self, announcement: Prose) -> Result<Vec<EvaluationEvent>, Refusal> {
        let decision = self.decision()?;
        let (trajectory, lot) = (decision.trajectory, decision.lot);
        let confirmed = AwardConfirmed { trajectory, lot, announcement };
        match &self.confirmed {
            Some(same) if *same == confirmed => Ok(vec![]),
            Some(_) => Err(EvaluationRefusal::Confirmed.into()),
            None if !self.frozen.is_empty() => Err(EvaluationRefusal::Frozen.into()),
            None => Ok(vec![confirmed.into()]),
        }
    }

    pub(super) fn end(&self, reason: Prose) -> Result<Vec<EvaluationEvent>, Refusal> {
        if self.ended.as_ref().is_some_and(|ended| ended.reason == reason) {
            return Ok(vec![]);
        }
        let opened = self.undecided()?;
        let (trajectory, lot) = (opened.trajectory, opened.lot);
        Ok(vec![EvaluationEndedWithoutAward { trajectory, lot, reason }.into()])
    }
}
