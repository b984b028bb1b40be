//! The indicators (kritische prestatie-indicatoren) of a trajectory: what is measured, for which
//! goal, against which target, how often, and which forms of evidence are taken.
//!
//! The names of the events are the storage format: they never change.

use super::{Frequency, Measure, PerformanceRefusal, Period};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{ContractId, Refusal, RequirementId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Slug, Title, Whole};

/// How many indicators a trajectory has at most.
pub const INDICATORS_MAX: usize = 2_000;

/// How many forms of evidence an indicator has at most.
const EVIDENCE_MAX: usize = 20;

/// For what kind of goal something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoalKind {
    /// To steer by while the contract runs (sturingsdoel).
    Steering,
    /// To account for (resultaatdoel).
    Result,
}

/// On which side of a target it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetDirection {
    /// The target or more.
    AtLeast,
    /// The target or less.
    AtMost,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// On which side of the value it is good.
    pub direction: TargetDirection,
    /// The value.
    pub value: Measure,
}

impl Target {
    /// Whether a value meets it.
    #[must_use]
    pub fn is_met_by(self, value: Measure) -> bool {
        match self.direction {
            TargetDirection::AtLeast => value >= self.value,
            TargetDirection::AtMost => value <= self.value,
        }
    }
}

/// A form in which something can be shown: a questionnaire, a register, conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceForm {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
}

/// What is measured, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name in references and in files with values.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is counted and what is not.
    pub description: Paragraph,
    /// For what kind of goal it is.
    pub kind: GoalKind,
    /// The goal that it serves, by its key.
    pub goal: Slug,
    /// The requirement that it measures, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementId>,
    /// In what is counted, such as "procent" or "dagen".
    pub unit: Label,
    /// What is to be reached.
    pub target: Target,
    /// The smallest value that can be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Measure>,
    /// The largest value that can be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Measure>,
    /// Where the values come from.
    pub source: Paragraph,
    /// How often it is measured.
    pub frequency: Frequency,
    /// In which forms it may be shown: providers differ, and may each use another one.
    pub evidence: Vec<EvidenceForm>,
    /// For which lots it is; for all when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Whole>,
}

impl Indicator {
    /// Whether it is for a contract about these lots.
    #[must_use]
    pub fn is_for(&self, lots: &[Whole]) -> bool {
        self.lots.is_empty() || lots.is_empty() || lots.iter().any(|lot| self.lots.contains(lot))
    }

    /// Whether a value can be right.
    #[must_use]
    pub fn can_be(&self, value: Measure) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }

    fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        evidence_faults(&self.evidence, &mut faults);
        let ordered = self.least.zip(self.most).is_none_or(|(least, most)| least <= most);
        faults.unless(ordered, "/most", "De grootste waarde is kleiner dan de kleinste.");
        faults.unless(
            self.can_be(self.target.value),
            "/target/value",
            "Het doel moet een waarde zijn die kan voorkomen.",
        );
        faults
    }
}

fn evidence_faults(evidence: &[EvidenceForm], faults: &mut Faults) {
    faults.unless(
        (1..=EVIDENCE_MAX).contains(&evidence.len()),
        "/evidence",
        format!("Noem 1 t/m {EVIDENCE_MAX} vormen van bewijs."),
    );
    let mut keys = BTreeSet::new();
    for (place, form) in evidence.iter().enumerate() {
        faults.unless(
            keys.insert(&form.key),
            format!("/evidence/{place}/key"),
            "Elke vorm van bewijs heeft een eigen sleutel; deze komt twee keer voor.",
        );
    }
}

/// An indicator was defined, or a next version of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorDefined {
    /// Which version of the indicator, from 1. What was measured before stays with its version.
    pub version: u32,
    /// What is measured, and how.
    pub indicator: Indicator,
    /// Why it changed, from the second version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
}

/// An indicator is measured no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorRetired {
    /// The indicator.
    pub indicator: Slug,
    /// Why.
    pub reason: Paragraph,
}

/// It was agreed with one provider in which forms it shows an indicator: its own, beside those of
/// everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorEvidenceAgreed {
    /// The indicator.
    pub indicator: Slug,
    /// The contract of the provider.
    pub contract: ContractId,
    /// The forms; they take the place of those agreed before.
    pub evidence: Vec<EvidenceForm>,
    /// Why these show the same.
    pub reason: Paragraph,
}

events! {
    /// What can have happened to the indicators of a trajectory.
    IndicatorSetEvent in "indicator-set" {
        IndicatorDefined v 1,
        IndicatorRetired v 1,
        IndicatorEvidenceAgreed v 1,
    }
}

/// What can be asked of the indicators of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum IndicatorSetCommand {
    Define { indicator: Box<Indicator>, change: Option<Paragraph> },
    Retire(IndicatorRetired),
    AgreeEvidence(IndicatorEvidenceAgreed),
}

/// An indicator as its set knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    defined: IndicatorDefined,
    retired: Option<Paragraph>,
    agreed: BTreeMap<ContractId, (Vec<EvidenceForm>, Paragraph)>,
}

/// The state of the indicators of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorSet {
    indicators: BTreeMap<Slug, Known>,
}

impl IndicatorSet {
    /// An indicator that is measured, in its last version.
    #[must_use]
    pub fn measured(&self, key: &str) -> Option<&Indicator> {
        let slug: Slug = key.parse().ok()?;
        let known = self.indicators.get(&slug)?;
        known.retired.is_none().then_some(&known.defined.indicator)
    }

    /// Whether there is, or was, an indicator of this name.
    #[must_use]
    pub fn knows(&self, key: &Slug) -> bool {
        self.indicators.contains_key(key)
    }

    /// The indicators that are measured for a contract about these lots.
    pub fn of<'s>(&'s self, lots: &'s [Whole]) -> impl Iterator<Item = &'s Indicator> {
        let measured = self.indicators.values().filter(|known| known.retired.is_none());
        measured.map(|known| &known.defined.indicator).filter(|it| it.is_for(lots))
    }

    /// What is to be there for a contract about these lots over a period: every indicator, with
    /// each period that comes to its end.
    pub fn due<'s>(
        &'s self,
        lots: &'s [Whole],
        period: Period,
    ) -> impl Iterator<Item = (&'s Indicator, Period)> {
        self.of(lots).flat_map(move |it| {
            period.due(it.frequency).into_iter().map(move |period| (it, period))
        })
    }

    /// The forms in which a contract may show an indicator: everyone's, and its own.
    pub fn evidence<'s>(
        &'s self,
        key: &Slug,
        contract: ContractId,
    ) -> impl Iterator<Item = &'s EvidenceForm> {
        let known = self.indicators.get(key);
        let own = known.and_then(|known| known.agreed.get(&contract));
        let all = known.into_iter().flat_map(|known| &known.defined.indicator.evidence);
        all.chain(own.into_iter().flat_map(|(evidence, _)| evidence))
    }

    fn known(&self, key: &Slug) -> Result<&Known, Refusal> {
        let known = self.indicators.get(key).filter(|known| known.retired.is_none());
        known.ok_or_else(|| PerformanceRefusal::IndicatorUnknown.into())
    }

    fn define(
        &self,
        indicator: Indicator,
        change: Option<Paragraph>,
    ) -> Result<Vec<IndicatorSetEvent>, Refusal> {
        let known = self.indicators.get(&indicator.key);
        if let Some(known) = known.filter(|known| known.retired.is_none())
            && known.defined.indicator == indicator
        {
            return Ok(vec![]);
        }
        let mut faults = indicator.faults();
        faults.unless(
            known.is_some() == change.is_some(),
            "/change",
            "Vertel bij een nieuwe versie waarom de indicator verandert, en alleen dan.",
        );
        faults.unless(
            known.is_some() || self.indicators.len() < INDICATORS_MAX,
            "/key",
            format!("Een traject heeft hoogstens {INDICATORS_MAX} indicatoren."),
        );
        faults.check()?;
        let version = known.map_or(0, |known| known.defined.version) + 1;
        Ok(vec![IndicatorDefined { version, indicator, change }.into()])
    }

    fn retire(&self, retired: IndicatorRetired) -> Result<Vec<IndicatorSetEvent>, Refusal> {
        let known = self.indicators.get(&retired.indicator);
        if known.is_some_and(|known| known.retired.as_ref() == Some(&retired.reason)) {
            return Ok(vec![]);
        }
        self.known(&retired.indicator)?;
        Ok(vec![retired.into()])
    }

    fn agree(&self, agreed: IndicatorEvidenceAgreed) -> Result<Vec<IndicatorSetEvent>, Refusal> {
        let known = self.known(&agreed.indicator)?;
        let before = known.agreed.get(&agreed.contract);
        if before
            .is_some_and(|(evidence, why)| *evidence == agreed.evidence && *why == agreed.reason)
        {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        evidence_faults(&agreed.evidence, &mut faults);
        let common = &known.defined.indicator.evidence;
        for (place, form) in agreed.evidence.iter().enumerate() {
            faults.unless(
                common.iter().all(|it| it.key != form.key),
                format!("/evidence/{place}/key"),
                "Deze vorm geldt al voor iedereen.",
            );
        }
        faults.check()?;
        Ok(vec![agreed.into()])
    }
}

impl Decider for IndicatorSet {
    const CATEGORY: &'static str = "indicator-set";
    type Command = IndicatorSetCommand;
    type Event = IndicatorSetEvent;

    fn decide(&self, command: IndicatorSetCommand) -> Result<Vec<IndicatorSetEvent>, Refusal> {
        match command {
            IndicatorSetCommand::Define { indicator, change } => self.define(*indicator, change),
            IndicatorSetCommand::Retire(retired) => self.retire(retired),
            IndicatorSetCommand::AgreeEvidence(agreed) => self.agree(agreed),
        }
    }

    fn evolve(&mut self, event: &IndicatorSetEvent) {
        match event.clone() {
            IndicatorSetEvent::IndicatorDefined(defined) => {
                let key = defined.indicator.key.clone();
                let before = self.indicators.remove(&key);
                let agreed = before.map(|known| known.agreed).unwrap_or_default();
                self.indicators.insert(key, Known { defined, retired: None, agreed });
            }
            IndicatorSetEvent::IndicatorRetired(retired) => {
                if let Some(known) = self.indicators.get_mut(&retired.indicator) {
                    known.retired = Some(retired.reason);
                }
            }
            IndicatorSetEvent::IndicatorEvidenceAgreed(agreed) => {
                if let Some(known) = self.indicators.get_mut(&agreed.indicator) {
                    known.agreed.insert(agreed.contract, (agreed.evidence, agreed.reason));
                }
            }
        }
    }
}

aggregate!(IndicatorSet);
