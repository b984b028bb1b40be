//! The same questions, answered slowly and by other means: a list of days that is walked one by
//! one, Easter by the method of Gauss, and the rule of the European Union for summer time. Nothing
//! here uses the code under test or its calendar.

/// The first year of the list.
const FIRST_YEAR: i32 = 2010;

/// The first year after it.
const END_YEAR: i32 = 2060;

/// 1 January 2010, in days from 1 January 1970; it was a Friday.
const FIRST_DAY: i64 = 14_610;

const HOUR: i64 = 3_600;

const DAY: i64 = 24 * HOUR;

/// A day on the list.
#[derive(Clone, Copy)]
pub(crate) struct Day {
    pub(crate) year: i32,
    pub(crate) month: i32,
    pub(crate) day: i32,
    /// From Monday, 0.
    pub(crate) weekday: usize,
    pub(crate) free: bool,
}

/// The days of half a century in order.
pub(crate) struct Days(pub(crate) Vec<Day>);

/// What a rule counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Counts {
    Days,
    WorkingDays,
    Weeks,
    Months,
    Years,
}

/// A rule, in numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slow {
    pub(crate) counts: Counts,
    pub(crate) count: usize,
    pub(crate) same_day: bool,
    pub(crate) same_clock: bool,
    /// Whether there is a recess in July and August.
    pub(crate) summer: bool,
}

/// Easter Sunday by Gauss.
pub(crate) fn easter(year: i32) -> (i8, i8) {
    let (a, b, c) = (year % 19, year % 4, year % 7);
    let k = year / 100;
    let m = (15 - (13 + 8 * k) / 25 + k - k / 4) % 30;
    let n = (4 + k - k / 4) % 7;
    let d = (19 * a + m) % 30;
    let e = (2 * b + 4 * c + 6 * d + n) % 7;
    let mut after_21_march = 1 + d + e;
    if e == 6 && (d == 29 || (d == 28 && (11 * m + 11) % 30 < 19)) {
        after_21_march -= 7;
    }
    if after_21_march <= 10 {
        (3, i8::try_from(21 + after_21_march).unwrap())
    } else {
        (4, i8::try_from(after_21_march - 10).unwrap())
    }
}

fn month_length(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Days {
    pub(crate) fn new() -> Self {
        let mut days = vec![];
        for year in FIRST_YEAR..END_YEAR {
            for month in 1..=12 {
                for day in 1..=month_length(year, month) {
                    let weekday = (4 + days.len()) % 7;
                    days.push(Day { year, month, day, weekday, free: weekday >= 5 });
                }
            }
        }
        let mut list = Self(days);
        for year in FIRST_YEAR..END_YEAR {
            let (month, day) = easter(year);
            let easter = list.place(year, i32::from(month), i32::from(day));
            let king = list.place(year, 4, 27);
            let king = if list.0[king].weekday == 6 { king - 1 } else { king };
            let fixed = [(1, 1), (5, 5), (12, 25), (12, 26)];
            let fixed = fixed.map(|(month, day)| list.place(year, month, day));
            let moving = [easter - 2, easter + 1, easter + 39, easter + 50, king];
            for place in fixed.into_iter().chain(moving) {
                list.0[place].free = true;
            }
        }
        list
    }

    /// Where a date stands on the list.
    pub(crate) fn place(&self, year: i32, month: i32, day: i32) -> usize {
        self.0.iter().position(|it| (it.year, it.month, it.day) == (year, month, day)).unwrap()
    }

    fn recess(&self, rule: Slow, place: usize) -> bool {
        rule.summer && matches!(self.0[place].month, 7 | 8)
    }

    fn working(&self, rule: Slow, place: usize) -> bool {
        !self.0[place].free && !self.recess(rule, place)
    }

    /// The last day of a forward term before it moves, and its first day.
    pub(crate) fn last(&self, rule: Slow, event: usize) -> (usize, usize) {
        let first = if rule.same_day { event } else { event + 1 };
        let length = match rule.counts {
            Counts::WorkingDays => {
                let mut counted = 0;
                let mut place = first;
                loop {
                    counted += usize::from(self.working(rule, place));
                    if counted == rule.count {
                        return (first, place);
                    }
                    place += 1;
                }
            }
            Counts::Days => rule.count,
            Counts::Weeks => rule.count * 7,
            Counts::Months | Counts::Years => self.same_number(rule, event) + 1 - first,
        };
        let counting = (first..).filter(|place| !self.recess(rule, *place));
        (first, counting.take(length).last().unwrap())
    }

    fn months(rule: Slow) -> i32 {
        let count = i32::try_from(rule.count).unwrap();
        if rule.counts == Counts::Years { count * 12 } else { count }
    }

    /// The last day of so many months: walks to the day with the same number, or to the end of
    /// the month that has none.
    fn same_number(&self, rule: Slow, event: usize) -> usize {
        let from = self.0[event];
        let wanted = from.year * 12 + from.month + Self::months(rule);
        let in_month = |day: &Day| day.year * 12 + day.month == wanted;
        let start = event + self.0[event..].iter().position(in_month).unwrap();
        match self.0[start..]
            .iter()
            .take_while(|day| in_month(day))
            .position(|it| it.day == from.day)
        {
            Some(days) => start + days - usize::from(rule.same_day),
            None => start + self.0[start..].iter().take_while(|day| in_month(day)).count() - 1,
        }
    }

    /// The last day on which something is in time that has to be done so long before an event.
    pub(crate) fn back(&self, rule: Slow, event: usize) -> usize {
        let same = usize::from(rule.same_day);
        match rule.counts {
            Counts::Days => event - rule.count + same,
            Counts::Weeks => event - 7 * rule.count + same,
            Counts::WorkingDays => {
                let walk = (0..=event - 1 + same).rev();
                walk.filter(|place| self.working(rule, *place)).nth(rule.count - 1).unwrap()
            }
            Counts::Months | Counts::Years => {
                let from = self.0[event];
                let wanted = from.year * 12 + from.month - Self::months(rule);
                let in_month =
                    |place: &usize| self.0[*place].year * 12 + self.0[*place].month == wanted;
                let fits = |place: &usize| in_month(place) && self.0[*place].day <= from.day;
                (0..event).rev().find(fits).unwrap() + same
            }
        }
    }

    /// The first day, from the last one of a term on, on which the act lets it end.
    pub(crate) fn moved(&self, rule: Slow, first: usize, last: usize) -> usize {
        let long = match rule.counts {
            Counts::Days => rule.count >= 3,
            Counts::WorkingDays => false,
            Counts::Weeks | Counts::Months | Counts::Years => true,
        };
        let held = |end: usize| (first..=end).filter(|place| !self.0[*place].free).count();
        (last..).find(|end| self.working(rule, *end) && (!long || held(*end) >= 2)).unwrap()
    }

    /// Whether the act reaches a term of this length.
    pub(crate) fn act_reaches(rule: Slow) -> bool {
        let most = match rule.counts {
            Counts::Days | Counts::WorkingDays => 90,
            Counts::Weeks => 12,
            Counts::Months => 3,
            Counts::Years => 0,
        };
        rule.count <= most
    }

    fn last_sunday(&self, year: i32, month: i32) -> i64 {
        // Nobody looks through half a century for a day of which the year is known.
        let before = usize::try_from(year - FIRST_YEAR).unwrap() * 365;
        let days = self.0.iter().enumerate().skip(before).take(380);
        let mut sundays =
            days.filter(|(_, it)| (it.year, it.month) == (year, month) && it.weekday == 6);
        FIRST_DAY + i64::try_from(sundays.next_back().unwrap().0).unwrap()
    }

    /// The instants, in seconds from 1970, at which a clock in the Netherlands shows a time:
    /// none in the hour that is skipped, two in the hour that comes twice.
    pub(crate) fn instants(&self, place: usize, second: i64) -> Vec<i64> {
        let year = self.0[place].year;
        let summer =
            self.last_sunday(year, 3) * DAY + HOUR..self.last_sunday(year, 10) * DAY + HOUR;
        let clock = (FIRST_DAY + i64::try_from(place).unwrap()) * DAY + second;
        let at = |offset: i64| {
            let instant = clock - offset;
            (summer.contains(&instant) == (offset == 2 * HOUR)).then_some(instant)
        };
        [at(2 * HOUR), at(HOUR)].into_iter().flatten().collect()
    }

    /// The last microsecond of a term that ends on a day, or nothing when the clock does not
    /// show its end once.
    pub(crate) fn end(&self, rule: Slow, place: usize, second: i64) -> Option<i64> {
        let (instants, less) = if rule.same_clock {
            (self.instants(place, second), 0)
        } else {
            (self.instants(place + 1, 0), 1)
        };
        match instants[..] {
            [once] => Some(once * 1_000_000 - less),
            _ => None,
        }
    }
}
