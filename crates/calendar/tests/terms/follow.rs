//! Terms that follow a rule: kept, departed from, and explained.

use crate::{at, days, terms};
use calendar::{ChosenTerms, FollowedRule, Holidays, Term, TermProfileVersion};
use calendar::{GroundKind, LegalGround};
use vocabulary::Whole;

fn profile(id: &str) -> TermProfileVersion {
    TermProfileVersion { id: id.parse().unwrap(), version: Whole::new(1) }
}

fn term(until: &str, rule: &str, event: &str, departs: Option<&str>) -> Term {
    let source = "Leidraad, paragraaf 2.4".parse().unwrap();
    let rule = FollowedRule {
        id: rule.parse().unwrap(),
        event: at(event),
        profile: None,
        departs: departs.map(|why| why.parse().unwrap()),
    };
    Term {
        at: at(until),
        local: calendar::local(at(until)),
        ground: LegalGround { kind: GroundKind::TenderDocument, source },
        rule: Some(rule),
    }
}

/// Whether a term may follow a rule without a reason.
fn keeps(of: &str, until: &str, rule: &str, event: &str) -> bool {
    terms(of).follow(term(until, rule, event, None), "", &days()).is_ok()
}

#[test]
fn what_waits_may_be_longer_and_what_counts_back_earlier() {
    // Twenty days from Monday 12 October 2020: Monday 2 November by the act.
    let standstill = |until| keeps("open-procedure", until, "standstill", "2020-10-12T10:00:00Z");
    assert!(standstill("2020-11-02T22:59:59.999999Z"));
    assert!(standstill("2020-11-02T22:59:00Z"), "23.59 is the end of the day");
    assert!(standstill("2020-11-09T11:00:00Z"));
    assert!(!standstill("2020-11-02T22:58:00Z"));
    assert!(!standstill("2020-11-01T22:59:59.999999Z"), "the literal reading is not safe");
    let note = |until| keeps("open-procedure", until, "clarification-note", "2026-06-05T10:00:00Z");
    assert!(note("2026-05-25T21:59:59.999999Z"));
    assert!(note("2026-05-20T10:00:00Z"));
    assert!(!note("2026-05-26T10:00:00Z"), "only when the day itself counts");
}

#[test]
fn what_others_must_do_ends_where_a_reading_ends() {
    let advice = |until| keeps("council-summer-recess", until, "advice", "2026-02-02T10:00:00Z");
    assert!(advice("2026-03-16T22:59:59.999999Z"));
    assert!(!advice("2026-03-16T11:00:00Z"));
    assert!(!advice("2026-03-17T22:59:59.999999Z"));
}

#[test]
fn a_term_that_departs_is_explained_with_its_reason_and_warned_of_in_the_recess() {
    let why = Some("De raad stemde in met vier weken.");
    let term = term("2026-07-13T10:00:00Z", "advice", "2026-06-15T10:00:00Z", why);
    let kept = terms("council-summer-recess").follow(term, "/term", &days()).unwrap();
    assert_eq!(kept.rule.as_ref().unwrap().profile, Some(profile("council-summer-recess")));
    let explained = kept.explained(None, &days());
    assert!(explained.reasons.iter().any(|it| it.contains("vier weken")), "{explained:?}");
    assert!(explained.warnings.iter().any(|it| it.contains("zomerreces")), "{explained:?}");
    let computed = explained.computed.unwrap();
    assert_eq!(computed.profile, Some(profile("council-summer-recess")));
    assert!(computed.at > kept.at);
}

#[test]
fn the_version_of_then_explains_a_term_after_another_profile_was_chosen() {
    let term = term("2020-11-02T22:59:59Z", "standstill", "2020-10-12T10:00:00Z", None);
    let kept = terms("open-procedure").follow(term.clone(), "", &days()).unwrap();
    let now = ChosenTerms { profile: profile("subsidy"), overrides: vec![] };
    let explained = kept.explained(Some(&now), &Holidays::known());
    assert_eq!(explained.computed.unwrap().profile, Some(profile("open-procedure")));
    // Without the version, the rule of today would be looked for, and is not there.
    let explained = term.explained(Some(&now), &days());
    assert!(explained.computed.is_none() && !explained.warnings.is_empty(), "{explained:?}");
    let explained = term.explained(None, &days());
    assert!(explained.warnings[0].contains("geen termijnprofiel"), "{explained:?}");
}

#[test]
fn a_term_without_a_rule_says_on_what_it_rests() {
    let plain = Term {
        rule: None,
        ..term("2026-06-04T10:00:00Z", "standstill", "2026-06-04T10:00:00Z", None)
    };
    let explained = plain.explained(None, &days());
    assert_eq!(
        explained.in_words,
        "t/m donderdag 4 juni 2026 12.00 uur (aanbestedingsstuk: Leidraad, paragraaf 2.4)"
    );
    assert_eq!(explained.computed, None);
    assert!(explained.reasons[0].contains("Leidraad, paragraaf 2.4"), "{explained:?}");
}
