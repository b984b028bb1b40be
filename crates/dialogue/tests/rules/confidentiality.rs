//! The rules of confidentiality in a trajectory: an outside expert declares before reading, and a
//! breach is noted.

use crate::examples::{id, text};
use crate::harness::{given, given_nothing, state};
use dialogue::confidentiality::{ConfidentialityBreachNoted, ExpertConfidentialityDeclared};
use dialogue::{Confidentiality, ConfidentialityCommand, ConfidentialityEvent};

fn declared(person: u128, interest: Option<&str>) -> ExpertConfidentialityDeclared {
    ExpertConfidentialityDeclared {
        person: id(person),
        interest: interest.map(text),
        changed: false,
    }
}

fn declare(person: u128, interest: Option<&str>) -> ConfidentialityCommand {
    ConfidentialityCommand::DeclareAsExpert(declared(person, interest))
}

fn breach(document: Option<u128>) -> ConfidentialityBreachNoted {
    ConfidentialityBreachNoted {
        document: document.map(id),
        what: text("Het concept is doorgestuurd."),
        measure: text("Wij maken het openbaar."),
    }
}

fn note(document: Option<u128>) -> ConfidentialityCommand {
    ConfidentialityCommand::NoteBreach(breach(document))
}

pub(crate) fn pool() -> Vec<ConfidentialityCommand> {
    vec![
        declare(61, None),
        declare(61, Some("Ik adviseer een aanbieder.")),
        declare(62, Some("Ik adviseer een aanbieder.")),
        note(None),
        note(Some(71)),
    ]
}

#[test]
fn an_expert_declares_once_and_reads_without_an_interest() {
    given_nothing::<Confidentiality>().when(declare(61, None)).then([declared(61, None)]);
    let known = || given::<Confidentiality>([declared(61, None)]);
    known().when(declare(61, None)).then_nothing();
    // An interest that comes up later is reported, and cannot be taken back.
    let reported = ExpertConfidentialityDeclared { changed: true, ..declared(61, Some("Toch.")) };
    known().when(declare(61, Some("Toch."))).then([reported.clone()]);
    given::<Confidentiality>([declared(61, None), reported])
        .when(declare(61, None))
        .then_refused("confidentiality-declared");
    let confidentiality: Confidentiality = state([
        ConfidentialityEvent::from(declared(61, None)),
        declared(62, Some("Ik adviseer een aanbieder.")).into(),
    ]);
    let read = |person: u128| {
        confidentiality.check_expert(id(person)).map_err(|refusal| refusal.told().code)
    };
    assert_eq!(read(61), Ok(()));
    assert_eq!(read(62), Err("interest-declared"));
    assert_eq!(read(63), Err("declaration-missing"));
}

#[test]
fn a_breach_is_noted_once_and_tells_which_document_became_known() {
    given_nothing::<Confidentiality>().when(note(Some(71))).then([breach(Some(71))]);
    given::<Confidentiality>([breach(Some(71))]).when(note(Some(71))).then_nothing();
    given::<Confidentiality>([breach(Some(71))]).when(note(None)).then([breach(None)]);
    let confidentiality: Confidentiality =
        state([ConfidentialityEvent::from(breach(Some(71))), breach(None).into()]);
    assert!(confidentiality.is_broken(id(71)));
    assert!(!confidentiality.is_broken(id(72)));
}
