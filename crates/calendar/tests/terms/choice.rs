//! A profile that a trajectory chose, and departed from with a reason.

use crate::{at, days, forward, rule, terms};
use calendar::{ChosenTerms, EffectiveTerms, RuleOverride, TermProfile, TermRule};
use jiff::civil::date;
use vocabulary::Faults;

fn choose(profile: &str, overrides: &[TermRule]) -> Result<EffectiveTerms, Faults> {
    let chosen = ChosenTerms {
        profile: TermProfile::latest(profile, date(2026, 6, 1)).unwrap().reference(),
        overrides: overrides
            .iter()
            .map(|rule| RuleOverride {
                rule: rule.clone(),
                reason: "De vakantie valt in deze termijn.".parse().unwrap(),
            })
            .collect(),
    };
    let kept = serde_json::to_string(&chosen).unwrap();
    assert_eq!(serde_json::from_str::<ChosenTerms>(&kept).unwrap(), chosen);
    chosen.effective("/terms")
}

#[test]
fn a_deadline_tells_the_version_of_its_profile() {
    let terms = choose("open-procedure", &[]).unwrap();
    let deadline = terms.deadline("standstill", at("2026-09-07T10:00:00Z"), &days()).unwrap();
    let json = serde_json::to_value(&deadline).unwrap();
    assert_eq!(json["profile"], serde_json::json!({ "id": "open-procedure", "version": 1 }));
    assert_eq!(json["zone"], "Europe/Amsterdam");
    assert_eq!(json["zoneData"], calendar::ZONE_DATA);
    assert_eq!(json["at"], "2026-09-28T21:59:59.999999Z");
    assert_eq!(json["local"], "2026-09-28T23:59:59.999999");
    assert_eq!(json["event"], "2026-09-07T10:00:00Z");
    assert_eq!(json["rule"]["ground"]["source"], "Aanbestedingswet 2012, artikel 2.127");
    assert_eq!(json["rule"]["validFrom"], "2016-07-01");
    let back: calendar::Deadline = serde_json::from_value(json).unwrap();
    assert_eq!(back, deadline);
}

#[test]
fn a_rule_in_the_place_of_another_keeps_its_reason() {
    let longer = TermRule { ground: rule("social-services", "standstill").ground, ..forward(30) };
    let terms = choose("open-procedure", std::slice::from_ref(&longer)).unwrap();
    let deadline = terms.deadline("standstill", at("2026-09-07T10:00:00Z"), &days()).unwrap();
    assert_eq!(deadline.in_words, "t/m woensdag 7 oktober 2026 24.00 uur");
    let overridden = deadline.overridden.unwrap();
    assert_eq!(overridden.rule.count.get(), 20);
    assert_eq!(overridden.reason.as_str(), "De vakantie valt in deze termijn.");
    let [warning] = &deadline.warnings[..] else { panic!("{:?}", deadline.warnings) };
    for part in ["20 kalenderdagen", "artikel 2.127", "De vakantie", "Ga na of de wet"] {
        assert!(warning.contains(part), "{part} in {warning}");
    }
    let other = terms.deadline("clarification-note", at("2026-09-07T10:00:00Z"), &days());
    assert_eq!(other.unwrap().overridden, None);
}

#[test]
fn a_rule_takes_a_place_that_there_is_and_only_once() {
    let other = TermRule { id: "vakantie".parse().unwrap(), ..forward(30) };
    let faults = choose("open-procedure", &[other]).unwrap_err();
    assert_eq!(faults.as_slice()[0].field, "/terms/overrides/0/rule/id");
    let faults = choose("open-procedure", &[forward(30), forward(31)]).unwrap_err();
    assert_eq!(faults.as_slice()[0].field, "/terms/overrides/1/rule/id");
    let faults = choose("open-procedure", &[forward(0)]).unwrap_err();
    assert_eq!(faults.as_slice()[0].field, "/terms/overrides/0/rule/count");
}

#[test]
fn a_profile_or_version_that_is_not_there_is_refused() {
    let mut chosen = ChosenTerms { profile: TermProfile::all()[0].reference(), overrides: vec![] };
    chosen.profile.version = vocabulary::Whole::new(99);
    assert_eq!(chosen.effective("").unwrap_err().as_slice()[0].field, "/profile");
}

#[test]
fn the_rule_of_the_day_of_the_event_is_used() {
    let terms = terms("open-procedure");
    assert!(terms.rule("standstill", date(2016, 7, 1)).is_ok());
    let early = terms.rule("standstill", date(2016, 6, 30)).unwrap_err();
    assert_eq!(early.0, "De regel standstill geldt niet op donderdag 30 juni 2016.");
    let none = terms.deadline("vakantie", at("2026-09-07T10:00:00Z"), &days()).unwrap_err();
    assert_eq!(none.0, "Het termijnprofiel open-procedure kent geen regel vakantie.");

    let mut profile = TermProfile::all()[0].clone();
    let old = TermRule { valid_until: Some(date(2026, 12, 31)), ..forward(20) };
    let new = TermRule { valid_from: date(2027, 1, 1), ..forward(25) };
    profile.rules = vec![old, new];
    let terms = EffectiveTerms::new(&profile, &[], "").unwrap();
    let count = |day| terms.rule("standstill", day).unwrap().rule.count.get();
    assert_eq!((count(date(2026, 12, 31)), count(date(2027, 1, 1))), (20, 25));
}

#[test]
fn a_rule_outside_its_validity_warns() {
    let rule = TermRule { valid_until: Some(date(2026, 12, 31)), ..forward(20) };
    let deadline = rule.deadline(at("2027-06-07T10:00:00Z"), &days()).unwrap();
    assert!(deadline.warnings[0].contains("en dus niet op maandag 7 juni 2027"));
}
