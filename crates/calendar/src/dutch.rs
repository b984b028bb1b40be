//! Instants in Dutch words, in Dutch time.

use crate::ZONE;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// What the clock says at the end of a day: the log knows no smaller part of a second.
const LAST_MICROSECOND: Time = Time::constant(23, 59, 59, 999_999_000);

const DAYS: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The time zone of Europe/Amsterdam. It is built in, so it is always there.
#[must_use]
pub fn amsterdam() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

/// The wall-clock time in Amsterdam at an instant.
#[must_use]
pub fn local(instant: Timestamp) -> DateTime {
    instant.to_zoned(amsterdam()).datetime()
}

/// The last instant of the day in Amsterdam in which an instant falls.
#[must_use]
pub fn end_of_day(instant: Timestamp) -> Timestamp {
    end_of_date(local(instant).date()).unwrap_or(instant)
}

/// The last instant of a day in Amsterdam; nothing for a day beyond what can be counted.
#[must_use]
pub fn end_of_date(date: Date) -> Option<Timestamp> {
    let end = date.to_datetime(LAST_MICROSECOND).to_zoned(amsterdam());
    end.ok().map(|end| end.timestamp())
}

/// "donderdag 4 juni 2026", of an instant.
#[must_use]
pub fn date_in_words(instant: Timestamp) -> String {
    day_in_words(local(instant).date())
}

/// "donderdag 4 juni 2026", of a date.
#[must_use]
pub fn day_in_words(date: Date) -> String {
    let day = DAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    let month = MONTHS[usize::from(date.month().unsigned_abs()).saturating_sub(1) % 12];
    format!("{day} {} {month} {}", date.day(), date.year())
}

/// "donderdag 4 juni 2026 12.00 uur"; seconds are told when there are any.
#[must_use]
pub fn moment_in_words(instant: Timestamp) -> String {
    let at = local(instant);
    let seconds = if at.second() == 0 { String::new() } else { format!(".{:02}", at.second()) };
    format!("{} {:02}.{:02}{seconds} uur", date_in_words(instant), at.hour(), at.minute())
}

/// "t/m donderdag 4 juni 2026 12.00 uur": the instant itself is still in time. The last
/// microsecond of a day reads as the end of that day: "t/m donderdag 4 juni 2026 24.00 uur".
#[must_use]
pub fn until_in_words(instant: Timestamp) -> String {
    if local(instant).time() == LAST_MICROSECOND {
        return format!("t/m {} 24.00 uur", date_in_words(instant));
    }
    format!("t/m {}", moment_in_words(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_reads_as_the_law_writes_it() {
        let at: Timestamp = "2026-06-04T10:00:00Z".parse().unwrap();
        assert_eq!(until_in_words(at), "t/m donderdag 4 juni 2026 12.00 uur");
        let at: Timestamp = "2026-12-31T23:00:05Z".parse().unwrap();
        assert_eq!(moment_in_words(at), "vrijdag 1 januari 2027 00.00.05 uur");
    }

    #[test]
    fn only_the_last_microsecond_is_the_end_of_the_day() {
        let until = |text: &str| until_in_words(text.parse().unwrap());
        assert_eq!(until("2026-06-04T21:59:59.999999Z"), "t/m donderdag 4 juni 2026 24.00 uur");
        assert_eq!(until("2026-06-04T21:59:59.999Z"), "t/m donderdag 4 juni 2026 23.59.59 uur");
        assert_eq!(until("2026-06-04T22:00:00Z"), "t/m vrijdag 5 juni 2026 00.00 uur");
    }
}
