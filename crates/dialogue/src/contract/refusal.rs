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
    /// It was ended.
    Ended,
    /// Another level comes first: this one, of so many.
    EscalationOrder(usize, usize),
    /// Nothing was taken to a higher level.
    NotEscalated,
    /// There is no such proposal.
    ChangeUnknown,
    /// It was decided about, otherwise.
    ChangeDecided,
    /// Another step of ending comes first: this one, of so many.
    EndingOrder(usize, usize),
    /// The minimum period of the last step has not passed.
    EndingTooEarly,
    /// No step of ending was taken.
    NotEnding,
}

impl ContractRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("contract-unknown", "Dit contract bestaat niet."),
            Self::Exists => Told::state(
                "contract-exists",
                "In dit traject is al een contract met dit nummer, met een andere inhoud.",
            ),
            Self::Ended => Told::state("contract-ended", "Dit contract is beëindigd."),
            Self::EscalationOrder(next, of) if next > of => Told::state(
                "escalation-order",
                "Dit staat al op het hoogste niveau dat is afgesproken.",
            ),
            Self::EscalationOrder(next, of) => Told::state(
                "escalation-order",
                format!("Ga alleen naar het volgende niveau: dat is niveau {next} van {of}."),
            ),
            Self::NotEscalated => {
                Told::state("not-escalated", "Er is niets naar een hoger niveau gebracht.")
            }
            Self::ChangeUnknown => Told::unknown("change-unknown", "Dit voorstel bestaat niet."),
            Self::ChangeDecided => {
                Told::state("change-decided", "Op dit voorstel is al anders besloten.")
            }
            Self::EndingOrder(next, of) if next > of => Told::state(
                "ending-order",
                "Alle stappen zijn gezet. Na de termijn van de laatste kan het contract eindigen.",
            ),
            Self::EndingOrder(next, of) => Told::state(
                "ending-order",
                format!("Volg de afgesproken stappen: nu komt stap {next} van {of}."),
            ),
            Self::EndingTooEarly => Told::state(
                "ending-too-early",
                "De termijn van de vorige stap is nog niet voorbij.",
            ),
            Self::NotEnding => {
                Told::state("not-ending", "Er is nog geen stap gezet om dit contract te eindigen.")
            }
            Self::NotWon => Told::state(
                "contract-not-won",
                "Er is nog geen contract te sluiten: de gunning aan deze aanbieder is niet \
                 definitief, of de aanvraag is niet toegelaten.",
            ),
        }
    }
}
