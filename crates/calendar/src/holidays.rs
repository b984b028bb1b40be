//! Dutch public holidays: computed, and extendable by decree.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::Title;

/// The days that a royal decree made equal to holidays, as far as they are known here.
const DECREED: &str = include_str!("../data/decreed-days.json");

/// A public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// What it is called, such as "Tweede Paasdag".
    pub name: String,
}

/// A day that a royal decree makes equal to a holiday (Algemene termijnenwet, art. 3(3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecreedDay {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// What the decree is called.
    pub decree: Title,
    /// Where it was read.
    pub source: Title,
}

/// Which days are holidays: those of the act, and those that decrees add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    decreed: BTreeMap<Date, DecreedDay>,
}

impl Holidays {
    /// The holidays that the act itself names (Algemene termijnenwet, art. 3(1) and (2)).
    #[must_use]
    pub fn of_the_act() -> Self {
        Self::default()
    }

    /// The holidays of the act and the days of every decree that is known here.
    #[must_use]
    pub fn known() -> Self {
        Self::of_the_act().with(serde_json::from_str::<Vec<_>>(DECREED).unwrap_or_default())
    }

    /// The same, with days that a decree makes equal to holidays.
    #[must_use]
    pub fn with(mut self, days: impl IntoIterator<Item = DecreedDay>) -> Self {
        self.decreed.extend(days.into_iter().map(|day| (day.date, day)));
        self
    }

    /// The days that decrees add.
    pub fn decreed(&self) -> impl Iterator<Item = &DecreedDay> {
        self.decreed.values()
    }

    /// The holidays of a year in order, with the days that decrees add.
    #[must_use]
    pub fn of_year(&self, year: i16) -> Vec<Holiday> {
        let first = Date::new(year, 1, 1).ok();
        let days = std::iter::successors(first, |day| day.tomorrow().ok());
        days.take_while(|day| day.year() == year)
            .filter_map(|date| self.name(date).map(|name| Holiday { date, name }))
            .collect()
    }

    /// What a holiday is called; nothing for any other day.
    #[must_use]
    pub fn name(&self, date: Date) -> Option<String> {
        by_act(date).map(str::to_owned).or_else(|| {
            let day = self.decreed.get(&date)?;
            Some(format!("bij besluit gelijkgesteld met een feestdag ({})", day.decree))
        })
    }

    /// Whether a day is no Saturday, no Sunday and no holiday.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !is_weekend(date) && by_act(date).is_none() && !self.decreed.contains_key(&date)
    }

    /// Why a day is no working day, to put after "is": "een zaterdag", "Tweede Paasdag".
    #[must_use]
    pub fn why_free(&self, date: Date) -> Option<String> {
        self.name(date).or_else(|| match date.weekday() {
            Weekday::Saturday => Some("een zaterdag".to_owned()),
            Weekday::Sunday => Some("een zondag".to_owned()),
            _ => None,
        })
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The name of a holiday of the act: Algemene termijnenwet, art. 3(1) and, for Good Friday,
/// (2). The birthday of the King is celebrated on 27 April, or on the day before when that is a
/// Sunday.
fn by_act(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => return Some("Nieuwjaarsdag"),
        (4, 27) if date.weekday() != Weekday::Sunday => return Some("Koningsdag"),
        (4, 26) if date.weekday() == Weekday::Saturday => return Some("Koningsdag"),
        (5, 5) => return Some("Bevrijdingsdag"),
        (12, 25) => return Some("Eerste Kerstdag"),
        (12, 26) => return Some("Tweede Kerstdag"),
        (3..=6, _) => {}
        _ => return None,
    }
    match date.day_of_year() - easter(date.year())?.day_of_year() {
        -2 => Some("Goede Vrijdag"),
        1 => Some("Tweede Paasdag"),
        39 => Some("Hemelvaartsdag"),
        50 => Some("Tweede Pinksterdag"),
        _ => None,
    }
}

/// Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher; nothing
/// for a year that no date can have.
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, rest) = (y.div_euclid(100), y.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let place = epact + weekday - 7 * late + 114;
    let (month, day) = (i8::try_from(place / 31).ok()?, i8::try_from(place % 31 + 1).ok()?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_day_in_the_data_was_read() {
        let days: Vec<DecreedDay> = serde_json::from_str(DECREED).unwrap();
        assert_eq!(Holidays::known().decreed().count(), days.len());
        assert!(days.iter().all(|day| by_act(day.date).is_none() && !is_weekend(day.date)));
    }

    #[test]
    fn a_decree_adds_a_day() {
        let day = date(2027, 5, 7);
        assert!(Holidays::of_the_act().is_working_day(day));
        assert!(!Holidays::known().is_working_day(day));
        assert!(Holidays::known().why_free(day).unwrap().starts_with("bij besluit"));
    }

    #[test]
    fn a_free_day_says_why() {
        let days = Holidays::of_the_act();
        assert_eq!(days.why_free(date(2026, 5, 23)).unwrap(), "een zaterdag");
        assert_eq!(days.why_free(date(2026, 5, 24)).unwrap(), "een zondag");
        assert_eq!(days.why_free(date(2026, 5, 25)).unwrap(), "Tweede Pinksterdag");
        assert_eq!(days.why_free(date(2026, 5, 26)), None);
    }
}
