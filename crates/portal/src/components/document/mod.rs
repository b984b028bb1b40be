//! A document of a trajectory with its versions. Earlier versions stay readable.

use super::{Moment, Prose};
use crate::choice::choice;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// What kind of document it is.
    DocumentKind {
        /// The policy plan.
        Policy = "policy", "Beleidsplan";
        /// The vision on the purchase.
        Vision = "vision", "Inkoopvisie";
        /// The note of strategic choices.
        StrategyNote = "strategy-note", "Strategische keuzenota";
        /// The note on steering and funding.
        FundingNote = "funding-note", "Nota sturing en bekostiging";
        /// The development agenda.
        DevelopmentAgenda = "development-agenda", "Ontwikkelagenda";
        /// The tender guide.
        TenderGuide = "tender-guide", "Aanbestedingsleidraad";
        /// The programme of requirements.
        Requirements = "requirements", "Programma van eisen";
        /// The draft contract.
        DraftContract = "draft-contract", "Conceptovereenkomst";
        /// The descriptions of services.
        ServiceDescriptions = "service-descriptions", "Dienstomschrijvingen";
        /// The rates.
        Rates = "rates", "Tarieven";
        /// The list of changes.
        ChangeList = "change-list", "Lijst met wijzigingen (was-wordt-lijst)";
        /// Anything else.
        Other = "other", "Ander document";
    }
}

/// A version of a document.
#[derive(Clone, Debug, Template)]
#[template(path = "components/document/version.html")]
pub struct DocumentVersion {
    /// What the document is called in this version.
    pub title: String,
    /// Which version, from 1.
    pub version: u32,
    /// When it was published.
    pub published: Moment,
    /// What the file is called.
    pub file_name: String,
    /// How large the file is, in bytes.
    pub size: u64,
    /// The fingerprint of its content: SHA-256 in hexadecimal.
    pub sha256: String,
    /// What changed since the version before, and why.
    pub change: Option<Prose>,
    /// Where the file can be downloaded.
    pub href: String,
    /// What changed since the version before, section by section; made by
    /// [`crate::paths::document_changes`].
    pub changes: Option<String>,
}

impl DocumentVersion {
    fn size_in_words(&self) -> String {
        const UNITS: [&str; 4] = ["bytes", "kB", "MB", "GB"];
        let size = u128::from(self.size);
        let (mut unit, mut scale) = (0, 1);
        while 2 * size >= 1_999 * scale && unit < UNITS.len() - 1 {
            (unit, scale) = (unit + 1, scale * 1_000);
        }
        let tenths = (10 * size + scale / 2) / scale;
        if tenths.is_multiple_of(10) || tenths > 100 {
            format!("{}\u{a0}{}", (size + scale / 2) / scale, UNITS[unit])
        } else {
            format!("{},{}\u{a0}{}", tenths / 10, tenths % 10, UNITS[unit])
        }
    }
}

impl HtmlSafe for DocumentVersion {}

/// A document with its versions.
#[derive(Clone, Debug, Template)]
#[template(path = "components/document/template.html")]
pub struct Document {
    /// The name of the document in addresses.
    pub id: String,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// What it is called in its newest version.
    pub title: String,
    /// What is to be said about it, in a sentence.
    pub warning: Option<String>,
    /// The versions, the newest first.
    pub versions: Vec<DocumentVersion>,
}

impl Document {
    fn older_in_words(&self) -> String {
        match self.versions.len().saturating_sub(1) {
            1 => "1 oudere versie".to_owned(),
            count => format!("{count} oudere versies"),
        }
    }
}

impl HtmlSafe for Document {}
