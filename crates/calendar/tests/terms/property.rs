//! The engine and the slow computation agree, over generated rules and events.

use crate::slow::{Counts, Days, Slow};
use crate::{days, rule, terms};
use calendar::{
    DayOfYear, Direction, EndRule, GeneralTermsAct, GroundKind, LegalGround, Moment, NoteVerdict,
    Purpose, ReadingKind, Recess, StartRule, TermRule, Unit,
};
use jiff::Timestamp;
use proptest::prelude::*;
use std::sync::LazyLock;
use vocabulary::Whole;

static SLOW: LazyLock<Days> = LazyLock::new(Days::new);

/// Where the years begin and end that events are taken from.
const FROM: usize = 7 * 366;
const UNTIL: usize = 30 * 365;

fn slow_rules() -> impl Strategy<Value = Slow> {
    let counted = prop_oneof![
        (Just(Counts::Days), 1_usize..130),
        (Just(Counts::Days), 1_usize..8),
        (Just(Counts::WorkingDays), 1_usize..60),
        (Just(Counts::Weeks), 1_usize..16),
        (Just(Counts::Months), 1_usize..8),
        (Just(Counts::Years), 1_usize..5),
    ];
    (counted, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |((counts, count), same_day, same_clock, summer)| Slow {
            counts,
            count,
            same_day,
            same_clock,
            summer,
        },
    )
}

/// A day on the list, mostly near holidays and clock changes, and a second of that day, mostly
/// near midnight and the hours that are skipped or come twice.
fn events() -> impl Strategy<Value = (usize, i64)> {
    let near = |month: i32| {
        (2017..2039_i32, -40..60_isize)
            .prop_map(move |(year, by)| SLOW.place(year, month, 25).checked_add_signed(by).unwrap())
    };
    let month_end = (2017..2039_i32, 2..13_i32).prop_map(|(y, m)| SLOW.place(y, m, 1) - 1);
    let day = prop_oneof![FROM..UNTIL, month_end, near(3), near(5), near(7), near(10), near(12)];
    let second = prop_oneof![
        0..86_400_i64,
        6_900..11_100_i64,
        Just(0),
        Just(86_399),
        Just(43_200),
        Just(7_200),
        Just(10_800),
    ];
    (day, second)
}

fn real_rule(slow: Slow, direction: Direction, act: GeneralTermsAct) -> TermRule {
    let day = |month, day| DayOfYear { month, day };
    let name = "zomerreces".parse().unwrap();
    let summer = Recess { name, from: day(7, 1), until: day(8, 31), year: None };
    let source = "Verordening, artikel 4".parse().unwrap();
    TermRule {
        ground: LegalGround { kind: GroundKind::Ordinance, source },
        direction,
        count: Whole::new(u32::try_from(slow.count).unwrap()),
        unit: match slow.counts {
            Counts::Days => Unit::Days,
            Counts::WorkingDays => Unit::WorkingDays,
            Counts::Weeks => Unit::Weeks,
            Counts::Months => Unit::Months,
            Counts::Years => Unit::Years,
        },
        start: if slow.same_day { StartRule::SameDay } else { StartRule::NextDay },
        end: if slow.same_clock { EndRule::SameClock } else { EndRule::EndOfDay },
        general_terms_act: act,
        recess: if slow.summer { vec![summer] } else { vec![] },
        ..rule("council-summer-recess", "advice")
    }
}

/// The instant of an event, when the clock shows it once.
fn instant((place, second): (usize, i64)) -> Option<Timestamp> {
    match SLOW.instants(place, second)[..] {
        [once] => Some(Timestamp::from_second(once).unwrap()),
        _ => None,
    }
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_forward_term_ends_where_the_slow_computation_ends_it(
        slow in slow_rules(), event in events(), wait in any::<bool>(),
    ) {
        let Some(at) = instant(event) else { return Ok(()) };
        let (first, last) = SLOW.last(slow, event.0);
        let moved =
            if Days::act_reaches(slow) { SLOW.moved(slow, first, last) } else { last };
        let literal_end = SLOW.end(slow, last, event.1);
        let moved_end = SLOW.end(slow, moved, event.1);

        let applies = real_rule(slow, Direction::Forward, GeneralTermsAct::Applies);
        let found = applies.deadline(at, &days());
        prop_assert_eq!(found.as_ref().ok().map(|it| micros(it.at)), moved_end, "{:?}", found);

        let excluded = real_rule(slow, Direction::Forward, GeneralTermsAct::Excluded);
        let found = excluded.deadline(at, &days()).ok().map(|it| micros(it.at));
        prop_assert_eq!(found, literal_end);

        let silent = TermRule {
            purpose: if wait { Purpose::WaitUntil } else { Purpose::ActBy },
            ..real_rule(slow, Direction::Forward, GeneralTermsAct::Silent)
        };
        match silent.deadline(at, &days()) {
            Ok(found) => {
                prop_assert_eq!(found.readings.len(), if last == moved { 1 } else { 2 });
                prop_assert_eq!(
                    Some(micros(found.at)),
                    if wait { moved_end } else { literal_end }
                );
                prop_assert_eq!(found.readings.iter().filter(|it| it.safe).count(), 1);
                let end = found.steps.last().unwrap();
                prop_assert!(end.text.contains(&found.in_words));
            }
            Err(_) => prop_assert!(literal_end.is_none() || moved_end.is_none()),
        }
    }

    #[test]
    fn a_term_that_counts_back_never_moves(slow in slow_rules(), event in events()) {
        let slow = Slow { summer: false, ..slow };
        let Some(at) = instant(event) else { return Ok(()) };
        let literal = SLOW.back(slow, event.0);
        let acts =
            [GeneralTermsAct::Applies, GeneralTermsAct::Silent, GeneralTermsAct::Excluded];
        for act in acts {
            let found = real_rule(slow, Direction::CountedBack, act).deadline(at, &days());
            let Some(end) = SLOW.end(slow, literal, event.1) else {
                prop_assert!(found.is_err());
                continue;
            };
            let found = found.unwrap();
            let read = |kind| found.reading(kind).map(|it| micros(it.at));
            prop_assert_eq!(read(ReadingKind::Literal), Some(end));
            prop_assert_eq!(read(ReadingKind::Moved), None);
            let full = SLOW.end(slow, literal - 1, event.1).filter(|_| !slow.same_clock);
            prop_assert_eq!(read(ReadingKind::FullDays), full);
            prop_assert_eq!(micros(found.at), full.unwrap_or(end));
        }
    }

    #[test]
    fn a_clock_that_shows_a_time_not_once_gives_no_moment(event in events()) {
        let once = instant(event);
        for offset in ["+01:00", "+02:00"] {
            let day = SLOW.0[event.0];
            let (hour, rest) = (event.1 / 3_600, event.1 % 3_600);
            let text = format!(
                "{}-{:02}-{:02}T{hour:02}:{:02}:{:02}{offset}",
                day.year, day.month, day.day, rest / 60, rest % 60,
            );
            let read = text.parse::<Moment>().map(Moment::instant);
            match once {
                Some(at) if at.to_string() == text.parse::<Timestamp>().unwrap().to_string() => {
                    prop_assert_eq!(read.ok(), Some(at));
                }
                Some(_) => {}
                None => prop_assert!(read.is_err(), "{}", text),
            }
        }
    }

    #[test]
    fn the_advised_closing_is_the_first_that_fits(
        event in events(), early in 0_usize..25, second in 0..86_400_i64, urgent in any::<bool>(),
    ) {
        let (Some(closing), Some(published)) = (instant(event), instant((event.0 - early, second)))
            else { return Ok(()) };
        let (id, count) = if urgent { ("clarification-note-urgent", 4) }
            else { ("clarification-note", 10) };
        let timing =
            terms("open-procedure").note_timing(id, Moment::from(closing), published, &days());
        let timing = timing.unwrap();
        let expected = match early {
            days if days > count => NoteVerdict::InTime,
            days if days == count => NoteVerdict::Disputed,
            _ => NoteVerdict::Late,
        };
        prop_assert_eq!(timing.verdict, expected);
        let fits = |place: &usize| {
            *place > event.0 - early + count
                && !SLOW.0[*place].free
                && instant((*place, event.1)).is_some()
        };
        let first = (event.0 + 1..).find(fits).and_then(|place| instant((place, event.1)));
        let wanted =
            first.filter(|_| expected != NoteVerdict::InTime && published < closing);
        prop_assert_eq!(timing.advice.map(|it| it.at), wanted);
    }
}
