//! Documents as they are published in a trajectory, and what points into them.

use super::{DocumentKind, DocumentMade, DocumentReference, FileReference, Reference, Section};
use super::{Trajectory, TrajectoryDocumentPublished, TrajectoryEvent};
use crate::discretion::personal_faults;
use crate::{DocumentId, Refusal};
use std::collections::BTreeSet;
use vocabulary::{Faults, Paragraph, Title};

/// A document that is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishDocument {
    /// The document: a new name makes a new document.
    pub document: DocumentId,
    /// What kind of document.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: Title,
    /// The file.
    pub file: FileReference,
    /// The sections to which a question can refer.
    pub sections: Vec<Section>,
    /// What changed since the version before; needed from the second version on.
    pub change: Option<Paragraph>,
    /// Why the file may name its makers.
    pub authors_accepted: Option<Paragraph>,
    /// Where it came from, when it was made elsewhere.
    pub made: Option<DocumentMade>,
}

impl Trajectory {
    /// A version of a document.
    #[must_use]
    pub fn document(
        &self,
        document: DocumentId,
        version: u32,
    ) -> Option<&TrajectoryDocumentPublished> {
        let place = usize::try_from(version).ok()?.checked_sub(1)?;
        self.documents.get(&document)?.versions.get(place)
    }

    /// The latest version of each document, in the order of first publication.
    pub fn documents(&self) -> impl Iterator<Item = &TrajectoryDocumentPublished> {
        let documents = self.document_order.iter().filter_map(|id| self.documents.get(id));
        documents.filter_map(|document| document.versions.last())
    }

    /// The place of a document in the order of first publication.
    #[must_use]
    pub fn place_of(&self, document: DocumentId) -> Option<usize> {
        self.document_order.iter().position(|known| *known == document)
    }

    /// The place of a section in the list of its document, when it is in that list.
    #[must_use]
    pub fn place_of_section(&self, at: &DocumentReference) -> Option<usize> {
        let number = at.section.as_ref()?;
        let document = self.document(at.document, at.version.get())?;
        document.sections.iter().position(|section| section.number == *number)
    }

    /// What is wrong with a reference into this trajectory, and whether the section is known.
    ///
    /// # Errors
    /// The faults, under the field `at`.
    pub fn check_reference(&self, reference: &Reference, at: &str) -> Result<bool, Faults> {
        let mut faults = Faults::none();
        let mut section_known = true;
        if let Some(lot) = reference.lot {
            faults.unless(
                self.has_lot(lot),
                format!("{at}/lot"),
                format!("Dit traject heeft geen perceel {}.", lot.get()),
            );
        }
        if let Some(to) = &reference.document {
            match (
                self.documents.contains_key(&to.document),
                self.document(to.document, to.version.get()),
            ) {
                (false, _) => faults.add(
                    format!("{at}/document/document"),
                    "Dit document hoort niet bij dit traject. Laat het document weg voor een \
                     algemene vraag.",
                ),
                (true, None) => faults.add(
                    format!("{at}/document/version"),
                    "Deze versie van het document bestaat niet.",
                ),
                (true, Some(document)) => {
                    section_known = to.section.as_ref().is_none_or(|number| {
                        document.sections.iter().any(|section| section.number == *number)
                    });
                }
            }
        }
        faults.check().map(|()| section_known)
    }

    pub(super) fn publish_document(
        &self,
        new: PublishDocument,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let last = self.documents.get(&new.document).and_then(|document| document.versions.last());
        let next = TrajectoryDocumentPublished {
            document: new.document,
            version: last.map_or(1, |last| last.version + 1),
            kind: new.kind,
            title: new.title,
            file: new.file,
            sections: new.sections,
            change: new.change,
            authors_accepted: new.authors_accepted,
            made: new.made,
        };
        let mut faults = Faults::none();
        if let Some(last) = last {
            if *last == (TrajectoryDocumentPublished { version: last.version, ..next.clone() }) {
                return Ok(vec![]);
            }
            faults.unless(
                next.change.is_some(),
                "/change",
                "Vertel bij een nieuwe versie wat er is veranderd en waarom.",
            );
        }
        if let Some(made) = &next.made {
            faults.extend(personal_faults("/made/editor", made.editor.as_str()).into_vec());
        }
        let mut numbers = BTreeSet::new();
        for (place, section) in next.sections.iter().enumerate() {
            faults.unless(
                numbers.insert(&section.number),
                format!("/sections/{place}/number"),
                "Deze paragraaf staat twee keer in de lijst.",
            );
        }
        faults.check()?;
        Ok(vec![next.into()])
    }
}
