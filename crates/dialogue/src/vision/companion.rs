//! The documents that elaborate a vision, and where each of them stands.

use crate::trajectory::{DocumentKind, DocumentReference};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

/// A document that belongs to a vision (bijbehorend stuk).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompanionKind {
    /// The note of strategic choices (strategische keuzenota).
    StrategyNote,
    /// The note on steering and funding (nota sturing en bekostiging).
    FundingNote,
    /// The development agenda (ontwikkelagenda).
    DevelopmentAgenda,
}

impl CompanionKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::StrategyNote, Self::FundingNote, Self::DevelopmentAgenda];

    /// The kind that such a document has when it is published.
    #[must_use]
    pub const fn document_kind(self) -> DocumentKind {
        match self {
            Self::StrategyNote => DocumentKind::StrategyNote,
            Self::FundingNote => DocumentKind::FundingNote,
            Self::DevelopmentAgenda => DocumentKind::DevelopmentAgenda,
        }
    }
}

/// Where such a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompanionStatus {
    /// It will be written.
    Planned,
    /// It is being written.
    Drafting,
    /// A draft is out for input.
    OutForInput,
    /// It was adopted (vastgesteld).
    Adopted,
    /// It will not come.
    NotNeeded,
}

/// It was told where a document stands that belongs to the vision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanionDocumentTracked {
    /// Which document.
    pub kind: CompanionKind,
    /// Where it stands.
    pub status: CompanionStatus,
    /// What is done, what is still to be done, or why it will not come.
    pub explanation: Paragraph,
    /// By when it is expected; needed until it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2027-03-01")]
    pub expected: Option<Date>,
    /// The version that is out for input or adopted, as it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentReference>,
}

impl CompanionDocumentTracked {
    /// What is wrong with it. `published`: the kind of the version that is referred to, if any.
    pub(super) fn faults(&self, published: Option<DocumentKind>) -> Faults {
        use CompanionStatus::{Adopted, Drafting, NotNeeded, OutForInput, Planned};
        let mut faults = Faults::none();
        match (self.status, &self.document) {
            (Adopted | OutForInput, None) => {
                faults.add("/document", "Noem de versie die is gepubliceerd.");
            }
            (Planned | Drafting | NotNeeded, Some(_)) => faults.add(
                "/document",
                "Bij deze stand hoort nog geen document. Laat het weg, of kies een andere stand.",
            ),
            (_, Some(_)) if published.is_none() => {
                faults.add("/document", "Deze versie is in dit traject niet gepubliceerd.");
            }
            (_, Some(_)) => faults.unless(
                published == Some(self.kind.document_kind()),
                "/document",
                "Dit document is van een andere soort.",
            ),
            (_, None) => {}
        }
        faults.unless(
            self.expected.is_some() || matches!(self.status, Adopted | NotNeeded),
            "/expected",
            "Noem de dag waarop u het stuk verwacht.",
        );
        faults
    }
}
