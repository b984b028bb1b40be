//! Why something about an advice is refused.

use super::CouncilOffice;
use crate::refusal::Told;

/// Why something about an advice is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdviceRefusal {
    /// There is no such advice, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// It was given: what it says is never edited.
    Filed,
    /// It has not been given yet.
    NotFiled,
    /// The trajectory is not one on which this council advises.
    NotOurs,
    /// No shorter term was asked.
    NotUrgent,
    /// The council has told already whether it agrees to the shorter term.
    UrgencyDecided,
    /// More time was asked already, and that was not decided.
    ExtensionAwaited,
    /// No more time was asked.
    NoExtensionAsked,
    /// There is no draft.
    NoDraft,
    /// Somebody who does not draft changes the draft.
    NotInDraftingGroup,
    /// The draft was not adopted.
    NotAdopted,
    /// An office has not signed.
    NotSigned(CouncilOffice),
    /// Whoever signs in one office has signed in the other.
    SignedByTheSame,
    /// The recommendation was not adopted, so no text follows from it.
    NothingFollows,
    /// Not every recommendation has a response.
    NotAnswered,
    /// A copy was sent on another day.
    CopySent,
}

impl AdviceRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("advice-unknown", "Dit advies bestaat niet."),
            Self::Exists => {
                Told::state("advice-exists", "Dit advies bestaat al met een andere inhoud.")
            }
            Self::Filed => Told::state(
                "advice-filed",
                "Dit advies is uitgebracht en verandert niet meer. Breng een nieuw advies uit als \
                 u iets wilt toevoegen.",
            ),
            Self::NotFiled => {
                Told::state("advice-not-filed", "Dit advies is nog niet uitgebracht.")
            }
            Self::NotOurs => Told::unknown(
                "trajectory-unknown",
                "Dit traject bestaat niet, of uw raad adviseert er niet over.",
            ),
            Self::NotUrgent => Told::state(
                "advice-not-urgent",
                "Voor dit advies is geen kortere termijn gevraagd.",
            ),
            Self::UrgencyDecided => Told::state(
                "advice-urgency-decided",
                "De raad heeft al verteld of de kortere termijn kan.",
            ),
            Self::ExtensionAwaited => Told::state(
                "advice-extension-awaited",
                "Er is al om meer tijd gevraagd. De gemeente beslist daar eerst over.",
            ),
            Self::NoExtensionAsked => Told::state(
                "advice-extension-not-asked",
                "De raad heeft niet om meer tijd gevraagd.",
            ),
            Self::NoDraft => {
                Told::state("advice-draft-missing", "Er is nog geen concept van dit advies.")
            }
            Self::NotInDraftingGroup => Told::forbidden(
                "advice-drafting-group",
                "Een schrijfgroep werkt aan dit concept. Alleen die leden, de voorzitter en de \
                 secretaris veranderen het.",
            ),
            Self::NotAdopted => Told::state(
                "advice-not-adopted",
                "De raad heeft dit concept nog niet vastgesteld. Leg de vergadering eerst vast.",
            ),
            Self::NotSigned(office) => Told::state(
                "advice-not-signed",
                format!("De {} heeft dit advies nog niet ondertekend.", office.dutch()),
            ),
            Self::SignedByTheSame => Told::state(
                "advice-signed-by-the-same",
                "U hebt dit advies al ondertekend. De tweede handtekening is van iemand anders.",
            ),
            Self::NothingFollows => Told::state(
                "advice-nothing-follows",
                "Alleen uit een aanbeveling die (deels) is overgenomen volgt een tekst.",
            ),
            Self::NotAnswered => Told::state(
                "advice-not-answered",
                "Reageer eerst op elke aanbeveling. Daarna gaat het afschrift naar de raad.",
            ),
            Self::CopySent => {
                Told::state("advice-copy-sent", "Het afschrift is al op een andere dag verstuurd.")
            }
        }
    }
}
