//! Example values from which the tests build their events and commands.

use calendar::{GroundKind, LegalGround, NewTerm, Term};
use dialogue::{DocumentId, DocumentReference, FileReference, Reference, Sealed};
use jiff::Timestamp;
use std::fmt::Debug;
use std::str::FromStr;
use uuid::Uuid;
use vocabulary::Whole;

/// A value of whichever type is asked for.
#[track_caller]
pub(crate) fn text<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A name of whichever type is asked for. A higher number makes a later name.
pub(crate) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

pub(crate) fn whole(number: u32) -> Whole {
    Whole::new(number)
}

#[track_caller]
pub(crate) fn instant(at: &str) -> Timestamp {
    text(at)
}

#[track_caller]
pub(crate) fn term(at: &str) -> Term {
    let ground =
        LegalGround { kind: GroundKind::TenderDocument, source: text("Leidraad, paragraaf 2.4") };
    Term::from(NewTerm { at: text(at), ground, rule: None })
}

pub(crate) fn sealed(subject: u128) -> Sealed {
    Sealed { subject: id(subject), content: format!("c2VhbGVk{subject}") }
}

pub(crate) fn file(name: &str) -> FileReference {
    FileReference {
        name: text(name),
        media_type: text("application/pdf"),
        size: 48_213,
        sha256: text(&"0a".repeat(32)),
    }
}

/// A place in a version of a document.
pub(crate) fn place(document: DocumentId, version: u32, section: Option<&str>) -> Reference {
    Reference {
        document: Some(DocumentReference {
            document,
            version: whole(version),
            section: section.map(text),
        }),
        lot: None,
    }
}

/// The same place, for one lot.
pub(crate) fn in_lot(lot: u32, place: Reference) -> Reference {
    Reference { lot: Some(whole(lot)), ..place }
}
