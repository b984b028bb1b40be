//! Admission (toelating): a subsidy or an open house, in which everyone who meets the conditions
//! is admitted. The outcome follows from the findings; nobody chooses between who qualifies.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::price_sheet::Money;
use crate::redress::RemedyTold;
use crate::refusal::Told;
use crate::{ApplicationId, ProviderId, Refusal, TrajectoryId};
use calendar::{Deadline, Term};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug, Title};

/// Which path it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdmissionKind {
    /// A subsidy.
    Subsidy,
    /// An open house: whoever qualifies gets a contract, at any time.
    OpenHouse,
}

/// What a condition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionKind {
    /// A condition that holds while care is given (voorwaarde).
    Condition,
    /// A criterion that decides who qualifies (selectiecriterium).
    SelectionCriterion,
}

/// Something that whoever applies must meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmissionCondition {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What has to be met, and how it is shown.
    pub text: Paragraph,
    /// What it is for.
    pub kind: ConditionKind,
}

/// An admission was opened: everyone can know of it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdmissionOpened {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which path it is.
    pub kind: AdmissionKind,
    /// What it is called.
    pub title: Title,
    /// What whoever applies must meet.
    pub conditions: Vec<AdmissionCondition>,
    /// The most that is given in all, in euros (subsidieplafond).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Money>,
    /// From when applications are taken, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when; absent when one can always apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Term>,
}

/// An application was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdmissionApplied {
    /// The application.
    pub application: ApplicationId,
    /// The provider.
    pub provider: ProviderId,
    /// What it says of each condition.
    pub statements: BTreeMap<Slug, Prose>,
    /// How much it asks for, in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// Whether a condition is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionFinding {
    /// The condition.
    pub condition: Slug,
    /// Whether it is met.
    pub met: bool,
    /// Why.
    pub reason: Paragraph,
}

/// What follows for an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdmissionOutcome {
    /// Every condition is met: admitted.
    Admitted,
    /// A condition is not met.
    NotQualified,
    /// Every condition is met, and the ceiling is reached.
    CeilingReached,
}

/// An application was decided about: what follows from the findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdmissionDecided {
    /// The application.
    pub application: ApplicationId,
    /// What was found, condition by condition.
    pub findings: Vec<ConditionFinding>,
    /// What follows.
    pub outcome: AdmissionOutcome,
    /// What the applicant can do when it does not agree, by instrument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<RemedyTold>,
    /// Until when it can object, where the Algemene wet bestuursrecht gives that right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<Box<Deadline>>,
}

/// What is told with a decision about an application: facts of the trajectory and of its moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldWithDecision {
    /// What can be done by whoever does not agree.
    pub remedies: Vec<RemedyTold>,
    /// Until when one can object.
    pub objection: Option<Box<Deadline>>,
}

events! {
    /// What can have happened to an admission.
    AdmissionEvent in "admission" {
        AdmissionOpened v 1,
        AdmissionApplied v 1,
        AdmissionDecided v 1,
    }
}

/// What can be asked of an admission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum AdmissionCommand {
    Open(Box<AdmissionOpened>),
    Apply(Box<AdmissionApplied>),
    Decide { application: ApplicationId, findings: Vec<ConditionFinding>, told: ToldWithDecision },
}

/// Why something about an admission is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdmissionRefusal {
    /// There is no such admission, or none that the caller may know of.
    Unknown,
    /// It was opened before, with another content.
    Exists,
    /// The provider applied already, and was not refused.
    Applied,
    /// There is no such application.
    ApplicationUnknown,
    /// It was decided about, otherwise.
    Decided,
    /// An earlier application waits: the ceiling is given out in order of receipt.
    EarlierWaits,
}

impl AdmissionRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("admission-unknown", "Deze toelating bestaat niet."),
            Self::Exists => {
                Told::state("admission-exists", "Deze toelating bestaat al met een andere inhoud.")
            }
            Self::Applied => {
                Told::state("application-exists", "Uw organisatie heeft al een aanvraag gedaan.")
            }
            Self::ApplicationUnknown => {
                Told::unknown("application-unknown", "Deze aanvraag bestaat niet.")
            }
            Self::Decided => Told::state("application-decided", "Op deze aanvraag is al beslist."),
            Self::EarlierWaits => Told::state(
                "earlier-application-waits",
                "Er is een plafond. Beslis eerst op de aanvragen die eerder binnenkwamen.",
            ),
        }
    }
}

/// The state of an admission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmissionProcedure {
    opened: Option<AdmissionOpened>,
    applied: Vec<AdmissionApplied>,
    decided: BTreeMap<ApplicationId, AdmissionDecided>,
}

impl AdmissionProcedure {
    /// What was opened.
    ///
    /// # Errors
    /// When there is no such admission.
    pub fn opened(&self) -> Result<&AdmissionOpened, Refusal> {
        self.opened.as_ref().ok_or_else(|| AdmissionRefusal::Unknown.into())
    }

    /// What was decided about an application of this provider.
    #[must_use]
    pub fn decided_about(
        &self,
        application: ApplicationId,
        provider: ProviderId,
    ) -> Option<&AdmissionDecided> {
        let own = |it: &AdmissionApplied| it.application == application && it.provider == provider;
        self.decided.get(&application).filter(|_| self.applied.iter().any(own))
    }

    /// Whose application was admitted.
    #[must_use]
    pub fn admitted(&self, application: ApplicationId) -> Option<ProviderId> {
        let decided = self.decided.get(&application)?;
        let of = self.applied.iter().find(|it| it.application == application)?;
        (decided.outcome == AdmissionOutcome::Admitted).then_some(of.provider)
    }

    fn open(&self, new: AdmissionOpened) -> Result<Vec<AdmissionEvent>, Refusal> {
        match &self.opened {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(AdmissionRefusal::Exists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        let mut keys = BTreeSet::new();
        for (place, condition) in new.conditions.iter().enumerate() {
            faults.unless(
                keys.insert(&condition.key),
                format!("/conditions/{place}/key"),
                "Elke voorwaarde heeft een eigen sleutel; deze komt twee keer voor.",
            );
        }
        faults.unless(!new.conditions.is_empty(), "/conditions", "Noem minstens één voorwaarde.");
        faults.unless(
            new.closes.as_ref().is_none_or(|closes| new.opens < closes.at),
            "/closes/at",
            "De sluiting moet na de opening liggen.",
        );
        faults.unless(
            new.kind != AdmissionKind::OpenHouse || new.ceiling.is_none(),
            "/ceiling",
            "In een open house wordt iedereen toegelaten die voldoet. Een plafond past daar niet.",
        );
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn apply(&self, new: AdmissionApplied) -> Result<Vec<AdmissionEvent>, Refusal> {
        let opened = self.opened()?;
        if self.applied.contains(&new) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        for condition in &opened.conditions {
            faults.unless(
                new.statements.contains_key(&condition.key),
                "/statements",
                format!("Vertel hoe u voldoet aan de voorwaarde {}.", condition.key),
            );
        }
        let known = |key: &Slug| opened.conditions.iter().any(|condition| condition.key == *key);
        for key in new.statements.keys().filter(|key| !known(key)) {
            faults.add(format!("/statements/{key}"), "Deze voorwaarde is er niet.");
        }
        faults.unless(
            (opened.kind == AdmissionKind::Subsidy) == new.amount.is_some(),
            "/amount",
            "Noem bij een subsidie het bedrag dat u vraagt, en anders geen bedrag.",
        );
        faults.check()?;
        // Whoever was refused may try again.
        let stands = |old: &&AdmissionApplied| {
            let decided = self.decided.get(&old.application);
            decided.is_none_or(|it| it.outcome == AdmissionOutcome::Admitted)
        };
        let own = self.applied.iter().filter(|old| old.provider == new.provider);
        if own.filter(stands).count() > 0 {
            return Err(AdmissionRefusal::Applied.into());
        }
        Ok(vec![new.into()])
    }

    fn granted(&self) -> Money {
        let admitted = |it: &&AdmissionApplied| {
            let decided = self.decided.get(&it.application);
            decided.is_some_and(|decided| decided.outcome == AdmissionOutcome::Admitted)
        };
        let amounts = self.applied.iter().filter(admitted).filter_map(|it| it.amount);
        amounts.fold(Money::ZERO, |sum, amount| sum.plus(amount).unwrap_or(sum))
    }

    /// What follows from findings: nobody chooses.
    fn outcome(&self, of: &AdmissionApplied, findings: &[ConditionFinding]) -> AdmissionOutcome {
        if findings.iter().any(|finding| !finding.met) {
            return AdmissionOutcome::NotQualified;
        }
        let ceiling = self.opened.as_ref().and_then(|opened| opened.ceiling);
        let fits = ceiling.is_none_or(|ceiling| {
            let sum = self.granted().plus(of.amount.unwrap_or(Money::ZERO));
            sum.is_some_and(|sum| sum <= ceiling)
        });
        if fits { AdmissionOutcome::Admitted } else { AdmissionOutcome::CeilingReached }
    }

    fn decide_about(
        &self,
        application: ApplicationId,
        findings: Vec<ConditionFinding>,
        told: ToldWithDecision,
    ) -> Result<Vec<AdmissionEvent>, Refusal> {
        let opened = self.opened()?;
        let place = self.applied.iter().position(|it| it.application == application);
        let place = place.ok_or(AdmissionRefusal::ApplicationUnknown)?;
        if let Some(decided) = self.decided.get(&application) {
            let same = decided.findings == findings;
            return if same { Ok(vec![]) } else { Err(AdmissionRefusal::Decided.into()) };
        }
        let found: BTreeSet<_> = findings.iter().map(|finding| &finding.condition).collect();
        let asked: BTreeSet<_> = opened.conditions.iter().map(|it| &it.key).collect();
        let mut faults = Faults::none();
        faults.unless(
            found == asked && found.len() == findings.len(),
            "/findings",
            "Geef bij elke voorwaarde één bevinding, met de reden.",
        );
        faults.check()?;
        let waits = |it: &AdmissionApplied| !self.decided.contains_key(&it.application);
        if opened.ceiling.is_some() && self.applied.iter().take(place).any(waits) {
            return Err(AdmissionRefusal::EarlierWaits.into());
        }
        let outcome = self.applied.get(place).map(|of| self.outcome(of, &findings));
        let outcome = outcome.ok_or(AdmissionRefusal::ApplicationUnknown)?;
        let ToldWithDecision { remedies, objection } = told;
        let decided = AdmissionDecided { application, findings, outcome, remedies, objection };
        Ok(vec![decided.into()])
    }
}

impl Decider for AdmissionProcedure {
    const CATEGORY: &'static str = "admission";
    type Command = AdmissionCommand;
    type Event = AdmissionEvent;

    fn decide(&self, command: AdmissionCommand) -> Result<Vec<AdmissionEvent>, Refusal> {
        match command {
            AdmissionCommand::Open(new) => self.open(*new),
            AdmissionCommand::Apply(new) => self.apply(*new),
            AdmissionCommand::Decide { application, findings, told } => {
                self.decide_about(application, findings, told)
            }
        }
    }

    fn evolve(&mut self, event: &AdmissionEvent) {
        match event.clone() {
            AdmissionEvent::AdmissionOpened(opened) => self.opened = Some(opened),
            AdmissionEvent::AdmissionApplied(applied) => self.applied.push(applied),
            AdmissionEvent::AdmissionDecided(decided) => {
                self.decided.insert(decided.application, decided);
            }
        }
    }
}

aggregate!(AdmissionProcedure);
