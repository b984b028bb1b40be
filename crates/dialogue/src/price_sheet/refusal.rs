//! Why something about a price sheet is refused.

use crate::refusal::Told;

/// Why something about a price sheet is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceSheetRefusal {
    /// There is no such sheet, or none that the caller may know of.
    Unknown,
    /// This version was published, with another introduction.
    Published,
}

impl PriceSheetRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("price-sheet-unknown", "Dit prijsblad bestaat niet."),
            Self::Published => Told::state(
                "price-sheet-published",
                "Deze versie is al bekendgemaakt en verandert niet meer. Maak een nieuwe versie.",
            ),
        }
    }
}
