//! What to look out for in a deadline that was computed.

use crate::compute::all_in_words;
use crate::count::Counted;
use crate::deadline::{DeadlineReading, ReadingKind};
use crate::dutch::day_in_words;
use crate::holidays::Holidays;
use crate::rule::{Direction, GeneralTermsAct, Purpose, TermRule};
use crate::shift::{WORKING_DAYS_MIN, capitalised, holds_working_days, working_days_in};
use crate::term::GroundKind;
use jiff::civil::Date;

/// The warnings that belong to a computation.
pub(crate) fn of(
    rule: &TermRule,
    event: Date,
    counted: Option<&Counted>,
    readings: &[DeadlineReading],
    days: &Holidays,
) -> Vec<String> {
    let mut warnings = vec![];
    if !rule.is_valid_on(event) {
        warnings.push(not_valid(rule, event));
    }
    if rule.checked.is_none() {
        warnings.push(format!(
            "De tekst van de bron ({}) is voor deze regel niet nagelezen. Controleer de termijn.",
            rule.ground.source
        ));
    }
    if let [_, _, ..] = readings {
        warnings.push(match rule.direction {
            Direction::Forward => two_readings(rule, readings),
            Direction::CountedBack => day_zero(readings),
        });
    }
    if let Some(counted) = counted {
        warnings.extend(free_end(rule, readings, days));
        warnings.extend(few_working_days(rule, counted, days));
    }
    warnings
}

fn not_valid(rule: &TermRule, event: Date) -> String {
    let until =
        rule.valid_until.map_or_else(String::new, |until| format!(" t/m {}", day_in_words(until)));
    format!(
        "Deze regel geldt vanaf {}{until}, en dus niet op {}.",
        day_in_words(rule.valid_from),
        day_in_words(event)
    )
}

fn safe_in_words(readings: &[DeadlineReading]) -> &str {
    readings.iter().find(|reading| reading.safe).map_or("", |reading| &reading.in_words)
}

/// A term from the tender documents is no statutory term: courts have read its end in both ways.
fn two_readings(rule: &TermRule, readings: &[DeadlineReading]) -> String {
    let both = all_in_words(readings);
    let safe = safe_in_words(readings);
    let kind = rule.ground.kind.dutch();
    let advice = match rule.purpose {
        Purpose::ActBy => format!("Veilig is de vroegste: {safe}."),
        Purpose::WaitUntil => format!(
            "Veilig is: wachten {safe}. Wie binnen de termijn zelf iets moet doen, gaat uit van \
             de vroegste."
        ),
    };
    format!(
        "Deze termijn komt niet uit een wet ({kind}). Hij is op twee manieren te lezen: {both}. \
         {advice} Laat een termijn liever eindigen op een werkdag."
    )
}

/// Whether the day of publication itself counts is not clear in practice.
fn day_zero(readings: &[DeadlineReading]) -> String {
    format!(
        "Bij terugtellen is niet zeker of de dag zelf meetelt. Er zijn twee manieren van lezen: \
         {}. Veilig is: {}.",
        all_in_words(readings),
        safe_in_words(readings)
    )
}

/// A term that ends literally on a free day.
fn free_end(rule: &TermRule, readings: &[DeadlineReading], days: &Holidays) -> Option<String> {
    let [only] = readings else { return None };
    let literal = rule.direction == Direction::Forward && only.kind == ReadingKind::Literal;
    let why = days.why_free(only.local.date()).filter(|_| literal)?;
    let excluded = rule.general_terms_act == GeneralTermsAct::Excluded;
    let cause = if excluded { "Dat wil de bron zo" } else { "Dat volgt uit de lengte" };
    Some(format!(
        "{} is {why}. {cause}, maar laat een termijn liever eindigen op een werkdag.",
        capitalised(&day_in_words(only.local.date()))
    ))
}

/// Art. 2 of the Algemene termijnenwet and art. 3(5) of Regulation 1182/71 do not except terms
/// that count back, as their rules on moving do.
fn few_working_days(rule: &TermRule, counted: &Counted, days: &Holidays) -> Option<String> {
    let law = rule.ground.kind == GroundKind::Law && rule.beyond_the_act().is_none();
    let back = rule.direction == Direction::CountedBack;
    if !law || !back || !holds_working_days(rule) {
        return None;
    }
    let (first, last) = (counted.last, counted.first);
    if working_days_in(first, last, days) >= WORKING_DAYS_MIN {
        return None;
    }
    let early = std::iter::successors(Some(first), |day| day.yesterday().ok())
        .find(|day| working_days_in(*day, last, days) >= WORKING_DAYS_MIN)?
        .yesterday()
        .ok()?;
    Some(format!(
        "In deze termijn zitten minder dan twee werkdagen. Artikel 2 van de Algemene termijnenwet \
         maakt geen uitzondering voor terugtellen. Wie elke twijfel wil uitsluiten, houdt {} aan.",
        day_in_words(early)
    ))
}
