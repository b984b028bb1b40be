//! What can be wrong with a rule for a term.

use crate::rule::{Direction, EndRule, GeneralTermsAct, Recess, TermRule, Unit};
use crate::term::GroundKind;
use jiff::civil::Date;
use vocabulary::Faults;

/// The longest term, in its own unit.
const COUNT_MAX: u32 = 1_000;

/// The days of a year that must be left when every recess is taken out.
const DAYS_LEFT: usize = 100;

impl TermRule {
    /// What is wrong with the rule, with fields below the given pointer.
    #[must_use]
    pub fn faults(&self, field: &str) -> Faults {
        let mut faults = Faults::none();
        let at = |name: &str| format!("{field}/{name}");
        faults.unless(
            (1..=COUNT_MAX).contains(&self.count.get()),
            at("count"),
            format!("Een termijn telt minstens 1 en hoogstens {COUNT_MAX}."),
        );
        faults.unless(
            self.valid_until.is_none_or(|until| self.valid_from <= until),
            at("validUntil"),
            "De regel kan niet eindigen voordat hij begint te gelden.",
        );
        faults.unless(
            self.unit != Unit::Hours || self.end == EndRule::SameClock,
            at("end"),
            "Een termijn in uren eindigt op de klok, niet aan het eind van een dag.",
        );
        let law = self.ground.kind == GroundKind::Law;
        faults.unless(
            !law || self.general_terms_act != GeneralTermsAct::Silent,
            at("generalTermsAct"),
            "Voor een termijn uit de wet geldt de Algemene termijnenwet, of de wet sluit die uit.",
        );
        faults.extend(self.recess_faults(field).into_vec());
        faults
    }

    fn recess_faults(&self, field: &str) -> Faults {
        let mut faults = Faults::none();
        if self.recess.is_empty() {
            return faults;
        }
        let whole = format!("{field}/recess");
        faults.unless(
            self.direction == Direction::Forward && self.unit != Unit::Hours,
            &whole,
            "Een reces hoort bij een termijn die vooruit telt, in dagen of langer.",
        );
        faults.unless(
            self.ground.kind != GroundKind::Law,
            &whole,
            "Een termijn uit de wet staat niet stil tijdens een reces.",
        );
        for (n, recess) in self.recess.iter().enumerate() {
            let exists = recess.from.exists() && recess.until.exists();
            faults.unless(exists, format!("{whole}/{n}"), "Deze dag bestaat niet.");
        }
        faults.unless(
            days_left(&self.recess) >= DAYS_LEFT,
            &whole,
            format!("Buiten het reces blijven minder dan {DAYS_LEFT} dagen per jaar over."),
        );
        faults
    }
}

/// The days of a year outside every recess, taking each of them for a yearly one.
fn days_left(recess: &[Recess]) -> usize {
    let yearly: Vec<_> = recess.iter().map(|it| Recess { year: None, ..it.clone() }).collect();
    let days = std::iter::successors(Date::new(2028, 1, 1).ok(), |day| day.tomorrow().ok());
    days.take_while(|day| day.year() == 2028)
        .filter(|day| !yearly.iter().any(|recess| recess.holds(*day)))
        .count()
}
