//! What is no rule and no deadline.

use crate::{at, back, days, forward, rule};
use calendar::{
    DayOfYear, Direction, EndRule, GeneralTermsAct, Recess, TermProfile, TermRule, Unit,
};
use jiff::civil::date;
use vocabulary::Whole;

fn refused(rule: &TermRule, event: &str) -> String {
    rule.deadline(at(event), &days()).unwrap_err().0
}

#[test]
fn a_time_that_the_clock_skips_or_shows_twice_is_no_deadline() {
    let back = TermRule { end: EndRule::SameClock, ..back(10) };
    // 02.30 on the nights of the clock change.
    assert!(refused(&back, "2026-04-08T00:30:00Z").contains("bestaat niet"));
    assert!(refused(&back, "2027-04-07T00:30:00Z").contains("bestaat niet"));
    assert!(refused(&back, "2026-11-04T01:30:00Z").contains("twee keer"));
    assert!(refused(&back, "2027-11-10T01:30:00Z").contains("twee keer"));
    // 03.00 on those nights, and 01.59.59.
    for closing in [
        "2026-04-08T01:00:00Z",
        "2026-04-07T23:59:59Z",
        "2026-11-04T02:00:00Z",
        "2026-11-04T00:59:59Z",
    ] {
        assert!(back.deadline(at(closing), &days()).is_ok(), "{closing}");
    }
    let forward = TermRule { end: EndRule::SameClock, ..forward(1) };
    let literal = TermRule { general_terms_act: GeneralTermsAct::Excluded, ..forward };
    assert!(refused(&literal, "2026-03-28T01:30:00Z").contains("bestaat niet"));
    assert!(refused(&literal, "2026-10-24T00:30:00Z").contains("twee keer"));
}

#[test]
fn hours_that_end_in_the_hour_that_comes_twice_are_no_deadline() {
    let hours = TermRule { unit: Unit::Hours, end: EndRule::SameClock, ..forward(48) };
    for event in ["2026-10-23T00:30:00Z", "2026-10-23T01:30:00Z"] {
        assert!(refused(&hours, event).contains("twee keer"), "{event}");
    }
    assert!(hours.deadline(at("2026-10-23T02:00:00Z"), &days()).is_ok());
}

#[test]
fn an_event_in_the_hour_that_comes_twice_still_has_a_day() {
    // What was sent then was sent: only deadlines are refused.
    for event in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
        let deadline = forward(20).deadline(at(event), &days()).unwrap();
        assert_eq!(deadline.in_words, "t/m maandag 16 november 2026 24.00 uur");
    }
}

fn summer(from: (i8, i8), until: (i8, i8)) -> Recess {
    let day = |(month, day)| DayOfYear { month, day };
    let name = "zomerreces".parse().unwrap();
    Recess { name, from: day(from), until: day(until), year: None }
}

#[test]
fn every_fault_of_a_rule_is_named() {
    let advice = rule("council-summer-recess", "advice");
    let recess = |recess| TermRule { recess: vec![recess], ..advice.clone() };
    for (wrong, field) in [
        (forward(0), "/count"),
        (forward(1_001), "/count"),
        (TermRule { valid_until: Some(date(2000, 1, 1)), ..forward(20) }, "/validUntil"),
        (TermRule { unit: Unit::Hours, ..forward(20) }, "/end"),
        (
            TermRule { general_terms_act: GeneralTermsAct::Silent, ..forward(20) },
            "/generalTermsAct",
        ),
        (TermRule { direction: Direction::CountedBack, ..advice.clone() }, "/recess"),
        (TermRule { recess: advice.recess.clone(), ..forward(20) }, "/recess"),
        (recess(summer((2, 30), (3, 1))), "/recess/0"),
        (recess(summer((13, 1), (3, 1))), "/recess/0"),
        (recess(summer((1, 1), (11, 1))), "/recess"),
        (recess(summer((6, 1), (5, 31))), "/recess"),
    ] {
        let faults = wrong.faults("").into_vec();
        assert!(faults.iter().any(|fault| fault.field == field), "{field} in {faults:?}");
        assert!(wrong.deadline(at("2026-06-05T10:00:00Z"), &days()).is_err(), "{field}");
    }
}

#[test]
fn a_recess_may_run_over_new_year_and_may_be_of_one_year() {
    let christmas = summer((12, 20), (1, 4));
    assert!(christmas.holds(date(2026, 12, 20)) && christmas.holds(date(2027, 1, 4)));
    assert!(!christmas.holds(date(2026, 12, 19)) && !christmas.holds(date(2027, 1, 5)));
    let once = Recess { year: Some(2026), ..christmas };
    assert!(once.holds(date(2026, 12, 31)) && once.holds(date(2027, 1, 1)));
    assert!(!once.holds(date(2026, 1, 1)) && !once.holds(date(2027, 12, 31)));
}

#[test]
fn what_runs_out_of_the_calendar_is_refused() {
    let years = TermRule { unit: Unit::Years, ..forward(1_000) };
    assert!(refused(&years, "9500-01-01T00:00:00Z").contains("buiten de kalender"));
    assert!(refused(&forward(20), "9999-12-20T00:00:00Z").contains("buiten de kalender"));
}

#[test]
fn a_profile_has_one_rule_of_a_name_a_day() {
    let mut profile = TermProfile::all()[0].clone();
    let first = TermRule { valid_until: Some(date(2026, 12, 31)), ..profile.rules[0].clone() };
    let next = |day| TermRule { valid_from: day, valid_until: None, ..first.clone() };
    profile.rules = vec![first.clone(), next(date(2027, 1, 1))];
    assert!(profile.faults("").is_empty());
    profile.rules = vec![first.clone(), next(date(2026, 12, 31))];
    assert_eq!(profile.faults("").as_slice()[0].field, "/rules/1/validFrom");
    profile.rules.clear();
    profile.version = Whole::new(0);
    assert_eq!(profile.faults("").as_slice().len(), 2);
}
