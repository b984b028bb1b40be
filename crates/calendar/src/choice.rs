//! The profile that a trajectory chose, and where it departs from that with a reason.

use crate::deadline::{Deadline, Overridden};
use crate::dutch::{day_in_words, local};
use crate::holidays::Holidays;
use crate::profile::{TermProfile, TermProfileVersion};
use crate::rule::TermRule;
use crate::term::GroundKind;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, NotAllowed, Paragraph};

/// A rule in the place of the rules of a profile that have its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOverride {
    /// The rule that holds instead, with its own ground.
    pub rule: TermRule,
    /// Why.
    pub reason: Paragraph,
}

/// What a trajectory keeps: a profile in one version, and where it departs from that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenTerms {
    /// The profile.
    pub profile: TermProfileVersion,
    /// Where it is departed from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub overrides: Vec<RuleOverride>,
}

impl ChosenTerms {
    /// The rules that hold, from the profiles that are known here.
    ///
    /// # Errors
    /// There is no such profile, or a rule cannot take the place it is meant for.
    pub fn effective(&self, field: &str) -> Result<EffectiveTerms, Faults> {
        let Some(profile) = TermProfile::find(&self.profile) else {
            let text = "Dit termijnprofiel bestaat niet, of niet in deze versie.";
            return Err(Faults::one(format!("{field}/profile"), text));
        };
        EffectiveTerms::new(profile, &self.overrides, field)
    }
}

/// A rule as it holds for a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EffectiveRule {
    /// The rule.
    pub rule: TermRule,
    /// The rule of the profile that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
}

/// The rules as they hold for a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EffectiveTerms {
    /// The profile they come from.
    pub profile: TermProfileVersion,
    /// The rules.
    pub rules: Vec<EffectiveRule>,
}

impl EffectiveTerms {
    /// The rules of a profile, with others in the place of some.
    ///
    /// # Errors
    /// A rule is wrong, is not in the profile, or is replaced twice.
    pub fn new(
        profile: &TermProfile,
        overrides: &[RuleOverride],
        field: &str,
    ) -> Result<Self, Faults> {
        let mut faults = profile.faults(&format!("{field}/profile"));
        for (n, by) in overrides.iter().enumerate() {
            let at = format!("{field}/overrides/{n}");
            let id = &by.rule.id;
            faults.extend(by.rule.faults(&format!("{at}/rule")).into_vec());
            faults.unless(
                profile.rules.iter().any(|rule| rule.id == *id),
                format!("{at}/rule/id"),
                format!("Het profiel \"{}\" heeft geen regel met de naam {id}.", profile.name),
            );
            faults.unless(
                overrides.iter().take(n).all(|other| other.rule.id != *id),
                format!("{at}/rule/id"),
                format!("De regel {id} wordt twee keer vervangen."),
            );
        }
        faults.check()?;
        let effective = |rule: &TermRule| match overrides.iter().find(|by| by.rule.id == rule.id) {
            None => EffectiveRule { rule: rule.clone(), overridden: None },
            Some(by) => EffectiveRule {
                rule: by.rule.clone(),
                overridden: Some(Overridden { rule: rule.clone(), reason: by.reason.clone() }),
            },
        };
        let rules = profile.rules.iter().map(effective).collect();
        Ok(Self { profile: profile.reference(), rules })
    }

    /// The rule of a name that is valid for an event on a day.
    ///
    /// # Errors
    /// In Dutch: there is none.
    pub fn rule(&self, id: &str, on: Date) -> Result<&EffectiveRule, NotAllowed> {
        let mut named = self.rules.iter().filter(|it| it.rule.id.as_str() == id).peekable();
        if named.peek().is_none() {
            let text = format!("Het termijnprofiel {} kent geen regel {id}.", self.profile.id);
            return Err(NotAllowed(text));
        }
        named
            .find(|it| it.rule.is_valid_on(on))
            .ok_or_else(|| NotAllowed(format!("De regel {id} geldt niet op {}.", day_in_words(on))))
    }

    /// The deadline that a rule gives for an event, with the profile it comes from.
    ///
    /// # Errors
    /// In Dutch: there is no such rule then, or no deadline follows from it.
    pub fn deadline(
        &self,
        id: &str,
        event: Timestamp,
        days: &Holidays,
    ) -> Result<Deadline, NotAllowed> {
        let found = self.rule(id, local(event).date())?;
        let mut deadline = found.rule.deadline(event, days)?;
        deadline.profile = Some(self.profile.clone());
        if let Some(overridden) = &found.overridden {
            deadline.warnings.push(departs(overridden));
            deadline.overridden = Some(overridden.clone());
        }
        Ok(deadline)
    }
}

fn departs(overridden: &Overridden) -> String {
    let Overridden { rule, reason } = overridden;
    let law = if rule.ground.kind == GroundKind::Law {
        " Ga na of de wet dat toestaat: van een termijn uit de wet kan niet altijd worden \
         afgeweken."
    } else {
        ""
    };
    format!(
        "Deze regel staat in de plaats van die uit het profiel ({}; {}: {}). Reden: {reason}{law}",
        rule.length_in_words(),
        rule.ground.kind.dutch(),
        rule.ground.source,
    )
}
