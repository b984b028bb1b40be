//! Moments in a file: a date and time in the Netherlands, or a day of a week counted from now.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::AmbiguousOffset;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// A moment: `2026-11-02 09:00`, or `week -6 di 09:00` (Tuesday, six weeks before this week).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A date and time.
    At(DateTime),
    /// A day of a week counted from the present one.
    InWeek {
        /// How many weeks after this one; negative is before.
        weeks: i32,
        /// Which day.
        day: Weekday,
        /// What time.
        time: Time,
    },
}

/// A text is not a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a moment; write 2026-11-02 09:00 or week -6 di 09:00 (ma di wo do vr za zo)")]
pub struct NotAMoment(String);

const DAYS: [(&str, Weekday); 7] = [
    ("ma", Weekday::Monday),
    ("di", Weekday::Tuesday),
    ("wo", Weekday::Wednesday),
    ("do", Weekday::Thursday),
    ("vr", Weekday::Friday),
    ("za", Weekday::Saturday),
    ("zo", Weekday::Sunday),
];

impl When {
    /// The instant, seen from `now`.
    ///
    /// # Errors
    /// When the clock in the Netherlands skips that time or shows it twice.
    pub fn instant(self, now: Timestamp) -> Result<Timestamp, NotAMoment> {
        let zone = calendar::amsterdam();
        let wall = match self {
            Self::At(wall) => wall,
            Self::InWeek { weeks, day, time } => {
                let today = now.to_zoned(zone.clone()).date();
                let monday = today
                    .checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
                    .unwrap_or(today);
                let offset = i64::from(weeks) * 7 + i64::from(day.to_monday_zero_offset());
                monday.checked_add(offset.days()).unwrap_or(monday).to_datetime(time)
            }
        };
        let ambiguous = zone.to_ambiguous_timestamp(wall);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {
                ambiguous.compatible().map_err(|_| NotAMoment(self.to_string()))
            }
            _ => Err(NotAMoment(self.to_string())),
        }
    }
}

impl FromStr for When {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let wrong = || NotAMoment(text.to_owned());
        let words: Vec<_> = text.split_whitespace().collect();
        match words.as_slice() {
            ["week", weeks, day, time] => {
                let weeks: i32 = weeks.parse().map_err(|_| wrong())?;
                let (_, day) = DAYS.into_iter().find(|(name, _)| name == day).ok_or_else(wrong)?;
                if !(-520..=520).contains(&weeks) {
                    return Err(wrong());
                }
                Ok(Self::InWeek { weeks, day, time: time.parse().map_err(|_| wrong())? })
            }
            [date, time] => {
                let date: Date = date.parse().map_err(|_| wrong())?;
                let time: Time = time.parse().map_err(|_| wrong())?;
                Ok(Self::At(date.to_datetime(time)))
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(wall) => write!(f, "{} {}", wall.date(), wall.time()),
            Self::InWeek { weeks, day, time } => {
                let name =
                    DAYS.iter().find(|(_, known)| known == day).map_or("?", |(name, _)| name);
                write!(f, "week {weeks} {name} {time}")
            }
        }
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Result<String, NotAMoment> {
        // Thursday 26 November 2026, 15.00 in the Netherlands.
        let now: Timestamp = "2026-11-26T14:00:00Z".parse().unwrap();
        text.parse::<When>()?.instant(now).map(|instant| instant.to_string())
    }

    #[test]
    fn a_moment_is_a_date_or_a_day_in_a_week() {
        assert_eq!(instant("2026-06-04 12:00").unwrap(), "2026-06-04T10:00:00Z");
        assert_eq!(instant("week 0 ma 09:00").unwrap(), "2026-11-23T08:00:00Z");
        assert_eq!(instant("week -1 zo 23:59").unwrap(), "2026-11-22T22:59:00Z");
        assert_eq!(instant("week -24 do 12:00").unwrap(), "2026-06-11T10:00:00Z");
        assert_eq!(instant("week 2 do 12:00").unwrap(), "2026-12-10T11:00:00Z");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for wrong in [
            "",
            "morgen",
            "2026-06-04",
            "week di 09:00",
            "week 1 xx 09:00",
            "week 1 di 25:00",
            "week 9999 di 09:00",
            "2026-03-29 02:30",
            "2026-10-25 02:30",
        ] {
            assert!(instant(wrong).is_err(), "{wrong}");
        }
    }
}
