//! When tenders close: set once, moved for everyone, and what a clarification note, the term of an
//! advice and a notice are held against.

use crate::examples::{instant, term, text, whole};
use crate::harness::{given, state};
use crate::trajectory::{opened, terms};
use calendar::{ChosenTerms, FollowedRule, NoteVerdict, Term, TermProfileVersion};
use dialogue::trajectory::{
    NoticeKind, TrajectoryCouncilTermsChosen, TrajectoryNoticeLinked, TrajectoryTenderClosingMoved,
    TrajectoryTenderClosingSet, TrajectoryTermsChosen,
};
use dialogue::{Trajectory, TrajectoryCommand, TrajectoryEvent};

fn set(at: &str) -> TrajectoryTenderClosingSet {
    TrajectoryTenderClosingSet {
        closing: term(at),
        note_rule: text("clarification-note"),
        note_rule_reason: None,
    }
}

/// Friday 5 June 2026 at noon.
fn friday() -> TrajectoryTenderClosingSet {
    set("2026-06-05T12:00:00+02:00")
}

fn move_to(at: &str, published: Option<&str>) -> TrajectoryCommand {
    TrajectoryCommand::MoveTenderClosing {
        closing: term(at),
        reason: text("De nota met de nieuwe tarieven komt later."),
        published: published.map(instant),
    }
}

fn council(id: &str) -> TrajectoryCouncilTermsChosen {
    let profile = TermProfileVersion { id: text(id), version: whole(1) };
    TrajectoryCouncilTermsChosen {
        council: text("adviesraad-veluwerand"),
        terms: ChosenTerms { profile, overrides: vec![] },
    }
}

fn notice(publication: &str, kind: NoticeKind, corrects: Option<&str>) -> TrajectoryNoticeLinked {
    TrajectoryNoticeLinked {
        publication: text(publication),
        kind,
        published_on: text("2026-05-28"),
        corrects: corrects.map(text),
        note: None,
        remark: None,
    }
}

fn link(notice: TrajectoryNoticeLinked) -> TrajectoryCommand {
    TrajectoryCommand::LinkNotice { notice, notes: 2 }
}

pub(crate) fn pool() -> Vec<TrajectoryCommand> {
    vec![
        TrajectoryCommand::SetTenderClosing(friday()),
        TrajectoryCommand::SetTenderClosing(set("2026-06-12T12:00:00+02:00")),
        move_to("2026-06-08T12:00:00+02:00", Some("2026-05-28T10:00:00Z")),
        move_to("2026-06-15T12:00:00+02:00", None),
        TrajectoryCommand::ChooseCouncilTerms(council("council-summer-recess")),
        link(notice("412345", NoticeKind::Contract, None)),
        link(notice("412388", NoticeKind::Rectification, Some("412345"))),
    ]
}

fn with_terms(profile: &str) -> [TrajectoryEvent; 2] {
    [opened(), TrajectoryTermsChosen { terms: terms(profile) }.into()]
}

fn closing_on_friday() -> Vec<TrajectoryEvent> {
    with_terms("open-procedure").into_iter().chain([friday().into()]).collect()
}

#[test]
fn the_closing_is_set_once_and_by_the_rules_that_were_chosen() {
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::SetTenderClosing(friday()))
        .then_refused("terms-not-chosen");
    given::<Trajectory>(with_terms("open-procedure"))
        .when(TrajectoryCommand::SetTenderClosing(friday()))
        .then([friday()]);
    let known = || given::<Trajectory>(closing_on_friday());
    known().when(TrajectoryCommand::SetTenderClosing(friday())).then_nothing();
    known()
        .when(TrajectoryCommand::SetTenderClosing(set("2026-06-12T12:00:00+02:00")))
        .then_refused("tender-closing-set");
}

#[test]
fn another_rule_for_notes_needs_a_reason_and_has_to_be_one_for_notes() {
    let urgent =
        TrajectoryTenderClosingSet { note_rule: text("clarification-note-urgent"), ..friday() };
    let known = || given::<Trajectory>(with_terms("open-procedure"));
    known()
        .when(TrajectoryCommand::SetTenderClosing(urgent.clone()))
        .then_faults(&["/noteRuleReason"]);
    let reasoned = TrajectoryTenderClosingSet {
        note_rule_reason: Some(text("De hulp stopt per 1 juli: er is spoed.")),
        ..urgent
    };
    known().when(TrajectoryCommand::SetTenderClosing(reasoned.clone())).then([reasoned]);
    let other = TrajectoryTenderClosingSet { note_rule: text("standstill"), ..friday() };
    let told = known().when(TrajectoryCommand::SetTenderClosing(other)).then_faults(&["/noteRule"]);
    assert!(told.faults[0].detail.contains("clarification-note-urgent"), "{told:?}");
}

#[test]
fn a_note_is_held_against_the_closing_that_holds_now() {
    let verdict = |known: &Trajectory, at: &str| {
        known.note_timing(instant(at)).unwrap().map(|timing| timing.verdict)
    };
    let unset: Trajectory = state(with_terms("open-procedure"));
    assert_eq!(verdict(&unset, "2026-05-28T10:00:00Z"), None);
    let known: Trajectory = state(closing_on_friday());
    assert_eq!(verdict(&known, "2026-05-25T21:59:59Z"), Some(NoteVerdict::InTime));
    assert_eq!(verdict(&known, "2026-05-26T10:00:00Z"), Some(NoteVerdict::Disputed));
    assert_eq!(verdict(&known, "2026-05-28T10:00:00Z"), Some(NoteVerdict::Late));
    let moved = TrajectoryTenderClosingMoved {
        closing: term("2026-06-08T12:00:00+02:00"),
        reason: text("De nota komt later."),
        advised: None,
    };
    let moved: Trajectory = state(closing_on_friday().into_iter().chain([moved.into()]));
    assert_eq!(verdict(&moved, "2026-05-28T10:00:00Z"), Some(NoteVerdict::InTime));
}

#[test]
fn the_closing_moves_later_and_cites_what_was_advised() {
    given::<Trajectory>(with_terms("open-procedure"))
        .when(move_to("2026-06-08T12:00:00+02:00", None))
        .then_refused("tender-closing-not-set");
    let known = || given::<Trajectory>(closing_on_friday());
    for earlier in ["2026-06-04T12:00:00+02:00", "2026-06-05T12:00:00+02:00"] {
        known().when(move_to(earlier, None)).then_faults(&["/closing/at"]);
    }
    // A note on Thursday 28 May wants Monday 8 June: with Saturday it is still late.
    let told = known()
        .when(move_to("2026-06-06T12:00:00+02:00", Some("2026-05-28T10:00:00Z")))
        .then_faults(&["/closing/at"]);
    assert!(told.faults[0].detail.contains("t/m dinsdag 26 mei 2026"), "{told:?}");
    let state: Trajectory = state(closing_on_friday());
    let command = move_to("2026-06-08T12:00:00+02:00", Some("2026-05-28T10:00:00Z"));
    let events = dialogue::Decider::decide(&state, command).unwrap();
    let [TrajectoryEvent::TrajectoryTenderClosingMoved(moved)] = &events[..] else {
        panic!("{events:?}");
    };
    let advised = moved.advised.as_ref().unwrap();
    assert_eq!((advised.at, advised.days_later), (moved.closing.at, whole(3)));
    assert!(advised.reasons.iter().any(|it| it.as_str().contains("artikel 2.73")), "{advised:?}");
}

/// A term that follows a rule from noon on Monday 12 October 2020.
fn following(rule: &str, at: &str, departs: Option<&str>) -> Term {
    let rule = FollowedRule {
        id: text(rule),
        event: instant("2020-10-12T10:00:00Z"),
        profile: None,
        departs: departs.map(text),
    };
    Term { rule: Some(rule), ..term(at) }
}

#[test]
fn a_term_keeps_to_the_rule_that_it_names_or_tells_why_not() {
    let known: Trajectory = state(with_terms("open-procedure"));
    let follow = |term: Term| known.follow(term, "/standstill");
    let plain = term("2020-10-20T12:00:00+02:00");
    assert_eq!(follow(plain.clone()), Ok(plain));
    // Twenty days end on Sunday 1 November, and by the act on Monday 2 November.
    let kept = follow(following("standstill", "2020-11-02T23:59:59+01:00", None)).unwrap();
    let profile = kept.rule.unwrap().profile.unwrap();
    assert_eq!((profile.id.as_str(), profile.version.get()), ("open-procedure", 1));
    assert!(follow(following("standstill", "2020-11-05T12:00:00+01:00", None)).is_ok());
    let early = follow(following("standstill", "2020-11-01T23:59:59+01:00", None)).unwrap_err();
    assert_eq!(early.told().faults[0].field, "/standstill/at");
    assert!(early.told().faults[0].detail.contains("t/m maandag 2 november 2020"), "{early}");
    let reason = Some("Alle inschrijvers stemden in.");
    assert!(follow(following("standstill", "2020-11-01T23:59:59+01:00", reason)).is_ok());
    let unknown = follow(following("geen-regel", "2020-11-05T12:00:00+01:00", None)).unwrap_err();
    assert_eq!(unknown.told().faults[0].field, "/standstill/rule/id");
    let none: Trajectory = state([opened()]);
    let none = none.follow(following("standstill", "2020-11-05T12:00:00+01:00", None), "");
    assert_eq!(none.unwrap_err().told().code, "terms-not-chosen");
}

#[test]
fn the_term_of_an_advice_follows_the_rules_of_its_council() {
    let chosen = council("council-summer-recess");
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseCouncilTerms(chosen.clone()))
        .then([chosen.clone()]);
    let other =
        TrajectoryCouncilTermsChosen { council: text("adviesraad-elders"), ..chosen.clone() };
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseCouncilTerms(other))
        .then_faults(&["/council"]);
    given::<Trajectory>([opened()])
        .when(TrajectoryCommand::ChooseCouncilTerms(council("open-procedure")))
        .then_faults(&["/profile"]);

    let without: Trajectory = state(with_terms("open-procedure"));
    let known: Trajectory = state([opened(), chosen.clone().into()]);
    let follow = |known: &Trajectory, term| known.follow_council(&chosen.council, term, "/term");
    let plain = term("2020-11-10T12:00:00+01:00");
    assert!(follow(&without, plain.clone()).is_ok());
    let told = follow(&known, plain).unwrap_err().told();
    assert_eq!(told.faults[0].field, "/term/rule");
    // Six weeks from 12 October.
    assert!(follow(&known, following("advice", "2020-11-23T23:59:59+01:00", None)).is_ok());
    let short = follow(&known, following("advice", "2020-11-10T12:00:00+01:00", None));
    assert_eq!(short.unwrap_err().told().faults[0].field, "/term/at");
    let agreed = Some("De raad stemde in met vier weken.");
    assert!(follow(&known, following("advice", "2020-11-10T12:00:00+01:00", agreed)).is_ok());
}

#[test]
fn a_notice_is_linked_by_its_number_and_a_rectification_says_of_what() {
    let first = notice("412345", NoticeKind::Contract, None);
    given::<Trajectory>([opened()]).when(link(first.clone())).then([first.clone()]);
    let known = || given::<Trajectory>([opened(), first.clone().into()]);
    known().when(link(first.clone())).then_nothing();
    let second = notice("412388", NoticeKind::Rectification, Some("412345"));
    known().when(link(second.clone())).then([second]);
    for (wrong, fields) in [
        (notice("412345", NoticeKind::Award, None), vec!["/publication"]),
        (notice("TN-1", NoticeKind::Contract, None), vec!["/publication"]),
        (notice("412388", NoticeKind::Rectification, None), vec!["/corrects"]),
        (notice("412388", NoticeKind::Rectification, Some("7")), vec!["/corrects"]),
        (notice("412388", NoticeKind::Award, Some("412345")), vec!["/corrects"]),
        (
            TrajectoryNoticeLinked {
                note: Some(whole(3)),
                ..notice("412388", NoticeKind::Award, None)
            },
            vec!["/note"],
        ),
    ] {
        known().when(link(wrong)).then_faults(&fields);
    }
}
