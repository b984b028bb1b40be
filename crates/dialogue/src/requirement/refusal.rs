//! Why something about requirements is refused.

use crate::refusal::Told;
use vocabulary::Faults;

/// Why something about requirements is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequirementRefusal {
    /// There is no such requirement, or none that the caller may know of.
    Unknown,
    /// There is no set, or no such version of it.
    SetUnknown,
    /// There is nothing to publish: it is as it was published.
    NothingNew,
    /// Something of the legal minimum is missing, and no reason was given.
    MinimumMissing(Faults),
    /// Providers wait for an answer to what they flagged, so many of them.
    FlagsUnanswered(usize),
    /// There is no such entry in the library.
    EntryUnknown,
    /// The entry is no longer used.
    EntryRetired,
    /// There is no such flag, or none that the caller may know of.
    FlagUnknown,
    /// It was flagged before, with another content.
    FlagExists,
    /// The flag was withdrawn.
    FlagWithdrawn,
    /// The flag has its answer.
    FlagAnswered,
}

impl RequirementRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("requirement-unknown", "Deze eis bestaat niet."),
            Self::SetUnknown => Told::unknown(
                "requirement-set-unknown",
                "Deze versie van de eisen bestaat niet, of is nog niet gepubliceerd.",
            ),
            Self::NothingNew => Told::state(
                "requirement-set-unchanged",
                "Er is niets veranderd sinds de laatste versie van de eisen.",
            ),
            Self::MinimumMissing(faults) => Told::state(
                "legal-minimum-missing",
                "Niet alles wat de wet als minimum vraagt, staat bij de eisen. Neem het op, of \
                 vertel bij exceptions waarom het hier niet hoort.",
            )
            .with(faults),
            Self::FlagsUnanswered(count) => Told::state(
                "requirement-flags-unanswered",
                format!(
                    "Aanbieders wachten op antwoord over een eis ({count}). Antwoord eerst, \
                     dan volgt een nieuwe versie."
                ),
            ),
            Self::EntryUnknown => {
                Told::unknown("library-entry-unknown", "Deze eis staat niet in de bibliotheek.")
            }
            Self::EntryRetired => Told::state(
                "library-entry-retired",
                "Deze eis uit de bibliotheek wordt niet meer gebruikt.",
            ),
            Self::FlagUnknown => {
                Told::unknown("requirement-flag-unknown", "Deze melding over een eis bestaat niet.")
            }
            Self::FlagExists => Told::state(
                "requirement-flag-exists",
                "Deze melding is al gedaan met een andere inhoud.",
            ),
            Self::FlagWithdrawn => {
                Told::state("requirement-flag-withdrawn", "Deze melding is ingetrokken.")
            }
            Self::FlagAnswered => {
                Told::state("requirement-flag-answered", "Op deze melding is al geantwoord.")
            }
        }
    }
}
