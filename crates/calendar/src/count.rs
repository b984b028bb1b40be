//! Counting days: which day is the last one of a term.

use crate::dutch::day_in_words;
use crate::holidays::Holidays;
use crate::moment::too_far;
use crate::rule::{Direction, StartRule, TermRule, Unit};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::NotAllowed;

/// A step of a computation: the day it is about, and what was done there, in plain Dutch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadlineStep {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// What was done and why, in Dutch.
    pub text: String,
}

impl DeadlineStep {
    pub(crate) fn new(date: Date, text: impl Into<String>) -> Self {
        Self { date, text: text.into() }
    }
}

/// The days of a term before anything moves.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// The first day that counts.
    pub(crate) first: Date,
    /// The last one.
    pub(crate) last: Date,
    /// How it was found.
    pub(crate) steps: Vec<DeadlineStep>,
}

/// Counts the days of a rule from the day of an event.
pub(crate) fn count(rule: &TermRule, event: Date, days: &Holidays) -> Result<Counted, NotAllowed> {
    let first = match rule.start {
        StartRule::NextDay => towards(event, rule.direction)?,
        StartRule::SameDay => event,
    };
    let start = match rule.start {
        StartRule::NextDay => "Die dag telt niet mee.",
        StartRule::SameDay => "Die dag telt mee als de eerste.",
    };
    let mut steps = vec![DeadlineStep::new(
        event,
        format!("De telling begint bij {}: {}. {start}", rule.event, day_in_words(event)),
    )];
    if rule.direction == Direction::Forward {
        let text = format!("De eerste dag van de termijn is {}.", day_in_words(first));
        steps.push(DeadlineStep::new(first, text));
    }
    let last = if rule.unit == Unit::WorkingDays {
        let last = working_days(rule, first, days)?;
        steps.push(DeadlineStep::new(last, counted_text(rule, last)));
        last
    } else {
        let nominal = nominal(rule, event)?;
        steps.push(DeadlineStep::new(nominal, counted_text(rule, nominal)));
        after_recess(rule, first, nominal, &mut steps)?
    };
    Ok(Counted { first, last, steps })
}

fn counted_text(rule: &TermRule, last: Date) -> String {
    let length = rule.unit.count_in_words(rule.count.get());
    let day = day_in_words(last);
    match (rule.direction, rule.unit) {
        (Direction::CountedBack, _) => format!("{length} terug geteld is {day}."),
        (Direction::Forward, Unit::WorkingDays) => {
            let recess = if rule.recess.is_empty() { "" } else { ", en geen dagen van het reces" };
            format!("{length} later is {day}. Alleen werkdagen tellen mee{recess}.")
        }
        (Direction::Forward, Unit::Months | Unit::Years) => format!(
            "{length} later is {day}: de dag met hetzelfde nummer, of de laatste dag van de maand."
        ),
        (Direction::Forward, _) if !rule.recess.is_empty() => {
            format!("Zonder reces zou de laatste dag van de termijn van {length} {day} zijn.")
        }
        (Direction::Forward, _) => {
            format!("De laatste dag van de termijn van {length} is {day}.")
        }
    }
}

/// The next day in a direction.
pub(crate) fn towards(day: Date, direction: Direction) -> Result<Date, NotAllowed> {
    match direction {
        Direction::Forward => day.tomorrow(),
        Direction::CountedBack => day.yesterday(),
    }
    .map_err(|_| too_far())
}

/// The last day by the calendar alone.
fn nominal(rule: &TermRule, event: Date) -> Result<Date, NotAllowed> {
    let count = i64::from(rule.count.get());
    let span = match rule.unit {
        Unit::Weeks => Span::new().try_weeks(count),
        Unit::Months => Span::new().try_months(count),
        Unit::Years => Span::new().try_years(count),
        Unit::Hours | Unit::Days | Unit::WorkingDays => Span::new().try_days(count),
    }
    .map_err(|_| too_far())?;
    let (end, back) = match rule.direction {
        Direction::Forward => (event.checked_add(span), Direction::CountedBack),
        Direction::CountedBack => (event.checked_sub(span), Direction::Forward),
    };
    let end = end.map_err(|_| too_far())?;
    let calendar = matches!(rule.unit, Unit::Months | Unit::Years);
    // A month without a day of that number ends the term already.
    let cut_off = calendar && end.day() != event.day() && rule.direction == Direction::Forward;
    match rule.start {
        StartRule::SameDay if !cut_off => towards(end, back),
        _ => Ok(end),
    }
}

fn working_days(rule: &TermRule, first: Date, days: &Holidays) -> Result<Date, NotAllowed> {
    let mut day = first;
    let mut left = rule.count.get();
    loop {
        if days.is_working_day(day) && !in_recess(rule, day) {
            left = left.saturating_sub(1);
        }
        if left == 0 {
            return Ok(day);
        }
        day = towards(day, rule.direction)?;
    }
}

/// Whether a rule stands still on a day.
pub(crate) fn in_recess(rule: &TermRule, day: Date) -> bool {
    rule.recess.iter().any(|recess| recess.holds(day))
}

/// Adds the days of every recess that falls in the term; those added may reach a next recess.
fn after_recess(
    rule: &TermRule,
    first: Date,
    nominal: Date,
    steps: &mut Vec<DeadlineStep>,
) -> Result<Date, NotAllowed> {
    let mut last = nominal;
    let mut day = first;
    while day <= last && !rule.recess.is_empty() {
        if in_recess(rule, day) {
            last = last.tomorrow().map_err(|_| too_far())?;
        }
        day = day.tomorrow().map_err(|_| too_far())?;
    }
    for recess in &rule.recess {
        let all = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        let held: Vec<_> =
            all.take_while(|day| *day <= last).filter(|day| recess.holds(*day)).collect();
        if let (Some(from), Some(until)) = (held.first(), held.last()) {
            steps.push(DeadlineStep::new(
                *from,
                format!(
                    "Tijdens het reces ({}) staat de termijn stil: {} dagen, van {} t/m {}.",
                    recess.name,
                    held.len(),
                    day_in_words(*from),
                    day_in_words(*until),
                ),
            ));
        }
    }
    if last != nominal {
        let text = format!("Na het reces is de laatste dag {}.", day_in_words(last));
        steps.push(DeadlineStep::new(last, text));
    }
    Ok(last)
}
