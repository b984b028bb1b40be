//! Instants as people give them.

use crate::dutch::amsterdam;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::{DateTimeParser, Pieces};
use jiff::tz::AmbiguousOffset;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use vocabulary::NotAllowed;

/// An instant as it comes in: RFC 3339 with an offset. Any offset is accepted; answers are in
/// UTC. The wall-clock time in the Netherlands must exist and be the only one of its name, so
/// that a deadline can be written on a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Moment(Timestamp);

impl Moment {
    /// The format by which the API documents and the validation know this type.
    pub const FORMAT: &'static str = "date-time";

    /// Checks a text against the rule of this type.
    ///
    /// # Errors
    /// In Dutch: what is allowed.
    pub fn check(text: &str) -> Result<(), NotAllowed> {
        text.parse::<Self>().map(|_| ())
    }

    /// The instant.
    #[must_use]
    pub const fn instant(self) -> Timestamp {
        self.0
    }
}

impl From<Timestamp> for Moment {
    fn from(instant: Timestamp) -> Self {
        Self(instant)
    }
}

fn not_rfc_3339() -> NotAllowed {
    NotAllowed(
        "Geef datum en tijd met tijdzone volgens RFC 3339, zoals 2027-06-04T12:00:00+02:00 of \
         2027-06-04T10:00:00Z."
            .to_owned(),
    )
}

/// Refuses a wall-clock time that a letter could not name.
fn check_wall_clock(wall: DateTime) -> Result<(), NotAllowed> {
    let night = format!(
        "{:02}.{:02} uur op {}-{}-{}",
        wall.hour(),
        wall.minute(),
        wall.day(),
        wall.month(),
        wall.year()
    );
    match amsterdam().to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { .. } => Ok(()),
        AmbiguousOffset::Gap { .. } => Err(NotAllowed(format!(
            "{night} bestaat niet in Nederland: die nacht gaat de klok een uur vooruit. Kies een \
             ander tijdstip."
        ))),
        AmbiguousOffset::Fold { .. } => Err(NotAllowed(format!(
            "{night} bestaat twee keer in Nederland: die nacht gaat de klok een uur terug. Kies \
             een ander tijdstip."
        ))),
    }
}

/// The instant of a wall-clock time in the Netherlands, when there is one and only one.
pub(crate) fn instant_of(wall: DateTime) -> Result<Timestamp, NotAllowed> {
    check_wall_clock(wall)?;
    let zoned = amsterdam().to_zoned(wall).map_err(|_| too_far())?;
    Ok(zoned.timestamp())
}

/// What a computation answers that runs out of the calendar.
pub(crate) fn too_far() -> NotAllowed {
    NotAllowed("Deze termijn komt buiten de kalender. Kies een andere datum.".to_owned())
}

impl FromStr for Moment {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        static PARSER: DateTimeParser = DateTimeParser::new();
        let shaped = text.len() >= 20
            && text.is_ascii()
            && !text.contains('[')
            && matches!(text.as_bytes()[10], b'T' | b't');
        let pieces = Pieces::parse(text).map_err(|_| not_rfc_3339())?;
        let (true, Some(time), Some(offset)) = (shaped, pieces.time(), pieces.to_numeric_offset())
        else {
            return Err(not_rfc_3339());
        };
        let instant = PARSER.parse_timestamp(text).map_err(|_| not_rfc_3339())?;
        let micros =
            Timestamp::from_microsecond(instant.as_microsecond()).map_err(|_| not_rfc_3339())?;
        let here = amsterdam().to_offset(micros);
        // An offset of Dutch winter or summer means that a Dutch clock was read: that reading
        // counts, even when it names an hour that the clock skipped.
        let dutch = matches!(offset.seconds(), 3_600 | 7_200);
        check_wall_clock(if dutch {
            pieces.date().to_datetime(time)
        } else {
            here.to_datetime(micros)
        })?;
        check_wall_clock(here.to_datetime(micros))?;
        Ok(Self(micros))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("An instant with its offset; answers are in UTC."))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples([serde_json::Value::from("2027-06-04T12:00:00+02:00")])
            .into()
    }
}

impl utoipa::ToSchema for Moment {}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Result<String, String> {
        text.parse::<Moment>().map(|moment| moment.to_string()).map_err(|error| error.0)
    }

    #[test]
    fn any_offset_is_accepted_and_utc_comes_out() {
        assert_eq!(utc("2027-06-04T12:00:00+02:00").unwrap(), "2027-06-04T10:00:00Z");
        assert_eq!(utc("2027-06-04T10:00:00Z").unwrap(), "2027-06-04T10:00:00Z");
        assert_eq!(utc("2027-06-04T05:00:00-05:00").unwrap(), "2027-06-04T10:00:00Z");
        assert_eq!(utc("2027-01-04T23:59:59.999+01:00").unwrap(), "2027-01-04T22:59:59.999Z");
    }

    #[test]
    fn without_an_offset_it_is_not_an_instant() {
        for wrong in [
            "",
            "2027-06-04",
            "2027-06-04T12:00:00",
            "2027-06-04 12:00:00Z",
            "12:00",
            "2027-13-04T12:00:00Z",
            "2027-02-29T12:00:00Z",
            "2027-06-04T25:00:00Z",
            "morgen",
            "2027-06-04T12:00:00+02:00[Europe/Amsterdam]",
        ] {
            assert!(utc(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_hour_that_the_clock_skips_is_refused() {
        for wrong in
            ["2027-03-28T02:30:00+01:00", "2027-03-28T02:30:00+02:00", "2026-03-29T02:00:00+01:00"]
        {
            assert!(utc(wrong).unwrap_err().contains("bestaat niet"), "{wrong}");
        }
        assert_eq!(utc("2027-03-28T03:00:00+02:00").unwrap(), "2027-03-28T01:00:00Z");
        assert_eq!(utc("2027-03-28T01:59:59+01:00").unwrap(), "2027-03-28T00:59:59Z");
    }

    #[test]
    fn an_hour_that_comes_twice_is_refused_however_it_is_written() {
        for wrong in [
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T02:30:00+01:00",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
        ] {
            assert!(utc(wrong).unwrap_err().contains("twee keer"), "{wrong}");
        }
        assert_eq!(utc("2026-10-25T03:00:00+01:00").unwrap(), "2026-10-25T02:00:00Z");
    }
}
