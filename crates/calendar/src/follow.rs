//! Terms that follow a rule: held against it when they are set, and explained by it afterwards.

use crate::choice::{ChosenTerms, EffectiveTerms};
use crate::deadline::Deadline;
use crate::dutch::{day_in_words, local, moment_in_words, until_in_words};
use crate::holidays::Holidays;
use crate::rule::{Direction, Purpose};
use crate::shift::capitalised;
use crate::term::{FollowedRule, Term};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, NotAllowed};

/// Whoever writes 23.59 for the end of a day, means the end of that day.
const A_MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Why a term is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TermExplanation {
    /// "t/m donderdag 4 juni 2026 12.00 uur (aanbestedingsstuk: …)".
    pub in_words: String,
    /// Why it is so, and on what ground, in Dutch.
    pub reasons: Vec<String>,
    /// The computation of the rule that it follows, with every step; none without a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Deadline>,
    /// What to look out for, in Dutch.
    pub warnings: Vec<String>,
}

impl Deadline {
    /// Whether a term that ends at an instant keeps to this deadline: it may give more room, and
    /// never less. For what others must do, it ends where one of the readings ends.
    #[must_use]
    pub fn is_kept_by(&self, at: Timestamp) -> bool {
        match (self.rule.purpose, self.rule.direction) {
            (Purpose::WaitUntil, _) => self.at.duration_since(at) < A_MINUTE,
            (Purpose::ActBy, Direction::CountedBack) => at <= self.at,
            (Purpose::ActBy, Direction::Forward) => self
                .readings
                .iter()
                .any(|reading| at <= reading.at && reading.at.duration_since(at) < A_MINUTE),
        }
    }
}

impl EffectiveTerms {
    /// Holds a term against the rule that it names, and keeps the version of the profile with it.
    /// A term that names no rule stays as it is.
    ///
    /// # Errors
    /// There is no such rule, nothing follows from it, or the term departs from it without a
    /// reason: faults below the given pointer.
    pub fn follow(&self, mut term: Term, field: &str, days: &Holidays) -> Result<Term, Faults> {
        let at = term.at;
        let Some(rule) = &mut term.rule else { return Ok(term) };
        let deadline = self
            .deadline(rule.id.as_str(), rule.event, days)
            .map_err(|NotAllowed(why)| Faults::one(format!("{field}/rule/id"), why))?;
        if !deadline.is_kept_by(at) && rule.departs.is_none() {
            return Err(Faults::one(
                format!("{field}/at"),
                format!(
                    "Volgens de regel {} loopt deze termijn {}. Neem dat over, of vertel bij de \
                     regel waarom u afwijkt (departs).",
                    rule.id, deadline.in_words
                ),
            ));
        }
        rule.profile = Some(self.profile.clone());
        Ok(term)
    }
}

impl Term {
    /// Explains the term: its ground, and when it follows a rule, the whole computation, with the
    /// profile that held when it was set. `chosen` is what holds now.
    #[must_use]
    pub fn explained(&self, chosen: Option<&ChosenTerms>, days: &Holidays) -> TermExplanation {
        let Self { ground, .. } = self;
        let rests = format!("De grondslag is: {} ({}).", ground.source, ground.kind.dutch());
        let mut explanation = TermExplanation {
            in_words: self.in_words(),
            reasons: vec![rests],
            computed: None,
            warnings: vec![],
        };
        let Some(followed) = &self.rule else {
            explanation.reasons.push(
                "De termijn is zo gesteld: hij volgt niet uit een regel van een termijnprofiel."
                    .to_owned(),
            );
            return explanation;
        };
        match followed.deadline(chosen, days) {
            Ok(deadline) => self.add_computation(&mut explanation, followed, deadline),
            Err(NotAllowed(why)) => explanation.warnings.push(why),
        }
        explanation
    }

    fn add_computation(
        &self,
        explanation: &mut TermExplanation,
        followed: &FollowedRule,
        deadline: Deadline,
    ) {
        explanation.reasons.push(format!(
            "De termijn volgt de regel \"{}\" ({}: {}), gerekend met {} op {}.",
            deadline.rule.name,
            deadline.rule.ground.kind.dutch(),
            deadline.rule.ground.source,
            deadline.rule.event,
            moment_in_words(deadline.event),
        ));
        if let Some(why) = &followed.departs {
            explanation.reasons.push(format!(
                "De regel geeft {}. Daarvan is afgeweken. Reden: {why}",
                deadline.in_words
            ));
        } else if !deadline.is_kept_by(self.at) {
            explanation.warnings.push(format!(
                "De regel geeft nu {}, en de termijn is gesteld {}. Vraag na wat geldt.",
                deadline.in_words,
                until_in_words(self.at)
            ));
        }
        let last = local(self.at).date();
        if let Some(recess) = deadline.rule.recess.iter().find(|recess| recess.holds(last)) {
            explanation.warnings.push(format!(
                "{} valt in het {}. Kies liever een dag waarop er wel wordt vergaderd.",
                capitalised(&day_in_words(last)),
                recess.name
            ));
        }
        explanation.warnings.extend(deadline.warnings.iter().cloned());
        explanation.computed = Some(deadline);
    }
}

impl FollowedRule {
    /// What the rule gives: by the profile of then, with the rules that the trajectory has now put
    /// in the place of some of it.
    fn deadline(
        &self,
        chosen: Option<&ChosenTerms>,
        days: &Holidays,
    ) -> Result<Deadline, NotAllowed> {
        let of_then = self.profile.as_ref().or(chosen.map(|chosen| &chosen.profile));
        let Some(profile) = of_then else {
            let text = "Er is geen termijnprofiel gekozen: deze regel is niet na te rekenen.";
            return Err(NotAllowed(text.to_owned()));
        };
        let same = chosen.filter(|chosen| chosen.profile == *profile);
        let overrides = same.map_or_else(Vec::new, |chosen| chosen.overrides.clone());
        let chosen = ChosenTerms { profile: profile.clone(), overrides };
        let terms = chosen.effective("").map_err(|faults| {
            let first = faults.into_vec().into_iter().next();
            NotAllowed(first.map_or_else(String::new, |fault| fault.detail))
        })?;
        terms.deadline(self.id.as_str(), self.event, days)
    }
}
