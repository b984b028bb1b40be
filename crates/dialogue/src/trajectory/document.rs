//! Documents of a trajectory, and how a question or a contribution points into them.

use crate::DocumentId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{FileName, Label, MediaType, Prose, Sha256, Title, Whole};

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The policy plan (beleidsplan).
    Policy,
    /// The vision on the purchase (inkoopvisie).
    Vision,
    /// The note of strategic choices (strategische keuzenota).
    StrategyNote,
    /// The note on steering and funding (nota sturing en bekostiging).
    FundingNote,
    /// The development agenda (ontwikkelagenda).
    DevelopmentAgenda,
    /// The tender guide (beschrijvend document, aanbestedingsleidraad).
    TenderGuide,
    /// The programme of requirements (programma van eisen).
    Requirements,
    /// The draft contract (conceptovereenkomst).
    DraftContract,
    /// The descriptions of services (dienstomschrijvingen).
    ServiceDescriptions,
    /// The rates (tarieven).
    Rates,
    /// The list of changes (was-wordt-lijst).
    ChangeList,
    /// Anything else.
    Other,
}

/// Where a version of a document came from, when it was made elsewhere: under which number, on
/// which day, and by which team (wijzigingsbeheer).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentMade {
    /// Its version there.
    #[schema(example = "0.9")]
    pub version: Label,
    /// On which day it was made.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Who made it: a team or a function, never a person.
    pub editor: Title,
}

/// What a document tells: first what is wanted and why, then how it comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentPurpose {
    /// What is wanted and why: policy and vision (wat en waarom).
    WhatAndWhy,
    /// How it comes about: strategy and what elaborates it (hoe).
    How,
    /// Neither: what comes later, or what changed.
    Neither,
}

impl DocumentKind {
    /// What a document of this kind tells.
    #[must_use]
    pub const fn purpose(self) -> DocumentPurpose {
        match self {
            Self::Policy | Self::Vision => DocumentPurpose::WhatAndWhy,
            Self::StrategyNote
            | Self::FundingNote
            | Self::TenderGuide
            | Self::Requirements
            | Self::DraftContract
            | Self::ServiceDescriptions
            | Self::Rates => DocumentPurpose::How,
            Self::DevelopmentAgenda | Self::ChangeList | Self::Other => DocumentPurpose::Neither,
        }
    }
}

/// A file that was handed in before: its name, and its content by fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileReference {
    /// What it is called.
    pub name: FileName,
    /// What is in it.
    pub media_type: MediaType,
    /// How large it is, in bytes.
    pub size: u64,
    /// The fingerprint of its content.
    pub sha256: Sha256,
}

/// A section (paragraaf, artikel) of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its number as it stands in the document.
    #[schema(example = "3.2")]
    pub number: Label,
    /// Its heading.
    pub title: Title,
    /// What it says, so that a later version can be held beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
}

/// A place in a version of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentReference {
    /// The document.
    pub document: DocumentId,
    /// Which version of it.
    #[schema(example = 1)]
    pub version: Whole,
    /// The number of the section, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Label>,
}

/// What something is about. Without a document it is general ("algemeen").
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reference {
    /// The place in a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentReference>,
    /// The number of the lot, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
}
