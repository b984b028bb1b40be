//! The guard on clarification notes: in time, disputed or late, and which closing it advises.

use crate::{at, back, days, terms};
use calendar::{EffectiveTerms, EndRule, Holidays, NoteTiming, NoteVerdict, RuleOverride};
use calendar::{TermProfile, TermRule};
use jiff::civil::date;

/// A note held against the limit of the closing on Friday 5 June 2026 at 12.00.
fn note(profile: &str, rule: &str, published: &str) -> NoteTiming {
    let closing = "2026-06-05T12:00:00+02:00".parse().unwrap();
    terms(profile).note_timing(rule, closing, at(published), &days()).unwrap()
}

fn verdict(published: &str) -> NoteVerdict {
    note("open-procedure", "clarification-note", published).verdict
}

#[test]
fn the_day_of_publication_decides() {
    assert_eq!(verdict("2026-05-20T10:00:00Z"), NoteVerdict::InTime);
    assert_eq!(verdict("2026-05-25T21:59:59.999Z"), NoteVerdict::InTime);
    assert_eq!(verdict("2026-05-25T22:00:00Z"), NoteVerdict::Disputed);
    assert_eq!(verdict("2026-05-26T21:59:59.999999Z"), NoteVerdict::Disputed);
    assert_eq!(verdict("2026-05-26T22:00:00Z"), NoteVerdict::Late);
}

#[test]
fn a_note_in_time_needs_no_other_closing() {
    let timing = note("open-procedure", "clarification-note", "2026-05-25T10:00:00Z");
    assert_eq!(timing.advice, None);
    assert_eq!(
        timing.reasons,
        ["Publicatie op maandag 25 mei 2026 12.00 uur is op tijd: het kan t/m maandag 25 mei \
             2026 24.00 uur."]
    );
}

#[test]
fn a_late_note_advises_the_first_closing_that_leaves_ten_full_days() {
    // Thursday 28 May and eleven days: Monday 8 June.
    let timing = note("open-procedure", "clarification-note", "2026-05-28T10:00:00Z");
    let advice = timing.advice.unwrap();
    assert_eq!(advice.in_words, "t/m maandag 8 juni 2026 12.00 uur");
    assert_eq!(advice.days_later.get(), 3);
    assert!(timing.reasons[0].contains("te laat"), "{:?}", timing.reasons);
    assert!(timing.reasons[0].contains("2 dagen"), "{:?}", timing.reasons);
    assert_eq!(advice.ground.unwrap().source.as_str(), "Aanbestedingswet 2012, artikel 2.73");
    assert!(advice.reasons.iter().any(|it| it.contains("artikel 2.73")), "{:?}", advice.reasons);
    assert!(advice.reasons.iter().any(|it| it.contains("in verhouding")), "{:?}", advice.reasons);
}

#[test]
fn a_disputed_note_is_advised_a_closing_as_well_on_a_working_day() {
    // Tuesday 26 May and eleven days is Saturday 6 June.
    let timing = note("open-procedure", "clarification-note", "2026-05-26T10:00:00Z");
    let advice = timing.advice.unwrap();
    assert_eq!(advice.in_words, "t/m maandag 8 juni 2026 12.00 uur");
    let skipped: Vec<_> = advice.steps.iter().map(|step| step.date.to_string()).collect();
    assert_eq!(skipped, ["2026-06-06", "2026-06-06", "2026-06-07", "2026-06-08"]);
    assert!(advice.reasons[0].contains("twijfel"), "{:?}", advice.reasons);
    assert!(advice.reasons[1].starts_with("Als de nota te laat is"), "{:?}", advice.reasons);
}

#[test]
fn in_the_urgent_procedure_four_days_count() {
    let note = |published| note("open-procedure", "clarification-note-urgent", published);
    assert_eq!(note("2026-05-31T21:59:59.999Z").verdict, NoteVerdict::InTime);
    assert_eq!(note("2026-05-31T22:00:00Z").verdict, NoteVerdict::Disputed);
    assert_eq!(note("2026-06-01T22:00:00Z").verdict, NoteVerdict::Late);
}

#[test]
fn the_duty_to_extend_is_not_that_of_social_services() {
    let timing = note("social-services", "clarification-note", "2026-05-28T10:00:00Z");
    assert_eq!(timing.verdict, NoteVerdict::Late, "the limit itself holds there too");
    let advice = timing.advice.unwrap();
    assert_eq!(advice.ground.unwrap().source.as_str(), "Aanbestedingswet 2012, artikel 1.10");
    assert!(advice.reasons[0].contains("geldt niet voor sociale"), "{:?}", advice.reasons);
}

#[test]
fn a_closing_that_has_passed_is_not_extended() {
    let timing = note("open-procedure", "clarification-note", "2026-06-05T10:00:00Z");
    assert_eq!((timing.verdict, timing.advice), (NoteVerdict::Late, None));
    assert!(timing.reasons[1].contains("al voorbij"));
}

/// Documents may promise ten times twenty-four hours instead.
#[test]
fn a_limit_on_the_clock_leaves_no_doubt() {
    let profile = TermProfile::latest("open-procedure", date(2026, 6, 1)).unwrap();
    let rule = TermRule { end: EndRule::SameClock, ..back(10) };
    let reason = "Het stuk noemt een uur.".parse().unwrap();
    let terms = EffectiveTerms::new(profile, &[RuleOverride { rule, reason }], "").unwrap();
    let closing = "2026-06-05T12:00:00+02:00".parse().unwrap();
    let note = |published| {
        terms.note_timing("clarification-note", closing, at(published), &days()).unwrap()
    };
    assert_eq!(note("2026-05-26T10:00:00Z").verdict, NoteVerdict::InTime);
    let late = note("2026-05-26T10:00:00.000001Z");
    assert_eq!(late.verdict, NoteVerdict::Late);
    assert!(late.reasons[0].ends_with("het kon t/m dinsdag 26 mei 2026 12.00 uur."));
    assert_eq!(late.advice.unwrap().in_words, "t/m maandag 8 juni 2026 12.00 uur");
    assert!(late.limit.warnings.iter().any(|it| it.contains("Het stuk noemt een uur.")));
}

#[test]
fn a_closing_at_an_hour_that_comes_twice_is_not_advised() {
    // Sunday 25 October is the first day that leaves ten full days, and is not even named.
    let closing = "2026-10-23T02:30:00+02:00".parse().unwrap();
    let published = at("2026-10-14T10:00:00Z");
    let terms = terms("open-procedure");
    let timing = terms.note_timing("clarification-note", closing, published, &days()).unwrap();
    let advice = timing.advice.unwrap();
    assert_eq!(advice.in_words, "t/m maandag 26 oktober 2026 02.30 uur");
    assert!(advice.steps.iter().all(|step| step.date.to_string() != "2026-10-25"));
}

#[test]
fn a_day_of_a_decree_is_not_advised_for_closing() {
    // Eleven days after Monday 4 May 2026 is Friday 15 May, the day after Ascension Day.
    let closing = "2026-05-13T12:00:00+02:00".parse().unwrap();
    let terms = terms("open-procedure");
    let advise = |days: &Holidays| {
        let published = at("2026-05-04T10:00:00Z");
        terms.note_timing("clarification-note", closing, published, days).unwrap().advice.unwrap()
    };
    assert_eq!(advise(&days()).in_words, "t/m vrijdag 15 mei 2026 12.00 uur");
    assert_eq!(advise(&Holidays::known()).in_words, "t/m maandag 18 mei 2026 12.00 uur");
}

#[test]
fn only_a_rule_that_counts_back_can_guard() {
    let closing = "2026-06-05T12:00:00+02:00".parse().unwrap();
    let terms = terms("open-procedure");
    let published = at("2026-05-04T10:00:00Z");
    let error = terms.note_timing("standstill", closing, published, &days()).unwrap_err();
    assert!(error.0.contains("telt niet terug"));
}
