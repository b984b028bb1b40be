//! The profiles that are built in, as data.

use crate::rule;
use calendar::{GeneralTermsAct, GroundKind, TermProfile, TermRule, Unit};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::path::Path;

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn every_file_is_built_in_and_loses_nothing() {
    let files = files();
    assert_eq!(files.len(), TermProfile::all().len());
    for (name, text) in files {
        let profile: TermProfile = serde_json::from_str(&text).expect(&name);
        assert_eq!(TermProfile::find(&profile.reference()), Some(&profile), "{name}");
        assert_eq!(name, format!("{}-{}", profile.id, profile.version.get()));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&profile).unwrap(), value, "{name}");
    }
}

#[test]
fn no_profile_has_a_fault() {
    for profile in TermProfile::all() {
        assert!(profile.faults("").is_empty(), "{}: {:?}", profile.id, profile.faults(""));
    }
    let versions: BTreeSet<_> = TermProfile::all().iter().map(TermProfile::reference).collect();
    assert_eq!(versions.len(), TermProfile::all().len());
}

#[test]
fn every_way_of_buying_has_a_profile() {
    for id in [
        "open-procedure",
        "social-services",
        "social-services-without-comparison",
        "open-house",
        "subsidy",
        "council-summer-recess",
    ] {
        let profile = TermProfile::latest(id, date(2026, 6, 1)).expect(id);
        assert_eq!(profile.version.get(), 1);
        assert_eq!(TermProfile::latest(id, date(2025, 12, 31)), None, "not yet valid");
    }
}

#[test]
fn the_numbers_are_those_of_the_law() {
    for (profile, id, count, unit, article) in [
        ("open-procedure", "tender-period", 45, Unit::Days, "2.71"),
        ("open-procedure", "clarification-note", 10, Unit::Days, "2.54, lid 1"),
        ("open-procedure", "clarification-note-urgent", 4, Unit::Days, "2.54, lid 2"),
        ("open-procedure", "standstill", 20, Unit::Days, "2.127"),
        ("open-procedure", "retention", 3, Unit::Years, "2.56"),
        ("social-services", "clarification-note", 10, Unit::Days, "2.54, lid 1, via artikel 2.39"),
        ("subsidy", "objection", 6, Unit::Weeks, "6:7"),
        ("subsidy", "objection-decision", 6, Unit::Weeks, "7:10"),
        ("subsidy", "objection-decision-committee", 12, Unit::Weeks, "7:10"),
    ] {
        let rule = rule(profile, id);
        assert_eq!((rule.count.get(), rule.unit), (count, unit), "{profile} {id}");
        assert_eq!(rule.ground.kind, GroundKind::Law, "{profile} {id}");
        assert!(rule.ground.source.as_str().contains(article), "{profile} {id}");
    }
}

/// Art. 2.39(2) carries the note to social services, and neither the minimum terms nor the
/// standstill.
#[test]
fn the_light_regime_has_no_statutory_standstill() {
    for profile in ["social-services", "social-services-without-comparison"] {
        let standstill = rule(profile, "standstill");
        assert_eq!(standstill.ground.kind, GroundKind::TenderDocument);
        assert_eq!(standstill.general_terms_act, GeneralTermsAct::Silent);
        let profile = TermProfile::latest(profile, date(2026, 6, 1)).unwrap();
        let ids: Vec<_> = profile.rules.iter().map(|rule| rule.id.as_str()).collect();
        assert!(!ids.contains(&"tender-period") && !ids.contains(&"clarification-note-urgent"));
    }
}

#[test]
fn a_rule_says_where_it_stands_and_whether_it_was_read() {
    let all = TermProfile::all().iter().flat_map(|profile| &profile.rules);
    let unread = |rule: &&TermRule| rule.checked.is_none();
    let (unread, read): (Vec<_>, Vec<_>) = all.partition(unread);
    assert!(read.iter().all(|rule| rule.reference.as_str().starts_with("https://")));
    for rule in unread {
        let deadline = rule.deadline("2026-09-07T10:00:00Z".parse().unwrap(), &crate::days());
        let warnings = deadline.unwrap().warnings;
        assert!(warnings.iter().any(|it| it.contains("niet nagelezen")), "{warnings:?}");
    }
}
