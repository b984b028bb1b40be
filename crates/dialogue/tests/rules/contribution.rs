//! The rules of a contribution: from draft to submission, replacement, withdrawal and disposition.

use crate::examples::{file, id, text};
use crate::harness::{given, given_nothing, state};
use dialogue::consultation::{
    ContributionContent, ContributionDispositionGiven, ContributionDrafted, ContributionReplaced,
    ContributionSubmitted, ContributionWithdrawn, Track,
};
use dialogue::{Contribution, ContributionCommand, ContributionEvent, Disposition, RefusalKind};
use std::collections::BTreeSet;

const FIRST: &str = "Kinderen willen hulp na schooltijd.";
const SECOND: &str = "Ouders willen hulp in de avond.";

pub(crate) fn content(words: &str) -> ContributionContent {
    ContributionContent {
        theme: text("dichtbij"),
        track: Track::ThisPurchase,
        text: text(words),
        proposal: Some(text("De hulp is er ook na 16.00 uur.")),
        reason: Some(text("Dan missen kinderen geen les.")),
        attachments: vec![file("onderbouwing.pdf")],
        answers: vec![],
        reactions: vec![],
        sensitive: BTreeSet::new(),
    }
}

fn drafted(words: &str) -> ContributionDrafted {
    ContributionDrafted { round: id(21), provider: id(51), content: content(words) }
}

fn submitted(words: &str) -> ContributionSubmitted {
    ContributionSubmitted { round: id(21), provider: id(51), content: content(words) }
}

fn replaced(words: &str) -> ContributionReplaced {
    ContributionReplaced { content: content(words) }
}

fn disposed(disposition: Disposition) -> ContributionDispositionGiven {
    ContributionDispositionGiven {
        disposition,
        reason: text("Dit past bij de visie."),
        wording: text("Hulp moet ook na schooltijd te krijgen zijn."),
        track: None,
        by: id(61),
    }
}

fn withdrawn(before: impl Into<ContributionEvent>) -> [ContributionEvent; 2] {
    [before.into(), ContributionWithdrawn {}.into()]
}

pub(crate) fn pool_drafted() -> Vec<ContributionCommand> {
    let of_another = ContributionSubmitted { provider: id(52), ..submitted(FIRST) };
    vec![
        ContributionCommand::Draft(drafted(FIRST)),
        ContributionCommand::Draft(drafted(SECOND)),
        ContributionCommand::SubmitDraft,
        ContributionCommand::Submit(submitted(FIRST)),
        ContributionCommand::Submit(submitted(SECOND)),
        ContributionCommand::Submit(of_another),
        ContributionCommand::Replace(content(FIRST)),
        ContributionCommand::Replace(content(SECOND)),
        ContributionCommand::GiveDisposition(disposed(Disposition::Adopted)),
        ContributionCommand::GiveDisposition(disposed(Disposition::OutOfScope)),
        ContributionCommand::Withdraw,
    ]
}

/// The same commands; here the first comes in without a draft.
pub(crate) fn pool_submitted() -> Vec<ContributionCommand> {
    let mut pool = pool_drafted();
    pool.rotate_left(3);
    pool
}

#[test]
fn a_draft_is_kept_and_kept_again() {
    given_nothing::<Contribution>()
        .when(ContributionCommand::Draft(drafted(FIRST)))
        .then([drafted(FIRST)]);
    given::<Contribution>([drafted(FIRST)])
        .when(ContributionCommand::Draft(drafted(FIRST)))
        .then_nothing();
    given::<Contribution>([drafted(FIRST)])
        .when(ContributionCommand::Draft(drafted(SECOND)))
        .then([drafted(SECOND)]);
}

#[test]
fn a_draft_belongs_to_one_provider_and_one_round() {
    let of_another = ContributionDrafted { provider: id(52), ..drafted(FIRST) };
    let elsewhere = ContributionDrafted { round: id(23), ..drafted(FIRST) };
    for draft in [of_another, elsewhere] {
        given::<Contribution>([drafted(FIRST)])
            .when(ContributionCommand::Draft(draft))
            .then_refused("contribution-exists");
    }
}

#[test]
fn what_was_submitted_or_withdrawn_is_not_drafted_again() {
    given::<Contribution>([submitted(FIRST)])
        .when(ContributionCommand::Draft(drafted(SECOND)))
        .then_refused("contribution-submitted");
    given::<Contribution>(withdrawn(submitted(FIRST)))
        .when(ContributionCommand::Draft(drafted(SECOND)))
        .then_refused("contribution-withdrawn");
}

#[test]
fn a_draft_is_submitted_as_it_stands() {
    given::<Contribution>([drafted(FIRST), drafted(SECOND)])
        .when(ContributionCommand::SubmitDraft)
        .then([submitted(SECOND)]);
    given::<Contribution>([submitted(FIRST)]).when(ContributionCommand::SubmitDraft).then_nothing();
}

#[test]
fn without_a_draft_there_is_none_to_submit() {
    given_nothing::<Contribution>()
        .when(ContributionCommand::SubmitDraft)
        .then_refused("contribution-unknown");
    given::<Contribution>(withdrawn(drafted(FIRST)))
        .when(ContributionCommand::SubmitDraft)
        .then_refused("contribution-withdrawn");
}

#[test]
fn a_contribution_is_submitted_with_or_without_a_draft() {
    given_nothing::<Contribution>()
        .when(ContributionCommand::Submit(submitted(FIRST)))
        .then([submitted(FIRST)]);
    given::<Contribution>([drafted(FIRST)])
        .when(ContributionCommand::Submit(submitted(SECOND)))
        .then([submitted(SECOND)]);
}

#[test]
fn a_submission_that_is_repeated_yields_nothing_also_after_a_replacement() {
    given::<Contribution>([submitted(FIRST)])
        .when(ContributionCommand::Submit(submitted(FIRST)))
        .then_nothing();
    given::<Contribution>([ContributionEvent::from(submitted(FIRST)), replaced(SECOND).into()])
        .when(ContributionCommand::Submit(submitted(FIRST)))
        .then_nothing();
}

#[test]
fn a_submission_is_changed_by_a_replacement_and_not_by_another_submission() {
    let of_another = ContributionSubmitted { provider: id(52), ..submitted(FIRST) };
    let elsewhere = ContributionSubmitted { round: id(23), ..submitted(FIRST) };
    for other in [submitted(SECOND), of_another.clone(), elsewhere] {
        given::<Contribution>([submitted(FIRST)])
            .when(ContributionCommand::Submit(other))
            .then_refused("contribution-exists");
    }
    given::<Contribution>([drafted(FIRST)])
        .when(ContributionCommand::Submit(of_another))
        .then_refused("contribution-exists");
    given::<Contribution>(withdrawn(submitted(FIRST)))
        .when(ContributionCommand::Submit(submitted(FIRST)))
        .then_refused("contribution-withdrawn");
}

#[test]
fn a_submission_is_replaced_and_a_draft_stays_a_draft() {
    given::<Contribution>([submitted(FIRST)])
        .when(ContributionCommand::Replace(content(SECOND)))
        .then([replaced(SECOND)]);
    given::<Contribution>([drafted(FIRST)])
        .when(ContributionCommand::Replace(content(SECOND)))
        .then([drafted(SECOND)]);
}

#[test]
fn a_replacement_by_what_stands_there_yields_nothing() {
    for before in [ContributionEvent::from(submitted(FIRST)), drafted(FIRST).into()] {
        given::<Contribution>([before])
            .when(ContributionCommand::Replace(content(FIRST)))
            .then_nothing();
    }
}

#[test]
fn what_is_not_there_or_withdrawn_is_not_replaced() {
    given_nothing::<Contribution>()
        .when(ContributionCommand::Replace(content(FIRST)))
        .then_refused("contribution-unknown");
    given::<Contribution>(withdrawn(submitted(FIRST)))
        .when(ContributionCommand::Replace(content(FIRST)))
        .then_refused("contribution-withdrawn");
}

#[test]
fn a_draft_and_a_submission_can_be_withdrawn_once() {
    for before in [ContributionEvent::from(drafted(FIRST)), submitted(FIRST).into()] {
        given::<Contribution>([before.clone()])
            .when(ContributionCommand::Withdraw)
            .then([ContributionWithdrawn {}]);
        given::<Contribution>(withdrawn(before)).when(ContributionCommand::Withdraw).then_nothing();
    }
    given_nothing::<Contribution>()
        .when(ContributionCommand::Withdraw)
        .then_refused("contribution-unknown");
}

#[test]
fn every_disposition_can_be_given_and_another_takes_its_place() {
    for disposition in [
        Disposition::Adopted,
        Disposition::PartlyAdopted,
        Disposition::NotAdopted,
        Disposition::OutOfScope,
        Disposition::MovedToDevelopmentAgenda,
    ] {
        given::<Contribution>([submitted(FIRST)])
            .when(ContributionCommand::GiveDisposition(disposed(disposition)))
            .then([disposed(disposition)]);
    }
    let decided = || {
        given::<Contribution>([
            ContributionEvent::from(submitted(FIRST)),
            disposed(Disposition::Adopted).into(),
        ])
    };
    decided()
        .when(ContributionCommand::GiveDisposition(disposed(Disposition::Adopted)))
        .then_nothing();
    decided()
        .when(ContributionCommand::GiveDisposition(disposed(Disposition::NotAdopted)))
        .then([disposed(Disposition::NotAdopted)]);
}

#[test]
fn a_disposition_does_not_tell_that_a_draft_exists() {
    let give = || ContributionCommand::GiveDisposition(disposed(Disposition::Adopted));
    let of_nothing =
        given_nothing::<Contribution>().when(give()).then_refused("contribution-unknown");
    let of_a_draft =
        given::<Contribution>([drafted(FIRST)]).when(give()).then_refused("contribution-unknown");
    assert_eq!(of_a_draft, of_nothing);
    assert_eq!(of_a_draft.kind, RefusalKind::Unknown);
    given::<Contribution>(withdrawn(submitted(FIRST)))
        .when(give())
        .then_refused("contribution-withdrawn");
}

#[test]
fn only_what_is_submitted_and_not_withdrawn_counts() {
    let counts =
        |events: &[ContributionEvent]| state::<Contribution>(events.iter().cloned()).counts();
    assert!(!counts(&[]));
    assert!(!counts(&[drafted(FIRST).into()]));
    assert!(counts(&[submitted(FIRST).into()]));
    assert!(!counts(&withdrawn(submitted(FIRST))));
}

#[test]
fn a_contribution_knows_what_stands_and_what_was_done_with_it() {
    let contribution: Contribution = state([
        ContributionEvent::from(submitted(FIRST)),
        replaced(SECOND).into(),
        disposed(Disposition::PartlyAdopted).into(),
    ]);
    assert_eq!(contribution.current(), Ok(&submitted(SECOND)));
    assert_eq!(contribution.disposition(), Some(&disposed(Disposition::PartlyAdopted)));
    assert_eq!(Contribution::default().disposition(), None);
}
