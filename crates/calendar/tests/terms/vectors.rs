//! The vectors: cases with a known answer, some of them decided by a court.

use crate::{at, back, days, forward, rule, terms};
use calendar::{
    Deadline, EndRule, GeneralTermsAct, Holidays, Purpose, ReadingKind, StartRule, Term, TermRule,
    Unit,
};

fn reading(deadline: &Deadline, kind: ReadingKind) -> String {
    deadline.reading(kind).map(|it| it.at.to_string()).unwrap()
}

/// The end of a rule for an event, in words.
fn end(rule: &TermRule, event: &str) -> String {
    rule.deadline(at(event), &days()).unwrap().in_words
}

/// Award message sent on Monday 12 October 2020: days 13 October up to Sunday 1 November.
#[test]
fn a_statutory_standstill_that_ends_on_a_sunday_moves_to_monday() {
    let deadline =
        terms("open-procedure").deadline("standstill", at("2020-10-12T12:03:00Z"), &days());
    let deadline = deadline.unwrap();
    assert_eq!(deadline.at, at("2020-11-02T22:59:59.999999Z"));
    assert_eq!(deadline.in_words, "t/m maandag 2 november 2020 24.00 uur");
    assert_eq!(deadline.readings.len(), 1);
    assert_eq!(deadline.warnings, [""; 0]);
    let steps: Vec<_> =
        deadline.steps.iter().map(|step| format!("{} {}", step.date, step.text)).collect();
    assert_eq!(
        steps,
        [
            "2020-10-12 De telling begint bij het verzenden van de gunningsbeslissing: maandag 12 \
             oktober 2020. Die dag telt niet mee.",
            "2020-10-13 De eerste dag van de termijn is dinsdag 13 oktober 2020.",
            "2020-11-01 De laatste dag van de termijn van 20 kalenderdagen is zondag 1 november \
             2020.",
            "2020-11-01 Zondag 1 november 2020 is een zondag. Daarop eindigt de termijn niet: hij \
             schuift naar maandag 2 november 2020 (Algemene termijnenwet, artikel 1, lid 1).",
            "2020-11-02 De termijn loopt t/m maandag 2 november 2020 24.00 uur.",
        ]
    );
}

#[test]
fn the_same_term_from_the_tender_documents_has_two_readings() {
    let deadline =
        terms("social-services").deadline("standstill", at("2020-10-12T12:03:00Z"), &days());
    let deadline = deadline.unwrap();
    assert_eq!(reading(&deadline, ReadingKind::Literal), "2020-11-01T22:59:59.999999Z");
    assert_eq!(reading(&deadline, ReadingKind::Moved), "2020-11-02T22:59:59.999999Z");
    assert_eq!(deadline.at, at("2020-11-02T22:59:59.999999Z"), "the buyer waits");
    let [warning] = &deadline.warnings[..] else { panic!("{:?}", deadline.warnings) };
    for part in [
        "(aanbestedingsstuk)",
        "t/m zondag 1 november 2020 24.00 uur of t/m maandag 2 november 2020 24.00 uur",
        "Veilig is: wachten t/m maandag 2 november 2020 24.00 uur.",
        "gaat uit van de vroegste",
    ] {
        assert!(warning.contains(part), "{part} in {warning}");
    }
    let safe: Vec<_> = deadline.readings.iter().filter(|it| it.safe).map(|it| it.kind).collect();
    assert_eq!(safe, [ReadingKind::Moved]);
}

#[test]
fn whoever_has_to_act_keeps_to_the_earlier_reading() {
    let act = TermRule { purpose: Purpose::ActBy, ..rule("social-services", "standstill") };
    let deadline = act.deadline(at("2020-10-12T12:03:00Z"), &days()).unwrap();
    assert_eq!(deadline.in_words, "t/m zondag 1 november 2020 24.00 uur");
    assert!(deadline.warnings[0].contains("Veilig is de vroegste: t/m zondag 1 november"));
    assert!(deadline.steps.iter().any(|step| step.text.starts_with("Letterlijk gelezen")));
}

#[test]
fn a_source_that_excludes_the_act_has_one_reading_and_a_warning() {
    let excluded = TermRule {
        general_terms_act: GeneralTermsAct::Excluded,
        ..rule("social-services", "standstill")
    };
    let deadline = excluded.deadline(at("2020-10-12T12:03:00Z"), &days()).unwrap();
    assert_eq!(deadline.in_words, "t/m zondag 1 november 2020 24.00 uur");
    assert_eq!(deadline.readings.len(), 1);
    assert!(deadline.warnings[0].contains("liever eindigen op een werkdag"));
}

/// Closing on Friday 5 June 2026 at 12.00: Tuesday 26 May by subtraction, Whit Monday 25 May
/// with ten full days in between.
#[test]
fn ten_days_before_the_closing_are_read_in_two_ways_and_never_move() {
    let deadline =
        terms("open-procedure").deadline("clarification-note", at("2026-06-05T10:00:00Z"), &days());
    let deadline = deadline.unwrap();
    assert_eq!(reading(&deadline, ReadingKind::Literal), "2026-05-26T21:59:59.999999Z");
    assert_eq!(reading(&deadline, ReadingKind::FullDays), "2026-05-25T21:59:59.999999Z");
    assert_eq!(deadline.in_words, "t/m maandag 25 mei 2026 24.00 uur");
    let text = "Maandag 25 mei 2026 is Tweede Pinksterdag. Dat verandert niets: een termijn die \
                terugtelt, schuift niet op (Algemene termijnenwet, artikel 1, lid 2).";
    assert!(deadline.steps.iter().any(|step| step.text == text), "{:#?}", deadline.steps);
    assert!(deadline.warnings[0].contains("Veilig is: t/m maandag 25 mei 2026 24.00 uur."));
}

/// 20 days from 27 March 2026 cross the night in which the clock goes forward.
#[test]
fn a_term_ends_at_local_midnight_across_the_clock_change() {
    let deadline = forward(20).deadline(at("2026-03-27T09:00:00Z"), &days()).unwrap();
    assert_eq!(deadline.local.to_string(), "2026-04-16T23:59:59.999999");
    assert_eq!(deadline.at, at("2026-04-16T21:59:59.999999Z"), "22:00Z is the first late one");
    assert!(!deadline.allows(at("2026-04-16T22:00:00Z")));
}

#[test]
fn every_night_of_a_clock_change_has_its_own_length() {
    for (event, last) in [
        ("2026-03-25T11:00:00Z", "2026-03-28T22:59:59.999999Z"),
        ("2026-03-26T11:00:00Z", "2026-03-29T21:59:59.999999Z"),
        ("2026-10-21T10:00:00Z", "2026-10-24T21:59:59.999999Z"),
        ("2026-10-22T10:00:00Z", "2026-10-25T22:59:59.999999Z"),
        ("2027-03-25T11:00:00Z", "2027-03-28T21:59:59.999999Z"),
        ("2027-10-28T10:00:00Z", "2027-10-31T22:59:59.999999Z"),
    ] {
        let literal = TermRule { general_terms_act: GeneralTermsAct::Excluded, ..forward(3) };
        assert_eq!(literal.deadline(at(event), &days()).unwrap().at, at(last), "{event}");
    }
}

/// Wednesday 5 and Thursday 6 May 2027 are both holidays.
#[test]
fn two_holidays_in_a_row_move_a_term_to_friday() {
    assert_eq!(end(&forward(5), "2027-04-30T10:00:00Z"), "t/m vrijdag 7 mei 2027 24.00 uur");
}

/// A decree made that Friday equal to a holiday.
#[test]
fn with_the_decree_of_that_year_the_same_term_moves_over_the_weekend() {
    let deadline = forward(5).deadline(at("2027-04-30T10:00:00Z"), &Holidays::known()).unwrap();
    assert_eq!(deadline.in_words, "t/m maandag 10 mei 2027 24.00 uur");
    let decree = deadline.steps.iter().find(|step| step.text.contains("bij besluit")).unwrap();
    assert!(decree.text.contains("7 mei 2027, 28 april 2028"), "{}", decree.text);
}

#[test]
fn the_closing_itself_is_in_time() {
    let back = TermRule { end: EndRule::SameClock, ..back(10) };
    let deadline = back.deadline(at("2026-06-14T10:00:00Z"), &days()).unwrap();
    assert_eq!(deadline.in_words, "t/m donderdag 4 juni 2026 12.00 uur");
    assert!(deadline.allows(at("2026-06-04T10:00:00.000Z")));
    assert!(!deadline.allows(at("2026-06-04T10:00:00.000001Z")));
    let term = Term::from(&deadline);
    assert_eq!(term.in_words(), format!("{} (wet: {})", deadline.in_words, term.ground.source));
}

#[test]
fn an_event_belongs_to_the_day_on_the_clock_to_the_last_instant() {
    let end = |event| end(&forward(20), event);
    assert_eq!(end("2020-10-12T21:59:59.999Z"), "t/m maandag 2 november 2020 24.00 uur");
    assert_eq!(end("2020-10-12T22:00:00Z"), "t/m maandag 2 november 2020 24.00 uur");
    assert_eq!(end("2020-10-13T21:59:59.999Z"), "t/m maandag 2 november 2020 24.00 uur");
    assert_eq!(end("2020-10-13T22:00:00Z"), "t/m dinsdag 3 november 2020 24.00 uur");
    let back = |closing| super::vectors::end(&back(10), closing);
    assert_eq!(back("2026-06-05T21:59:59.999Z"), "t/m maandag 25 mei 2026 24.00 uur");
    assert_eq!(back("2026-06-05T22:00:00Z"), "t/m dinsdag 26 mei 2026 24.00 uur");
    assert_eq!(back("2026-06-04T22:00:00Z"), "t/m maandag 25 mei 2026 24.00 uur");
}

/// Good Friday, the weekend and Easter Monday leave a term of three days without working days.
#[test]
fn a_term_of_three_days_holds_two_working_days() {
    let three = end(&forward(3), "2026-04-02T10:00:00Z");
    assert_eq!(three, "t/m woensdag 8 april 2026 24.00 uur");
    let two = end(&forward(2), "2026-04-02T10:00:00Z");
    assert_eq!(two, "t/m dinsdag 7 april 2026 24.00 uur", "shorter terms only move");
}

/// The Supreme Court on three months from 29 February 2016: 29 May is a Sunday, so 30 May.
#[test]
fn a_term_in_months_ends_on_the_day_of_the_same_number() {
    let months = |count| TermRule { unit: Unit::Months, ..forward(count) };
    assert_eq!(end(&months(3), "2016-02-29T10:00:00Z"), "t/m maandag 30 mei 2016 24.00 uur");
    assert_eq!(end(&months(1), "2025-01-31T10:00:00Z"), "t/m vrijdag 28 februari 2025 24.00 uur");
    let same = TermRule { start: StartRule::SameDay, ..months(1) };
    assert_eq!(end(&same, "2025-09-01T10:00:00Z"), "t/m dinsdag 30 september 2025 24.00 uur");
    assert_eq!(end(&same, "2025-01-31T10:00:00Z"), "t/m vrijdag 28 februari 2025 24.00 uur");
}

#[test]
fn weeks_and_working_days_end_where_people_expect_them() {
    let objection = rule("subsidy", "objection");
    let six = end(&objection, "2026-09-07T10:00:00Z");
    assert_eq!(six, "t/m maandag 19 oktober 2026 24.00 uur");
    let working = TermRule { unit: Unit::WorkingDays, ..forward(3) };
    assert_eq!(end(&working, "2026-04-02T10:00:00Z"), "t/m donderdag 9 april 2026 24.00 uur");
    let same = TermRule { start: StartRule::SameDay, ..working };
    assert_eq!(end(&same, "2026-04-02T10:00:00Z"), "t/m woensdag 8 april 2026 24.00 uur");
}

/// Art. 4: hours, more than 90 days, more than twelve weeks, more than three months, years.
#[test]
fn the_act_leaves_long_terms_and_hours_alone() {
    // Each pair ends on the same free day by counting; only the shorter one moves.
    for (unit, count, event, end_in_words) in [
        (Unit::Days, 90, "2026-02-02T10:00:00Z", "t/m maandag 4 mei 2026 24.00 uur"),
        (Unit::Days, 91, "2026-02-01T10:00:00Z", "t/m zondag 3 mei 2026 24.00 uur"),
        (Unit::Weeks, 12, "2026-02-08T10:00:00Z", "t/m maandag 4 mei 2026 24.00 uur"),
        (Unit::Weeks, 13, "2026-02-01T10:00:00Z", "t/m zondag 3 mei 2026 24.00 uur"),
        (Unit::Months, 3, "2026-02-03T10:00:00Z", "t/m maandag 4 mei 2026 24.00 uur"),
        (Unit::Months, 4, "2026-01-03T10:00:00Z", "t/m zondag 3 mei 2026 24.00 uur"),
        (Unit::Years, 1, "2025-05-03T10:00:00Z", "t/m zondag 3 mei 2026 24.00 uur"),
    ] {
        let rule = TermRule { unit, ..forward(count) };
        assert_eq!(end(&rule, event), end_in_words, "{count} {unit:?}");
    }
    let hours = TermRule { unit: Unit::Hours, end: EndRule::SameClock, ..forward(48) };
    assert_eq!(end(&hours, "2026-05-01T10:00:00Z"), "t/m zondag 3 mei 2026 12.00 uur");
    assert_eq!(end(&hours, "2026-03-28T10:00:00Z"), "t/m maandag 30 maart 2026 12.00 uur");
    assert_eq!(end(&hours, "2026-03-27T11:00:00Z"), "t/m zondag 29 maart 2026 13.00 uur");
}

/// The summer recess of a council stops the term from 1 July up to and including 31 August.
#[test]
fn a_term_stands_still_during_a_recess() {
    let deadline =
        terms("council-summer-recess").deadline("advice", at("2026-06-16T10:00:00Z"), &days());
    let deadline = deadline.unwrap();
    // Fourteen days up to 30 June, twenty-eight from 1 September.
    assert_eq!(deadline.in_words, "t/m maandag 28 september 2026 24.00 uur");
    let without = "Zonder reces zou de laatste dag van de termijn van 6 weken dinsdag 28 juli 2026 \
                   zijn.";
    assert_eq!(deadline.steps[2].text, without);
    let recess = "Tijdens het reces (zomerreces) staat de termijn stil: 62 dagen, van woensdag 1 \
                  juli 2026 t/m maandag 31 augustus 2026.";
    assert!(deadline.steps.iter().any(|step| step.text == recess), "{:#?}", deadline.steps);
    assert_eq!(deadline.readings.len(), 1, "it ends on a Monday");
    assert_eq!(deadline.profile.unwrap().id.as_str(), "council-summer-recess");
}

#[test]
fn counting_back_over_few_working_days_is_told() {
    let deadline = back(4).deadline(at("2026-04-07T10:00:00Z"), &days()).unwrap();
    assert_eq!(reading(&deadline, ReadingKind::Literal), "2026-04-03T21:59:59.999999Z");
    assert_eq!(deadline.in_words, "t/m donderdag 2 april 2026 24.00 uur", "it does not move");
    let warning = deadline.warnings.iter().find(|it| it.contains("minder dan twee werkdagen"));
    assert!(warning.unwrap().contains("houdt dinsdag 31 maart 2026 aan"), "{warning:?}");
}
