//! Moving the end of a term over free days, as the Algemene termijnenwet does.

use crate::count::{Counted, DeadlineStep, in_recess};
use crate::dutch::day_in_words;
use crate::holidays::Holidays;
use crate::moment::too_far;
use crate::rule::{TermRule, Unit};
use jiff::civil::Date;
use vocabulary::NotAllowed;

/// From how many days on a term must hold two working days (Algemene termijnenwet, art. 2).
const DAYS_MIN: u32 = 3;

/// How many working days such a term holds at least.
pub(crate) const WORKING_DAYS_MIN: usize = 2;

/// The last day of a forward term by the Algemene termijnenwet, with the steps that led there.
///
/// Art. 2: a term of at least three days holds at least two working days. Art. 1(1): a term that
/// ends on a Saturday, a Sunday or a holiday ends on the next day that is none of them.
pub(crate) fn moved(
    rule: &TermRule,
    counted: &Counted,
    days: &Holidays,
) -> Result<(Date, Vec<DeadlineStep>), NotAllowed> {
    let mut steps = vec![];
    let mut last = counted.last;
    if holds_working_days(rule) {
        let mut held = working_days_in(counted.first, last, days);
        if held < WORKING_DAYS_MIN {
            let text = format!(
                "In de termijn zitten minder dan twee werkdagen ({held}). Hij duurt tot er twee \
                 in zitten (Algemene termijnenwet, artikel 2)."
            );
            steps.push(DeadlineStep::new(last, text));
        }
        while held < WORKING_DAYS_MIN {
            last = last.tomorrow().map_err(|_| too_far())?;
            if days.is_working_day(last) {
                held += 1;
                steps.push(DeadlineStep::new(
                    last,
                    format!("{} is een werkdag.", capitalised(&day_in_words(last))),
                ));
            }
        }
    }
    while let Some(why) = why_not_on(rule, last, days) {
        let next = last.tomorrow().map_err(|_| too_far())?;
        let text = format!(
            "{} is {why}. Daarop eindigt de termijn niet: hij schuift naar {} (Algemene \
             termijnenwet, artikel 1, lid 1).",
            capitalised(&day_in_words(last)),
            day_in_words(next),
        );
        steps.push(DeadlineStep::new(last, text));
        last = next;
    }
    Ok((last, steps))
}

/// Whether a term is long enough for art. 2 of the Algemene termijnenwet.
pub(crate) fn holds_working_days(rule: &TermRule) -> bool {
    match rule.unit {
        Unit::Hours => false,
        Unit::Days | Unit::WorkingDays => rule.count.get() >= DAYS_MIN,
        Unit::Weeks | Unit::Months | Unit::Years => true,
    }
}

/// How many working days there are from one day up to and including another.
pub(crate) fn working_days_in(first: Date, last: Date, days: &Holidays) -> usize {
    std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .filter(|day| days.is_working_day(*day))
        .take(WORKING_DAYS_MIN)
        .count()
}

fn why_not_on(rule: &TermRule, day: Date, days: &Holidays) -> Option<String> {
    days.why_free(day).or_else(|| in_recess(rule, day).then(|| "een dag van het reces".to_owned()))
}

/// The text with a capital in front.
pub(crate) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
