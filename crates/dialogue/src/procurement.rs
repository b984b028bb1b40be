//! What is decided and known about a purchase as a whole: how tenders will be chosen between
//! (gunningsmodel), decisions of college and council, and the facts for the procurement report
//! that no other event holds.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::evaluation::Substantiation;
use crate::events::events;
use crate::price_sheet::Money;
use crate::refusal::Told;
use crate::{AdviceId, PhaseKind, Refusal, TrajectoryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Prose, Slug, Title};

/// Where a quality element does its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ElementPlace {
    /// A suitability requirement (geschiktheidseis).
    Suitability,
    /// The programme of requirements (programma van eisen).
    Specification,
    /// An award criterion (gunningscriterium).
    Award,
    /// A condition for carrying out the contract (uitvoeringsvoorwaarde).
    PerformanceCondition,
    /// A condition of a subsidy (subsidievoorwaarde).
    SubsidyCondition,
}

/// A quality element, and where it does its work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QualityElement {
    /// Its name in references.
    pub key: Slug,
    /// What it is.
    pub title: Title,
    /// Where it does its work.
    pub place: ElementPlace,
    /// Why there.
    pub reason: Paragraph,
    /// The key of the requirement that says it, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Label>,
    /// With what it is substantiated.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub substantiation: BTreeSet<Substantiation>,
}

/// How tenders will be chosen between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AwardModel {
    /// The quality elements.
    #[schema(min_items = 1, max_items = 200)]
    pub elements: Vec<QualityElement>,
    /// What is done to let small and specialist parties take part.
    pub small_parties: Paragraph,
    /// How parties that tender together are encouraged, and on what conditions.
    pub combinations: Paragraph,
}

/// The award model was recorded; it takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AwardModelRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which version, from 1.
    pub version: u32,
    /// The model.
    pub model: AwardModel,
}

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoverningBody {
    /// The mayor and aldermen (college).
    College,
    /// The municipal council (gemeenteraad).
    Council,
}

/// What is done with an advice of a client council in a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionOnAdvice {
    /// The advice.
    pub advice: AdviceId,
    /// Whether the decision follows it.
    pub followed: bool,
    /// How it was weighed.
    pub weighing: Paragraph,
}

/// A decision of college or council was recorded, with the advice and the dialogue it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoverningDecisionRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which decision, from 1.
    pub number: u32,
    /// The decision.
    pub decision: GoverningDecision,
}

/// A decision of college or council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GoverningDecision {
    /// Who decided.
    pub body: GoverningBody,
    /// What was decided.
    pub subject: Title,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub decided_on: Date,
    /// In which phase.
    pub phase: PhaseKind,
    /// The decision with its reasons.
    pub decision: Prose,
    /// What the dialogue brought, and how it was weighed.
    pub dialogue: Prose,
    /// What was done with the advice that was given.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub advice: Vec<DecisionOnAdvice>,
}

/// What only the buyer knows, for the procurement report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcurementFacts {
    /// The value of the contract, in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// Which tenderers were excluded or found unsuitable, and why; or that there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusions: Option<Prose>,
    /// Which tenders were set aside as abnormally low, and why; or that there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abnormally_low: Option<Prose>,
    /// Which share is subcontracted and to whom, when known; or that it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcontracting: Option<Prose>,
    /// Who was involved in the preparation, and what was done to level that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior_involvement: Option<Prose>,
    /// Why tenders came in by other than electronic means; or that they did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_means: Option<Prose>,
    /// Why the contract is not divided in lots; or that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_lots: Option<Prose>,
}

/// Facts for the procurement report were recorded; they take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcurementFactsRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which version, from 1.
    pub version: u32,
    /// The facts.
    pub facts: ProcurementFacts,
}

events! {
    /// What can have happened to a purchase as a whole.
    ProcurementEvent in "procurement" {
        AwardModelRecorded v 1,
        GoverningDecisionRecorded v 1,
        ProcurementFactsRecorded v 1,
    }
}

/// What can be asked of a purchase as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ProcurementCommand {
    RecordAwardModel {
        trajectory: TrajectoryId,
        model: Box<AwardModel>,
    },
    /// `given`: the advice that was given in the phase, a fact from the whole log.
    RecordDecision {
        trajectory: TrajectoryId,
        decision: Box<GoverningDecision>,
        given: BTreeSet<AdviceId>,
    },
    RecordFacts {
        trajectory: TrajectoryId,
        facts: Box<ProcurementFacts>,
    },
}

/// Why something about a purchase as a whole is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcurementRefusal {
    /// Nothing was recorded yet.
    Nothing,
}

impl ProcurementRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Nothing => {
                Told::unknown("award-model-unknown", "Er is nog geen gunningsmodel vastgelegd.")
            }
        }
    }
}

/// The state of a purchase as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procurement {
    model: Option<AwardModelRecorded>,
    decisions: Vec<GoverningDecision>,
    facts: Option<ProcurementFactsRecorded>,
}

impl Procurement {
    fn record_model(
        &self,
        trajectory: TrajectoryId,
        model: AwardModel,
    ) -> Result<Vec<ProcurementEvent>, Refusal> {
        if self.model.as_ref().is_some_and(|known| known.model == model) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        let mut keys = BTreeSet::new();
        for (place, element) in model.elements.iter().enumerate() {
            faults.unless(
                keys.insert(&element.key),
                format!("/elements/{place}/key"),
                "Elk element heeft een eigen sleutel; deze komt twee keer voor.",
            );
            faults.unless(
                element.place != ElementPlace::Award || !element.substantiation.is_empty(),
                format!("/elements/{place}/substantiation"),
                "Vraag bij een gunningscriterium om onderbouwing: gegevens, ervaringen of een \
                 eigen monitoringsplan.",
            );
        }
        let award = || model.elements.iter().filter(|it| it.place == ElementPlace::Award);
        let monitored =
            |it: &QualityElement| it.substantiation.contains(&Substantiation::MonitoringPlan);
        faults.unless(
            award().next().is_none() || award().any(monitored),
            "/elements",
            "Vraag bij minstens één gunningscriterium een eigen monitoringsplan.",
        );
        faults.check()?;
        let version = self.model.as_ref().map_or(1, |known| known.version + 1);
        Ok(vec![AwardModelRecorded { trajectory, version, model }.into()])
    }

    fn record_decision(
        &self,
        trajectory: TrajectoryId,
        decision: GoverningDecision,
        given: &BTreeSet<AdviceId>,
    ) -> Result<Vec<ProcurementEvent>, Refusal> {
        if self.decisions.contains(&decision) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        let mut named = BTreeSet::new();
        for (place, on) in decision.advice.iter().enumerate() {
            faults.unless(
                given.contains(&on.advice) && named.insert(on.advice),
                format!("/advice/{place}/advice"),
                "Dit advies is niet gegeven in deze fase van dit traject, of staat er al.",
            );
        }
        let missing = given.difference(&named).count();
        faults.unless(
            missing == 0,
            "/advice",
            format!(
                "In deze fase zijn {} adviezen gegeven. Vertel van elk hoe het is gewogen; er \
                 {} nog {missing}.",
                given.len(),
                if missing == 1 { "ontbreekt" } else { "ontbreken" },
            ),
        );
        faults.check()?;
        let number = u32::try_from(self.decisions.len()).unwrap_or(u32::MAX).saturating_add(1);
        Ok(vec![GoverningDecisionRecorded { trajectory, number, decision }.into()])
    }
}

impl Decider for Procurement {
    const CATEGORY: &'static str = "procurement";
    type Command = ProcurementCommand;
    type Event = ProcurementEvent;

    fn decide(&self, command: ProcurementCommand) -> Result<Vec<ProcurementEvent>, Refusal> {
        match command {
            ProcurementCommand::RecordAwardModel { trajectory, model } => {
                self.record_model(trajectory, *model)
            }
            ProcurementCommand::RecordDecision { trajectory, decision, given } => {
                self.record_decision(trajectory, *decision, &given)
            }
            ProcurementCommand::RecordFacts { trajectory, facts } => {
                let facts = *facts;
                if self.facts.as_ref().is_some_and(|known| known.facts == facts) {
                    return Ok(vec![]);
                }
                let version = self.facts.as_ref().map_or(1, |known| known.version + 1);
                Ok(vec![ProcurementFactsRecorded { trajectory, version, facts }.into()])
            }
        }
    }

    fn evolve(&mut self, event: &ProcurementEvent) {
        match event.clone() {
            ProcurementEvent::AwardModelRecorded(recorded) => self.model = Some(recorded),
            ProcurementEvent::GoverningDecisionRecorded(recorded) => {
                self.decisions.push(recorded.decision);
            }
            ProcurementEvent::ProcurementFactsRecorded(recorded) => self.facts = Some(recorded),
        }
    }
}

aggregate!(Procurement);
