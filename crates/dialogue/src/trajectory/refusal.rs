//! Why something about a trajectory is refused.

use crate::refusal::Told;

/// Why something about a trajectory is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrajectoryRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It was opened before, with another content.
    Exists,
    /// There is another lot with this number.
    LotExists {
        /// The number.
        number: u32,
    },
    /// No rules for terms were chosen.
    TermsNotChosen,
    /// It was set when tenders close, and that is moved, not set again.
    TenderClosingSet,
    /// It was not set when tenders close.
    TenderClosingNotSet,
}

impl TrajectoryRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("trajectory-unknown", "Dit traject bestaat niet."),
            Self::Exists => {
                Told::state("trajectory-exists", "Dit traject is al geopend met een andere inhoud.")
            }
            Self::TermsNotChosen => Told::unknown(
                "terms-not-chosen",
                "Voor dit traject is nog geen termijnprofiel gekozen. Kies er eerst een.",
            ),
            Self::TenderClosingSet => Told::state(
                "tender-closing-set",
                "De sluiting van de inschrijving ligt al vast. Verplaats haar, met een reden.",
            ),
            Self::TenderClosingNotSet => Told::state(
                "tender-closing-not-set",
                "De sluiting van de inschrijving ligt nog niet vast. Leg haar eerst vast.",
            ),
            Self::LotExists { number } => Told::state(
                "lot-exists",
                format!(
                    "Perceel {number} bestaat al met een andere inhoud. Kies een ander nummer."
                ),
            ),
        }
    }
}
