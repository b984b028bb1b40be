//! The rules of a confidential document: nobody reads it without a declaration of one's own.

use crate::examples::{file, id, term, text};
use crate::harness::{given, given_nothing, state};
use dialogue::confidential::{
    ConfidentialDocumentReleased, ConfidentialDocumentShared, ConfidentialityDeclared,
};
use dialogue::{
    ConfidentialDocument, ConfidentialDocumentCommand, ConfidentialDocumentEvent, PersonId,
};

fn shared(title: &str) -> ConfidentialDocumentShared {
    ConfidentialDocumentShared {
        trajectory: id(1),
        council: text("adviesraad-veluwerand"),
        title: text(title),
        explanation: text("Wij vragen uw advies."),
        file: file("concept.pdf"),
        by: "GM0233".to_owned(),
        declaration: text("Ik houd dit geheim."),
        embargo: term("2027-03-01T12:00:00+01:00"),
    }
}

fn share(title: &str) -> ConfidentialDocumentCommand {
    ConfidentialDocumentCommand::Share(Box::new(shared(title)))
}

fn declared(person: u128, interest: Option<&str>) -> ConfidentialityDeclared {
    ConfidentialityDeclared { person: id(person), interest: interest.map(text), changed: false }
}

fn declare(person: u128, interest: Option<&str>) -> ConfidentialDocumentCommand {
    ConfidentialDocumentCommand::Declare(declared(person, interest))
}

fn released() -> ConfidentialDocumentReleased {
    let ConfidentialDocumentShared { trajectory, council, title, file, by, .. } = shared("Concept");
    ConfidentialDocumentReleased { trajectory, council, title, file, by }
}

pub(crate) fn pool() -> Vec<ConfidentialDocumentCommand> {
    vec![
        share("Concept"),
        share("Ander concept"),
        declare(61, None),
        declare(61, Some("Mijn zus werkt er.")),
        declare(62, Some("Mijn zus werkt er.")),
        ConfidentialDocumentCommand::Release,
    ]
}

#[test]
fn a_document_is_shared_once_and_released_once() {
    given_nothing::<ConfidentialDocument>().when(share("Concept")).then([shared("Concept")]);
    let known = || given::<ConfidentialDocument>([shared("Concept")]);
    known().when(share("Concept")).then_nothing();
    known().when(share("Ander")).then_refused("confidential-document-exists");
    known().when(ConfidentialDocumentCommand::Release).then([released()]);
    let events = [ConfidentialDocumentEvent::from(shared("Concept")), released().into()];
    given::<ConfidentialDocument>(events).when(ConfidentialDocumentCommand::Release).then_nothing();
    given_nothing::<ConfidentialDocument>()
        .when(ConfidentialDocumentCommand::Release)
        .then_refused("confidential-document-unknown");
}

#[test]
fn who_reads_has_declared_and_has_no_interest() {
    given_nothing::<ConfidentialDocument>()
        .when(declare(61, None))
        .then_refused("confidential-document-unknown");
    let known = || given::<ConfidentialDocument>([shared("Concept")]);
    known().when(declare(61, None)).then([declared(61, None)]);
    let document: ConfidentialDocument = state([
        ConfidentialDocumentEvent::from(shared("Concept")),
        declared(61, None).into(),
        declared(62, Some("Mijn zus werkt er.")).into(),
    ]);
    let read = |person: u128| {
        let person: PersonId = id(person);
        document.for_reader(person).map(|_| ()).map_err(|refusal| refusal.told().code)
    };
    assert_eq!(read(61), Ok(()));
    assert_eq!(read(62), Err("interest-declared"));
    assert_eq!(read(63), Err("declaration-missing"));
    // An interest that comes up later is reported, and cannot be taken back.
    let reported = ConfidentialityDeclared { changed: true, ..declared(61, Some("Toch.")) };
    let known =
        || vec![ConfidentialDocumentEvent::from(shared("Concept")), declared(61, None).into()];
    given::<ConfidentialDocument>(known())
        .when(declare(61, Some("Toch.")))
        .then([reported.clone()]);
    let mut changed = known();
    changed.push(reported.into());
    let document: ConfidentialDocument = state(changed.clone());
    let read = document.for_reader(id(61)).map(|_| ()).map_err(|refusal| refusal.told().code);
    assert_eq!(read, Err("interest-declared"));
    given::<ConfidentialDocument>(changed)
        .when(declare(61, None))
        .then_refused("confidentiality-declared");
}
