//! Computing a deadline: count, move where the law moves, read in every way that holds.

use crate::count::{Counted, DeadlineStep, count};
use crate::deadline::{Deadline, DeadlineReading, ReadingKind};
use crate::dutch::{day_in_words, local, moment_in_words, until_in_words};
use crate::holidays::Holidays;
use crate::moment::{instant_of, too_far};
use crate::rule::{Direction, EndRule, GeneralTermsAct, Purpose, TermRule, Unit};
use crate::shift::{capitalised, moved};
use crate::{ZONE, ZONE_DATA, warnings};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use vocabulary::NotAllowed;

impl TermRule {
    /// The deadline that follows from the rule for an event, which for a term that counts back is
    /// the moment from which is counted.
    ///
    /// # Errors
    /// In Dutch: the rule cannot be computed with, or the term would end at a time that does not
    /// exist on the clock in the Netherlands, or exists twice.
    pub fn deadline(&self, event: Timestamp, days: &Holidays) -> Result<Deadline, NotAllowed> {
        if let Some(fault) = self.faults("").as_slice().first() {
            return Err(NotAllowed(fault.detail.clone()));
        }
        let clock = local(event);
        let (mut steps, mut readings, counted) = if self.unit == Unit::Hours {
            let (steps, reading) = in_hours(self, event)?;
            (steps, vec![reading], None)
        } else {
            let counted = count(self, clock.date(), days)?;
            let readings = readings(self, &counted, clock, days)?;
            (counted.steps.clone(), readings, Some(counted))
        };
        let Some(safe) = mark_safe(&mut readings, self.purpose) else {
            return Err(too_far());
        };
        steps.extend(safe.steps.iter().cloned());
        let text = format!("De termijn loopt {}.", safe.in_words);
        steps.push(DeadlineStep::new(safe.local.date(), text));
        let warnings = warnings::of(self, clock.date(), counted.as_ref(), &readings, days);
        Ok(Deadline {
            at: safe.at,
            local: safe.local,
            zone: ZONE.to_owned(),
            zone_data: ZONE_DATA.to_owned(),
            in_words: safe.in_words,
            event,
            rule: self.clone(),
            profile: None,
            overridden: None,
            steps,
            readings,
            warnings,
        })
    }
}

/// Marks the reading that is safe, and gives it.
fn mark_safe(readings: &mut [DeadlineReading], purpose: Purpose) -> Option<DeadlineReading> {
    let safe = match purpose {
        Purpose::ActBy => readings.iter_mut().min_by_key(|reading| reading.at),
        Purpose::WaitUntil => readings.iter_mut().max_by_key(|reading| reading.at),
    }?;
    safe.safe = true;
    Some(safe.clone())
}

fn in_hours(
    rule: &TermRule,
    event: Timestamp,
) -> Result<(Vec<DeadlineStep>, DeadlineReading), NotAllowed> {
    let hours = SignedDuration::from_hours(i64::from(rule.count.get()));
    let (end, way) = match rule.direction {
        Direction::Forward => (event.checked_add(hours), "later"),
        Direction::CountedBack => (event.checked_sub(hours), "eerder"),
    };
    let end = instant_of(local(end.map_err(|_| too_far())?))?;
    let from = format!("De telling begint bij {}: {}.", rule.event, moment_in_words(event));
    let length = rule.unit.count_in_words(rule.count.get());
    let to = format!(
        "{length} {way} is {}. Uren lopen door: een termijn in uren schuift niet op (Algemene \
         termijnenwet, artikel 4).",
        moment_in_words(end)
    );
    let steps = vec![
        DeadlineStep::new(local(event).date(), from),
        DeadlineStep::new(local(end).date(), to),
    ];
    Ok((steps, DeadlineReading::new(ReadingKind::Literal, end, vec![])))
}

/// Every way in which the end of a term in days or longer can be read.
fn readings(
    rule: &TermRule,
    counted: &Counted,
    clock: DateTime,
    days: &Holidays,
) -> Result<Vec<DeadlineReading>, NotAllowed> {
    if rule.direction == Direction::CountedBack {
        return counted_back(rule, counted.last, clock, days);
    }
    let end = |day| end_on(rule, day, clock);
    let literal = |steps| {
        Ok::<_, NotAllowed>(DeadlineReading::new(ReadingKind::Literal, end(counted.last)?, steps))
    };
    if let Some(why) = rule.beyond_the_act() {
        let text = format!("De Algemene termijnenwet geldt niet voor {why} (artikel 4).");
        return Ok(vec![literal(vec![DeadlineStep::new(counted.last, text)])?]);
    }
    let (day, steps) = moved(rule, counted, days)?;
    let moves = day != counted.last;
    match rule.general_terms_act {
        GeneralTermsAct::Applies if moves => {
            Ok(vec![DeadlineReading::new(ReadingKind::Moved, end(day)?, steps)])
        }
        GeneralTermsAct::Silent if moves => {
            let text = format!(
                "Letterlijk gelezen eindigt de termijn op {}: de bron zegt niet dat de Algemene \
                 termijnenwet geldt.",
                day_in_words(counted.last)
            );
            let as_if = DeadlineStep::new(
                counted.last,
                "Als de Algemene termijnenwet wel geldt, schuift het einde op.",
            );
            let steps = std::iter::once(as_if).chain(steps).collect();
            Ok(vec![
                literal(vec![DeadlineStep::new(counted.last, text)])?,
                DeadlineReading::new(ReadingKind::Moved, end(day)?, steps),
            ])
        }
        GeneralTermsAct::Excluded if moves => {
            let text = "De bron sluit de Algemene termijnenwet uit. Het einde schuift niet op.";
            Ok(vec![literal(vec![DeadlineStep::new(counted.last, text)])?])
        }
        _ => Ok(vec![literal(vec![])?]),
    }
}

/// The last day that is in time, and the day before it: whoever counts full days between the two
/// days needs the earlier one. Neither of them moves (Algemene termijnenwet, art. 1(2)).
fn counted_back(
    rule: &TermRule,
    last: Date,
    clock: DateTime,
    days: &Holidays,
) -> Result<Vec<DeadlineReading>, NotAllowed> {
    let stays = |day: Date| {
        let why = days.why_free(day)?;
        let text = format!(
            "{} is {why}. Dat verandert niets: een termijn die terugtelt, schuift niet op \
             (Algemene termijnenwet, artikel 1, lid 2).",
            capitalised(&day_in_words(day))
        );
        Some(DeadlineStep::new(day, text))
    };
    let steps = stays(last).into_iter().collect();
    let literal = DeadlineReading::new(ReadingKind::Literal, end_on(rule, last, clock)?, steps);
    if rule.end == EndRule::SameClock {
        return Ok(vec![literal]);
    }
    let before = last.yesterday().map_err(|_| too_far())?;
    let text = format!(
        "Wie {} volledig tussen beide dagen wil hebben, eindigt een dag eerder: {}.",
        rule.unit.count_in_words(rule.count.get()),
        day_in_words(before)
    );
    let steps = std::iter::once(DeadlineStep::new(before, text)).chain(stays(before)).collect();
    let full = DeadlineReading::new(ReadingKind::FullDays, end_on(rule, before, clock)?, steps);
    Ok(vec![literal, full])
}

/// The last instant of a term on its last day.
fn end_on(rule: &TermRule, day: Date, clock: DateTime) -> Result<Timestamp, NotAllowed> {
    match rule.end {
        EndRule::EndOfDay => {
            let next = day.tomorrow().map_err(|_| too_far())?;
            instant_of(next.to_datetime(Time::midnight()))?
                .checked_sub(SignedDuration::from_micros(1))
                .map_err(|_| too_far())
        }
        EndRule::SameClock => instant_of(day.to_datetime(clock.time())),
    }
}

/// "t/m zondag 1 november 2020 24.00 uur", or both when there are two.
pub(crate) fn all_in_words(readings: &[DeadlineReading]) -> String {
    let words: Vec<_> = readings.iter().map(|reading| until_in_words(reading.at)).collect();
    words.join(" of ")
}
