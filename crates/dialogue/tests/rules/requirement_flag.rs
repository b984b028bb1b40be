//! The rules of what a provider says about a requirement.

use crate::examples::{file, id, text, whole};
use crate::harness::{given, given_nothing};
use dialogue::knowledge::KnownSourceVersion;
use dialogue::requirement::{
    FlagAlternative, FlagKind, RequirementFlagDispositionGiven, RequirementFlagWithdrawn,
    RequirementFlagged,
};
use dialogue::{Disposition, RequirementFlag, RequirementFlagCommand, RequirementFlagEvent};

fn flagged(kind: FlagKind) -> RequirementFlagged {
    RequirementFlagged {
        trajectory: id(1),
        requirement: id(2),
        version: 1,
        provider: id(51),
        kind,
        text: text("Wij houden dit nu met de hand bij."),
        minutes: (kind == FlagKind::Burden).then(|| whole(2_400)),
        evidence: vec![file("uren.pdf")],
        alternative: (kind == FlagKind::Conflict).then(|| alternative("hkz", 1)),
    }
}

fn alternative(name: &str, version: u32) -> FlagAlternative {
    FlagAlternative {
        known: Some(KnownSourceVersion { id: text(name), version: whole(version) }),
        title: text("HKZ"),
        reason: text("Daar wordt dit elk jaar getoetst."),
    }
}

fn flag(flagged: RequirementFlagged) -> RequirementFlagCommand {
    RequirementFlagCommand::Flag(Box::new(flagged))
}

fn answer(disposition: Disposition) -> RequirementFlagCommand {
    RequirementFlagCommand::GiveDisposition {
        disposition,
        wording: text("Een aanbieder vindt dit veel werk."),
        reason: text("Eens per jaar is genoeg."),
        by: id(61),
    }
}

fn answered(disposition: Disposition) -> RequirementFlagEvent {
    RequirementFlagDispositionGiven {
        trajectory: id(1),
        requirement: id(2),
        kind: FlagKind::Burden,
        disposition,
        wording: text("Een aanbieder vindt dit veel werk."),
        reason: text("Eens per jaar is genoeg."),
        by: id(61),
    }
    .into()
}

fn received() -> RequirementFlagEvent {
    flagged(FlagKind::Burden).into()
}

pub(crate) fn pool_answered() -> Vec<RequirementFlagCommand> {
    vec![
        flag(flagged(FlagKind::Burden)),
        flag(flagged(FlagKind::Overlap)),
        answer(Disposition::Adopted),
        answer(Disposition::NotAdopted),
        RequirementFlagCommand::Withdraw,
    ]
}

pub(crate) fn pool_withdrawn() -> Vec<RequirementFlagCommand> {
    vec![
        flag(flagged(FlagKind::Burden)),
        RequirementFlagCommand::Withdraw,
        answer(Disposition::Adopted),
    ]
}

#[test]
fn a_requirement_is_flagged_once() {
    for kind in [FlagKind::Burden, FlagKind::Overlap, FlagKind::Scarcity, FlagKind::Conflict] {
        given_nothing::<RequirementFlag>().when(flag(flagged(kind))).then([flagged(kind)]);
    }
    given::<RequirementFlag>([received()]).when(flag(flagged(FlagKind::Burden))).then_nothing();
    given::<RequirementFlag>([received()])
        .when(flag(flagged(FlagKind::Overlap)))
        .then_refused("requirement-flag-exists");
}

#[test]
fn a_burden_is_estimated_and_a_conflict_names_the_other_framework() {
    let unestimated = RequirementFlagged { minutes: None, ..flagged(FlagKind::Burden) };
    given_nothing::<RequirementFlag>().when(flag(unestimated)).then_faults(&["/minutes"]);
    let odd = RequirementFlagged { minutes: Some(whole(5)), ..flagged(FlagKind::Scarcity) };
    given_nothing::<RequirementFlag>().when(flag(odd)).then_faults(&["/minutes"]);
    let vague = RequirementFlagged { alternative: None, ..flagged(FlagKind::Conflict) };
    given_nothing::<RequirementFlag>().when(flag(vague)).then_faults(&["/alternative"]);
}

#[test]
fn another_framework_that_is_named_as_known_is_known() {
    for (name, version) in [("hkz", 7), ("iets-anders", 1), ("youth-complaints", 1)] {
        let alternative = Some(alternative(name, version));
        let odd = RequirementFlagged { alternative, ..flagged(FlagKind::Overlap) };
        given_nothing::<RequirementFlag>().when(flag(odd)).then_faults(&["/alternative/known"]);
    }
}

#[test]
fn it_is_answered_once_with_a_reason() {
    given::<RequirementFlag>([received()])
        .when(answer(Disposition::Adopted))
        .then([answered(Disposition::Adopted)]);
    let after = || [received(), answered(Disposition::Adopted)];
    given::<RequirementFlag>(after()).when(answer(Disposition::Adopted)).then_nothing();
    given::<RequirementFlag>(after())
        .when(answer(Disposition::NotAdopted))
        .then_refused("requirement-flag-answered");
    given::<RequirementFlag>(after())
        .when(RequirementFlagCommand::Withdraw)
        .then_refused("requirement-flag-answered");
}

#[test]
fn it_can_be_withdrawn_until_it_is_answered() {
    given::<RequirementFlag>([received()])
        .when(RequirementFlagCommand::Withdraw)
        .then([RequirementFlagWithdrawn {}]);
    let after = || [received(), RequirementFlagWithdrawn {}.into()];
    given::<RequirementFlag>(after()).when(RequirementFlagCommand::Withdraw).then_nothing();
    given::<RequirementFlag>(after())
        .when(answer(Disposition::Adopted))
        .then_refused("requirement-flag-withdrawn");
    for command in [RequirementFlagCommand::Withdraw, answer(Disposition::Adopted)] {
        given_nothing::<RequirementFlag>().when(command).then_refused("requirement-flag-unknown");
    }
}
