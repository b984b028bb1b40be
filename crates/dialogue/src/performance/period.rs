//! Periods over which is measured: years, quarters and months in Dutch time.

use calendar::amsterdam;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use vocabulary::NotAllowed;

/// How often is measured.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every year.
    Year,
}

impl Frequency {
    /// How many months a period of it has.
    const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A period over which is measured. In JSON it is a text: `"2027"`, `"2027-Q1"` or `"2027-03"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    year: i16,
    frequency: Frequency,
    /// Its last month, from 1.
    last: i8,
}

impl Period {
    /// Its length.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// Its last instant.
    #[must_use]
    pub fn ends(self) -> Timestamp {
        let next = if self.last == 12 { (self.year + 1, 1) } else { (self.year, self.last + 1) };
        let first = Date::new(next.0, next.1, 1).and_then(|date| date.to_zoned(amsterdam()));
        let after = first.map_or(Timestamp::MAX, |zoned| zoned.timestamp());
        after.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap_or(Timestamp::MAX)
    }

    /// The periods of a frequency that come to their end with or within it.
    #[must_use]
    pub fn due(self, frequency: Frequency) -> Vec<Self> {
        let first = self.last - self.frequency.months() + 1;
        let ends = (first..=self.last).filter(|month| month % frequency.months() == 0);
        ends.map(|last| Self { year: self.year, frequency, last }).collect()
    }

    /// Whether a value over another period can come in a delivery over this one.
    #[must_use]
    pub fn takes(self, other: Self) -> bool {
        self.due(other.frequency).contains(&other)
    }
}

impl FromStr for Period {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        let (year, part) = text.split_once('-').map_or((text, None), |(y, p)| (y, Some(p)));
        let read = || {
            let digits = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
            let year = year.parse().ok().filter(|year| digits && (2000..=2199).contains(year))?;
            let (frequency, last) = match (part, part.and_then(|it| it.strip_prefix('Q'))) {
                (None, _) => (Frequency::Year, 12),
                (_, Some(quarter @ ("1" | "2" | "3" | "4"))) => {
                    (Frequency::Quarter, quarter.parse::<i8>().ok()? * 3)
                }
                (Some(month), _) if month.len() == 2 => {
                    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
                    (Frequency::Month, month)
                }
                _ => return None,
            };
            Some(Self { year, frequency, last })
        };
        read().ok_or_else(|| {
            NotAllowed(
                "Schrijf een jaar (2027), een kwartaal (2027-Q1) of een maand (2027-03)."
                    .to_owned(),
            )
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frequency {
            Frequency::Year => write!(f, "{}", self.year),
            Frequency::Quarter => write!(f, "{}-Q{}", self.year, self.last / 3),
            Frequency::Month => write!(f, "{}-{:02}", self.year, self.last),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    /// By when they end; what ends at once, the shorter first.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.year, self.last, self.frequency).cmp(&(other.year, other.last, other.frequency))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Period {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A year, a quarter or a month, such as 2027, 2027-Q1 or 2027-03."))
            .pattern(Some("^2[01][0-9]{2}(-(Q[1-4]|0[1-9]|1[0-2]))?$"))
            .examples([serde_json::Value::from("2027-Q1")])
            .into()
    }
}

impl utoipa::ToSchema for Period {}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_survives_its_text() {
        for text in ["2027", "2027-Q1", "2027-Q4", "2027-01", "2027-12"] {
            assert_eq!(period(text).to_string(), text);
        }
        for wrong in ["", "27", "2027-Q5", "2027-13", "2027-00", "2027-1", "2027-", "+027", "1999"]
        {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_period_ends_at_midnight_in_the_netherlands() {
        let ends = |text: &str| period(text).ends().to_string();
        assert_eq!(ends("2027"), "2027-12-31T22:59:59.999999Z");
        assert_eq!(ends("2027-Q1"), "2027-03-31T21:59:59.999999Z", "summer time has begun");
        assert_eq!(ends("2027-02"), "2027-02-28T22:59:59.999999Z");
    }

    #[test]
    fn what_is_due_ends_within_the_period() {
        let due = |text: &str, frequency| {
            let due = period(text).due(frequency);
            due.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(due("2027-Q1", Frequency::Month), "2027-01 2027-02 2027-03");
        assert_eq!(due("2027-Q1", Frequency::Year), "");
        assert_eq!(due("2027-Q4", Frequency::Year), "2027");
        assert_eq!(due("2027", Frequency::Quarter), "2027-Q1 2027-Q2 2027-Q3 2027-Q4");
        assert_eq!(due("2027-03", Frequency::Quarter), "2027-Q1");
        assert!(period("2027-Q1").takes(period("2027-02")));
        assert!(!period("2027-Q1").takes(period("2027-04")));
    }

    #[test]
    fn periods_are_ordered_by_their_end() {
        let mut all = ["2028-01", "2027", "2027-12", "2027-Q4", "2027-02"].map(period);
        all.sort();
        assert_eq!(
            all.map(|it| it.to_string()),
            ["2027-02", "2027-12", "2027-Q4", "2027", "2028-01"]
        );
    }
}
