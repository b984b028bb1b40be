//! Until when the dossier of a trajectory is kept at least (art. 2.56 Aanbestedingswet 2012).

use calendar::{ChosenTerms, Deadline, Holidays, TermKind};
use jiff::Timestamp;

/// Until when a dossier is kept at least. A list for selection (selectielijst) can name a longer
/// term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Not everything is decided: the term begins with the last award.
    Undecided,
    /// The rules of the trajectory name no term: that of the selection list holds.
    NoRule,
    /// Until here.
    Until(Box<Deadline>),
}

impl Retention {
    /// By the terms of a trajectory, with when each award became final or was given up; `None`
    /// where that has not happened.
    #[must_use]
    pub fn of(
        terms: Option<&ChosenTerms>,
        concluded: impl IntoIterator<Item = Option<Timestamp>>,
    ) -> Self {
        let concluded: Option<Vec<_>> = concluded.into_iter().collect();
        let Some(last) = concluded.and_then(|all| all.into_iter().max()) else {
            return Self::Undecided;
        };
        let deadline = terms.and_then(|terms| {
            let terms = terms.effective("").ok()?;
            let rule = terms.rules.iter().find(|it| it.rule.kind == TermKind::Retention)?;
            terms.deadline(rule.rule.id.as_str(), last, &Holidays::known()).ok()
        });
        deadline.map_or(Self::NoRule, |deadline| Self::Until(Box::new(deadline)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::TermProfile;

    fn terms(profile: &str) -> ChosenTerms {
        let profile = TermProfile::latest(profile, jiff::civil::date(2027, 1, 1)).unwrap();
        ChosenTerms { profile: profile.reference(), overrides: vec![] }
    }

    #[test]
    fn a_dossier_is_kept_for_years_after_the_last_award_and_while_one_is_open() {
        let terms = terms("open-procedure");
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let (early, late) = (at("2027-03-01T10:00:00Z"), at("2027-06-01T10:00:00Z"));
        assert_eq!(Retention::of(Some(&terms), []), Retention::Undecided);
        assert_eq!(Retention::of(Some(&terms), [early, None]), Retention::Undecided);
        let Retention::Until(deadline) = Retention::of(Some(&terms), [late, early]) else {
            panic!("the profile has a term");
        };
        assert_eq!(deadline.event, late.unwrap());
        assert!(deadline.at >= "2030-06-01T00:00:00Z".parse().unwrap(), "{}", deadline.at);
        assert_eq!(Retention::of(None, [early]), Retention::NoRule);
    }
}
