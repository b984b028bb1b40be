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
            Self::LotExists { number } => Told::state(
                "lot-exists",
                format!(
                    "Perceel {number} bestaat al met een andere inhoud. Kies een ander nummer."
                ),
            ),
        }
    }
}
