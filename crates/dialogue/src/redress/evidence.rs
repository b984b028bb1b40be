//! Grounds by topic, and evidence that points to a place in a document.

use crate::DocumentReference;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Whole};

/// What a ground is about, so that grounds can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroundTopic {
    /// Everyone is treated alike (gelijke behandeling).
    EqualTreatment,
    /// It is clear what is asked and how it is judged (transparantie).
    Transparency,
    /// What is asked is in proportion (proportionaliteit).
    Proportionality,
    /// The price covers the costs (reële prijs).
    ReasonablePrice,
    /// The terms are reasonable (termijnen).
    Terms,
    /// The criteria and their weights (gunningscriteria).
    AwardCriteria,
    /// The assessment and its reasons (beoordeling en motivering).
    Assessment,
    /// A conflict of interest, or somebody's head start (belangen, voorkennis).
    Interests,
    /// The choice not to tender, or of the instrument (keuze van het instrument).
    Instrument,
    /// Anything else.
    Other,
}

/// Evidence that points to a place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidencePointer {
    /// The place: a document in one version, and the section.
    pub place: DocumentReference,
    /// What it shows.
    pub shows: Paragraph,
    /// The number of the file that supports it, from 1, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Whole>,
}
