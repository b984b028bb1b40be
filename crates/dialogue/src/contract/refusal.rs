//! Why something about a contract is refused.

use crate::refusal::Told;

/// Why something about a contract is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContractRefusal {
    /// There is no such contract, or none that the caller may know of.
    Unknown,
    /// One with this number was registered before, with another content.
    Exists,
    /// Nothing gives the provider a contract: no award that is final, and no admission.
    NotWon,
}

impl ContractRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("contract-unknown", "Dit contract bestaat niet."),
            Self::Exists => Told::state(
                "contract-exists",
                "In dit traject is al een contract met dit nummer, met een andere inhoud.",
            ),
            Self::NotWon => Told::state(
                "contract-not-won",
                "Er is nog geen contract te sluiten: de gunning aan deze aanbieder is niet \
                 definitief, of de aanvraag is niet toegelaten.",
            ),
        }
    }
}
